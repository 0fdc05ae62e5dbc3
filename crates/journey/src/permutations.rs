//! Property tests: whatever the order in which events arrive, however often each comes and however they are cut into
//! pages, the journey is the same.

#![cfg(not(target_arch = "wasm32"))]
// Nothing here is from outside; clippy sees a test only by its `cfg(test)` alone.
#![allow(clippy::indexing_slicing)]

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};

use super::samples::at;
use super::{Counters, EntryKind, Filter, Glance, Journey, Timeline, Zone};

const KINDS: [&str; 22] = [
    "task:new",
    "contact:new",
    "task:connect",
    "task:parked",
    "agent:routed",
    "task:assigned",
    "task:connected",
    "task:hold",
    "task:unhold",
    "task:transferred",
    "task:wrapup",
    "task:ended",
    "task:closed",
    "task:wrapup-done",
    "agent:state_change",
    "task:wrapup-summary",
    "empath:data",
    "email:reply-sent",
    "chat:transcript",
    "Payment",
    "journey:note",
    "journey:note",
];

/// What a sender says of one contact: few ids, names and moments, so that they often coincide.
fn event() -> impl Strategy<Value = Value> {
    let names = (select(vec!["t1", "t2", "t3", "10"]), select(vec!["i1", "i2", "t1"]), 0..6_u8);
    let time = (0..4_u32, select(vec!["", ".000", ".5", ".123", ".123456", ".123457"]), 0..20_u8);
    let source = select(vec!["wxcc", "wxcc", "wxcc", "custom/7", "wxcc_flow", "", "email"]);
    let says = (select(vec!["Ann", "Bob", ""]), select(vec!["Sale", "Transferred", ""]), 0..3_u8);
    (select(KINDS.to_vec()), names, time, source, select(vec!["id", "e9", "e10"]), says).prop_map(
        |(kind, (task, interaction, which), (second, fraction, odd), source, id, (agent, code, number))| {
            let mut data = json!({"agentName": agent, "wrapUpName": code, "number": number, "queueName": "Sales"});
            if which < 4 {
                data["taskId"] = json!(task);
            }
            if which == 0 || which > 4 {
                data["interactionId"] = json!(interaction);
            }
            if kind == "journey:note" {
                // Few notes, changed often; some are taken back.
                data["noteId"] = json!(["n1", "n2", "n3"][usize::from(number)]);
                data["text"] = json!(agent);
                if odd > 5 {
                    data["writtenAt"] = json!("2026-05-01T09:00:00Z");
                }
            }
            let time = match odd {
                0 => Value::Null,
                1 => json!("2031-05-01T10:00:00Z"),
                2 => json!("2026-05-01"),
                _ => json!(format!("2026-05-01T10:00:0{second}{fraction}Z")),
            };
            // The same of two senders whose words look alike is one event.
            let id = if matches!(source, "wxcc" | "custom/7") { id.to_owned() } else { format!("{id} {source}") };
            json!({"id": id, "type": kind, "source": source, "time": time, "identity": "+15550100", "identitytype": "phone",
                "data": data})
        },
    )
}

/// The event as it comes once more: with its keys in another order, or with the same time written otherwise.
fn again(event: &Value, is_otherwise: bool) -> Value {
    let mut event = event.clone();
    if let Some(data) = event["data"].as_object() {
        event["data"] = data.iter().rev().map(|(key, value)| (key.clone(), value.clone())).collect();
    }
    if let Some(time) = event["time"].as_str().and_then(|time| time.strip_suffix('Z')).filter(|_| is_otherwise) {
        event["time"] = json!(format!("{time}+00:00"));
    }
    event
}

/// All that is seen of a journey.
#[derive(Debug, PartialEq)]
struct Seen {
    rows: Vec<(String, u64, Option<DateTime<Utc>>, EntryKind)>,
    timeline: Vec<String>,
    counters: Counters,
    glance: Glance,
    events: usize,
}

fn seen(journey: &Journey) -> Seen {
    let (now, filter) = (at("2026-05-01T10:10:00Z"), Filter::default());
    let timeline = Timeline::of(journey, &filter, now, 1_000);
    Seen {
        rows: journey
            .entries()
            .map(|entry| (entry.id.to_string(), entry.revision, entry.time, entry.kind.clone()))
            .collect(),
        timeline: (0..timeline.shown())
            .filter_map(|place| timeline.row(place))
            .map(|row| row.id().to_string())
            .collect(),
        counters: Counters::of(journey, &filter, now, Zone::UTC),
        glance: Glance::of(journey, &filter, now),
        events: journey.event_count(),
    }
}

proptest! {
    // The same cases at each run: a test that fails at random is one that is run again.
    #![proptest_config(ProptestConfig {
        cases: 150,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(2026),
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_order_any_doubling_and_any_pages_give_the_same_journey(
        events in prop::collection::vec(event(), 1..30),
        doubled in prop::collection::vec((any::<Index>(), any::<bool>()), 0..20),
        places in prop::collection::vec(any::<u32>(), 50),
        cuts in prop::collection::vec(any::<Index>(), 0..6),
    ) {
        let mut expected = Journey::default();
        expected.add(&events);

        let mut arrivals = events.clone();
        arrivals.extend(doubled.iter().map(|(which, is_otherwise)| again(which.get(&events), *is_otherwise)));
        let mut shuffled: Vec<_> = places.iter().zip(&arrivals).collect();
        shuffled.sort_by_key(|(place, _)| **place);
        let mut cuts: Vec<_> = cuts.iter().map(|cut| cut.index(shuffled.len())).collect();
        cuts.extend([0, shuffled.len()]);
        cuts.sort_unstable();
        let mut journey = Journey::default();
        for page in cuts.windows(2) {
            journey.add(shuffled[page[0]..page[1]].iter().map(|(_, event)| *event));
        }
        let rows: HashSet<_> = journey.entries().map(|entry| &entry.id).collect();
        prop_assert_eq!(rows.len(), journey.len(), "no two rows are taken for one another");
        prop_assert_eq!(seen(&journey), seen(&expected));
        prop_assert_eq!(journey, expected);
    }
}

#[test]
fn two_payments_of_one_import_are_two_rows() {
    let lines = include_str!("../../../tests/cases/19-same-id-type-time/events.ndjson").lines();
    let payments: Vec<Value> = lines.map(|line| serde_json::from_str(line).expect("JSON")).collect();
    for turn in 0..2 {
        let mut journey = Journey::default();
        journey.add(payments.iter().cycle().skip(turn).take(3));
        let amounts: Vec<_> = journey.entries().map(|entry| entry.field("amount").unwrap_or_default()).collect();
        assert_eq!(amounts, ["25", "10"], "the later of the two is on top");
    }
}

#[test]
fn what_is_less_than_a_millisecond_apart_is_two_rows_in_their_order() {
    let visit = |time: &str| json!({"id": "id", "type": "Visit", "source": "web", "time": time, "data": {"page": "/"}});
    let times = ["2026-05-01T10:00:00.123456Z", "2026-05-01T10:00:00.123457Z", "2026-05-01T10:00:00.123456789Z"];
    let mut journey = Journey::default();
    journey.add(times.iter().map(|time| visit(time)).collect::<Vec<_>>().iter());
    let shown: Vec<_> = journey.entries().filter_map(|entry| entry.time).map(basics::write_time).collect();
    assert_eq!(shown, [times[1], times[2], times[0]]);
    let mut ids: Vec<_> = journey.entries().map(|entry| entry.id.clone()).collect();
    ids.dedup();
    assert_eq!(ids.len(), 3);
}
