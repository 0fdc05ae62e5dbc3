//! Requests to one journey API with the agent's token.

use std::future::Future;
use std::pin::pin;
use std::rc::Rc;

use futures_util::future::{Either, select};
use gloo_net::http::{Method, RequestBuilder, Response};
use gloo_timers::future::TimeoutFuture;
use serde_json::Value;
use web_sys::{RequestCache, RequestCredentials};

use super::abort::{AbortOnDrop, has_stopped};
use super::channel::{self, Address};
use super::retry::retried;
use super::shared::{Question, once};
use super::{Access, Hosts, HttpError, Messages, Pass, Path, Socket};
use crate::settings::Token;

/// How long an answer may take, s.
const DEADLINE_S: u32 = 10;
/// What is asked for, and sent.
pub(super) const JSON: &str = "application/json";

type Refused = dyn Fn(Option<&HttpError>);

/// What was answered, still text. Copies are the same answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Json {
    text: Rc<str>,
    /// What the service calls it, its content type.
    kind: Rc<str>,
    status: u16,
}

impl Json {
    /// What it says, as `read` reads JSON; what that finds wrong is said in words.
    pub(crate) fn read<T>(&self, read: impl FnOnce(&str) -> Result<T, String>) -> Result<T, HttpError> {
        read(&self.text).map_err(|error| HttpError::NotTheContract(describe(&self.kind, &self.text, &error)))
    }

    /// The status that it came with.
    pub(super) fn status(&self) -> u16 {
        self.status
    }

    /// How many letters it has.
    pub(crate) fn letters(&self) -> usize {
        self.text.chars().count()
    }

    /// Whether nothing was said ("accepted for processing").
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

/// One journey API, asked with whatever token is current when a request starts.
#[derive(Clone)]
pub(crate) struct Client {
    hosts: Hosts,
    access: Rc<Access>,
    header: Option<Header>,
    refused: Option<Rc<Refused>>,
}

/// A header that a platform wants beside the token, as its application key.
#[derive(Clone, PartialEq)]
pub(super) struct Header {
    name: &'static str,
    value: Rc<str>,
}

/// What a request carries beside its address.
#[derive(Clone, Copy, Default)]
pub(super) struct Carried<'a> {
    pub(super) token: Option<&'a Token>,
    pub(super) header: Option<&'a Header>,
    pub(super) accept: &'a str,
}

impl Client {
    pub(crate) fn new(hosts: Hosts, access: Rc<Access>) -> Self {
        Self { hosts, access, header: None, refused: None }
    }

    /// The same, for one part of the widget that wants to say so when its token is refused. It is told the error when
    /// a request begins to wait for a new token, and nothing when it goes on with one.
    pub(crate) fn telling(&self, refused: impl Fn(Option<&HttpError>) + 'static) -> Self {
        Self { refused: Some(Rc::new(refused)), ..self.clone() }
    }

    /// The same, whose requests carry this header.
    #[allow(dead_code, reason = "CJDS wants none")]
    pub(crate) fn with_header(&self, name: &'static str, value: &str) -> Self {
        Self { header: Some(Header { name, value: value.into() }), ..self.clone() }
    }

    /// Asks for JSON; asks again where that may help, and waits for a new token when this one is refused. The answer
    /// may be one that another widget of the page is just being given, but none from before the stream was opened that
    /// `since` names ([`MessageStream::opening`](super::MessageStream::opening); 0: any).
    pub(crate) async fn get(&self, path: &Path, since: u32) -> Result<Json, HttpError> {
        self.ask(path, None, since).await
    }

    /// The same for a question that stands in a body, where addresses must not hold it: it changes nothing, and so is
    /// asked again like any other.
    pub(crate) async fn search(&self, path: &Path, question: &Value) -> Result<Json, HttpError> {
        self.ask(path, Some(question.to_string()), 0).await
    }

    /// The whole of an answer.
    #[allow(dead_code, reason = "CJDS' answers are rows")]
    pub(crate) async fn value(&self, path: &Path) -> Result<Value, HttpError> {
        self.get(path, 0).await?.read(basics::json::parse)
    }

    /// The whole of an answer to a question that stands in a body ([`Self::search`]).
    #[allow(dead_code, reason = "CJDS' answers are rows")]
    pub(crate) async fn answer(&self, path: &Path, question: &Value) -> Result<Value, HttpError> {
        self.search(path, question).await?.read(basics::json::parse)
    }

