//! The questions as requests.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use chrono::{DateTime, TimeZone, Utc};
use genesys::Named;
use gloo_net::http::Method;
use gloo_timers::future::TimeoutFuture;
use serde_json::{Value, json};

use super::ask::{Ask, Line, Question};
use crate::http::{Client, HttpError, Next, Path, Socket};

/// So many sessions at once: the events of each visit are a question of its own.
const SESSIONS: &str = "25";
/// So many events at once are the most that the platform gives.
const MOST: &str = "200";

impl Ask for Client {
    type Line = Connection;

    async fn ask(&self, question: &Question) -> Result<Value, HttpError> {
        match question {
            Question::Identifier { kind, value } => {
                let path = Path::new("/api/v2/externalcontacts/identifierlookup/contacts");
                self.answer(&path, &json!({"type": kind, "value": value})).await
            }
            Question::Conversations(query) => {
                self.answer(&Path::new("/api/v2/analytics/conversations/details/query"), query).await
            }
            Question::Channel => self.set_up(Method::POST, &channels(), &json!({})).await,
            Question::Subscriptions { channel, topics } => {
                // Each topic is answered for itself: one that is not allowed takes none of the others away.
                let path = Path::new("/api/v2/notifications").with("channels", channel).then("subscriptions");
                let topics: Vec<Value> = topics.iter().map(|topic| json!({"id": topic})).collect();
                self.set_up(Method::PUT, &path.query("ignoreErrors", "true"), &topics.into()).await
            }
            question => self.value(&path(question)).await,
        }
    }

    async fn connect(&self, address: &str) -> Result<Connection, HttpError> {
        Ok(Connection { socket: self.socket(address).await?, timer: None })
    }
}

fn channels() -> Path {
    Path::new("/api/v2/notifications/channels")
}

/// An open websocket, and the browser's clock.
pub(crate) struct Connection {
    socket: Socket,
    /// What it was set for, and the timer.
    timer: Option<(f64, TimeoutFuture)>,
}

impl Line for Connection {
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Next<String>> {
        self.socket.poll_next(context)
    }

    fn send(&self, text: &str) {
        self.socket.send(text);
    }

    fn now(&self) -> f64 {
        js_sys::Date::now()
    }

    fn poll_until(&mut self, time: f64, context: &mut Context<'_>) -> Poll<()> {
        let now = self.now();
        if now >= time {
            return Poll::Ready(());
        }
        let (_, timer) = match &mut self.timer {
            Some(set) if set.0 == time => set,
            other => other.insert((time, TimeoutFuture::new((time - now).ceil() as u32))),
        };
        let rung = Pin::new(timer).poll(context);
        if rung.is_ready() {
            self.timer = None;
        }
        rung
    }
}

fn path(question: &Question) -> Path {
    let contacts = || Path::new("/api/v2/externalcontacts");
    match question {
        Question::Conversation(id) => Path::new("/api/v2").with("conversations", id),
        Question::Contact(id) => contacts().with("contacts", id),
        Question::WhitePages(value) => contacts().then("reversewhitepageslookup").query("lookupVal", value),
        Question::Sessions { contact, after } => {
            let path = contacts().with("contacts", contact).then("journey/sessions").query("pageSize", SESSIONS);
            after_cursor(path.query("includeMerged", "true"), after.as_deref())
        }
        Question::SessionEvents { session, after } => {
            let path = Path::new("/api/v2/journey").with("sessions", session).then("events");
            after_cursor(path.query("pageSize", MOST), after.as_deref())
        }
        Question::Names(named, ids) => {
            let path = Path::new(named.path()).query("pageSize", &Named::BATCH.to_string());
            ids.iter().fold(path, |path, id| path.query("id", id))
        }
        Question::Me => Path::new("/api/v2/users/me"),
        // Asked in a body.
        Question::Identifier { .. }
        | Question::Conversations(_)
        | Question::Channel
        | Question::Subscriptions { .. } => Path::new("/api/v2"),
    }
}

fn after_cursor(path: Path, after: Option<&str>) -> Path {
    match after {
        Some(after) => path.query("after", after),
        None => path,
    }
}

/// What the clock says.
pub(super) fn now() -> DateTime<Utc> {
    Utc.timestamp_millis_opt(js_sys::Date::now() as i64).single().unwrap_or_default()
}
