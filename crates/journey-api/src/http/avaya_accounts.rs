//! What a connector of the Avaya Experience Platform may ask the vendor, and its subscription there.

use axum::Json;
use axum::extract::State;
use cjds::{Envelope, IdentityType};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::calls::{Calls, call};
use super::connector_problems::{ToldProblem, problems};
use super::connectors::{find, kind_of};
use super::extract::{Body, Path};
use super::openapi::Refusals;
use super::webex_accounts::to_its_end;
use super::workspaces::meta;
use crate::auth::{Allowed, ReadOrganization, WriteOrganization};
use crate::connectors::Kind;
use crate::connectors::avaya::api::Access;
use crate::connectors::avaya::error::AvayaError;
use crate::connectors::avaya::settings::Settings;
use crate::connectors::avaya::subscriptions::AvayaSubscription;
use crate::error::Error;
use crate::reason::{Fault, Reason};
use crate::state::AppState;
use crate::store::{Connector, now, written_time};

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
pub(super) struct AvayaAccess {
    /// Whether the account can be asked.
    is_connected: bool,
    /// `https://eu.api.avayacloud.com`.
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<String>,
    /// Six letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    account_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_id: Option<String>,
    /// Which of the account's identifiers is which kind of identity, where that is not the vendor's own.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    identifiers: BTreeMap<String, String>,
    /// Whether notifications are subscribed, if the account has them.
    wants_notifications: bool,
    /// Whether they come now. Where they do not, the account is asked for whom somebody looks up.
    is_notified: bool,
    /// Until when they come, unless the subscription is renewed.
    #[serde(skip_serializing_if = "Option::is_none")]
    notified_until: Option<String>,
    /// When the subscription was last looked after.
    #[serde(skip_serializing_if = "Option::is_none")]
    checked_at: Option<String>,
    /// What goes wrong.
    problems: Vec<ToldProblem>,
    /// So many engagements are still to be asked for.
    waiting: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated_by: Option<String>,
}

/// By which an account is asked.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ConnectAvaya {
    /// `eu`, or `https://eu.api.avayacloud.com`.
    host: String,
    account_id: String,
    client_id: String,
    client_secret: String,
    app_key: String,
    /// Which of the account's identifiers is which kind of identity: `{"customerId": "universalIds"}`.
    #[serde(default)]
    identifiers: BTreeMap<String, String>,
    /// Subscribe notifications, if the account has them; so it is where this is left out.
    wants_notifications: Option<bool>,
}

