//! The order of one contact's events: by time, and where times cannot tell, by the course that a contact takes.
//!
//! When the course wins over the times:
//! - Events of the same millisecond stand in the order of the course.
//! - A time that is a whole second was cut, by an import or a flow: it may be any moment of that second. An event with
//!   such a time is put among those of its second where the course has it, whatever fraction they have; those with
//!   fractions keep the order of their times among themselves.
//! - Times that differ by a second or more always win.
//!
//! Where the course tells nothing either (two of a kind, or kinds without a place in it), the sender's numbering does:
//! see [`Event::before`]. So the order depends on the events alone, and not on the order in which they arrived.

use std::sync::Arc;

use chrono::{DateTime, Timelike, Utc};

use super::sorted::sorted_by_key;
use super::{Event, EventKind};

/// The events in order. They come in the order of their times, those of the same time in that of [`Event::before`].
pub(super) fn in_order(events: &[Arc<Event>]) -> Vec<Arc<Event>> {
    let mut ordered = Vec::with_capacity(events.len());
    let mut so_far = SoFar::default();
    for group in events.chunk_by(|one, other| second(one) == second(other)) {
        let start = ordered.len();
        match group {
            [one] => ordered.push(one.clone()),
            several => ordered.extend(of_one_second(several, &so_far)),
        }
        ordered.iter().skip(start).for_each(|event| so_far.take(event));
    }
    ordered
}

fn second(event: &Event) -> Option<i64> {
    event.key.time.map(|time| time.timestamp())
}

fn of_one_second(events: &[Arc<Event>], so_far: &SoFar) -> Vec<Arc<Event>> {
    let has = |kind| events.iter().any(|event| event.kind == kind);
    let is_handed_over = so_far.had_agent && has(EventKind::Transferred) && !has(EventKind::Ended);
    let place = |event: &Event| so_far.place(event.kind, is_handed_over);
    let is_cut = |event: &&Arc<Event>| event.key.time.is_none_or(|time| time.nanosecond() == 0);
    let (cut, exact): (Vec<_>, Vec<_>) = events.iter().partition(is_cut);
    // Both sorts keep the order of what they find equal.
    let cut = sorted_by_key(cut, |event| place(event));
    let exact = sorted_by_key(exact, |event| (event.key.time.map(millisecond), place(event)));
    let (mut cut, mut exact) = (cut.into_iter().peekable(), exact.into_iter().peekable());
    let mut merged = Vec::with_capacity(events.len());
    loop {
        let next = match (cut.peek(), exact.peek()) {
            (Some(one), Some(other)) if place(one) <= place(other) => cut.next(),
            (_, Some(_)) => exact.next(),
            _ => cut.next(),
        };
        let Some(next) = next else { return merged };
        merged.push(next.clone());
    }
}

fn millisecond(time: DateTime<Utc>) -> i64 {
    time.timestamp_millis()
}

/// Where the contact stands before a second begins.
#[derive(Default)]
struct SoFar {
    had_agent: bool,
    is_on_hold: bool,
}

impl SoFar {
    fn take(&mut self, event: &Event) {
        match event.kind {
            EventKind::Connected => self.had_agent = true,
            EventKind::Hold => self.is_on_hold = true,
            EventKind::Unhold => self.is_on_hold = false,
            _ => {}
        }
    }

    /// The place of a kind in the course. Whoever had an agent is connected to the next one after the transfer, while the
    /// first one writes up; and whoever is on hold comes back before being put on hold again.
    fn place(&self, kind: EventKind, is_handed_over: bool) -> u8 {
        let place = match kind {
            EventKind::New => 0,
            EventKind::Connect => 1,
            EventKind::Parked => 2,
            EventKind::Routed => 3,
            EventKind::Assigned => 4,
            EventKind::Connected => 5,
            EventKind::Unhold if self.is_on_hold => 6,
            EventKind::Hold => 7,
            EventKind::Unhold => 8,
            EventKind::Sent => 9,
            EventKind::Transferred => 10,
            EventKind::WrapUp => 11,
            EventKind::WrapUpDone if is_handed_over => 12,
            EventKind::Left => 19,
            EventKind::Ended => 20,
            EventKind::WrapUpDone => 21,
            EventKind::AgentState | EventKind::Other => 22,
            EventKind::Transcript | EventKind::Summary | EventKind::Analysis | EventKind::Note => 23,
        };
        if is_handed_over && (1..=5).contains(&place) { place + 12 } else { place }
    }
}

#[cfg(test)]
mod tests {
    use crate::samples::{journey, wire};
    use crate::{StageKind, TaskId};
    use serde_json::{Value, json};

    const DAY: &str = "2026-05-01T10:00:";

    /// The kinds in the order in which they are shown, whatever the order in which they came.
    fn ordered(events: &[(&str, &str)]) -> Vec<String> {
        let wires: Vec<Value> = events
            .iter()
            .enumerate()
            .map(|(place, (kind, second))| {
                let mut wire = wire("t", kind, &format!("{DAY}{second}Z"), json!({}));
                wire["id"] = json!(format!("e{place}"));
                wire
            })
            .collect();
        let read = |wires: &[Value]| -> Vec<String> {
            let journey = journey(wires);
            let contact = journey.contacts().next().expect("a contact");
            contact.events.iter().map(|event| event.key.kind.trim_start_matches("task:").to_owned()).collect()
        };
        let forwards = read(&wires);
        let backwards: Vec<Value> = wires.into_iter().rev().collect();
        assert_eq!(read(&backwards), forwards);
        forwards
    }

