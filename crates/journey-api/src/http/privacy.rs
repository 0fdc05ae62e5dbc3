//! What a person may ask for by law: that all that is kept of them is erased, and that it is handed out.

use axum::Json;
use axum::body::Body as Bytes;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use cjds::{Envelope, Person};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::calls::{Calls, call};
use super::extract::{Body, Path};
use super::openapi::Refusals;
use super::workspaces::meta;
use crate::auth::{Allowed, WriteOrganization};
use crate::error::Error;
use crate::ids::{PersonId, WorkspaceId};
use crate::reason::Fault;
use crate::state::AppState;
use crate::store::{Erasure as Row, Who, Whole, written_time};
use crate::transfer::PersonExport;

/// So many are listed.
const LISTED: i64 = 100;

pub(super) fn calls() -> Calls {
    Calls::new().with(call!(erase)).with(call!(erasures)).with(call!(erasure)).with(call!(export))
}

/// Who is to be erased: by one of both.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct EraseRequest {
    person_id: Option<String>,
    /// Whoever has it; if nobody does, what was published by it.
    identity: Option<String>,
    /// Only say what would be erased.
    #[serde(default)]
    dry_run: bool,
}

/// What is erased of a person, or would be.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Erasure {
    /// Not there where it is only said what would be erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// `wouldErase`, `running` or `done`.
    state: &'static str,
    /// 1, or 0 where nobody has the identity.
    persons: i64,
    identities: i64,
    /// Those that are gone by now; where it would be erased, all.
    events: i64,
    /// Entries of change logs: the person's, and those of others that name the person.
    changes: i64,
    /// Webhooks of journey actions that acted for the person.
    webhooks: i64,
    /// What connectors could not take and names the person.
    failures: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    begun_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    begun_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_at: Option<String>,
}

impl From<Row> for Erasure {
    fn from(row: Row) -> Self {
        let is_begun = !row.id.is_empty();
        Self {
            state: match (is_begun, row.ended_at) {
                (false, _) => "wouldErase",
                (true, 0) => "running",
                (true, _) => "done",
            },
            id: is_begun.then_some(row.id),
            persons: row.persons,
            identities: row.identities,
            events: row.events,
            changes: row.changes,
            webhooks: row.webhooks,
            failures: row.failures,
            begun_at: is_begun.then(|| written_time(row.begun_at)),
            begun_by: is_begun.then_some(row.begun_by),
            ended_at: (row.ended_at > 0).then(|| written_time(row.ended_at)),
        }
    }
}

/// All that is kept of a person, as it is handed out.
#[derive(utoipa::ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "for the document: what is answered is written while it is read")]
pub(super) struct PersonDocument {
    exported_at: String,
    workspace_id: String,
    person: Person,
    profiles: Vec<Value>,
    changes: Vec<crate::store::PersonChange>,
    webhooks: Vec<Value>,
    failures: Vec<Value>,
    events: Vec<super::openapi::JourneyEvent>,
}

/// Erases a person with all events, identities, changes, webhooks, and what connectors kept; the person is gone at once, the
/// rest goes in portions. With `dryRun` it only says what would be erased. Scopes: cjp:config_write or cjds:admin_org_write.
#[utoipa::path(post, path = "/admin/v1/api/person/erasures/workspace-id/{workspaceId}", tag = "Privacy", params(("workspaceId" = String, Path, description = "Workspace")), request_body = EraseRequest, responses((status = 200, description = "What would be erased", body = Envelope<Erasure>), (status = 202, description = "Begun", body = Envelope<Erasure>), Refusals))]
pub(super) async fn erase(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Path(workspace): Path<String>,
    Body(body): Body<EraseRequest>,
) -> Result<(StatusCode, Json<Envelope<Erasure>>), Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let who = match (body.person_id, body.identity) {
        (Some(id), None) => Who::Person(PersonId(id)),
        (None, Some(identity)) => Who::Identity(state.store.resolve(&workspace, &identity).await?),
        _ => return Err(Error::invalid("personId or identity: one of them says who is meant")),
    };
    let mut write = state.store.write().await?;
    write.take_turn(&workspace).await?;
    let Some(whole) = write.whole(&state.store, &workspace, &who).await? else {
        drop(write);
        return Err(nobody(&state, &workspace, &who).await?);
    };
    if body.dry_run {
        write.commit().await?;
        let erasure = state.store.would_erase(&workspace, &whole).await?;
        return Ok((StatusCode::OK, Json(Envelope { meta: meta(&caller), data: erasure.into() })));
    }
    let (id, change) = write.begin_to_erase(&workspace, &whole, caller.subject()).await?;
    write.commit().await?;
    state.tell(&workspace, &change);
    state.erasing.notify_one();
    let erasure = found(&state, &workspace, &id).await?;
    Ok((StatusCode::ACCEPTED, Json(Envelope { meta: meta(&caller), data: erasure.into() })))
}

