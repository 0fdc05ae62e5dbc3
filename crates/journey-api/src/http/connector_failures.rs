//! What connectors could not take: listed with the reasons, and taken once more.

use axum::Json;
use axum::extract::State;
use cjds::Envelope;
use serde::Serialize;
use serde_json::Value;

use super::calls::{Calls, call};
use super::connectors::{find, kind_of};
use super::extract::Path;
use super::intake::{Taken, take};
use super::openapi::Refusals;
use super::workspaces::meta;
use super::{avaya, webex};
use crate::auth::{Allowed, ReadOrganization, WriteOrganization};
use crate::connectors::failures::LONGEST_PAYLOAD;
use crate::connectors::{Kind, several};
use crate::error::Error;
use crate::json_body::read_json;
use crate::reason::{Detail, Fault};
use crate::state::AppState;
use crate::store::written_time;

/// So many failures are listed.
const LISTED: i64 = 100;

pub(super) fn calls() -> Calls {
    Calls::new().with(call!(failures)).with(call!(replay))
}

/// What a connector could not take.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ConnectorFailure {
    id: i64,
    failed_at: String,
    reasons: Vec<String>,
    /// The same for programs, in the same order; none of what an older version kept.
    details: Vec<Detail>,
    /// As it came; cut at 64 KB.
    payload: String,
}

/// What a connector could not take in the last seven days, the newest 100 first. Scopes: cjp:config_read|write or
/// cjds:admin_org_read|write.
#[utoipa::path(get, path = "/admin/v1/api/connectors/{connectorId}/failures", tag = "Connectors", params(("connectorId" = String, Path, description = "Connector")), responses((status = 200, description = "Success", body = Envelope<Vec<ConnectorFailure>>), Refusals))]
pub(super) async fn failures(
    caller: Allowed<ReadOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<Envelope<Vec<ConnectorFailure>>>, Error> {
    find(&state, &caller, &id).await?;
    let failures = state.store.failures(&id, LISTED).await?.into_iter().map(|failure| {
        let reasons = serde_json::from_str(&failure.reasons)?;
        let details = failure.details.as_deref().map(serde_json::from_str).transpose()?.unwrap_or_default();
        let failed_at = written_time(failure.failed_at);
        Ok(ConnectorFailure { id: failure.seq, failed_at, reasons, details, payload: failure.payload })
    });
    Ok(Json(Envelope { meta: meta(&caller), data: failures.collect::<Result<Vec<_>, Error>>()? }))
}

/// Takes once more what could not be taken, into the workspace where the connector is active now. Scopes: cjp:config_write or
/// cjds:admin_org_write.
#[utoipa::path(post, path = "/admin/v1/api/connectors/{connectorId}/failures/{failureId}/replay", tag = "Connectors", params(("connectorId" = String, Path, description = "Connector"), ("failureId" = String, Path, description = "Failure")), responses((status = 200, description = "Success", body = Envelope<Taken>), Refusals))]
pub(super) async fn replay(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Path((id, failure)): Path<(String, String)>,
) -> Result<Json<Envelope<Taken>>, Error> {
    let row = find(&state, &caller, &id).await?;
    let not_found = || Error::NotFound(Fault::Gone { what: "Failure", id: failure.clone() }.into());
    let seq = failure.parse().map_err(|_| not_found())?;
    let kept = state.store.failure(&id, seq).await?.ok_or_else(not_found)?;
    let workspace = state.workspace(&caller, &row.workspace_id).await?;
    let payload: Value = read_json(kept.payload.as_bytes()).map_err(|error| {
        // It was cut before a letter of up to four bytes.
        let is_cut = kept.payload.len().saturating_add(4) > LONGEST_PAYLOAD;
        let fault = Fault::FailureUnreadable { error: error.to_string() };
        Error::invalid(if is_cut { Fault::FailureCut } else { fault })
    })?;
    let kind = kind_of(&row)?;
    let (taken, failures) = match (several(kind, payload.clone()), kind) {
        (Some(items), _) => take(&state, &workspace, &row.id, items).await?,
        (None, Kind::Genesys) => {
            let accepted = state.genesys.reader.take_again(&row, &payload).await?;
            let accepted = usize::try_from(accepted).unwrap_or_default();
            (Taken { accepted, refused: Vec::new() }, Vec::new())
        }
        (None, Kind::Avaya) => avaya::again(&state, &row, &payload).await?,
        (None, _) => (webex::again(&state, &row, &payload).await?, Vec::new()),
    };
    if !failures.is_empty() {
        return Err(Error::Invalid(failures.into_iter().flat_map(|(reasons, _)| reasons).collect()));
    }
    let mut write = state.store.write().await?;
    write.delete_failure(&id, seq).await?;
    write.commit().await?;
    // What is published later is counted then, or was by whoever published it.
    if !matches!(kind, Kind::Webex | Kind::Genesys | Kind::Avaya) {
        state.connected.add(&row.id, i64::try_from(taken.accepted).unwrap_or(i64::MAX), 0);
    }
    Ok(Json(Envelope { meta: meta(&caller), data: taken }))
}
