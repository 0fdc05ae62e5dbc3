//! All that is known of one customer: events in, rows of the timeline out, each in its place.
//!
//! Adding is incremental: only the rows that an event touches are built again, so a live event costs one row whatever
//! the length of the history; every other row stays the very same `Arc`.

use std::cmp::{Ordering, Reverse};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::event::hash_of;
use super::order::in_order;
use super::task_names::TaskNames;
use super::{Arrival, Contact, CustomEvent, Entry, EntryId, EntryKind, Event, EventKey, TaskId, Unread, is_ahead};

/// One customer's journey.
///
/// Sorted lists and not trees: a page of history goes to the end, a live event to the front, and what a widget carries
/// for one list it has for all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Journey {
    seen: HashSet<EventKey>,
    /// What could not be read, by number.
    unread: HashSet<u64>,
    names: TaskNames,
    contacts: HashMap<TaskId, ContactEvents>,
    /// Newest first; what has no time comes last. Of the same time, see [`newest_first`].
    entries: Vec<Arc<Entry>>,
}

/// What is known of one contact.
#[derive(Clone, Debug, Default, PartialEq)]
struct ContactEvents {
    /// In order of time; of the same time, in the order of [`Event::before`].
    events: Vec<Arc<Event>>,
    /// Where its row stands, once there is one.
    row: Option<Option<DateTime<Utc>>>,
}

/// What adding changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// How many events were not known before.
    pub new: usize,
    /// How many were, or came twice.
    pub known: usize,
    /// How many elements could not be read, and were not known before.
    pub unreadable: usize,
    /// How many rows the timeline has more than before.
    pub rows: usize,
}

impl Journey {
    /// Takes events over, in whatever order and however often they come: pages that overlap, streams that replay.
    pub fn add<I>(&mut self, arrivals: I) -> Added
    where
        I: IntoIterator,
        I::Item: Into<Arrival>,
    {
        let mut added = Added::default();
        let before = self.entries.len();
        let mut touched: Vec<TaskId> = Vec::new();
        for arrival in arrivals {
            match arrival.into() {
                Arrival::Event(event) => {
                    if !self.seen.insert(event.key.clone()) {
                        added.known += 1;
                        continue;
                    }
                    added.new += 1;
                    self.take(Arc::new(event), &mut touched);
                }
                Arrival::Unread(unread) => self.keep(unread, &mut added),
            }
        }
        touched.iter().for_each(|task| self.rebuild(task));
        added.rows = self.entries.len().saturating_sub(before);
        added
    }

