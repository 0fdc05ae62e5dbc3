//! Reading of the platform's records, however loosely they come: a list that is null, a number that is a text, a field
//! that is missing. What is there and cannot be read is said with the record.

use chrono::{DateTime, Utc};
use journey::{EventKind, Origin, Platform, Problem, Reported, TaskId, Unread, text};
use serde_json::{Map, Value};

/// Who sent all of this, as people read it.
const SOURCE: &str = "Genesys Cloud";

/// The text of a field; numbers are texts, too.
pub fn text_of(record: &Value, key: &str) -> Option<String> {
    record.get(key).and_then(text)
}

/// The entries of a list; none where there is no list. A single object stands for a list of one.
pub fn list<'a>(record: &'a Value, key: &str) -> &'a [Value] {
    match record.get(key) {
        Some(Value::Array(entries)) => entries,
        Some(one @ Value::Object(_)) => std::slice::from_ref(one),
        _ => &[],
    }
}

/// The entries of a listing; `None`: the answer is none.
pub fn entities<'a>(answer: &'a Value, key: &str) -> Option<&'a [Value]> {
    match answer {
        // An empty result has no list.
        Value::Object(fields) if fields.get(key).is_none_or(|found| found.is_null() || found.is_array()) => {
            Some(list(answer, key))
        }
        _ => None,
    }
}

/// A point in time; what is none is a problem.
pub(crate) fn time_of(record: &Value, key: &str, problems: &mut Vec<Problem>) -> Option<DateTime<Utc>> {
    let value = record.get(key).filter(|value| !value.is_null())?;
    let time = basics::read_time(value);
    if time.is_none() {
        problems.push(Problem::new(key, format!("{value} is no time")));
    }
    time
}

/// Whether it is one of these words, in any case.
pub(crate) fn is_any(word: &str, words: &[&str]) -> bool {
    words.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Data of these fields, without those that say nothing.
pub(crate) fn data<'a>(fields: impl IntoIterator<Item = (&'a str, Option<String>)>) -> Map<String, Value> {
    fields.into_iter().filter_map(|(key, text)| Some((key.to_owned(), Value::String(text?)))).collect()
}

/// Something that happened in a contact.
pub(crate) struct Happened<'a> {
    pub(crate) kind: EventKind,
    /// The platform's word, or one in its style.
    pub(crate) word: &'a str,
    pub(crate) time: Option<DateTime<Utc>>,
    pub(crate) data: Map<String, Value>,
}

impl Happened<'_> {
    /// As it is reported, of this contact; `part` tells which of its participants or pages it is about.
    pub(crate) fn of(self, contact: &TaskId, part: &str) -> Reported {
        Reported {
            platform: Platform::Genesys,
            id: if part.is_empty() { contact.to_string() } else { [contact.as_str(), part].join(" ") },
            word: self.word.to_owned(),
            kind: self.kind,
            time: self.time,
            source: SOURCE.to_owned(),
            origin: Origin::Platform,
            task: Some(contact.clone()),
            data: self.data,
            ..Reported::default()
        }
    }
}

/// A record that cannot be placed in the timeline. It is kept as it came.
pub(crate) fn unread(problem: Problem, record: &Value) -> Unread {
    Unread { platform: Platform::Genesys, problem, permission: None, raw: Some(record.to_string()) }
}
