//! Where the Avaya Experience Platform sends its notifications. Nobody signs them, so the address has a secret in it, a key of the
//! connector; and they are believed to say that something happened, and no more: what did is asked for. They are answered when that is
//! kept.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use serde_json::Value;

use super::calls::{Calls, call};
use super::extract::Path;
use super::intake::{RefusedItem, Taken};
use super::openapi::Refusals;
use crate::connectors::avaya::notification::{engagements, is_id};
use crate::connectors::avaya::worker::place;
use crate::connectors::failures::{Failure, refuse};
use crate::connectors::{Kind, keys};
use crate::error::Error;
use crate::json_body::read_json;
use crate::reason::Fault;
use crate::state::AppState;
use crate::store::Connector;

pub(super) fn calls() -> Calls {
    Calls::new().with(call!(notification))
}

/// A notification that came to an address with one of the connector's keys in it.
pub(super) struct Notified {
    state: AppState,
    connector: Connector,
    body: Bytes,
}

impl FromRequest<AppState> for Notified {
    type Rejection = Error;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Error> {
        let (mut parts, body) = request.into_parts();
        let Path((id, key)) =
            axum::RequestPartsExt::extract_with_state::<Path<(String, String)>, _>(&mut parts, state).await?;
        let unknown = Error::Unauthorized("The address is none of this connector's");
        let found = state.store.connector_of_key(Kind::Avaya, &id, &keys::digest_of(&key)).await?;
        // Whoever does not know the address has nothing read, and uses up nothing.
        let connector = found.ok_or(unknown)?;
        state.limits.count_key(format!("connector {}", connector.id))?;
        if connector.is_on == 0 {
            return Err(Error::Conflict(Fault::ConnectorOff.into()));
        }
        let body = Bytes::from_request(Request::from_parts(parts, body), state).await?;
        Ok(Self { state: state.clone(), connector, body })
    }
}

/// Takes a notification of the Avaya Experience Platform, at the address that its subscription has.
#[utoipa::path(post, path = "/connectors/avaya/{connectorId}/{key}", tag = "Intake", params(("connectorId" = String, Path, description = "Connector"), ("key" = String, Path, description = "A key of the connector")), request_body = Object, responses((status = 200, description = "Kept, or why it is not", body = Taken), Refusals))]
pub(super) async fn notification(notified: Notified) -> Result<Json<Taken>, Error> {
    let Notified { state, connector, body } = &notified;
    let told: Value = match read_json(body) {
        Ok(told) => told,
        // It would come again as it is, and enough refusals have a subscription stopped.
        Err(reason) => {
            let reasons = vec![reason];
            let failure = (reasons.clone(), String::from_utf8_lossy(body).into_owned());
            refuse(&state.store, &state.connected, &connector.id, &[failure]).await?;
            return Ok(Json(Taken { accepted: 0, refused: vec![RefusedItem { index: 0, reasons }] }));
        }
    };
    let engagements = engagements(&told);
    if !engagements.is_empty() {
        state.avaya.keep(&connector.id, &engagements).await?;
    }
    Ok(Json(Taken { accepted: engagements.len(), refused: Vec::new() }))
}

/// Takes once more what could not be taken, as it was kept: a record, or an engagement that was asked for in vain.
pub(super) async fn again(
    state: &AppState,
    connector: &Connector,
    payload: &Value,
) -> Result<(Taken, Vec<Failure>), Error> {
    let mut taken = Taken { accepted: 1, refused: Vec::new() };
    if let Some(id) = payload.get("engagementId").and_then(Value::as_str).filter(|id| is_id(id)) {
        state.avaya.keep(&connector.id, &[id.to_owned()]).await?;
        return Ok((taken, Vec::new()));
    }
    let gone = || Error::Conflict(Fault::ConnectorWithoutProject.into());
    let place = place(&state.avaya.reader, connector).await?.ok_or_else(gone)?;
    let outcome = state.avaya.reader.take_again(&place, payload).await?;
    taken.accepted = outcome.stored;
    let failures = (!outcome.reasons.is_empty()).then(|| (outcome.reasons, payload.to_string()));
    Ok((taken, failures.into_iter().collect()))
}
