//! Webhooks of journey actions: by what they are signed, the log of those that were called, and calling one again.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use cjds::Envelope;
use serde::{Deserialize, Serialize};

use super::calls::{Calls, call};
use super::extract::{Body, Path};
use super::openapi::Refusals;
use super::query::{FromQuery, Parameters, Query};
use super::workspaces::meta;
use crate::actions::{fault_of, new_secret, seal};
use crate::auth::{Allowed, ReadConfig, WriteConfig};
use crate::error::Error;
use crate::reason::{Detail, Fault, Reason};
use crate::state::AppState;
use crate::store::{Logged, now, written_time};

/// So many are listed.
const LISTED: i64 = 100;
/// So long a secret may go on beside the next one at most, in minutes: a month.
const LONGEST_OVERLAP: i64 = 31 * 24 * 60;

pub(super) fn calls() -> Calls {
    Calls::new().with(call!(make_secret)).with(call!(deliveries)).with(call!(replay_delivery))
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct MakeSecret {
    /// The secrets before end after so many minutes; where it is left out, they stay, and calls are signed by each.
    others_end_in_minutes: Option<i64>,
}

/// A secret, told this once.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Secret {
    /// `whsec_` and base64.
    secret: String,
}

/// A webhook that is to be called, or was.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct WebhookDelivery {
    id: i64,
    action_id: String,
    person_id: String,
    url: String,
    body: String,
    /// `pending`, `done` or `failed`.
    state: String,
    attempts: i64,
    /// The status of the answer, or why there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<String>,
    /// Why there was no good answer, for programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<Detail>,
    created_at: String,
    /// When it is called next, while it is pending.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_at: Option<String>,
}

/// Has webhooks signed by a new secret (Standard Webhooks). Scope: cjp:config_write.
#[utoipa::path(post, path = "/admin/v1/api/journey-actions/workspace-id/{workspaceId}/webhook-secrets", tag = "Webhooks", params(("workspaceId" = String, Path, description = "Workspace")), request_body = MakeSecret, responses((status = 201, description = "Success", body = Envelope<Secret>), Refusals))]
pub(super) async fn make_secret(
    caller: Allowed<WriteConfig>,
    State(state): State<AppState>,
    Path(workspace): Path<String>,
    Body(body): Body<MakeSecret>,
) -> Result<(StatusCode, Json<Envelope<Secret>>), Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let minutes = body.others_end_in_minutes;
    if minutes.is_some_and(|minutes| !(0..=LONGEST_OVERLAP).contains(&minutes)) {
        return Err(Error::invalid(Reason::at("othersEndInMinutes", Fault::Range { least: 0, most: LONGEST_OVERLAP })));
    }
    let secret = new_secret()?;
    let sealed = seal(&state.vault, workspace.as_str(), &secret)?;
    let others_end = minutes.map(|minutes| now().saturating_add(minutes.saturating_mul(60_000)));
    let mut write = state.store.write().await?;
    write.add_webhook_secret(&workspace, &sealed, others_end, caller.subject()).await?;
    write.commit().await?;
    Ok((StatusCode::CREATED, Json(Envelope { meta: meta(&caller), data: Secret { secret } })))
}

#[derive(Debug, utoipa::IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(super) struct OfAction {
    /// Only those of this journey action.
    action_id: Option<String>,
}

impl FromQuery for OfAction {
    fn take(left: &mut Parameters) -> Result<Self, Error> {
        Ok(Self { action_id: left.one("actionId")? })
    }
}

/// The newest 100 webhooks of a workspace. Scopes: cjp:config_read or cjp:config_write.
#[utoipa::path(get, path = "/admin/v1/api/journey-actions/workspace-id/{workspaceId}/deliveries", tag = "Webhooks", params(("workspaceId" = String, Path, description = "Workspace"), OfAction), responses((status = 200, description = "Success", body = Envelope<Vec<WebhookDelivery>>), Refusals))]
pub(super) async fn deliveries(
    caller: Allowed<ReadConfig>,
    State(state): State<AppState>,
    Path(workspace): Path<String>,
    Query(OfAction { action_id }): Query<OfAction>,
) -> Result<Json<Envelope<Vec<WebhookDelivery>>>, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let data = state.store.webhook_log(&workspace, action_id.as_deref(), LISTED).await?;
    let data = data.into_iter().map(described).collect();
    Ok(Json(Envelope { meta: meta(&caller), data }))
}

/// Calls a webhook once more that was called, or given up. Scope: cjp:config_write.
#[utoipa::path(post, path = "/admin/v1/api/journey-actions/workspace-id/{workspaceId}/deliveries/{deliveryId}/replay", tag = "Webhooks", params(("workspaceId" = String, Path, description = "Workspace"), ("deliveryId" = String, Path, description = "Delivery")), responses((status = 202, description = "Success", body = String), Refusals))]
pub(super) async fn replay_delivery(
    caller: Allowed<WriteConfig>,
    State(state): State<AppState>,
    Path((workspace, delivery)): Path<(String, String)>,
) -> Result<(StatusCode, Json<&'static str>), Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let not_found = || Error::NotFound(format!("Delivery {delivery} not found, or still to be made").into());
    let seq = delivery.parse().map_err(|_| not_found())?;
    let mut write = state.store.write().await?;
    if !write.replay_webhook(&workspace, seq).await? {
        return Err(not_found());
    }
    write.commit().await?;
    state.to_call.notify_one();
    Ok((StatusCode::ACCEPTED, Json("Accepted for processing")))
}

fn described(logged: Logged) -> WebhookDelivery {
    let is_pending = logged.state == "pending";
    let fault = logged.outcome.as_deref().and_then(fault_of);
    WebhookDelivery {
        id: logged.seq,
        action_id: logged.action_id,
        person_id: logged.person_id,
        url: logged.url,
        body: logged.body,
        state: logged.state,
        attempts: logged.attempts,
        outcome: logged.outcome,
        detail: fault.map(|fault| Reason::from(fault).detail()),
        created_at: written_time(logged.created_at),
        next_at: is_pending.then(|| written_time(logged.next_at)),
    }
}
