//! Tokens of a client (client credentials), as a service asks for them: each is good for a quarter of an hour, or until a test ends it.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use axum::{Form, Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::problem::Problem;
use super::{ACCOUNT, APP_KEY};
use crate::server::Shared;

/// The client of a service.
pub const CLIENT: &str = "sample-avaya-client";
/// Its secret.
pub const CLIENT_SECRET: &str = "sample-avaya-client-secret";
/// How its tokens begin.
const TOKEN: &str = "sample-avaya-service-";

#[derive(Deserialize)]
struct Asked {
    grant_type: String,
    client_id: String,
    client_secret: String,
}

pub(super) fn router() -> Router<Shared> {
    Router::new().route("/api/auth/v1/{account}/protocol/openid-connect/token", post(give))
}

async fn give(
    State(shared): State<Shared>,
    Path(account): Path<String>,
    headers: HeaderMap,
    Form(asked): Form<Asked>,
) -> Result<Json<Value>, Problem> {
    if headers.get("appkey").and_then(|key| key.to_str().ok()) != Some(APP_KEY) {
        return Err(Problem::of(StatusCode::UNAUTHORIZED));
    }
    if asked.grant_type != "client_credentials" {
        return Err(Problem::violation("grant_type", "must be client_credentials", 20_006));
    }
    if account != ACCOUNT || asked.client_id != CLIENT || asked.client_secret != CLIENT_SECRET {
        return Err(Problem::of(StatusCode::UNAUTHORIZED));
    }
    let number = shared.avaya.with_service(|service| {
        service.given += 1;
        service.given
    });
    Ok(Json(json!({"access_token": format!("{TOKEN}{number}"), "expires_in": 900, "token_type": "Bearer"})))
}

/// The number of a client's token.
pub(super) fn number(token: &str) -> Option<u32> {
    token.strip_prefix(TOKEN)?.parse().ok()
}
