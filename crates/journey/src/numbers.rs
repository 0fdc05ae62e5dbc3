//! How a customer is served, in numbers: how many contacts are repeated, handed over or reach nobody, how long the customer
//! waits and talks, and on which days. Over contacts that the filter wants, never over raw events, nor over visits of the
//! web site. What a contact does not say counts for nothing: an average is that of those that say it.

use chrono::{DateTime, Datelike, Duration, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{Contact, ContactState, Direction, EventKind, Filter, Journey, StageKind, Zone, is_ahead};

/// A contact that begins so soon after another one is a repeated one.
const SOON: TimeDelta = TimeDelta::days(7);

/// The numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// How many contacts there are.
    pub contacts: usize,
    /// How many began within seven days after the one before.
    pub repeated: usize,
    /// How many went from one agent or queue to another.
    pub transferred: usize,
    /// How many the customer began and are over without an agent.
    pub unanswered: usize,
    /// How long the customer waited in queues, on average of those that waited.
    pub wait: Option<Duration>,
    /// How long the customer talked with agents, on average of those that talked.
    pub talk: Option<Duration>,
    /// How many began on each weekday, from Monday.
    pub weekdays: [usize; 7],
}

impl Numbers {
    /// The numbers of the contacts that are wanted at `now`; weekdays are the viewer's.
    pub fn of(journey: &Journey, filter: &Filter, now: DateTime<Utc>, zone: Zone) -> Self {
        let wanted = filter.at(now);
        let entries = journey.entries().filter(|entry| wanted.matches(entry) && !is_ahead(entry.time, now));
        let contacts: Vec<&Contact> =
            entries.filter_map(|entry| entry.contact()).filter(|contact| !contact.is_visit()).collect();
        let mut numbers = Self { contacts: contacts.len(), ..Self::default() };
        let (mut waits, mut talks) = (Mean::default(), Mean::default());
        for contact in &contacts {
            let is_transferred = contact.events.iter().any(|event| event.kind == EventKind::Transferred);
            numbers.transferred += usize::from(is_transferred);
            numbers.unanswered += usize::from(is_unanswered(contact, now));
            waits.take(spent(contact, StageKind::Queue));
            talks.take(spent(contact, StageKind::Talk));
            if let Some(start) = contact.start {
                let weekday = zone.date(start).weekday().num_days_from_monday();
                if let Some(count) = usize::try_from(weekday).ok().and_then(|day| numbers.weekdays.get_mut(day)) {
                    *count += 1;
                }
            }
        }
        let mut starts: Vec<DateTime<Utc>> = contacts.iter().filter_map(|contact| contact.start).collect();
        starts.sort_unstable();
        let is_soon = |pair: &&[DateTime<Utc>]| matches!(pair, [before, after] if *after - *before <= SOON);
        numbers.repeated = starts.windows(2).filter(is_soon).count();
        (numbers.wait, numbers.talk) = (waits.value(), talks.value());
        numbers
    }

    /// As they stand in a file; durations in seconds.
    pub fn json(&self) -> Value {
        let seconds = |duration: Option<Duration>| duration.map(|duration| duration.num_seconds());
        json!({
            "contacts": self.contacts,
            "repeatedWithinSevenDays": self.repeated,
            "transferred": self.transferred,
            "unanswered": self.unanswered,
            "averageWaitSeconds": seconds(self.wait),
            "averageTalkSeconds": seconds(self.talk),
            "byWeekdayFromMonday": self.weekdays,
        })
    }
}

/// The customer asked for somebody, and it is over without an agent.
fn is_unanswered(contact: &Contact, now: DateTime<Utc>) -> bool {
    contact.direction != Some(Direction::Outbound)
        && contact.state(now) == ContactState::Ended
        && !contact.was_answered()
}

/// How long a contact was in a kind of stage that is over. Of several platforms the longest counts: both tell of the same.
fn spent(contact: &Contact, kind: StageKind) -> Option<Duration> {
    let of = |leg: &Contact| {
        let stage = leg.stages.iter().find(|stage| stage.kind == kind)?;
        (stage.running_since.is_none() && stage.elapsed > Duration::zero()).then_some(stage.elapsed)
    };
    contact.legs().iter().filter_map(of).max()
}

/// A mean of durations.
#[derive(Default)]
struct Mean {
    seconds: i64,
    count: i64,
}

impl Mean {
    fn take(&mut self, duration: Option<Duration>) {
        if let Some(duration) = duration {
            self.seconds = self.seconds.saturating_add(duration.num_seconds());
            self.count += 1;
        }
    }

    fn value(&self) -> Option<Duration> {
        (self.count > 0).then(|| Duration::seconds(self.seconds / self.count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{at, call, custom, journey, wire};
    use serde_json::json;

    fn numbers(events: &[Value]) -> Numbers {
        Numbers::of(&journey(events), &Filter::default(), at("2026-03-20T12:00:00Z"), Zone::UTC)
    }

    #[test]
    fn contacts_are_counted_with_how_soon_they_came_again_and_on_which_days() {
        // Sunday, the Sunday after it, and ten days later.
        let mut events: Vec<Value> = [("a", "2026-03-01"), ("b", "2026-03-08"), ("c", "2026-03-18")]
            .iter()
            .flat_map(|(id, day)| call(id, day, None))
            .collect();
        events.push(custom("Order", "2026-03-09T10:00:00Z", json!({})));
        let numbers = numbers(&events);
        assert_eq!((numbers.contacts, numbers.repeated, numbers.unanswered), (3, 1, 0));
        assert_eq!(numbers.weekdays, [0, 0, 1, 0, 0, 0, 2]);
        assert_eq!(numbers.weekdays.iter().sum::<usize>(), numbers.contacts);
    }

    #[test]
    fn an_average_is_that_of_the_contacts_that_say_how_long_it_took() {
        let of = |id: &str, kind: &str, time: &str| wire(id, kind, &format!("2026-03-01T10:{time}Z"), json!({}));
        let events = [
            of("a", "task:new", "00:00"),
            of("a", "task:parked", "00:10"),
            of("a", "task:connected", "01:10"),
            of("a", "task:ended", "04:10"),
            of("b", "task:new", "10:00"),
            of("b", "task:parked", "10:00"),
            of("b", "task:ended", "12:00"),
            of("c", "task:new", "20:00"),
            of("c", "task:parked", "20:00"),
        ];
        let numbers = numbers(&events);
        assert_eq!((numbers.wait, numbers.talk), (Some(Duration::seconds(90)), Some(Duration::seconds(180))));
        assert_eq!((numbers.contacts, numbers.unanswered), (3, 1), "one goes on, or lost its end: nobody knows");
        assert_eq!(Numbers::default(), super::tests::numbers(&[]));
    }

    #[test]
    fn what_the_filter_leaves_out_counts_for_nothing() {
        let mut events = call("a", "2026-03-01", None);
        events.extend(call("b", "2026-03-18", None));
        let filter = Filter { range: crate::TimeRange::TenDays, ..Filter::default() };
        let numbers = Numbers::of(&journey(&events), &filter, at("2026-03-20T12:00:00Z"), Zone::UTC);
        assert_eq!((numbers.contacts, numbers.repeated), (1, 0));
        assert_eq!(numbers.json()["contacts"], json!(1));
    }
}