/// How it goes with the vendor, without what is secret. Scopes: cjp:config_read|write or cjds:admin_org_read|write.
#[utoipa::path(get, path = "/admin/v1/api/connectors/{connectorId}/avaya", tag = "Avaya", params(("connectorId" = String, Path, description = "Connector")), responses((status = 200, description = "Success", body = Envelope<AvayaAccess>), Refusals))]
pub(super) async fn access(
    caller: Allowed<ReadOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<Envelope<AvayaAccess>>, Error> {
    let row = avaya(find(&state, &caller, &id).await?)?;
    Ok(Json(Envelope { meta: meta(&caller), data: described(&state, &row).await? }))
}

/// Gives a connector an access to an account, which is tried by that. Scopes: cjp:config_write or cjds:admin_org_write.
#[utoipa::path(put, path = "/admin/v1/api/connectors/{connectorId}/avaya", tag = "Avaya", params(("connectorId" = String, Path, description = "Connector")), request_body = ConnectAvaya, responses((status = 200, description = "Success", body = Envelope<AvayaAccess>), Refusals))]
pub(super) async fn connect(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
    Body(body): Body<ConnectAvaya>,
) -> Result<Json<Envelope<AvayaAccess>>, Error> {
    let row = avaya(find(&state, &caller, &id).await?)?;
    let said = Settings {
        host: &body.host,
        account: &body.account_id,
        client_id: &body.client_id,
        client_secret: &body.client_secret,
        app_key: &body.app_key,
        identifiers: &body.identifiers,
    };
    let checked = said.checked().map_err(Error::Invalid)?;
    let access = Access { wants_notifications: body.wants_notifications.unwrap_or(true), ..checked.access() };
    state.avaya.subscriptions.api.connect(&row.id, &access, caller.subject()).await.map_err(of_client)?;
    state.avaya.changed.notify_one();
    Ok(Json(Envelope { meta: meta(&caller), data: described(&state, &row).await? }))
}

/// Forgets the access of a connector; its subscription ends by itself. Scopes: cjp:config_write or cjds:admin_org_write.
#[utoipa::path(delete, path = "/admin/v1/api/connectors/{connectorId}/avaya", tag = "Avaya", params(("connectorId" = String, Path, description = "Connector")), responses((status = 200, description = "Success", body = Envelope<AvayaAccess>), Refusals))]
pub(super) async fn disconnect(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<Envelope<AvayaAccess>>, Error> {
    let row = avaya(find(&state, &caller, &id).await?)?;
    state.store.delete_avaya_account(&id).await?;
    Ok(Json(Envelope { meta: meta(&caller), data: described(&state, &row).await? }))
}

/// The subscriptions of a connector at the vendor, what is wrong with them, and what would be done. Scopes:
/// cjp:config_read|write or cjds:admin_org_read|write.
#[utoipa::path(get, path = "/admin/v1/api/connectors/{connectorId}/avaya/subscriptions", tag = "Avaya", params(("connectorId" = String, Path, description = "Connector")), responses((status = 200, description = "Success", body = Envelope<Vec<AvayaSubscription>>), Refusals))]
pub(super) async fn subscriptions(
    caller: Allowed<ReadOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<Envelope<Vec<AvayaSubscription>>>, Error> {
    let row = avaya(find(&state, &caller, &id).await?)?;
    Ok(Json(Envelope { meta: meta(&caller), data: state.avaya.subscriptions.list(&row.id).await? }))
}

/// Makes the subscription where it is missing, renews it where it ends, and removes what would tell something twice; what was done. The
/// service does so every few minutes. Scopes: cjp:config_write or cjds:admin_org_write.
#[utoipa::path(post, path = "/admin/v1/api/connectors/{connectorId}/avaya/subscriptions", tag = "Avaya", params(("connectorId" = String, Path, description = "Connector")), responses((status = 200, description = "Success", body = Envelope<Vec<AvayaSubscription>>), Refusals))]
pub(super) async fn ensure_subscriptions(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<Envelope<Vec<AvayaSubscription>>>, Error> {
    let row = avaya(find(&state, &caller, &id).await?)?;
    if row.is_on == 0 {
        return Err(Error::Conflict(Fault::ConnectorOff.into()));
    }
    let subscriptions = state.avaya.subscriptions.clone();
    let ensured = to_its_end(async move { subscriptions.ensure(&row.id).await }).await?;
    Ok(Json(Envelope { meta: meta(&caller), data: ensured }))
}

/// Removes the subscriptions of a connector at the vendor, and switches it off, so that none is made again. Scopes:
/// cjp:config_write or cjds:admin_org_write.
#[utoipa::path(delete, path = "/admin/v1/api/connectors/{connectorId}/avaya/subscriptions", tag = "Avaya", params(("connectorId" = String, Path, description = "Connector")), responses((status = 200, description = "Success", body = Envelope<Vec<AvayaSubscription>>), Refusals))]
pub(super) async fn remove_subscriptions(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<Envelope<Vec<AvayaSubscription>>>, Error> {
    let mut row = avaya(find(&state, &caller, &id).await?)?;
    row.is_on = 0;
    let mut write = state.store.write().await?;
    write.update_connector(&row, caller.subject()).await?;
    write.commit().await?;
    let subscriptions = state.avaya.subscriptions.clone();
    let removed = to_its_end(async move { subscriptions.remove(&row.id).await }).await?;
    Ok(Json(Envelope { meta: meta(&caller), data: removed }))
}

/// What the vendor does not take of a client, beside the field that is mostly wrong.
fn of_client(error: AvayaError) -> Error {
    match &error {
        AvayaError::Refused(status @ (400 | 401), words, _) => {
            let fault = Fault::AccountRefused { status: *status, words: words.clone() };
            Error::Conflict(Reason::at("clientSecret", fault))
        }
        _ => error.into(),
    }
}

/// The connector, if it is of this kind.
fn avaya(row: Connector) -> Result<Connector, Error> {
    match kind_of(&row)? {
        Kind::Avaya => Ok(row),
        _ => Err(Error::Conflict(format!("Connector {} is none of Avaya", row.id).into())),
    }
}

async fn described(state: &AppState, row: &Connector) -> Result<AvayaAccess, Error> {
    let account = state.store.avaya_account(&row.id).await?;
    let time = |at: i64| (at > 0).then(|| written_time(at));
    let waiting = state.store.engagements_waiting(&row.id).await?;
    let of = account.as_ref();
    let pairs: Vec<(String, String)> =
        of.map(|it| serde_json::from_str(&it.identifiers)).transpose()?.unwrap_or_default();
    let is_kind = |(kind, _): &(String, String)| IdentityType::from_word(kind).is_some();
    Ok(AvayaAccess {
        is_connected: of.is_some(),
        host: of.map(|it| it.host.clone()),
        account_id: of.map(|it| it.account.clone()),
        client_id: of.map(|it| it.client_id.clone()),
        identifiers: pairs.into_iter().filter(is_kind).collect(),
        wants_notifications: of.is_some_and(|it| it.wants_notifications != 0),
        is_notified: row.is_on != 0 && of.is_some_and(|it| it.notified_until > now()),
        notified_until: of.and_then(|it| time(it.notified_until)),
        checked_at: of.and_then(|it| time(it.checked_at)),
        problems: problems(state, &row.id).await?,
        waiting,
        updated_at: of.and_then(|it| time(it.updated_at)),
        updated_by: of.map(|it| it.updated_by.clone()),
    })
}
