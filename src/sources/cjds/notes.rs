//! Agents' notes, which a journey service of one's own keeps beside the vendor's contract. One that does not know the calls
//! is asked once. Code of the second file (crate::later).

use std::rc::Rc;

use cjds::{NoteRequest, NoteSearchRequest};
use serde_json::{Value, json};

use super::Cjds;
use super::door;
use super::person::is_no_such_call;
use super::service::objects;
use crate::http::{HttpError, Json, Path};
use crate::sources::other::{Answer, TakesNotes};
use crate::sources::{Note, SourceError, Written};
use journey::{Sought, TaskId};

const NOTE: &str = "/v1/api/note";
/// The service takes no longer ones, characters.
const LONGEST: usize = 2_000;
/// So many are read, the newest.
const MOST: &str = "200";

/// The notes on one customer.
pub(in crate::sources) struct NotesOf {
    service: Cjds,
    sought: Sought,
}

impl NotesOf {
    pub(in crate::sources) fn new(service: &Cjds, sought: &Sought) -> Self {
        Self { service: service.clone(), sought: sought.clone() }
    }

    fn path(&self) -> Path {
        self.service.path(NOTE)
    }

    fn told(&self, contact: Option<&TaskId>, text: &str) -> Result<Value, SourceError> {
        let identity_type = self.sought.kind.map(|kind| kind.as_str().to_owned());
        let contact = contact.map(|contact| contact.as_str().to_owned());
        let request = NoteRequest {
            identity: self.sought.identity.as_str().to_owned(),
            identity_type,
            contact,
            text: text.to_owned(),
        };
        serde_json::to_value(request).map_err(|error| HttpError::NotTheContract(error.to_string()).into())
    }

    /// Takes note of a service that knows no such call, and of a token that may write nothing.
    fn noticing<T>(&self, answer: Result<T, HttpError>, is_new: bool) -> Result<T, HttpError> {
        match &answer {
            Err(error) if is_no_such_call(error) => self.service.has_notes.set(false),
            Err(HttpError::Status { status: 403, .. }) if is_new => self.service.may_not_note.set(true),
            _ => {}
        }
        answer
    }
}

/// The one note of an answer.
fn only(answer: &Json) -> Result<Note, HttpError> {
    let note = objects(answer)?.first().map(|note| door::note(&cjds::Note::read(note)));
    note.filter(|note| !note.id.is_empty()).ok_or_else(|| HttpError::NotTheContract("no note".to_owned()))
}

impl TakesNotes for Rc<NotesOf> {
    fn may_write(&self) -> bool {
        self.service.has_notes.get() && !self.service.may_not_note.get()
    }

    fn takes_several(&self) -> bool {
        true
    }

    fn longest(&self) -> usize {
        LONGEST
    }

    fn notes(&self, contact: Option<&TaskId>) -> Answer<Vec<Note>> {
        let (of, contact) = (Self::clone(self), contact.cloned());
        Box::pin(async move {
            if !of.service.has_notes.get() {
                return Ok(Vec::new());
            }
            let path = of.service.of_organization(of.path().then("search")).query("pageSize", MOST);
            let question = NoteSearchRequest {
                identity: of.sought.identity.as_str().to_owned(),
                contact: contact.as_ref().map(|contact| contact.as_str().to_owned()),
            };
            let question = serde_json::to_value(question).unwrap_or_else(|_| json!({}));
            let answer = match of.noticing(of.service.client.search(&path, &question).await, false) {
                Err(_) if !of.service.has_notes.get() => return Ok(Vec::new()),
                answer => answer?,
            };
            let notes = objects(&answer)?.iter().map(cjds::Note::read).collect::<Vec<_>>();
            // Of all notes on the customer, those on contacts are the contacts'.
            let is_wanted = |note: &&cjds::Note| contact.is_some() || note.contact.is_none();
            Ok(notes.iter().filter(is_wanted).map(door::note).collect())
        })
    }

    fn write(&self, contact: Option<&TaskId>, text: &str) -> Answer<Written> {
        let (of, body) = (Self::clone(self), self.told(contact, text));
        Box::pin(async move {
            let path = of.service.of_organization(of.path());
            let answer = of.noticing(of.service.client.post(&path, &body?).await, true)?;
            Ok(Written::Note(only(&answer)?))
        })
    }

    fn edit(&self, _contact: Option<&TaskId>, note: &str, text: &str) -> Answer<Note> {
        let (of, body, note) = (Self::clone(self), self.told(None, text), note.to_owned());
        Box::pin(async move {
            let path = of.service.of_organization(of.path().with("note-id", &note));
            let answer = of.noticing(of.service.client.patch(&path, &body?).await, false)?;
            Ok(only(&answer)?)
        })
    }
}
