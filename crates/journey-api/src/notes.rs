//! Agents' notes as they are kept: events of one type, which nothing but the service writes. Events are append-only, so a
//! change is another event with the same note id, and the newest counts; an empty text takes the note back. What becomes of
//! events becomes of notes: history, streams, retention, merging, erasing, export. Called by `http::notes`.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use cjds::{CloudEvent, IdentityType};
use serde_json::{Map, Value, json};

use crate::auth::Caller;
use crate::error::Error;
use crate::ids::{WorkspaceId, guessed_kind, long_id};
use crate::state::AppState;
use crate::store::{Identity, NewEvent};

/// No note has more characters.
const LONGEST: usize = 2_000;

/// A note as its newest event tells it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Kept {
    pub(crate) id: String,
    /// Empty: it was taken back.
    pub(crate) text: String,
    pub(crate) contact: Option<String>,
    pub(crate) author: String,
    author_name: Option<String>,
    written_at: DateTime<Utc>,
    changed_at: DateTime<Utc>,
    /// Of the event; it decides between two of one moment.
    event_id: String,
    /// By whose identity it is kept.
    identity: Identity,
}

/// Whether an event of this type could be taken for an agent's note, in whatever spelling.
pub(crate) fn is_reserved(kind: &str) -> bool {
    kind.trim().eq_ignore_ascii_case(cjds::Note::EVENT_TYPE)
}

/// What a note says, without blanks around it.
///
/// # Errors
/// 400 with the reason.
pub(crate) fn text(text: &str) -> Result<&str, Error> {
    let text = text.trim();
    if text.contains('\0') {
        return Err(Error::invalid("text: holds the character U+0000, which cannot be stored"));
    }
    let letters = text.chars().count();
    if letters > LONGEST {
        return Err(Error::invalid(format!("text: has {letters} characters; a note has {LONGEST} at the most")));
    }
    Ok(text)
}

/// The notes of these stored events, the newest first, without those that were taken back.
pub(crate) fn of_events<'e>(events: impl Iterator<Item = &'e str>) -> Vec<Kept> {
    let mut newest: HashMap<String, Kept> = HashMap::new();
    for kept in events.filter_map(Kept::read) {
        match newest.get(&kept.id) {
            Some(known) if known.order() >= kept.order() => {}
            _ => _ = newest.insert(kept.id.clone(), kept),
        }
    }
    let mut notes: Vec<Kept> = newest.into_values().filter(|note| !note.text.is_empty()).collect();
    notes.sort_by(|one, other| (other.written_at, &other.id).cmp(&(one.written_at, &one.id)));
    notes
}

impl Kept {
    /// A new note of a caller's.
    pub(crate) fn new(caller: &Caller, identity: Identity, contact: Option<String>, text: &str) -> Self {
        let now = to_the_millisecond(Utc::now());
        Self {
            id: long_id(),
            text: text.to_owned(),
            contact,
            author: caller.subject().to_owned(),
            author_name: caller.name().map(str::to_owned),
            written_at: now,
            changed_at: now,
            event_id: long_id(),
            identity,
        }
    }

    /// The same note with another text, later than before whatever the clocks of replicas say.
    pub(crate) fn changed(self, caller: &Caller, text: &str) -> Self {
        let changed_at = to_the_millisecond(Utc::now()).max(self.changed_at + Duration::milliseconds(1));
        let author_name = caller.name().map(str::to_owned).or(self.author_name);
        Self { text: text.to_owned(), changed_at, author_name, event_id: long_id(), ..self }
    }

    /// The event that tells it.
    pub(crate) fn event(&self, workspace: &WorkspaceId) -> NewEvent {
        let mut data = Map::new();
        let mut put = |key: &str, value: &str| _ = data.insert(key.to_owned(), json!(value));
        put("noteId", &self.id);
        put("text", &self.text);
        put("author", &self.author);
        put("writtenAt", &cjds::write_time(self.written_at));
        for (key, value) in [("authorName", &self.author_name), ("taskId", &self.contact)] {
            value.iter().for_each(|value| put(key, value));
        }
        let event = CloudEvent {
            id: self.event_id.clone(),
            kind: cjds::Note::EVENT_TYPE.to_owned(),
            source: cjds::Note::EVENT_SOURCE.to_owned(),
            time: Some(self.changed_at),
            identity: self.identity.value.clone(),
            identity_type: Some(self.identity.kind),
            previous_identity: None,
            data_content_type: "application/json".to_owned(),
            data,
        };
        NewEvent::new(workspace.clone(), event)
    }

    /// As it is answered.
    pub(crate) fn answer(self, caller: &Caller) -> cjds::Note {
        cjds::Note {
            is_own: self.author == caller.subject(),
            id: self.id,
            text: self.text,
            contact: self.contact,
            author: self.author,
            author_name: self.author_name,
            created_at: cjds::write_time(self.written_at),
            changed_at: cjds::write_time(self.changed_at),
        }
    }