    #[test]
    fn events_of_one_second_take_the_course_of_a_contact() {
        let course = [
            "new",
            "connect",
            "parked",
            "connected",
            "hold",
            "unhold",
            "transferred",
            "wrapup",
            "ended",
            "wrapup-done",
        ];
        let mut events: Vec<_> = course.iter().map(|kind| format!("task:{kind}")).collect();
        for turn in 0..events.len() {
            events.rotate_left(3);
            events.swap(turn, 0);
            let one_second: Vec<_> = events.iter().map(|kind| (kind.as_str(), "00")).collect();
            assert_eq!(ordered(&one_second), course);
            let one_millisecond: Vec<_> = events.iter().map(|kind| (kind.as_str(), "00.123")).collect();
            assert_eq!(ordered(&one_millisecond), course);
        }
    }

    #[test]
    fn a_time_cut_to_the_second_takes_its_place_among_exact_ones() {
        assert_eq!(
            ordered(&[("task:connect", "00"), ("task:new", "00.700"), ("task:connected", "00.900")]),
            ["new", "connect", "connected"]
        );
        assert_eq!(
            ordered(&[
                ("task:ended", "05"),
                ("task:wrapup", "05.400"),
                ("task:unhold", "05.300"),
                ("task:hold", "05.100")
            ]),
            ["hold", "unhold", "wrapup", "ended"]
        );
        assert_eq!(
            ordered(&[
                ("task:hold", "05.100"),
                ("task:unhold", "05.200"),
                ("task:hold", "05.300"),
                ("task:ended", "05")
            ]),
            ["hold", "unhold", "hold", "ended"],
            "exact times keep their order"
        );
    }

    #[test]
    fn times_that_can_tell_always_win() {
        assert_eq!(ordered(&[("task:connect", "00"), ("task:new", "01")]), ["connect", "new"]);
        assert_eq!(ordered(&[("task:connect", "00.100"), ("task:new", "00.900")]), ["connect", "new"]);
        assert_eq!(
            ordered(&[("task:hold", "00.000100"), ("task:hold", "00.000200"), ("task:unhold", "00.000150")]),
            ["hold", "hold", "unhold"],
            "within a millisecond nobody measures"
        );
    }

    #[test]
    fn after_a_transfer_within_one_second_the_next_agent_has_the_contact() {
        let events = [
            ("task:connected", "00"),
            ("task:connected", "09"),
            ("task:transferred", "09"),
            ("task:connect", "09"),
            ("task:wrapup", "09"),
            ("task:wrapup-done", "09"),
        ];
        assert_eq!(ordered(&events), ["connected", "transferred", "wrapup", "wrapup-done", "connect", "connected"]);
        assert_eq!(
            ordered(&[
                ("task:connected", "00"),
                ("task:wrapup-done", "09"),
                ("task:transferred", "09"),
                ("task:ended", "09")
            ]),
            ["connected", "transferred", "ended", "wrapup-done"]
        );
        assert_eq!(
            ordered(&[("task:connected", "00"), ("task:hold", "01"), ("task:hold", "02"), ("task:unhold", "02")]),
            ["connected", "hold", "unhold", "hold"]
        );
    }

    #[test]
    fn what_only_its_sender_numbered_stands_in_that_order() {
        let mut wires: Vec<Value> = Vec::new();
        for number in [10, 9, 100] {
            let mut wire = wire("t", "task:hold", "2026-05-01T10:00:00Z", json!({"n": number}));
            wire["id"] = json!(format!("event-{number}"));
            wires.push(wire);
        }
        let journey = journey(&wires);
        let contact = journey.contact(&TaskId::new("t").expect("an id")).and_then(|entry| entry.contact());
        let ids: Vec<_> = contact.expect("a contact").events.iter().map(|event| event.key.id.clone()).collect();
        assert_eq!(ids, ["event-9", "event-10", "event-100"]);
    }

    #[test]
    fn an_import_with_whole_seconds_has_its_queue_time_and_its_wrap_up() {
        let lines = include_str!("../../../tests/cases/11-same-second-events/events.ndjson").lines();
        let mut wires: Vec<Value> = lines.map(|line| serde_json::from_str(line).expect("JSON")).collect();
        for _ in 0..wires.len() {
            wires.rotate_left(1);
            let journey = journey(&wires);
            let contact = journey.contacts().next().expect("a contact");
            let stages: Vec<_> = contact.stages.iter().map(|stage| (stage.kind, stage.elapsed.num_seconds())).collect();
            assert_eq!(stages, [(StageKind::Queue, 300), (StageKind::Talk, 240)]);
            assert!(contact.stages.iter().all(|stage| stage.running_since.is_none()), "{:?}", contact.stages);
        }
    }
}
