//! A row of the timeline: an entry, or several in a row that tell one thing together. The pages of a web visit are one row,
//! and so are equal events; what is in them stays an entry each, for the filter, the counters and files.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::{CustomEvent, Entry, EntryId, EntryKind};

/// So long without a page end a visit.
const VISIT_ENDS: TimeDelta = TimeDelta::minutes(30);
/// Equal events of more than a day are told day by day.
const DAY: TimeDelta = TimeDelta::hours(24);

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What it tells; of several the newest.
    pub entry: Arc<Entry>,
    /// The others, the newest first.
    pub earlier: Vec<Arc<Entry>>,
    /// What holds several together.
    pub bond: Option<Bond>,
    id: EntryId,
}

/// Why several entries are one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bond {
    /// They are the pages of one visit.
    Visit,
    /// They say the same.
    Equal,
}

impl Row {
    /// The row of one entry.
    pub(super) fn new(entry: Arc<Entry>) -> Self {
        let id = entry.id.clone();
        Self { entry, earlier: Vec::new(), bond: None, id }
    }

    /// Which row. Of several entries it is named by the first that happened, so that it stays while more come in.
    pub fn id(&self) -> &EntryId {
        &self.id
    }

    /// Its entries, the newest first.
    pub fn entries(&self) -> impl Iterator<Item = &Arc<Entry>> {
        std::iter::once(&self.entry).chain(&self.earlier)
    }

    /// How many entries it has.
    pub fn count(&self) -> usize {
        self.earlier.len() + 1
    }

    /// Whether this is the row, or one of its entries.
    pub fn has(&self, id: &EntryId) -> bool {
        self.id == *id || self.entries().any(|entry| entry.id == *id)
    }

    /// From its first entry to its last; `None` for one entry.
    pub fn span(&self) -> Option<TimeDelta> {
        Some(self.entry.time? - self.earlier.last()?.time?)
    }

    /// Takes the next older entry, if it belongs to this row.
    pub(super) fn take(&mut self, entry: &Arc<Entry>) -> bool {
        let Some(bond) = self.bond_with(entry) else { return false };
        self.bond = Some(bond);
        self.earlier.push(entry.clone());
        true
    }

    /// Gives a row of several its name, when all of them are in it.
    pub(super) fn name(&mut self) {
        let first = self.earlier.last().and_then(|first| EntryId::new(&format!("together {}", first.id)));
        if let Some(id) = first {
            self.id = id;
        }
    }

    fn bond_with(&self, entry: &Entry) -> Option<Bond> {
        let last = self.earlier.last().unwrap_or(&self.entry);
        let (EntryKind::Custom(later), EntryKind::Custom(event)) = (&last.kind, &entry.kind) else { return None };
        let gap = |from: Option<DateTime<Utc>>| Some(from? - entry.time?);
        let is_of_visit = || gap(last.time).is_some_and(|gap| gap < VISIT_ENDS) && is_next_page(later, event);
        let is_equal = || gap(self.entry.time).is_some_and(|gap| gap < DAY) && is_equal(later, event);
        match self.bond {
            Some(Bond::Visit) => is_of_visit().then_some(Bond::Visit),
            Some(Bond::Equal) => is_equal().then_some(Bond::Equal),
            None if is_of_visit() => Some(Bond::Visit),
            None => is_equal().then_some(Bond::Equal),
        }
    }
}

/// Whether both are pages of one site.
fn is_next_page(one: &CustomEvent, other: &CustomEvent) -> bool {
    one.is_page && other.is_page && is_from_same(one, other)
}

/// Whether they differ in nothing but when they happened.
fn is_equal(one: &CustomEvent, other: &CustomEvent) -> bool {
    let (one_event, other_event) = (&one.event, &other.event);
    is_from_same(one, other)
        && one_event.key.kind == other_event.key.kind
        && one_event.identity == other_event.identity
        && one_event.data == other_event.data
}