    /// The rows, newest first; rows without a time are last.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Arc<Entry>> + Clone {
        self.entries.iter()
    }

    /// The rows as they are shown at `now`: what claims a time more than a day ahead is not the newest for ever, but stands
    /// behind all that happened, and before what has no time.
    pub fn shown_at(&self, now: DateTime<Utc>) -> impl DoubleEndedIterator<Item = &Arc<Entry>> + Clone {
        let ahead = self.entries.partition_point(|entry| is_ahead(entry.time, now));
        let dated = self.entries.partition_point(|entry| entry.time.is_some());
        let parts = [ahead..dated, 0..ahead, dated..self.entries.len()];
        parts.into_iter().filter_map(|part| self.entries.get(part)).flatten()
    }

    /// One row.
    pub fn entry(&self, id: &EntryId) -> Option<&Arc<Entry>> {
        self.entries.iter().find(|entry| entry.id == *id)
    }

    /// The row of a contact.
    pub fn contact(&self, task: &TaskId) -> Option<&Arc<Entry>> {
        let task = self.names.main(task);
        let row = self.contacts.get(task)?.row?;
        self.entries.get(self.place_of(row, &contact_row(task)?)?)
    }

    /// The contacts, newest first.
    pub fn contacts(&self) -> impl DoubleEndedIterator<Item = &Contact> + Clone {
        self.entries().filter_map(|entry| entry.contact())
    }

    /// Whether this is known already.
    pub fn contains(&self, arrival: &Arrival) -> bool {
        match arrival {
            Arrival::Event(event) => self.seen.contains(&event.key),
            Arrival::Unread(unread) => self.unread.contains(&fingerprint(unread)),
        }
    }

    /// Whether this belongs to a row that is there already, so that taking it over adds none.
    pub fn has_row_of(&self, arrival: &Arrival) -> bool {
        match arrival {
            Arrival::Event(event) => {
                let has = |task: &TaskId| self.contacts.contains_key(self.names.main(task));
                event.contact().is_some_and(|task| has(task) || event.other_task.as_ref().is_some_and(has))
            }
            Arrival::Unread(_) => false,
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many different events came, shown or not.
    pub fn event_count(&self) -> usize {
        self.seen.len()
    }

    /// How many elements could not be read.
    pub fn unreadable(&self) -> usize {
        self.entries().filter(|entry| matches!(entry.kind, EntryKind::Unreadable(_))).count()
    }

    /// What its rows were made of.
    pub(super) fn into_arrivals(self) -> Vec<Arrival> {
        let Self { contacts, entries, .. } = self;
        let own = |event: &Arc<Event>| Arrival::Event(Event::clone(event));
        let mut arrivals: Vec<Arrival> = entries
            .iter()
            .filter_map(|entry| match &entry.kind {
                EntryKind::Custom(custom) => Some(own(&custom.event)),
                EntryKind::Unreadable(unread) => Some(Arrival::Unread(unread.clone())),
                EntryKind::Contact(_) => None,
            })
            .collect();
        arrivals.extend(contacts.values().flat_map(|known| known.events.iter().map(own)));
        arrivals
    }

    /// Reads some rows for the searches to come, at most so many; says how many it read. 0: all are read.
    pub fn prepare_search(&self, at_most: usize) -> usize {
        let unread = self.entries().filter(|entry| !entry.is_prepared()).take(at_most);
        unread.fold(0, |count, entry| {
            entry.search_text();
            count + 1
        })
    }

    fn take(&mut self, event: Arc<Event>, touched: &mut Vec<TaskId>) {
        if let Some(task) = event.contact() {
            if let Some(other) = &event.other_task {
                for name in self.names.join(task, other) {
                    self.rename(&name, touched);
                }
            }
            let task = self.names.main(task).clone();
            insert(&mut self.contacts.entry(task.clone()).or_default().events, event);
            if !touched.contains(&task) {
                touched.push(task);
            }
        } else if !event.is_about_agent_only()
            && !CustomEvent::is_hidden(&event)
            && let Some(id) = event.key.entry_id()
        {
            let (revision, time) = (event.key.fingerprint(), event.key.time);
            self.put(Entry::new(id, revision, time, EntryKind::Custom(CustomEvent::of(event))));
        }
    }

    /// What was taken for a contact of its own is a part of another one.
    fn rename(&mut self, before: &TaskId, touched: &mut Vec<TaskId>) {
        let Some(known) = self.contacts.remove(before) else { return };
        let row = known.row.zip(contact_row(before)).and_then(|(time, id)| self.place_of(time, &id));
        row.map(|place| self.entries.remove(place));
        touched.retain(|task| task != before);
        let main = self.names.main(before).clone();
        let events = &mut self.contacts.entry(main.clone()).or_default().events;
        known.events.into_iter().for_each(|event| insert(events, event));
        if !touched.contains(&main) {
            touched.push(main);
        }
    }

    fn keep(&mut self, unread: Unread, added: &mut Added) {
        let fingerprint = fingerprint(&unread);
        if !self.unread.insert(fingerprint) {
            added.known += 1;
            return;
        }
        let Some(id) = EntryId::new(&format!("unreadable {fingerprint}")) else { return };
        added.unreadable += 1;
        self.put(Entry::new(id, fingerprint, None, EntryKind::Unreadable(unread)));
    }

    fn rebuild(&mut self, task: &TaskId) {
        let (Some(known), Some(id)) = (self.contacts.get_mut(task), contact_row(task)) else { return };
        // The order in which they came does not matter, only which they are.
        let revision = known.events.iter().fold(0u64, |sum, event| sum.wrapping_add(event.key.fingerprint()));
        let contact = Contact::of(task.clone(), in_order(&known.events));
        let before = known.row.replace(contact.start);
        if let Some(place) = before.and_then(|time| self.place_of(time, &id)) {
            self.entries.remove(place);
        }
        self.put(Entry::new(id, revision, contact.start, EntryKind::Contact(Box::new(contact))));
    }

    fn put(&mut self, entry: Entry) {
        let place = self.entries.partition_point(|other| newest_first(other, &entry).is_lt());
        self.entries.insert(place, Arc::new(entry));
    }

    /// Where a row stands.
    fn place_of(&self, time: Option<DateTime<Utc>>, id: &EntryId) -> Option<usize> {
        let first = self.entries.partition_point(|entry| Reverse(entry.time) < Reverse(time));
        let same_time = self.entries.iter().skip(first).take_while(|entry| entry.time == time);
        same_time.enumerate().find(|(_, entry)| entry.id == *id).map(|(place, _)| first + place)
    }
}

/// The order of the rows. Of the same time, the sender's last event is on top, and what they say decides where nothing
/// else does: never the order in which they arrived, which is another one at each visit.
fn newest_first(one: &Entry, other: &Entry) -> Ordering {
    let by_sender = || match (&one.kind, &other.kind) {
        (EntryKind::Custom(one), EntryKind::Custom(other)) => other.event.before(&one.event),
        _ => Ordering::Equal,
    };
    Reverse(one.time).cmp(&Reverse(other.time)).then_with(by_sender).then_with(|| one.id.cmp(&other.id))
}

fn insert(events: &mut Vec<Arc<Event>>, event: Arc<Event>) {
    let order = |other: &Arc<Event>| other.key.time.cmp(&event.key.time).then_with(|| other.before(&event));
    let place = events.partition_point(|other| order(other).is_lt());
    events.insert(place, event);
}

fn contact_row(task: &TaskId) -> Option<EntryId> {
    EntryId::new(&format!("contact {task}"))
}

fn fingerprint(unread: &Unread) -> u64 {
    hash_of(&(&unread.problem.place, &unread.problem.found, &unread.raw))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{call, custom, journey, wire};
    use serde_json::{Value, json};

    fn ids(journey: &Journey) -> Vec<String> {
        journey.entries().map(|entry| entry.id.to_string()).collect()
    }

    #[test]
    fn the_same_event_twice_is_one_row() {
        let mut journey = journey(&call("1", "2026-03-01", Some("Sale")));
        let before = journey.clone();
        let added = journey.add(&call("1", "2026-03-01", Some("Sale")));
        assert_eq!((added.new, added.known, added.rows), (0, 6, 0));
        assert_eq!(journey, before);
    }

    #[test]
    fn events_that_share_an_id_are_all_there() {
        let order = |time: &str| custom("Order", time, json!({}));
        let journey = journey(&[
            order("2026-03-01T10:00:00Z"),
            order("2026-03-01T10:00:00.001Z"),
            custom("Return", "2026-03-01T10:00:00Z", json!({})),
        ]);
        assert_eq!(journey.len(), 3);
    }

    #[test]
    fn whatever_order_events_come_in_the_journey_is_the_same() {
        let mut events = call("1", "2026-03-01", Some("Sale"));
        events.extend(call("2", "2026-03-02", None));
        events.push(custom("Order", "2026-03-01T12:00:00Z", json!({"uiData": {"title": "Order"}})));
        let forwards = journey(&events);
        events.reverse();
        let mut backwards = Journey::default();
        for event in &events {
            backwards.add([event]);
        }
        assert_eq!(forwards, backwards);
        assert_eq!(ids(&forwards)[0], "contact 2");
        assert_eq!(ids(&forwards)[2], "contact 1");
    }

    #[test]
    fn a_late_event_takes_its_place_and_moves_its_contact() {
        let mut journey = journey(&[
            wire("1", "task:ended", "2026-03-01T12:00:00Z", json!({})),
            custom("Order", "2026-03-01T11:00:00Z", json!({})),
        ]);
        assert_eq!(ids(&journey)[0], "contact 1");
        let added = journey.add(&[wire("1", "task:new", "2026-03-01T10:00:00Z", json!({}))]);
        assert_eq!((added.new, added.rows), (1, 0));
        assert_eq!(ids(&journey)[1], "contact 1");
        assert_eq!(journey.len(), 2);
    }

    #[test]
    fn numeric_task_ids_do_not_reorder_the_list() {
        let mut events = call("900", "2026-03-01", None);
        events.extend(call("10", "2026-03-02", None));
        events.extend(call("2", "2026-03-03", None));
        assert_eq!(ids(&journey(&events)), ["contact 2", "contact 10", "contact 900"]);
    }

    #[test]
    fn what_is_known_and_what_adds_a_row_is_told_before_it_is_added() {
        let journey = journey(&call("1", "2026-03-01", None));
        let told = |value: &Value| {
            let arrival = Arrival::read(value);
            (journey.contains(&arrival), journey.has_row_of(&arrival))
        };
        assert_eq!(told(&call("1", "2026-03-01", None)[0]), (true, true));
        assert_eq!(told(&wire("1", "task:hold", "2026-03-01T18:00:00Z", json!({}))), (false, true));
        assert_eq!(told(&wire("2", "task:new", "2026-03-01T18:00:00Z", json!({}))), (false, false));
        assert_eq!(told(&custom("Order", "2026-03-01T11:00:00Z", json!({}))), (false, false));
        assert_eq!(told(&json!(7)), (false, false));
    }

    #[test]
    fn a_live_event_touches_one_row_only() {
        let mut events = Vec::new();
        for day in 1..=28 {
            events.extend(call(&format!("t{day}"), &format!("2026-02-{day:02}"), Some("Sale")));
        }
        let mut journey = journey(&events);
        let before: Vec<_> = journey.entries().cloned().collect();
        journey.add(&[wire("t7", "task:wrapup-summary", "2026-03-01T10:00:00Z", json!({"summary": "Sold."}))]);
        let after: Vec<_> = journey.entries().cloned().collect();
        let changed: Vec<_> = before
            .iter()
            .zip(&after)
            .filter(|(before, after)| !Arc::ptr_eq(before, after))
            .map(|(before, after)| (before.id.as_str(), before.revision == after.revision))
            .collect();
        assert_eq!(changed, [("contact t7", false)]);
    }

    #[test]
    fn rows_are_read_for_a_search_some_at_a_time_and_each_once() {
        let mut journey = journey(&call("1", "2026-03-01", None));
        journey.add(&[
            custom("Order", "2026-03-01T12:00:00Z", json!({})),
            custom("Visit", "2026-03-01T12:00:00Z", json!({})),
        ]);
        assert_eq!((journey.prepare_search(2), journey.prepare_search(2), journey.prepare_search(2)), (2, 1, 0));
        journey.add(&[wire("1", "task:hold", "2026-03-01T10:03:00Z", json!({}))]);
        assert_eq!(journey.prepare_search(2), 1, "the contact that has changed");
    }

    #[test]
    fn what_cannot_be_read_is_kept_once_and_hides_nothing() {
        let mut events = call("1", "2026-03-01", None);
        events.push(json!("{oops"));
        events.push(json!(7));
        let mut journey = journey(&events);
        assert_eq!((journey.len(), journey.unreadable()), (3, 2));
        let again = journey.add(&[json!("{oops")]);
        assert_eq!((again.unreadable, again.known, journey.unreadable()), (0, 1, 2));
    }

    #[test]
    fn an_event_without_data_or_source_does_not_empty_the_timeline() {
        let journey = journey(&[
            json!({"id": "1", "type": "task:new", "source": "wxcc", "time": "2026-03-01T10:00:00Z"}),
            json!({"id": "2", "type": "Order", "time": "2026-03-01T11:00:00Z", "data": {"uiData": {"title": 7}}}),
            json!({"id": "3", "type": "Order", "source": 5, "time": 1_772_359_200_000_i64, "data": "text"}),
        ]);
        assert_eq!((journey.len(), journey.unreadable()), (3, 0));
    }

    #[test]
    fn hidden_events_and_an_agents_own_state_are_not_rows() {
        let mut state = wire("x", "agent:state_change", "2026-03-01T10:00:00Z", json!({"currentState": "idle"}));
        state["data"] = json!({"currentState": "idle"});
        let hidden = |value: Value| custom("Order", "2026-03-01T10:00:00Z", json!({"uiData": {"hidden": value}}));
        assert!(journey(&[state, hidden(json!("yes"))]).is_empty());
        assert_eq!(journey(&[hidden(json!("false"))]).len(), 1);
    }

    #[test]
    fn a_long_history_is_quick_to_add() {
        let events: Vec<_> = (0..3_500)
            .flat_map(|number| call(&format!("t{number}"), &format!("20{:02}-03-01", number % 90 + 10), Some("Sale")))
            .collect();
        let started = std::time::Instant::now();
        let mut journey = journey(&events);
        assert_eq!((journey.event_count(), journey.len()), (21_000, 3_500));
        for second in 0..500 {
            journey.add(&[custom("Page", &format!("2026-03-02T10:{:02}:{:02}Z", second / 60, second % 60), json!({}))]);
        }
        // Grouping everything again for each of the 500 would take minutes, also in a debug build.
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }
}
