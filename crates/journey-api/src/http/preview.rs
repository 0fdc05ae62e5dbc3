//! What the development preview page needs and no service for people must offer: tokens for the asking, and the list
//! of the sample customers. Only there with `--preview-tokens`, only on a loopback address, only for requests that
//! come from one and name one, so that a page of another site cannot reach it through a name that leads here, and never
//! through a proxy.

use axum::extract::{FromRequestParts, State};
use axum::http::HeaderMap;
use axum::http::header::HOST;
use axum::http::request::Parts;
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::Duration;
use serde::{Deserialize, Serialize};

use super::extract::Body;
use crate::auth::Role;
use crate::connections::Peer;
use crate::error::Error;
use crate::seed::{SampleCustomer, customers};
use crate::state::AppState;

/// A preview token lasts an hour where the page does not say.
const LIFETIME: i64 = 3600;

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/preview/v1/token", post(token)).route("/preview/v1/customers", get(sample_customers))
}

/// Headers by which proxies say for whom they ask; besides, there are all that begin with `x-forwarded-`.
const PROXIES: [&str; 9] = [
    "forwarded",
    "via",
    "x-real-ip",
    "x-client-ip",
    "x-cluster-client-ip",
    "x-original-forwarded-for",
    "x-envoy-external-address",
    "true-client-ip",
    "cf-connecting-ip",
];

/// Proof that the request comes from this machine: from a loopback address, for a loopback host, and by no proxy, which
/// would have the first for whoever asks it.
struct Loopback;

impl<S: Send + Sync> FromRequestParts<S> for Loopback {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let peer = parts.extensions.get::<Peer>().map(|peer| peer.0.ip());
        if peer.is_some_and(|peer| peer.to_canonical().is_loopback()) && is_for_here(&parts.headers) {
            Ok(Self)
        } else {
            Err(Error::Forbidden("Preview calls are for this machine only".into()))
        }
    }
}

fn is_for_here(headers: &HeaderMap) -> bool {
    let by_proxy = headers.keys().any(|name| {
        let name = name.as_str();
        name.starts_with("x-forwarded-") || PROXIES.contains(&name)
    });
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host
        .rsplit_once(':')
        .map_or(host, |(name, port)| if port.bytes().all(|byte| byte.is_ascii_digit()) { name } else { host });
    !by_proxy && ["localhost", "127.0.0.1", "[::1]"].contains(&name)
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct TokenRequest {
    role: Role,
    organization_id: Option<String>,
    expires_in_seconds: Option<i64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TokenAnswer {
    token: String,
    expires_at: String,
    organization_id: String,
    /// The organization's workspace with contacts; `null` without one.
    workspace_id: Option<String>,
}

async fn token(
    State(state): State<AppState>,
    _: Loopback,
    Body(body): Body<TokenRequest>,
) -> Result<Json<TokenAnswer>, Error> {
    let organization = body.organization_id.unwrap_or_else(|| state.organization.clone());
    let lifetime = Duration::try_seconds(body.expires_in_seconds.unwrap_or(LIFETIME));
    let lifetime = lifetime.ok_or_else(|| Error::invalid("expiresInSeconds: is too large"))?;
    let authority =
        state.gate.secret.as_ref().ok_or(Error::Unavailable("There is no secret to sign tokens with".into()))?;
    let token =
        authority.issue(body.role, &organization, None, lifetime).map_err(|error| Error::invalid(error.to_string()))?;
    let workspaces = state.store.workspaces(&organization).await?;
    let workspace = workspaces.into_iter().find(|workspace| !workspace.wxcc_subscription_ids.is_empty());
    Ok(Json(TokenAnswer {
        token: token.text,
        expires_at: cjds::write_time(token.expires_at),
        organization_id: organization,
        workspace_id: workspace.map(|workspace| workspace.id),
    }))
}

async fn sample_customers(_: Loopback) -> Result<Json<Vec<SampleCustomer>>, Error> {
    Ok(Json(customers()?))
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    #[tokio::test]
    async fn preview_calls_come_from_this_machine() {
        let asked = async |peer: Option<&str>| {
            let mut request = Request::builder().header(HOST, "localhost:8787").body(()).expect("a request");
            if let Some(peer) = peer {
                request.extensions_mut().insert(Peer(peer.parse().expect("an address")));
            }
            let (mut parts, ()) = request.into_parts();
            Loopback::from_request_parts(&mut parts, &()).await.is_ok()
        };
        for peer in ["127.0.0.1:1", "127.1.2.3:1", "[::1]:1", "[::ffff:127.0.0.1]:1"] {
            assert!(asked(Some(peer)).await, "{peer}");
        }
        for peer in ["192.168.1.7:1", "172.17.0.1:1", "0.0.0.0:1", "[fe80::1]:1", "[::ffff:10.0.0.1]:1"] {
            assert!(!asked(Some(peer)).await, "{peer}");
        }
        assert!(!asked(None).await);
    }
}