    fn read(body: &str) -> Option<Self> {
        let event = CloudEvent::read_json(body).ok()?.event;
        // Before notes were, somebody may have published the word.
        if event.source != cjds::Note::EVENT_SOURCE || event.kind != cjds::Note::EVENT_TYPE {
            return None;
        }
        let said = |key: &str| event.data.get(key).and_then(Value::as_str).map(str::to_owned);
        let kind = event.identity_type.unwrap_or_else(|| guessed_kind(&event.identity));
        let changed_at = event.time?;
        Some(Self {
            id: said("noteId")?,
            text: said("text")?,
            contact: said("taskId"),
            author: said("author")?,
            author_name: said("authorName"),
            written_at: said("writtenAt").and_then(|time| cjds::parse_time(&time)).unwrap_or(changed_at),
            changed_at,
            identity: Identity::new(kind, &event.identity),
            event_id: event.id,
        })
    }

    fn order(&self) -> (DateTime<Utc>, &str) {
        (self.changed_at, &self.event_id)
    }
}

impl AppState {
    /// The notes on somebody: on all identities of the person who has this one.
    pub(crate) async fn notes(&self, workspace: &WorkspaceId, identity: &str) -> Result<Vec<Kept>, Error> {
        let lookup = self.store.resolve(workspace, identity).await?;
        let lookups = self.store.walk(workspace, &lookup).await?;
        let types = [cjds::Note::EVENT_TYPE.to_owned()];
        let events = self.store.events_since(workspace, &lookups, &types, i64::MIN).await?;
        Ok(of_events(events.iter().map(|event| event.body.get())))
    }

    /// The identity under which a note on somebody is kept: as its person has it, else as it was said.
    ///
    /// # Errors
    /// 400 where it is nobody's.
    pub(crate) async fn noted_identity(
        &self,
        workspace: &WorkspaceId,
        identity: &str,
        kind: Option<IdentityType>,
    ) -> Result<Identity, Error> {
        let lookup = self.store.resolve(workspace, identity).await?;
        let persons = self.store.persons_by_alias(workspace, std::slice::from_ref(&lookup)).await?;
        let known = persons.iter().flat_map(crate::patch::identities).find(|identity| identity.lookup() == lookup);
        if let Some(known) = known {
            return Ok(known);
        }
        let kind = kind.unwrap_or_else(|| guessed_kind(identity));
        crate::checked::identity_in("identity", kind, identity).map_err(Error::invalid)
    }
}

/// As events are stored, so that what is answered is what is read again.
fn to_the_millisecond(time: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(time.timestamp_millis()).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reason::joined;

    fn event(id: &str, note: &str, time: &str, text: &str) -> String {
        json!({"id": id, "specversion": "1.0", "type": "journey:note", "source": "journey-notes", "time": time,
            "identity": "ann@example.com", "identitytype": "email", "datacontenttype": "application/json",
            "data": {"noteId": note, "text": text, "author": "bo", "writtenAt": "2026-03-01T10:00:00Z"}})
        .to_string()
    }

    #[test]
    fn the_newest_event_of_a_note_counts_whatever_their_order() {
        let events = [
            event("a", "1", "2026-03-01T10:00:00Z", "First"),
            event("b", "1", "2026-03-01T10:05:00Z", "Second"),
            event("c", "1", "2026-03-01T10:05:00Z", "Third"),
            event("d", "2", "2026-03-01T10:00:00Z", "Gone"),
            event("e", "2", "2026-03-01T10:01:00Z", ""),
        ];
        let texts = |events: &[&String]| {
            let notes = of_events(events.iter().map(|event| event.as_str()));
            notes.into_iter().map(|note| (note.id, note.text)).collect::<Vec<_>>()
        };
        let in_order: Vec<&String> = events.iter().collect();
        let backwards: Vec<&String> = events.iter().rev().collect();
        assert_eq!(texts(&in_order), [("1".to_owned(), "Third".to_owned())]);
        assert_eq!(texts(&backwards), texts(&in_order));
    }

    #[test]
    fn what_somebody_published_in_these_words_is_no_note() {
        let others = event("a", "1", "2026-03-01T10:00:00Z", "Not mine").replace("journey-notes", "custom/7");
        assert!(of_events([others.as_str(), "7", "{}"].into_iter()).is_empty());
        for kind in ["journey:note", " Journey:Note "] {
            assert!(is_reserved(kind));
        }
        assert!(!is_reserved("journey:notes"));
    }

    #[test]
    fn a_text_is_taken_up_to_its_limit_and_refused_with_words_beyond() {
        let longest = "é".repeat(LONGEST);
        assert_eq!(text(&format!(" {longest}\n")).ok(), Some(longest.as_str()));
        for bad in [format!("{longest}!"), "a\0b".to_owned()] {
            assert!(matches!(text(&bad), Err(Error::Invalid(reasons)) if joined(&reasons).starts_with("text: ")));
        }
    }
}
