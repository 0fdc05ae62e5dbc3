//! What a connector of Webex Contact Center may ask the vendor, and its subscriptions there.

use axum::Json;
use axum::extract::State;
use cjds::Envelope;
use serde::{Deserialize, Serialize};

use super::calls::{Calls, call};
use super::connector_problems::{ToldProblem, problems};
use super::connectors::{find, kind_of};
use super::extract::{Body, Path};
use super::openapi::Refusals;
use super::webex_reconciling::WebexFilling;
use super::workspaces::meta;
use crate::auth::{Allowed, ReadOrganization, WriteOrganization};
use crate::connectors::Kind;
use crate::connectors::vendor::ApiError;
use crate::connectors::webex::subscriptions::WebexSubscription;
use crate::connectors::webex::tokens::App;
use crate::error::Error;
use crate::reason::{Fault, Reason};
use crate::state::AppState;
use crate::store::{Connector, now, written_time};

/// Tokens and secrets are no longer.
const LONGEST: usize = 4096;

pub(super) fn calls() -> Calls {
    Calls::new()
        .with(call!(access))
        .with(call!(connect))
        .with(call!(disconnect))
        .with(call!(subscriptions))
        .with(call!(ensure_subscriptions))
        .with(call!(remove_subscriptions))
}

/// How it goes with the vendor.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct WebexAccess {
    /// Whether the vendor's API can be asked.
    is_connected: bool,
    /// `us1`, `eu1` …
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    /// The vendor's organization.
    #[serde(skip_serializing_if = "Option::is_none")]
    org_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_id: Option<String>,
    /// Whether the access renews itself.
    is_renewed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_expires_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_expires_at: Option<String>,
    /// When the subscriptions were last looked after.
    #[serde(skip_serializing_if = "Option::is_none")]
    checked_at: Option<String>,
    /// Until when nothing is missing that ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    reconciled_to: Option<String>,
    /// What is asked for of what webhooks lost, or was last.
    #[serde(skip_serializing_if = "Option::is_none")]
    filling: Option<WebexFilling>,
    /// What goes wrong.
    problems: Vec<ToldProblem>,
    /// So many webhooks are not published yet.
    waiting: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated_by: Option<String>,
}

/// By which the vendor's API is asked: a service app with its refresh token, or an access token alone.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ConnectWebex {
    region: String,
    org_id: String,
    client_id: Option<String>,
    client_secret: Option<String>,
    refresh_token: Option<String>,
    /// Instead of the three: it is not renewed.
    access_token: Option<String>,
    /// When the access token ends.
    access_expires_in_seconds: Option<i64>,
}

