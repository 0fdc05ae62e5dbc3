//! What is wrong with a layout, for the administrator who wonders why the widget shows nothing.
//!
//! Each rule family is a module of its own; they look at the model, and at the raw JSON where the model is too polite.

mod components;
mod json;
mod pages;
mod structure;
mod tabs;
mod values;
mod widget;

#[cfg(test)]
mod tests;

use serde_json::Value;

use super::finding::Finding;
use super::model::Layout;
use super::positions::Positions;
use super::read::read;

/// A layout, as far as it could be read, and all findings, the worst first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checked {
    /// `None` when the text is not JSON.
    pub layout: Option<Layout>,
    /// Errors, then warnings, then notes; each in the order of the text.
    pub findings: Vec<Finding>,
}

/// Reads and judges the text of a layout; every finding has its line and column.
pub fn check(text: &str) -> Checked {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let value = match serde_json::from_str::<Value>(text) {
        Ok(value) => value,
        Err(error) => return Checked { layout: None, findings: vec![json::explain(text, &error)] },
    };
    let positions = Positions::of(text);
    let mut checked = check_value(&value);
    checked.findings.extend(positions.repeated.iter().map(structure::repeated));
    for finding in &mut checked.findings {
        finding.position = positions.get(&finding.path);
    }
    checked.findings.sort_by_key(|finding| (finding.severity, finding.position));
    checked
}

/// Judges a layout that is already a value; its findings have no position.
pub fn check_value(value: &Value) -> Checked {
    let (layout, mut findings) = read(value);
    structure::check(value, &layout, &mut findings);
    values::check(value, &mut findings);
    for desktop in &layout.desktops {
        pages::check(desktop, &mut findings);
        tabs::check(desktop, &mut findings);
        components::check(desktop, &mut findings);
        widget::check(desktop, &mut findings);
    }
    components::scripts(&layout, &mut findings);
    findings.sort_by_key(|finding| finding.severity);
    Checked { layout: Some(layout), findings }
}
