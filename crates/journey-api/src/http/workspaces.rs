//! Workspaces of the caller's organization, and their subscriptions to the contact center's events.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use cjds::{
    Envelope, GeneralSettings, Meta, Organization, OrganizationSettings, Subscription, WebexSettings, Workspace,
    WorkspaceRequest,
};

use super::calls::{Calls, call};
use super::extract::{Body, Path};
use super::listing::Listing;
use super::openapi::Refusals;
use super::query::Query;
use crate::auth::{Allowed, Caller, ReadJourney, ReadOrganization, WriteOrganization};
use crate::checked::text;
use crate::error::Error;
use crate::ids::WorkspaceId;
use crate::reason::{Fault, Reason};
use crate::seed::template;
use crate::state::AppState;

pub(super) fn calls() -> Calls {
    Calls::new()
        .with(call!(list))
        .with(call!(create))
        .with(call!(one))
        .with(call!(update))
        .with(call!(delete))
        .with(call!(subscriptions))
        .with(call!(subscribe))
        .with(call!(unsubscribe))
}

/// `meta` of an answer that names no more than the organization.
pub(super) fn meta(caller: &Caller) -> Meta {
    Meta { organization_id: caller.organization().to_owned(), ..Meta::default() }
}

/// All workspaces of the organization. Scopes: any.
#[utoipa::path(get, path = "/admin/v1/api/workspace", tag = "Workspaces", params(Listing), responses((status = 200, description = "Success", body = Envelope<Vec<Workspace>>), Refusals))]
pub(super) async fn list(
    caller: Allowed<ReadJourney>,
    State(state): State<AppState>,
    Query(listing): Query<Listing>,
) -> Result<Json<Envelope<Vec<Workspace>>>, Error> {
    let mut workspaces = state.store.workspaces(caller.organization()).await?;
    workspaces.retain(|workspace| caller.may_see(&workspace.id));
    Ok(Json(Envelope { meta: meta(&caller), data: listing.apply(workspaces)? }))
}

