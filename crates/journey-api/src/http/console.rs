//! The administrator's console at `/console/`: its files, with a policy that lets nothing else run there, and what it must
//! know before anybody has signed in. Open to all: it says nothing of anyone.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::console::File;
use crate::error::Error;
use crate::state::AppState;

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/console", get(async || Redirect::permanent("/console/")))
        .route("/console/", get(index))
        .route("/console/settings.json", get(settings))
        .route("/console/{*path}", get(file))
}

/// The widget's script, for the page that shows journeys, where it was built, too.
const WIDGET: &str = "widget/customer-journey-widget.js";
/// What a build without a console says.
const NONE: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
    <meta name=\"viewport\" content=\"width=device-width\"><title>No console</title>\
    <h1>This build of the service has no console</h1>\
    <p><code>cargo xtask service</code> builds the service with it; <code>cargo xtask console</code> builds the console \
    alone, for <code>journey-api serve --console FOLDER</code>.</p></html>";

async fn index(State(state): State<AppState>, headers: HeaderMap) -> Result<Response, Error> {
    if state.console.files.is_empty() {
        return Ok((policy(None), Html(NONE)).into_response());
    }
    served(&state, "index.html", &headers).await
}

async fn file(State(state): State<AppState>, Path(path): Path<String>, headers: HeaderMap) -> Result<Response, Error> {
    served(&state, &path, &headers).await
}

async fn served(state: &AppState, path: &str, headers: &HeaderMap) -> Result<Response, Error> {
    let file = state.console.files.get(path);
    let file = file.ok_or_else(|| Error::NotFound(cjds::ApiError::NO_SUCH_PATH.into()))?;
    let is_page = path.ends_with(".html");
    let token_endpoint = match &state.console.sign_in {
        Some(sign_in) if is_page => sign_in.addresses().await.map(|addresses| addresses.token_endpoint),
        _ => None,
    };
    let origin = token_endpoint.map(|url| url.origin().ascii_serialization());
    let mut response = content(file, headers);
    response.headers_mut().extend(policy(origin.as_deref()));
    Ok(response)
}

/// The file, unless the browser has it already.
fn content(file: &File, headers: &HeaderMap) -> Response {
    let says = |name: header::HeaderName, word: &str| {
        let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
        values
            .flat_map(|value| value.split(','))
            .any(|part| part.split(';').next().is_some_and(|one| one.trim() == word))
    };
    let tag = file.tag.clone();
    let common = [
        // Asked for anew each time, and answered without a body as long as it is the same.
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (header::VARY, HeaderValue::from_static("accept-encoding")),
    ];
    if tag.to_str().is_ok_and(|tag| says(header::IF_NONE_MATCH, tag)) {
        return (StatusCode::NOT_MODIFIED, common, [(header::ETAG, tag)]).into_response();
    }
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static(file.media_type)), (header::ETAG, tag)];
    match &file.brotli {
        Some(brotli) if says(header::ACCEPT_ENCODING, "br") => {
            let encoding = [(header::CONTENT_ENCODING, HeaderValue::from_static("br"))];
            (common, kind, encoding, brotli.clone()).into_response()
        }
        _ => (common, kind, file.content.clone()).into_response(),
    }
}

/// What a page of the console may do: run what this service sends, ask this service, and give the code that a sign-in
/// brought to the identity provider.
fn policy(token_origin: Option<&str>) -> HeaderMap {
    let connect = token_origin.map(|origin| format!(" {origin}")).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'{connect}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'"
    );
    let policy = HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"));
    [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (
            header::HeaderName::from_static("cross-origin-opener-policy"),
            HeaderValue::from_static("same-origin-allow-popups"),
        ),
    ]
    .into_iter()
    .collect()
}

/// How people sign in. With an identity provider that does not say where, a 503.
async fn settings(State(state): State<AppState>) -> Result<Json<Value>, Error> {
    let provider = match &state.console.sign_in {
        None => None,
        Some(sign_in) => Some(
            sign_in
                .addresses()
                .await
                .ok_or(Error::Unavailable("The identity provider does not say where people sign in".into()))?,
        ),
    };
    Ok(Json(json!({
        "version": env!("CARGO_PKG_VERSION"),
        "previewTokens": state.console.has_preview_tokens,
        // Without it no account of a contact center is stored.
        "keepsSecrets": state.vault.has_key(),
        "hasWidget": state.console.files.get(WIDGET).is_some(),
        "provider": provider,
    })))
}
