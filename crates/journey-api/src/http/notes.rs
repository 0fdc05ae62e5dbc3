//! Agents' notes on a customer, or on one of the customer's contacts. Identities stand in bodies: no address and no log on
//! the way has them. Who wrote and when is said by the token and the clock of the service, never by a body.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use cjds::{Envelope, IdentityType, Note, NoteRequest, NoteSearchRequest};

use super::calls::{Calls, call};
use super::extract::{Body, Path};
use super::listing::Listing;
use super::openapi::Refusals;
use super::query::Query;
use super::workspaces::meta;
use crate::auth::{Allowed, Caller, ReadJourney, WriteNote};
use crate::checked;
use crate::error::Error;
use crate::notes::{self, Kept};
use crate::state::AppState;

pub(super) fn calls() -> Calls {
    Calls::new().with(call!(search)).with(call!(write)).with(call!(change))
}

/// The notes on a customer, the newest first; `contact`: those on that contact alone. Scopes: any.
#[utoipa::path(post, path = "/v1/api/note/workspace-id/{workspaceId}/search", tag = "Notes", params(("workspaceId" = String, Path, description = "Workspace"), Listing), request_body = NoteSearchRequest, responses((status = 200, description = "Success", body = Envelope<Vec<Note>>), Refusals))]
pub(super) async fn search(
    caller: Allowed<ReadJourney>,
    State(state): State<AppState>,
    Path(workspace): Path<String>,
    Query(listing): Query<Listing>,
    Body(body): Body<NoteSearchRequest>,
) -> Result<Json<Envelope<Vec<Note>>>, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let mut notes = state.notes(&workspace, named(&body.identity)?).await?;
    if let Some(contact) = contact(body.contact.as_deref())? {
        notes.retain(|note| note.contact.as_ref() == Some(&contact));
    }
    let notes = notes.into_iter().map(|note| note.answer(&caller)).collect();
    Ok(Json(Envelope { meta: meta(&caller), data: listing.apply(notes)? }))
}

/// Writes a note. Scope: cjp:user.
#[utoipa::path(post, path = "/v1/api/note/workspace-id/{workspaceId}", tag = "Notes", params(("workspaceId" = String, Path, description = "Workspace")), request_body = NoteRequest, responses((status = 201, description = "Success", body = Envelope<Note>), Refusals))]
pub(super) async fn write(
    caller: Allowed<WriteNote>,
    State(state): State<AppState>,
    Path(workspace): Path<String>,
    Body(body): Body<NoteRequest>,
) -> Result<(StatusCode, Json<Envelope<Note>>), Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let author = author(&caller)?;
    let text = notes::text(&body.text)?;
    if text.is_empty() {
        return Err(Error::invalid("text: is missing"));
    }
    let (identity, contact) = (named(&body.identity)?, contact(body.contact.as_deref())?);
    let identity = state.noted_identity(&workspace, identity, kind(&body)?).await?;
    let note = Kept::new(author, identity, contact, text);
    state.publisher.publish(note.event(&workspace)).await?;
    Ok((StatusCode::CREATED, Json(Envelope { meta: meta(&caller), data: note.answer(&caller) })))
}

/// Changes what one's own note says; an empty text takes it back. Another's is a 403. Scope: cjp:user.
#[utoipa::path(patch, path = "/v1/api/note/workspace-id/{workspaceId}/note-id/{noteId}", tag = "Notes", params(("workspaceId" = String, Path, description = "Workspace"), ("noteId" = String, Path, description = "Note")), request_body = NoteRequest, responses((status = 200, description = "Success", body = Envelope<Note>), Refusals))]
pub(super) async fn change(
    caller: Allowed<WriteNote>,
    State(state): State<AppState>,
    Path((workspace, id)): Path<(String, String)>,
    Body(body): Body<NoteRequest>,
) -> Result<Json<Envelope<Note>>, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let author = author(&caller)?;
    let text = notes::text(&body.text)?;
    let notes = state.notes(&workspace, named(&body.identity)?).await?;
    let note = notes.into_iter().find(|note| note.id == id);
    let note =
        note.ok_or_else(|| Error::NotFound(format!("Note {id} not found: it was taken back or never there").into()))?;
    if note.author != author.subject() {
        return Err(Error::Forbidden("The note is another agent's: only who wrote it may change it".into()));
    }
    let note = note.changed(author, text);
    state.publisher.publish(note.event(&workspace)).await?;
    Ok(Json(Envelope { meta: meta(&caller), data: note.answer(&caller) }))
}

/// The caller, whose note it will be.
fn author(caller: &Caller) -> Result<&Caller, Error> {
    if caller.subject().trim().is_empty() {
        return Err(Error::Forbidden(
            "The token does not say whose it is (sub), so nobody would have written it".into(),
        ));
    }
    Ok(caller)
}

/// An identity that says something.
fn named(identity: &str) -> Result<&str, Error> {
    let identity = identity.trim();
    if identity.is_empty() {
        return Err(Error::invalid("identity: is missing"));
    }
    checked::text("identity", identity).map_err(Error::invalid)?;
    Ok(identity)
}

/// A contact's id that says something.
fn contact(id: Option<&str>) -> Result<Option<String>, Error> {
    let Some(id) = id.map(str::trim).filter(|id| !id.is_empty()) else { return Ok(None) };
    checked::text("contact", id).map_err(Error::invalid)?;
    Ok(Some(id.to_owned()))
}

fn kind(body: &NoteRequest) -> Result<Option<IdentityType>, Error> {
    let Some(word) = body.identity_type.as_deref().map(str::trim).filter(|word| !word.is_empty()) else {
        return Ok(None);
    };
    let kind = IdentityType::from_word(word);
    let names = "phone, email, customerId, socialId or temporaryId";
    kind.map(Some).ok_or_else(|| Error::invalid(format!("identityType: must be {names}")))
}
