//! JSON that anybody may read: the administrator's icon map and layout. No token goes there, no cookie, and no word of
//! where the request comes from.

use std::pin::pin;
use std::rc::Rc;

use futures_util::future::{Either, select};
use gloo_net::http::Request;
use gloo_timers::future::TimeoutFuture;
use js_sys::JsString;
use serde_json::Value;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReferrerPolicy, RequestCredentials, Url};

use super::HttpError;
use super::abort::AbortOnDrop;

/// How long the file may take, s.
const DEADLINE_S: u32 = 10;
/// Nobody writes a longer one, letters.
const LONGEST: u32 = 2_000_000;

/// Reads the file at this address, which may be relative to the page's.
pub(crate) async fn public_json(address: &str) -> Result<Value, HttpError> {
    match select(pin!(fetch(address)), TimeoutFuture::new(DEADLINE_S * 1_000)).await {
        Either::Left((answer, _)) => answer,
        Either::Right(_) => Err(HttpError::TimedOut(DEADLINE_S)),
    }
}

async fn fetch(address: &str) -> Result<Value, HttpError> {
    let wrong = |what: &str| HttpError::NotTheContract(what.to_owned());
    let base = web_sys::window().and_then(|window| window.document()?.base_uri().ok()?).unwrap_or_default();
    let url = Url::new_with_base(address, &base).map_err(|_| wrong("no address"))?;
    if !matches!(url.protocol().as_str(), "https:" | "http:") {
        return Err(wrong("at an address that is neither https nor http"));
    }
    let abort = AbortOnDrop::new();
    let response = Request::get(&url.href())
        .header("Accept", "application/json")
        .credentials(RequestCredentials::Omit)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(abort.signal().as_ref())
        .send()
        .await
        .map_err(|_| HttpError::Unreachable)?;
    if !response.ok() {
        return Err(HttpError::Status { status: response.status(), body: Rc::default(), retry_after: None });
    }
    let text = web_sys::Response::from(response).text().map_err(|_| HttpError::Unreachable)?;
    let text = JsFuture::from(text).await.map_err(|_| HttpError::Unreachable)?;
    if text.unchecked_ref::<JsString>().length() > LONGEST {
        return Err(wrong("longer than any such file should be"));
    }
    let text = text.as_string().unwrap_or_default();
    basics::json::parse(&text).map_err(|error| HttpError::NotTheContract(["no JSON (", &error, ")"].concat()))
}
