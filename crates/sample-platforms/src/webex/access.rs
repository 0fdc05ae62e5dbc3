//! Who may ask: access tokens of a service app, renewed by its refresh token, of which the last one is good.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use axum::{Form, Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::error_body::ErrorBody;
use super::state::{CLIENT, CLIENT_SECRET, ORGANIZATION, REFRESH_TOKEN};
use crate::server::Shared;
use crate::watch::bearer;

const ACCESS: &str = "sample-webex-access-";
const REFRESH: &str = "sample-webex-refresh-";

#[derive(Deserialize)]
struct Renewal {
    grant_type: String,
    client_id: String,
    client_secret: String,
    refresh_token: String,
}

pub(super) fn router() -> Router<Shared> {
    Router::new().route("/v1/access_token", post(renew))
}

/// What a service needs to connect.
pub fn access() -> Value {
    json!({"orgId": ORGANIZATION, "clientId": CLIENT, "clientSecret": CLIENT_SECRET, "refreshToken": REFRESH_TOKEN})
}

pub(crate) fn token_name(text: &str) -> Option<&'static str> {
    text.starts_with(ACCESS).then_some("access")
}

/// Gives the next tokens. What was given before is good until its end, but for the refresh token.
async fn renew(State(shared): State<Shared>, Form(asked): Form<Renewal>) -> Result<Json<Value>, ErrorBody> {
    if asked.grant_type != "refresh_token" {
        return Err(ErrorBody::new(StatusCode::BAD_REQUEST, "grant_type must be refresh_token"));
    }
    if asked.client_id != CLIENT || asked.client_secret != CLIENT_SECRET {
        return Err(ErrorBody::new(StatusCode::UNAUTHORIZED, "The client is not known"));
    }
    shared.webex.with(|state| {
        if asked.refresh_token != format!("{REFRESH}{}", state.renewed) {
            return Err(ErrorBody::new(StatusCode::BAD_REQUEST, "The refresh token is invalid"));
        }
        state.renewed += 1;
        let number = state.renewed;
        Ok(Json(json!({"access_token": format!("{ACCESS}{number}"), "expires_in": 1_209_600,
            "refresh_token": format!("{REFRESH}{number}"), "refresh_token_expires_in": 7_776_000})))
    })
}

/// Whether the request has a token that is good, and asks about its own organization.
pub(super) fn allowed(shared: &Shared, headers: &HeaderMap, organization: Option<&str>) -> Result<(), ErrorBody> {
    let number = bearer(headers).and_then(|token| token.strip_prefix(ACCESS)?.parse::<u32>().ok());
    let is_good = shared.webex.with(|state| {
        number.is_some_and(|number| {
            number >= 1 && number <= state.renewed && state.expired.is_none_or(|expired| number > expired)
        })
    });
    if !is_good {
        return Err(ErrorBody::new(StatusCode::UNAUTHORIZED, "The token is not good"));
    }
    if organization.is_some_and(|organization| organization != ORGANIZATION) {
        return Err(ErrorBody::new(StatusCode::FORBIDDEN, "The organization is another one"));
    }
    Ok(())
}
