//! Journey actions as they are configured; `crate::actions` has them act.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use cjds::{Envelope, JourneyAction, JourneyActionRequest, Template};

use super::calls::{Calls, call};
use super::extract::{Body, Path};
use super::listing::Listing;
use super::openapi::Refusals;
use super::query::Query;
use super::templates::{TemplateKey, find as find_template};
use super::workspaces::meta;
use crate::actions::{Targets, check_trigger};
use crate::auth::{Allowed, Caller, ReadConfig, WriteConfig};
use crate::checked::fault;
use crate::error::Error;
use crate::ids::WorkspaceId;
use crate::profile::Rule;
use crate::reason::{Fault, Reason};
use crate::state::AppState;
use crate::store::ActionKey;

/// The longest rest, in minutes: ten years.
const LONGEST_REST: i64 = 5_256_000;

pub(super) fn calls() -> Calls {
    Calls::new()
        .with(call!(list))
        .with(call!(list_of_template))
        .with(call!(create))
        .with(call!(by_name))
        .with(call!(by_id))
        .with(call!(update))
        .with(call!(delete))
}

type One = Json<Envelope<JourneyAction>>;
type Many = Json<Envelope<Vec<JourneyAction>>>;

/// Journey actions of a workspace. Scopes: cjp:config_read or cjp:config_write.
#[utoipa::path(get, path = "/admin/v1/api/journey-actions/workspace-id/{workspaceId}", tag = "Journey actions", params(("workspaceId" = String, Path, description = "Workspace"), Listing), responses((status = 200, description = "Success", body = Envelope<Vec<JourneyAction>>), Refusals))]
pub(super) async fn list(
    caller: Allowed<ReadConfig>,
    State(state): State<AppState>,
    Path(workspace): Path<String>,
    Query(listing): Query<Listing>,
) -> Result<Many, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    Ok(Json(Envelope { meta: meta(&caller), data: listing.apply(state.store.actions(&workspace).await?)? }))
}

/// Journey actions of a template. Scopes: cjp:config_read or cjp:config_write.
#[utoipa::path(get, path = "/admin/v1/api/journey-actions/workspace-id/{workspaceId}/template-id/{templateId}", tag = "Journey actions", params(("workspaceId" = String, Path, description = "Workspace"), ("templateId" = String, Path, description = "Template")), responses((status = 200, description = "Success", body = Envelope<Vec<JourneyAction>>), Refusals))]
pub(super) async fn list_of_template(
    caller: Allowed<ReadConfig>,
    State(state): State<AppState>,
    Path((workspace, template)): Path<(String, String)>,
) -> Result<Many, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let Template { id: template, .. } = find_template(&state, &workspace, &TemplateKey::Id(template)).await?;
    let mut data = state.store.actions(&workspace).await?;
    data.retain(|action| action.template_id == template);
    Ok(Json(Envelope { meta: meta(&caller), data }))
}

/// One journey action. Scopes: cjp:config_read or cjp:config_write.
#[utoipa::path(get, path = "/admin/v1/api/journey-actions/workspace-id/{workspaceId}/template-id/{templateId}/action-id/{actionId}", tag = "Journey actions", params(("workspaceId" = String, Path, description = "Workspace"), ("templateId" = String, Path, description = "Template"), ("actionId" = String, Path, description = "Journey action")), responses((status = 200, description = "Success", body = Envelope<JourneyAction>), Refusals))]
pub(super) async fn by_id(
    caller: Allowed<ReadConfig>,
    State(state): State<AppState>,
    Path((workspace, template, action)): Path<(String, String, String)>,
) -> Result<One, Error> {
    one(&state, &caller, &workspace, &template, ActionKey::Id(&action)).await
}

/// One journey action, by name. Scopes: cjp:config_read or cjp:config_write.
#[utoipa::path(get, path = "/admin/v1/api/journey-actions/workspace-id/{workspaceId}/template-id/{templateId}/action-name/{actionName}", tag = "Journey actions", params(("workspaceId" = String, Path, description = "Workspace"), ("templateId" = String, Path, description = "Template"), ("actionName" = String, Path, description = "Journey action, by name")), responses((status = 200, description = "Success", body = Envelope<JourneyAction>), Refusals))]
pub(super) async fn by_name(
    caller: Allowed<ReadConfig>,
    State(state): State<AppState>,
    Path((workspace, template, action)): Path<(String, String, String)>,
) -> Result<One, Error> {
    one(&state, &caller, &workspace, &template, ActionKey::Name(&action)).await
}

async fn one(
    state: &AppState,
    caller: &Caller,
    workspace: &str,
    template: &str,
    key: ActionKey<'_>,
) -> Result<One, Error> {
    let workspace = state.workspace(caller, workspace).await?;
    let template = find_template(state, &workspace, &TemplateKey::Id(template.to_owned())).await?;
    Ok(Json(Envelope { meta: meta(caller), data: find(state, &workspace, &template.id, key).await? }))
}