    async fn ask(&self, path: &Path, body: Option<String>, since: u32) -> Result<Json, HttpError> {
        let name = path.on(self.hosts.name());
        self.with_pass(async |Pass { token, .. }| {
            let header = self.header.clone();
            let question =
                Question { url: name.clone(), body: body.clone(), token: token.clone(), header: header.clone(), since };
            let (hosts, path, body) = (self.hosts.clone(), path.clone(), body.clone());
            let (access, method) = (Rc::clone(&self.access), if body.is_some() { "POST" } else { "GET" });
            let ask = move || {
                let asked = async move |base: Rc<str>| {
                    let carried = Carried { token: Some(&token), header: header.as_ref(), accept: JSON };
                    let url = path.on(&base);
                    access.logged(method, &path, Json::status, answer(&url, body.as_deref(), carried)).await
                };
                Box::pin(async move { retried(async || hosts.ask(&asked).await).await })
            };
            once(question, || ask()).await
        })
        .await
    }

    /// Opens a stream of server-sent events, or joins one that is open for another widget of the page. The deadline
    /// holds for the answer to begin, not for its events. It is not opened where the page has room for fewer than `room`.
    pub(crate) async fn stream(&self, path: &Path, room: usize) -> Result<Messages, HttpError> {
        self.with_pass(async |pass| {
            let base_url = self.hosts.current();
            let address = Address { url: path.on(&base_url), pass };
            let join = channel::join(address, &base_url, room, &self.access);
            self.access.logged("GET", path, |_| 200, join).await
        })
        .await
    }

    /// How many more streams there may be on this page.
    pub(crate) fn room(&self) -> usize {
        channel::room(&self.hosts.current())
    }

    /// Does a request of this client's, and keeps how it went.
    pub(super) async fn logged(
        &self,
        method: &'static str,
        path: &Path,
        request: impl Future<Output = Result<Json, HttpError>>,
    ) -> Result<Json, HttpError> {
        self.access.logged(method, path, Json::status, request).await
    }

    /// Where a path leads, the token of now, and what is carried beside it.
    pub(super) fn address(&self, path: &Path) -> (String, Token, Option<&Header>) {
        (path.on(&self.hosts.current()), self.access.pass().token, self.header.as_ref())
    }

    /// Opens the websocket at this address, which the service gave out for the token of now.
    #[allow(dead_code, reason = "CJDS has none")]
    pub(crate) async fn socket(&self, address: &str) -> Result<Socket, HttpError> {
        Socket::open(address, &self.access, self.access.pass()).await
    }

    pub(super) async fn with_pass<T>(&self, ask: impl AsyncFn(Pass) -> Result<T, HttpError>) -> Result<T, HttpError> {
        loop {
            let pass = self.access.pass();
            match ask(pass.clone()).await {
                Err(error @ HttpError::Status { status: 401, .. }) => {
                    let tell = |error| self.refused.iter().for_each(|refused| refused(error));
                    tell(Some(&error));
                    self.access.other_than(&pass).await;
                    tell(None);
                }
                answer => return answer,
            }
        }
    }
}

async fn answer(url: &str, body: Option<&str>, carried: Carried<'_>) -> Result<Json, HttpError> {
    let abort = AbortOnDrop::new();
    within_deadline(async {
        let response = match body {
            None => send(url, carried, &abort).await?,
            Some(body) => {
                let request = request(Method::POST, url, carried, &abort).header("Content-Type", JSON);
                let request = request.body(body).map_err(|_| HttpError::Unreachable)?;
                sent(async { request.send().await }).await?
            }
        };
        read_text(response).await
    })
    .await
}

/// The beginning of an answer with a success status.
pub(super) async fn send(url: &str, carried: Carried<'_>, abort: &AbortOnDrop) -> Result<Response, HttpError> {
    sent(async { request(Method::GET, url, carried, abort).send().await }).await
}

/// The answer to a request, unless the module has stopped.
async fn sent(request: impl Future<Output = Result<Response, gloo_net::Error>>) -> Result<Response, HttpError> {
    if has_stopped() {
        std::future::pending().await
    }
    answered(request.await).await
}

