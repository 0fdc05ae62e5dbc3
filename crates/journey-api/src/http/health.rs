//! Whether the process lives, whether it can answer, and its numbers for Prometheus. Open to all: it says nothing of anyone.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::error::Error;
use crate::state::AppState;

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/health/live", get(live)).route("/health/ready", get(ready))
}

/// The numbers: they may have an address of their own.
pub(super) fn numbers() -> Router<AppState> {
    Router::new().route("/metrics", get(metrics))
}

async fn metrics(State(state): State<AppState>) -> Result<impl IntoResponse, Error> {
    let text = state
        .metrics
        .write(&state.store.set_aside, &state.connected, state.live.as_ref())
        .map_err(|error| Error::Internal(error.to_string()))?;
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text))
}

async fn live() -> Json<Value> {
    Json(json!({"status": "live", "version": env!("CARGO_PKG_VERSION")}))
}

async fn ready(State(state): State<AppState>) -> Result<Json<Value>, Error> {
    if *state.ending.borrow() {
        return Err(Error::Unavailable("The service is ending"));
    }
    if !state.store.is_ready().await {
        return Err(Error::Unavailable("The database does not answer"));
    }
    let mut answer = json!({"status": "ready", "version": env!("CARGO_PKG_VERSION")});
    // No reason to send nobody here: streams go on by the database, as those of all other replicas do.
    if let (Some(live), Some(answer)) = (&state.live, answer.as_object_mut()) {
        answer.insert("live".to_owned(), json!(if live.is_up() { "nats" } else { "nats away" }));
    }
    Ok(Json(answer))
}
