//! What an agent sees in the first second: the contact that goes on, and the one before it.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{ContactState, Entry, Filter, Journey, TimeRange, is_ahead};

/// The latest contacts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Glance {
    /// The one that goes on.
    pub ongoing: Option<Arc<Entry>>,
    /// The latest one that does not.
    pub last: Option<Arc<Entry>>,
}

impl Glance {
    /// The latest contacts that are for this agent, whatever the time range and the rest of the filter say.
    pub fn of(journey: &Journey, filter: &Filter, now: DateTime<Utc>) -> Self {
        let mut everything = filter.widened();
        everything.range = TimeRange::All;
        let mut glance = Self::default();
        let everything = everything.at(now);
        // What is dated in the future is not what happened last.
        let has_been = |entry: &&Arc<Entry>| !is_ahead(entry.time, now);
        for entry in journey.shown_at(now).filter(has_been).filter(|entry| everything.matches(entry)) {
            match entry.contact().map(|contact| contact.state(now)) {
                Some(ContactState::Ongoing) if glance.ongoing.is_none() => glance.ongoing = Some(entry.clone()),
                Some(ContactState::Ended | ContactState::Silent) => {
                    glance.last = Some(entry.clone());
                    break;
                }
                _ => {}
            }
        }
        glance
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{at, call, custom, journey, wire};
    use serde_json::json;

    #[test]
    fn the_ongoing_contact_and_the_one_before_are_seen_at_a_glance() {
        let mut events = call("old", "2026-02-01", Some("Sale"));
        events.extend(call("last", "2026-03-01", Some("Refund")));
        events.push(custom("Order", "2026-03-02T09:00:00Z", json!({})));
        events.push(wire("now", "task:connected", "2026-03-02T10:00:00Z", json!({})));
        let filter = Filter { range: TimeRange::Day, text: "nothing".into(), ..Filter::default() };
        let glance = Glance::of(&journey(&events), &filter, at("2026-03-03T10:00:00Z"));
        let ids = |entry: Option<Arc<Entry>>| entry.map(|entry| entry.id.to_string());
        assert_eq!(ids(glance.last).as_deref(), Some("contact now"), "a day later nobody talks any more");
        let glance = Glance::of(&journey(&events), &filter, at("2026-03-02T10:01:00Z"));
        assert_eq!(ids(glance.ongoing).as_deref(), Some("contact now"));
        assert_eq!(ids(glance.last).as_deref(), Some("contact last"));
    }

    #[test]
    fn a_contact_dated_in_the_future_is_not_the_last_one() {
        let mut events = call("last", "2026-03-01", Some("Refund"));
        events.extend(call("odd", "2031-03-01", Some("Sale")));
        events.push(wire("soon", "task:new", "2031-01-01T10:00:00Z", json!({})));
        let glance = Glance::of(&journey(&events), &Filter::default(), at("2026-03-03T10:00:00Z"));
        assert_eq!(glance.last.map(|entry| entry.id.to_string()).as_deref(), Some("contact last"));
        assert_eq!(glance.ongoing, None);
    }
}
