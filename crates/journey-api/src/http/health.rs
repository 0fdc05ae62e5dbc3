//! Whether the process lives, whether it can answer, and its numbers for Prometheus: open to all, as they say nothing of
//! anyone. And the same numbers for the console, for whoever administers.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use cjds::Envelope;
use serde_json::{Value, json};

use super::calls::{Calls, call};
use super::openapi::Refusals;
use super::workspaces::meta;
use crate::auth::{Allowed, ReadOrganization};
use crate::error::Error;
use crate::state::AppState;
use crate::vitals::Vitals;

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/health/live", get(live)).route("/health/ready", get(ready))
}

pub(super) fn calls() -> Calls {
    Calls::new().with(call!(health))
}

/// How the service is: the numbers of `/metrics`, of the replica that answers. Scopes: cjp:config_read|write or
/// cjds:admin_org_read|write.
#[utoipa::path(get, path = "/admin/v1/api/health", tag = "Health", responses((status = 200, description = "Success", body = Envelope<Vitals>), Refusals))]
pub(super) async fn health(
    caller: Allowed<ReadOrganization>,
    State(state): State<AppState>,
) -> Result<Json<Envelope<Vitals>>, Error> {
    Ok(Json(Envelope { meta: meta(&caller), data: Vitals::of(&state).await }))
}

/// The numbers: they may have an address of their own.
pub(super) fn numbers() -> Router<AppState> {
    Router::new().route("/metrics", get(metrics))
}

async fn metrics(State(state): State<AppState>) -> Result<impl IntoResponse, Error> {
    let vitals = Vitals::of(&state).await;
    let text = state
        .metrics
        .write(&state.store.set_aside, &state.connected, state.live.as_ref(), &vitals)
        .map_err(|error| Error::Internal(error.to_string()))?;
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text))
}

async fn live() -> Json<Value> {
    Json(json!({"status": "live", "version": env!("CARGO_PKG_VERSION")}))
}

async fn ready(State(state): State<AppState>) -> Result<Json<Value>, Error> {
    if *state.ending.borrow() {
        return Err(Error::Unavailable("The service is ending".into()));
    }
    if !state.store.is_ready().await {
        return Err(Error::Unavailable("The database does not answer".into()));
    }
    let mut answer = json!({"status": "ready", "version": env!("CARGO_PKG_VERSION")});
    // No reason to send nobody here: streams go on by the database, as those of all other replicas do.
    if let (Some(live), Some(answer)) = (&state.live, answer.as_object_mut()) {
        answer.insert("live".to_owned(), json!(if live.is_up() { "nats" } else { "nats away" }));
    }
    Ok(Json(answer))
}
