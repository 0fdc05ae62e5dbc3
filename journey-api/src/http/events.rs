//! History: pages of a person's events, or of a workspace's.

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use cjds::{Envelope, EventsMeta};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::extract::{Path, Query};
use super::listing::{Listing, parse};
use super::openapi::{JourneyEvent, Refusals};
use crate::auth::{Caller, Scope};
use crate::error::Error;
use crate::ids::Lookup;
use crate::state::AppState;
use crate::store::{EventQuery, SortBy, Sorting, Window};
use crate::walks::Walk;

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/v1/api/events/workspace-id/{workspace}", get(history))
}

/// What the history is asked for, besides the parameters of every list.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct Parameters {
    /// Whose history: all identities of this one's person.
    identity: Option<String>,
    /// RSQL over the keys of the events' data.
    data: Option<String>,
}

/// Pages of history. Scopes: any.
#[utoipa::path(get, path = "/v1/api/events/workspace-id/{workspaceId}", tag = "Events", params(("workspaceId" = String, Path, description = "Workspace"), Parameters, Listing), responses((status = 200, description = "Success", body = Envelope<Vec<JourneyEvent>, EventsMeta>), Refusals))]
pub(super) async fn history(
    State(state): State<AppState>,
    caller: Caller,
    Path(workspace): Path<String>,
    Query(listing): Query<Listing>,
    Query(parameters): Query<Parameters>,
) -> Result<Json<Envelope<Vec<Box<RawValue>>, EventsMeta>>, Error> {
    caller.require(Scope::READ_JOURNEY)?;
    let workspace = state.workspace(&caller, &workspace).await?;
    let (offset, limit) = listing.window()?;
    let by = match listing.sort_by.as_deref() {
        None | Some("") => SortBy::default(),
        Some(word) => SortBy::from_word(word)
            .ok_or_else(|| Error::invalid("sortBy: must be time, id, type, source or identity"))?,
    };
    let identity = parameters.identity.filter(|identity| !identity.trim().is_empty());
    let lookups = match &identity {
        Some(identity) => Some(state.store.walk(&workspace, &Lookup::of(identity)).await?),
        None => None,
    };
    let query = EventQuery {
        lookups,
        filter: parse("filter", listing.filter.as_deref())?,
        data: parse("data", parameters.data.as_deref())?,
        sorting: Sorting { by, ascending: listing.ascending(false)? },
    };
    let sorting = format!("{:?} {limit}", query.sorting);
    let texts = [&identity, &listing.filter, &parameters.data].map(|text| text.as_deref().unwrap_or_default());
    let walk = Walk::new([workspace.as_str(), caller.subject(), &sorting].into_iter().chain(texts));
    let window = Window { offset, limit, after: state.walks.place(&walk, offset) };
    let page = state.store.events(&workspace, &query, &window, state.largest_search).await?;
    state.walks.remember(walk, (offset, limit), page.end);
    let events = page.events;
    let meta = EventsMeta {
        organization_id: caller.organization().to_owned(),
        workspace_id: workspace.to_string(),
        result_count: i64::try_from(events.len()).unwrap_or(i64::MAX),
        identity,
    };
    Ok(Json(Envelope { meta, data: events.into_iter().map(|event| event.body).collect() }))
}
