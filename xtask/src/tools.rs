//! The build tools, in the versions that this repository is built with: found on PATH, or installed.
//! A tool of another version that is there already is left alone: ours goes into a cache of our own.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::{debian, steps, workspace};

/// The last trunk that builds with the pinned Rust.
const TRUNK: &str = "0.21.14";
/// Debian has Firefox and not its driver.
const GECKODRIVER: &str = "geckodriver";
const GECKODRIVER_VERSION: &str = "0.37.1";
const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// One program that is installed by `cargo install`.
struct Tool {
    package: &'static str,
    program: &'static str,
    version: String,
    why: &'static str,
    minutes: &'static str,
}

/// The tools of one run. Children get their folders first on PATH.
pub(crate) struct Tools {
    folders: Vec<PathBuf>,
}

impl Tools {
    /// What the widget's script needs.
    pub(crate) fn for_bundle() -> Result<Self> {
        wasm_target()?;
        let mut tools = Self { folders: Vec::new() };
        tools.need(&wasm_bindgen()?)?;
        Ok(tools)
    }

    /// What the preview page needs as well.
    pub(crate) fn all() -> Result<Self> {
        let mut tools = Self::for_bundle()?;
        tools.need(&trunk())?;
        Ok(tools)
    }

    /// Firefox's driver, by its path.
    pub(crate) fn geckodriver() -> Result<PathBuf> {
        let mut tools = Self { folders: Vec::new() };
        tools.need(&geckodriver())?;
        let own = tools.folders.iter().map(|folder| folder.join(GECKODRIVER)).find(|path| path.is_file());
        own.or_else(|| debian::on_path(GECKODRIVER))
            .context("geckodriver was installed, and is not where cargo puts it")
    }

    /// A command that finds these tools first.
    pub(crate) fn command(&self, program: &str) -> Result<Command> {
        let mut command = Command::new(program);
        self.lend_to(&mut command)?;
        Ok(command)
    }

    /// Puts these tools first on the command's PATH.
    pub(crate) fn lend_to(&self, command: &mut Command) -> Result<()> {
        command.current_dir(workspace::root());
        if !self.folders.is_empty() {
            command.env("PATH", path_with(&self.folders)?);
        }
        Ok(())
    }

    fn need(&mut self, tool: &Tool) -> Result<()> {
        let on_path = version_of(Path::new(tool.program));
        if on_path.as_deref() == Some(tool.version.as_str()) {
            return Ok(());
        }
        let Some(other) = on_path else {
            install(tool, None)?;
            // `cargo install` may put it where PATH does not look.
            if version_of(Path::new(tool.program)).is_none() {
                self.folders.push(cargo_home()?.join("bin"));
            }
            return Ok(());
        };
        let own = cache()?.join(format!("{}-{}", tool.package, tool.version));
        let folder = own.join("bin");
        if version_of(&folder.join(tool.program)).as_deref() != Some(tool.version.as_str()) {
            println!("{} on PATH is version {other}; it stays as it is.", tool.program);
            install(tool, Some(&own))?;
        }
        self.folders.push(folder);
        Ok(())
    }
}

fn trunk() -> Tool {
    Tool {
        package: "trunk",
        program: "trunk",
        version: TRUNK.to_owned(),
        why: "it builds and serves the preview page",
        minutes: "5 to 15 minutes",
    }
}

fn geckodriver() -> Tool {
    Tool {
        package: GECKODRIVER,
        program: GECKODRIVER,
        version: GECKODRIVER_VERSION.to_owned(),
        why: "it drives Firefox in the browser tests",
        minutes: "2 to 5 minutes",
    }
}

/// The CLI must be of exactly the version of the crate that the widget is compiled with.
fn wasm_bindgen() -> Result<Tool> {
    Ok(Tool {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        version: workspace::locked_version("wasm-bindgen")?,
        why: "it makes the JavaScript side of the widget's WebAssembly, and runs the component tests",
        minutes: "2 to 5 minutes",
    })
}

fn install(tool: &Tool, root: Option<&Path>) -> Result<()> {
    println!(
        "Installing {} {} ({}) to {}: once, about {}.",
        tool.package,
        tool.version,
        tool.why,
        root.map_or_else(|| "cargo's usual folder".to_owned(), |root| root.display().to_string()),
        tool.minutes
    );
    let install = |more: &[&str]| {
        let mut command = workspace::cargo();
        // Not into the repository's own target folder, nor with its settings.
        command.current_dir(env::temp_dir()).env_remove("CARGO_TARGET_DIR");
        // Where dependencies are chosen anew: none that needs a newer Rust than ours.
        command.env("CARGO_RESOLVER_INCOMPATIBLE_RUST_VERSIONS", "fallback");
        command.args(["install", tool.package, "--version", &tool.version]).args(more);
        if let Some(root) = root {
            command.arg("--root").arg(root);
        }
        steps::run(&mut command)
    };
    let Err(error) = install(&["--locked"]) else { return Ok(()) };
    // A registry mirror may lack one of the locked dependencies.
    println!("{error:#}. Trying with the newest dependencies that fit.");
    install(&[]).with_context(|| format!("{} could not be installed", tool.package))
}

