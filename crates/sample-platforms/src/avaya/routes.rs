//! The platform's calls (A.2), as far as a widget and a journey service make them.

use axum::extract::{FromRequestParts, Path, Query as Parameters, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::clients::number;
use super::problem::Problem;
use super::query::{self, IDENTIFIERS, Page, Query};
use super::{ACCOUNT, APP_KEY, Token, notes};
use crate::random::uuid_of;
use crate::server::Shared;
use crate::watch::bearer;

/// A call with a verb, `{id}:appendIdentifiers`, is a path of its own kind: the id and the verb are one part of it.
pub(crate) fn router() -> Router<Shared> {
    let account = "/api/journey/v1/accounts/{account}";
    let path = |rest: &str| [account, rest].concat();
    Router::new()
        .route(&path("/journeys:search"), post(search))
        .route(&path("/journeys:unlinkIdentifier"), post(unlink))
        .route(&path("/identifiers"), get(kinds))
        .route(&path("/engagements"), get(engagements))
        .route(&path("/engagements/{engagement}"), get(engagement).post(verb))
        .route(&path("/engagements/{engagement}/agent-notes"), get(notes::list))
        .route(&path("/engagements/{engagement}/agent-note"), post(notes::create))
        .route(
            &path("/engagements/{engagement}/agent-note/{note}"),
            axum::routing::put(notes::update).delete(notes::delete),
        )
}

/// Whoever asks, with a right to.
pub(super) struct Caller(Token);

impl Caller {
    /// May change something.
    pub(super) fn writes(&self) -> Result<(), Problem> {
        if self.0 == Token::Reader { Err(Problem::of(StatusCode::FORBIDDEN)) } else { Ok(()) }
    }

    /// The agent's name in notes.
    pub(super) fn name(&self) -> &'static str {
        if self.0 == Token::Administrator { "Ada Vance" } else { "Sam Rivera" }
    }
}

impl FromRequestParts<Shared> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Problem> {
        let key = parts.headers.get("appkey").and_then(|key| key.to_str().ok());
        let text = bearer(&parts.headers);
        let of_service = text.and_then(number).is_some_and(|number| {
            shared.avaya.with_service(|service| number > service.ended && number <= service.given)
        });
        let token = text.and_then(Token::of).filter(|token| !shared.avaya.has_expired(*token));
        let token = token.or(of_service.then_some(Token::Agent));
        let (Some(token), true) = (token, key == Some(APP_KEY)) else {
            return Err(Problem::of(StatusCode::UNAUTHORIZED));
        };
        let account = parts.uri.path().split('/').skip_while(|part| *part != "accounts").nth(1).unwrap_or_default();
        if account.len() != 6 || !account.bytes().all(|letter| letter.is_ascii_alphabetic()) {
            return Err(Problem::violation("accountId", "must match \"^[a-zA-Z]{6}$\"", 20_006));
        }
        if account != ACCOUNT || token == Token::NoRole {
            return Err(Problem::of(StatusCode::FORBIDDEN));
        }
        Ok(Self(token))
    }
}

/// The body; what is no JSON is a violation like any other.
pub(super) fn body(text: &str) -> Result<Value, Problem> {
    serde_json::from_str(text).map_err(|_| Problem::violation("body", "must be JSON", 20_001))
}

async fn search(
    State(shared): State<Shared>,
    _: Caller,
    Parameters(page): Parameters<Page>,
    text: String,
) -> Result<Json<Value>, Problem> {
    let ((number, size), query) = (page.read()?, Query::read(&body(&text)?)?);
    let journeys = shared.avaya.journeys();
    let mut identifiers = Map::new();
    let mut found = Vec::new();
    for journey in journeys.iter().filter(|journey| journey.is_known_by(&query.identifiers)) {
        for (name, values) in &journey.identifiers {
            let all = identifiers.entry(name.clone()).or_insert_with(|| json!([]));
            if let (Some(all), Some(values)) = (all.as_array_mut(), values.as_array()) {
                all.extend(values.iter().cloned());
            }
        }
        found.extend(journey.engagements.iter().filter(|engagement| query.wants(engagement)));
    }
    found.sort_by_key(|engagement| std::cmp::Reverse(engagement.start()));
    let pages = found.iter().skip((number - 1).saturating_mul(size)).take(size);
    let engagements: Vec<Value> = pages.map(|engagement| engagement.answer(true)).collect();
    // Of somebody who is not known, what was asked for.
    let identifiers = if identifiers.is_empty() { query.identifiers } else { identifiers };
    let pagination = json!({"pageNumber": number, "pageSize": size, "total": found.len()});
    Ok(Json(json!({"pagination": pagination, "identifiers": identifiers, "engagements": engagements})))
}

