//! A text that is not JSON: where it stops being so, and what is usually the reason there.

use serde_json::error::{Category, Error};

use crate::settings::layout::finding::{Finding, Rule};
use crate::settings::layout::path::{JsonPath, Position};

/// One finding for the place where reading stopped.
pub(super) fn explain(text: &str, error: &Error) -> Finding {
    let read = read_so_far(text, error);
    let line_start = read.rfind('\n').map_or(0, |end| end + 1);
    let position = Position {
        line: read.matches('\n').count() + 1,
        column: read.get(line_start..).map_or(0, |line| line.chars().count()).max(1),
    };
    let (what, fix) = reason(text, read, error, position);
    let mut finding = Finding::error(Rule::NotJson, &JsonPath::root(), what, fix);
    finding.position = Some(position);
    finding
}

fn reason(text: &str, read: &str, error: &Error, at: Position) -> (String, &'static str) {
    let place = format!("line {}, column {}", at.line, at.column);
    if text.trim().is_empty() {
        return ("The file is empty.".to_owned(), "Choose a desktop layout, a file that begins with {.");
    }
    if text.trim_start().starts_with('<') {
        return (
            "The file is a web page (HTML or XML), not a layout.".to_owned(),
            "Choose the JSON file of the layout; if it was loaded from an address, that address does not serve it.",
        );
    }
    if error.to_string().starts_with("recursion limit") {
        return (
            format!("More than a hundred brackets stand within each other at {place}."),
            "Take out what was wrapped too often: no layout is nested so deeply.",
        );
    }
    let letter = read.chars().next_back().unwrap_or(' ');
    let last_sign = read.trim_end_matches(letter).trim_end().chars().next_back();
    if error.classify() == Category::Eof {
        return (
            format!("The file ends too early, at {place}: a bracket or a quote is still open."),
            "Close every { with }, every [ with ] and every quote; check that the whole file was copied.",
        );
    }
    if last_sign == Some(',') && (letter == '}' || letter == ']') {
        return (
            format!("There is a comma before the closing {letter} at {place}."),
            "Take the comma out: JSON allows none after the last member.",
        );
    }
    let said = error.to_string();
    if said.starts_with("control character") {
        return (
            format!("A text has a line break or a tab in it, or is not closed, at {place}."),
            "Close the text with a double quote on its own line; a line break within a text is written \\n, a tab \\t.",
        );
    }
    if said.starts_with("invalid escape") {
        return (
            format!("There is a backslash at {place} that JSON does not take."),
            "Write every backslash of a text twice (\\\\).",
        );
    }
    let word = word_at(text, read);
    if letter.is_alphabetic() && (said.starts_with("expected value") || said.starts_with("expected ident")) {
        return (
            format!("\"{word}\" at {place} is no value of JSON."),
            "Write true, false and null in small letters, and texts in double quotes.",
        );
    }
    match letter {
        '\'' => (format!("There is a single quote at {place}."), "Use double quotes for names and texts."),
        '“' | '”' | '„' | '‘' | '’' => (
            format!("There is a typographic quote at {place}, as word processors put it."),
            "Use plain double quotes (\").",
        ),
        '/' | '#' => (format!("There is a comment at {place}."), "Take it out: JSON has no comments."),
        '}' | ']' | ',' if error.to_string().starts_with("expected value") => (
            format!("Something is missing before the {letter} at {place}, or the wrong bracket closes here."),
            "Close every { with } and every [ with ], and leave no place between two commas empty.",
        ),
        '"' | '{' | '[' => {
            (format!("A comma is missing before {place}."), "Put a comma between one member and the next.")
        }
        letter if letter.is_alphabetic() && error.to_string().contains("key must be a string") => {
            (format!("A name without quotes stands at {place}."), "Put every name in double quotes.")
        }
        _ => (
            format!("The file is not JSON: {} at {place}.", words(error)),
            "Mend this place; an editor with JSON support marks it.",
        ),
    }
}

/// The word around the place at which reading stopped.
fn word_at<'a>(text: &'a str, read: &str) -> &'a str {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let start = read.trim_end_matches(is_part).len();
    let rest = text.get(start..).unwrap_or_default();
    rest.split(|letter: char| !is_part(letter)).next().unwrap_or_default()
}

/// The text up to and with the letter at which reading stopped. serde_json counts columns in bytes.
fn read_so_far<'a>(text: &'a str, error: &Error) -> &'a str {
    let mut start = 0;
    for _ in 1..error.line() {
        start = text.get(start..).and_then(|rest| rest.find('\n')).map_or(start, |end| start + end + 1);
    }
    let mut end = (start + error.column()).min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    text.get(..end).unwrap_or(text)
}

/// The parser's own words without its position, which counts bytes.
fn words(error: &Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}
