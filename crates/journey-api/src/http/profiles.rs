//! The progressive profile of a person, named by its id or by an identity, by a template's id or name.

use axum::Json;
use axum::extract::State;
use axum::routing::MethodFilter;
use chrono::Utc;
use cjds::{Envelope, Meta, ProfileView, Template};

use super::calls::{Calls, call};
use super::extract::Path;
use super::openapi::Refusals;
use super::templates::{TemplateKey, find};
use crate::auth::{Allowed, Caller, ReadJourney};
use crate::error::Error;
use crate::ids::{Lookup, PersonId, WorkspaceId};
use crate::profile;
use crate::reason::Fault;
use crate::state::AppState;

pub(super) fn calls() -> Calls {
    const GET: MethodFilter = MethodFilter::GET;
    let below_admin =
        |rest: &str| format!("/admin/v1/api/progressive-profile-view/workspace-id/{{workspaceId}}/{rest}");
    Calls::new()
        .with(call!(person_id_template_id))
        .with(call!(person_id_template_name))
        .with(call!(identity_template_id))
        .with(call!(identity_template_name))
        // Clients of an older version ask below /admin.
        .also(GET, &below_admin("person-id/{personId}/template-id/{templateId}"), person_id_template_id)
        .also(GET, &below_admin("person-id/{personId}/template-name/{templateName}"), person_id_template_name)
        .also(GET, &below_admin("identity/{identity}/template-id/{templateId}"), identity_template_id)
        .also(GET, &below_admin("identity/{identity}/template-name/{templateName}"), identity_template_name)
}

type Answer = Json<Envelope<Vec<ProfileView>>>;

/// The progressive profile of a person. Scopes: any.
#[utoipa::path(get, path = "/v1/api/progressive-profile-view/workspace-id/{workspaceId}/person-id/{personId}/template-id/{templateId}", tag = "Profiles", params(("workspaceId" = String, Path, description = "Workspace"), ("personId" = String, Path, description = "Person"), ("templateId" = String, Path, description = "Template")), responses((status = 200, description = "Success", body = Envelope<Vec<ProfileView>>), Refusals))]
pub(super) async fn person_id_template_id(
    caller: Allowed<ReadJourney>,
    state: State<AppState>,
    Path((workspace, who, template)): Path<(String, String, String)>,
) -> Result<Answer, Error> {
    by_person(caller, state, workspace, who, TemplateKey::Id(template)).await
}

/// The progressive profile of a person, by the template's name. Scopes: any.
#[utoipa::path(get, path = "/v1/api/progressive-profile-view/workspace-id/{workspaceId}/person-id/{personId}/template-name/{templateName}", tag = "Profiles", params(("workspaceId" = String, Path, description = "Workspace"), ("personId" = String, Path, description = "Person"), ("templateName" = String, Path, description = "Template, by name")), responses((status = 200, description = "Success", body = Envelope<Vec<ProfileView>>), Refusals))]
pub(super) async fn person_id_template_name(
    caller: Allowed<ReadJourney>,
    state: State<AppState>,
    Path((workspace, who, template)): Path<(String, String, String)>,
) -> Result<Answer, Error> {
    by_person(caller, state, workspace, who, TemplateKey::Name(template)).await
}

/// The progressive profile of whoever has an identity. Scopes: any.
#[utoipa::path(get, path = "/v1/api/progressive-profile-view/workspace-id/{workspaceId}/identity/{identity}/template-id/{templateId}", tag = "Profiles", params(("workspaceId" = String, Path, description = "Workspace"), ("identity" = String, Path, description = "Identity, percent-encoded once"), ("templateId" = String, Path, description = "Template")), responses((status = 200, description = "Success", body = Envelope<Vec<ProfileView>>), Refusals))]
pub(super) async fn identity_template_id(
    caller: Allowed<ReadJourney>,
    state: State<AppState>,
    Path((workspace, who, template)): Path<(String, String, String)>,
) -> Result<Answer, Error> {
    by_identity(caller, state, workspace, who, TemplateKey::Id(template)).await
}

/// The progressive profile of whoever has an identity, by the template's name. Scopes: any.
#[utoipa::path(get, path = "/v1/api/progressive-profile-view/workspace-id/{workspaceId}/identity/{identity}/template-name/{templateName}", tag = "Profiles", params(("workspaceId" = String, Path, description = "Workspace"), ("identity" = String, Path, description = "Identity, percent-encoded once"), ("templateName" = String, Path, description = "Template, by name")), responses((status = 200, description = "Success", body = Envelope<Vec<ProfileView>>), Refusals))]
pub(super) async fn identity_template_name(
    caller: Allowed<ReadJourney>,
    state: State<AppState>,
    Path((workspace, who, template)): Path<(String, String, String)>,
) -> Result<Answer, Error> {
    by_identity(caller, state, workspace, who, TemplateKey::Name(template)).await
}

async fn by_person(
    caller: Allowed<ReadJourney>,
    State(state): State<AppState>,
    workspace: String,
    person: String,
    template: TemplateKey,
) -> Result<Answer, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let person = PersonId(person);
    if state.store.person(&workspace, &person).await?.is_none() {
        return Err(Error::NotFound(Fault::Gone { what: "Person", id: person.to_string() }.into()));
    }
    let template = find(&state, &workspace, &template).await?;
    let lookups = state.store.lookups(&person).await?;
    let view = compute(&state, &workspace, person.as_str(), &lookups, &template).await?;
    Ok(answer(&caller, view))
}

async fn by_identity(
    caller: Allowed<ReadJourney>,
    State(state): State<AppState>,
    workspace: String,
    identity: String,
    template: TemplateKey,
) -> Result<Answer, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let template = find(&state, &workspace, &template).await?;
    let lookup = state.store.resolve(&workspace, &identity).await?;
    let view = of_identity(&state, &workspace, &lookup, &template).await?;
    let view = view.ok_or_else(|| Error::NotFound("No person has this identity".into()))?;
    Ok(answer(&caller, view))
}

/// The view of the person who has an identity; `None`: nobody has it.
pub(super) async fn of_identity(
    state: &AppState,
    workspace: &WorkspaceId,
    lookup: &Lookup,
    template: &Template,
) -> Result<Option<ProfileView>, Error> {
    let Some(person) = state.store.owner(workspace, lookup).await? else { return Ok(None) };
    let lookups = state.store.lookups(&person).await?;
    compute(state, workspace, person.as_str(), &lookups, template).await.map(Some)
}

async fn compute(
    state: &AppState,
    workspace: &WorkspaceId,
    person: &str,
    lookups: &[Lookup],
    template: &Template,
) -> Result<ProfileView, Error> {
    let now = Utc::now();
    let attributes = profile::view(&state.store, workspace, lookups, template, now).await?;
    Ok(profile::answer(template, person, attributes, now))
}

fn answer(caller: &Caller, view: ProfileView) -> Answer {
    let meta = Meta {
        organization_id: caller.organization().to_owned(),
        workspace_id: Some(view.workspace_id.clone()),
        person_id: Some(view.person_id.clone()),
        template_id: Some(view.template_id.clone()),
    };
    Json(Envelope { meta, data: vec![view] })
}
