//! What whoever composes a template asks before it is stored: which types of events a workspace has, what their data
//! holds, and what the template would say of a person. Nothing is stored by asking; `profiles` has what is stored.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use chrono::Utc;
use cjds::{CloudEvent, Envelope, ProfileView, Template, TemplateAttribute};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::calls::{Calls, call};
use super::extract::{Body, Path};
use super::openapi::Refusals;
use super::query::{FromQuery, Parameters, Query};
use super::templates::attribute_faults;
use super::workspaces::meta;
use crate::auth::{Allowed, ReadConfig, ReadPerson};
use crate::error::Error;
use crate::ids::PersonId;
use crate::profile;
use crate::reason::Fault;
use crate::state::AppState;

/// So many types are told; of a sender that gives each event its own, the rest is typed.
const MOST_TYPES: i64 = 500;
/// Fields are those of so many events, the newest.
const LOOKED_AT: i64 = 50;
/// So deep fields are looked for in one another.
const DEEPEST: usize = 3;
/// So many fields are told.
const MOST_FIELDS: usize = 500;

pub(super) fn calls() -> Calls {
    Calls::new().with(call!(types)).with(call!(fields)).with(call!(preview))
}

/// A field of the data of events.
#[derive(Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub(super) struct Field {
    /// Its key; of what lies in another one, dotted: `item.sku`.
    name: String,
    /// `string`, `integer`, `double` or `boolean`: what holds all values that were looked at.
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
enum Kind {
    String,
    Integer,
    Double,
    Boolean,
}

/// The type of the events whose fields are asked for.
#[derive(Debug, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct OfType {
    r#type: String,
}

impl FromQuery for OfType {
    fn take(left: &mut Parameters) -> Result<Self, Error> {
        Ok(Self { r#type: left.one("type")?.ok_or_else(|| Error::invalid("type: is missing"))? })
    }
}

/// The attributes of a template that need not be stored.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(super) struct Attributes {
    attributes: Vec<TemplateAttribute>,
}

/// The types of the events that a workspace has, 500 at most. Scopes: cjp:config_read or cjp:config_write.
#[utoipa::path(get, path = "/v1/api/events/types/workspace-id/{workspaceId}", tag = "Events", params(("workspaceId" = String, Path, description = "Workspace")), responses((status = 200, description = "Success", body = Envelope<Vec<String>>), Refusals))]
pub(super) async fn types(
    caller: Allowed<ReadConfig>,
    State(state): State<AppState>,
    Path(workspace): Path<String>,
) -> Result<Json<Envelope<Vec<String>>>, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    Ok(Json(Envelope { meta: meta(&caller), data: state.store.event_types(&workspace, MOST_TYPES).await? }))
}

/// The fields of the data of a type's newest events, by name; nobody's values. Scopes: cjp:config_read or cjp:config_write.
#[utoipa::path(get, path = "/v1/api/events/fields/workspace-id/{workspaceId}", tag = "Events", params(("workspaceId" = String, Path, description = "Workspace"), OfType), responses((status = 200, description = "Success", body = Envelope<Vec<Field>>), Refusals))]
pub(super) async fn fields(
    caller: Allowed<ReadConfig>,
    State(state): State<AppState>,
    Path(workspace): Path<String>,
    Query(OfType { r#type }): Query<OfType>,
) -> Result<Json<Envelope<Vec<Field>>>, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let mut found = BTreeMap::new();
    for stored in state.store.newest_of_type(&workspace, &r#type, LOOKED_AT).await? {
        // What was stored was read before; an event that cannot be read again has no fields.
        if let Ok(read) = CloudEvent::take(serde_json::from_str(stored.body.get())?) {
            for (key, value) in &read.event.data {
                add(&mut found, key.clone(), value, 1);
            }
        }
    }
    let data = found.into_iter().take(MOST_FIELDS).map(|(name, kind)| Field { name, kind }).collect();
    Ok(Json(Envelope { meta: meta(&caller), data }))
}

fn add(found: &mut BTreeMap<String, Kind>, name: String, value: &Value, depth: usize) {
    let kind = match value {
        Value::Object(inner) if depth < DEEPEST => {
            for (key, value) in inner {
                add(found, format!("{name}.{key}"), value, depth + 1);
            }
            return;
        }
        // A list is no value that could be compared.
        Value::Null | Value::Array(_) | Value::Object(_) => return,
        Value::String(_) => Kind::String,
        Value::Bool(_) => Kind::Boolean,
        Value::Number(number) if number.is_f64() => Kind::Double,
        Value::Number(_) => Kind::Integer,
    };
    let both = match found.get(&name) {
        None => kind,
        Some(before) if *before == kind => kind,
        Some(Kind::Integer | Kind::Double) if matches!(kind, Kind::Integer | Kind::Double) => Kind::Double,
        Some(_) => Kind::String,
    };
    found.insert(name, both);
}

/// What a template that need not be stored says of a person. Scopes: cjp:user, cjp:config_read or cjp:config_write.
#[utoipa::path(post, path = "/v1/api/progressive-profile-view/preview/workspace-id/{workspaceId}/person-id/{personId}", tag = "Profiles", params(("workspaceId" = String, Path, description = "Workspace"), ("personId" = String, Path, description = "Person")), request_body = Attributes, responses((status = 200, description = "Success", body = Envelope<Vec<ProfileView>>), Refusals))]
pub(super) async fn preview(
    caller: Allowed<ReadPerson>,
    State(state): State<AppState>,
    Path((workspace, person)): Path<(String, String)>,
    Body(Attributes { attributes }): Body<Attributes>,
) -> Result<Json<Envelope<Vec<ProfileView>>>, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let person = PersonId(person);
    if state.store.person(&workspace, &person).await?.is_none() {
        return Err(Error::NotFound(Fault::Gone { what: "Person", id: person.to_string() }.into()));
    }
    let faults = attribute_faults(&attributes);
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let template = Template {
        attributes,
        organization_id: Some(caller.organization().to_owned()),
        workspace_id: Some(workspace.to_string()),
        ..Template::default()
    };
    let (lookups, now) = (state.store.lookups(&person).await?, Utc::now());
    let computed = profile::view(&state.store, &workspace, &lookups, &template, now).await?;
    let view = profile::answer(&template, person.as_str(), computed, now);
    Ok(Json(Envelope { meta: meta(&caller), data: vec![view] }))
}
