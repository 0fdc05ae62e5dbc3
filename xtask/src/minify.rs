//! The shipped scripts without comments, blanks and long local names: a third of what the widget downloads as JavaScript.
//! esbuild does it, from npm, in the version that package-lock.json pins.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::{steps, workspace};

/// The same script, smaller.
///
/// # Errors
/// esbuild could not be installed or run, or refuses the script.
pub(crate) fn minify(script: &str) -> Result<String> {
    run(script, &["--minify", "--target=es2022", "--charset=utf8"])
}

/// Whether TypeScript can be read; says where it cannot.
///
/// # Errors
/// esbuild could not be installed or run, or refuses the text.
pub(crate) fn check_types(text: &str) -> Result<()> {
    run(text, &["--loader=ts"]).map(drop)
}

fn run(script: &str, arguments: &[&str]) -> Result<String> {
    let mut esbuild = Command::new(esbuild()?)
        .args(arguments)
        .arg("--log-level=warning")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("esbuild could not be started")?;
    // Taken out, so that it is closed when it is written: esbuild starts at the end of its input.
    let mut input = esbuild.stdin.take().context("esbuild has no input")?;
    let text = script.to_owned();
    let writing = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = esbuild.wait_with_output().context("esbuild was lost")?;
    if !output.status.success() {
        bail!("esbuild refuses the script ({})", output.status);
    }
    match writing.join() {
        Ok(written) => written.context("esbuild did not read the script")?,
        Err(_) => bail!("esbuild did not read the script"),
    }
    String::from_utf8(output.stdout).context("esbuild wrote no text")
}

/// The tools of package.json, in the versions that package-lock.json pins.
///
/// # Errors
/// Node or npm is missing, or npm could not install them.
pub(crate) fn install() -> Result<()> {
    esbuild().map(drop)
}

/// esbuild's program; installed first, if it is not there or of another version.
fn esbuild() -> Result<PathBuf> {
    let modules = workspace::root().join("node_modules");
    let lock = |path: PathBuf| fs::read_to_string(path).unwrap_or_default();
    let wanted = lock(workspace::root().join("package-lock.json"));
    let installed = modules.join(".installed-lock.json");
    if lock(installed.clone()) != wanted {
        println!(
            "Installing the tools of package.json (esbuild makes the shipped script small, axe-core looks for barriers): a few seconds."
        );
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        let mut install = Command::new(npm);
        install.current_dir(workspace::root()).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        steps::run(&mut install).context("Node and npm are needed: https://nodejs.org")?;
        fs::write(&installed, &wanted).with_context(|| format!("{} could not be written", installed.display()))?;
    }
    Ok(modules.join(".bin").join(if cfg!(windows) { "esbuild.cmd" } else { "esbuild" }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_without_its_comments_does_the_same() {
        let small =
            minify("/* why */\n(() => {\n  const long_name = 40;\n  globalThis.answer = long_name + 2;\n})();\n")
                .unwrap();
        assert!(!small.contains("why") && !small.contains("long_name"), "{small}");
        assert!(small.contains("globalThis.answer"), "{small}");
    }
}
