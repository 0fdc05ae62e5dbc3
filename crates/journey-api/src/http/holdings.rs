//! How much a workspace holds, and what would be deleted if events were kept for fewer days: numbers for whoever
//! administers it.

use axum::Json;
use axum::extract::State;
use cjds::Envelope;
use serde::Serialize;

use super::calls::{Calls, call};
use super::extract::Path;
use super::openapi::Refusals;
use super::query::{FromQuery, Parameters, Query};
use super::workspaces::meta;
use crate::auth::{Allowed, ReadOrganization};
use crate::error::Error;
use crate::reason::{Fault, Reason};
use crate::retention::oldest;
use crate::state::AppState;
use crate::store::{Old, written_time};

/// A hundred years.
pub(super) const MOST_DAYS: i64 = 36_525;

pub(super) fn calls() -> Calls {
    Calls::new().with(call!(counts)).with(call!(retention))
}

/// How much a workspace holds.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Counts {
    persons: i64,
    events: i64,
    templates: i64,
    actions: i64,
    connectors: i64,
}

/// How long events are kept, and what is older than so many days.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Retention {
    /// So many days events are kept, where a workspace has no days of its own; the service is told it at its start.
    days: i64,
    /// So many days were asked for.
    asked_days: i64,
    /// What would be deleted if events were kept for so many; nothing is.
    would_delete: Vec<WouldDelete>,
}

/// What would be deleted of a workspace.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct WouldDelete {
    workspace_id: String,
    events: i64,
    /// When the first and the last of them happened.
    first: String,
    last: String,
}

impl From<Old> for WouldDelete {
    fn from(Old { workspace, events, times: (first, last), .. }: Old) -> Self {
        Self { workspace_id: workspace, events, first: written_time(first), last: written_time(last) }
    }
}

#[derive(Debug, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Days {
    /// What if events were kept for so many days; where it is left out, as many as they are.
    pub(super) days: Option<i64>,
}

impl FromQuery for Days {
    fn take(left: &mut Parameters) -> Result<Self, Error> {
        let days = left.number("days")?;
        if days.is_some_and(|days| !(1..=MOST_DAYS).contains(&days)) {
            return Err(Error::invalid(Reason::at("days", Fault::Range { least: 1, most: MOST_DAYS })));
        }
        Ok(Self { days })
    }
}

/// How much a workspace holds. Scopes: cjp:config_read|write or cjds:admin_org_read|write.
#[utoipa::path(get, path = "/admin/v1/api/workspace/workspace-id/{workspaceId}/counts", tag = "Workspaces", params(("workspaceId" = String, Path, description = "Workspace")), responses((status = 200, description = "Success", body = Envelope<Counts>), Refusals))]
pub(super) async fn counts(
    caller: Allowed<ReadOrganization>,
    State(state): State<AppState>,
    Path(workspace): Path<String>,
) -> Result<Json<Envelope<Counts>>, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let [persons, events, templates, actions, connectors] = state.store.holdings(&workspace).await?;
    let data = Counts { persons, events, templates, actions, connectors };
    Ok(Json(Envelope { meta: meta(&caller), data }))
}

/// How long events are kept, and what would be deleted if it were so many days. Nothing is deleted by asking. Scopes:
/// cjp:config_read|write or cjds:admin_org_read|write.
#[utoipa::path(get, path = "/admin/v1/api/retention", tag = "Workspaces", params(Days), responses((status = 200, description = "Success", body = Envelope<Retention>), Refusals))]
pub(super) async fn retention(
    caller: Allowed<ReadOrganization>,
    State(state): State<AppState>,
    Query(Days { days }): Query<Days>,
) -> Result<Json<Envelope<Retention>>, Error> {
    let asked_days = days.unwrap_or(state.retention_days);
    let own = state.store.workspaces(caller.organization()).await?;
    let is_seen = |old: &Old| caller.may_see(&old.workspace) && own.iter().any(|one| one.id == old.workspace);
    let now = state.store.clock().await?;
    let old = match (days, oldest(now, asked_days)) {
        (None, _) => state.store.events_too_old(now, state.retention_days).await?,
        (Some(_), Some(oldest)) => state.store.old_events(oldest).await?,
        (Some(_), None) => Vec::new(),
    };
    let would_delete = old.into_iter().filter(is_seen).map(WouldDelete::from);
    let data = Retention { days: state.retention_days, asked_days, would_delete: would_delete.collect() };
    Ok(Json(Envelope { meta: meta(&caller), data }))
}
