//! What the development preview page needs and no service for people must offer: tokens for the asking, and the list
//! of the sample customers. Only there with `--preview-tokens`, only on a loopback address, and only for requests that
//! name one, so that a page of another site cannot reach it through a name that leads here.

use axum::extract::{FromRequestParts, State};
use axum::http::header::HOST;
use axum::http::request::Parts;
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::Duration;
use serde::{Deserialize, Serialize};

use super::extract::Body;
use crate::auth::Role;
use crate::error::Error;
use crate::seed::{SampleCustomer, customers};
use crate::state::AppState;

/// A preview token lasts an hour where the page does not say.
const LIFETIME: i64 = 3600;

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/preview/v1/token", post(token)).route("/preview/v1/customers", get(sample_customers))
}

/// Proof that the request names a loopback host.
struct Loopback;

impl<S: Send + Sync> FromRequestParts<S> for Loopback {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let host = parts.headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let name = host
            .rsplit_once(':')
            .map_or(host, |(name, port)| if port.bytes().all(|byte| byte.is_ascii_digit()) { name } else { host });
        match name {
            "localhost" | "127.0.0.1" | "[::1]" => Ok(Self),
            _ => Err(Error::Forbidden("Preview calls are for this machine only".to_owned())),
        }
    }
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
    let authority = state.gate.secret.as_ref().ok_or(Error::Unavailable("There is no secret to sign tokens with"))?;
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
