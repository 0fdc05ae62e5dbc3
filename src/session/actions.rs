//! What the view may ask of a session: the one door by which clicks come in. Trying again, editing and following a link are
//! beside what they do.

use leptos::prelude::*;

use super::Session;
use super::aim::{Choice, LookedUp, Meant, default_filter};
use super::customer_session::CustomerSession;
use super::element_session::Taken;
use crate::element::Outgoing;
use journey::{EntryId, Filter, FollowUp, Identity, KnownIdentity, PersonId, Row, TaskId, Who};

impl Session {
    /// Shows the journey of whoever has this identity, until another contact is selected.
    pub(crate) fn look_up(self, text: &str) {
        let who = self.settings.with_untracked(|settings| Who::of_text(text, &settings.withheld));
        match &who {
            Who::Customer(sought) => {
                self.emit(Outgoing::Search { identity: sought.identity.to_string() });
                self.keep_look_up(sought.identity.clone());
            }
            // The agent is told so; nothing of it is kept or sent.
            Who::Withheld => {}
            Who::Unknown => return,
        }
        let beside = self.settings.with_untracked(|settings| settings.contact.clone());
        self.looked_up.set(Some(LookedUp { who, beside }));
    }

    /// Ends a look-up with the contact that it was made beside: it is not there again when that contact is.
    pub(super) fn keep_look_up_beside(self) {
        let contact = Memo::new(move |_| self.settings.with(|settings| settings.contact.clone()));
        Effect::new(move |before: Option<()>| {
            // Read, and not only tracked: a memo that nobody has read changes when somebody does.
            contact.with(|_| ());
            // Who was found by a name was looked for beside another contact.
            if before.is_some() {
                self.end_finding();
            }
        });
        Effect::new(move |_| {
            let is_beside = self.settings.with(|settings| {
                self.looked_up.with_untracked(|one| one.as_ref().is_none_or(|one| one.beside == settings.contact))
            });
            if !is_beside {
                self.looked_up.set(None);
            }
        });
    }

    /// Goes back from somebody who was looked up to the selected contact.
    pub(crate) fn end_look_up(self) {
        self.looked_up.set(None);
    }

    /// Whether the customer was looked up by hand.
    pub(crate) fn is_looked_up(self) -> bool {
        let contact = self.settings.with(|settings| settings.contact.clone());
        self.looked_up.with(|looked_up| looked_up.as_ref().is_some_and(|looked_up| looked_up.beside == contact))
    }
}

impl CustomerSession {
    /// Takes one of several persons who have what the customer is known by.
    pub(crate) fn choose(self, person: &PersonId) {
        let sought = self.sought();
        let Some(identity) = Identity::new(person.as_str()) else { return };
        let known = sought.identities().skip(1).map(|(kind, identity)| KnownIdentity::of(kind, identity.clone()));
        let also: Vec<_> = known.chain([KnownIdentity::of(None, identity)]).collect();
        let named = self.meant.with_untracked(|meant| {
            meant
                .as_ref()
                .filter(|meant| meant.is == sought)
                .map_or_else(|| sought.clone(), |meant| meant.named.clone())
        });
        self.meant.set(Some(Meant { named, is: sought.known_also(also) }));
    }

    /// Shows `limit` more entries.
    pub(crate) fn load_more(self) {
        self.more.update(|more| *more = more.saturating_add(1));
    }

    /// Shows all entries. However many that are, only what is in sight is in the page.
    pub(crate) fn show_all(self) {
        self.more.set(usize::MAX);
    }

    /// Opens or closes an entry.
    pub(crate) fn toggle(self, entry: &EntryId) {
        self.open.update(|open| open.toggle(entry.clone()));
        let opened = self.open.with_untracked(|open| open.contains(entry));
        if !opened {
            return;
        }
        let entry = self.journey.with_untracked(|journey| journey.entry(entry).cloned());
        if let Some(contact) = entry.as_ref().and_then(|entry| entry.contact()) {
            self.emit(Outgoing::ContactSelected { task_id: contact.task.to_string() });
        }
    }

    /// Asks the page around the element to reach somebody. Whether it does is told once it has heard it.
    pub(crate) fn follow_up(self, kind: FollowUp, identity: String, task: Option<&TaskId>) -> Taken {
        self.ask_page(Outgoing::Action { kind, identity, task_id: task.map(ToString::to_string) })
    }

    /// Whether a row stands open: by itself, or as one of the entries that it holds together does.
    pub(crate) fn is_open(self, row: &Row) -> bool {
        self.open.with(|open| open.contains(row.id()) || row.entries().any(|entry| open.contains(&entry.id)))
    }

    /// Opens or closes a row.
    pub(crate) fn toggle_row(self, row: &Row) {
        if row.bond.is_none() {
            return self.toggle(row.id());
        }
        let is_open = untrack(|| self.is_open(row));
        self.open.update(|open| {
            if is_open {
                row.entries().for_each(|entry| {
                    open.remove(&entry.id);
                });
                open.remove(row.id());
            } else {
                open.insert(row.id().clone());
            }
        });
    }

    /// Changes what the agent sees.
    pub(crate) fn set_filter(self, change: impl FnOnce(&mut Filter)) {
        let mut filter = self.filter.get_untracked();
        let range = filter.range;
        change(&mut filter);
        if filter.range != range {
            self.chosen_range.set(Some(filter.range));
        }
        let preset = self.settings.with_untracked(|settings| default_filter(settings).map(str::to_owned));
        self.chosen.set(Some(Choice { filter, preset }));
        self.more.set(0);
        self.keep_choice();
    }

    /// What arrives from now on is counted and waits.
    pub(crate) fn pause(self) {
        self.paused.set(true);
    }

    /// Shows what waited, and what arrives from now on.
    pub(crate) fn resume(self) {
        self.paused.set(false);
        self.show_held();
    }

    /// The view says whether the top of the timeline is in sight: only then may new entries come in without a jump.
    pub(crate) fn set_at_top(self, at_top: bool) {
        self.at_top.set(at_top);
    }
}
