//! The OAuth client of a service (client credentials): its tokens, and what its role permits. Tests have tokens end and
//! permissions go.

use axum::Json;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use super::ErrorBody;
use super::access;
use crate::control::held;
use crate::server::Shared;
use crate::watch::bearer;

/// The client's id.
pub const SERVICE_CLIENT: &str = "5e471ce0-5a3b-4c1d-9f00-0c1e9e7a5a3b";
/// And its secret.
pub const SERVICE_SECRET: &str = "sample-genesys-service-secret";

const TOKEN: &str = "sample-genesys-service-";
const LIFETIME: u64 = 86_400;
const PERMISSIONS: [&str; 4] =
    ["analytics:conversationDetail:view", "directory:user:view", "routing:queue:view", "routing:wrapupCode:view"];

/// How many tokens were given, up to which they are over, and what is not permitted.
#[derive(Default)]
pub(crate) struct Service {
    given: u32,
    over: u32,
    lifetime: Option<u64>,
    withheld: Vec<String>,
    is_asked: bool,
}

impl Service {
    /// Whether a service has asked for something since this was looked at last.
    pub(super) fn take_asked(&mut self) -> bool {
        std::mem::take(&mut self.is_asked)
    }

    /// All tokens that were given end.
    pub(super) fn end_tokens(&mut self) {
        self.over = self.given;
    }

    /// Tokens are good for so many seconds from now on.
    pub(super) fn good_for(&mut self, seconds: u64) {
        self.lifetime = Some(seconds);
    }

    /// The role lacks these permissions from now on.
    pub(super) fn withhold(&mut self, permissions: Vec<String>) {
        self.withheld = permissions;
    }
}

pub(crate) fn is_token(text: &str) -> bool {
    text.starts_with(TOKEN)
}

/// Gives a token to whoever is the client.
pub(super) fn token(shared: &Shared, headers: &HeaderMap) -> Response {
    let wanted = BASE64_STANDARD.encode(format!("{SERVICE_CLIENT}:{SERVICE_SECRET}"));
    let given =
        headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(|value| value.split_once(' '));
    if !given.is_some_and(|(scheme, text)| scheme.eq_ignore_ascii_case("basic") && text.trim() == wanted) {
        let body = json!({"error": "invalid_client", "description": "client not found or secret wrong",
            "error_description": "client not found or secret wrong"});
        return (StatusCode::UNAUTHORIZED, Json(body)).into_response();
    }
    let mut service = held(&shared.genesys.service);
    service.given += 1;
    let lifetime = service.lifetime.unwrap_or(LIFETIME);
    Json(json!({"access_token": format!("{TOKEN}{}", service.given), "token_type": "bearer", "expires_in": lifetime}))
        .into_response()
}

/// Whether the request has this permission: the service's, or that of a person's token.
pub(super) fn permitted(shared: &Shared, headers: &HeaderMap, permission: &str) -> Result<(), ErrorBody> {
    let Some(number) = bearer(headers).and_then(|token| token.strip_prefix(TOKEN)) else {
        return access::allowed(headers, permission).map(drop);
    };
    let mut service = held(&shared.genesys.service);
    service.is_asked = true;
    let is_good = number.parse().is_ok_and(|number: u32| service.over < number && number <= service.given);
    if !is_good {
        return Err(ErrorBody::of(StatusCode::UNAUTHORIZED));
    }
    let is_withheld = service.withheld.iter().any(|withheld| withheld == permission);
    if PERMISSIONS.contains(&permission) && !is_withheld { Ok(()) } else { Err(ErrorBody::missing(permission)) }
}

/// `{"kind": "service", …}`: `"endTokens": true`, `"expiresIn": seconds`, `"without": [permissions]`.
pub(super) fn happen(service: &mut Service, what: &Value) -> Value {
    if what.get("endTokens") == Some(&json!(true)) {
        service.end_tokens();
    }
    if let Some(seconds) = what.get("expiresIn").and_then(Value::as_u64) {
        service.good_for(seconds);
    }
    if let Some(without) = what.get("without").and_then(Value::as_array) {
        service.withhold(without.iter().filter_map(Value::as_str).map(str::to_owned).collect());
    }
    json!({})
}
