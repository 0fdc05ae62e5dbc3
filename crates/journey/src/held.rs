//! Live events that wait: the agent has paused, or looks further down. They wait as the rows that they will be, so that
//! entries are counted and not events, and none waits twice; and only so many of them: a pause may last a night.

use serde_json::Value;

use super::{Arrival, Event, Journey};

/// So many events wait.
const MOST_EVENTS: usize = 1000;
/// And so many letters of them.
const MOST_LETTERS: usize = 4_000_000;

/// What waits.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Held {
    rows: Journey,
    events: usize,
    letters: usize,
    has_dropped: bool,
}

impl Held {
    /// Whether this waits already.
    pub fn contains(&self, arrival: &Arrival) -> bool {
        self.rows.contains(arrival)
    }

    /// How many entries wait.
    pub fn entries(&self) -> usize {
        self.rows.len()
    }

    /// Takes it, if there is room. Once there was none nothing more is taken: it all comes from the history then, in order.
    pub fn hold(&mut self, arrival: Arrival) -> bool {
        if self.rows.contains(&arrival) {
            return false;
        }
        let letters = self.letters.saturating_add(letters_of(&arrival));
        self.has_dropped |= self.events >= MOST_EVENTS || letters > MOST_LETTERS;
        if self.has_dropped {
            return false;
        }
        self.events += 1;
        self.letters = letters;
        self.rows.add([arrival]);
        true
    }

    /// Whether there was more than could wait: the history has it.
    pub fn has_dropped(&self) -> bool {
        self.has_dropped
    }

    /// All that waited.
    pub fn into_arrivals(self) -> Vec<Arrival> {
        self.rows.into_arrivals()
    }
}

fn letters_of(arrival: &Arrival) -> usize {
    match arrival {
        Arrival::Event(Event { data, .. }) => data.iter().map(|(key, value)| key.len() + letters_in(value)).sum(),
        Arrival::Unread(unread) => unread.raw.as_ref().map_or(0, String::len),
    }
}

fn letters_in(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Array(values) => values.iter().map(letters_in).sum(),
        Value::Object(fields) => fields.iter().map(|(key, value)| key.len() + letters_in(value)).sum(),
        _ => 8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{call, custom, journey};
    use serde_json::json;

    fn held(values: &[Value]) -> Held {
        let mut held = Held::default();
        for value in values {
            held.hold(Arrival::from(value));
        }
        held
    }

    #[test]
    fn what_waited_makes_the_same_journey_as_what_came_at_once() {
        let mut events = call("1", "2026-03-01", Some("Sale"));
        events.extend(call("2", "2026-03-02", None));
        events.push(custom("Order", "2026-03-01T12:00:00Z", json!({"uiData": {"title": "Order"}})));
        events.push(json!("{oops"));
        events.extend(call("1", "2026-03-01", Some("Sale")));
        let held = held(&events);
        assert_eq!(held.entries(), 4, "entries, not events");
        assert!(!held.has_dropped());
        let arrivals = held.into_arrivals();
        let whole = journey(&events);
        assert_eq!(arrivals.len(), whole.event_count() + whole.unreadable(), "each once");
        let mut shown = Journey::default();
        shown.add(arrivals);
        assert_eq!(shown, whole);
    }

    #[test]
    fn a_pause_of_a_night_holds_so_many_events_and_says_that_there_were_more() {
        let events: Vec<_> = (0..3000)
            .map(|number| custom(&format!("Order {number}"), "2026-03-01T12:00:00Z", json!({"number": number})))
            .collect();
        let held = held(&events);
        assert!(held.has_dropped());
        assert_eq!(held.entries(), MOST_EVENTS);
    }

    #[test]
    fn large_events_wait_in_a_bounded_memory() {
        let large = |number: u32| {
            custom(
                "Order",
                &format!("2026-03-01T12:00:{number:02}Z"),
                json!({"deep": [{"text": "x".repeat(1_000_000)}]}),
            )
        };
        let mut held = held(&(0..10).map(large).collect::<Vec<_>>());
        assert!(held.has_dropped());
        assert_eq!(held.entries(), 3);
        // What fits would come before what did not.
        assert!(!held.hold(Arrival::from(&custom("Small", "2026-03-01T13:00:00Z", json!({})))));
    }
}
