//! From a layout's text to its value, by way of what people paste: parts without their brackets, several texts in one file,
//! and what `mend` can take out.

use serde_json::error::{Category, Error};
use serde_json::{StreamDeserializer, Value};

use super::json::explain;
use super::mend::mend;
use super::part;
use crate::settings::layout::finding::{Finding, Rule};
use crate::settings::layout::path::{JsonPath, Position};
use crate::settings::layout::positions::Positions;

/// What could be read of a text.
#[derive(Default)]
pub(super) struct Text {
    /// The value, and where everything in it is; `None` where nothing could be read.
    pub(super) value: Option<(Value, Positions)>,
    /// Why the text is not JSON; none if it is, or if it is nearly: a part that was copied out of a layout.
    pub(super) findings: Vec<Finding>,
    /// The text is JSON, or a part of one that a finding of `part` tells about.
    pub(super) is_json: bool,
}

/// Reads the text.
pub(super) fn read(text: &str) -> Text {
    let error = match parse(text) {
        Ok(read) => return read,
        Err(error) => error,
    };
    let begins = text.trim_start();
    if begins.is_empty() || (begins.starts_with('<') && !begins.starts_with("<<<<<<<") && !begins.starts_with("<!--")) {
        return Text { findings: vec![explain(text, &error)], ..Text::default() };
    }
    let mended = mend(text);
    if mended.findings.is_empty() {
        return Text { findings: vec![explain(text, &error)], ..Text::default() };
    }
    let mut findings = mended.findings;
    match parse(&mended.text) {
        Ok(read) => {
            findings.extend(read.findings);
            Text { value: read.value, findings, is_json: false }
        }
        Err(error) => {
            // Of two versions, one may well not fit what is around it: no fault of the file's own.
            if !mended.had_conflict {
                findings.push(explain(&mended.text, &error));
            }
            Text { value: None, findings, is_json: false }
        }
    }
}

/// JSON, or nearly: what stands between brackets that were not copied, or before something else.
fn parse(text: &str) -> Result<Text, Error> {
    let error = match serde_json::from_str::<Value>(text) {
        Ok(value) => {
            return Ok(Text { value: Some((value, Positions::of(text))), findings: Vec::new(), is_json: true });
        }
        Err(error) => error,
    };
    if error.classify() == Category::Eof {
        return Err(error);
    }
    let mut values: StreamDeserializer<'_, _, Value> = serde_json::Deserializer::from_str(text).into_iter();
    let Some(Ok(first)) = values.next() else { return Err(error) };
    let end = values.byte_offset();
    let rest = text.get(end..).unwrap_or_default();
    let next = rest.trim_start();
    if next.starts_with(':') && first.is_string() {
        return bracketed('{', text, '}').ok_or(error).map(|(value, positions)| {
            let what = "The text begins with a name and not with a bracket: the { and } around it are missing.";
            let missing = finding(Position { line: 1, column: 1 }, what.to_owned(), "Put { before it and } behind it.");
            nearly(value, positions, missing)
        });
    }
    if next.trim_end() == "," {
        let at = position(text, end + rest.len() - next.len());
        let comma = finding(at, format!("There is a comma behind the end at {at}."), "Take the comma out.");
        return Ok(nearly(first, Positions::of(text), comma));
    }
    if next.starts_with(',')
        && let Some((value, positions)) = bracketed('[', text, ']')
    {
        return Ok(Text { value: Some((value, positions)), findings: Vec::new(), is_json: true });
    }
    if !first.is_object() && !first.is_array() {
        return Err(error);
    }
    let at = position(text, end + rest.len() - next.len());
    let (what, fix) = match next.chars().next() {
        Some('{' | '[') => (
            format!("A second text begins at {at} (JSON Lines, or two files in one): the desktop takes a single one."),
            "Keep one layout in a file. The first one was checked.",
        ),
        Some('}' | ']') => (
            format!("There is a bracket too many at {at}: everything was closed before."),
            "Take it out, or open what it closes. What stands before it was checked.",
        ),
        _ => (
            format!("Something follows behind the end of the layout, at {at}."),
            "Take it out. What stands before it was checked.",
        ),
    };
    Ok(Text { value: Some((first, Positions::of(text))), findings: vec![finding(at, what, fix)], is_json: false })
}

/// What only its borders keep from being JSON. Of a part that was copied out of a layout, `part` tells more.
fn nearly(value: Value, positions: Positions, finding: Finding) -> Text {
    let is_part = part::whole(&value).is_some();
    let findings = if is_part { Vec::new() } else { vec![finding] };
    Text { value: Some((value, positions)), findings, is_json: is_part }
}

/// The text between brackets that it lacks, with a comma at its end or without.
fn bracketed(open: char, text: &str, close: char) -> Option<(Value, Positions)> {
    let inside = text.trim_end();
    let inside = inside.strip_suffix(',').unwrap_or(inside);
    let whole = format!("{open}{inside}{close}");
    Some((serde_json::from_str(&whole).ok()?, Positions::of_bracketed(&whole)))
}

fn finding(at: Position, what: String, fix: &str) -> Finding {
    let mut finding = Finding::error(Rule::NotJson, &JsonPath::root(), what, fix);
    finding.position = Some(at);
    finding
}

fn position(text: &str, offset: usize) -> Position {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    Position { line: before.matches('\n').count() + 1, column: line.chars().count() + 1 }
}
