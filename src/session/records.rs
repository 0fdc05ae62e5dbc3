//! What the administrator's rules are held against: what is known of the customer now. Called by what draws flags and links.

use std::sync::Arc;

use leptos::prelude::*;

use super::CustomerSession;
use journey::{Entry, JudgedFlag, JudgedLink, LinkedCustomer, ProfileAttribute, RecordLink};

impl CustomerSession {
    /// What the profiles of all platforms say; followed.
    pub(crate) fn attributes(self) -> Vec<ProfileAttribute> {
        let mut attributes = Vec::new();
        for source in self.sources() {
            source.profile.with(|profile| {
                let profile = profile.ready().and_then(|one| one.as_deref());
                attributes.extend(profile.into_iter().flat_map(|one| one.attributes.clone()));
            });
        }
        attributes
    }

    /// The customer's links to other systems, or those of an entry; followed.
    pub(crate) fn record_links(self, entry: Option<&Arc<Entry>>) -> Vec<RecordLink> {
        let Some(rules) = self.links.get() else { return Vec::new() };
        match entry {
            Some(entry) => rules.of_entry(entry, &self.linked()),
            None => rules.of_customer(&self.linked()),
        }
    }

    /// What each of the administrator's templates comes to, for the customer or for an entry; followed.
    pub(crate) fn judged_links(self, entry: Option<&Arc<Entry>>) -> Vec<JudgedLink> {
        let Some(rules) = self.links.get() else { return Vec::new() };
        match entry {
            Some(entry) => rules.judged_of_entry(entry, &self.linked()),
            None => rules.judged_of_customer(&self.linked()),
        }
    }

    /// What each of the administrator's rules for flags comes to; followed.
    pub(crate) fn judged_flags(self) -> Vec<JudgedFlag> {
        let Some(rules) = self.flags.get() else { return Vec::new() };
        let attributes = self.attributes();
        let now = self.now.get();
        self.journey.with(|journey| self.filter.with(|filter| rules.judged(journey, &attributes, filter, now)))
    }

    fn linked(self) -> LinkedCustomer {
        LinkedCustomer {
            sought: self.sought(),
            person: self.person.with(|person| person.ready().cloned().flatten()),
            attributes: self.attributes(),
        }
    }
}
