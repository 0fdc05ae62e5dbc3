//! By which OAuth client a connector of Genesys Cloud asks, how that goes, and what is filled from before it was there.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use cjds::Envelope;
use serde::{Deserialize, Serialize};

use super::calls::{Calls, call};
use super::connector_problems::{ToldProblem, problem_of, problems};
use super::connectors::{find, kind_of};
use super::extract::{Body, Path};
use super::openapi::Refusals;
use super::webex_accounts::to_its_end;
use super::workspaces::meta;
use crate::auth::{Allowed, ReadOrganization, WriteOrganization};
use crate::connectors::Kind;
use crate::connectors::genesys::api::region_of;
use crate::connectors::genesys::filling::since_of;
use crate::connectors::genesys::words::{listed, reason_of};
use crate::connectors::vendor::ApiError;
use crate::error::Error;
use crate::reason::{Detail, Fault, Reason};
use crate::state::AppState;
use crate::store::{Connector, Filling, now, written_time};

/// Ids and secrets are no longer.
const LONGEST: usize = 4096;

pub(super) fn calls() -> Calls {
    Calls::new()
        .with(call!(access))
        .with(call!(connect))
        .with(call!(disconnect))
        .with(call!(fill))
        .with(call!(end_filling))
}

/// How it goes with the platform.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct GenesysAccess {
    /// Whether the platform can be asked.
    is_connected: bool,
    /// The region's domain: `mypurecloud.de` …
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_id: Option<String>,
    /// What began before is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    reached: Option<String>,
    /// When everything was asked for last.
    #[serde(skip_serializing_if = "Option::is_none")]
    asked_at: Option<String>,
    /// What goes wrong.
    problems: Vec<ToldProblem>,
    /// Permissions that the client lacks for names: ids stand in their place.
    lacking: Vec<String>,
    /// So many conversations go on, or ended a moment ago: they are read again.
    unsettled: i64,
    /// What is filled from before, or was last.
    #[serde(skip_serializing_if = "Option::is_none")]
    filling: Option<GenesysFilling>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated_by: Option<String>,
}

/// What is filled from before, and how far that is.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct GenesysFilling {
    since: String,
    until: String,
    /// Everything before is there.
    reached: String,
    /// The same in percent.
    percent: i64,
    /// So many conversations were looked at.
    conversations: i64,
    /// So many events were not there.
    events: i64,
    /// What went wrong last; it is tried again.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Detail>,
    begun_at: String,
    begun_by: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_at: Option<String>,
}

/// By which OAuth client (client credentials) the platform is asked.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ConnectGenesys {
    /// The region's name or domain: `prod-euc1`, `mypurecloud.de` …
    region: String,
    client_id: String,
    client_secret: String,
}

/// From when on something is to be filled.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(super) struct FillGenesys {
    /// A day (`2026-01-31`, UTC) or a point in time.
    since: String,
}

