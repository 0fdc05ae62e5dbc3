//! Live events and live profiles as server-sent events. A stream ends when its token does, when its client goes, and
//! when the service ends.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use chrono::Utc;
use cjds::{ProfileView, Template};
use futures_util::StreamExt;
use serde::Deserialize;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio_stream::wrappers::ReceiverStream;

use super::LAST_EVENT_ID;
use super::calls::{Calls, call};
use super::events::event_filter;
use super::extract::{Body, Path};
use super::openapi::{JourneyEvent, Refusals};
use super::profiles::of_identity;
use super::query::{FromQuery, Parameters, Query, filter};
use super::templates::{TemplateKey, find};
use crate::auth::{Allowed, Caller, ReadJourney};
use crate::error::Error;
use crate::ids::{Lookup, WorkspaceId};
use crate::limits::OpenStream;
use crate::live::{Watch, Woken};
use crate::state::AppState;
use crate::store::EventQuery;

/// A comment is sent that often on a silent stream: proxies close what is silent for a minute.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// When a client should come back to a service that ends.
const COME_BACK: Duration = Duration::from_secs(2);
/// How many messages wait for a client that reads slowly, and how many bytes, or one message.
const WAITING: usize = 64;
const ROOM: u32 = 64 * 1024;

pub(super) fn calls() -> Calls {
    Calls::new()
        .with(call!(events))
        .with(call!(events_by_body))
        .with(call!(profile_template_id))
        .with(call!(profile_template_name))
        .with(call!(profile_by_body_template_id))
        .with(call!(profile_by_body_template_name))
}

/// The body of the form that keeps the identity out of the path.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(super) struct IdentityBody {
    identity: String,
}

#[derive(Debug, Default, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Filters {
    /// RSQL over the event's own fields; several are alternatives.
    #[param(required = false)]
    filter: Vec<String>,
    /// RSQL over the keys of the event's data; several are alternatives.
    #[param(required = false)]
    data: Vec<String>,
}

impl FromQuery for Filters {
    fn take(left: &mut Parameters) -> Result<Self, Error> {
        Ok(Self { filter: left.all("filter"), data: left.all("data") })
    }
}

pub(super) type Stream = Sse<axum::response::sse::KeepAliveStream<Sent>>;
/// What is sent to a client: when it is taken, there is room for the next.
type Sent = futures_util::stream::Map<ReceiverStream<Message>, fn(Message) -> Result<Event, Infallible>>;

/// A message, and the room that it takes while it waits.
pub(super) struct Message {
    event: Event,
    _room: Option<OwnedSemaphorePermit>,
}

/// Sends messages, as many as there is room for.
#[derive(Clone)]
pub(super) struct Sender {
    messages: mpsc::Sender<Message>,
    room: Arc<Semaphore>,
}

impl Sender {
    /// Sends text when there is room for it; `false`: the client is gone.
    pub(super) async fn send(&self, event: Event, text: &str) -> bool {
        let bytes = u32::try_from(text.len()).unwrap_or(ROOM).min(ROOM);
        // It is never closed.
        let room = self.room.clone().acquire_many_owned(bytes).await.ok();
        self.messages.send(Message { event: event.data(text), _room: room }).await.is_ok()
    }
}

/// Live events of a person. Scopes: any.
#[utoipa::path(get, path = "/v1/api/events/stream/workspace-id/{workspaceId}/identity/{identity}", tag = "Streams", params(("workspaceId" = String, Path, description = "Workspace"), ("identity" = String, Path, description = "Identity, percent-encoded once"), Filters), responses((status = 200, description = "Success", body = JourneyEvent, content_type = "text/event-stream"), Refusals))]
pub(super) async fn events(
    caller: Allowed<ReadJourney>,
    state: State<AppState>,
    Path((workspace, identity)): Path<(String, String)>,
    filters: Query<Filters>,
    headers: HeaderMap,
) -> Result<Stream, Error> {
    open_events(caller, state.0, workspace, identity, filters.0, &headers).await
}

