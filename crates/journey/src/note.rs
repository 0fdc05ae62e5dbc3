//! Agents' notes. Events are append-only, so a change is another event of the same note: whatever the order in which they
//! come, the newest counts, an emptied one takes the note back, and it stands where it was written first. A note on a contact
//! belongs to the contact; one on the customer is a row of its own. Called by the journey, which keeps both in their places.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::{Contact, EntryId, Event, EventKind, Platform};

/// A note as its newest event tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// By which it is changed.
    pub id: String,
    /// What it says.
    pub text: String,
    /// Who wrote it: by name, else as the platform knows them.
    pub author: Option<String>,
    /// When it was written.
    pub written: Option<DateTime<Utc>>,
    /// When it was changed last, or written.
    pub changed: Option<DateTime<Utc>>,
}

/// What is known of all notes of a journey, also of those that were taken back: an older event of one may come later.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Notes(HashMap<(Platform, String), Known>);

/// One note.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Known {
    /// The newest event of it.
    pub(super) event: Arc<Event>,
    /// When it was written.
    pub(super) written: Option<DateTime<Utc>>,
}

/// Whether an event of this kind says all that a note needs; else it is an event like any other.
pub(super) fn checked(kind: EventKind, data: &Map<String, Value>) -> EventKind {
    let is_note = word(data, "noteId").is_some_and(|id| !id.is_empty()) && word(data, "text").is_some();
    if kind == EventKind::Note && !is_note { EventKind::Other } else { kind }
}

impl Note {
    /// The note that an event tells, if it is of one that is not taken back.
    pub fn of(event: &Event) -> Option<Self> {
        if event.kind != EventKind::Note {
            return None;
        }
        let name = word(&event.data, "authorName").or_else(|| word(&event.data, "author"));
        Some(Self {
            id: word(&event.data, "noteId")?.to_owned(),
            text: word(&event.data, "text").map(str::trim).filter(|text| !text.is_empty())?.to_owned(),
            author: name.map(str::to_owned).filter(|name| !name.trim().is_empty()),
            written: written(event),
            changed: event.key.time,
        })
    }
}

impl Contact {
    /// The notes on it, in the order in which they were changed last.
    pub fn notes(&self) -> impl Iterator<Item = Note> {
        self.events.iter().filter_map(|event| Note::of(event))
    }
}

impl Known {
    /// Its row, if it is on the customer and not taken back.
    pub(super) fn row(&self) -> Option<(Option<DateTime<Utc>>, EntryId)> {
        let note = Note::of(&self.event).filter(|_| self.event.contact().is_none())?;
        Some((self.written, EntryId::new(&format!("note {} {}", self.event.platform.key(), note.id))?))
    }

    /// Whether it was taken back.
    fn is_gone(&self) -> bool {
        Note::of(&self.event).is_none()
    }
}

impl Notes {
    /// Takes an event of a note over: what was known of that note before, and what is now.
    pub(super) fn take(&mut self, event: Arc<Event>) -> (Option<Known>, Known) {
        let key = (event.platform, word(&event.data, "noteId").unwrap_or_default().to_owned());
        let before = self.0.remove(&key);
        let mut known = Known { written: written(&event), event };
        if let Some(before) = &before {
            known.written = [known.written, before.written].into_iter().flatten().min();
            if is_newer(&before.event, &known.event) {
                known.event = before.event.clone();
            }
        }
        self.0.insert(key, known.clone());
        (before, known)
    }

    /// Whether an event is of a note that has a row.
    pub(super) fn has_row_of(&self, event: &Event) -> bool {
        let id = word(&event.data, "noteId").filter(|_| event.kind == EventKind::Note);
        let known = id.and_then(|id| self.0.get(&(event.platform, id.to_owned())));
        known.is_some_and(|known| known.row().is_some())
    }

    /// The last events of those that were taken back.
    pub(super) fn gone(&self) -> impl Iterator<Item = &Arc<Event>> {
        self.0.values().filter(|known| known.is_gone()).map(|known| &known.event)
    }
}

/// Whether `one` counts and not `other`: the later; of the same moment as the service decides it, by the event's id.
fn is_newer(one: &Event, other: &Event) -> bool {
    let order = one.key.time.cmp(&other.key.time).then_with(|| one.key.id.cmp(&other.key.id));
    order.then_with(|| one.before(other)).is_gt()
}

/// When the note of an event was written.
fn written(event: &Event) -> Option<DateTime<Utc>> {
    word(&event.data, "writtenAt").and_then(basics::parse_time).or(event.key.time)
}

fn word<'d>(data: &'d Map<String, Value>, key: &str) -> Option<&'d str> {
    data.get(key).and_then(Value::as_str)
}

#[cfg(test)]
mod tests;
