//! Persons as a table (CSV with the columns of Control Hub): looked at and imported, and written for spreadsheets.

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use cjds::Envelope;
use futures_util::stream;

use super::calls::{Calls, call};
use super::extract::Path;
use super::openapi::Refusals;
use super::query::{FromQuery, Parameters, Query};
use super::workspaces::meta;
use crate::auth::{Allowed, ReadPerson, WriteConfig};
use crate::error::Error;
use crate::reason::{Fault, Reason};
use crate::state::AppState;
use crate::transfer::{Ending, How, PersonTable, Report, Text, TransferError, import_identities};

pub(super) fn calls() -> Calls {
    Calls::new().with(call!(import)).with(call!(table))
}

/// The table, as it came.
pub(super) struct Table(Bytes);

impl<S: Send + Sync> FromRequest<S> for Table {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        Ok(Self(Bytes::from_request(request, state).await?))
    }
}

#[derive(Debug, utoipa::IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(super) struct Asked {
    /// `true`: only say what would be imported, and which rows would not.
    dry_run: Option<bool>,
    /// Where a portion of a table is sent: the line of the whole table in which its first row stands.
    first_line: Option<u64>,
}

impl FromQuery for Asked {
    fn take(left: &mut Parameters) -> Result<Self, Error> {
        let dry_run = match left.one("dryRun")?.as_deref() {
            None => None,
            Some("true") => Some(true),
            Some("false") => Some(false),
            Some(_) => return Err(Error::invalid("dryRun: must be true or false")),
        };
        let first_line = left.number("firstLine")?.map(u64::try_from).transpose();
        let first_line =
            first_line.map_err(|_| Error::invalid(Reason::at("firstLine", Fault::AtLeast { least: 0 })))?;
        Ok(Self { dry_run, first_line })
    }
}

/// Imports the good rows of a table, and says of each other one why not. It has the columns of Control Hub, as spreadsheets save
/// them; a large one is sent in the portions that a dry run tells. Larger ones than a body may be are for `journey-api import-identities`. Scope: cjp:config_write.
#[utoipa::path(post, path = "/admin/v1/api/person/import/workspace-id/{workspaceId}", tag = "Persons", params(("workspaceId" = String, Path, description = "Workspace"), Asked), request_body(content = String, content_type = "text/csv"), responses((status = 200, description = "Success", body = Envelope<Report>), Refusals))]
pub(super) async fn import(
    caller: Allowed<WriteConfig>,
    State(state): State<AppState>,
    Path(workspace): Path<String>,
    Query(Asked { dry_run, first_line }): Query<Asked>,
    Table(table): Table,
) -> Result<Json<Envelope<Report>>, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let text =
        Text::of_bytes(table).map_err(|error| Error::invalid(Fault::TableUnreadable { error: error.to_string() }))?;
    let ending = if dry_run == Some(true) { Ending::DryRun } else { Ending::Good };
    let how = How { ending, by: caller.subject(), is_told: true, first_line };
    let (data, change) = import_identities(&state.store, &workspace, text, how).await.map_err(refused)?;
    if ending == Ending::Good {
        state.tell(&workspace, &change);
    }
    Ok(Json(Envelope { meta: meta(&caller), data }))
}

/// Persons as a table for spreadsheets, which can be imported again; with names, addresses, phones and customer numbers. Scopes:
/// cjp:user, cjp:config_read or cjp:config_write.
#[utoipa::path(get, path = "/admin/v1/api/person/export/workspace-id/{workspaceId}", tag = "Persons", params(("workspaceId" = String, Path, description = "Workspace")), responses((status = 200, description = "Success", body = String, content_type = "text/csv"), Refusals))]
pub(super) async fn table(
    caller: Allowed<ReadPerson>,
    State(state): State<AppState>,
    Path(workspace): Path<String>,
) -> Result<Response, Error> {
    let workspace = state.workspace(&caller, &workspace).await?;
    let table = PersonTable::new(&state.store, &workspace);
    // If the database fails on the way, the answer breaks off, and no client takes it for whole.
    let chunks = stream::try_unfold(table, async |mut table| {
        let next = table.next().await.inspect_err(|error| {
            let cause = error.hidden_cause();
            tracing::error!(cause, %error, "a table of persons broke off");
        });
        Ok::<_, Error>(next?.map(|text| (text, table)))
    });
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"identities.csv\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, Body::from_stream(chunks)).into_response())
}

/// What is wrong with the whole table.
fn refused(error: TransferError) -> Error {
    match error {
        TransferError::Store(error) => error,
        TransferError::Database(error) => error.into(),
        TransferError::Table(reason) => Error::invalid(reason),
        error @ TransferError::File(..) => Error::invalid(Fault::TableUnreadable { error: error.to_string() }),
        other => Error::Internal(other.to_string()),
    }
}
