//! What the administrator's rules are held against: what is known of the customer now. Called by what draws flags and links.

use std::sync::Arc;

use leptos::prelude::*;

use super::CustomerSession;
use journey::{Entry, LinkedCustomer, ProfileAttribute, RecordLink};

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
        let customer = LinkedCustomer {
            sought: self.sought(),
            person: self.person.with(|person| person.ready().cloned().flatten()),
            attributes: self.attributes(),
        };
        match entry {
            Some(entry) => rules.of_entry(entry, &customer),
            None => rules.of_customer(&customer),
        }
    }
}
