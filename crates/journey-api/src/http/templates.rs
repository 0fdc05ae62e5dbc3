//! Templates of the progressive profile.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use cjds::{Envelope, Template, TemplateAttribute, TemplateRequest};

use super::calls::{Calls, call};
use super::extract::{Body, Path};
use super::listing::Listing;
use super::openapi::Refusals;
use super::query::Query;
use super::workspaces::meta;
use crate::auth::{Allowed, Caller, ReadPerson, WriteConfig};
use crate::checked::fault;
use crate::error::Error;
use crate::ids::WorkspaceId;
use crate::profile;
use crate::reason::{Fault, Reason};
use crate::state::AppState;

pub(super) fn calls() -> Calls {
    Calls::new()
        .with(call!(list))
        .with(call!(create))
        .with(call!(by_id))
        .with(call!(update))
        .with(call!(delete))
        .with(call!(by_name))
}

/// How a call names a template.
#[derive(Clone, Debug)]
pub(super) enum TemplateKey {
    Id(String),
    Name(String),
}

/// The template that a call names.
pub(super) async fn find(state: &AppState, workspace: &WorkspaceId, key: &TemplateKey) -> Result<Template, Error> {
    let (found, key) = match key {
        TemplateKey::Id(id) => match state.store.template(workspace, id).await? {
            Some(template) => (Some(template), id),
            // Published flows put a name where the id goes.
            None => (state.store.template_named(workspace, id).await?, id),
        },
        TemplateKey::Name(name) => (state.store.template_named(workspace, name).await?, name),
    };
    found.ok_or_else(|| Error::NotFound(Fault::Gone { what: "Template", id: key.to_string() }.into()))
}

/// Templates of a workspace. Scopes: cjp:user, cjp:config_read or cjp:config_write.
#[utoipa::path(get, path = "/admin/v1/api/profile-view-template/workspace-id/{workspaceId}", tag = "Templates", params(("workspaceId" = String, Path, description = "Workspace"), Listing), responses((status = 200, description = "Success", body = Envelope<Vec<Template>>), Refusals))]
pub(super) async fn list(
    caller: Allowed<ReadPerson>,
    State(state): State<AppState>,
    Path(workspace): Path<String>,
    Query(listing): Query<Listing>,
) -> Result<Json<Envelope<Vec<Template>>>, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let templates = state.store.templates(&workspace).await?;
    Ok(Json(Envelope { meta: meta(&caller), data: listing.apply(templates)? }))
}

/// One template. Scopes: cjp:user, cjp:config_read or cjp:config_write.
#[utoipa::path(get, path = "/admin/v1/api/profile-view-template/workspace-id/{workspaceId}/template-id/{templateId}", tag = "Templates", params(("workspaceId" = String, Path, description = "Workspace"), ("templateId" = String, Path, description = "Template")), responses((status = 200, description = "Success", body = Envelope<Template>), Refusals))]
pub(super) async fn by_id(
    caller: Allowed<ReadPerson>,
    State(state): State<AppState>,
    Path((workspace, template)): Path<(String, String)>,
) -> Result<Json<Envelope<Template>>, Error> {
    one(&state, &caller, &workspace, TemplateKey::Id(template)).await
}

/// One template, by name. Scopes: cjp:user, cjp:config_read or cjp:config_write.
#[utoipa::path(get, path = "/admin/v1/api/profile-view-template/workspace-id/{workspaceId}/template-name/{templateName}", tag = "Templates", params(("workspaceId" = String, Path, description = "Workspace"), ("templateName" = String, Path, description = "Template, by name")), responses((status = 200, description = "Success", body = Envelope<Template>), Refusals))]
pub(super) async fn by_name(
    caller: Allowed<ReadPerson>,
    State(state): State<AppState>,
    Path((workspace, template)): Path<(String, String)>,
) -> Result<Json<Envelope<Template>>, Error> {
    one(&state, &caller, &workspace, TemplateKey::Name(template)).await
}

async fn one(
    state: &AppState,
    caller: &Caller,
    workspace: &str,
    key: TemplateKey,
) -> Result<Json<Envelope<Template>>, Error> {
    let workspace = state.workspace(caller, workspace).await?;
    Ok(Json(Envelope { meta: meta(caller), data: find(state, &workspace, &key).await? }))
}

