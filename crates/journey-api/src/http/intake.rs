//! Where connectors bring in what other systems send, by a key of the connector instead of a token. One bad event of many
//! takes no other with it; whatever is answered as accepted is stored; and what could not be taken is kept for a week.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use futures_util::future::join_all;
use serde::Serialize;

use super::calls::{Calls, call};
use super::extract::Path;
use super::identities::{Faults, named};
use super::merge::join;
use super::openapi::{JourneyEvent, Refusals};
use super::publish::read;
use crate::checked;
use crate::connectors::failures::{Failure, refuse};
use crate::connectors::{Item, Kind, Known, Step, cloud_events, keys, track};
use crate::error::Error;
use crate::ids::WorkspaceId;
use crate::reason::{Fault, Reason};
use crate::state::AppState;
use crate::store::{Connector, NewEvent};

/// So many of one request are taken.
const MOST: usize = 2500;

pub(super) fn calls() -> Calls {
    Calls::new().with(call!(cloud_events)).with(call!(track)).with(call!(track_call))
}

/// Something that came for a connector, with one of its keys.
pub(super) struct Incoming {
    state: AppState,
    connector: Connector,
    workspace: WorkspaceId,
    headers: HeaderMap,
    /// What the address calls it.
    name: Option<String>,
    body: Bytes,
}

/// What became of what came.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Taken {
    /// So many are stored, now or before.
    pub(super) accepted: usize,
    /// Those that are not, by their place (from 0).
    pub(super) refused: Vec<RefusedItem>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct RefusedItem {
    pub(super) index: usize,
    #[schema(value_type = Vec<String>)]
    pub(super) reasons: Vec<Reason>,
}

impl FromRequest<AppState> for Incoming {
    type Rejection = Error;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Error> {
        let path = request.uri().path().to_owned();
        let (mut parts, body) = request.into_parts();
        let Path(names) =
            axum::RequestPartsExt::extract_with_state::<Path<Vec<(String, String)>>, _>(&mut parts, state).await?;
        let named = |wanted: &str| names.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
        let id = named("connectorId").unwrap_or_default();
        let kind = path.split('/').nth(2).and_then(Kind::of);
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let unknown = Error::Unauthorized("The key is none of this connector's");
        // Whoever has no key has nothing read, but tracking libraries may send theirs in the body.
        let mut key = header.and_then(keys::in_header);
        if key.is_none() && (header.is_some() || kind != Some(Kind::Track)) {
            return Err(unknown);
        }
        let headers = parts.headers.clone();
        let body = Bytes::from_request(Request::from_parts(parts, body), state).await?;
        if key.is_none() {
            key = track::key_in(&body);
        }
        let (Some(key), Some(kind)) = (key, kind) else { return Err(unknown) };
        let found = state.store.connector_of_key(kind, &id, &keys::digest_of(&key)).await?;
        let connector = found.ok_or(unknown)?;
        // Only now: whoever has no key uses up nothing of it.
        state.limits.count_key(format!("connector {}", connector.id))?;
        if connector.is_on == 0 {
            return Err(Error::Conflict(Fault::ConnectorOff.into()));
        }
        let workspace = state.store.workspace(&connector.organization_id, &connector.workspace_id).await?;
        let workspace = workspace.ok_or_else(|| Error::Conflict(Fault::ConnectorWithoutProject.into()))?;
        Ok(Self { state: state.clone(), connector, workspace, headers, name: named("call"), body })
    }
}

/// Takes CloudEvents: one (structured or binary), or a batch. By a key of the connector.
#[utoipa::path(post, path = "/connectors/cloudevents/{connectorId}", tag = "Intake", params(("connectorId" = String, Path, description = "Connector")), request_body(content((JourneyEvent = "application/cloudevents+json"), (Vec<JourneyEvent> = "application/cloudevents-batch+json"))), responses((status = 202, description = "Stored, but for those that are refused", body = Taken), Refusals))]
pub(super) async fn cloud_events(incoming: Incoming) -> Result<(StatusCode, Json<Taken>), Error> {
    let items = cloud_events::read(&incoming.headers, &incoming.body);
    incoming.take(items).await
}

/// Takes a call of a tracking library, or a batch of them; `type` says which. By a key of the connector.
#[utoipa::path(post, path = "/connectors/track/{connectorId}", tag = "Intake", params(("connectorId" = String, Path, description = "Connector")), request_body = Object, responses((status = 202, description = "Stored, but for those that are refused", body = Taken), Refusals))]
pub(super) async fn track(incoming: Incoming) -> Result<(StatusCode, Json<Taken>), Error> {
    let items = track::read(&incoming.body, incoming.name.as_deref()).map_err(Error::invalid);
    incoming.take(items).await
}

