//! The notification channels: made and subscribed to by requests, followed by a websocket.

use std::sync::Mutex;
use std::time::Duration as Wait;

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, Query, State};
use axum::http::header::HOST;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::{Duration, Utc};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{Instant, interval_at};

use super::ErrorBody;
use super::access::{Token, signed_in};
use super::sign_in::user_id;
use super::talk::at;
use crate::control::held;
use crate::server::Shared;

/// The platform says that it is there once in so long.
const HEARTBEAT: Wait = Wait::from_secs(30);
/// A user has so many channels; who makes another loses the oldest.
const MOST_CHANNELS: usize = 20;
const MOST_TOPICS: usize = 1000;

/// All channels, and whether they let hear of themselves.
#[derive(Default)]
pub(super) struct Notifications(Mutex<Everything>);

#[derive(Default)]
struct Everything {
    channels: Vec<Channel>,
    made: usize,
    is_silent: bool,
}

struct Channel {
    id: String,
    owner: Token,
    topics: Vec<String>,
    /// Whoever is connected; a channel has one connection.
    connection: Option<UnboundedSender<Said>>,
}

/// What goes to a connection.
enum Said {
    Text(Value),
    /// The connection ends, without a word.
    Cut,
}

impl Notifications {
    /// Tells all who follow this topic.
    pub(super) fn tell(&self, topic: &str, body: &Value) {
        self.tell_where(|one| one == topic, body);
    }

    /// Tells all who follow a topic like this one, each of its own.
    pub(super) fn tell_where(&self, is_meant: impl Fn(&str) -> bool, body: &Value) {
        let state = held(&self.0);
        for channel in &state.channels {
            for topic in channel.topics.iter().filter(|topic| is_meant(topic)) {
                channel.say(json!({"topicName": topic, "version": "2", "eventBody": body, "metadata": {"CorrelationId": channel.id}}));
            }
        }
    }

    /// `{"kind": "cut"}` ends all connections, `{"kind": "closing"}` says that they end soon, `{"kind": "silence", "on"}` lets
    /// them hear nothing more.
    pub(super) fn happen(&self, what: &Value) -> Value {
        let mut state = held(&self.0);
        match what.get("kind").and_then(Value::as_str) {
            Some("cut") => state.channels.iter_mut().filter_map(|one| one.connection.take()).for_each(|connection| {
                // Who has gone needs no end.
                let _ = connection.send(Said::Cut);
            }),
            Some("closing") => {
                let message = json!({"topicName": "v2.system.socket_closing", "eventBody": {"message": "This socket will close in 60 seconds"}});
                state.channels.iter().for_each(|channel| channel.say(message.clone()));
            }
            Some("silence") => state.is_silent = what.get("on") != Some(&json!(false)),
            _ => {}
        }
        let open = state.channels.iter().filter(|one| one.is_connected()).count();
        let topics: Vec<&String> =
            state.channels.iter().filter(|one| one.is_connected()).flat_map(|one| &one.topics).collect();
        json!({"open": open, "topics": topics, "made": state.made})
    }

    fn is_silent(&self) -> bool {
        held(&self.0).is_silent
    }

    fn with<T>(&self, id: &str, act: impl FnOnce(&mut Channel) -> T) -> Option<T> {
        held(&self.0).channels.iter_mut().find(|channel| channel.id == id).map(act)
    }
}

impl Channel {
    fn is_connected(&self) -> bool {
        self.connection.as_ref().is_some_and(|connection| !connection.is_closed())
    }

    fn say(&self, message: Value) {
        if let Some(connection) = &self.connection {
            // Who has gone hears nothing.
            let _ = connection.send(Said::Text(message));
        }
    }
}

pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route("/api/v2/notifications/channels", post(make))
        .route("/api/v2/notifications/channels/{id}/subscriptions", get(subscriptions).put(subscribe))
        .route("/channels/{id}", get(connect))
}

async fn make(State(shared): State<Shared>, headers: HeaderMap) -> Result<Json<Value>, ErrorBody> {
    let owner = signed_in(&headers)?;
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let mut state = held(&shared.genesys.notifications.0);
    state.made += 1;
    let id = format!("streaming-0-{}", state.made);
    if state.channels.iter().filter(|one| one.owner == owner).count() >= MOST_CHANNELS
        && let Some(oldest) = state.channels.iter().position(|one| one.owner == owner)
    {
        state.channels.remove(oldest);
    }
    state.channels.push(Channel { id: id.clone(), owner, topics: Vec::new(), connection: None });
    Ok(Json(
        json!({"connectUri": format!("ws://{host}/channels/{id}"), "id": id, "expires": at(Utc::now() + Duration::hours(24))}),
    ))
}

