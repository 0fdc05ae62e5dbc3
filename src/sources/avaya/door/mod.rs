//! Where the platform's records become the domain's. An engagement is a contact, and a contact is made of events, which only
//! add up: an engagement that is asked for again, with more in it, gives the same events and some new ones. So an event holds
//! what does not change afterwards: joining and leaving are two, and every topic and every field is one of its own.

mod engagement;
mod fields;

pub(super) use engagement::arrivals;

use serde_json::{Map, Value};

use super::notes::Note;
use fields::{Record, author, list};

/// The engagements of an answer, newest first.
///
/// # Errors
/// It is no answer of the contract; says what it is.
pub(super) fn engagements(answer: &Value) -> Result<Vec<&Value>, String> {
    let fields = answer.as_object().ok_or("no object where a journey was expected")?;
    match fields.get("engagements") {
        Some(Value::String(_) | Value::Number(_) | Value::Bool(_)) => Err("no list of engagements".to_owned()),
        Some(engagements) => Ok(list(engagements).iter().filter(|one| !one.is_null()).collect()),
        None if fields.contains_key("identifiers") || fields.contains_key("pagination") => Ok(Vec::new()),
        None => Err("no journey".to_owned()),
    }
}

/// How many engagements there are in all, where the answer says it.
pub(super) fn total(answer: &Value) -> Option<usize> {
    journey::text(answer.get("pagination")?.get("total")?)?.parse().ok()
}

/// How strong each identifier is, by its name.
pub(super) fn strengths(answer: &Value) -> Map<String, Value> {
    let kinds = list(answer).iter().filter_map(|kind| {
        Some((journey::text(kind.get("name")?)?, kind.get("identifierStrength").filter(|one| one.is_string())?.clone()))
    });
    kinds.collect()
}

/// The notes of an answer.
///
/// # Errors
/// It is no answer of the contract; says what it is.
pub(super) fn notes(answer: &Value) -> Result<Vec<Note>, String> {
    let notes = answer.get("agentNotes").ok_or("no list of notes")?;
    Ok(list(notes).iter().filter_map(note).collect())
}

/// A note. Its text is called `note` or `text`.
pub(super) fn note(record: &Value) -> Option<Note> {
    let record = Record::of(record.as_object()?);
    Some(Note {
        id: record.text("id")?,
        text: record.text("note").or_else(|| record.text("text"))?,
        by: author(&record),
        at: record.time("updatedAt").or(record.time("createdAt")).time,
    })
}
