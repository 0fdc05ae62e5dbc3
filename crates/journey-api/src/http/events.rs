//! History: pages of a person's events, or of a workspace's.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use cjds::rsql::Expression;
use cjds::{CloudEvent, Envelope, EventsMeta};

use super::calls::{Calls, call};
use super::extract::Path;
use super::listing::Listing;
use super::long;
use super::openapi::{JourneyEvent, Refusals};
use super::query::{FromQuery, Query, filter};
use crate::auth::{Allowed, ReadJourney};
use crate::error::Error;
use crate::ids::{Lookup, PersonId, WorkspaceId};
use crate::reason::Fault;
use crate::state::AppState;
use crate::store::{EventQuery, SortBy, Sorting, Window};
use crate::walks::Walk;

pub(super) fn calls() -> Calls {
    Calls::new().with(call!(history))
}

/// What the history is asked for, besides the parameters of every list.
#[derive(Debug, Default, utoipa::IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(super) struct Parameters {
    /// Whose history: all identities of this one's person.
    identity: Option<String>,
    /// Whose history, by the person's id. Beside an identity, both must hold.
    person_id: Option<String>,
    /// RSQL over the keys of the events' data; several are alternatives.
    #[param(required = false)]
    data: Vec<String>,
}

impl FromQuery for Parameters {
    fn take(left: &mut super::query::Parameters) -> Result<Self, Error> {
        Ok(Self { identity: left.one("identity")?, person_id: left.one("personId")?, data: left.all("data") })
    }
}

/// A filter over the fields of events, in whatever spelling their names come.
pub(super) fn event_filter(texts: &[String]) -> Result<Option<Expression>, Error> {
    Ok(filter("filter", texts)?.map(|filter| filter.renamed(&CloudEvent::field)))
}

/// The identities whose events are asked for; `None`: those of all.
async fn lookups(
    state: &AppState,
    workspace: &WorkspaceId,
    parameters: &Parameters,
) -> Result<Option<Vec<Lookup>>, Error> {
    let of_identity = match &parameters.identity {
        Some(identity) => {
            let lookup = state.store.resolve(workspace, identity).await?;
            Some(state.store.walk(workspace, &lookup).await?)
        }
        None => None,
    };
    let Some(id) = &parameters.person_id else { return Ok(of_identity) };
    let person = PersonId(id.clone());
    if state.store.person(workspace, &person).await?.is_none() {
        return Err(Error::NotFound(Fault::Gone { what: "Person", id: id.to_string() }.into()));
    }
    let mut of_person = state.store.lookups(&person).await?;
    if let Some(of_identity) = of_identity {
        of_person.retain(|lookup| of_identity.contains(lookup));
    }
    Ok(Some(of_person))
}

/// Pages of history. Scopes: any.
#[utoipa::path(get, path = "/v1/api/events/workspace-id/{workspaceId}", tag = "Events", params(("workspaceId" = String, Path, description = "Workspace"), Parameters, Listing), responses((status = 200, description = "Success", body = Envelope<Vec<JourneyEvent>, EventsMeta>), Refusals))]
pub(super) async fn history(
    caller: Allowed<ReadJourney>,
    State(state): State<AppState>,
    Path(workspace): Path<String>,
    Query((listing, parameters)): Query<(Listing, Parameters)>,
) -> Result<Response, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    if let Some(identity) = &parameters.identity {
        state.lookups.note(&workspace, identity);
    }
    let (offset, limit) = listing.window()?;
    let by = match listing.sort_by.as_deref() {
        None | Some("") => SortBy::default(),
        Some(word) => SortBy::from_word(word)
            .ok_or_else(|| Error::invalid("sortBy: must be time, id, type, source or identity"))?,
    };
    let query = EventQuery {
        lookups: lookups(&state, &workspace, &parameters).await?,
        filter: event_filter(&listing.filter)?,
        data: filter("data", &parameters.data)?,
        sorting: Sorting { by, ascending: listing.ascending(false)? },
    };
    let sorting = format!("{:?} {limit}", query.sorting);
    let whose = [&parameters.identity, &parameters.person_id].map(|text| text.as_deref().unwrap_or_default());
    let filters = listing.filter.iter().map(String::as_str).chain(["data"]);
    let filters = filters.chain(parameters.data.iter().map(String::as_str));
    let walk = Walk::new([workspace.as_str(), caller.subject(), &sorting].into_iter().chain(whose).chain(filters));
    let window = Window { offset, limit, after: state.walks.place(&walk, offset) };
    let page = state.store.events(&workspace, &query, &window, &state.search(&caller)).await?;
    state.walks.remember(walk, (offset, limit), page.end.clone());
    let meta = EventsMeta {
        organization_id: caller.organization().to_owned(),
        workspace_id: workspace.to_string(),
        result_count: page.len(),
        identity: parameters.identity,
    };
    if !page.unread.is_empty() {
        return Ok(long::answer(state.store, page, meta));
    }
    let data: Vec<_> = page.events.into_iter().map(|event| event.body).collect();
    Ok(Json(Envelope { meta, data }).into_response())
}