/// Live events, with the identity in the body. Scopes: any.
#[utoipa::path(post, path = "/v1/api/events/stream/workspace-id/{workspaceId}/identity", tag = "Streams", params(("workspaceId" = String, Path, description = "Workspace"), Filters), request_body = IdentityBody, responses((status = 200, description = "Success", body = JourneyEvent, content_type = "text/event-stream"), Refusals))]
pub(super) async fn events_by_body(
    caller: Allowed<ReadJourney>,
    state: State<AppState>,
    Path(workspace): Path<String>,
    filters: Query<Filters>,
    headers: HeaderMap,
    Body(body): Body<IdentityBody>,
) -> Result<Stream, Error> {
    open_events(caller, state.0, workspace, body.identity, filters.0, &headers).await
}

async fn open_events(
    caller: Allowed<ReadJourney>,
    state: AppState,
    workspace: String,
    identity: String,
    filters: Filters,
    headers: &HeaderMap,
) -> Result<Stream, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let open = state.limits.open_stream(&caller)?;
    let query = EventQuery {
        filter: event_filter(&filters.filter)?,
        data: filter("data", &filters.data)?,
        ..EventQuery::default()
    };
    let lookup = state.store.resolve(&workspace, &identity).await?;
    state.lookups.note(&workspace, &identity);
    let after = headers.get(LAST_EVENT_ID).and_then(|value| value.to_str().ok()?.parse().ok());
    // The watch begins before the answer does: what is published from here on is delivered.
    let watch = Watch::begin(&state.store, &state.hub, &workspace, &lookup, after).await?;
    Ok(run(&state, &caller, open, |sender| send_events(watch, query, sender)))
}

async fn send_events(mut watch: Watch, query: EventQuery, sender: Sender) -> Result<(), Error> {
    loop {
        let event = match watch.next().await? {
            Woken::Event(event) => event,
            Woken::Changed => continue,
            // The client comes back, and finds what is left.
            Woken::Gone => return Ok(()),
        };
        let body = event.body.get();
        let admitted = query.filter.is_none() && query.data.is_none() || query.admits(&serde_json::from_str(body)?);
        if admitted && !sender.send(Event::default().id(watch.position().to_string()), body).await {
            return Ok(());
        }
    }
}

/// The live profile. Scopes: any.
#[utoipa::path(get, path = "/v1/api/progressive-profile-view/stream/workspace-id/{workspaceId}/identity/{identity}/template-id/{templateId}", tag = "Streams", params(("workspaceId" = String, Path, description = "Workspace"), ("identity" = String, Path, description = "Identity, percent-encoded once"), ("templateId" = String, Path, description = "Template")), responses((status = 200, description = "Success", body = ProfileView, content_type = "text/event-stream"), Refusals))]
pub(super) async fn profile_template_id(
    caller: Allowed<ReadJourney>,
    state: State<AppState>,
    Path((workspace, identity, template)): Path<(String, String, String)>,
) -> Result<Stream, Error> {
    profile(caller, state, workspace, identity, TemplateKey::Id(template)).await
}

/// The live profile, with the identity in the body. Scopes: any.
#[utoipa::path(post, path = "/v1/api/progressive-profile-view/stream/workspace-id/{workspaceId}/identity/template-id/{templateId}", tag = "Streams", params(("workspaceId" = String, Path, description = "Workspace"), ("templateId" = String, Path, description = "Template")), request_body = IdentityBody, responses((status = 200, description = "Success", body = ProfileView, content_type = "text/event-stream"), Refusals))]
pub(super) async fn profile_by_body_template_id(
    caller: Allowed<ReadJourney>,
    state: State<AppState>,
    Path((workspace, template)): Path<(String, String)>,
    Body(body): Body<IdentityBody>,
) -> Result<Stream, Error> {
    profile(caller, state, workspace, body.identity, TemplateKey::Id(template)).await
}

