//! `cargo xtask layout-check FILE…`: says what is wrong with desktop layouts. The rules are the widget's own
//! (src/settings/layout/check); an example of it runs them, so that these commands are not built anew with each change of
//! the widget.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

use crate::bundle::NAME;
use crate::workspace;

/// What to check.
#[derive(Args)]
pub(crate) struct Options {
    /// Desktop layouts: JSON as Control Hub takes it; "-" is standard input.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// How findings are written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// A warning fails, too.
    #[arg(long)]
    deny_warnings: bool,
}

/// How findings are written.
#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// Lines for people and editors.
    Text,
    /// One object for scripts.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
}

/// Prints every finding; ends with 0 if all is well, 1 if something is wrong, 2 if a file could not be read.
///
/// # Errors
/// The check could not be built.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let status = command(options)?.status().context("cargo could not be run")?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}

fn command(options: &Options) -> Result<Command> {
    let mut cargo = workspace::cargo();
    // Paths are those of whoever calls, and cargo runs in the root.
    let here = std::env::current_dir().context("there is no current folder")?;
    cargo.args(["run", "--quiet", "--package", NAME, "--example", "layout-check", "--"]);
    if options.deny_warnings {
        cargo.arg("--deny-warnings");
    }
    let format = match options.format {
        Format::Text => "text",
        Format::Json => "json",
        Format::Sarif => "sarif",
    };
    let stays = |file: &PathBuf| here == workspace::root() || file == Path::new("-");
    let shown = |file: &PathBuf| if stays(file) { file.clone() } else { here.join(file) };
    cargo.args(["--format", format, "--"]).args(options.files.iter().map(shown));
    Ok(cargo)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::{Read, Write};
    use std::process::{Output, Stdio};

    use serde_json::Value;

    use super::*;

    const BROKEN: &str = "tests/cases/27-broken-json-of-the-wild/conflict.json";
    const PART: &str = "tests/cases/26-single-persona-layout/persona-contents-at-root.json";

    fn options(files: &[&str], format: Format) -> Options {
        let path = |file: &&str| if *file == "-" { PathBuf::from("-") } else { workspace::root().join(file) };
        Options { files: files.iter().map(path).collect(), format, deny_warnings: false }
    }

    fn output(files: &[&str], format: Format) -> Output {
        command(&options(files, format)).unwrap().output().unwrap()
    }

    fn check(name: &str, text: &str, deny_warnings: bool) -> String {
        let file = std::env::temp_dir().join(format!("{}-{name}.json", std::process::id()));
        fs::write(&file, text).unwrap();
        let code = run(&Options { files: vec![file.clone()], format: Format::Text, deny_warnings }).unwrap();
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
        let missing = options(&["/no/such/layout.json"], Format::Sarif);
        assert_eq!(format!("{:?}", run(&missing).unwrap()), code(2));
    }

    #[test]
    fn who_reads_no_further_ends_it_quietly() {
        // More than any pipe holds, so that something is left to write when nobody reads any more.
        let many = vec![PART; 2_000];
        for (format, files) in [(Format::Text, &many), (Format::Json, &many), (Format::Sarif, &many)] {
            let mut command = command(&options(files, format)).unwrap();
            let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
            let mut first = [0_u8; 16];
            child.stdout.take().unwrap().read_exact(&mut first).unwrap();
            let ended = child.wait_with_output().unwrap();
            assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
            assert_eq!(ended.status.code(), Some(0));
        }
    }

    #[test]
    fn a_layout_comes_from_standard_input_too() {
        let mut command = command(&options(&["-"], Format::Text)).unwrap();
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let layout = fs::read(workspace::root().join(PART)).unwrap();
        child.stdin.take().unwrap().write_all(&layout).unwrap();
        let ended = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&ended.stdout).into_owned();
        assert!(said.starts_with("stdin:1:1: error[no-persona]"), "{said}");
        assert!(said.trim_end().ends_with("stdin: agent: 1 error, 0 warnings, 0 notes"), "{said}");
        assert_eq!(ended.status.code(), Some(1));
    }

    #[test]
    fn scripts_get_every_finding_as_json() {
        let ended = output(&[PART, "no-such-layout.json", "layouts/agent.json"], Format::Json);
        assert_eq!(ended.status.code(), Some(2));
        let report: Value = serde_json::from_slice(&ended.stdout).unwrap();
        let [part, missing, fine] = report["files"].as_array().unwrap().as_slice() else {
            panic!("three files: {report}")
        };
        assert_eq!((&part["errors"], &part["personas"]), (&Value::from(1), &serde_json::json!(["agent"])));
        let finding = &part["findings"][0];
        assert_eq!((&finding["rule"], &finding["severity"]), (&Value::from("no-persona"), &Value::from("error")));
        assert_eq!((&finding["line"], &finding["column"]), (&Value::from(1), &Value::from(1)));
        assert!(finding["fix"].as_str().unwrap().contains("\"agent\": {…}"));
        assert!(missing["notRead"].is_string() && missing.get("findings").is_none(), "{missing}");
        assert_eq!(fine["findings"], serde_json::json!([]));
    }

    #[test]
    fn code_scanning_gets_sarif_as_its_standard_asks() {
        let ended = output(&[BROKEN, PART, "layouts/agent.json"], Format::Sarif);
        assert_eq!(ended.status.code(), Some(1));
        let report: Value = serde_json::from_slice(&ended.stdout).unwrap();
        assert_eq!(report["version"], "2.1.0");
        assert!(report["$schema"].as_str().unwrap().ends_with("sarif-schema-2.1.0.json"));
        let run = &report["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        assert!(run["tool"]["driver"]["name"].is_string());
        assert!(rules.iter().all(|rule| rule["id"].is_string() && rule["shortDescription"]["text"].is_string()));
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.len(), 2, "{results:#?}");
        for result in results {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
            assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
            assert!(!result["message"]["text"].as_str().unwrap().is_empty());
            let place = &result["locations"][0]["physicalLocation"];
            let uri = place["artifactLocation"]["uri"].as_str().unwrap();
            assert!(uri.starts_with("file:///") && !uri.contains(' '), "{uri}");
            assert!(place["region"]["startLine"].as_u64().unwrap() >= 1);
            assert!(place["region"]["startColumn"].as_u64().unwrap() >= 1);
        }
        assert_eq!(results[0]["locations"][0]["physicalLocation"]["region"]["startLine"], 5, "the merge conflict");
        assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    }
}
