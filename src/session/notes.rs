//! Agents' notes on a contact or on the customer, where a platform keeps some: read when somebody looks, and again when the
//! journey tells of a change; each written once. Code of the second file (crate::later).

use std::rc::Rc;

use leptos::prelude::*;

use super::customer_session::CustomerSession;
use super::source_session::SourceSession;
use super::state::{Cause, Failure, Load, Part};
use super::task::Task;
use crate::sources::{Note, TakesNotes, Written};
use journey::{Contact, EntryKind, TaskId};

/// The notes on one contact, or on the customer. A handle: copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Notes {
    source: SourceSession,
    keeper: StoredValue<Rc<dyn TakesNotes>, LocalStorage>,
    contact: StoredValue<Option<TaskId>>,
    /// What is there.
    pub(crate) list: RwSignal<Load<Vec<Note>>>,
    /// What the journey tells of them: without who may edit them.
    pub(crate) known: Memo<Vec<Note>>,
    /// A note is on its way.
    pub(crate) is_busy: RwSignal<bool>,
    /// How many were written.
    pub(crate) written: RwSignal<u32>,
    /// Why the last one was not written.
    pub(crate) failure: RwSignal<Option<Failure>>,
    /// Somebody had written one already: that one is there now, to be edited.
    pub(crate) was_there: RwSignal<bool>,
    /// Whether every agent writes notes of their own, and takes them back.
    pub(crate) are_several: bool,
    /// No note is longer, letters.
    pub(crate) longest: usize,
    may_write: RwSignal<bool>,
    reading: Task,
    writing: Task,
}

impl CustomerSession {
    /// The notes on the customer, of the first platform that keeps some; `None`: none does. They are asked for once, and again
    /// when one was written, or could not be had.
    pub(crate) fn notes(self) -> Option<Notes> {
        if let Some(kept) = self.kept_notes.get_value() {
            if kept.list.with_untracked(|list| list.failure().is_some()) {
                kept.read();
            }
            return Some(kept);
        }
        let first = || self.sources().into_iter().find_map(|source| Notes::of(source, None));
        let notes = self.own.get_value().with(|| untrack(first));
        self.kept_notes.set_value(notes);
        notes
    }
}

impl Notes {
    /// Reads the notes on a contact, or without one on the customer, in the current owner. `None`: its platform keeps none.
    pub(crate) fn of(source: SourceSession, contact: Option<TaskId>) -> Option<Self> {
        let keeper = untrack(|| source.notes())?;
        let are_several = keeper.takes_several();
        if contact.is_none() && !are_several {
            return None;
        }
        let notes = Self {
            source,
            list: RwSignal::new(Load::Loading),
            known: told(source, are_several, contact.clone()),
            is_busy: RwSignal::new(false),
            written: RwSignal::new(0),
            failure: RwSignal::new(None),
            was_there: RwSignal::new(false),
            are_several,
            longest: keeper.longest(),
            may_write: RwSignal::new(keeper.may_write()),
            keeper: StoredValue::new_local(keeper),
            contact: StoredValue::new(contact),
            reading: Task::new(),
            writing: Task::new(),
        };
        Effect::new(move |_| {
            // Read, and not only tracked: a memo that nobody has read changes when somebody does.
            notes.known.with(Vec::len);
            // What is there stays until the answer comes.
            notes.ask();
        });
        Some(notes)
    }

    /// Whether the agent may write one, as far as that is known: not before the platform has answered.
    pub(crate) fn may_write(self) -> bool {
        self.may_write.get()
            && self.list.with(|list| list.ready().is_some())
            && !self.source.settings.with(|settings| settings.read_only_aliases)
    }

    /// Forgets how the last writing went, for a form that is opened.
    pub(crate) fn begin(self) {
        self.failure.set(None);
        self.was_there.set(false);
    }

    /// Reads them again.
    pub(crate) fn read(self) {
        self.list.set(Load::Loading);
        self.ask();
    }

    fn ask(self) {
        let (keeper, contact) = (self.keeper.get_value(), self.contact.get_value());
        self.reading.run(async move {
            let found = keeper.notes(contact.as_ref()).await;
            self.may_write.set(keeper.may_write());
            match found {
                Ok(notes) => self.list.set(Load::Ready(notes)),
                // What is there is as good as before.
                Err(_) if self.list.with_untracked(|list| list.ready().is_some()) => {}
                Err(error) => self.list.set(Load::Failed(self.source.report(Part::Note, &error))),
            }
        });
    }

    /// Writes a note, or another text in place of one's.
    pub(crate) fn write(self, note: Option<String>, text: String) {
        if self.is_busy.get_untracked() {
            return;
        }
        self.is_busy.set(true);
        self.begin();
        let (keeper, contact) = (self.keeper.get_value(), self.contact.get_value());
        let work = async move {
            match note {
                None => keeper.write(contact.as_ref(), &text).await,
                Some(id) => keeper.edit(contact.as_ref(), &id, &text).await.map(Written::Note),
            }
        };
        self.writing.run(async move {
            // What was begun goes to its end, whoever is shown by then.
            let written = self.source.to_its_end(work).await;
            self.is_busy.set(false);
            self.may_write.set(self.keeper.get_value().may_write());
            match written {
                Ok(Written::Note(note)) => {
                    self.put(note);
                    if self.are_several {
                        // Whatever was asked before may not know of it.
                        self.ask();
                    }
                    self.written.update(|count| *count = count.wrapping_add(1));
                }
                Ok(Written::Another(note)) => {
                    self.was_there.set(true);
                    self.list.set(Load::Ready(vec![note]));
                }
                Err(error) => {
                    let failure = self.source.report(Part::Note, &error);
                    if !self.are_several && matches!(failure.cause, Cause::Forbidden | Cause::Permission(_)) {
                        self.may_write.set(false);
                    }
                    self.failure.set(Some(failure));
                }
            }
        });
    }

    /// Puts what was written in its place among the others; the newest comes first.
    fn put(self, note: Note) {
        let others = self.list.with_untracked(|list| list.ready().cloned()).filter(|_| self.are_several);
        let mut all = others.unwrap_or_default();
        let place = all.iter().position(|known| known.id == note.id);
        match place {
            _ if note.text.is_empty() => all.retain(|known| known.id != note.id),
            Some(place) => all.iter_mut().skip(place).take(1).for_each(|known| *known = note.clone()),
            None => all.insert(0, note),
        }
        self.list.set(Load::Ready(all));
    }
}

/// What the journey tells of the notes on a contact or on the customer, the newest first.
fn told(source: SourceSession, are_several: bool, contact: Option<TaskId>) -> Memo<Vec<Note>> {
    let platform = source.platform();
    let note =
        |note: journey::Note| Note { id: note.id, text: note.text, by: note.author, at: note.changed, may_edit: false };
    Memo::new(move |_| {
        if !are_several {
            return Vec::new();
        }
        source.journey.with(|journey| match &contact {
            Some(task) => {
                let entry = journey.contact(task);
                let leg = entry.and_then(|entry| entry.contact()?.legs().iter().find(|leg| leg.platform == platform));
                let mut notes: Vec<Note> = leg.into_iter().flat_map(Contact::notes).map(note).collect();
                notes.reverse();
                notes
            }
            None => {
                let of = |kind: &EntryKind| match kind {
                    EntryKind::Custom(custom) if custom.event.platform == platform => journey::Note::of(&custom.event),
                    _ => None,
                };
                journey.entries().filter_map(|entry| of(&entry.kind)).map(note).collect()
            }
        })
    })
}
