//! Findings as SARIF 2.1.0 (OASIS), which code scanning and editors read.

use std::io::{self, Write};

use customer_journey_widget::settings::layout::{Finding, Position, Rule};
use serde_json::{Value, json};

use super::Judged;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// One run, with all rules and all findings.
pub(crate) fn write(judged: &[Judged], out: &mut impl Write) -> io::Result<()> {
    let rules = Rule::ALL.map(|rule| json!({"id": rule.id(), "shortDescription": {"text": rule.about()}}));
    let results = judged.iter().flat_map(|file| {
        let findings = file.result.iter().flat_map(|checked| &checked.findings);
        findings.map(|finding| result(&file.name, finding))
    });
    let unread: Vec<Value> = judged.iter().filter_map(notification).collect();
    let report = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "layout-check", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "invocations": [{"executionSuccessful": unread.is_empty(), "toolExecutionNotifications": unread}],
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Vec<_>>(),
        }],
    });
    writeln!(out, "{report:#}")
}

fn result(file: &str, finding: &Finding) -> Value {
    let at = finding.position.unwrap_or(Position { line: 1, column: 1 });
    json!({
        "ruleId": finding.rule.id(),
        "ruleIndex": Rule::ALL.iter().position(|rule| *rule == finding.rule),
        "level": finding.severity.as_str(),
        "message": {"text": format!("{} {}", finding.what, finding.fix)},
        "locations": [{
            "physicalLocation": {
                "artifactLocation": {"uri": uri(file)},
                "region": {"startLine": at.line, "startColumn": at.column},
            },
            "logicalLocations": [{"fullyQualifiedName": finding.path.to_string()}],
        }],
    })
}

/// A file that could not be read.
fn notification(file: &Judged) -> Option<Value> {
    let why = file.result.as_ref().err()?;
    Some(json!({
        "level": "error",
        "message": {"text": format!("{}: {why}", file.name)},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(&file.name)}}}],
    }))
}

/// A path as a URI: relative as it was given, or `file://`.
fn uri(path: &str) -> String {
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    let mut uri = match (path.starts_with('/'), cfg!(windows) && path.get(1..2) == Some(":")) {
        (true, _) => "file://".to_owned(),
        (_, true) => "file:///".to_owned(),
        _ => String::new(),
    };
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