/// One workspace. Scopes: any.
#[utoipa::path(get, path = "/admin/v1/api/workspace/workspace-id/{workspaceId}", tag = "Workspaces", params(("workspaceId" = String, Path, description = "Workspace")), responses((status = 200, description = "Success", body = Envelope<Workspace>), Refusals))]
pub(super) async fn one(
    caller: Allowed<ReadJourney>,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<Envelope<Workspace>>, Error> {
    let id = state.workspace(&caller, &id).await?;
    Ok(Json(Envelope { meta: meta(&caller), data: find(&state, &caller, &id).await? }))
}

/// Creates a workspace, and in it `journey-default-template`. Scopes: cjp:config_write or cjds:admin_org_write.
#[utoipa::path(post, path = "/admin/v1/api/workspace", tag = "Workspaces", request_body = WorkspaceRequest, responses((status = 200, description = "Success", body = Envelope<Organization>), Refusals))]
pub(super) async fn create(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Body(body): Body<WorkspaceRequest>,
) -> Result<Json<Envelope<Organization>>, Error> {
    if caller.is_bound() {
        return Err(Error::Forbidden(Fault::MakesNoProject.into()));
    }
    let body = checked(body)?;
    let mut write = state.store.write().await?;
    let made =
        write.create_workspace(caller.organization(), None, &body.name, &body.description, caller.subject()).await?;
    let id = made.ok_or_else(|| Error::Conflict(Fault::ProjectExists { name: body.name.clone() }.into()))?;
    write.create_template(&id, template::DEFAULT, &template::default()?, caller.subject()).await?;
    write.commit().await?;
    let (since, by) = state.store.organization_since(caller.organization()).await?.unwrap_or_default();
    let organization = Organization {
        created_at: since.clone(),
        created_by: by.clone(),
        updated_at: since,
        updated_by: by,
        organization_id: caller.organization().to_owned(),
        name: caller.organization().to_owned(),
        is_active: true,
        workspaces: state.store.workspaces(caller.organization()).await?,
        settings: OrganizationSettings {
            general: GeneralSettings { data_retention_days: state.retention_days },
            webex: WebexSettings::default(),
        },
        ..Organization::default()
    };
    Ok(Json(Envelope { meta: meta(&caller), data: organization }))
}

/// Renames a workspace. Scopes: cjp:config_write or cjds:admin_org_write.
#[utoipa::path(put, path = "/admin/v1/api/workspace/workspace-id/{workspaceId}", tag = "Workspaces", params(("workspaceId" = String, Path, description = "Workspace")), request_body = WorkspaceRequest, responses((status = 200, description = "Success", body = Envelope<Workspace>), Refusals))]
pub(super) async fn update(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
    Body(body): Body<WorkspaceRequest>,
) -> Result<Json<Envelope<Workspace>>, Error> {
    let id = state.workspace(&caller, &id).await?;
    let body = checked(body)?;
    // A name that is taken tells that another workspace has it.
    if caller.is_bound() && find(&state, &caller, &id).await?.name != body.name {
        return Err(Error::Forbidden(Fault::RenamesNoProject.into()));
    }
    let mut write = state.store.write().await?;
    if !write.update_workspace(caller.organization(), &id, &body, caller.subject()).await? {
        return Err(Error::Conflict(Fault::ProjectExists { name: body.name.clone() }.into()));
    }
    write.commit().await?;
    Ok(Json(Envelope { meta: meta(&caller), data: find(&state, &caller, &id).await? }))
}

/// Deletes a workspace and all that is in it. Scopes: cjp:config_write or cjds:admin_org_write.
#[utoipa::path(delete, path = "/admin/v1/api/workspace/workspace-id/{workspaceId}", tag = "Workspaces", params(("workspaceId" = String, Path, description = "Workspace")), responses((status = 200, description = "Success", body = Envelope<Workspace>), Refusals))]
pub(super) async fn delete(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<Envelope<Workspace>>, Error> {
    let id = state.workspace(&caller, &id).await?;
    let data = find(&state, &caller, &id).await?;
    let mut write = state.store.write().await?;
    write.delete_workspace(&id).await?;
    write.commit().await?;
    state.deleted.notify_one();
    Ok(Json(Envelope { meta: meta(&caller), data }))
}

/// The subscription to the contact center's events. Scopes: cjp:config_read|write or cjds:admin_org_read|write.
#[utoipa::path(get, path = "/admin/v1/api/wxcc-subscription/workspace-id/{workspaceId}", tag = "Subscriptions", params(("workspaceId" = String, Path, description = "Workspace")), responses((status = 200, description = "Success", body = Envelope<Vec<Subscription>>), Refusals))]
pub(super) async fn subscriptions(
    caller: Allowed<ReadOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<Envelope<Vec<Subscription>>>, Error> {
    let id = state.workspace(&caller, &id).await?;
    Ok(Json(Envelope { meta: meta(&caller), data: state.store.subscriptions(&id).await? }))
}

/// Subscribes the workspace. Scopes: cjp:config_write or cjds:admin_org_write.
#[utoipa::path(post, path = "/admin/v1/api/wxcc-subscription/workspace-id/{workspaceId}", tag = "Subscriptions", params(("workspaceId" = String, Path, description = "Workspace")), responses((status = 201, description = "Success", body = Envelope<Vec<Subscription>>), Refusals))]
pub(super) async fn subscribe(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<Envelope<Vec<Subscription>>>), Error> {
    let id = state.workspace(&caller, &id).await?;
    let mut write = state.store.write().await?;
    let url = format!("{}/publish/v1/api/event?workspaceId={id}", state.public_url);
    if !write.create_subscription(&id, "Contact center", &url).await? {
        return Err(Error::Conflict(format!("Workspace {id} has a subscription already").into()));
    }
    write.commit().await?;
    let data = state.store.subscriptions(&id).await?;
    Ok((StatusCode::CREATED, Json(Envelope { meta: meta(&caller), data })))
}

/// Ends the subscription. Scopes: cjp:config_write or cjds:admin_org_write.
#[utoipa::path(delete, path = "/admin/v1/api/wxcc-subscription/workspace-id/{workspaceId}", tag = "Subscriptions", params(("workspaceId" = String, Path, description = "Workspace")), responses((status = 200, description = "Success", body = String), Refusals))]
pub(super) async fn unsubscribe(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<&'static str>, Error> {
    let id = state.workspace(&caller, &id).await?;
    let mut write = state.store.write().await?;
    if !write.delete_subscriptions(&id).await? {
        return Err(Error::NotFound(format!("Workspace {id} has no subscription").into()));
    }
    write.commit().await?;
    Ok(Json("Deleted"))
}

async fn find(state: &AppState, caller: &Caller, id: &WorkspaceId) -> Result<Workspace, Error> {
    let workspaces = state.store.workspaces(caller.organization()).await?;
    let found = workspaces.into_iter().find(|workspace| workspace.id == id.as_str());
    found.ok_or_else(|| Error::NotFound(Fault::Gone { what: "Workspace", id: id.to_string() }.into()))
}

fn checked(mut request: WorkspaceRequest) -> Result<WorkspaceRequest, Error> {
    request.name = request.name.trim().to_owned();
    if request.name.is_empty() {
        return Err(Error::invalid(Reason::at("name", Fault::Empty)));
    }
    let faults = [text("name", &request.name), text("description", &request.description)];
    let reasons: Vec<Reason> = faults.into_iter().filter_map(Result::err).collect();
    if reasons.is_empty() { Ok(request) } else { Err(Error::Invalid(reasons)) }
}
