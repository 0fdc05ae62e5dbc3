//! `cargo xtask layout-check FILE…`: says what is wrong with desktop layouts. The rules are the widget's own
//! (src/settings/layout/check); an example of it runs them, so that these commands are not built anew with each change of
//! the widget.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;

use crate::element_js::NAME;
use crate::workspace;

/// What to check.
#[derive(Args)]
pub(crate) struct Options {
    /// Desktop layouts: JSON as Control Hub takes it.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// A warning fails, too.
    #[arg(long)]
    deny_warnings: bool,
}

/// Prints every finding; ends with 0 if all is well, 1 if something is wrong, 2 if a file could not be read.
///
/// # Errors
/// The check could not be built.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let mut cargo = workspace::cargo();
    // Paths are those of whoever calls, and cargo runs in the root.
    let here = std::env::current_dir().context("there is no current folder")?;
    cargo.args(["run", "--quiet", "--package", NAME, "--example", "layout-check", "--"]);
    if options.deny_warnings {
        cargo.arg("--deny-warnings");
    }
    let shown = |file: &PathBuf| if here == workspace::root() { file.clone() } else { here.join(file) };
    let status = cargo.args(options.files.iter().map(shown)).status().context("cargo could not be run")?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn check(name: &str, text: &str, deny_warnings: bool) -> String {
        let file = std::env::temp_dir().join(format!("{}-{name}.json", std::process::id()));
        fs::write(&file, text).unwrap();
        let code = run(&Options { files: vec![file.clone()], deny_warnings }).unwrap();
        fs::remove_file(file).unwrap();
        format!("{code:?}")
    }

    #[test]
    fn the_exit_code_tells_a_pipeline_what_it_needs() {
        let code = |code: u8| format!("{:?}", ExitCode::from(code));
        let shipped = workspace::root().join("layouts/agent.json");
        let good = fs::read_to_string(&shipped).unwrap();
        assert_eq!(check("good", &good, true), code(0));
        assert_eq!(check("broken", "{\"agent\": {", false), code(1));
        let misspelt = good.replacen("\"show-alias-icon\"", "\"show-alais-icon\"", 1);
        assert_ne!(misspelt, good);
        assert_eq!(check("misspelt", &misspelt, false), code(0), "a warning");
        assert_eq!(check("denied", &misspelt, true), code(1));
        let missing = Options { files: vec!["/no/such/layout.json".into()], deny_warnings: false };
        assert_eq!(format!("{:?}", run(&missing).unwrap()), code(2));
    }
}
