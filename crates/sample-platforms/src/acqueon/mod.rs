//! Acqueon's workspace, as far as a page in it sees it: the page that plays its messaging, and what its List & Campaign
//! Manager answers (`contracts/other-desktops-and-sources.md`, B).

mod interactions;

use axum::extract::{Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse};
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::Duration;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::server::Shared;

/// The most that a clock is ahead of UTC, or behind it, minutes.
const MOST_OFFSET: i64 = 24 * 60;

pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/acqueon/workspace.html", get(async || Html(include_str!("workspace.html"))))
        .route("/acqueon/workspace.js", get(script))
        .route("/acqueon/webservice", post(answer))
}

/// A text or a number, as text.
fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned).or_else(|| value.as_i64().map(|number| number.to_string()))
}

async fn script() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/javascript")], include_str!("workspace.js"))
}

/// Whose clock the answer is written for.
#[derive(Deserialize)]
struct Desktop {
    /// Minutes east of UTC.
    #[serde(default)]
    offset: i64,
}

/// The inner message that answers this one.
async fn answer(
    State(shared): State<Shared>,
    Query(desktop): Query<Desktop>,
    Json(question): Json<Value>,
) -> Json<Value> {
    let data = question.get("data").cloned().unwrap_or_default();
    let said = |key: &str| data.get(key).and_then(text).unwrap_or_default();
    let call = said("callid");
    let message = if call.is_empty() {
        json!({"errorType": "WS_Error", "errorMessage": "Invalid Call ID.", "msg": "Callid is empty"})
    } else {
        let east = Duration::minutes(desktop.offset.clamp(-MOST_OFFSET, MOST_OFFSET));
        let customer = match said("AccountNumber") {
            account if account.is_empty() => shared.world.customer(&["+", &said("ContactNumber")].concat()),
            account => shared.world.customers.iter().find(|customer| interactions::account_number(customer) == account),
        };
        let all = customer.map(|customer| interactions::of(&shared.world, customer, east)).unwrap_or_default();
        let is_wanted = |one: &Value| {
            let channel = said("ChannelID");
            channel == "-1" || one.get("ChannelType").and_then(text) == Some(channel)
        };
        json!({"callid": call, "response": all.into_iter().filter(is_wanted).collect::<Vec<_>>()})
    };
    Json(json!({"channel": "LCM", "topic": "WebService", "subtopic": "CustomerJourney", "message": message}))
}
