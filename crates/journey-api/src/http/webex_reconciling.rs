//! Has what webhooks of Webex Contact Center lost asked for now, instead of in the night.

use axum::Json;
use axum::extract::State;
use cjds::Envelope;
use serde::{Deserialize, Serialize};

use super::calls::{Calls, call};
use super::connectors::find;
use super::extract::{Body, Path};
use super::openapi::Refusals;
use super::webex_accounts::{to_its_end, webex};
use super::workspaces::meta;
use crate::auth::{Allowed, WriteOrganization};
use crate::error::Error;
use crate::state::AppState;
use crate::store::written_time;

/// What came before is not remembered: a week.
const MOST_HOURS: i64 = 168;

pub(super) fn calls() -> Calls {
    Calls::new().with(call!(reconcile))
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Reconcile {
    /// Of tasks that ended in the last so many hours; 24 where it is left out.
    hours: Option<i64>,
    /// Only say how much is missing.
    #[serde(default)]
    dry_run: bool,
}

/// How it went.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct WebexReconciled {
    from: String,
    to: String,
    /// So many tasks were looked at.
    tasks: usize,
    /// So many events were missing of them, and are published now.
    filled: usize,
}

/// Asks the vendor for tasks that ended, and fills what webhooks lost of them; the service does so every night. Scopes:
/// cjp:config_write or cjds:admin_org_write.
#[utoipa::path(post, path = "/admin/v1/api/connectors/{connectorId}/webex/reconciliations", tag = "Webex", params(("connectorId" = String, Path, description = "Connector")), request_body = Reconcile, responses((status = 200, description = "Success", body = Envelope<WebexReconciled>), Refusals))]
pub(super) async fn reconcile(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
    Body(body): Body<Reconcile>,
) -> Result<Json<Envelope<WebexReconciled>>, Error> {
    let row = webex(find(&state, &caller, &id).await?)?;
    let hours = body.hours.unwrap_or(24);
    if !(1..=MOST_HOURS).contains(&hours) {
        return Err(Error::invalid(format!("hours: must be 1 to {MOST_HOURS}")));
    }
    if row.is_on == 0 {
        return Err(Error::Conflict("The connector is off".to_owned()));
    }
    let reconciler = state.webex.reconciler.clone();
    let done = to_its_end(async move { reconciler.run(&row, hours, body.dry_run).await }).await?;
    let (from, to) = (written_time(done.from), written_time(done.to));
    let data = WebexReconciled { from, to, tasks: done.tasks, filled: done.filled };
    Ok(Json(Envelope { meta: meta(&caller), data }))
}
