//! Publishing: one CloudEvent into a workspace.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use cjds::{CloudEvent, Envelope, Meta, Problem, ReadEvent, Unfit};
use serde::Serialize;
use serde_json::Value;

use super::calls::{Calls, call};
use super::extract::Body;
use super::openapi::{JourneyEvent, Refusals};
use super::query::{FromQuery, Query};
use crate::auth::{Allowed, WriteOrganization};
use crate::checked::identity_in;
use crate::error::Error;
use crate::ids::guessed_kind;
use crate::notes::is_reserved;
use crate::reason::{Fault, Reason};
use crate::state::AppState;
use crate::store::NewEvent;

/// Longer names fit neither an index nor a note to a replica.
const LONGEST_NAME: usize = 512;

pub(super) fn calls() -> Calls {
    Calls::new().with(call!(publish))
}

#[derive(Debug, utoipa::IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(super) struct Parameters {
    /// The workspace to publish into.
    #[param(required = true)]
    workspace_id: Option<String>,
}

impl FromQuery for Parameters {
    fn take(left: &mut super::query::Parameters) -> Result<Self, Error> {
        let workspace_id = left.one("workspaceId")?;
        left.ignore();
        Ok(Self { workspace_id })
    }
}

/// `{"message": "Accepted for processing"}`.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Message {
    /// Always this.
    message: &'static str,
}

/// Publishes an event. Scopes: cjp:config_write or cjds:admin_org_write.
#[utoipa::path(post, path = "/publish/v1/api/event", tag = "Events", params(Parameters), request_body = JourneyEvent, responses((status = 202, description = "Success", body = Envelope<Message>), Refusals))]
pub(super) async fn publish(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Query(parameters): Query<Parameters>,
    Body(body): Body<Value>,
) -> Result<(StatusCode, Json<Envelope<Message>>), Error> {
    let workspace = parameters.workspace_id.ok_or_else(|| Error::invalid(Reason::at("workspaceId", Fault::Missing)))?;
    let workspace = state.workspace(&caller, &workspace).await?;
    state.publisher.publish(NewEvent::new(workspace.clone(), read(&body)?)).await?;
    let meta = Meta {
        organization_id: caller.organization().to_owned(),
        workspace_id: Some(workspace.to_string()),
        ..Meta::default()
    };
    Ok((StatusCode::ACCEPTED, Json(Envelope { meta, data: Message { message: "Accepted for processing" } })))
}

/// Reads an event that somebody sends to be stored. What nobody sends is refused: an agent's note, which says who wrote it.
pub(crate) fn read(body: &Value) -> Result<CloudEvent, Error> {
    let event = read_kept(body)?;
    if is_reserved(&event.kind) {
        return Err(Error::invalid(Reason::at("type", Fault::NoteOfAnAgent)));
    }
    Ok(event)
}

/// Reads an event that is to be stored, also of those that the service itself writes: more strictly than one that was.
pub(crate) fn read_kept(body: &Value) -> Result<CloudEvent, Error> {
    let present = |names: &[&str]| names.iter().any(|name| body.get(name).is_some_and(|value| !value.is_null()));
    let ReadEvent { mut event, problems } = CloudEvent::read(body).map_err(|problem| {
        // Whoever mends one thing should not find the next one only then.
        let others = ["id", "source", "specversion"].into_iter().filter(|name| body.is_object() && !present(&[name]));
        let others = others.map(|name| Reason::at(name, Fault::Missing));
        Error::Invalid(std::iter::once(problem.into()).chain(others).collect())
    })?;
    let is_left_out = |problem: &Problem| problem.place == "time" && Unfit::of(&problem.found) == Some(Unfit::Missing);
    let mut reasons: Vec<Reason> = problems.into_iter().filter(|it| !is_left_out(it)).map(Reason::from).collect();
    for (name, is_missing) in [
        ("id", event.id.trim().is_empty()),
        ("source", event.source.trim().is_empty()),
        ("identity", event.identity.trim().is_empty()),
        ("specversion", !present(&["specversion", "specVersion"])),
        ("datacontenttype", !present(&["datacontenttype", "dataContentType"])),
        ("identitytype", !present(&["identitytype", "identityType"])),
    ] {
        if is_missing {
            reasons.push(Reason::at(name, Fault::Missing));
        }
    }
    if event.identity_type.is_none() && present(&["identitytype", "identityType"]) {
        reasons.push(Reason::at("identitytype", Fault::IdentityKind));
    }
    for (name, text) in [("id", &event.id), ("type", &event.kind), ("source", &event.source)] {
        if text.len() > LONGEST_NAME {
            reasons.push(Reason::at(name, Fault::TooManyBytes { most: LONGEST_NAME }));
        }
        if text.contains('\0') {
            reasons.push(Reason::at(name, Fault::NullCharacter));
        }
    }
    // Under one "identity" of callers who withheld theirs, or of a variable that nothing resolved, lies everybody's journey.
    if let Some(kind) = event.identity_type.filter(|_| !event.identity.trim().is_empty()) {
        match identity_in("identity", kind, &event.identity) {
            Ok(identity) => event.identity = identity.value,
            Err(reason) => reasons.push(reason),
        }
    }
    if let Some(previous) = event.previous_identity.take_if(|previous| !previous.trim().is_empty()) {
        match identity_in("previousidentity", guessed_kind(&previous), &previous) {
            Ok(identity) => event.previous_identity = Some(identity.value),
            Err(reason) => reasons.push(reason),
        }
    }
    if !reasons.is_empty() {
        return Err(Error::Invalid(reasons));
    }
    Ok(event)
}