/// A request with everything that each one has.
pub(super) fn request(method: Method, url: &str, carried: Carried<'_>, abort: &AbortOnDrop) -> RequestBuilder {
    let mut request = RequestBuilder::new(url).method(method).header("Accept", carried.accept);
    if let Some(token) = carried.token {
        request = request.header("Authorization", &token.authorization());
    }
    if let Some(Header { name, value }) = carried.header {
        request = request.header(name, value);
    }
    request
        // What is about customers stays out of the browser's cache, and cookies of the host stay out of it all.
        .cache(RequestCache::NoStore)
        .credentials(RequestCredentials::Omit)
        .abort_signal(abort.signal().as_ref())
}

/// What was answered, if it is a success.
pub(super) async fn answered(sent: Result<Response, gloo_net::Error>) -> Result<Response, HttpError> {
    let response = sent.map_err(|_| HttpError::Unreachable)?;
    if response.ok() {
        return Ok(response);
    }
    let retry_after = response.headers().get("Retry-After").and_then(|text| seconds(&text));
    let status = response.status();
    let body = response.text().await.unwrap_or_default();
    let body = Rc::new(basics::json::parse(&body).unwrap_or_default());
    Err(HttpError::Status { status, body, retry_after })
}

/// `Retry-After` in seconds: it is a number of them, or a date.
fn seconds(text: &str) -> Option<u32> {
    let text = text.trim();
    text.parse().ok().or_else(|| {
        let wait = js_sys::Date::parse(text) - js_sys::Date::now();
        // What is no date is not a number.
        (!wait.is_nan()).then_some((wait.max(0.0) / 1000.0) as u32)
    })
}

pub(super) async fn within_deadline<T>(request: impl Future<Output = Result<T, HttpError>>) -> Result<T, HttpError> {
    match select(pin!(request), TimeoutFuture::new(DEADLINE_S * 1000)).await {
        Either::Left((answer, _)) => answer,
        Either::Right(_) => Err(HttpError::TimedOut(DEADLINE_S)),
    }
}

/// Reads the whole of an answer.
pub(super) async fn read_text(response: Response) -> Result<Json, HttpError> {
    let (kind, status) = (content_type(&response).into(), response.status());
    let bytes = response.binary().await.map_err(|_| HttpError::Unreachable)?;
    Ok(Json { text: decoded(bytes).trim().into(), kind, status })
}

/// Bytes as the browser reads them: without a byte order mark, and one byte that is no text spoils no other.
fn decoded(bytes: Vec<u8>) -> String {
    let text = String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

pub(super) fn content_type(response: &Response) -> String {
    response.headers().get("Content-Type").unwrap_or_else(|| "an answer without a type".to_owned())
}

fn describe(kind: &str, text: &str, error: &str) -> String {
    if text.starts_with('<') {
        return format!("a page ({kind}) where JSON was expected");
    }
    if text.is_empty() {
        return "empty where JSON was expected".to_owned();
    }
    format!("broken JSON ({error})")
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn an_answer_is_read_as_the_browser_reads_texts() {
        assert_eq!(decoded("\u{feff}{}".into()), "{}");
        assert_eq!(decoded(b"[\"J\xe9rg\"]".to_vec()), "[\"J\u{fffd}rg\"]");
    }

    #[wasm_bindgen_test]
    fn a_service_says_when_to_come_back_by_seconds_or_by_a_date() {
        assert_eq!(seconds(" 7 "), Some(7));
        assert_eq!(seconds("Wed, 21 Oct 2015 07:28:00 GMT"), Some(0), "that was long ago");
        let in_a_minute = js_sys::Date::new(&(js_sys::Date::now() + 60_000.0).into()).to_utc_string();
        let wait = seconds(&String::from(in_a_minute));
        // Dates have no parts of a second.
        assert!(wait.is_some_and(|wait| (50..=60).contains(&wait)), "{wait:?}");
        assert_eq!(seconds("soon"), None);
    }

    #[wasm_bindgen_test]
    async fn nothing_is_no_json() {
        let nothing = Response::from(web_sys::Response::new().expect("a response"));
        let answer = read_text(nothing).await.expect("an answer");
        assert!(answer.is_empty());
        let why = "empty where JSON was expected".to_owned();
        assert_eq!(answer.read(basics::json::parse), Err(HttpError::NotTheContract(why)));
    }
}