/// The live profile, by the template's name. Scopes: any.
#[utoipa::path(get, path = "/v1/api/progressive-profile-view/stream/workspace-id/{workspaceId}/identity/{identity}/template-name/{templateName}", tag = "Streams", params(("workspaceId" = String, Path, description = "Workspace"), ("identity" = String, Path, description = "Identity, percent-encoded once"), ("templateName" = String, Path, description = "Template, by name")), responses((status = 200, description = "Success", body = ProfileView, content_type = "text/event-stream"), Refusals))]
pub(super) async fn profile_template_name(
    caller: Allowed<ReadJourney>,
    state: State<AppState>,
    Path((workspace, identity, template)): Path<(String, String, String)>,
) -> Result<Stream, Error> {
    profile(caller, state, workspace, identity, TemplateKey::Name(template)).await
}

/// The live profile by the template's name, with the identity in the body. Scopes: any.
#[utoipa::path(post, path = "/v1/api/progressive-profile-view/stream/workspace-id/{workspaceId}/identity/template-name/{templateName}", tag = "Streams", params(("workspaceId" = String, Path, description = "Workspace"), ("templateName" = String, Path, description = "Template, by name")), request_body = IdentityBody, responses((status = 200, description = "Success", body = ProfileView, content_type = "text/event-stream"), Refusals))]
pub(super) async fn profile_by_body_template_name(
    caller: Allowed<ReadJourney>,
    state: State<AppState>,
    Path((workspace, template)): Path<(String, String)>,
    Body(body): Body<IdentityBody>,
) -> Result<Stream, Error> {
    profile(caller, state, workspace, body.identity, TemplateKey::Name(template)).await
}

async fn profile(
    caller: Allowed<ReadJourney>,
    State(state): State<AppState>,
    workspace: String,
    identity: String,
    template: TemplateKey,
) -> Result<Stream, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let template = find(&state, &workspace, &template).await?;
    let open = state.limits.open_stream(&caller)?;
    let lookup = state.store.resolve(&workspace, &identity).await?;
    let watch = Watch::begin(&state.store, &state.hub, &workspace, &lookup, None).await?;
    let shared = state.clone();
    Ok(run(&state, &caller, open, |sender| send_views(shared, watch, workspace, lookup, template, sender)))
}

/// Sends the view as it is, and again whenever an event or a change of identities may have changed it.
async fn send_views(
    state: AppState,
    mut watch: Watch,
    workspace: WorkspaceId,
    lookup: Lookup,
    template: Template,
    sender: Sender,
) -> Result<(), Error> {
    loop {
        if let Some(view) = of_identity(&state, &workspace, &lookup, &template).await?
            && !sender.send(Event::default(), &serde_json::to_string(&view)?).await
        {
            return Ok(());
        }
        if matches!(watch.next().await?, Woken::Gone) {
            return Ok(());
        }
    }
}

/// Runs what feeds a stream, until it, its client, its token or the service ends.
pub(super) fn run<F>(state: &AppState, caller: &Caller, open: OpenStream, feed: impl FnOnce(Sender) -> F) -> Stream
where
    F: Future<Output = Result<(), Error>> + Send + 'static,
{
    let (messages, receiver) = mpsc::channel(WAITING);
    let sender = Sender { messages: messages.clone(), room: Arc::new(Semaphore::new(ROOM as usize)) };
    // Firefox tells a page that its answer is there when the first byte of its body is: of a silent stream, with the first
    // comment that keeps it open, for which nobody waits so long.
    let _ = messages.try_send(Message { event: Event::default().comment("open"), _room: None });
    let feed = feed(sender);
    let mut ending = state.ending.clone();
    let lifetime = (caller.expires_at() - Utc::now()).to_std().unwrap_or_default();
    let counted = state.metrics.stream();
    tokio::spawn(async move {
        let _counted = (open, counted);
        tokio::select! {
            fed = feed => if let Err(error) = fed {
                tracing::error!(%error, "a stream ended");
            },
            () = messages.closed() => {}
            () = tokio::time::sleep(lifetime) => {}
            _ = ending.wait_for(|ending| *ending) => {
                // The client may be gone, or too slow to be told: it comes back anyway.
                let _ = messages.try_send(Message { event: Event::default().retry(COME_BACK), _room: None });
            }
        }
    });
    let sent: Sent = ReceiverStream::new(receiver).map(|message| Ok(message.event));
    Sse::new(sent).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}
