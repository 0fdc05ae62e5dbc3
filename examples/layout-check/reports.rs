//! Findings as lines, and as JSON.

use std::io::{self, Write};

use customer_journey_widget::settings::layout::Severity;
use serde_json::{Value, json};

use super::Judged;

/// One line for each finding, with the file, the place in it, what is wrong and how to mend it; and a line for each file.
pub(crate) fn text(judged: &[Judged], out: &mut impl Write) -> io::Result<()> {
    for file in judged {
        let Ok(checked) = &file.result else { continue };
        let name = &file.name;
        for finding in &checked.findings {
            let position = finding.position.map(|position| format!(":{position}")).unwrap_or_default();
            let (severity, rule) = (finding.severity.as_str(), finding.rule.id());
            writeln!(out, "{name}{position}: {severity}[{rule}] at {}", finding.path)?;
            writeln!(out, "    {}", finding.what)?;
            writeln!(out, "    fix: {}", finding.fix)?;
        }
        let personas = file.personas();
        let personas = if personas.is_empty() { "no persona".to_owned() } else { personas.join(", ") };
        let counted = |severity: Severity| match file.count(severity) {
            1 => format!("1 {}", severity.as_str()),
            count => format!("{count} {}s", severity.as_str()),
        };
        let counts = [Severity::Error, Severity::Warning, Severity::Note].map(counted).join(", ");
        writeln!(out, "{name}: {personas}: {counts}")?;
    }
    Ok(())
}

/// `{"files": [{file, personas, errors, warnings, notes, findings: [{severity, rule, path, line, column, what, fix}]}]}`;
/// a file that could not be read has `notRead` in place of findings.
pub(crate) fn json(judged: &[Judged], out: &mut impl Write) -> io::Result<()> {
    let files: Vec<Value> = judged.iter().map(file).collect();
    writeln!(out, "{:#}", json!({"files": files}))
}

fn file(file: &Judged) -> Value {
    let checked = match &file.result {
        Ok(checked) => checked,
        Err(why) => return json!({"file": file.name, "notRead": why}),
    };
    let findings = checked.findings.iter().map(|finding| {
        json!({
            "severity": finding.severity.as_str(),
            "rule": finding.rule.id(),
            "path": finding.path.as_str(),
            "line": finding.position.map(|at| at.line),
            "column": finding.position.map(|at| at.column),
            "what": finding.what,
            "fix": finding.fix,
        })
    });
    json!({
        "file": file.name,
        "personas": file.personas(),
        "errors": file.count(Severity::Error),
        "warnings": file.count(Severity::Warning),
        "notes": file.count(Severity::Note),
        "findings": findings.collect::<Vec<_>>(),
    })
}
