//! Records of the platform, whole, loose and broken, and the contacts that they become.

use crate::samples::{call, conversations, merge, viewed, visit};
use crate::{arrivals, conversation, session};
use journey::{Arrival, Channel, Contact, Direction, EntryKind, Filter, Journey, StageKind, Timeline, parse_time};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};

fn read_of(record: &Value) -> Vec<Arrival> {
    arrivals(conversation(record, &()))
}

fn journey(arrivals: impl IntoIterator<Item = Arrival>) -> Journey {
    let mut journey = Journey::default();
    journey.add(arrivals);
    journey
}

/// The rows from the newest on, each by its contact.
fn rows(journey: &Journey) -> Vec<String> {
    let now = parse_time("2026-05-02T00:00:00Z").expect("a time");
    let timeline = Timeline::of(journey, &Filter::default(), now, 1_000);
    let rows = (0..timeline.shown()).filter_map(|place| timeline.row(place)).flat_map(journey::Row::entries);
    rows.map(|row| match &row.kind {
        EntryKind::Contact(contact) => contact.task.to_string(),
        other => format!("{other:?}"),
    })
    .collect()
}

fn read(record: &Value) -> Contact {
    let journey = journey(read_of(record));
    journey.contacts().next().expect("a contact").clone()
}

fn stages(contact: &Contact) -> Vec<(StageKind, i64)> {
    contact.stages.iter().map(|stage| (stage.kind, stage.elapsed.num_seconds())).collect()
}

use StageKind::{Hold, Ivr, Queue, Talk, WrapUp};

#[test]
fn a_call_goes_through_self_service_queue_talk_hold_and_wrap_up() {
    let contact = read(&call("c", "2026-05-01T10:00:00Z"));
    assert_eq!(stages(&contact), [(Ivr, 20), (Queue, 30), (Talk, 120), (Hold, 30), (WrapUp, 30)]);
    assert_eq!((contact.channel, contact.direction), (Some(Channel::Voice), Some(Direction::Inbound)));
    assert_eq!(
        (contact.origin.as_deref(), contact.destination.as_deref()),
        (Some("+12025550143"), Some("+12025550100"))
    );
    assert_eq!((contact.queues, contact.terminating_party.as_deref()), (vec!["Deliveries".into()], Some("Customer")));
    assert!(contact.is_over && contact.wrap_up.id.as_deref() == Some("w1"));
    assert_eq!(contact.problems, []);
}

#[test]
fn a_transferred_call_is_the_last_agents_and_the_first_ones_wrap_up_is_theirs() {
    let segment = |kind: &str, from: u32, to: u32| json!({"segmentType": kind, "segmentStart": format!("2026-05-01T10:{from:02}:00.000Z"), "segmentEnd": format!("2026-05-01T10:{to:02}:00.000Z")});
    let with = |mut segment: Value, more: Value| {
        merge(&mut segment, more);
        segment
    };
    let agent = |name: &str, segments: Value| json!({"participantId": name, "participantName": name, "purpose": "AGENT", "userId": format!("id of {name}"), "sessions": [{"mediaType": "voice", "segments": segments}]});
    let queue = |name: &str, from, to| json!({"participantId": name, "participantName": name, "purpose": "acd", "sessions": [{"segments": [segment("interact", from, to)]}]});
    let contact = read(
        &json!({"conversationId": "t", "conversationStart": "2026-05-01T10:00:00Z", "conversationEnd": "2026-05-01T10:20:00Z",
        "participants": [
            agent("Bo", json!([segment("alert", 7, 8), segment("interact", 8, 18), with(segment("wrapup", 18, 20), json!({"wrapUpCode": "sold"}))])),
            queue("Sales", 5, 8), queue("Billing", 0, 1),
            agent("Ann", json!([segment("interact", 1, 3), with(segment("interact", 3, 5), json!({"disconnectType": "transfer"})),
                with(segment("wrapup", 5, 6), json!({"wrapUpCode": "moved"}))])),
        ]}),
    );
    assert_eq!(stages(&contact), [(Queue, 240), (Talk, 840), (WrapUp, 120)]);
    assert_eq!(contact.agents, ["Ann".into(), "Bo".into()]);
    assert_eq!(contact.queues, ["Billing".into(), "Sales".into()]);
    assert_eq!(contact.wrap_up.id.as_deref(), Some("sold"));
}