/// How it goes with the platform, without what is secret. Scopes: cjp:config_read|write or cjds:admin_org_read|write.
#[utoipa::path(get, path = "/admin/v1/api/connectors/{connectorId}/genesys", tag = "Genesys", params(("connectorId" = String, Path, description = "Connector")), responses((status = 200, description = "Success", body = Envelope<GenesysAccess>), Refusals))]
pub(super) async fn access(
    caller: Allowed<ReadOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<Envelope<GenesysAccess>>, Error> {
    let row = genesys(find(&state, &caller, &id).await?)?;
    Ok(Json(Envelope { meta: meta(&caller), data: described(&state, &row).await? }))
}

/// Gives a connector an OAuth client, which is tried. What happens is asked for from then on. Scopes: cjp:config_write or
/// cjds:admin_org_write.
#[utoipa::path(put, path = "/admin/v1/api/connectors/{connectorId}/genesys", tag = "Genesys", params(("connectorId" = String, Path, description = "Connector")), request_body = ConnectGenesys, responses((status = 200, description = "Success", body = Envelope<GenesysAccess>), Refusals))]
pub(super) async fn connect(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
    Body(body): Body<ConnectGenesys>,
) -> Result<Json<Envelope<GenesysAccess>>, Error> {
    let row = genesys(find(&state, &caller, &id).await?)?;
    let region = region_of(&body.region)?;
    let (client, secret) = (body.client_id.trim().to_owned(), body.client_secret.trim().to_owned());
    let reasons: Vec<Reason> = [("clientId", &client), ("clientSecret", &secret)]
        .into_iter()
        .filter(|(_, text)| text.is_empty() || text.len() > LONGEST || text.chars().any(char::is_control))
        .map(|(name, _)| Reason::at(name, Fault::NoText { most: LONGEST }))
        .collect();
    if !reasons.is_empty() {
        return Err(Error::Invalid(reasons));
    }
    let (api, by) = (state.genesys.reader.api.clone(), caller.subject().to_owned());
    let connector = row.id.clone();
    let connect = async move { api.connect(&connector, region, (&client, &secret), &by).await.map_err(of_client) };
    to_its_end(connect).await?;
    state.genesys.wake();
    Ok(Json(Envelope { meta: meta(&caller), data: described(&state, &row).await? }))
}

/// Forgets the OAuth client of a connector; what is stored stays. Scopes: cjp:config_write or cjds:admin_org_write.
#[utoipa::path(delete, path = "/admin/v1/api/connectors/{connectorId}/genesys", tag = "Genesys", params(("connectorId" = String, Path, description = "Connector")), responses((status = 200, description = "Success", body = Envelope<GenesysAccess>), Refusals))]
pub(super) async fn disconnect(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<Envelope<GenesysAccess>>, Error> {
    let row = genesys(find(&state, &caller, &id).await?)?;
    state.store.delete_genesys_account(&id).await?;
    Ok(Json(Envelope { meta: meta(&caller), data: described(&state, &row).await? }))
}

/// Begins to fill what was before, since that time. It goes on by itself, also after a restart. Scopes: cjp:config_write or
/// cjds:admin_org_write.
#[utoipa::path(post, path = "/admin/v1/api/connectors/{connectorId}/genesys/filling", tag = "Genesys", params(("connectorId" = String, Path, description = "Connector")), request_body = FillGenesys, responses((status = 202, description = "Success", body = Envelope<GenesysAccess>), Refusals))]
pub(super) async fn fill(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
    Body(body): Body<FillGenesys>,
) -> Result<(StatusCode, Json<Envelope<GenesysAccess>>), Error> {
    let row = genesys(find(&state, &caller, &id).await?)?;
    let since = since_of(&body.since, now())?;
    if state.store.genesys_account(&id).await?.is_none() {
        return Err(Error::Conflict(Fault::NoClientYet.into()));
    }
    if !state.store.begin_genesys_filling(&id, (since, now()), caller.subject()).await? {
        return Err(Error::Conflict(Fault::IsBeingFilled.into()));
    }
    state.genesys.wake();
    Ok((StatusCode::ACCEPTED, Json(Envelope { meta: meta(&caller), data: described(&state, &row).await? })))
}

/// Ends the filling; what is stored stays. Scopes: cjp:config_write or cjds:admin_org_write.
#[utoipa::path(delete, path = "/admin/v1/api/connectors/{connectorId}/genesys/filling", tag = "Genesys", params(("connectorId" = String, Path, description = "Connector")), responses((status = 200, description = "Success", body = Envelope<GenesysAccess>), Refusals))]
pub(super) async fn end_filling(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<Envelope<GenesysAccess>>, Error> {
    let row = genesys(find(&state, &caller, &id).await?)?;
    if !state.genesys.filler.end(&row).await? {
        return Err(Error::NotFound(Fault::NothingIsFilled.into()));
    }
    Ok(Json(Envelope { meta: meta(&caller), data: described(&state, &row).await? }))
}

/// What the platform does not take of a client, beside the field that is mostly wrong.
fn of_client(error: ApiError) -> Error {
    match &error {
        ApiError::Refused(400 | 401, _) => Error::Conflict(Reason::at("clientSecret", reason_of(&error))),
        _ => error.into(),
    }
}

/// The connector, if it is of this kind.
fn genesys(row: Connector) -> Result<Connector, Error> {
    match kind_of(&row)? {
        Kind::Genesys => Ok(row),
        _ => Err(Error::Conflict(format!("Connector {} is none of Genesys Cloud", row.id).into())),
    }
}

async fn described(state: &AppState, row: &Connector) -> Result<GenesysAccess, Error> {
    let account = state.store.genesys_account(&row.id).await?;
    let filling = state.store.genesys_filling(&row.id).await?;
    let of = account.as_ref();
    Ok(GenesysAccess {
        is_connected: of.is_some(),
        region: of.map(|it| it.region.clone()),
        client_id: of.map(|it| it.client_id.clone()),
        reached: of.and_then(|it| time(it.reached)),
        asked_at: of.and_then(|it| time(it.asked_at)),
        problems: problems(state, &row.id).await?,
        lacking: of.map(|it| listed(&it.lacking)).unwrap_or_default(),
        unsettled: state.store.genesys_unsettled(&row.id).await?,
        filling: filling.map(filled),
        updated_at: of.and_then(|it| time(it.updated_at)),
        updated_by: of.map(|it| it.updated_by.clone()),
    })
}

fn filled(filling: Filling) -> GenesysFilling {
    GenesysFilling {
        percent: filling.percent(),
        since: written_time(filling.since),
        until: written_time(filling.until),
        reached: written_time(filling.reached),
        conversations: filling.conversations,
        events: filling.events,
        problem: problem_of(&filling.problem),
        begun_at: written_time(filling.begun_at),
        begun_by: filling.begun_by,
        ended_at: time(filling.ended_at),
    }
}

fn time(at: i64) -> Option<String> {
    (at > 0).then(|| written_time(at))
}
