//! `cargo xtask bench widget`: how quick the shipped script is in a real browser, printed as a table for
//! docs/benchmarks.md. What is measured, and how, is in tests/bench.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::{browser, bundle, steps, tools, workspace};

/// How it is measured.
#[derive(Args)]
pub(crate) struct Options {
    /// With dist/ as it is.
    #[arg(long)]
    no_build: bool,
    /// With the service as it is built for tests: its answers take longer, the widget does not.
    #[arg(long)]
    slow_service: bool,
    /// Another build's dist/, to be measured beside it.
    #[arg(long)]
    other: Option<PathBuf>,
    /// Only beside the others, or only long histories with the real service.
    #[arg(long, value_parser = ["beside", "long"])]
    only: Option<String>,
    /// Beside the others, only histories of so many events.
    #[arg(long)]
    events: Option<usize>,
    /// Beside the others, how far away the service is: ms for each answer.
    #[arg(long, default_value_t = 0)]
    latency: u32,
}

/// Builds the widget as it is shipped, and measures it.
///
/// # Errors
/// A build failed, there is no browser, or something never came to be seen.
pub(super) fn run(options: &Options) -> Result<()> {
    let browser = browser::find_or_install()?;
    let dist = workspace::root().join("dist");
    if !options.no_build {
        bundle::write(&tools::Tools::for_bundle()?, bundle::Profile::Release, &dist)?;
    }
    let mut cargo = workspace::cargo();
    cargo.args(["run", "--package", "browser-tests", "--bin", "bench"]).env("CJW_DIST", &dist);
    if !options.slow_service {
        cargo.arg("--release");
    }
    if let Some(other) = &options.other {
        cargo.env("CJW_OTHER_DIST", std::path::absolute(other)?);
    }
    if let Some(only) = &options.only {
        cargo.env("CJW_BENCH", only);
    }
    if let Some(events) = options.events {
        cargo.env("CJW_BENCH_EVENTS", events.to_string());
    }
    cargo.env("CJW_BENCH_LATENCY", options.latency.to_string());
    browser.lend_to(&mut cargo);
    steps::run(&mut cargo)
}
