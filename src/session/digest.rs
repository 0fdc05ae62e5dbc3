//! What can be stated of the customer from what is read, and the way to the entries that a statement is made from.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use super::customer_session::CustomerSession;
use super::source_session::SourceSession;
use journey::{EntryId, Statement, digest};

impl CustomerSession {
    /// Whether nothing is read yet of some platform that something may still come of.
    pub(crate) fn awaits_digest(self) -> bool {
        self.sources().iter().any(|one| one.awaits_history() && !one.is_stopped())
    }

    /// What can be stated, made anew with whatever is read.
    pub(crate) fn digest(self) -> Memo<Vec<Statement>> {
        Memo::new(move |_| {
            let Some(reach) = reach(&self.sources()) else { return Vec::new() };
            let (scope, now) = (self.filter.with(|filter| filter.widened()), self.now.get());
            self.journey.with(|journey| digest(journey, &scope, now, reach))
        })
    }

    /// Leads to the entries of a statement: the newest is brought into sight, with the focus, and all are marked; a single
    /// one is opened.
    pub(crate) fn lead_to(self, entries: &[EntryId]) {
        self.pointed.set(entries.to_vec());
        self.reveal(entries, true);
    }
}

/// Back to when all histories are read, `Some(None)`: to their beginnings. `None`: of one not even the newest is known, and
/// what is true of the others need not be true of all.
fn reach(all: &[SourceSession]) -> Option<Option<DateTime<Utc>>> {
    let is_begun = |one: &SourceSession| one.history.with(|history| history.ready().is_some());
    let reach = all.iter().filter_map(|one| one.reach()).max();
    all.iter().all(is_begun).then_some(reach)
}
