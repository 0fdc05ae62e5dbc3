//! What is wrong with a layout, for the administrator who wonders why the widget shows nothing.
//!
//! Each rule family is a module of its own; they look at the model, and at the raw JSON where the model is too polite.

mod attributes;
mod components;
mod decode;
mod fault;
mod journeys;
mod json;
mod mend;
mod pages;
mod part;
mod secrets;
mod sources;
mod structure;
mod tabs;
mod text;
mod values;
mod widget;

#[cfg(test)]
mod tests;

use serde_json::Value;

use super::finding::{Finding, Rule};
use super::model::Layout;
use super::read::read;
use text::Text;

/// A layout, as far as it could be read, and all findings, the worst first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checked {
    /// `None` when the text is not JSON.
    pub layout: Option<Layout>,
    /// Errors, then warnings, then notes; each in the order of the text.
    pub findings: Vec<Finding>,
}

/// Reads and judges a file as it is on the disk, however it is written.
pub fn check_bytes(bytes: &[u8]) -> Checked {
    if let Some(other) = decode::other_kind(bytes) {
        return Checked { layout: None, findings: vec![other] };
    }
    let (text, not_utf8) = decode::decode(bytes);
    let mut checked = check(&text);
    checked.findings.splice(0..0, not_utf8);
    checked
}

/// Reads and judges the text of a layout; every finding has its line and column.
pub fn check(text: &str) -> Checked {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let Text { value, mut findings, is_json } = text::read(text);
    let mut layout = None;
    if let Some((value, positions)) = value {
        let mut checked = judge(&value);
        checked.findings.extend(positions.repeated.iter().map(structure::repeated));
        for finding in &mut checked.findings {
            finding.position = positions.get(&finding.path);
        }
        findings.append(&mut checked.findings);
        layout = checked.layout.filter(|_| is_json);
    }
    // Why a file cannot be read at all comes before what is wrong with what it says.
    findings.sort_by_key(|finding| (finding.rule != Rule::NotJson, finding.severity, finding.position));
    Checked { layout, findings }
}

/// Judges a layout that is already a value; its findings have no position.
pub fn check_value(value: &Value) -> Checked {
    let mut checked = judge(value);
    checked.findings.sort_by_key(|finding| finding.severity);
    checked
}

/// Judges a layout, or a part of one as if it stood where it belongs.
fn judge(value: &Value) -> Checked {
    let Some(whole) = part::whole(value) else { return judge_layout(value, false) };
    let mut checked = judge_layout(&whole.layout, whole.is_piece);
    for finding in &mut checked.findings {
        finding.path = whole.in_file(&finding.path);
    }
    checked.findings.insert(0, whole.finding);
    checked
}

fn judge_layout(value: &Value, is_piece: bool) -> Checked {
    let (layout, mut findings) = read(value);
    structure::check(value, &layout, is_piece, &mut findings);
    values::check(value, &mut findings);
    for desktop in &layout.desktops {
        pages::check(desktop, &mut findings);
        tabs::check(desktop, &mut findings);
        components::check(desktop, &mut findings);
        journeys::check(desktop, &mut findings);
        widget::check(desktop, &mut findings);
    }
    components::scripts(&layout, &mut findings);
    Checked { layout: Some(layout), findings }
}
