//! `cargo xtask bench`: measures the journey service as it is shipped, on databases and data of its own, and writes what
//! it found as docs/benchmarks.md. It asks over HTTP like any client; only the store is filled by the bulk import.

mod beside;
mod bulk;
mod client;
mod fill;
mod pages;
mod publish;
mod report;
mod servers;
mod streams;
mod webhooks;
mod widget;

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, Subcommand, ValueEnum};

use crate::{postgres, steps, workspace};
use client::Api;
use report::Report;
use servers::{Postgres, Service};

/// What is measured.
#[derive(Subcommand)]
pub(crate) enum Bench {
    /// The journey service: publishing, pages of history, live streams.
    Service(Options),
    /// Webhooks of a contact center, with kills in between: how many a second, and that none is lost.
    Webhooks(webhooks::Options),
    /// The widget: first entry, search, live events and scrolling, for three lengths of history.
    Widget(widget::Options),
}

/// How much of it.
#[derive(Args)]
pub(crate) struct Options {
    /// Small stores and short runs, to see that it works: a few minutes instead of an hour.
    #[arg(long)]
    quick: bool,
    /// Only this database.
    #[arg(long)]
    database: Option<Database>,
    /// Events in the store when pages are measured, smallest first.
    #[arg(long, value_delimiter = ',')]
    sizes: Option<Vec<u64>>,
    /// Open streams.
    #[arg(long, default_value_t = 1000)]
    streams: usize,
    /// The service as it was built last, by `cargo build --profile service -p journey-api`.
    #[arg(long)]
    no_build: bool,
    /// Another build of the service: both are asked in turn, and what is written is the one beside the other.
    #[arg(long, value_name = "PROGRAM")]
    other: Option<PathBuf>,
    /// Write the figures to this file, instead of to the terminal.
    #[arg(long)]
    write: Option<PathBuf>,
}

/// Which database.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Database {
    Sqlite,
    Postgres,
}

/// Measures.
///
/// # Errors
/// The service does not build, does not start, or answers what it should not.
pub(crate) fn run(bench: &Bench) -> Result<()> {
    let options = match bench {
        Bench::Widget(options) => return widget::run(options),
        Bench::Webhooks(options) => return webhooks::run(options),
        Bench::Service(options) => options,
    };
    let sizes = options
        .sizes
        .clone()
        .unwrap_or_else(|| if options.quick { vec![1_000, 20_000] } else { vec![1_000, 100_000, 5_000_000] });
    if let Some(other) = &options.other {
        if !options.no_build {
            build()?;
        }
        return beside::run(other, options);
    }
    let mut report = Report::new(options.quick)?;
    if !options.no_build {
        build()?;
    }
    for database in [Database::Sqlite, Database::Postgres] {
        if options.database.is_none_or(|only| only == database) {
            measure(database, options, &sizes, &mut report)?;
            // After each database: a run that is cut short has told half.
            report.show(options.write.as_deref())?;
        }
    }
    Ok(())
}

fn build() -> Result<()> {
    steps::named("Building the service", || {
        steps::run(workspace::cargo().args(["build", "--profile", "service", "--locked", "--package", "journey-api"]))
    })
}

fn measure(database: Database, options: &Options, sizes: &[u64], report: &mut Report) -> Result<()> {
    let folder = workspace::target_directory()?.join("bench");
    std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let (name, url, server) = match database {
        Database::Sqlite => {
            let file = folder.join(format!("journeys-{}.sqlite", std::process::id()));
            ("SQLite", format!("sqlite://{}", file.display()), None)
        }
        Database::Postgres => {
            postgres::find_or_install()?;
            let server = Postgres::start()?;
            ("PostgreSQL", server.url.clone(), Some(server))
        }
    };
    report.database(name, server.as_ref().map_or_else(|| "WAL, synchronous = FULL".to_owned(), Postgres::settings));
    let service = Service::start(&url, &[])?;
    let api = Api::prepare(&service)?;
    fill::heavy(&service, &api, &url)?;
    let mut held = 0;
    for size in sizes {
        let filled = fill::up_to(&service, &api, &url, server.as_ref(), (held, *size))?;
        held = *size;
        if let Some(server) = &server {
            server.vacuum()?;
        }
        report.filled(*size, filled, servers::size_of(&url, server.as_ref())?);
        report.pages(*size, pages::measure(&service, &api, *size, options.quick)?);
    }
    publish::measure(&service, &api, &url, options.quick, report)?;
    drop(service);
    streams::measure(&url, &api, options.streams, options.quick, report)?;
    if server.is_none() {
        servers::remove(&url)?;
    }
    Ok(())
}
