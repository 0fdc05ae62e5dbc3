//! esbuild, from npm in the version that package-lock.json pins: it makes one script of the element's modules, makes scripts
//! small, and reads the types.

use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::{steps, workspace};

/// Where a script runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// A classic script: one function, no globals.
    Classic,
    /// A classic script that puts what the entry exports into a variable of this name.
    Global(&'static str),
    /// An ES module.
    Module,
}

/// One script of `entry` and what it imports, written to `out`.
pub(crate) struct Script<'a> {
    pub(crate) entry: &'a Path,
    pub(crate) out: &'a Path,
    pub(crate) format: Format,
    /// Without comments, blanks and long names.
    pub(crate) small: bool,
    /// Names that stand for a text, and that text.
    pub(crate) texts: &'a [(&'a str, &'a str)],
    /// The folder that imports of `built/…` mean.
    pub(crate) built: Option<&'a Path>,
}

impl Script<'_> {
    /// Writes it.
    ///
    /// # Errors
    /// esbuild could not be installed or run, or refuses a script.
    pub(crate) fn write(&self) -> Result<()> {
        let mut esbuild = Command::new(program()?);
        esbuild.current_dir(workspace::root()).args([
            "--bundle",
            "--target=es2022",
            "--charset=utf8",
            "--log-level=warning",
            "--loader:.wasm=base64",
        ]);
        match self.format {
            Format::Classic => esbuild.arg("--format=iife"),
            Format::Global(name) => esbuild.arg("--format=iife").arg(format!("--global-name={name}")),
            Format::Module => esbuild.arg("--format=esm"),
        };
        if self.small {
            esbuild.args(["--minify", "--legal-comments=inline"]);
        }
        for (name, text) in self.texts {
            esbuild.arg(format!("--define:{name}={}", serde_json::Value::from(*text)));
        }
        if let Some(folder) = self.built {
            esbuild.arg(joined("--alias:built=", folder));
        }
        steps::run(esbuild.arg(joined("--outfile=", self.out)).arg(self.entry))
    }
}

fn joined(option: &str, path: &Path) -> OsString {
    let mut joined = OsString::from(option);
    joined.push(path);
    joined
}

/// Whether TypeScript can be read; says where it cannot.
///
/// # Errors
/// esbuild could not be installed or run, or refuses the text.
pub(crate) fn check_types(text: &str) -> Result<()> {
    run(text, &["--loader=ts"])
}

fn run(script: &str, arguments: &[&str]) -> Result<()> {
    let mut esbuild = Command::new(program()?)
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
    Ok(())
}

/// Installs what package.json names, if it is not there or of another version.
///
/// # Errors
/// Node or npm is missing, or npm could not install them.
pub(crate) fn install() -> Result<()> {
    program().map(drop)
}

/// esbuild's program; installed first, if it is not there or of another version.
fn program() -> Result<PathBuf> {
    let modules = workspace::root().join("node_modules");
    let lock = |path: PathBuf| fs::read_to_string(path).unwrap_or_default();
    let wanted = lock(workspace::root().join("package-lock.json"));
    let installed = modules.join(".installed-lock.json");
    if lock(installed.clone()) != wanted {
        println!(
            "Installing the tools of package.json (esbuild makes the shipped script small, axe-core looks for barriers, \
             openapi-typescript tries the service's document): a few seconds."
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
    fn what_a_script_imports_is_in_it_and_its_texts_and_comments_are_as_they_should() {
        let folder = std::env::temp_dir().join(format!("esbuild-{}", std::process::id()));
        fs::create_dir_all(folder.join("made")).unwrap();
        let file = |name: &str, content: &str| fs::write(folder.join(name), content).unwrap();
        file("made/part.wasm", "abc");
        file("other.js", "/* why */ export const longName = 40;");
        file(
            "entry.js",
            "import { longName } from './other.js'; import part from 'built/part.wasm'; globalThis.answer = [longName + 2, VERSION, part];",
        );
        let (entry, out) = (folder.join("entry.js"), folder.join("out.js"));
        let script = Script {
            entry: &entry,
            out: &out,
            format: Format::Classic,
            small: true,
            texts: &[("VERSION", "1.2.3")],
            built: Some(&folder.join("made")),
        };
        script.write().unwrap();
        let small = fs::read_to_string(&out).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert!(!small.contains("why") && !small.contains("longName") && !small.contains("import"), "{small}");
        assert!(small.contains("globalThis.answer") && small.contains("1.2.3") && small.contains("YWJj"), "{small}");
        assert!(small.starts_with("(()=>{") || small.starts_with("\"use strict\";(()=>{"), "{small}");
    }
}