/// How it goes with the vendor, without what is secret. Scopes: cjp:config_read|write or cjds:admin_org_read|write.
#[utoipa::path(get, path = "/admin/v1/api/connectors/{connectorId}/webex", tag = "Webex", params(("connectorId" = String, Path, description = "Connector")), responses((status = 200, description = "Success", body = Envelope<WebexAccess>), Refusals))]
pub(super) async fn access(
    caller: Allowed<ReadOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<Envelope<WebexAccess>>, Error> {
    let row = webex(find(&state, &caller, &id).await?)?;
    Ok(Json(Envelope { meta: meta(&caller), data: described(&state, &row).await? }))
}

/// Gives a connector an access to the vendor's API, which is tried; a refresh token is used up by that. Scopes: cjp:config_write or
/// cjds:admin_org_write.
#[utoipa::path(put, path = "/admin/v1/api/connectors/{connectorId}/webex", tag = "Webex", params(("connectorId" = String, Path, description = "Connector")), request_body = ConnectWebex, responses((status = 200, description = "Success", body = Envelope<WebexAccess>), Refusals))]
pub(super) async fn connect(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
    Body(body): Body<ConnectWebex>,
) -> Result<Json<Envelope<WebexAccess>>, Error> {
    let row = webex(find(&state, &caller, &id).await?)?;
    let mut reasons = Vec::new();
    let region = body.region.trim().to_ascii_lowercase();
    if state.webex.subscriptions.api.base(&region).is_none() {
        reasons.push(Reason::at("region", Fault::Region { example: "us1" }));
    }
    let org = body.org_id.trim();
    if org.is_empty() || org.len() > 64 || !org.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        reasons.push(Reason::at("orgId", Fault::OrganizationId));
    }
    let mut given = |name: &str, value: &Option<String>| {
        let value = value.as_deref().map(str::trim).filter(|value| !value.is_empty())?.to_owned();
        if value.len() > LONGEST || value.chars().any(char::is_control) {
            reasons.push(Reason::at(name, Fault::NoText { most: LONGEST }));
        }
        Some(value)
    };
    let (client, secret) = (given("clientId", &body.client_id), given("clientSecret", &body.client_secret));
    let (refresh, token) = (given("refreshToken", &body.refresh_token), given("accessToken", &body.access_token));
    let place = (region.as_str(), org);
    match (client, secret, refresh, token) {
        _ if !reasons.is_empty() => return Err(Error::Invalid(reasons)),
        (Some(client), Some(secret), Some(refresh), None) => {
            // To its end, also if the caller goes: the refresh token is used up.
            let (api, by) = (state.webex.subscriptions.api.clone(), caller.subject().to_owned());
            let (id, region, org) = (id.clone(), region.clone(), org.to_owned());
            to_its_end(async move {
                let app = App { client_id: &client, client_secret: &secret, refresh_token: &refresh };
                api.connect(&id, (&region, &org), &app, &by).await.map_err(of_app)
            })
            .await?;
        }
        (None, None, None, Some(token)) => {
            let seconds = body.access_expires_in_seconds.filter(|seconds| *seconds > 0);
            let ends = seconds.map_or(0, |seconds| now().saturating_add(seconds.saturating_mul(1000)));
            let api = &state.webex.subscriptions.api;
            let connected = api.connect_for_now(&id, place, (&token, ends), caller.subject()).await;
            connected.map_err(|error| of_field(error, |status| (status == 401).then_some("accessToken")))?;
        }
        _ => return Err(Error::invalid(Fault::WebexAccess)),
    }
    state.webex.changed.notify_one();
    Ok(Json(Envelope { meta: meta(&caller), data: described(&state, &row).await? }))
}

