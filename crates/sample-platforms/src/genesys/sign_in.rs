//! The platform's sign-in: authorization code with PKCE, and the implicit grant; and who is signed in.

use std::collections::HashMap;

use axum::extract::{Query, State};
use axum::http::header::{COOKIE, LOCATION, SET_COOKIE, X_FRAME_OPTIONS};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::Duration;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::access::{CLIENT, signed_in};
use super::{ErrorBody, Token, service};
use crate::control::held;
use crate::random::uuid_of;
use crate::server::Shared;

const COOKIE_NAME: &str = "sample-genesys-session";

/// Who signs in just now, and how long that is good.
pub(crate) struct SignIns {
    codes: HashMap<String, Code>,
    count: u64,
    lifetime: Duration,
}

impl Default for SignIns {
    fn default() -> Self {
        Self { codes: HashMap::new(), count: 0, lifetime: Duration::days(1) }
    }
}

impl SignIns {
    pub(super) fn good_for(&mut self, lifetime: Duration) {
        self.lifetime = lifetime;
    }
}

/// A code that a page may change for a token, once.
struct Code {
    token: Token,
    challenge: String,
    redirect: String,
}

pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route("/oauth/authorize", get(authorize))
        .route("/oauth/token", post(token))
        .route("/api/v2/users/me", get(me))
        .route("/api/v2/tokens/me", get(token_of_mine))
}

#[derive(Clone, Deserialize)]
struct Asked {
    client_id: String,
    response_type: String,
    redirect_uri: String,
    #[serde(default)]
    state: String,
    code_challenge: Option<String>,
    code_challenge_method: Option<String>,
    /// Whoever was chosen on the page below: a sample token's name.
    r#as: Option<String>,
}

/// Asks who somebody is, unless the browser knows; and sends the page's code or token back.
async fn authorize(State(shared): State<Shared>, headers: HeaderMap, Query(asked): Query<Asked>) -> Response {
    let refuse = |what: &str| (StatusCode::BAD_REQUEST, Html(format!("<h1>{what}</h1>"))).into_response();
    if asked.client_id != CLIENT {
        return refuse("No such client");
    }
    // A sample client takes any page of this machine.
    if !["http://127.0.0.1", "http://localhost"].iter().any(|origin| asked.redirect_uri.starts_with(origin)) {
        return refuse("The redirect_uri is not one of the client's");
    }
    let chosen = asked.r#as.as_deref().and_then(Token::named);
    let known = cookie(&headers).and_then(|name| Token::named(&name)).map(Token::renewed);
    let Some(token) = chosen.or(known) else { return sign_in_page(&asked) };
    let mut sign_ins = held(&shared.genesys.sign_ins);
    let back = match asked.response_type.as_str() {
        "token" => {
            let seconds = sign_ins.lifetime.num_seconds();
            format!(
                "#access_token={}&expires_in={seconds}&token_type=bearer&state={}",
                token.text(),
                encoded(&asked.state)
            )
        }
        "code" => {
            let Some(challenge) =
                asked.code_challenge.filter(|_| asked.code_challenge_method.as_deref() == Some("S256"))
            else {
                return refuse("A code_challenge by S256 is needed");
            };
            sign_ins.count += 1;
            let code = uuid_of(&format!("code {}", sign_ins.count));
            sign_ins.codes.insert(code.clone(), Code { token, challenge, redirect: asked.redirect_uri.clone() });
            format!("?code={code}&state={}", encoded(&asked.state))
        }
        _ => return refuse("response_type is code or token"),
    };
    let session = format!("{COOKIE_NAME}={}; Path=/oauth; HttpOnly; SameSite=Lax", token.name());
    (StatusCode::FOUND, [(LOCATION, asked.redirect_uri + &back), (SET_COOKIE, session)]).into_response()
}

/// As other sign-in pages it is shown in no frame.
fn sign_in_page(asked: &Asked) -> Response {
    let mut parts = vec![
        ("client_id", asked.client_id.as_str()),
        ("response_type", &asked.response_type),
        ("redirect_uri", &asked.redirect_uri),
        ("state", &asked.state),
    ];
    parts.extend(asked.code_challenge.iter().map(|challenge| ("code_challenge", challenge.as_str())));
    parts.extend(asked.code_challenge_method.iter().map(|method| ("code_challenge_method", method.as_str())));
    let query: Vec<String> = parts.into_iter().map(|(key, value)| format!("{key}={}", encoded(value))).collect();
    let links: String = Token::ALL
        .iter()
        .map(|token| {
            format!(
                "<li><a id=\"{0}\" href=\"/oauth/authorize?{1}&amp;as={0}\">{0}</a></li>",
                token.name(),
                query.join("&amp;")
            )
        })
        .collect();
    let page = format!(
        "<!doctype html><html lang=\"en\"><title>Sample sign-in</title><h1>Sign in as</h1><ul>{links}</ul></html>"
    );
    ([(X_FRAME_OPTIONS, "DENY")], Html(page)).into_response()
}

fn cookie(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE_NAME).map(|(_, value)| value.to_owned())
}

#[derive(Deserialize)]
struct Exchange {
    grant_type: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    code_verifier: String,
    #[serde(default)]
    client_id: String,
    #[serde(default)]
    redirect_uri: String,
}

async fn token(State(shared): State<Shared>, headers: HeaderMap, Form(exchange): Form<Exchange>) -> Response {
    if exchange.grant_type == "client_credentials" {
        return service::token(&shared, &headers);
    }
    let refuse = |what: &str| {
        let body = json!({"error": "invalid_grant", "description": what, "error_description": what});
        (StatusCode::BAD_REQUEST, Json(body)).into_response()
    };
    let mut sign_ins = held(&shared.genesys.sign_ins);
    let Some(code) = sign_ins.codes.remove(&exchange.code) else { return refuse("The code is not known, or was used") };
    let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(exchange.code_verifier.as_bytes()));
    if exchange.grant_type != "authorization_code" || exchange.client_id != CLIENT {
        return refuse("Only this client's codes are changed for tokens");
    }
    if code.challenge != challenge || code.redirect != exchange.redirect_uri {
        return refuse("Whoever asked for the code was somebody else");
    }
    let seconds = sign_ins.lifetime.num_seconds();
    Json(json!({"access_token": code.token.text(), "token_type": "bearer", "expires_in": seconds})).into_response()
}

async fn me(headers: HeaderMap, Query(query): Query<HashMap<String, String>>) -> Result<Json<Value>, ErrorBody> {
    let token = signed_in(&headers)?;
    let mut me = json!({"id": user_id(token), "name": format!("Sample {}", token.name()), "email": "sample.agent@example.com",
        "preferredLanguage": "en-US", "state": "active"});
    if let (Some("authorization"), Some(fields)) = (query.get("expand").map(String::as_str), me.as_object_mut()) {
        let authorization = json!({"roles": [{"id": uuid_of("role"), "name": "Sample"}], "unusedRoles": [], "permissions": token.permissions()});
        fields.insert("authorization".to_owned(), authorization);
    }
    Ok(Json(me))
}

/// Whose token it is; the same person's next one is, too.
pub(super) fn user_id(token: Token) -> String {
    let token = if token == Token::AgentRenewed { Token::Agent } else { token };
    uuid_of(token.name())
}

async fn token_of_mine(headers: HeaderMap) -> Result<Json<Value>, ErrorBody> {
    signed_in(&headers)?;
    Ok(Json(
        json!({"organization": {"id": uuid_of("Larkfield"), "name": "Larkfield Home"}, "OAuthClient": {"id": CLIENT}}),
    ))
}

/// Percent-encoding of all but plain letters and digits.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}
