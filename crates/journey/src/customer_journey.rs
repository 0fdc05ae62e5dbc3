//! All that is known of one customer: events in, rows of the timeline out, each in its place.
//!
//! Adding is incremental: only the rows that an event touches are built again, so a live event costs one row whatever
//! the length of the history; every other row stays the very same `Arc`.

use std::cmp::{Ordering, Reverse};
use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::legs::{LegKey, Legs, Row};
use super::note::{Known, Notes};
use super::order::in_order;
use super::task_names::TaskNames;
use super::{
    Arrival, Contact, CustomEvent, Entry, EntryId, EntryKind, Event, EventKey, EventKind, Note, Platform, TaskId,
    Unread, is_ahead,
};

/// One customer's journey.
///
/// Sorted lists and not trees: a page of history goes to the end, a live event to the front, and what a widget carries
/// for one list it has for all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Journey {
    seen: HashSet<Arc<EventKey>>,
    /// What could not be read, by number.
    unread: HashSet<u64>,
    names: TaskNames,
    notes: Notes,
    legs: Legs,
    /// Which platform is believed first where several tell of one contact; none: in the order of [`Platform::ALL`].
    sources: Vec<Platform>,
    /// Newest first; what has no time comes last. Of the same time, see [`newest_first`].
    entries: Vec<Arc<Entry>>,
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
    /// A journey of these sources: where several tell of one contact, the first that knows something of it is believed.
    pub fn of(sources: &[Platform]) -> Self {
        Self { sources: sources.to_vec(), ..Self::default() }
    }

    /// Takes events over, in whatever order and however often they come: pages that overlap, streams that replay.
    pub fn add<I>(&mut self, arrivals: I) -> Added
    where
        I: IntoIterator,
        I::Item: Into<Arrival>,
    {
        let mut added = Added::default();
        let before = self.entries.len();
        let mut touched: Vec<LegKey> = Vec::new();
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
        touched.iter().for_each(|leg| self.rebuild(leg));
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
        let mut rows = self.legs.named(self.names.main(task)).filter_map(|(_, leg)| leg.row.as_ref());
        self.row(rows.next()?)
    }

    /// The contacts, newest first.
    pub fn contacts(&self) -> impl DoubleEndedIterator<Item = &Contact> + Clone {
        self.entries().filter_map(|entry| entry.contact())
    }

    /// Whether this is known already.
    pub fn contains(&self, arrival: &Arrival) -> bool {
        match arrival {
            Arrival::Event(event) => self.seen.contains(&event.key),
            Arrival::Unread(unread) => self.unread.contains(&unread.fingerprint()),
        }
    }

    /// Whether this belongs to a row that is there already, so that taking it over adds none.
    pub fn has_row_of(&self, arrival: &Arrival) -> bool {
        match arrival {
            Arrival::Event(event) => {
                let has = |task: &TaskId| self.legs.named(self.names.main(task)).next().is_some();
                self.notes.has_row_of(event)
                    || event.contact().is_some_and(|task| has(task) || event.other_task.as_ref().is_some_and(has))
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
        let Self { legs, entries, notes, .. } = self;
        let own = |event: &Arc<Event>| Arrival::Event(Event::clone(event));
        let mut arrivals: Vec<Arrival> = entries
            .iter()
            .filter_map(|entry| match &entry.kind {
                EntryKind::Custom(custom) => Some(own(&custom.event)),
                EntryKind::Unreadable(unread) => Some(Arrival::Unread(unread.clone())),
                EntryKind::Contact(_) => None,
            })
            .collect();
        arrivals.extend(legs.known.values().flat_map(|known| known.events.iter().map(own)));
        arrivals.extend(notes.gone().map(own));
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

    fn take(&mut self, event: Arc<Event>, touched: &mut Vec<LegKey>) {
        if event.kind == EventKind::Note {
            self.take_note(event, touched);
        } else if let Some(task) = event.contact() {
            if let Some(other) = &event.other_task {
                for name in self.names.join(task, other) {
                    self.rename(&name, touched);
                }
            }
            let leg = (event.platform, self.names.main(task).clone());
            insert(self.touch(&leg, touched), event);
        } else if !event.is_about_agent_only()
            && !CustomEvent::is_hidden(&event)
            && let Some(id) = event.key.entry_id()
        {
            let (revision, time) = (event.key.fingerprint(), event.key.time);
            self.put(Entry::new(id, revision, time, EntryKind::Custom(CustomEvent::of(event))));
        }
    }

    /// The newest event of a note stands for all of them, where it belongs.
    fn take_note(&mut self, event: Arc<Event>, touched: &mut Vec<LegKey>) {
        let (before, known) = self.notes.take(event);
        if let Some(Known { event: before, .. }) = before.as_ref()
            && let Some(task) = before.contact()
        {
            let leg = (before.platform, self.names.main(task).clone());
            self.touch(&leg, touched).retain(|event| event.key != before.key);
        }
        self.remove(before.and_then(|before| before.row()));
        if let Some((written, id)) = known.row() {
            let kind = EntryKind::Custom(CustomEvent::of(known.event.clone()));
            self.put(Entry::new(id, known.event.key.fingerprint(), written, kind));
        } else if let Some(task) = known.event.contact()
            && Note::of(&known.event).is_some()
        {
            let leg = (known.event.platform, self.names.main(task).clone());
            insert(self.touch(&leg, touched), known.event);
        }
    }

    /// What was taken for a contact of its own is a part of another one.
    fn rename(&mut self, before: &TaskId, touched: &mut Vec<LegKey>) {
        let legs: Vec<LegKey> = self.legs.named(before).map(|(leg, _)| leg).collect();
        let main = self.names.main(before).clone();
        for leg in legs {
            let events = std::mem::take(self.touch(&leg, touched));
            let moved = self.touch(&(leg.0, main.clone()), touched);
            events.into_iter().for_each(|event| insert(moved, event));
        }
    }

    /// The events of a leg that is to change. Its row is built again when all have come.
    fn touch(&mut self, leg: &LegKey, touched: &mut Vec<LegKey>) -> &mut Vec<Arc<Event>> {
        let known = self.legs.of(leg);
        if !std::mem::replace(&mut known.is_touched, true) {
            touched.push(leg.clone());
        }
        &mut known.events
    }

    fn keep(&mut self, unread: Unread, added: &mut Added) {
        let fingerprint = unread.fingerprint();
        if !self.unread.insert(fingerprint) {
            added.known += 1;
            return;
        }
        let Some(id) = EntryId::new(&format!("unreadable {fingerprint}")) else { return };
        added.unreadable += 1;
        self.put(Entry::new(id, fingerprint, None, EntryKind::Unreadable(unread)));
    }

    /// Builds the row of a leg again, and those of contacts that have one leg more or less by that.
    fn rebuild(&mut self, leg: &LegKey) {
        let Some(known) = self.legs.known.get_mut(leg) else { return };
        known.is_touched = false;
        let row = known.row.take();
        let mut built = (!known.events.is_empty()).then(|| Contact::of(leg.1.clone(), in_order(&known.events)));
        self.remove(row);
        let around = self.legs.note(leg, built.as_ref());
        let mut contacts = self.legs.contacts(&around);
        contacts.retain(|legs| !self.is_row(legs));
        for leg in contacts.iter().flatten() {
            let row = self.legs.known.get_mut(leg).and_then(|known| known.row.take());
            self.remove(row);
        }
        for legs in contacts {
            self.put_contact(&legs, leg, &mut built);
        }
    }

    /// Whether these are the legs of one row as it stands.
    fn is_row(&self, legs: &[LegKey]) -> bool {
        let row = |leg| self.legs.known.get(leg)?.row.as_ref();
        let Some(first) = legs.first().and_then(row) else { return false };
        let has_all = |entry: &Arc<Entry>| entry.contact().is_some_and(|contact| contact.legs().len() == legs.len());
        legs.iter().all(|leg| row(leg) == Some(first)) && self.row(first).is_some_and(has_all)
    }

    /// Puts the contact of these legs into its row; `built`: the leg `of`, if it is one of them.
    fn put_contact(&mut self, legs: &[LegKey], of: &LegKey, built: &mut Option<Contact>) {
        let mut platforms: Vec<Platform> = self.sources.clone();
        platforms.extend(Platform::ALL.into_iter().filter(|platform| !self.sources.contains(platform)));
        let legs = || platforms.iter().filter_map(|platform| legs.iter().find(|leg| leg.0 == *platform));
        // The order in which they came does not matter, only which they are.
        let mut revision = 0u64;
        let mut contacts = Vec::new();
        for leg in legs() {
            let Some(known) = self.legs.known.get(leg) else { continue };
            revision = known.events.iter().fold(revision, |sum, event| sum.wrapping_add(event.key.fingerprint()));
            let taken = built.take_if(|_| leg == of);
            contacts.push(taken.unwrap_or_else(|| Contact::of(leg.1.clone(), in_order(&known.events))));
        }
        let Some(contact) = Contact::joined(contacts) else { return };
        let Some(id) = contact_row(&contact.task) else { return };
        for leg in legs() {
            self.legs.of(leg).row = Some((contact.start, id.clone()));
        }
        self.put(Entry::new(id, revision, contact.start, EntryKind::Contact(Box::new(contact))));
    }

    fn remove(&mut self, row: Option<Row>) {
        if let Some(place) = row.and_then(|row| self.place_of(&row)) {
            self.entries.remove(place);
        }
    }

    fn row(&self, row: &Row) -> Option<&Arc<Entry>> {
        self.entries.get(self.place_of(row)?)
    }

    fn put(&mut self, entry: Entry) {
        let place = self.entries.partition_point(|other| newest_first(other, &entry).is_lt());
        self.entries.insert(place, Arc::new(entry));
    }

    /// Where a row stands.
    fn place_of(&self, (time, id): &Row) -> Option<usize> {
        let first = self.entries.partition_point(|entry| Reverse(entry.time) < Reverse(*time));
        let same_time = self.entries.iter().skip(first).take_while(|entry| entry.time == *time);
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

pub(super) fn insert(events: &mut Vec<Arc<Event>>, event: Arc<Event>) {
    let order = |other: &Arc<Event>| other.key.time.cmp(&event.key.time).then_with(|| other.before(&event));
    let place = events.partition_point(|other| order(other).is_lt());
    events.insert(place, event);
}

fn contact_row(task: &TaskId) -> Option<EntryId> {
    EntryId::new(&format!("contact {task}"))
}

#[cfg(test)]
mod tests;