/// Forgets the access of a connector; its subscriptions stay, and what they send is taken. Scopes: cjp:config_write or
/// cjds:admin_org_write.
#[utoipa::path(delete, path = "/admin/v1/api/connectors/{connectorId}/webex", tag = "Webex", params(("connectorId" = String, Path, description = "Connector")), responses((status = 200, description = "Success", body = Envelope<WebexAccess>), Refusals))]
pub(super) async fn disconnect(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<Envelope<WebexAccess>>, Error> {
    let row = webex(find(&state, &caller, &id).await?)?;
    state.store.delete_webex_account(&id).await?;
    Ok(Json(Envelope { meta: meta(&caller), data: described(&state, &row).await? }))
}

/// The subscriptions of a connector at the vendor, what is wrong with them, and what would be done. Scopes:
/// cjp:config_read|write or cjds:admin_org_read|write.
#[utoipa::path(get, path = "/admin/v1/api/connectors/{connectorId}/webex/subscriptions", tag = "Webex", params(("connectorId" = String, Path, description = "Connector")), responses((status = 200, description = "Success", body = Envelope<Vec<WebexSubscription>>), Refusals))]
pub(super) async fn subscriptions(
    caller: Allowed<ReadOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<Envelope<Vec<WebexSubscription>>>, Error> {
    let row = webex(find(&state, &caller, &id).await?)?;
    Ok(Json(Envelope { meta: meta(&caller), data: state.webex.subscriptions.list(&row.id).await? }))
}

/// Makes the subscriptions that are missing, repairs those that are wrong, and removes what would tell something twice; what was
/// done. The service does so every quarter of an hour. Scopes: cjp:config_write or cjds:admin_org_write.
#[utoipa::path(post, path = "/admin/v1/api/connectors/{connectorId}/webex/subscriptions", tag = "Webex", params(("connectorId" = String, Path, description = "Connector")), responses((status = 200, description = "Success", body = Envelope<Vec<WebexSubscription>>), Refusals))]
pub(super) async fn ensure_subscriptions(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<Envelope<Vec<WebexSubscription>>>, Error> {
    let row = webex(find(&state, &caller, &id).await?)?;
    if row.is_on == 0 {
        return Err(Error::Conflict(Fault::ConnectorOff.into()));
    }
    let subscriptions = state.webex.subscriptions.clone();
    let ensured = to_its_end(async move { subscriptions.ensure(&row.id).await }).await?;
    Ok(Json(Envelope { meta: meta(&caller), data: ensured }))
}

/// Removes the subscriptions of a connector at the vendor, and switches it off, so that none is made again. Scopes:
/// cjp:config_write or cjds:admin_org_write.
#[utoipa::path(delete, path = "/admin/v1/api/connectors/{connectorId}/webex/subscriptions", tag = "Webex", params(("connectorId" = String, Path, description = "Connector")), responses((status = 200, description = "Success", body = Envelope<Vec<WebexSubscription>>), Refusals))]
pub(super) async fn remove_subscriptions(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<Envelope<Vec<WebexSubscription>>>, Error> {
    let mut row = webex(find(&state, &caller, &id).await?)?;
    row.is_on = 0;
    let mut write = state.store.write().await?;
    write.update_connector(&row, caller.subject()).await?;
    write.commit().await?;
    let subscriptions = state.webex.subscriptions.clone();
    let removed = to_its_end(async move { subscriptions.remove(&row.id).await }).await?;
    Ok(Json(Envelope { meta: meta(&caller), data: removed }))
}

/// What the vendor does not take of a service app.
fn of_app(error: ApiError) -> Error {
    of_field(error, |status| match status {
        400 => Some("refreshToken"),
        401 => Some("clientSecret"),
        _ => None,
    })
}

/// Why the vendor was not asked or refused, with the field that its status is about.
pub(super) fn of_field(error: ApiError, field: impl Fn(u16) -> Option<&'static str>) -> Error {
    match &error {
        ApiError::Refused(status, _) => match field(*status) {
            Some(field) => Error::Conflict(Reason::at(field, error.reason())),
            None => error.into(),
        },
        _ => error.into(),
    }
}

/// Does what must not be left half-way when its caller goes.
pub(super) async fn to_its_end<T: Send + 'static, E: Into<Error> + Send + 'static>(
    work: impl Future<Output = Result<T, E>> + Send + 'static,
) -> Result<T, Error> {
    let done = tokio::spawn(work).await;
    done.map_err(|error| Error::Internal(format!("a call of the vendor's API: {error}")))?.map_err(Into::into)
}

/// The connector, if it is of this kind.
pub(super) fn webex(row: Connector) -> Result<Connector, Error> {
    match kind_of(&row)? {
        Kind::Webex => Ok(row),
        _ => Err(Error::Conflict(format!("Connector {} is none of Webex Contact Center", row.id).into())),
    }
}

pub(super) async fn described(state: &AppState, row: &Connector) -> Result<WebexAccess, Error> {
    let account = state.store.webex_account(&row.id).await?;
    let time = |at: i64| (at > 0).then(|| written_time(at));
    let waiting = state.store.webhooks_waiting(&row.id).await?;
    let of = account.as_ref();
    Ok(WebexAccess {
        is_connected: of.is_some(),
        region: of.map(|it| it.region.clone()),
        org_id: of.map(|it| it.org_id.clone()),
        client_id: of.map(|it| it.client_id.clone()).filter(|client| !client.is_empty()),
        is_renewed: of.is_some_and(|it| !it.refresh_token.is_empty()),
        access_expires_at: of.and_then(|it| time(it.access_expires_at)),
        refresh_expires_at: of.and_then(|it| time(it.refresh_expires_at)),
        checked_at: of.and_then(|it| time(it.checked_at)),
        reconciled_to: of.and_then(|it| time(it.reconciled_to)),
        filling: state.store.webex_filling(&row.id).await?.map(WebexFilling::of),
        problems: problems(state, &row.id).await?,
        waiting,
        updated_at: of.and_then(|it| time(it.updated_at)),
        updated_by: of.map(|it| it.updated_by.clone()),
    })
}
