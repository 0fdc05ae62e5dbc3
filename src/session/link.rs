//! The contact that the page's own address leads to (`#task=`): it is opened and shown as soon as its events are there,
//! from whichever page of the history they come.

use leptos::prelude::*;

use super::Session;
use super::customer_session::CustomerSession;
use super::state::Revealed;
use crate::later::{self, later};
use crate::listen::on_window;
use journey::{EntryId, Filter, TaskId, TimeRange, linked_task};

later! {
    fn follow(customer: CustomerSession) = CustomerSession::follow_link, "e7245000000000000000000000000004"
}

impl Session {
    /// Follows the address for as long as the session lasts.
    pub(super) fn follow_address(self) {
        self.linked.set(linked());
        on_window("hashchange", move || self.linked.set(linked()));
    }
}

impl CustomerSession {
    /// Leads to the contact that the address names, if it is this customer's.
    pub(super) fn keep_link_followed(self) {
        self.spawn(async move {
            later::there().await;
            self.within(|| follow(self));
        });
    }

    fn follow_link(self) {
        let found = Memo::new(move |_| {
            let task = self.linked.get()?;
            self.journey.with(|journey| journey.contact(&task).map(|entry| entry.id.clone()))
        });
        Effect::new(move |_| {
            if let Some(id) = found.get() {
                // Once: whoever comes back to this customer later finds the timeline as ever.
                self.linked.set(None);
                self.reveal(&[id], false);
            }
        });
    }

    /// Has the first of these entries brought into sight, also if it lies beyond what is shown, or is filtered out; the
    /// others are shown too, and a single one is opened.
    pub(crate) fn reveal(self, ids: &[EntryId], with_focus: bool) {
        let now = self.now.get_untracked();
        let is_wanted = |id: &EntryId| {
            let entry = self.journey.with_untracked(|journey| journey.entry(id).cloned());
            entry.is_some_and(|entry| self.filter.with_untracked(|filter| filter.matches(&entry, now)))
        };
        if !ids.iter().all(is_wanted) {
            self.set_filter(|filter| {
                filter.clear();
                filter.range = TimeRange::All;
            });
        }
        // Of another division, or contacts are not shown here at all: a link does not change that.
        let ids: Vec<&EntryId> = ids.iter().filter(|id| is_wanted(id)).collect();
        let Some(first) = ids.first().map(|id| EntryId::clone(id)) else { return };
        let before = ids.iter().map(|id| self.rows_before(id)).max().unwrap_or_default();
        let limit = self.settings.with_untracked(|settings| settings.limit.max(1));
        self.more.update(|more| *more = (*more).max(before / limit));
        if ids.len() == 1 {
            self.open.update(|open| {
                open.insert(first.clone());
            });
        }
        let times = self.revealed.with_untracked(|revealed| revealed.as_ref().map_or(0, |before| before.times));
        self.revealed.set(Some(Revealed { entry: first, with_focus, times: times.wrapping_add(1) }));
    }

    fn rows_before(self, id: &EntryId) -> usize {
        let now = self.now.get_untracked();
        let count = |filter: &Filter| {
            let filter = filter.at(now);
            self.journey.with_untracked(|journey| {
                journey.shown_at(now).take_while(|entry| entry.id != *id).filter(|entry| filter.matches(entry)).count()
            })
        };
        self.filter.with_untracked(count)
    }
}

fn linked() -> Option<TaskId> {
    linked_task(&web_sys::window()?.location().hash().ok()?)
}