fn is_from_same(one: &CustomEvent, other: &CustomEvent) -> bool {
    one.event.platform == other.event.platform && one.event.source == other.event.source
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{at, call, custom, journey};
    use crate::{Filter, Timeline};
    use serde_json::{Value, json};

    const NOW: &str = "2026-03-02T12:00:00Z";

    fn page(time: &str, title: &str) -> Value {
        custom("Web page visit", time, json!({"uiData": {"title": title}, "page": title}))
    }

    fn rows(events: &[Value], limit: usize) -> (Vec<Row>, usize) {
        let timeline = Timeline::of(&journey(events), &Filter::default(), at(NOW), limit);
        ((0..timeline.shown()).filter_map(|place| timeline.row(place).cloned()).collect(), timeline.more)
    }

    fn told(events: &[Value]) -> Vec<(Option<Bond>, usize)> {
        rows(events, 20).0.iter().map(|row| (row.bond, row.count())).collect()
    }

    #[test]
    fn the_pages_of_a_visit_are_one_row_until_half_an_hour_without_a_page() {
        let events = [
            page("2026-03-01T10:00:00Z", "Start"),
            page("2026-03-01T10:04:00Z", "Kettles"),
            page("2026-03-01T10:33:59Z", "Checkout"),
            page("2026-03-01T11:03:59Z", "Start"),
        ];
        assert_eq!(told(&events), [(None, 1), (Some(Bond::Visit), 3)]);
        let visit = rows(&events, 20).0.remove(1);
        assert_eq!(visit.span(), Some(TimeDelta::seconds(33 * 60 + 59)));
        assert!(visit.entries().all(|entry| visit.has(&entry.id)));
    }

    #[test]
    fn whatever_happened_in_between_ends_a_row() {
        let mut events = vec![page("2026-03-01T10:00:00Z", "Start"), page("2026-03-01T10:08:00Z", "Thanks")];
        events.push(custom("Order", "2026-03-01T10:05:00Z", json!({})));
        assert_eq!(told(&events), [(None, 1), (None, 1), (None, 1)]);
        events.truncate(2);
        events.extend(call("c", "2026-03-01", None));
        assert_eq!(told(&events).iter().map(|(_, count)| count).sum::<usize>(), 3);
    }

    #[test]
    fn equal_events_of_a_day_are_one_row_and_what_differs_stays_by_itself() {
        let order = |time: &str, total: u32| custom("Reminder", time, json!({"total": total}));
        let events = [
            order("2026-03-01T09:00:00Z", 7),
            order("2026-03-01T10:00:00Z", 7),
            order("2026-03-01T11:00:00Z", 8),
            order("2026-03-01T13:00:00Z", 7),
            order("2026-03-02T11:59:59Z", 7),
        ];
        assert_eq!(told(&events), [(Some(Bond::Equal), 2), (None, 1), (Some(Bond::Equal), 2)]);
        let untimed = [custom("Reminder", "whenever", json!({})), custom("Reminder", "some day", json!({}))];
        assert!(told(&untimed).iter().all(|(bond, _)| bond.is_none()));
    }

    #[test]
    fn a_row_keeps_its_name_while_more_comes_in_on_top() {
        let mut events = vec![page("2026-03-01T10:00:00Z", "Start"), page("2026-03-01T10:01:00Z", "Kettles")];
        let before = rows(&events, 20).0.remove(0).id().clone();
        events.push(page("2026-03-01T10:02:00Z", "Checkout"));
        assert_eq!(*rows(&events, 20).0.remove(0).id(), before);
    }

    #[test]
    fn what_is_more_is_counted_in_rows_and_the_last_one_shown_is_whole() {
        let mut events: Vec<Value> =
            (0..9).map(|minute| page(&format!("2026-03-01T10:0{minute}:00Z"), &minute.to_string())).collect();
        events.push(custom("Order", "2026-03-01T09:00:00Z", json!({})));
        events.push(page("2026-03-01T08:01:00Z", "a"));
        events.push(page("2026-03-01T08:00:00Z", "b"));
        let (shown, more) = rows(&events, 1);
        assert_eq!((shown[0].count(), shown.len(), more), (9, 1, 2));
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod properties {
    use super::*;
    use crate::samples::{at, custom, journey};
    use crate::{Filter, Timeline};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    const NOW: &str = "2026-03-02T12:00:00Z";

    proptest! {
        /// Minutes and whose page each is; 4 is an order.
        #[test]
        fn every_entry_is_in_one_row_and_in_its_order(happened in proptest::collection::vec((0_i64..600, 0_u8..5), 0..40)) {
            let start = at("2026-03-01T00:00:00Z");
            let events: Vec<Value> = happened
                .iter()
                .map(|(minute, what)| {
                    let time = crate::write_time(start + TimeDelta::minutes(*minute));
                    if *what == 4 { custom("Order", &time, json!({})) } else { custom("page view", &time, json!({"page": what})) }
                })
                .collect();
            let journey = journey(&events);
            let all: Vec<EntryId> = journey.shown_at(at(NOW)).map(|entry| entry.id.clone()).collect();
            let timeline = Timeline::of(&journey, &Filter::default(), at(NOW), 1_000);
            let rows = (0..timeline.shown()).filter_map(|place| timeline.row(place));
            let in_rows: Vec<EntryId> = rows.flat_map(Row::entries).map(|entry| entry.id.clone()).collect();
            prop_assert_eq!((all, 0), (in_rows, timeline.more));
        }
    }
}
