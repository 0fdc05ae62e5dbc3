//! `cargo xtask test`: every check and test of the project, step by step, with one verdict at the end.
//! The last line is `N passed, N failed`: the runners' own counts, and one for each check that counts nothing itself.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};

use crate::browser::{self, Browser};
use crate::bundle::{self, Profile};
use crate::element_js::NAME;
use crate::outcome::{Counts, counts_in};
use crate::tools::Tools;
use crate::{dist, postgres, steps, workspace};

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
    /// Licences and advisories by cargo-deny, spelling by typos, where they are installed.
    Extras,
    /// The domain, the wire and these commands, without a browser.
    Unit,
    /// The journey service over HTTP, with a database.
    Service,
    /// The components, in a headless browser.
    Components,
    /// What is shipped can be built.
    Dist,
    /// What is shipped is small enough.
    Size,
    /// End to end: the shipped files and the real service in a headless browser.
    Browser,
}

/// How one step went.
struct Report {
    name: &'static str,
    counts: Counts,
    time: Duration,
    /// Why it failed.
    problem: Option<String>,
}

/// Runs the steps; goes on after one that failed, so that one run tells everything.
///
/// # Errors
/// Something failed; the summary names it.
pub(crate) fn run(options: &Options) -> Result<()> {
    let wanted = |step: &Step| options.steps.is_empty() || options.steps.contains(step);
    let mut reports: Vec<Report> = Vec::new();
    for step in Step::value_variants().iter().filter(|step| wanted(step)) {
        let name = step.name();
        if *step == Step::Browser
            && reports.iter().any(|report| report.name == Step::Dist.name() && report.problem.is_some())
        {
            let problem = "not run: there is nothing to test without the shipped files".to_owned();
            reports.push(Report {
                name,
                counts: Counts { passed: 0, failed: 1 },
                time: Duration::ZERO,
                problem: Some(problem),
            });
            continue;
        }
        let mut counts = Counts::default();
        let start = Instant::now();
        let result = steps::named(name, || step.run(options, &mut counts));
        let problem = result.err().map(|error| format!("{error:#}"));
        if let Some(problem) = &problem {
            eprintln!("{problem}");
        }
        // A check is one test; a runner that fails without a failing test (it did not compile) is one failure.
        match problem {
            None if counts == Counts::default() => counts.passed = 1,
            Some(_) if counts.failed == 0 => counts.failed = 1,
            _ => {}
        }
        reports.push(Report { name, counts, time: start.elapsed(), problem });
    }
    summary(&reports)
}

impl Step {
    fn name(self) -> &'static str {
        match self {
            Self::Format => "Format",
            Self::Lint => "Lint",
            Self::Extras => "Licences, advisories, spelling",
            Self::Unit => "Unit tests",
            Self::Service => "Service tests",
            Self::Components => "Component tests",
            Self::Dist => "Shipped files",
            Self::Size => "Size of the first paint",
            Self::Browser => "Browser tests",
        }
    }

    fn run(self, options: &Options, counts: &mut Counts) -> Result<()> {
        match self {
            Self::Format => steps::run(workspace::cargo().args(["fmt", "--all", "--check"])),
            Self::Lint => lint(),
            Self::Extras => extras(),
            Self::Unit => {
                let packages = ["--package", NAME, "--package", "cjds", "--package", "xtask"];
                runner(workspace::cargo().arg("test").args(packages), options, counts)
            }
            Self::Service => {
                postgres::find_or_install()?;
                runner(workspace::cargo().args(["test", "--package", "journey-api"]), options, counts)
            }
            Self::Components => components(options, counts),
            Self::Dist => dist::write(&dist::Options::default()),
            Self::Size => dist::weigh(&dist::Options::default()),
            Self::Browser => browser_tests(options, counts),
        }
    }
}

fn lint() -> Result<()> {
    let host = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    steps::run(workspace::cargo().args(host))?;
    let widget = ["clippy", "--package", NAME, "--package", "cjds", "--target", "wasm32-unknown-unknown"];
    steps::run(workspace::cargo().args(widget).args(["--all-targets", "--", "-D", "warnings"]))
}

/// Checks that need a tool of their own; whoever has it runs it.
fn extras() -> Result<()> {
    let there = |program: &str| {
        let mut command = Command::new(program);
        command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    if there("cargo-deny") {
        steps::run(workspace::cargo().args(["deny", "check"]))?;
    } else {
        println!("cargo-deny is not installed: licences and advisories are not checked.");
    }
    if there("typos") {
        steps::run(Command::new("typos").current_dir(workspace::root()))?;
    } else {
        println!("typos is not installed: spelling is not checked.");
    }
    Ok(())
}

fn components(options: &Options, counts: &mut Counts) -> Result<()> {
    let tools = Tools::for_bundle()?;
    let browser = browser::find_or_install()?;
    let mut cargo = workspace::cargo();
    tools.lend_to(&mut cargo)?;
    browser.lend_to(&mut cargo);
    cargo.args(["test", "--package", NAME, "--lib", "--bins", "--target", "wasm32-unknown-unknown"]);
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

fn summary(reports: &[Report]) -> Result<()> {
    let mut total = Counts::default();
    println!("\n== Summary");
    for Report { name, counts, time, problem } in reports {
        let Counts { passed, failed } = *counts;
        println!("{name:<32}{passed:>6} passed{failed:>6} failed   {}", steps::duration(*time));
        if let Some(problem) = problem {
            println!("    {}", problem.lines().next().unwrap_or_default());
        }
        total += *counts;
    }
    let failed = reports.iter().any(|report| report.problem.is_some());
    println!("\n{} passed, {} failed", total.passed, total.failed);
    // The counts are the last line: no error message after them.
    if failed { std::process::exit(1) } else { Ok(()) }
}