#[test]
fn a_call_that_was_made_has_no_self_service_and_a_message_is_of_its_network() {
    let made = read(
        &json!({"conversationId": "o", "conversationStart": "2026-05-01T10:00:00Z", "originatingDirection": "outbound",
        "participants": [{"purpose": "customer", "sessions": [{"mediaType": "voice", "ani": "tel:+12025550100", "dnis": "sip:+12025550143@x.example"}]},
            {"purpose": "user", "userId": "u", "sessions": [{"mediaType": "voice", "segments": [
                {"segmentType": "dialing", "segmentStart": "2026-05-01T10:00:00Z", "segmentEnd": "2026-05-01T10:00:20Z"},
                {"segmentType": "interact", "segmentStart": "2026-05-01T10:00:20Z"}]}]}]}),
    );
    assert_eq!((stages(&made), made.direction, made.is_over), (vec![(Talk, 0)], Some(Direction::Outbound), false));
    for (session, channel) in [
        (json!({"mediaType": "message", "messageType": "whatsapp"}), Some(Channel::Social)),
        (json!({"mediaType": "message", "messageType": "sms"}), Some(Channel::Sms)),
        (json!({"mediaType": "message", "messageType": "webmessaging"}), Some(Channel::Chat)),
        (json!({"mediaType": "message", "messageType": "unknown"}), Some(Channel::Chat)),
        (json!({"mediaType": "message"}), Some(Channel::Chat)),
        (json!({"mediaType": "EMAIL", "addressFrom": "jose@example.com"}), Some(Channel::Email)),
        (json!({"mediaType": "callback"}), Some(Channel::Voice)),
        (json!({"mediaType": "unknown"}), None),
        (json!({"mediaType": null}), None),
    ] {
        let record = json!({"conversationId": 7, "conversationStart": "2026-05-01T10:00:00Z",
            "participants": [{"purpose": "customer", "sessions": [session]}]});
        assert_eq!(read(&record).channel, channel, "{record}");
    }
}

#[test]
fn a_loose_record_is_a_contact_and_says_what_is_wrong_with_it() {
    let contact = read(
        &json!({"conversationId": "l", "conversationStart": "yesterday", "conversationEnd": null, "participants": [
        {"purpose": "customer", "sessions": null},
        {"purpose": "hologram", "participantName": "H", "sessions": [{"mediaType": "smell", "segments": [{"segmentType": "sniff", "segmentStart": "2026-05-01T10:00:00.1Z"}]}]},
        {"purpose": "agent", "userId": 77, "sessions": {"segments": {"segmentType": "Interact", "segmentStart": 1777629601000_i64, "queueId": 5}}},
        {"purpose": null}, null, "odd", 7]}),
    );
    assert_eq!(
        contact.start,
        parse_time("2026-05-01T10:00:00.1Z"),
        "the first that happened, where the start is no time"
    );
    assert_eq!(contact.problems.len(), 1);
    assert!(contact.problems[0].to_string().contains("yesterday"), "{:?}", contact.problems);
    assert!(!contact.is_over && contact.was_answered());
    for odd in [json!({}), json!({"conversationId": ""}), json!(null), json!("x"), json!([])] {
        let unread = read_of(&odd);
        assert!(matches!(unread.as_slice(), [Arrival::Unread(one)] if one.raw.is_some()), "{odd}");
    }
    for record in [json!({}), json!({"id": null}), json!(7)] {
        assert!(matches!(arrivals(session(&record, &[], &())).as_slice(), [Arrival::Unread(_)]), "{record}");
    }
}

