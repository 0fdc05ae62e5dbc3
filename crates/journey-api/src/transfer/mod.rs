//! Bringing in and taking out what a workspace holds, from the command line. Each import may be repeated, or taken up
//! after a break: what is there already stays as it is.

mod charset;
mod erase;
mod events;
mod export;
mod file_kind;
mod identities;
mod person;
mod persons;
mod table;

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use erase::Whose;
use serde::Serialize;

use crate::error::Error;
use crate::ids::WorkspaceId;
use crate::reason::{Detail, Reason};
use crate::store::{ConnectError, DatabaseOptions, Patience, Store};

pub(crate) use charset::Text;
pub(crate) use erase::{EraseArguments, erase};
pub(crate) use identities::{Ending, How, import as import_identities};
pub(crate) use person::PersonExport;
pub(crate) use persons::PersonTable;

/// Rows written at once.
const AT_ONCE: usize = 500;

/// Which database and workspace.
#[derive(Debug, Args)]
pub(crate) struct Place {
    /// Where journeys are stored: sqlite://FILE or postgres://USER@HOST/NAME
    #[arg(long, env = "JOURNEY_API_DATABASE", default_value = "sqlite://journeys.sqlite", hide_env_values = true)]
    database: String,
    #[command(flatten)]
    options: DatabaseOptions,
    /// Workspace to write into or to read from
    #[arg(long, value_name = "ID", env = "JOURNEY_API_WORKSPACE")]
    workspace: String,
}

/// The arguments of an import.
#[derive(Debug, Args)]
pub(crate) struct ImportArguments {
    /// The file to read; - is standard input
    file: PathBuf,
    #[command(flatten)]
    place: Place,
    /// Write nothing if one row is bad, instead of the good ones
    #[arg(long)]
    all_or_nothing: bool,
}

/// The arguments of an export.
#[derive(Debug, Args)]
pub(crate) struct ExportArguments {
    /// What to write, one JSON object a line
    #[arg(required_unless_present_any = ["person", "identity"], conflicts_with_all = ["person", "identity"])]
    what: Option<What>,
    #[command(flatten)]
    whose: Whose,
    #[command(flatten)]
    place: Place,
    /// Only events that arrived after the one of this number, which an earlier export named last
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    after: i64,
}

/// What an export writes.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum What {
    /// Events, in the order of their arrival
    Events,
    /// Persons, the oldest first
    Persons,
}

/// What can be brought in.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Identities,
    Events,
}

/// Why an import or export ended early.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    /// The database did not open.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// There is no such workspace.
    #[error("there is no workspace {0}")]
    Workspace(String),
    /// Nobody is named.
    #[error("say who is meant: --person ID or --identity IDENTITY")]
    Nobody,
    /// There is no such person.
    #[error("there is nothing of {0}")]
    NotFound(String),
    /// A file could not be read, or the output not be written.
    #[error("{0}: {1}")]
    File(String, #[source] std::io::Error),
    /// The file is no CSV with the columns of Control Hub.
    #[error("{0}")]
    Table(Reason),
    /// Some rows were bad.
    #[error("{bad} bad rows{}", if *.kept { "; the others were imported" } else { "; nothing was imported" })]
    Rows {
        /// How many.
        bad: usize,
        /// Whether the others were imported.
        kept: bool,
    },
    /// The database failed.
    #[error("{}", .0.hidden_cause().unwrap_or_else(|| .0.to_string()))]
    Store(#[from] Error),
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
}

/// What an import came to, or would.
#[derive(Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ImportReport)]
pub(crate) struct Report {
    /// Rows by which a person was made or changed.
    imported: usize,
    /// Rows of which all was there already.
    unchanged: usize,
    bad: Vec<BadRow>,
    /// In which portions the table can be imported, one call each; told of a table that was only looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    portions: Option<Portions>,
}

/// How a table is divided: each portion is sent with the head before it, in UTF-8, and with `firstLine`. It is stored whole or
/// not at all.
#[derive(Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ImportPortions)]
pub(crate) struct Portions {
    /// In which character set the table was read, by its name in the WHATWG's standard.
    encoding: &'static str,
    /// So many lines are the head.
    head_lines: u64,
    /// The lines at which the portions begin, counted from 1; lines end with a line feed.
    begin: Vec<u64>,
}

/// A row that is not imported.
#[derive(Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub(crate) struct BadRow {
    /// Counted from 1, the head of a table included.
    line: u64,
    reason: String,
    /// The same for programs.
    detail: Detail,
}

