//! Connectors as they are configured: made, switched, moved to another workspace, removed; and their keys. A connector is active
//! in one workspace at a time. A token that is bound to a workspace sees those of it alone.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use cjds::Envelope;
use serde::{Deserialize, Serialize};

use super::calls::{Calls, call};
use super::extract::{Body, Path};
use super::listing::Listing;
use super::openapi::Refusals;
use super::query::Query;
use super::workspaces::meta;
use crate::auth::{Allowed, Caller, ReadOrganization, WriteOrganization};
use crate::checked::text;
use crate::connectors::webex::subscriptions::purpose;
use crate::connectors::{Kind, keys};
use crate::error::Error;
use crate::reason::{Fault, Reason};
use crate::state::AppState;
use crate::store::{Connector as Row, now, written_time};

/// So long the keys before a new one may go on at most, in minutes: a month.
const LONGEST_OVERLAP: i64 = 31 * 24 * 60;

pub(super) fn calls() -> Calls {
    Calls::new()
        .with(call!(list))
        .with(call!(create))
        .with(call!(one))
        .with(call!(update))
        .with(call!(delete))
        .with(call!(add_key))
        .with(call!(withdraw_key))
}

/// A connector.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Connector {
    id: String,
    name: String,
    kind: String,
    /// Where its events go.
    workspace_id: String,
    is_on: bool,
    /// Where its system sends to; where it is asked instead there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// How many events and calls it took; it may be a second behind.
    accepted: i64,
    refused: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_event_at: Option<String>,
    keys: Vec<Key>,
    created_at: String,
    created_by: String,
    updated_at: String,
    updated_by: String,
}

/// A key of a connector, without the key.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Key {
    id: String,
    /// How it ends.
    hint: String,
    created_at: String,
    created_by: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<String>,
}