#[test]
fn every_event_of_a_session_is_named_and_an_unknown_one_too() {
    let mut visit = visit("s", "c1", "2026-05-01T09:00:00Z", 6);
    merge(
        &mut visit,
        json!({"endedDate": "2026-05-01T09:30:00Z", "pageviewCount": "3", "geolocation": {"countryName": "Chile"}}),
    );
    let at = |minute: u32, more: Value| {
        let mut event = json!({"id": format!("e{minute}"), "createdDate": format!("2026-05-01T09:{minute:02}:00Z")});
        merge(&mut event, more);
        event
    };
    let events = [
        viewed("s", 1, "2026-05-01T09:01:00Z", "Kettles"),
        at(2, json!({"outcomeAchievedEvent": {"outcome": {"id": "o", "displayName": "Bought"}}})),
        at(
            3,
            json!({"webActionEvent": {"action": {"id": "a", "state": "accepted", "mediaType": "webchat"}, "actionMap": {"displayName": "Offer a chat"}}}),
        ),
        at(4, json!({"segmentAssignmentEvent": {"segment": {"id": "seg-1"}}})),
        at(5, json!({"appEvent": {"eventName": "screen_viewed", "screenName": "Cart"}, "webEvent": null})),
        at(6, json!({"eventType": "com.genesys.journey.NewEvent", "newEvent": {}})),
        json!({"createdDate": "soon", "webEvent": {"eventName": null, "page": null, "attributes": []}}),
    ];
    let all = journey(arrivals(session(&visit, &events, &())));
    let contact = all.contacts().next().expect("a contact");
    let words: Vec<&str> = contact.events.iter().map(|event| event.key.kind.as_str()).collect();
    let expected = [
        "session:event",
        "session:started",
        "page_viewed",
        "outcome:achieved",
        "web:action",
        "segment:assigned",
        "screen_viewed",
        "com.genesys.journey.NewEvent",
        "session:ended",
    ];
    assert_eq!(words, expected);
    assert_eq!((contact.outcome.as_deref(), contact.is_over, all.len()), (Some("Bought"), true, 1));
    assert_eq!(contact.problems.len(), 1);
}

/// The same conversation as it was at that second.
fn until(record: &Value, second: u32) -> Value {
    let limit = format!("2026-05-01T10:00:{second:02}.000Z");
    let is_later = |value: &Value| value.as_str().is_some_and(|time| time > limit.as_str());
    let mut record = record.clone();
    record["conversationEnd"] = Value::Null;
    for participant in record["participants"].as_array_mut().into_iter().flatten() {
        let segments = participant["sessions"][0]["segments"].as_array_mut().expect("segments");
        segments.retain(|segment| !is_later(&segment["segmentStart"]));
        for segment in segments {
            if is_later(&segment["segmentEnd"]) {
                merge(segment, json!({"segmentEnd": null, "disconnectType": null}));
            }
        }
    }
    record["participants"].as_array_mut().expect("a list").retain(|one| one["sessions"][0]["segments"] != json!([]));
    record
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 150,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(2026),
        ..ProptestConfig::default()
    })]

    #[test]
    fn conversations_make_the_same_journey_in_any_order_doubled_and_cut_anywhere(
        records in conversations(),
        size in 1..7_usize,
        doubled in prop::collection::vec(any::<Index>(), 0..6),
        places in prop::collection::vec(any::<u32>(), 60),
    ) {
        let all: Vec<Arrival> = records.iter().flat_map(read_of).collect();
        let mut parts: Vec<Vec<Arrival>> = all.chunks(size).map(<[Arrival]>::to_vec).collect();
        parts.extend(doubled.iter().map(|which| read_of(which.get(&records))));
        let mut shuffled: Vec<_> = places.iter().cycle().zip(parts).collect();
        shuffled.sort_by_key(|(place, _)| **place);
        let mut read = Journey::default();
        for (_, part) in shuffled {
            read.add(part);
        }
        let expected = journey(all);
        prop_assert_eq!(rows(&read), rows(&expected));
        prop_assert_eq!(read, expected);
    }

    #[test]
    fn a_conversation_that_goes_on_has_the_same_events_later_and_some_new_ones(records in conversations(), second in 0..45_u32) {
        for record in &records {
            let later = journey(read_of(record));
            for arrival in read_of(&until(record, second)) {
                prop_assert!(later.contains(&arrival), "{arrival:?} of {record}");
            }
        }
    }
}
