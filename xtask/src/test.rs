//! `cargo xtask test`: every check and test of the project, step by step, with one verdict at the end.
//! The last line is `N passed, N failed`: the runners' own counts, and one for each check that counts nothing itself.
//! A check whose tool is not installed is skipped, and said to be; it counts as neither.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};

use crate::browser::{self, Browser};
use crate::bundle::NAME;
use crate::bundle::{self, Profile};
use crate::outcome::{Counts, counts_in};
use crate::report::{Report, Verdict, report, summary};
use crate::setup::{self, Missing, Need};
use crate::tools::Tools;
use crate::{console, dist, firefox, steps, workspace};

/// What to run.
#[derive(Args)]
pub(crate) struct Options {
    /// Only these steps; all of them if none is named.
    #[arg(value_enum)]
    steps: Vec<Step>,
    /// Runs the browser tests this many times over, to find those that fail now and then.
    #[arg(long, default_value_t = 1)]
    repeat: u32,
    /// The browser tests run against dist/ as it is; without this, it is built first.
    #[arg(long)]
    no_build: bool,
    /// After `--`: for the test runners, such as a part of a test's name.
    #[arg(last = true)]
    rest: Vec<String>,
}

/// One step, in the order in which all of them run: cheap ones first.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Step {
    /// The formatting is rustfmt's.
    Format,
    /// No warning of the compiler or of clippy, for the host and for the browser.
    Lint,
    /// Licences, sources and advisories by cargo-deny; skipped where it is not installed.
    Licences,
    /// Spelling by typos; skipped where it is not installed.
    Spelling,
    /// The domain, the wire and these commands, without a browser.
    Unit,
    /// The journey service over HTTP, with a database; and the platforms that tests play.
    Service,
    /// The journey service behind PgBouncer; skipped where it is not installed.
    Pooler,
    /// Replicas of the journey service that hear of each other by NATS; skipped where it is not installed.
    Nats,
    /// The components, in a headless browser.
    Components,
    /// What is shipped can be built.
    Dist,
    /// What is shipped is small enough.
    Size,
    /// End to end: the shipped files and the real service in a headless browser.
    Browser,
    /// An agent's walk and the gallery in Firefox.
    Firefox,
}

/// Runs the steps; goes on after one that failed, so that one run tells everything.
///
/// # Errors
/// Something failed; the summary names it.
pub(crate) fn run(options: &Options) -> Result<()> {
    let wanted = |step: &&Step| options.steps.is_empty() || options.steps.contains(step);
    let steps: Vec<Step> = Step::value_variants().iter().filter(wanted).copied().collect();
    let mut reports: Vec<Report> = Vec::new();

    let needs: Vec<Need> = steps.iter().flat_map(|step| step.needs()).copied().collect();
    let mut missing = Missing::default();
    if !needs.is_empty() {
        reports.push(report("Set-up", |_| {
            missing = setup::see_to(&needs);
            Ok(missing.summary().map_or(Verdict::Passed, Verdict::Failed))
        }));
    }
    for step in steps {
        let has_failed = |name| reports.iter().any(|report| report.name == name && report.has_failed());
        let obstacle = if matches!(step, Step::Browser | Step::Firefox) && has_failed(Step::Dist.name()) {
            Some("there is nothing to test without the shipped files")
        } else {
            missing.of(step.needs())
        };
        reports.push(report(step.name(), |counts| match obstacle {
            Some(why) => Ok(Verdict::Failed(format!("not run: {why}"))),
            None => step.run(options, counts),
        }));
    }
    summary(&reports);
    Ok(())
}

