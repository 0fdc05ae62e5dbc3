//! Calls of the service, by the token of whoever signed in. A call whose token has ended waits until somebody has signed in
//! again, and is made anew: what was typed is not lost.

use gloo_net::http::{Method, Request, RequestBuilder, Response};
use js_sys::Uint8Array;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use wasm_bindgen::JsValue;
use web_sys::{AbortSignal, RequestCache};

use crate::problem::Problem;
use crate::session::Session;
use crate::wire::{Settings, Who};

/// How long an answer may take, ms.
const PATIENCE: u32 = 30_000;
/// How long a table may take to be sent and looked at, ms.
const PATIENCE_WITH_TABLES: u32 = 600_000;
/// How long the service may take to ask a contact center, ms: it gives up itself before.
const PATIENCE_WITH_OTHERS: u32 = 150_000;

/// A call.
#[derive(Clone)]
pub(crate) struct Ask {
    method: Method,
    path: String,
    body: Body,
    patience: u32,
}

#[derive(Clone)]
enum Body {
    None,
    /// It may hold what is secret, so nothing prints it.
    Json(String),
    /// A file, as it is.
    Table(JsValue),
}

/// The envelope of an answer, of which only the data matters here.
#[derive(Deserialize)]
struct Answer<T> {
    data: T,
}

impl Ask {
    fn new(method: Method, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), body: Body::None, patience: PATIENCE }
    }

    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    pub(crate) fn post(path: impl Into<String>) -> Self {
        Self::new(Method::POST, path)
    }

    pub(crate) fn put(path: impl Into<String>) -> Self {
        Self::new(Method::PUT, path)
    }

    pub(crate) fn patch(path: impl Into<String>) -> Self {
        Self::new(Method::PATCH, path)
    }

    pub(crate) fn delete(path: impl Into<String>) -> Self {
        Self::new(Method::DELETE, path)
    }

    /// With this as its body.
    pub(crate) fn json(mut self, body: &Value) -> Self {
        self.body = Body::Json(body.to_string());
        self
    }

    /// With a file as its body.
    pub(crate) fn table(mut self, file: JsValue) -> Self {
        self.body = Body::Table(file);
        self.patience = PATIENCE_WITH_TABLES;
        self
    }

    /// The service asks somebody else before it answers.
    pub(crate) fn patiently(mut self) -> Self {
        self.patience = PATIENCE_WITH_OTHERS;
        self
    }

    async fn send(&self, token: &str) -> Result<Response, Problem> {
        let builder = RequestBuilder::new(&self.path)
            .method(self.method.clone())
            .header("authorization", &format!("Bearer {token}"))
            .cache(RequestCache::NoStore)
            .abort_signal(Some(&AbortSignal::timeout_with_u32(self.patience)));
        let request: Result<Request, _> = match &self.body {
            Body::None => builder.build(),
            Body::Json(text) => builder.header("content-type", "application/json").body(text.as_str()),
            Body::Table(file) => builder.header("content-type", "text/csv").body(file.clone()),
        };
        let request = request.map_err(|_| Problem::Unreachable)?;
        request.send().await.map_err(|_| Problem::Unreachable)
    }
}

/// What the service answers in its envelope.
///
/// # Errors
/// It was not reached, refused, or answered something else.
pub(crate) async fn ask<T: DeserializeOwned>(session: Session, ask: Ask) -> Result<T, Problem> {
    let answer = answered(session, ask).await?;
    let answer: Answer<T> = answer.json().await.map_err(|_| Problem::Unreadable)?;
    Ok(answer.data)
}

/// What the service answers without an envelope.
///
/// # Errors
/// It was not reached, refused, or answered something else.
pub(crate) async fn ask_plain<T: DeserializeOwned>(session: Session, ask: Ask) -> Result<T, Problem> {
    answered(session, ask).await?.json().await.map_err(|_| Problem::Unreadable)
}

/// A file that the service answers.
///
/// # Errors
/// It was not reached or refused.
pub(crate) async fn file(session: Session, ask: Ask) -> Result<Uint8Array, Problem> {
    let answer = answered(session, ask).await?;
    let bytes = answer.binary().await.map_err(|_| Problem::Unreachable)?;
    Ok(Uint8Array::from(bytes.as_slice()))
}

async fn answered(session: Session, ask: Ask) -> Result<Response, Problem> {
    loop {
        let token = session.token().unwrap_or_default();
        let answer = ask.send(&token).await?;
        if answer.status() == 401 && session.entered_again(&token).await {
            continue;
        }
        return good(answer).await;
    }
}

async fn good(answer: Response) -> Result<Response, Problem> {
    if answer.ok() {
        return Ok(answer);
    }
    let status = answer.status();
    Err(Problem::of(status, &answer.text().await.unwrap_or_default()))
}

/// Whom a token stands for.
///
/// # Errors
/// The service does not take it, or is not reached.
pub(crate) async fn who(token: &str) -> Result<Who, Problem> {
    let answer = good(Ask::get("/admin/v1/api/caller").send(token).await?).await?;
    let answer: Answer<Who> = answer.json().await.map_err(|_| Problem::Unreadable)?;
    Ok(answer.data)
}

/// How people sign in.
///
/// # Errors
/// The service does not say.
pub(crate) async fn settings() -> Result<Settings, Problem> {
    let answer = Request::get("settings.json").send().await.map_err(|_| Problem::Unreachable)?;
    good(answer).await?.json().await.map_err(|_| Problem::Unreadable)
}

/// A token for the asking, in development.
///
/// # Errors
/// The service gives none.
pub(crate) async fn preview_token(role: &str) -> Result<String, Problem> {
    #[derive(Deserialize)]
    struct Given {
        token: String,
    }
    let body = serde_json::json!({ "role": role }).to_string();
    let request = Request::post("/preview/v1/token").header("content-type", "application/json").body(body);
    let answer = request.map_err(|_| Problem::Unreachable)?.send().await.map_err(|_| Problem::Unreachable)?;
    let given: Given = good(answer).await?.json().await.map_err(|_| Problem::Unreadable)?;
    Ok(given.token)
}

/// A part of a path or query, encoded.
pub(crate) fn encoded(text: &str) -> String {
    String::from(js_sys::encode_uri_component(text))
}