/// Creates a journey action. Scope: cjp:config_write.
#[utoipa::path(post, path = "/admin/v1/api/journey-actions/workspace-id/{workspaceId}/template-id/{templateId}", tag = "Journey actions", params(("workspaceId" = String, Path, description = "Workspace"), ("templateId" = String, Path, description = "Template")), request_body = JourneyActionRequest, responses((status = 201, description = "Success", body = Envelope<JourneyAction>), Refusals))]
pub(super) async fn create(
    caller: Allowed<WriteConfig>,
    State(state): State<AppState>,
    Path((workspace, template)): Path<(String, String)>,
    Body(body): Body<JourneyActionRequest>,
) -> Result<(StatusCode, One), Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let template = find_template(&state, &workspace, &TemplateKey::Id(template)).await?;
    check(&body, &template, &state.targets)?;
    let mut write = state.store.write().await?;
    let made = write.create_action(&workspace, &template.id, &body, caller.subject()).await?;
    let id = made.ok_or_else(|| Error::Conflict(Fault::ActionExists { name: body.name.clone() }.into()))?;
    write.commit().await?;
    let data = find(&state, &workspace, &template.id, ActionKey::Id(&id)).await?;
    Ok((StatusCode::CREATED, Json(Envelope { meta: meta(&caller), data })))
}

/// Answers 201, as the vendor's document has it.
#[utoipa::path(put, path = "/admin/v1/api/journey-actions/workspace-id/{workspaceId}/template-id/{templateId}/action-id/{actionId}", tag = "Journey actions", params(("workspaceId" = String, Path, description = "Workspace"), ("templateId" = String, Path, description = "Template"), ("actionId" = String, Path, description = "Journey action")), request_body = JourneyActionRequest, responses((status = 201, description = "Success", body = Envelope<JourneyAction>), Refusals))]
pub(super) async fn update(
    caller: Allowed<WriteConfig>,
    State(state): State<AppState>,
    Path((workspace, template, action)): Path<(String, String, String)>,
    Body(body): Body<JourneyActionRequest>,
) -> Result<(StatusCode, One), Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let key = ActionKey::Id(&action);
    let template = find_template(&state, &workspace, &TemplateKey::Id(template)).await?;
    find(&state, &workspace, &template.id, key).await?;
    check(&body, &template, &state.targets)?;
    let mut write = state.store.write().await?;
    if !write.update_action(&template.id, &action, &body, caller.subject()).await? {
        return Err(Error::Conflict(Fault::ActionExists { name: body.name.clone() }.into()));
    }
    write.commit().await?;
    let data = find(&state, &workspace, &template.id, key).await?;
    Ok((StatusCode::CREATED, Json(Envelope { meta: meta(&caller), data })))
}

/// Answers the deleted action without an envelope, as the vendor's document has it.
#[utoipa::path(delete, path = "/admin/v1/api/journey-actions/workspace-id/{workspaceId}/template-id/{templateId}/action-id/{actionId}", tag = "Journey actions", params(("workspaceId" = String, Path, description = "Workspace"), ("templateId" = String, Path, description = "Template"), ("actionId" = String, Path, description = "Journey action")), responses((status = 200, description = "Success", body = JourneyAction), Refusals))]
pub(super) async fn delete(
    caller: Allowed<WriteConfig>,
    State(state): State<AppState>,
    Path((workspace, template, action)): Path<(String, String, String)>,
) -> Result<Json<JourneyAction>, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let template = find_template(&state, &workspace, &TemplateKey::Id(template)).await?;
    let found = find(&state, &workspace, &template.id, ActionKey::Id(&action)).await?;
    let mut write = state.store.write().await?;
    write.delete_action(&action).await?;
    write.commit().await?;
    Ok(Json(found))
}

pub(super) async fn find(
    state: &AppState,
    workspace: &WorkspaceId,
    template: &str,
    key: ActionKey<'_>,
) -> Result<JourneyAction, Error> {
    let (ActionKey::Id(name) | ActionKey::Name(name)) = key;
    let found = state.store.action(workspace, template, key).await?;
    found.ok_or_else(|| Error::NotFound(Fault::Gone { what: "Journey action", id: name.to_owned() }.into()))
}

/// Says everything that is wrong with an action at once.
fn check(request: &JourneyActionRequest, template: &Template, targets: &Targets) -> Result<(), Error> {
    let mut reasons = Vec::new();
    if request.name.trim().is_empty() {
        reasons.push(Reason::at("name", Fault::Empty));
    }
    if !(0..=LONGEST_REST).contains(&request.cooldown_period_in_minutes) {
        reasons.push(Reason::at("cooldownPeriodInMinutes", Fault::Rest { most: LONGEST_REST }));
    }
    reasons.extend(fault(&request.name).map(|fault| Reason::at("name", fault)));
    match Rule::read(&request.rules) {
        Ok(rule) => reasons.extend(rule.unmet_by(template).into_iter().map(|fault| Reason::at("rules", fault))),
        Err(fault) => reasons.push(Reason::at("rules", fault)),
    }
    for (index, trigger) in request.action_triggers.iter().enumerate() {
        let faults = check_trigger(trigger, targets);
        reasons.extend(faults.into_iter().map(|fault| Reason::at(format!("actionTriggers[{index}]"), fault)));
    }
    if reasons.is_empty() { Ok(()) } else { Err(Error::Invalid(reasons)) }
}
