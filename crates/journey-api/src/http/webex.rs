//! Where Webex Contact Center sends its webhooks. They are signed instead of having a key; they are answered when they are kept, and
//! published after that. What the contact center itself sent and nobody can take is answered well, too: it would come again as it
//! is, and enough refusals have the subscription stopped.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode};
use chrono::Utc;
use serde_json::Value;

use super::calls::{Calls, call};
use super::extract::Path;
use super::intake::{RefusedItem, Taken};
use super::openapi::Refusals;
use crate::connectors::failures::refuse;
use crate::connectors::webex::envelope::{Came, Webhook, read};
use crate::connectors::webex::signature::{is_signed, sent_at};
use crate::connectors::webex::stages::stage;
use crate::connectors::webex::subscriptions::purpose;
use crate::connectors::webex::worker::REMEMBERED;
use crate::error::Error;
use crate::json_body::read_json;
use crate::reason::{Fault, Reason};
use crate::state::AppState;
use crate::store::{Connector, ToKeep, now};

pub(super) fn calls() -> Calls {
    Calls::new().with(call!(webhook))
}

/// A webhook that is signed by one of the connector's secrets.
pub(super) struct Signed {
    state: AppState,
    connector: Connector,
    headers: HeaderMap,
    body: Bytes,
}

impl FromRequest<AppState> for Signed {
    type Rejection = Error;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Error> {
        let (mut parts, body) = request.into_parts();
        let Path(id) = axum::RequestPartsExt::extract_with_state::<Path<String>, _>(&mut parts, state).await?;
        let headers = parts.headers.clone();
        let unknown = Error::Unauthorized("The signature is none of this connector's");
        let found = state.store.connector_with_secrets(&id).await?;
        // Whoever asks for what is not there has nothing read.
        let (connector, sealed) = found.ok_or(unknown)?;
        let body = Bytes::from_request(Request::from_parts(parts, body), state).await?;
        let secrets = sealed.iter().map(|sealed| state.vault.open(&purpose(&id), sealed));
        let secrets: Vec<String> = secrets.collect::<Result<_, _>>()?;
        if !is_signed(&headers, &body, secrets.iter().map(String::as_str)) {
            let reason = Reason::at("X-WebexCC-Signature", Fault::NotSigned);
            note_stranger(state, &connector, reason).await?;
            return Err(Error::Unauthorized("The signature is none of this connector's"));
        }
        // Only now: whoever has no secret uses up nothing of it.
        state.limits.count_key(format!("connector {}", connector.id))?;
        if connector.is_on == 0 {
            return Err(Error::Conflict(Fault::ConnectorOff.into()));
        }
        let workspace = state.store.workspace(&connector.organization_id, &connector.workspace_id).await?;
        if workspace.is_none() {
            return Err(Error::Conflict(Fault::ConnectorWithoutProject.into()));
        }
        Ok(Self { state: state.clone(), connector, headers, body })
    }
}

/// Takes a webhook of Webex Contact Center, in either version, signed by a secret of the connector.
#[utoipa::path(post, path = "/connectors/webex/{connectorId}", tag = "Intake", params(("connectorId" = String, Path, description = "Connector")), request_body = Object, responses((status = 202, description = "Kept, or why it is not", body = Taken), Refusals))]
pub(super) async fn webhook(signed: Signed) -> Result<(StatusCode, Json<Taken>), Error> {
    let Signed { state, connector, headers, body } = &signed;
    let envelope: Result<Value, _> = read_json(body);
    let came = match &envelope {
        Ok(envelope) => match sent_at(headers, envelope, Utc::now()) {
            Ok(sent) => read(envelope, sent, now()).and_then(recent),
            Err(reason) => {
                note_stranger(state, connector, reason.clone()).await?;
                return Err(Error::Forbidden(reason));
            }
        },
        Err(reason) => Err(vec![reason.clone()]),
    };
    let mut taken = Taken { accepted: 1, refused: Vec::new() };
    match came {
        Ok(Came::Journey(webhook)) => {
            // As it was read: whoever publishes it reads it once more.
            let body = envelope.unwrap_or_default().to_string();
            state.webex.inbox.keep(to_keep(connector, webhook, body, false)).await?;
        }
        Ok(Came::NoJourney) => taken.accepted = 0,
        Err(reasons) => {
            let failure = (reasons.clone(), String::from_utf8_lossy(body).into_owned());
            refuse(&state.store, &state.connected, &connector.id, &[failure]).await?;
            taken = Taken { accepted: 0, refused: vec![RefusedItem { index: 0, reasons }] };
        }
    }
    Ok((StatusCode::ACCEPTED, Json(taken)))
}

/// Takes once more what could not be taken, as it was kept.
pub(super) async fn again(state: &AppState, connector: &Connector, payload: &Value) -> Result<Taken, Error> {
    match read(payload, None, now()).map_err(Error::Invalid)? {
        Came::Journey(webhook) => {
            state.webex.inbox.keep(to_keep(connector, webhook, payload.to_string(), true)).await?;
            Ok(Taken { accepted: 1, refused: Vec::new() })
        }
        Came::NoJourney => Ok(Taken { accepted: 0, refused: Vec::new() }),
    }
}

fn to_keep(connector: &Connector, webhook: Webhook, body: String, again: bool) -> ToKeep {
    ToKeep {
        connector: connector.id.clone(),
        stage: stage(&webhook),
        key: webhook.key,
        task: webhook.task,
        time: webhook.time,
        body,
        is_filled: false,
        again,
    }
}

/// Nobody remembers whether what is older came before.
fn recent(came: Came) -> Result<Came, Vec<Reason>> {
    match &came {
        Came::Journey(webhook) if now().saturating_sub(webhook.time) > REMEMBERED => {
            Err(vec![Reason::at("data.createdTime", Fault::TooOld)])
        }
        _ => Ok(came),
    }
}

/// Counts a webhook that is not the contact center's, or not of now. It is kept without what it said and not each time, as anybody
/// may send such things.
async fn note_stranger(state: &AppState, connector: &Connector, reason: Reason) -> Result<(), Error> {
    if state.webex.strangers.is_noted(&connector.id, &reason.to_string()) {
        state.connected.add(&connector.id, 0, 1);
        return Ok(());
    }
    refuse(&state.store, &state.connected, &connector.id, &[(vec![reason], String::new())]).await
}
