//! Who calls, as the service understands the token: so that a page offers no more than the token may do.

use axum::Json;
use cjds::Envelope;
use serde::Serialize;

use super::calls::{Calls, call};
use super::openapi::Refusals;
use super::workspaces::meta;
use crate::auth::{Allowed, ReadJourney};
use crate::error::Error;

pub(super) fn calls() -> Calls {
    Calls::new().with(call!(who))
}

/// Whom a token stands for.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Who {
    subject: String,
    organization_id: String,
    /// The one workspace that the token is bound to; not there where it is to none.
    #[serde(skip_serializing_if = "Option::is_none")]
    workspace_id: Option<String>,
    scopes: Vec<String>,
    expires_at: String,
}

/// Whom the token stands for, and what it may do. Scopes: any.
#[utoipa::path(get, path = "/admin/v1/api/caller", tag = "Caller", responses((status = 200, description = "Success", body = Envelope<Who>), Refusals))]
pub(super) async fn who(caller: Allowed<ReadJourney>) -> Result<Json<Envelope<Who>>, Error> {
    let data = Who {
        subject: caller.subject().to_owned(),
        organization_id: caller.organization().to_owned(),
        workspace_id: caller.bound_to().map(str::to_owned),
        scopes: caller.scopes().to_vec(),
        expires_at: cjds::write_time(caller.expires_at()),
    };
    Ok(Json(Envelope { meta: meta(&caller), data }))
}
