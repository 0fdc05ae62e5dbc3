//! Where records of the Avaya Experience Platform become the domain's types (contracts/other-desktops-and-sources.md, A). The widget
//! reads them in the browser, the journey service for its connector: it is one mapping. Nothing here asks anybody.
//!
//! An engagement is a contact, and a contact is made of events, which only add up: an engagement that is asked for again, with
//! more in it, gives the same events and some new ones. So an event holds what does not change afterwards: joining and leaving
//! are two, and every topic and every field is one of its own.

#![forbid(unsafe_code)]
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod engagement;
mod fields;
pub mod identifiers;
#[cfg(any(test, feature = "samples"))]
pub mod samples;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;

pub use engagement::engagement;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use fields::{Record, author, list};
use journey::{Arrival, Reported, Unread};

/// What a record became: the events of one contact, or a record that could not be read and is kept as it came.
pub type Read = Result<Vec<Reported>, Unread>;

/// The same as elements of a history.
pub fn arrivals(record: &Value) -> Vec<Arrival> {
    match engagement(record) {
        Ok(events) => events.into_iter().map(Arrival::from).collect(),
        Err(unread) => vec![unread.into()],
    }
}

/// How many engagements a page of a search has; the platform gives no more.
pub const PAGE_SIZE: usize = 50;

/// An agent's note on an engagement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Note {
    /// By which it is edited.
    pub id: String,
    /// What it says.
    pub text: String,
    /// Who wrote it last.
    pub by: Option<String>,
    /// When it was written last.
    pub at: Option<DateTime<Utc>>,
}

/// The engagements of an answer, newest first.
///
/// # Errors
/// It is no answer of the contract; says what it is.
pub fn engagements(answer: &Value) -> Result<Vec<&Value>, String> {
    let fields = answer.as_object().ok_or("no object where a journey was expected")?;
    match fields.get("engagements") {
        Some(Value::String(_) | Value::Number(_) | Value::Bool(_)) => Err("no list of engagements".to_owned()),
        Some(engagements) => Ok(list(engagements).iter().filter(|one| !one.is_null()).collect()),
        None if fields.contains_key("identifiers") || fields.contains_key("pagination") => Ok(Vec::new()),
        None => Err("no journey".to_owned()),
    }
}

/// How many engagements there are in all, where the answer says it.
pub fn total(answer: &Value) -> Option<usize> {
    journey::text(answer.get("pagination")?.get("total")?)?.parse().ok()
}

/// How strong each identifier is, by its name.
pub fn strengths(answer: &Value) -> Map<String, Value> {
    let kinds = list(answer).iter().filter_map(|kind| {
        Some((journey::text(kind.get("name")?)?, kind.get("identifierStrength").filter(|one| one.is_string())?.clone()))
    });
    kinds.collect()
}

/// The notes of an answer.
///
/// # Errors
/// It is no answer of the contract; says what it is.
pub fn notes(answer: &Value) -> Result<Vec<Note>, String> {
    let notes = answer.get("agentNotes").ok_or("no list of notes")?;
    Ok(list(notes).iter().filter_map(note).collect())
}

/// A note. Its text is called `note` or `text`.
pub fn note(record: &Value) -> Option<Note> {
    let record = Record::of(record.as_object()?);
    Some(Note {
        id: record.text("id")?,
        text: record.text("note").or_else(|| record.text("text"))?,
        by: author(&record),
        at: record.time("updatedAt").or(record.time("createdAt")).time,
    })
}

/// Whether a 404 says that nobody is known, and says it neither of the account nor of the way to it.
pub fn says_nobody_is_known(body: &Value) -> bool {
    let text = |key: &str| body.get(key).and_then(Value::as_str).unwrap_or_default();
    let says = |word: &str| [text("detail"), text("title")].concat().to_ascii_lowercase().contains(word);
    text("type").contains("resource-not-found") && !says("account")
}