impl BadRow {
    fn new(line: u64, reason: &Reason) -> Self {
        Self { line, reason: reason.to_string(), detail: reason.detail() }
    }
}

impl fmt::Display for BadRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

/// Imports a file, and says how it went on standard error.
///
/// # Errors
/// When it cannot be read or written, or has bad rows.
pub(crate) async fn import(kind: Kind, arguments: ImportArguments) -> Result<(), TransferError> {
    let (store, workspace) = open(&arguments.place).await?;
    let name = arguments.file.display().to_string();
    let unread = |error| TransferError::File(name.clone(), error);
    let report = match kind {
        Kind::Identities => {
            let text = match name.as_str() {
                "-" => Text::piped(std::io::stdin()),
                _ => Text::of_file(&arguments.file).map_err(unread)?,
            };
            let ending = if arguments.all_or_nothing { Ending::AllOrNothing } else { Ending::Good };
            let how = How { ending, by: identities::BY, is_told: false, first_line: None };
            identities::import(&store, &workspace, text, how).await?.0
        }
        Kind::Events => {
            let file: Box<dyn Read> = match name.as_str() {
                "-" => Box::new(std::io::stdin()),
                _ => Box::new(File::open(&arguments.file).map_err(unread)?),
            };
            events::import(&store, &workspace, file, arguments.all_or_nothing).await?
        }
    };
    store.close().await;
    for bad in &report.bad {
        eprintln!("{name}: {bad}");
    }
    let kept = report.bad.is_empty() || !arguments.all_or_nothing;
    if kept {
        eprintln!("{name}: {} imported, {} were there already", report.imported, report.unchanged);
    }
    if report.bad.is_empty() { Ok(()) } else { Err(TransferError::Rows { bad: report.bad.len(), kept }) }
}

/// Writes events or persons, or all that is kept of one person, to standard output.
///
/// # Errors
/// When they cannot be read or written.
pub(crate) async fn export(arguments: ExportArguments) -> Result<(), TransferError> {
    let (store, workspace) = open(&arguments.place).await?;
    let output = std::io::stdout().lock();
    match (arguments.what, arguments.whose.find(&store, &workspace).await?) {
        (_, Some(whose)) => erase::export(&store, &workspace, whose, output).await?,
        (Some(What::Persons), None) => export::persons(&store, &workspace, output).await?,
        (Some(What::Events) | None, None) => export::events(&store, &workspace, arguments.after, output).await?,
    }
    store.close().await;
    Ok(())
}

async fn open(place: &Place) -> Result<(Store, WorkspaceId), TransferError> {
    let store = Store::connect_with(&place.database, &place.options, Patience::COMMAND).await?;
    let workspace = store.any_workspace(&place.workspace).await?;
    let workspace = workspace.ok_or_else(|| TransferError::Workspace(place.workspace.clone()))?;
    Ok((store, workspace))
}

impl Report {
    /// Says on standard error how far an import is, now and then, and what of it an earlier one had done already.
    fn progress(&self, every: usize) {
        let done = self.imported + self.unchanged + self.bad.len();
        if done > 0 && done.is_multiple_of(every) {
            eprintln!("{done} rows: {} imported, {} were there already …", self.imported, self.unchanged);
        }
    }
}

/// Says on standard error how far an export is, now and then.
fn progress(done: usize) {
    if done > 0 && done.is_multiple_of(10_000) {
        eprintln!("{done} rows …");
    }
}