async fn subscriptions(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Json<Value>, ErrorBody> {
    signed_in(&headers)?;
    let topics = shared.genesys.notifications.with(&id, |channel| channel.topics.clone());
    let topics = topics.ok_or_else(|| ErrorBody::of(StatusCode::NOT_FOUND))?;
    let entities: Vec<Value> = topics.iter().map(|topic| json!({"id": topic})).collect();
    Ok(Json(json!({"entities": entities})))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Options {
    #[serde(default)]
    ignore_errors: bool,
}

#[derive(Deserialize)]
struct Topic {
    id: String,
}

/// Replaces the topics of a channel.
async fn subscribe(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Query(options): Query<Options>,
    Json(topics): Json<Vec<Topic>>,
) -> Result<Json<Value>, ErrorBody> {
    let token = signed_in(&headers)?;
    if topics.len() > MOST_TOPICS {
        return Err(ErrorBody::saying(StatusCode::BAD_REQUEST, "A channel has 1000 topics at most"));
    }
    if topics.iter().any(|topic| permission(&topic.id).is_none()) {
        return Err(ErrorBody::saying(StatusCode::BAD_REQUEST, "There is no such topic"));
    }
    let lacks = |topic: &Topic| {
        let needed = permission(&topic.id).unwrap_or_default();
        let is_own = !topic.id.starts_with("v2.users.") || topic.id.split('.').nth(2) == Some(&user_id(token));
        (!is_own || !(needed.is_empty() || token.permissions().contains(&needed))).then_some(needed)
    };
    if let Some(needed) = topics.iter().find_map(lacks).filter(|_| !options.ignore_errors) {
        return Err(ErrorBody::missing(needed));
    }
    let entities: Vec<Value> = topics
        .iter()
        .map(|topic| match lacks(topic) {
            None => json!({"id": topic.id, "state": "Permitted"}),
            Some(needed) => {
                json!({"id": topic.id, "state": "Rejected", "rejectionReason": format!("missing {needed}")})
            }
        })
        .collect();
    let allowed = topics.iter().filter(|topic| lacks(topic).is_none()).map(|topic| topic.id.clone()).collect();
    let done = shared.genesys.notifications.with(&id, |channel| {
        let is_owners = channel.owner == token;
        if is_owners {
            channel.topics = allowed;
        }
        is_owners
    });
    match done {
        Some(true) => Ok(Json(json!({"entities": entities}))),
        _ => Err(ErrorBody::of(StatusCode::NOT_FOUND)),
    }
}

/// The permission that a topic takes, which may be none; `None`: there is no such topic.
fn permission(topic: &str) -> Option<&'static str> {
    if topic.starts_with("v2.users.") && topic.ends_with(".conversations") {
        Some("")
    } else if topic.starts_with("v2.detail.events.conversation.") {
        Some("analytics:conversationDetail:view")
    } else if topic.starts_with("v2.externalcontacts.contacts.") && topic.ends_with(".journey.sessions") {
        Some("externalContacts:session:view")
    } else {
        None
    }
}

async fn connect(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    upgrade: WebSocketUpgrade,
) -> Result<Response, ErrorBody> {
    let (sender, receiver) = unbounded_channel();
    let taken = shared.genesys.notifications.with(&id, |channel| {
        if let Some(before) = channel.connection.replace(sender) {
            // It may have gone by itself.
            let _ = before.send(Said::Cut);
        }
    });
    taken.ok_or_else(|| ErrorBody::of(StatusCode::NOT_FOUND))?;
    Ok(upgrade.on_upgrade(move |socket| talk(socket, shared, receiver)))
}

async fn talk(mut socket: WebSocket, shared: Shared, mut said: UnboundedReceiver<Said>) {
    let mut beats = interval_at(Instant::now() + HEARTBEAT, HEARTBEAT);
    let metadata = |message: &str| json!({"topicName": "channel.metadata", "eventBody": {"message": message}});
    loop {
        let message = tokio::select! {
            heard = socket.recv() => match heard {
                Some(Ok(Message::Text(text))) => {
                    let heard: Value = serde_json::from_str(&text).unwrap_or_default();
                    if heard.get("message") != Some(&json!("ping")) {
                        continue;
                    }
                    metadata("pong")
                }
                Some(Ok(_)) => continue,
                Some(Err(_)) | None => return,
            },
            said = said.recv() => match said {
                Some(Said::Text(message)) => message,
                Some(Said::Cut) | None => return,
            },
            _ = beats.tick() => metadata("WebSocket Heartbeat"),
        };
        if !shared.genesys.notifications.is_silent()
            && socket.send(Message::Text(message.to_string().into())).await.is_err()
        {
            return;
        }
    }
}
