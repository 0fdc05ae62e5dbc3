//! In whatever order engagements come, doubled and cut, and by whichever way, they make the same journey.

use basics::IdentityType;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};

use super::{NOW, at, course, journey, rows};
use crate::arrivals;
use crate::samples::example;
use journey::{Arrival, EntryKind, Filter, Journey, Timeline};

fn shown(journey: &Journey) -> Vec<String> {
    let timeline = Timeline::of(journey, &Filter::default(), at(NOW), 1_000);
    let name = |kind: &EntryKind| match kind {
        EntryKind::Contact(contact) => [contact.task.as_str(), " ", &contact.agents.join(",")].concat(),
        other => format!("{other:?}"),
    };
    (0..timeline.shown())
        .filter_map(|place| timeline.row(place))
        .flat_map(journey::Row::entries)
        .map(|row| name(&row.kind))
        .collect()
}

/// Engagements as they come: few ids and moments, so that they often coincide, and anything may be missing.
fn records() -> impl Strategy<Value = Vec<Value>> {
    let time = || {
        select(vec![
            "2026-05-01T10:00:00Z",
            "2026-05-01T10:00:30.1Z",
            "2026-05-01T10:01:00+00:00",
            "2026-05-01T10:02:00Z",
            "later",
        ])
    };
    let agent = (0..3_u8, time(), proptest::option::of(time()))
        .prop_map(|(id, joined, left)| json!({"id": format!("p{id}"), "type": "AGENT", "joinedAt": joined, "leftAt": left, "agentDisplayName": format!("Agent {id}")}));
    let queue = (0..2_u8, time(), proptest::option::of(time()))
        .prop_map(|(id, queued, accepted)| json!({"queueId": format!("q{id}"), "queueName": "Sales", "queuedAt": queued, "acceptedAt": accepted}));
    let transfer = (time(), select(vec!["TRANSFER_TO_AGENT", "TRANSFER_TO_QUEUE", "?"]))
        .prop_map(|(time, kind)| json!({"timestamp": time, "transferType": kind, "queueName": "Service", "destinationAgentName": "Bo"}));
    let of = (
        0..5_u8,
        time(),
        select(vec!["CREATED", "ACTIVE", "COMPLETED", ""]),
        prop::collection::vec(agent, 0..4),
        prop::collection::vec(queue, 0..3),
        prop::collection::vec(transfer, 0..2),
        proptest::option::of(time()),
    );
    let of = of.prop_map(|(id, start, status, agents, queues, transfers, end)| {
        json!({"id": format!("e{id}"), "startDate": start, "status": status, "participants": agents, "queues": queues,
            "transfers": transfers, "endDate": end, "conversations": ["Kettle"], "data": {"order": start}})
    });
    prop::collection::vec(of, 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 150,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(2026),
        ..ProptestConfig::default()
    })]

    #[test]
    fn engagements_make_the_same_journey_in_any_order_doubled_and_cut_anywhere(
        records in records(),
        size in 1..5_usize,
        doubled in prop::collection::vec(any::<Index>(), 0..8),
        places in prop::collection::vec(any::<u32>(), 40),
    ) {
        let expected = journey(&records);
        let mut parts: Vec<Vec<Arrival>> =
            records.chunks(size).map(|page| page.iter().flat_map(arrivals).collect()).collect();
        parts.extend(doubled.iter().map(|which| arrivals(which.get(&records))));
        let mut shuffled: Vec<_> = places.iter().cycle().zip(parts).collect();
        shuffled.sort_by_key(|(place, _)| **place);
        let mut journey = Journey::default();
        for (_, part) in shuffled {
            journey.add(part);
        }
        prop_assert_eq!(shown(&journey), shown(&expected));
        prop_assert_eq!(journey, expected);
    }

    #[test]
    fn nothing_that_arrives_stops_the_reading(text in "\\PC{0,40}", number in any::<i64>()) {
        for field in ["id", "startDate", "participants", "queues", "transfers", "channels", "data", "attributes", "agentNotes", "conversations", "status"] {
            for value in [json!(text), json!(number), json!([text, number, null, {}]), json!({"id": text, "type": number}), json!([[]])] {
                let mut record = course()[3].clone();
                record[field] = value;
                prop_assert!(!arrivals(&record).is_empty());
            }
        }
    }
}

/// What the journey service stores of engagements, as it is read from there.
fn by_the_service(records: &[Value]) -> Vec<Arrival> {
    let events = records.iter().filter_map(|record| crate::engagement(record).ok()).flatten();
    let stored = events.filter_map(|event| journey_events::written(&event, "+12025550143", IdentityType::Phone));
    stored.map(|event| journey_events::arrival(&event)).collect()
}

/// What is seen of contacts.
fn seen(journey: &Journey) -> Vec<String> {
    let all = journey.contacts().map(|contact| {
        let said = (&contact.task, &contact.channel, &contact.channel_name, &contact.direction, &contact.origin);
        let who = (&contact.destination, &contact.queues, &contact.agents, contact.is_over, contact.was_answered());
        let when = (&contact.stages, contact.start, contact.last);
        let what: Vec<_> = contact.events.iter().map(|event| (event.kind, event.key.time)).collect();
        // By these an event of the contract says which contact it is of.
        let is_id = |(name, _): &(String, String)| name == "Task id" || name == "Interaction id";
        let rows: Vec<_> = rows(contact).into_iter().filter(|row| !is_id(row)).collect();
        format!("{said:?} {who:?} {when:?} {what:?} {rows:?}")
    });
    all.collect()
}

fn same_by_the_service(records: &[Value]) -> (Vec<String>, Vec<String>) {
    let events = records.iter().filter_map(|record| crate::engagement(record).ok()).flatten();
    // What has no time is not stored.
    let timed = events.filter(|event| event.time.is_some()).map(Arrival::from);
    let (mut straight, mut service) = (Journey::default(), Journey::default());
    straight.add(timed);
    service.add(by_the_service(records));
    (seen(&service), seen(&straight))
}

#[test]
fn the_contracts_example_is_the_same_contact_by_the_service_as_straight_from_the_platform() {
    let records = example()["engagements"].as_array().cloned().expect("two");
    let (service, straight) = same_by_the_service(&records);
    assert_eq!((service.len(), &service), (2, &straight));
    let (service, straight) = same_by_the_service(&course());
    assert_eq!(service, straight, "read again and again as it goes on");
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 150,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(2026),
        ..ProptestConfig::default()
    })]

    #[test]
    fn an_engagement_is_the_same_contact_by_the_service_as_straight_from_the_platform(records in records()) {
        let (service, straight) = same_by_the_service(&records);
        prop_assert_eq!(service, straight);
    }
}
