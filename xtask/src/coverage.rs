//! `cargo xtask coverage`: what of the widget's code its tests run, room by room: the plain tests, the component tests, and
//! the browser tests against a widget that counts. All of it is built apart, in target/coverage; nothing of it is shipped.

mod compiler;
mod lines;

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

pub(crate) use compiler::{Counting, FLAGS};
use lines::Lines;

use crate::bundle::{self, Profile, write_file};
use crate::tools::Tools;
use crate::{browser, dist, steps, workspace};

/// Which tests are looked at.
#[derive(Args)]
pub(crate) struct Options {
    /// Only these tests; all of them if none is named.
    #[arg(value_enum)]
    kinds: Vec<Kind>,
    /// After `--`: for the runner of the browser tests, such as parts of their names.
    #[arg(last = true)]
    rest: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// The domain, without a browser.
    Unit,
    /// The components, in a headless browser.
    Components,
    /// End to end, against a build of the widget that counts.
    Browser,
}

/// Runs the tests and prints a table, as docs/coverage.md has it. A test that fails has run something, too.
///
/// # Errors
/// Something cannot be built, a tool is missing, or nothing was counted.
pub(crate) fn run(options: &Options) -> Result<()> {
    let counting = Counting::find()?;
    let wanted = |kind: &Kind| options.kinds.is_empty() || options.kinds.contains(kind);
    if wanted(&Kind::Components) || wanted(&Kind::Browser) {
        compiler::needs_clang()?;
    }
    let mut counted = Vec::new();
    for kind in Kind::value_variants().iter().filter(|kind| wanted(kind)) {
        let name = kind.name();
        counted.push((name, steps::named(name, || kind.count(&counting, options))?));
    }
    println!("\n{}", lines::table(&counted));
    let never = counting.folder().join("never-run.txt");
    write_file(&never, lines::never(&counted, workspace::root())?.as_bytes())?;
    println!("What none of them runs: {}", never.display());
    Ok(())
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Unit => "plain tests",
            Self::Components => "component tests",
            Self::Browser => "browser tests",
        }
    }

    fn count(self, counting: &Counting, options: &Options) -> Result<Lines> {
        let profiles = counting.fresh_profiles()?;
        // The runners' own pattern: one file for each process and module.
        let profile = profiles.join("%p-%m.profraw");
        let code = match self {
            Self::Unit => {
                let program = counting.test_program(None)?;
                told(Command::new(&program).current_dir(workspace::root()).env("LLVM_PROFILE_FILE", profile));
                program
            }
            Self::Components => {
                let program = counting.test_program(Some("wasm32-unknown-unknown"))?;
                let mut runner = Tools::for_bundle()?.command("wasm-bindgen-test-runner")?;
                browser::find_or_install()?.lend_to(&mut runner);
                runner.env("LLVM_PROFILE_FILE", profile).env("WASM_BINDGEN_TEST_TIMEOUT", "300");
                told(runner.arg(&program));
                program
            }
            Self::Browser => {
                browser_tests(counting, &profiles, &options.rest)?;
                counting.widget()
            }
        };
        Ok(lines::read(&counting.report(&profiles, &code)?, workspace::root()))
    }
}

/// The tests' pages are the shipped ones, the widget in them is one that counts.
fn browser_tests(counting: &Counting, profiles: &Path, names: &[String]) -> Result<()> {
    let browser = browser::find_or_install()?;
    let out = counting.folder().join("dist");
    dist::write(&dist::Options { out: out.clone() })?;
    bundle::write(&Tools::for_bundle()?, Profile::Counting, &out).context("a widget that counts")?;
    let mut cargo = workspace::cargo();
    browser.lend_to(&mut cargo);
    cargo
        .env("RUST_LIB_BACKTRACE", "0")
        .env("CJW_DIST", &out)
        .env("CJW_DEBUG_DIST", &out)
        .env("CJW_COVERAGE", profiles);
    told(cargo.args(["test", "--package", "browser-tests", "--no-fail-fast", "--"]).args(names));
    Ok(())
}

/// Runs tests. Some fail where the widget is not the shipped one; what they have run until then counts all the same.
fn told(tests: &mut Command) {
    if let Err(error) = steps::run(tests) {
        eprintln!("{error:#}");
    }
}
