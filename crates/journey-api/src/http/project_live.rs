//! What arrives in a whole workspace, live, with what is odd about each event: for whoever sets up what sends them. Of one
//! person, as the contract has it, it is for `streams`.

use std::collections::HashSet;
use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::Event;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};
use tokio::sync::OwnedSemaphorePermit;

use super::LAST_EVENT_ID;
use super::calls::{Calls, call};
use super::extract::{Body, Path};
use super::openapi::{JourneyEvent, Refusals};
use super::streams::{Sender, Stream, run};
use crate::auth::{Allowed, ReadConfig};
use crate::error::Error;
use crate::ids::Lookup;
use crate::live::{Tail, Tailed};
use crate::odd::{Oddity, oddities};
use crate::state::AppState;
use crate::store::{Arrived, written_time};

/// A longer event is told without its data.
const LONGEST: usize = 32 * 1024;
/// When to come back, in seconds, if there is no place.
const COME_BACK: u64 = 10;

pub(super) fn calls() -> Calls {
    Calls::new().with(call!(project_live))
}

/// Which events to tell; those that are left out let all through.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Wanted {
    /// Of these types: a part of the type, in capitals or not.
    r#type: String,
    /// Of these sources: likewise.
    source: String,
    /// Of the person who has this identity: by all of the identities that the person has when the watch begins.
    identity: String,
}

/// A message: an event, or how many were passed over.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Told {
    /// When it arrived.
    received_at: String,
    #[schema(value_type = JourneyEvent)]
    event: Box<RawValue>,
    /// How long the event is. One that is too long to be shown comes without its data.
    bytes: usize,
    /// What is odd about it.
    problems: Vec<Oddity>,
}

/// What is told of.
struct Filters {
    kind: String,
    source: String,
    lookups: Option<HashSet<Lookup>>,
}

impl Filters {
    fn admit(&self, event: &Arrived) -> bool {
        let has = |text: &str, part: &str| part.is_empty() || text.to_lowercase().contains(part);
        has(&event.kind, &self.kind)
            && has(&event.source, &self.source)
            && self.lookups.as_ref().is_none_or(|lookups| lookups.contains(&event.lookup))
    }
}

/// What arrives in a workspace from now on, as server-sent events, the first of which says that it is so
/// (`{"watching": true}`). Whoever reads too slowly for all of it is told of the
/// newest, and how many were passed over (`{"passedOver": 7}`). Scopes: cjp:config_read|write.
#[utoipa::path(post, path = "/admin/v1/api/live/workspace-id/{workspaceId}", tag = "Streams", params(("workspaceId" = String, Path, description = "Workspace")), request_body = Wanted, responses((status = 200, description = "Success", body = Told, content_type = "text/event-stream"), Refusals))]
pub(super) async fn project_live(
    caller: Allowed<ReadConfig>,
    State(state): State<AppState>,
    Path(workspace): Path<String>,
    headers: HeaderMap,
    Body(wanted): Body<Wanted>,
) -> Result<Stream, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let open = state.limits.open_stream(&caller)?;
    let place = Arc::clone(&state.watchers).try_acquire_owned();
    let place = place.map_err(|_| Error::TooMany { retry_after: COME_BACK, reason: "Too many watch projects" })?;
    let lookups = match wanted.identity.trim() {
        "" => None,
        identity => {
            let lookup = state.store.resolve(&workspace, identity).await?;
            Some(state.store.walk(&workspace, &lookup).await?.into_iter().collect())
        }
    };
    let lower = |text: &str| text.trim().to_lowercase();
    let filters = Filters { kind: lower(&wanted.r#type), source: lower(&wanted.source), lookups };
    let after = headers.get(LAST_EVENT_ID).and_then(|value| value.to_str().ok()?.parse().ok());
    // The watch begins before the answer does: what arrives from here on is told.
    let tail = Tail::begin(&state.store, &state.hub, &workspace, after).await?;
    let kept_for = state.store.own_retention(&workspace).await?.unwrap_or(state.retention_days);
    Ok(run(&state, &caller, open, move |sender| tell(tail, filters, kept_for, sender, place)))
}

async fn tell(
    mut tail: Tail,
    filters: Filters,
    kept_for: i64,
    sender: Sender,
    _place: OwnedSemaphorePermit,
) -> Result<(), Error> {
    // So that whoever is cut off before anything arrives can take it up, too.
    let begun = Event::default().id(tail.position().to_string());
    if !sender.send(begun, &json!({ "watching": true }).to_string()).await {
        return Ok(());
    }
    loop {
        let (message, text) = match tail.next().await? {
            Tailed::PassedOver(count) => (Event::default(), json!({ "passedOver": count }).to_string()),
            Tailed::Event(event) if filters.admit(&event) => {
                (Event::default().id(event.seq.to_string()), serde_json::to_string(&told(*event, kept_for)?)?)
            }
            Tailed::Event(_) => continue,
        };
        if !sender.send(message, &text).await {
            return Ok(());
        }
    }
}

fn told(arrived: Arrived, kept_for: i64) -> Result<Told, Error> {
    let bytes = arrived.body.get().len();
    let mut fields: Map<String, Value> = serde_json::from_str(arrived.body.get())?;
    let mut problems = oddities(&fields, arrived.time, arrived.received_at, kept_for);
    let mut event = arrived.body;
    if bytes > LONGEST {
        problems.push(Oddity::TOO_LONG);
        fields.insert("data".to_owned(), Value::Object(Map::new()));
        event = serde_json::value::to_raw_value(&fields)?;
    }
    Ok(Told { received_at: written_time(arrived.received_at), event, bytes, problems })
}