/// The newest 100 erasures of a workspace: how many of what, when and by whom, and nothing of who it was. Scopes:
/// cjp:config_write or cjds:admin_org_write.
#[utoipa::path(get, path = "/admin/v1/api/person/erasures/workspace-id/{workspaceId}", tag = "Privacy", params(("workspaceId" = String, Path, description = "Workspace")), responses((status = 200, description = "Success", body = Envelope<Vec<Erasure>>), Refusals))]
pub(super) async fn erasures(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Path(workspace): Path<String>,
) -> Result<Json<Envelope<Vec<Erasure>>>, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let data = state.store.erasures(&workspace, LISTED).await?.into_iter().map(Erasure::from).collect();
    Ok(Json(Envelope { meta: meta(&caller), data }))
}

/// How far an erasure is. Scopes: cjp:config_write or cjds:admin_org_write.
#[utoipa::path(get, path = "/admin/v1/api/person/erasures/workspace-id/{workspaceId}/erasure-id/{erasureId}", tag = "Privacy", params(("workspaceId" = String, Path, description = "Workspace"), ("erasureId" = String, Path, description = "Erasure")), responses((status = 200, description = "Success", body = Envelope<Erasure>), Refusals))]
pub(super) async fn erasure(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Path((workspace, id)): Path<(String, String)>,
) -> Result<Json<Envelope<Erasure>>, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let data = found(&state, &workspace, &id).await?.into();
    Ok(Json(Envelope { meta: meta(&caller), data }))
}

/// All that is kept of a person, as one document to hand out. Scopes: cjp:config_write or cjds:admin_org_write.
#[utoipa::path(get, path = "/admin/v1/api/person/workspace-id/{workspaceId}/person-id/{personId}/export", tag = "Privacy", params(("workspaceId" = String, Path, description = "Workspace"), ("personId" = String, Path, description = "Person")), responses((status = 200, description = "Success", body = PersonDocument), Refusals))]
pub(super) async fn export(
    caller: Allowed<WriteOrganization>,
    State(state): State<AppState>,
    Path((workspace, id)): Path<(String, String)>,
) -> Result<Response, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let who = Who::Person(PersonId(id));
    let mut write = state.store.write().await?;
    let whole: Option<Whole> = write.whole(&state.store, &workspace, &who).await?;
    write.commit().await?;
    let Some(whole) = whole else { return Err(nobody(&state, &workspace, &who).await?) };
    let export = PersonExport::new(&state.store, &workspace, whole);
    // If the database fails on the way, the answer breaks off, and no client takes it for whole.
    let chunks = stream::try_unfold(export, async |mut export| {
        let next = export.next().await.inspect_err(|error| {
            let cause = error.hidden_cause();
            tracing::error!(cause, %error, "the data of a person broke off");
        });
        Ok::<_, Error>(next?.map(|text| (text, export)))
    });
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"person.json\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, Bytes::from_stream(chunks)).into_response())
}

async fn found(state: &AppState, workspace: &WorkspaceId, id: &str) -> Result<Row, Error> {
    let found = state.store.erasure(workspace, id).await?;
    found.ok_or_else(|| Error::NotFound(format!("Erasure {id} not found").into()))
}

/// Nobody is meant. Of whoever was merged into another person something is kept there, which must not be taken for nothing.
async fn nobody(state: &AppState, workspace: &WorkspaceId, who: &Who) -> Result<Error, Error> {
    if let Who::Person(id) = who
        && !id.as_str().contains('\0')
        && let Some(into) = state.store.merged_into(workspace, id).await?
    {
        let (person, into) = (id.to_string(), into.to_string());
        return Ok(Error::NotFound(Fault::MergedAway { person, into }.into()));
    }
    Ok(Error::NotFound("There is no such person, and nothing was published by such an identity".into()))
}
