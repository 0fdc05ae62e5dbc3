//! For how many days a workspace keeps its events, and what would be deleted if it were another number. What the service
//! keeps, and what that would delete of all workspaces, is for `holdings`.

use axum::Json;
use axum::extract::State;
use cjds::Envelope;
use serde::{Deserialize, Deserializer, Serialize};

use super::calls::{Calls, call};
use super::extract::{Body, Path};
use super::holdings::{Days, MOST_DAYS, WouldDelete};
use super::openapi::Refusals;
use super::query::Query;
use super::workspaces::meta;
use crate::auth::{Allowed, Caller, ReadOrganization, WriteOrganization};
use crate::error::Error;
use crate::ids::WorkspaceId;
use crate::reason::{Fault, Reason};
use crate::retention::oldest;
use crate::state::AppState;

pub(super) fn calls() -> Calls {
    Calls::new().with(call!(own_retention)).with(call!(keep_for))
}

/// How long a workspace keeps its events.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct OwnRetention {
    /// So many days its events are kept.
    days: i64,
    /// So many days of its own; not there where it keeps them as long as the service.
    #[serde(skip_serializing_if = "Option::is_none")]
    own_days: Option<i64>,
    /// So many days the service keeps those of workspaces without days of their own.
    service_days: i64,
    /// So many days were asked for.
    asked_days: i64,
    /// What would be deleted if its events were kept for so many; not there, where it is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    would_delete: Option<WouldDelete>,
}

/// How long to keep events.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct KeepFor {
    /// So many days; null: as long as the service does. It must be there: a body that means something else deletes nothing.
    #[serde(deserialize_with = "days")]
    #[schema(required)]
    days: Option<i64>,
}

/// Where a field is read by a function of its own, leaving it out is an error.
fn days<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Option::deserialize(deserializer)
}

/// How long a workspace keeps its events, and what would be deleted if it were so many days. Nothing is deleted by asking.
/// Scopes: cjp:config_read|write or cjds:admin_org_read|write.
#[utoipa::path(get, path = "/admin/v1/api/retention/workspace-id/{workspaceId}", tag = "Workspaces", params(("workspaceId" = String, Path, description = "Workspace"), Days), responses((status = 200, description = "Success", body = Envelope<OwnRetention>), Refusals))]
pub(super) async fn own_retention(
    caller: Allowed<ReadOrganization>,
    State(state): State<AppState>,
    Path(workspace): Path<String>,
    Query(Days { days }): Query<Days>,
) -> Result<Json<Envelope<OwnRetention>>, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    told(&state, &caller, &workspace, days).await
}

/// Has a workspace keep its events for so many days. What is older goes within the hour, and cannot be had back. Scopes:
/// cjp:config_write or cjds:admin_org_write.
#[utoipa::path(put, path = "/admin/v1/api/retention/workspace-id/{workspaceId}", tag = "Workspaces", params(("workspaceId" = String, Path, description = "Workspace")), request_body = KeepFor, responses((status = 200, description = "Success", body = Envelope<OwnRetention>), Refusals))]
pub(super) async fn keep_for(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Path(workspace): Path<String>,
    Body(KeepFor { days }): Body<KeepFor>,
) -> Result<Json<Envelope<OwnRetention>>, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    if days.is_some_and(|days| !(1..=MOST_DAYS).contains(&days)) {
        return Err(Error::invalid(Reason::at("days", Fault::Range { least: 1, most: MOST_DAYS })));
    }
    let mut write = state.store.write().await?;
    write.keep_for(&workspace, days, caller.subject()).await?;
    write.commit().await?;
    told(&state, &caller, &workspace, None).await
}

async fn told(
    state: &AppState,
    caller: &Caller,
    workspace: &WorkspaceId,
    asked: Option<i64>,
) -> Result<Json<Envelope<OwnRetention>>, Error> {
    let (store, service_days) = (&state.store, state.retention_days);
    let own_days = store.own_retention(workspace).await?;
    let days = own_days.unwrap_or(service_days);
    let asked_days = asked.unwrap_or(days);
    let old = match oldest(store.clock().await?, asked_days) {
        Some(oldest) => store.old_events_of(workspace, oldest).await?,
        None => None,
    };
    let data = OwnRetention { days, own_days, service_days, asked_days, would_delete: old.map(WouldDelete::from) };
    Ok(Json(Envelope { meta: meta(caller), data }))
}