impl Step {
    fn name(self) -> &'static str {
        match self {
            Self::Format => "Format",
            Self::Lint => "Lint",
            Self::Licences => "Licences, sources, advisories",
            Self::Spelling => "Spelling",
            Self::Unit => "Unit tests",
            Self::Service => "Service tests",
            Self::Pooler => "Service tests behind a pooler",
            Self::Nats => "Service tests with NATS",
            Self::Components => "Component tests",
            Self::Dist => "Shipped files",
            Self::Size => "Size of the first paint",
            Self::Browser => "Browser tests",
            Self::Firefox => "Browser tests in Firefox",
        }
    }

    /// What must be on the machine before it runs.
    fn needs(self) -> &'static [Need] {
        match self {
            Self::Format => &[Need::Components],
            Self::Lint => &[Need::Components, Need::WasmTarget],
            Self::Licences | Self::Spelling | Self::Size => &[],
            Self::Unit => &[Need::NodeTools],
            Self::Service | Self::Pooler | Self::Nats => &[Need::NodeTools, Need::PostgreSql],
            Self::Components => &[Need::WasmTarget, Need::WasmBindgen, Need::Browser],
            Self::Dist => &[Need::WasmTarget, Need::NodeTools, Need::WasmBindgen, Need::Trunk],
            Self::Browser => &[Need::WasmTarget, Need::NodeTools, Need::WasmBindgen, Need::Trunk, Need::Browser],
            Self::Firefox => {
                &[Need::WasmTarget, Need::NodeTools, Need::WasmBindgen, Need::Trunk, Need::Browser, Need::Firefox]
            }
        }
    }

    fn run(self, options: &Options, counts: &mut Counts) -> Result<Verdict> {
        match self {
            Self::Format => steps::run(workspace::cargo().args(["fmt", "--all", "--check"]))?,
            Self::Lint => lint()?,
            Self::Licences => return licences(),
            Self::Spelling => return spelling(),
            Self::Unit => {
                let packages =
                    [NAME, "journey", "basics", "cjds", "avaya", "genesys", "journey-events", console::NAME, "xtask"]
                        .map(|package| ["--package", package])
                        .concat();
                runner(workspace::cargo().arg("test").args(packages), options, counts)?;
            }
            Self::Service => {
                let packages = ["--package", "journey-api", "--package", "sample-platforms"];
                runner(workspace::cargo().arg("test").args(packages), options, counts)?;
            }
            Self::Pooler => return beside("pgbouncer", "pooler::", options, counts),
            Self::Nats => return beside("nats-server", "nats::", options, counts),
            Self::Components => components(options, counts)?,
            Self::Dist => dist::write(&dist::Options::default())?,
            Self::Size => dist::weigh(&dist::Options::default())?,
            Self::Browser => browser_tests(options, counts)?,
            Self::Firefox => firefox_tests(options, counts)?,
        }
        Ok(Verdict::Passed)
    }
}

fn lint() -> Result<()> {
    let host = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    steps::run(workspace::cargo().args(host))?;
    let widget = [
        "clippy",
        "--package",
        NAME,
        "--package",
        "journey",
        "--package",
        "basics",
        "--package",
        "cjds",
        "--package",
        "avaya",
        "--package",
        "genesys",
        "--package",
        "journey-events",
        "--package",
        console::NAME,
        "--target",
        "wasm32-unknown-unknown",
    ];
    steps::run(workspace::cargo().args(widget).args(["--all-targets", "--", "-D", "warnings"]))
}

/// What may be in a dependency (deny.toml).
fn licences() -> Result<Verdict> {
    if !is_installed("cargo-deny") {
        return Ok(not_installed("cargo-deny"));
    }
    steps::run(workspace::cargo().args(["deny", "check"]))?;
    Ok(Verdict::Passed)
}

/// Words as they are written (_typos.toml has those that are meant).
fn spelling() -> Result<Verdict> {
    if !is_installed("typos") {
        return Ok(not_installed("typos"));
    }
    steps::run(Command::new("typos").current_dir(workspace::root()))?;
    Ok(Verdict::Passed)
}

/// The service's tests that ask for a program beside PostgreSQL; without it they count as ignored.
fn beside(program: &str, module: &str, options: &Options, counts: &mut Counts) -> Result<Verdict> {
    if !is_installed(program) {
        return Ok(Verdict::Skipped(format!("{program} is not installed; on Debian: apt-get install {program}")));
    }
    let test = ["test", "--package", "journey-api", "--test", "postgres"];
    let mut rest = vec!["--ignored".to_owned(), module.to_owned()];
    rest.extend(options.rest.iter().cloned());
    let options = Options { steps: Vec::new(), repeat: 1, no_build: false, rest };
    runner(workspace::cargo().args(test), &options, counts)?;
    Ok(Verdict::Passed)
}

