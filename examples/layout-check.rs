//! Judges desktop layouts by the rules of the preview page, for editors and for CI: `cargo xtask layout-check FILE…`
//! calls it. One line for each finding, with the file, the place in it, what is wrong and how to mend it.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use customer_journey_widget::settings::layout::{Checked, Severity, check};

/// All is well, but for notes.
const FINE: u8 = 0;
/// A layout has an error; or a warning, where those are denied.
const WRONG: u8 = 1;
/// A file could not be read, or none was named.
const NOT_CHECKED: u8 = 2;

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let before = arguments.len();
    arguments.retain(|argument| argument != "--deny-warnings");
    let denies_warnings = arguments.len() < before;
    if arguments.is_empty() {
        eprintln!("layout-check: which files? Give one or more desktop layouts.");
        return ExitCode::from(NOT_CHECKED);
    }
    let results: Vec<u8> = arguments.iter().map(|file| judge(file, denies_warnings)).collect();
    ExitCode::from(results.into_iter().max().unwrap_or(FINE))
}

fn judge(file: &str, denies_warnings: bool) -> u8 {
    let text = match fs::read(Path::new(file)) {
        // What is no UTF-8 is shown as such by the check, at its place.
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => {
            eprintln!("{file}: it could not be read: {error}");
            return NOT_CHECKED;
        }
    };
    let Checked { layout, findings } = check(&text);
    for finding in &findings {
        let position = finding.position.map(|position| format!(":{position}")).unwrap_or_default();
        let (severity, rule) = (finding.severity.as_str(), finding.rule.id());
        println!("{file}{position}: {severity}[{rule}] at {}", finding.path);
        println!("    {}", finding.what);
        println!("    fix: {}", finding.fix);
    }
    let count = |severity: Severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let desktops = layout.iter().flat_map(|layout| &layout.desktops);
    let personas: Vec<&str> = desktops.map(|desktop| desktop.persona.as_str()).collect();
    let personas = if personas.is_empty() { "no persona".to_owned() } else { personas.join(", ") };
    println!(
        "{file}: {personas}: {}, {}, {}",
        counted(errors, "error"),
        counted(warnings, "warning"),
        counted(count(Severity::Note), "note")
    );
    if errors > 0 || (denies_warnings && warnings > 0) { WRONG } else { FINE }
}

fn counted(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}
