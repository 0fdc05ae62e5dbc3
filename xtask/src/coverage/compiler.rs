//! Builds that count: rustc's counters, LLVM's runtime for them (in the browser by minicov, which is C), and the tools that
//! read what was counted.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::bundle::NAME;
use crate::tools::Tools;
use crate::{debian, steps, workspace};

/// For the widget's code alone; in the browser the runtime comes from minicov instead of rustc.
pub(crate) const FLAGS: [&str; 2] = ["-Cinstrument-coverage", "-Zno-profiler-runtime"];

/// minicov is C, compiled for WebAssembly.
///
/// # Errors
/// There is no clang; says what to do.
pub(super) fn needs_clang() -> Result<()> {
    if debian::on_path("clang").is_none() {
        bail!(
            "Counting in the browser needs a clang that compiles for WebAssembly.\n\
             On Debian: apt-get install clang (as root); clang-19 alone is found in /usr/lib/llvm-19/bin, put that on PATH.\n\
             Elsewhere: install LLVM; on a Mac put the one of Homebrew first on PATH."
        );
    }
    Ok(())
}

/// The tools, and the folder that everything is built in.
pub(crate) struct Counting {
    llvm: PathBuf,
    folder: PathBuf,
}

impl Counting {
    /// Finds the tools; LLVM's are a part of Rust, which is added.
    ///
    /// # Errors
    /// rustup cannot add the part.
    pub(crate) fn find() -> Result<Self> {
        Tools::for_bundle()?;
        let libraries =
            steps::output(Command::new("rustc").args(["--print", "target-libdir"]).current_dir(workspace::root()))?;
        let llvm = Path::new(libraries.trim()).with_file_name("bin");
        if !llvm.join(format!("llvm-cov{}", std::env::consts::EXE_SUFFIX)).is_file() {
            println!("Adding the Rust component llvm-tools (it reads what was counted): once, a few seconds.");
            steps::run(Command::new("rustup").args(["component", "add", "llvm-tools"]).current_dir(workspace::root()))?;
        }
        Ok(Self { llvm, folder: workspace::target_directory()?.join("coverage") })
    }

    /// Everything that is built or found out.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The widget that counts, as cargo leaves it: with what tells lines from counters.
    pub(crate) fn widget(&self) -> PathBuf {
        self.folder.join("wasm32-unknown-unknown/debug/customer_journey_widget.wasm")
    }

    /// Lets `cargo` build here, with what is not stable yet.
    pub(crate) fn lend_to(&self, cargo: &mut Command) {
        cargo.env("CARGO_TARGET_DIR", &self.folder).env("RUSTC_BOOTSTRAP", "1");
        cargo.env("AR_wasm32_unknown_unknown", self.llvm.join("llvm-ar"));
        // Asks wasm-bindgen-test for the counters of the component tests.
        let flags = "--cfg=erase_components --cfg=wasm_bindgen_unstable_test_coverage";
        cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags);
    }

    /// Compiles the widget's own tests, for this machine or for `target`, and gives the program.
    ///
    /// # Errors
    /// They do not compile.
    pub(super) fn test_program(&self, target: Option<&str>) -> Result<PathBuf> {
        let mut cargo = workspace::cargo();
        self.lend_to(&mut cargo);
        cargo.args([
            "rustc",
            "--package",
            NAME,
            "--lib",
            "--profile",
            "test",
            "--message-format",
            "json-render-diagnostics",
        ]);
        cargo.args(target.into_iter().flat_map(|target| ["--target", target]));
        // This machine has the runtime of rustc.
        let flags = if target.is_some() { &FLAGS[..] } else { &FLAGS[..1] };
        println!("$ {}", steps::line_of(cargo.arg("--").args(flags)));
        let messages = steps::output(&mut cargo)?;
        let built = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let mut programs = built.filter_map(|message| message["executable"].as_str().map(PathBuf::from));
        programs.next_back().context("cargo names no program of the tests")
    }

    /// An empty folder for the profiles of one run.
    ///
    /// # Errors
    /// It cannot be made.
    pub(super) fn fresh_profiles(&self) -> Result<PathBuf> {
        let folder = self.folder.join("profiles");
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("{} cannot be removed", folder.display()))?;
        }
        fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        Ok(folder)
    }

    /// How often each line of `code` was run, by the profiles in this folder, in the format of lcov.
    ///
    /// # Errors
    /// Nothing was counted, or by another build.
    pub(super) fn report(&self, profiles: &Path, code: &Path) -> Result<String> {
        let merged = profiles.join("all.profdata");
        let files = fs::read_dir(profiles)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
        if files.is_empty() {
            bail!("nothing was counted");
        }
        println!("$ llvm-profdata merge, of {} profiles", files.len());
        steps::output(Command::new(self.llvm.join("llvm-profdata")).arg("merge").arg("-o").arg(&merged).args(files))?;
        let mut cov = Command::new(self.llvm.join("llvm-cov"));
        steps::output(cov.args(["export", "--format=lcov", "--instr-profile"]).arg(merged).arg(code))
    }
}