/// Which engagements.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Ids {
    engagement_ids: Option<String>,
}

/// Those that are there, in the order in which they are asked for.
async fn engagements(
    State(shared): State<Shared>,
    _: Caller,
    Parameters(ids): Parameters<Ids>,
) -> Result<Json<Value>, Problem> {
    let ids = ids.engagement_ids.unwrap_or_default();
    let ids: Vec<&str> = ids.split(',').filter(|id| !id.is_empty()).collect();
    if ids.is_empty() || ids.len() > 50 {
        return Err(Problem::violation("engagementIds", "size must be between 1 and 50", 20_003));
    }
    let found: Vec<Value> =
        ids.iter().filter_map(|id| shared.avaya.with(id, |engagement| engagement.answer(false))).collect();
    if found.is_empty() {
        return Err(Problem::of(StatusCode::NOT_FOUND));
    }
    let pagination = json!({"pageNumber": 1, "pageSize": 50, "total": found.len()});
    Ok(Json(json!({"engagements": found, "pagination": pagination})))
}

async fn engagement(
    State(shared): State<Shared>,
    _: Caller,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<Value>, Problem> {
    let found = shared.avaya.with(&id, |engagement| engagement.answer(false));
    found.map(Json).ok_or_else(|| Problem::of(StatusCode::NOT_FOUND))
}

async fn verb(
    State(shared): State<Shared>,
    caller: Caller,
    Path((_, id)): Path<(String, String)>,
    text: String,
) -> Result<StatusCode, Problem> {
    let Some((id, "appendIdentifiers")) = id.split_once(':') else {
        return Err(Problem::of(StatusCode::NOT_FOUND));
    };
    caller.writes()?;
    let added = query::identifiers(body(&text)?.get("identifiers"))?;
    let mut journeys = shared.avaya.journeys();
    let journey = journeys.iter_mut().find(|journey| journey.engagements.iter().any(|one| one.id() == id));
    journey.ok_or_else(|| Problem::of(StatusCode::NOT_FOUND))?.learn(&added);
    Ok(StatusCode::ACCEPTED)
}

async fn unlink(State(shared): State<Shared>, caller: Caller, text: String) -> Result<Json<Value>, Problem> {
    caller.writes()?;
    let body = body(&text)?;
    let known = query::identifiers(body.get("identifiers"))?;
    let gone = body.get("unlinkIdentifier").and_then(Value::as_object).filter(|gone| gone.len() == 1);
    let gone = gone.and_then(|gone| gone.iter().next()).and_then(|(name, value)| Some((name, value.as_str()?)));
    let (name, value) = gone.ok_or_else(|| Problem::violation("unlinkIdentifier", "must be one identifier", 20_002))?;
    let mut journeys = shared.avaya.journeys();
    let journey = journeys.iter_mut().find(|journey| journey.is_known_by(&known));
    let journey = journey.ok_or_else(|| Problem::of(StatusCode::NOT_FOUND))?;
    if !journey.forget(name, value) {
        return Err(Problem::of(StatusCode::NOT_FOUND));
    }
    Ok(Json(json!({"identifiers": journey.identifiers})))
}

/// Only an administrator may see them.
async fn kinds(Caller(token): Caller) -> Result<Response, Problem> {
    if token != Token::Administrator {
        return Err(Problem::of(StatusCode::FORBIDDEN));
    }
    let kinds = IDENTIFIERS.iter().map(|(name, shown, strength)| {
        let id = uuid_of(name);
        json!({"identifierId": id, "name": name, "displayName": shown, "identifierStrength": strength,
            "url": format!("/api/journey/v1/accounts/{ACCOUNT}/identifiers/{id}")})
    });
    Ok(Json(kinds.collect::<Value>()).into_response())
}
