//! Passing a request on to the real service and its answer back, streamed; and answering in its place.

use std::io;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, Response, StatusCode, header, request};
use futures_util::StreamExt;

use super::rule::Fault;
use super::{Shared, Underway};

/// What belongs to one connection, not to the message.
const HOP_BY_HOP: [HeaderName; 5] =
    [header::CONNECTION, header::HOST, header::TRANSFER_ENCODING, header::UPGRADE, header::TE];

/// The service's own answer, changed by `fault` if there is one.
pub(super) async fn pass_on(
    shared: &Shared,
    parts: &request::Parts,
    body: Bytes,
    fault: Option<&Fault>,
    underway: Underway,
) -> Response<Body> {
    let Shared { client, upstream, cuts, .. } = shared;
    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
    let mut headers = parts.headers.clone();
    HOP_BY_HOP.iter().for_each(|name| drop(headers.remove(name)));
    let sent = client.request(parts.method.clone(), format!("{upstream}{target}")).headers(headers).body(body);
    let answer = match sent.send().await {
        Ok(answer) => answer,
        Err(error) => {
            eprintln!("the service did not answer {target}: {error}");
            return refuse(&parts.headers, 502, &[], "the service did not answer".into());
        }
    };

    let mut response = Response::builder().status(answer.status());
    if let Some(headers) = response.headers_mut() {
        *headers = answer.headers().clone();
        HOP_BY_HOP.iter().for_each(|name| drop(headers.remove(name)));
        if matches!(fault, Some(Fault::Rewrite(_))) {
            headers.remove(header::CONTENT_LENGTH);
        }
    }
    let body = match fault {
        Some(Fault::Rewrite(change)) => Body::from(change(answer.text().await.unwrap_or_default())),
        Some(Fault::Cut) => {
            let whole = answer.bytes().await.unwrap_or_default();
            let half = whole.slice(..whole.len() / 2);
            Body::from_stream(futures_util::stream::iter([Ok(half), Err(broken())]))
        }
        Some(Fault::Throttle { bytes, every }) => {
            let (whole, every) = (answer.bytes().await.unwrap_or_default(), *every);
            let pieces: Vec<Bytes> = whole.chunks(*bytes).map(Bytes::copy_from_slice).collect();
            Body::from_stream(futures_util::stream::iter(pieces).then(move |piece| async move {
                tokio::time::sleep(every).await;
                Ok::<_, io::Error>(piece)
            }))
        }
        _ => {
            let mut cuts = cuts.subscribe();
            let cut = async move {
                // The sender lives as long as the proxy; when both are gone, so is the browser.
                let _ = cuts.changed().await;
                Err(broken())
            };
            let chunks = answer.bytes_stream().map(|chunk| chunk.map_err(io::Error::other));
            let ended = futures_util::stream::once(cut);
            let whole = match fault {
                Some(Fault::Heart(heart)) => heart.drives(chunks).boxed(),
                _ => chunks.map(Some).chain(futures_util::stream::iter([None])).boxed(),
            };
            let either = futures_util::stream::select(whole, ended.map(Some));
            Body::from_stream(either.take_while(|chunk| std::future::ready(chunk.is_some())).filter_map(move |chunk| {
                // Held by the stream, so that it goes with it.
                let _ = &underway;
                std::future::ready(chunk)
            }))
        }
    };
    response.body(body).unwrap_or_default()
}

fn broken() -> io::Error {
    io::Error::new(io::ErrorKind::ConnectionReset, "cut by the test")
}

/// An answer in place of the service's, which the page's scripts may read.
pub(super) fn refuse(asked: &HeaderMap, status: u16, more: &[(&'static str, String)], body: String) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    for (name, value) in more {
        if let Ok(value) = value.parse() {
            headers.insert(*name, value);
        }
    }
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, header::HeaderValue::from_static("retry-after"));
    if let Some(origin) = asked.get(header::ORIGIN) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    }
    response
}
