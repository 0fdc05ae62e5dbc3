//! Persons by a part of an identity, which stands in a body: no address and no log on the way has it.

use axum::Json;
use axum::extract::State;
use basics::identity::Part;
use cjds::{Envelope, FoundByPart, PartSearchRequest};

use super::calls::{Calls, call};
use super::extract::{Body, Path};
use super::openapi::Refusals;
use super::workspaces::meta;
use crate::auth::{Allowed, ReadPerson};
use crate::error::Error;
use crate::state::AppState;

pub(super) fn calls() -> Calls {
    Calls::new().with(call!(search_part))
}

/// The persons of whom an identity has this part, ten at most, with the identities that have it: a telephone number that ends
/// in these digits (four or more), an e-mail address that begins so or is of this domain, a customer number that begins or ends
/// so. Scopes: cjp:user, cjp:config_read or cjp:config_write.
#[utoipa::path(post, path = "/admin/v1/api/person/workspace-id/{workspaceId}/parts/search", tag = "Persons", params(("workspaceId" = String, Path, description = "Workspace")), request_body = PartSearchRequest, responses((status = 200, description = "Success", body = Envelope<FoundByPart>), Refusals))]
pub(super) async fn search_part(
    caller: Allowed<ReadPerson>,
    State(state): State<AppState>,
    Path(workspace): Path<String>,
    Body(body): Body<PartSearchRequest>,
) -> Result<Json<Envelope<FoundByPart>>, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let part = Part::of(&body.part).ok_or_else(|| {
        Error::invalid("part: must be 3 to 100 characters of an identity, and no word for callers who are nobody")
    })?;
    let data = state.store.persons_by_part(&workspace, &part).await?;
    Ok(Json(Envelope { meta: meta(&caller), data }))
}