fn is_installed(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn not_installed(program: &str) -> Verdict {
    Verdict::Skipped(format!("{program} is not installed; `cargo xtask tools --extras` installs it"))
}

fn components(options: &Options, counts: &mut Counts) -> Result<()> {
    let tools = Tools::for_bundle()?;
    let browser = browser::find_or_install()?;
    let mut cargo = workspace::cargo();
    tools.lend_to(&mut cargo)?;
    browser.lend_to(&mut cargo);
    cargo.args([
        "test",
        "--package",
        NAME,
        "--package",
        console::NAME,
        "--lib",
        "--bins",
        "--target",
        "wasm32-unknown-unknown",
    ]);
    // All of them together, s; 20 is not enough for a busy machine.
    cargo.env("WASM_BINDGEN_TEST_TIMEOUT", "300");
    runner(&mut cargo, options, counts)
}

fn browser_tests(options: &Options, counts: &mut Counts) -> Result<()> {
    let browser: Browser = browser::find_or_install()?;
    if options.steps == [Step::Browser] && !options.no_build {
        dist::run(&dist::Options::default())?;
    }
    // What a panic does can be seen only where one can be asked for.
    let debug = workspace::target_directory()?.join("debug-widget");
    bundle::write(&Tools::for_bundle()?, Profile::Dev, &debug)?;
    console::write(&Tools::for_bundle()?, Profile::Dev, &console::folder(Profile::Dev)?)?;
    for round in 1..=options.repeat {
        if options.repeat > 1 {
            println!("\n-- Round {round} of {}", options.repeat);
        }
        let mut cargo = workspace::cargo();
        browser.lend_to(&mut cargo);
        // An error of these tests says what was seen instead; the stack of the waiting says nothing.
        cargo.env("RUST_LIB_BACKTRACE", "0").env("CJW_DEBUG_DIST", &debug);
        runner(cargo.args(["test", "--package", "browser-tests"]), options, counts)?;
    }
    Ok(())
}

/// Against dist/ as it is, as the last of the steps: the browser tests before it have built what it takes.
fn firefox_tests(options: &Options, counts: &mut Counts) -> Result<()> {
    if options.steps == [Step::Firefox] && !options.no_build {
        dist::run(&dist::Options::default())?;
        console::write(&Tools::for_bundle()?, Profile::Dev, &console::folder(Profile::Dev)?)?;
    }
    let mut cargo = workspace::cargo();
    browser::find_or_install()?.lend_to(&mut cargo);
    firefox::find_or_install()?.lend_to(&mut cargo);
    cargo.env("RUST_LIB_BACKTRACE", "0").args(["test", "--package", "browser-tests", "--test", "end_to_end"]);
    let mut rest = vec!["--ignored".to_owned(), "firefox::".to_owned()];
    rest.extend(options.rest.iter().cloned());
    let options = Options { steps: Vec::new(), repeat: 1, no_build: false, rest };
    runner(&mut cargo, &options, counts)
}

/// Runs a test command, shows what it prints, and counts its tests.
fn runner(command: &mut Command, options: &Options, counts: &mut Counts) -> Result<()> {
    // Not the first failing binary only: one run tells everything.
    command.arg("--no-fail-fast");
    if !options.rest.is_empty() {
        command.arg("--").args(&options.rest);
    }
    let line = steps::line_of(command);
    println!("$ {line}");
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().with_context(|| format!("`{line}`"))?;
    let output = child.stdout.take().context("the runner has no output")?;
    let mut terminal = std::io::stdout();
    for line in BufReader::new(output).split(b'\n') {
        let line = String::from_utf8_lossy(&line?).into_owned();
        writeln!(terminal, "{line}")?;
        *counts += counts_in(&line).unwrap_or_default();
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("`{line}` failed ({status})");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_without_its_tool_counts_as_neither_passed_nor_failed() {
        let skipped = report("Spelling", |_| Ok(not_installed("typos")));
        assert_eq!(skipped.counts, Counts { passed: 0, failed: 0 });
        assert!(!skipped.has_failed());
    }

    #[test]
    fn whatever_compiles_for_the_browser_needs_the_target_first() {
        for step in [Step::Lint, Step::Components, Step::Dist, Step::Browser] {
            assert!(step.needs().contains(&Need::WasmTarget), "{}", step.name());
        }
    }
}
