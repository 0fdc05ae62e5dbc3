//! Names of queues, users and wrap-up codes, asked for by ids.

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::ErrorBody;
use super::service::permitted;
use crate::server::Shared;

pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route("/api/v2/routing/queues", get(queues))
        .route("/api/v2/routing/wrapupcodes", get(wrap_up_codes))
        .route("/api/v2/users", get(users))
}

async fn queues(shared: State<Shared>, headers: HeaderMap, query: RawQuery) -> Result<Json<Value>, ErrorBody> {
    listed(shared, headers, query, "routing:queue:view")
}

async fn wrap_up_codes(shared: State<Shared>, headers: HeaderMap, query: RawQuery) -> Result<Json<Value>, ErrorBody> {
    listed(shared, headers, query, "routing:wrapupCode:view")
}

async fn users(shared: State<Shared>, headers: HeaderMap, query: RawQuery) -> Result<Json<Value>, ErrorBody> {
    listed(shared, headers, query, "directory:user:view")
}

fn listed(
    State(shared): State<Shared>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    permission: &str,
) -> Result<Json<Value>, ErrorBody> {
    permitted(&shared, &headers, permission)?;
    let query = query.unwrap_or_default();
    let of = |name: &str| {
        query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .filter(|(key, _)| *key == name)
            .map(|(_, value)| value.to_owned())
            .collect::<Vec<_>>()
    };
    let size: usize = of("pageSize").first().and_then(|size| size.parse().ok()).unwrap_or(25);
    let ids = of("id");
    if ids.is_empty() || ids.len() > 100 {
        return Err(ErrorBody::saying(StatusCode::BAD_REQUEST, "Ask for 1 to 100 ids"));
    }
    let data = shared.genesys.data();
    let found: Vec<Value> =
        ids.iter().filter_map(|id| data.names.get(id).map(|name| json!({"id": id, "name": name}))).take(size).collect();
    Ok(Json(json!({"entities": found, "pageSize": size, "pageNumber": 1, "total": found.len(), "pageCount": 1})))
}
