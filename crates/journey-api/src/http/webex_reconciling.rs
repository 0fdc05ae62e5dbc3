//! Has what webhooks of Webex Contact Center lost asked for now, instead of in the night: to its end, or begun here and its course told by
//! the connector's access.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use cjds::Envelope;
use serde::{Deserialize, Serialize};

use super::calls::{Calls, call};
use super::connector_problems::problem_of;
use super::connectors::find;
use super::extract::{Body, Path};
use super::openapi::Refusals;
use super::webex_accounts::{WebexAccess, described, to_its_end, webex};
use super::workspaces::meta;
use crate::auth::{Allowed, WriteOrganization};
use crate::error::Error;
use crate::reason::{Detail, Fault, Reason};
use crate::state::AppState;
use crate::store::{Connector, WebexFilling as Row, written_time};

/// What came before is not remembered: a week.
const MOST_HOURS: i64 = 168;

pub(super) fn calls() -> Calls {
    Calls::new().with(call!(reconcile)).with(call!(fill))
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

/// What is asked for of what webhooks lost, or was last, and how far that is.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct WebexFilling {
    /// Tasks that ended from then on …
    since: String,
    /// … until then.
    until: String,
    /// What ended before was looked at.
    reached: String,
    /// The same in percent.
    percent: i64,
    /// So many tasks were looked at.
    tasks: i64,
    /// So many events were missing of them.
    events: i64,
    /// What is missing was counted, and nothing filled.
    is_dry_run: bool,
    /// Somebody is at it. Where nobody is and it has no end it broke off.
    goes_on: bool,
    /// Why it came to nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Detail>,
    begun_at: String,
    /// The service by itself where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    begun_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_at: Option<String>,
}

impl WebexFilling {
    pub(super) fn of((filling, goes_on): (Row, bool)) -> Self {
        Self {
            percent: filling.percent(),
            since: written_time(filling.since),
            until: written_time(filling.until),
            reached: written_time(filling.reached),
            tasks: filling.tasks,
            events: filling.events,
            is_dry_run: filling.is_dry != 0,
            goes_on,
            problem: problem_of(&filling.problem),
            begun_at: written_time(filling.begun_at),
            begun_by: Some(filling.begun_by).filter(|by| !by.is_empty()),
            ended_at: (filling.ended_at > 0).then(|| written_time(filling.ended_at)),
        }
    }
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
    let hours = checked(&row, &body)?;
    let (reconciler, by) = (state.webex.reconciler.clone(), caller.subject().to_owned());
    let done = to_its_end(async move { reconciler.run(&row, hours, body.dry_run, &by).await }).await?;
    let (from, to) = (written_time(done.from), written_time(done.to));
    let data = WebexReconciled { from, to, tasks: done.tasks, filled: done.filled };
    Ok(Json(Envelope { meta: meta(&caller), data }))
}

/// Begins the same, and does not wait for its end: how far it is stands in the connector's access. Scopes: cjp:config_write or
/// cjds:admin_org_write.
#[utoipa::path(post, path = "/admin/v1/api/connectors/{connectorId}/webex/filling", tag = "Webex", params(("connectorId" = String, Path, description = "Connector")), request_body = Reconcile, responses((status = 202, description = "Success", body = Envelope<WebexAccess>), Refusals))]
pub(super) async fn fill(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
    Body(body): Body<Reconcile>,
) -> Result<(StatusCode, Json<Envelope<WebexAccess>>), Error> {
    let row = webex(find(&state, &caller, &id).await?)?;
    let hours = checked(&row, &body)?;
    let reconciler = state.webex.reconciler.clone();
    let filling = reconciler.begin(&row, hours, body.dry_run, caller.subject()).await?;
    let (connector, mut ending) = (row.clone(), state.ending.clone());
    let going_on = state.webex.runs.clone().read_owned().await;
    tokio::spawn(async move {
        let done = reconciler.until_the_service_ends(&connector, filling, &mut ending).await;
        if let Err(error) = done {
            let cause = Error::from(error).in_words();
            tracing::warn!(connector = connector.id, cause, "what webhooks lost could not be asked for");
        }
        drop(going_on);
    });
    Ok((StatusCode::ACCEPTED, Json(Envelope { meta: meta(&caller), data: described(&state, &row).await? })))
}

/// How many hours a run is about.
fn checked(row: &Connector, body: &Reconcile) -> Result<i64, Error> {
    let hours = body.hours.unwrap_or(24);
    if !(1..=MOST_HOURS).contains(&hours) {
        return Err(Error::invalid(Reason::at("hours", Fault::Range { least: 1, most: MOST_HOURS })));
    }
    if row.is_on == 0 {
        return Err(Error::Conflict(Fault::ConnectorOff.into()));
    }
    Ok(hours)
}