/// A connector with a key that is told this once; where its system is asked instead of sending there is none.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct WithKey {
    connector: Connector,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct MakeConnector {
    name: String,
    kind: Kind,
    workspace_id: String,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ChangeConnector {
    name: Option<String>,
    is_on: Option<bool>,
    /// The workspace where it is active from now on; what is stored stays where it is.
    workspace_id: Option<String>,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct MakeKey {
    /// The keys before end after so many minutes; where it is left out, they stay.
    others_end_in_minutes: Option<i64>,
}

/// Connectors of the organization. Scopes: cjp:config_read|write or cjds:admin_org_read|write.
#[utoipa::path(get, path = "/admin/v1/api/connectors", tag = "Connectors", params(Listing), responses((status = 200, description = "Success", body = Envelope<Vec<Connector>>), Refusals))]
pub(super) async fn list(
    caller: Allowed<ReadOrganization>,
    State(state): State<AppState>,
    Query(listing): Query<Listing>,
) -> Result<Json<Envelope<Vec<Connector>>>, Error> {
    let mut connectors = Vec::new();
    for row in state.store.connectors(caller.organization()).await? {
        if caller.may_see(&row.workspace_id) {
            connectors.push(described(&state, row).await?);
        }
    }
    Ok(Json(Envelope { meta: meta(&caller), data: listing.apply(connectors)? }))
}

/// Makes a connector, and its first key. Scopes: cjp:config_write or cjds:admin_org_write.
#[utoipa::path(post, path = "/admin/v1/api/connectors", tag = "Connectors", request_body = MakeConnector, responses((status = 201, description = "Success", body = Envelope<WithKey>), Refusals))]
pub(super) async fn create(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Body(body): Body<MakeConnector>,
) -> Result<(StatusCode, Json<Envelope<WithKey>>), Error> {
    let workspace = state.workspace(&caller, &body.workspace_id).await?;
    let name = checked_name(&body.name)?;
    let key = body.kind.is_sent().then(keys::new).transpose()?;
    // Before anything is made: without a key for secrets there is none of it.
    if let Some(key) = &key {
        kept_again(&state, body.kind, "", key)?;
    }
    let mut write = state.store.write().await?;
    let made = write.create_connector(caller.organization(), &workspace, body.kind, &name, caller.subject()).await?;
    let id = made.ok_or_else(|| taken(&caller, &name))?;
    if let Some(key) = &key {
        let sealed = kept_again(&state, body.kind, &id, key)?;
        let known_by = (keys::digest_of(key), keys::hint_of(key));
        write.add_connector_key(&id, (&known_by.0, &known_by.1), sealed.as_deref(), caller.subject()).await?;
    }
    write.commit().await?;
    let connector = described(&state, find(&state, &caller, &id).await?).await?;
    Ok((StatusCode::CREATED, Json(Envelope { meta: meta(&caller), data: WithKey { connector, key } })))
}

/// One connector. Scopes: cjp:config_read|write or cjds:admin_org_read|write.
#[utoipa::path(get, path = "/admin/v1/api/connectors/{connectorId}", tag = "Connectors", params(("connectorId" = String, Path, description = "Connector")), responses((status = 200, description = "Success", body = Envelope<Connector>), Refusals))]
pub(super) async fn one(
    caller: Allowed<ReadOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<Envelope<Connector>>, Error> {
    let row = find(&state, &caller, &id).await?;
    Ok(Json(Envelope { meta: meta(&caller), data: described(&state, row).await? }))
}

/// Names a connector, switches it on or off, or makes it active in another workspace. Scopes: cjp:config_write or
/// cjds:admin_org_write.
#[utoipa::path(patch, path = "/admin/v1/api/connectors/{connectorId}", tag = "Connectors", params(("connectorId" = String, Path, description = "Connector")), request_body = ChangeConnector, responses((status = 200, description = "Success", body = Envelope<Connector>), Refusals))]
pub(super) async fn update(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
    Body(body): Body<ChangeConnector>,
) -> Result<Json<Envelope<Connector>>, Error> {
    let mut row = find(&state, &caller, &id).await?;
    if let Some(name) = &body.name {
        row.name = checked_name(name)?;
    }
    if let Some(workspace) = &body.workspace_id {
        row.workspace_id = state.workspace(&caller, workspace).await?.to_string();
    }
    let was_on = row.is_on != 0;
    if let Some(is_on) = body.is_on {
        row.is_on = i64::from(is_on);
    }
    let mut write = state.store.write().await?;
    match write.update_connector(&row, caller.subject()).await {
        Err(Error::Database(sqlx::Error::Database(error))) if error.is_unique_violation() => {
            return Err(taken(&caller, &row.name));
        }
        updated => updated?,
    }
    write.commit().await?;
    if !was_on && row.is_on != 0 {
        // The vendor may have stopped what was refused meanwhile.
        state.store.have_subscriptions_checked(&row.id).await?;
        state.webex.changed.notify_one();
        // What happened meanwhile is asked for at once.
        state.store.have_genesys_asked(&row.id).await?;
        state.genesys.wake();
        state.store.have_avayas_subscription_checked(&row.id).await?;
        state.avaya.changed.notify_one();
    }
    let row = find(&state, &caller, &id).await?;
    Ok(Json(Envelope { meta: meta(&caller), data: described(&state, row).await? }))
}

/// Removes a connector with its keys; its events stay. Scopes: cjp:config_write or cjds:admin_org_write.
#[utoipa::path(delete, path = "/admin/v1/api/connectors/{connectorId}", tag = "Connectors", params(("connectorId" = String, Path, description = "Connector")), responses((status = 200, description = "Success", body = Envelope<Connector>), Refusals))]
pub(super) async fn delete(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<Envelope<Connector>>, Error> {
    let data = described(&state, find(&state, &caller, &id).await?).await?;
    let mut write = state.store.write().await?;
    write.delete_connector(&id).await?;
    write.commit().await?;
    Ok(Json(Envelope { meta: meta(&caller), data }))
}

/// Makes one more key; the ones before stay, or end after some minutes. Scopes: cjp:config_write or cjds:admin_org_write.
#[utoipa::path(post, path = "/admin/v1/api/connectors/{connectorId}/keys", tag = "Connectors", params(("connectorId" = String, Path, description = "Connector")), request_body = MakeKey, responses((status = 201, description = "Success", body = Envelope<WithKey>), Refusals))]
pub(super) async fn add_key(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Path(id): Path<String>,
    Body(body): Body<MakeKey>,
) -> Result<(StatusCode, Json<Envelope<WithKey>>), Error> {
    let row = find(&state, &caller, &id).await?;
    if !kind_of(&row)?.is_sent() {
        return Err(Error::Conflict(Fault::ConnectorNeedsNoKey.into()));
    }
    let minutes = body.others_end_in_minutes;
    if minutes.is_some_and(|minutes| !(0..=LONGEST_OVERLAP).contains(&minutes)) {
        return Err(Error::invalid(Reason::at("othersEndInMinutes", Fault::Range { least: 0, most: LONGEST_OVERLAP })));
    }
    let key = keys::new()?;
    let sealed = kept_again(&state, kind_of(&row)?, &id, &key)?;
    let mut write = state.store.write().await?;
    let known_by = (keys::digest_of(&key), keys::hint_of(&key));
    let made = write.add_connector_key(&id, (&known_by.0, &known_by.1), sealed.as_deref(), caller.subject()).await?;
    if let Some(minutes) = minutes {
        write.end_other_keys(&id, &made, now().saturating_add(minutes.saturating_mul(60_000))).await?;
    }
    write.commit().await?;
    // Where it is a secret the vendor is told.
    state.webex.changed.notify_one();
    state.avaya.changed.notify_one();
    let connector = described(&state, find(&state, &caller, &id).await?).await?;
    let key = Some(key);
    Ok((StatusCode::CREATED, Json(Envelope { meta: meta(&caller), data: WithKey { connector, key } })))
}

/// Withdraws a key at once. Scopes: cjp:config_write or cjds:admin_org_write.
#[utoipa::path(delete, path = "/admin/v1/api/connectors/{connectorId}/keys/{keyId}", tag = "Connectors", params(("connectorId" = String, Path, description = "Connector"), ("keyId" = String, Path, description = "Key")), responses((status = 200, description = "Success", body = Envelope<Connector>), Refusals))]
pub(super) async fn withdraw_key(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Path((id, key)): Path<(String, String)>,
) -> Result<Json<Envelope<Connector>>, Error> {
    find(&state, &caller, &id).await?;
    let mut write = state.store.write().await?;
    if !write.delete_connector_key(&id, &key).await? {
        return Err(Error::NotFound(Fault::Gone { what: "Key", id: key }.into()));
    }
    write.commit().await?;
    let row = find(&state, &caller, &id).await?;
    Ok(Json(Envelope { meta: meta(&caller), data: described(&state, row).await? }))
}

/// The connector of that id, if the caller may see it.
pub(super) async fn find(state: &AppState, caller: &Caller, id: &str) -> Result<Row, Error> {
    let found = state.store.connector(caller.organization(), id).await?;
    let found = found.filter(|row| caller.may_see(&row.workspace_id));
    found.ok_or_else(|| Error::NotFound(Fault::Gone { what: "Connector", id: id.to_owned() }.into()))
}

async fn described(state: &AppState, row: Row) -> Result<Connector, Error> {
    let time = |at: i64| (at > 0).then(|| written_time(at));
    let keys = state.store.connector_keys(&row.id).await?.into_iter().map(|key| Key {
        id: key.id,
        hint: key.hint,
        created_at: written_time(key.created_at),
        created_by: key.created_by,
        expires_at: time(key.expires_at),
    });
    Ok(Connector {
        url: kind_of(&row)?.is_sent().then(|| {
            // Some have a key in it, which is told once.
            let key = if row.kind == Kind::Avaya.as_str() { "/…" } else { "" };
            format!("{}/connectors/{}/{}{key}", state.public_url, row.kind, row.id)
        }),
        keys: keys.collect(),
        id: row.id,
        name: row.name,
        kind: row.kind,
        workspace_id: row.workspace_id,
        is_on: row.is_on != 0,
        accepted: row.accepted,
        refused: row.refused,
        last_event_at: time(row.last_event_at),
        created_at: written_time(row.created_at),
        created_by: row.created_by,
        updated_at: written_time(row.updated_at),
        updated_by: row.updated_by,
    })
}

pub(super) fn kind_of(row: &Row) -> Result<Kind, Error> {
    Kind::of(&row.kind).ok_or_else(|| Error::Internal(format!("a connector of the kind {}", row.kind)))
}

/// A key that signs, or that the vendor is told, is needed again, so it is kept encrypted; of others the digest will do.
fn kept_again(state: &AppState, kind: Kind, connector: &str, key: &str) -> Result<Option<String>, Error> {
    matches!(kind, Kind::Webex | Kind::Avaya).then(|| state.vault.seal(&purpose(connector), key)).transpose()
}

fn checked_name(name: &str) -> Result<String, Error> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::invalid(Reason::at("name", Fault::Empty)));
    }
    text("name", name).map_err(Error::invalid)?;
    Ok(name.to_owned())
}

/// A name that is taken tells a token of one workspace that another one has it: so it is not told whose it is.
fn taken(caller: &Caller, name: &str) -> Error {
    if caller.is_bound() {
        Error::Conflict(Fault::ConnectorExistsElsewhere.into())
    } else {
        Error::Conflict(Fault::ConnectorExists { name: name.to_owned() }.into())
    }
}