/// The standard library for WebAssembly; added by rustup where it is missing.
///
/// # Errors
/// rustup is not there, or could not add it.
pub(crate) fn wasm_target() -> Result<()> {
    let sysroot = steps::output(Command::new("rustc").args(["--print", "sysroot"]).current_dir(workspace::root()))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM_TARGET).is_dir() {
        return Ok(());
    }
    println!("Adding the Rust target {WASM_TARGET} (the widget is WebAssembly): once, a few seconds.");
    let mut rustup = Command::new("rustup");
    steps::run(rustup.args(["target", "add", WASM_TARGET]).current_dir(workspace::root())).with_context(|| {
        format!("the Rust target {WASM_TARGET} is missing and rustup could not add it; install it the way you installed Rust")
    })
}

/// rustfmt and clippy, which a minimal toolchain lacks; added by rustup.
///
/// # Errors
/// rustup is not there, or could not add them.
pub(crate) fn components() -> Result<()> {
    let is_there = |subcommand: &str| {
        let mut command = workspace::cargo();
        command.args([subcommand, "--version"]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    if is_there("fmt") && is_there("clippy") {
        return Ok(());
    }
    println!("Adding rustfmt and clippy to the Rust toolchain: once, a few seconds.");
    let mut rustup = Command::new("rustup");
    steps::run(rustup.args(["component", "add", "rustfmt", "clippy"]).current_dir(workspace::root())).context(
        "rustfmt and clippy are missing and rustup could not add them; install them the way you installed Rust",
    )
}

/// Tools of checks that are skipped where they are not installed; each is compiled for some minutes.
///
/// # Errors
/// One of them could not be installed.
pub(crate) fn extras() -> Result<()> {
    for (package, program) in [("cargo-deny", "cargo-deny"), ("typos-cli", "typos")] {
        if version_of(Path::new(program)).is_none() {
            println!("Installing {package} to cargo's usual folder: once, about 3 to 10 minutes.");
            let mut install = workspace::cargo();
            install.current_dir(env::temp_dir()).env_remove("CARGO_TARGET_DIR");
            install.env("CARGO_RESOLVER_INCOMPATIBLE_RUST_VERSIONS", "fallback");
            steps::run(install.args(["install", package]))
                .with_context(|| format!("{package} could not be installed"))?;
        }
    }
    Ok(())
}

/// The version that `program --version` tells, or nothing if it cannot be run.
fn version_of(program: &Path) -> Option<String> {
    let output = Command::new(program).arg("--version").stderr(Stdio::null()).output().ok()?;
    version_in(&String::from_utf8_lossy(&output.stdout))
}

/// The first word that looks like a version: `wasm-bindgen 0.2.130 (abc)`, `trunk 0.21.14`.
fn version_in(words: &str) -> Option<String> {
    let mut words = words.split_whitespace().map(|word| word.trim_start_matches('v'));
    words.find(|word| word.starts_with(|first: char| first.is_ascii_digit()) && word.contains('.')).map(str::to_owned)
}

fn path_with(folders: &[PathBuf]) -> Result<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::join_paths(folders.iter().cloned().chain(env::split_paths(&path))).context("PATH cannot be extended")
}

fn cargo_home() -> Result<PathBuf> {
    if let Some(home) = env::var_os("CARGO_HOME") {
        return Ok(home.into());
    }
    Ok(env::home_dir().context("there is no home folder")?.join(".cargo"))
}

fn cache() -> Result<PathBuf> {
    let base = match env::var_os("XDG_CACHE_HOME") {
        Some(cache) => PathBuf::from(cache),
        None => env::home_dir().context("there is no home folder to keep tools in; set XDG_CACHE_HOME")?.join(".cache"),
    };
    let folder = base.join("customer-journey-widget").join("tools");
    if folder.is_relative() {
        bail!("XDG_CACHE_HOME must be an absolute path");
    }
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_what_each_tool_prints() {
        assert_eq!(version_in("trunk 0.21.14\n").as_deref(), Some("0.21.14"));
        assert_eq!(version_in("wasm-bindgen 0.2.130 (d0c1f2a9)").as_deref(), Some("0.2.130"));
        assert_eq!(version_in("ChromeDriver v156.0.8078.79").as_deref(), Some("156.0.8078.79"));
        assert_eq!(version_in("no such thing"), None);
    }
}