/// Likewise, as the libraries call it: identify, track, alias, page, screen, batch. By a key of the connector.
#[utoipa::path(post, path = "/connectors/track/{connectorId}/v1/{call}", tag = "Intake", params(("connectorId" = String, Path, description = "Connector"), ("call" = String, Path, description = "identify, track, alias, page, screen or batch")), request_body = Object, responses((status = 202, description = "Stored, but for those that are refused", body = Taken), Refusals))]
pub(super) async fn track_call(incoming: Incoming) -> Result<(StatusCode, Json<Taken>), Error> {
    track(incoming).await
}

impl Incoming {
    async fn take(self, items: Result<Vec<Item>, Error>) -> Result<(StatusCode, Json<Taken>), Error> {
        let Self { state, connector, workspace, body, .. } = &self;
        let items = match items {
            Ok(items) if items.len() > MOST => {
                return Err(Error::TooLarge(Fault::TooManyAtOnce { came: items.len(), most: MOST }.into()));
            }
            Ok(items) => items,
            Err(error) => {
                let payload = String::from_utf8_lossy(body).into_owned();
                refuse(&state.store, &state.connected, &connector.id, &[(error.reasons(), payload)]).await?;
                return Err(error);
            }
        };
        let all = items.len();
        let (taken, failures) = take(state, workspace, &connector.id, items).await?;
        state.connected.add(&connector.id, i64::try_from(taken.accepted).unwrap_or(i64::MAX), 0);
        if !failures.is_empty() {
            refuse(&state.store, &state.connected, &connector.id, &failures).await?;
        }
        if all > 0 && taken.accepted == 0 {
            let is_one = all == 1;
            let named = |item: RefusedItem| {
                let index = item.index;
                item.reasons
                    .into_iter()
                    .map(move |reason| if is_one { reason } else { format!("[{index}] {reason}").into() })
            };
            return Err(Error::Invalid(taken.refused.into_iter().flat_map(named).collect()));
        }
        Ok((StatusCode::ACCEPTED, Json(taken)))
    }
}

/// Stores what can be stored; and why, and what, cannot.
///
/// # Errors
/// When the service or its database is in trouble: whoever sent it sends all of it again, and what is stored is stored once.
pub(super) async fn take(
    state: &AppState,
    workspace: &WorkspaceId,
    connector: &str,
    items: Vec<Item>,
) -> Result<(Taken, Vec<Failure>), Error> {
    let mut outcomes: Vec<Result<(), Vec<Reason>>> = Vec::new();
    let mut events = Vec::new();
    let mut payloads = Vec::new();
    for (index, item) in items.into_iter().enumerate() {
        payloads.push((item.payload, item.fields));
        let outcome = match item.read {
            Err(reasons) => Err(reasons),
            Ok(Step::Person(known)) => reasons_of(make_known(state, workspace, connector, *known).await)?,
            Ok(Step::Event(event)) => match reasons_of(read(&event))? {
                Ok(mut event) => {
                    if event.time.is_none() {
                        event.time = state.store.time_of_the_same(workspace, &event).await?;
                    }
                    events.push((index, NewEvent::new(workspace.clone(), event)));
                    Ok(())
                }
                Err(reasons) => Err(reasons),
            },
        };
        outcomes.push(outcome);
    }
    // Together, as they go into few transactions.
    let publish = |(index, event)| async move { (index, state.publisher.publish(event).await) };
    for (index, result) in join_all(events.into_iter().map(publish)).await {
        let result = reasons_of(result)?;
        if let Some(outcome) = outcomes.get_mut(index) {
            *outcome = result;
        }
    }
    let mut taken = Taken { accepted: 0, refused: Vec::new() };
    let mut failures = Vec::new();
    for (index, (outcome, (payload, fields))) in outcomes.into_iter().zip(payloads).enumerate() {
        match outcome {
            Ok(()) => taken.accepted += 1,
            Err(reasons) => {
                let reasons: Vec<Reason> = reasons.into_iter().map(|reason| reason.with_names(&fields)).collect();
                failures.push((reasons.clone(), payload.to_string()));
                taken.refused.push(RefusedItem { index, reasons });
            }
        }
    }
    Ok((taken, failures))
}

/// What is wrong with it, where it is itself at fault.
fn reasons_of<T>(result: Result<T, Error>) -> Result<Result<T, Vec<Reason>>, Error> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(Error::Invalid(reasons)) => Ok(Err(reasons)),
        Err(error) => Err(error),
    }
}

/// Has what is known of a person joined.
async fn make_known(state: &AppState, workspace: &WorkspaceId, connector: &str, known: Known) -> Result<(), Error> {
    let mut faults = Faults::default();
    let wanted = named(&known.identities, &mut faults);
    let first = faults.take(checked::name("firstName", known.first_name.as_deref())).flatten();
    let last = faults.take(checked::name("lastName", known.last_name.as_deref())).flatten();
    faults.end()?;
    let by = format!("connector {connector}");
    let (write, _, change) = join(state, workspace, wanted, (first, last), false, &by).await?;
    write.commit().await?;
    state.tell(workspace, &change);
    Ok(())
}
