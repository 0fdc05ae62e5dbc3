//! An agent's notes on a contact, where its platform keeps some: read when somebody looks, written once. Code of the second
//! file (crate::later).

use std::rc::Rc;

use leptos::prelude::*;

use super::source_session::SourceSession;
use super::state::{Cause, Failure, Load, Part};
use super::task::Task;
use crate::sources::{Note, TakesNotes, Written};
use journey::TaskId;

/// The notes on one contact. A handle: copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Notes {
    source: SourceSession,
    keeper: StoredValue<Rc<dyn TakesNotes>, LocalStorage>,
    contact: StoredValue<TaskId>,
    /// What is there.
    pub(crate) list: RwSignal<Load<Vec<Note>>>,
    /// A note is on its way.
    pub(crate) is_busy: RwSignal<bool>,
    /// Why the last one was not written.
    pub(crate) failure: RwSignal<Option<Failure>>,
    /// Somebody had written one already: that one is there now, to be edited.
    pub(crate) was_there: RwSignal<bool>,
    may_write: RwSignal<bool>,
    reading: Task,
}

impl Notes {
    /// Reads the notes on a contact, in the current owner. `None`: its platform keeps none.
    pub(crate) fn of(source: SourceSession, contact: TaskId) -> Option<Self> {
        let keeper = untrack(|| source.notes())?;
        let notes = Self {
            source,
            may_write: RwSignal::new(keeper.may_write()),
            keeper: StoredValue::new_local(keeper),
            contact: StoredValue::new(contact),
            list: RwSignal::new(Load::Loading),
            is_busy: RwSignal::new(false),
            failure: RwSignal::new(None),
            was_there: RwSignal::new(false),
            reading: Task::new(),
        };
        notes.read();
        Some(notes)
    }

    /// Whether the agent may write one.
    pub(crate) fn may_write(self) -> bool {
        self.may_write.get() && !self.source.settings.with(|settings| settings.read_only_aliases)
    }

    /// Reads them again.
    pub(crate) fn read(self) {
        let (keeper, contact) = (self.keeper.get_value(), self.contact.get_value());
        self.list.set(Load::Loading);
        self.reading.run(async move {
            let found = keeper.notes(&contact).await;
            self.list.set(match found {
                Ok(notes) => Load::Ready(notes),
                Err(error) => Load::Failed(self.source.report(Part::Note, &error)),
            });
        });
    }

    /// Writes a note, or another text in place of one's.
    pub(crate) fn write(self, note: Option<String>, text: String) {
        if self.is_busy.get_untracked() {
            return;
        }
        self.is_busy.set(true);
        self.failure.set(None);
        self.was_there.set(false);
        let (keeper, contact) = (self.keeper.get_value(), self.contact.get_value());
        let work = async move {
            match note {
                None => keeper.write(&contact, &text).await,
                Some(id) => keeper.edit(&contact, &id, &text).await.map(Written::Note),
            }
        };
        self.reading.run(async move {
            // What was begun goes to its end, whoever is shown by then.
            let written = self.source.to_its_end(work).await;
            self.is_busy.set(false);
            self.may_write.set(self.keeper.get_value().may_write());
            match written {
                Ok(Written::Note(note)) => self.list.set(Load::Ready(vec![note])),
                Ok(Written::Another(note)) => {
                    self.was_there.set(true);
                    self.list.set(Load::Ready(vec![note]));
                }
                Err(error) => {
                    let failure = self.source.report(Part::Note, &error);
                    if matches!(failure.cause, Cause::Forbidden | Cause::Permission(_)) {
                        self.may_write.set(false);
                    }
                    self.failure.set(Some(failure));
                }
            }
        });
    }
}
