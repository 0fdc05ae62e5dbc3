//! A stream of the service, for as long as its page is there: opened with the token in a header, as `EventSource` cannot
//! send one; taken up where it broke off; and opened again when the token ended and somebody has signed in again.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_net::http::{Method, RequestBuilder, Response};
use gloo_timers::callback::Timeout;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Reflect, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader, RequestCache};

use crate::problem::Problem;
use crate::session::Session;
use crate::sse::Reader;

/// The service says something every 15 s; one that is silent for so long is gone (ms).
const SILENCE: u32 = 45_000;
/// Between two tries to open it again, at first and at most (ms).
const FIRST_PAUSE: u32 = 1_000;
const LONGEST_PAUSE: u32 = 15_000;

/// How it goes with a stream.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Connection {
    /// It is being opened.
    Opening,
    /// It is open.
    Open,
    /// It broke off, or could not be opened, and is tried again.
    Lost(Problem),
    /// The service refused it.
    Refused(Problem),
}

/// A stream. Dropped with whoever owns it, it is closed.
#[derive(Clone)]
pub(crate) struct Follow {
    session: Session,
    path: String,
    body: String,
    connection: RwSignal<Connection>,
    heard: Callback<String>,
    /// Behind which message it is taken up: also by another stream that takes the place of this one.
    position: StoredValue<Option<String>>,
    /// Aborts the open request; `None`: whoever owns it is gone.
    abort: Rc<RefCell<Option<AbortController>>>,
}

/// Why a stream is open no longer.
enum End {
    Closed,
    Lost(Problem),
    Refused(Problem),
    SignedOut(String),
}

/// Follows a stream from a position on, or from now: `heard` is called with the data of each message.
pub(crate) fn follow(
    session: Session,
    path: String,
    body: &Value,
    (connection, position): (RwSignal<Connection>, StoredValue<Option<String>>),
    heard: Callback<String>,
) {
    let abort = Rc::new(RefCell::new(AbortController::new().ok()));
    let follow = Follow { session, path, body: body.to_string(), connection, heard, position, abort: abort.clone() };
    let abort = StoredValue::new_local(abort);
    on_cleanup(move || {
        let controller = abort.try_with_value(|abort| abort.borrow_mut().take()).flatten();
        if let Some(controller) = controller {
            controller.abort();
        }
    });
    spawn_local(follow.run());
}

impl Follow {
    async fn run(self) {
        let mut pause = FIRST_PAUSE;
        self.say(Connection::Opening);
        loop {
            let before = self.position.try_get_value();
            let end = self.once().await;
            if self.is_over() {
                return;
            }
            if self.position.try_get_value() != before {
                pause = FIRST_PAUSE;
            }
            match end {
                // The service ended it, as it does when it is itself ending.
                End::Closed => self.say(Connection::Lost(Problem::Unreachable)),
                End::Lost(problem) => self.say(Connection::Lost(problem)),
                End::Refused(problem) => return self.say(Connection::Refused(problem)),
                End::SignedOut(token) => {
                    if self.session.entered_again(&token).await {
                        continue;
                    }
                    return;
                }
            }
            TimeoutFuture::new(pause).await;
            pause = pause.saturating_mul(2).min(LONGEST_PAUSE);
            if self.is_over() || !self.renew() {
                return;
            }
        }
    }

    fn is_over(&self) -> bool {
        self.abort.borrow().is_none()
    }

    /// Another request can be aborted by another controller only; `false`: the page is gone.
    fn renew(&self) -> bool {
        let mut abort = self.abort.borrow_mut();
        if abort.is_some() {
            *abort = AbortController::new().ok();
        }
        abort.is_some()
    }

    fn say(&self, connection: Connection) {
        if !self.is_over() {
            self.connection.set(connection);
        }
    }

    async fn once(&self) -> End {
        let token = self.session.token().unwrap_or_default();
        let answer = match self.open(&token).await {
            Ok(answer) => answer,
            Err(problem) => return End::Lost(problem),
        };
        match answer.status() {
            200 => {}
            401 => return End::SignedOut(token),
            status => {
                let problem = Problem::of(status, &answer.text().await.unwrap_or_default());
                // Busy, away, or something between here and there that is.
                return if status == 429 || status >= 500 { End::Lost(problem) } else { End::Refused(problem) };
            }
        }
        let reader = answer.body().and_then(|body| body.get_reader().dyn_into::<ReadableStreamDefaultReader>().ok());
        let Some(reader) = reader else { return End::Refused(Problem::Unreadable) };
        self.say(Connection::Open);
        let mut messages = Reader::default();
        loop {
            let controller = self.abort.borrow().clone();
            let silence = Timeout::new(SILENCE, move || {
                if let Some(controller) = controller {
                    controller.abort();
                }
            });
            let piece = JsFuture::from(reader.read()).await;
            drop(silence);
            let Ok(piece) = piece else { return End::Lost(Problem::Unreachable) };
            if self.is_over() {
                return End::Closed;
            }
            let of = |name: &str| Reflect::get(&piece, &name.into()).unwrap_or(JsValue::UNDEFINED);
            if of("done").is_truthy() {
                return End::Closed;
            }
            for message in messages.read(&Uint8Array::new(&of("value")).to_vec()) {
                if message.id.is_some() {
                    self.position.set_value(message.id);
                }
                if !message.data.is_empty() {
                    self.heard.run(message.data);
                }
            }
        }
    }

    async fn open(&self, token: &str) -> Result<Response, Problem> {
        let position = self.position.try_get_value().flatten();
        let signal = self.abort.borrow().as_ref().map(AbortController::signal);
        let mut builder = RequestBuilder::new(&self.path)
            .method(Method::POST)
            .header("authorization", &format!("Bearer {token}"))
            .header("content-type", "application/json")
            .header("accept", "text/event-stream")
            .cache(RequestCache::NoStore)
            .abort_signal(signal.as_ref());
        if let Some(position) = position {
            builder = builder.header("last-event-id", &position);
        }
        let request = builder.body(self.body.as_str()).map_err(|_| Problem::Unreachable)?;
        request.send().await.map_err(|_| Problem::Unreachable)
    }
}
