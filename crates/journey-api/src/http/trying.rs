//! Journey actions tried out: whether one would act for a person and why, and whether a target answers. Nothing is stored
//! by that, and no action acts.

use axum::Json;
use axum::extract::State;
use chrono::Utc;
use cjds::{Envelope, Rules};
use serde::{Deserialize, Serialize};

use super::actions::find;
use super::calls::{Calls, call};
use super::extract::{Body, Path};
use super::openapi::Refusals;
use super::templates::{TemplateKey, find as find_template};
use super::workspaces::meta;
use crate::actions::{Tried, TryIt, check_trigger, try_target};
use crate::auth::{Allowed, ReadConfig, WriteConfig};
use crate::error::Error;
use crate::ids::PersonId;
use crate::profile::{self, Outcome, Rule};
use crate::reason::{Fault, Reason};
use crate::state::AppState;
use crate::store::{ActionKey, now, written_time};

pub(super) fn calls() -> Calls {
    Calls::new().with(call!(test_action)).with(call!(test_webhook))
}

/// What is tried out.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct TestAction {
    /// The rules; they need not be stored.
    rules: Rules,
    /// The action whose rest is to be told, if it is stored.
    action_id: Option<String>,
}

/// Whether an action would act for a person.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct TestedAction {
    /// Whether its rules hold.
    holds: bool,
    /// What each of them came to.
    rules: Outcome,
    /// It acted for the person, and does not again before that.
    #[serde(skip_serializing_if = "Option::is_none")]
    rests_until: Option<String>,
}

/// Whether rules hold of a person now, condition by condition. Nobody is called. Scopes: cjp:config_read or cjp:config_write.
#[utoipa::path(post, path = "/admin/v1/api/journey-actions/workspace-id/{workspaceId}/template-id/{templateId}/tests/person-id/{personId}", tag = "Journey actions", params(("workspaceId" = String, Path, description = "Workspace"), ("templateId" = String, Path, description = "Template"), ("personId" = String, Path, description = "Person")), request_body = TestAction, responses((status = 200, description = "Success", body = Envelope<TestedAction>), Refusals))]
pub(super) async fn test_action(
    caller: Allowed<ReadConfig>,
    State(state): State<AppState>,
    Path((workspace, template, person)): Path<(String, String, String)>,
    Body(body): Body<TestAction>,
) -> Result<Json<Envelope<TestedAction>>, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let template = find_template(&state, &workspace, &TemplateKey::Id(template)).await?;
    let person = PersonId(person);
    if state.store.person(&workspace, &person).await?.is_none() {
        return Err(Error::NotFound(Fault::Gone { what: "Person", id: person.to_string() }.into()));
    }
    let rule = Rule::read(&body.rules).map_err(|fault| Error::invalid(Reason::at("rules", fault)))?;
    let unmet: Vec<Reason> = rule.unmet_by(&template).into_iter().map(|fault| Reason::at("rules", fault)).collect();
    if !unmet.is_empty() {
        return Err(Error::Invalid(unmet));
    }
    let rests_until = match &body.action_id {
        None => None,
        Some(id) => {
            let action = find(&state, &workspace, &template.id, ActionKey::Id(id)).await?;
            let acted_at = state.store.last_run(&action.id, &person).await?;
            let until = acted_at.map(|at| at.saturating_add(action.cooldown_period_in_minutes.saturating_mul(60_000)));
            until.filter(|until| *until > now()).map(written_time)
        }
    };
    let lookups = state.store.lookups(&person).await?;
    let rules = profile::outcome(&state.store, &workspace, &lookups, (&template, &rule), Utc::now()).await?;
    let data = TestedAction { holds: rules.holds, rules, rests_until };
    Ok(Json(Envelope { meta: meta(&caller), data }))
}

/// Calls a webhook once to try it, as an action would: signed, with `webhook-test: true`, and in no log. Scope:
/// cjp:config_write.
#[utoipa::path(post, path = "/admin/v1/api/journey-actions/workspace-id/{workspaceId}/webhook-tests", tag = "Webhooks", params(("workspaceId" = String, Path, description = "Workspace")), request_body = TryIt, responses((status = 200, description = "Success", body = Envelope<Tried>), Refusals))]
pub(super) async fn test_webhook(
    caller: Allowed<WriteConfig>,
    State(state): State<AppState>,
    Path(workspace): Path<String>,
    Body(body): Body<TryIt>,
) -> Result<Json<Envelope<Tried>>, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let faults = check_trigger(&body.trigger, &state.targets);
    if !faults.is_empty() {
        return Err(Error::Invalid(faults.into_iter().map(|fault| Reason::at("trigger", fault)).collect()));
    }
    let (targets, vault) = (state.targets.clone(), state.vault.clone());
    let data = try_target(&state.store, (targets, vault), (caller.organization(), &workspace), &body).await?;
    Ok(Json(Envelope { meta: meta(&caller), data }))
}