/// Creates a template. Scope: cjp:config_write.
#[utoipa::path(post, path = "/admin/v1/api/profile-view-template/workspace-id/{workspaceId}", tag = "Templates", params(("workspaceId" = String, Path, description = "Workspace")), request_body = TemplateRequest, responses((status = 201, description = "Success", body = Envelope<Template>), Refusals))]
pub(super) async fn create(
    caller: Allowed<WriteConfig>,
    State(state): State<AppState>,
    Path(workspace): Path<String>,
    Body(body): Body<TemplateRequest>,
) -> Result<(StatusCode, Json<Envelope<Template>>), Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    check(&body)?;
    let mut write = state.store.write().await?;
    let made = write.create_template(&workspace, &body.name, &body.attributes, caller.subject()).await?;
    let id = made.ok_or_else(|| Error::Conflict(Fault::TemplateExists { name: body.name.clone() }.into()))?;
    write.commit().await?;
    let data = find(&state, &workspace, &TemplateKey::Id(id)).await?;
    Ok((StatusCode::CREATED, Json(Envelope { meta: meta(&caller), data })))
}

/// Changes a template. Scope: cjp:config_write.
#[utoipa::path(put, path = "/admin/v1/api/profile-view-template/workspace-id/{workspaceId}/template-id/{templateId}", tag = "Templates", params(("workspaceId" = String, Path, description = "Workspace"), ("templateId" = String, Path, description = "Template")), request_body = TemplateRequest, responses((status = 200, description = "Success", body = Envelope<Template>), Refusals))]
pub(super) async fn update(
    caller: Allowed<WriteConfig>,
    State(state): State<AppState>,
    Path((workspace, id)): Path<(String, String)>,
    Body(body): Body<TemplateRequest>,
) -> Result<Json<Envelope<Template>>, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let Template { id, .. } = find(&state, &workspace, &TemplateKey::Id(id)).await?;
    check(&body)?;
    let mut write = state.store.write().await?;
    if !write.update_template(&workspace, &id, &body, caller.subject()).await? {
        return Err(Error::Conflict(Fault::TemplateExists { name: body.name.clone() }.into()));
    }
    write.commit().await?;
    Ok(Json(Envelope { meta: meta(&caller), data: find(&state, &workspace, &TemplateKey::Id(id)).await? }))
}

/// Answers the deleted template without an envelope, as the vendor's document has it.
#[utoipa::path(delete, path = "/admin/v1/api/profile-view-template/workspace-id/{workspaceId}/template-id/{templateId}", tag = "Templates", params(("workspaceId" = String, Path, description = "Workspace"), ("templateId" = String, Path, description = "Template")), responses((status = 200, description = "Success", body = Template), Refusals))]
pub(super) async fn delete(
    caller: Allowed<WriteConfig>,
    State(state): State<AppState>,
    Path((workspace, id)): Path<(String, String)>,
) -> Result<Json<Template>, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let template = find(&state, &workspace, &TemplateKey::Id(id)).await?;
    let mut write = state.store.write().await?;
    write.delete_template(&workspace, &template.id).await?;
    write.commit().await?;
    Ok(Json(template))
}

/// Says everything that is wrong with a template at once.
fn check(request: &TemplateRequest) -> Result<(), Error> {
    let mut reasons = Vec::new();
    if request.name.trim().is_empty() {
        reasons.push(Reason::at("name", Fault::Empty));
    }
    reasons.extend(fault(&request.name).map(|fault| Reason::at("name", fault)));
    if request.attributes.is_empty() {
        reasons.push(Reason::at("attributes", Fault::NoAttributes));
    }
    reasons.extend(attribute_faults(&request.attributes));
    if reasons.is_empty() { Ok(()) } else { Err(Error::Invalid(reasons)) }
}

/// What is wrong with each attribute, by its place.
pub(super) fn attribute_faults(attributes: &[TemplateAttribute]) -> Vec<Reason> {
    let each = attributes.iter().enumerate().flat_map(|(index, attribute)| {
        profile::faults(attribute).into_iter().map(move |fault| Reason::at(format!("attributes[{index}]"), fault))
    });
    each.collect()
}
