use crate::samples::again;
use crate::{arrival, arrival_of_json, id_of, written};
use cjds::IdentityType;
use genesys::conversation;
use genesys::samples::{call, conversations};
use journey::{Arrival, Contact, Event, EventKind, Journey, Origin, Reported, TaskId};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};

fn event(value: Value) -> Event {
    match arrival(&value) {
        Arrival::Event(event) => event,
        Arrival::Unread(unread) => panic!("{}", unread.problem),
    }
}

fn journey(values: &[Value]) -> Journey {
    let mut journey = Journey::default();
    journey.add(values.iter().map(arrival));
    journey
}

fn only(journey: &Journey) -> &Contact {
    journey.contacts().next().expect("a contact")
}

fn new_contact() -> Value {
    json!({"id": "t", "type": "task:new", "source": "wxcc", "time": "2026-05-01T10:00:00Z", "data": {"taskId": "t"}})
}

/// As the journey service's own connector of the contact center has it, which writes this file.
#[test]
fn a_call_that_webhooks_told_the_journey_service_is_the_contact_that_cjds_would_tell() {
    let call = include_str!("../../journey-api/src/connectors/webex/mapping/call.json");
    let events: Vec<Value> = serde_json::from_str(call).expect("a list");
    let read = journey(&events);
    assert_eq!(read.unreadable(), 0);
    let contact = only(&read);
    assert_eq!(read.contacts().count(), 1);
    assert!(contact.was_answered() && contact.is_over);
    assert_eq!((contact.queues.join(" "), contact.agents.join(" ")), ("Support".to_owned(), "Ann Lee".to_owned()));
    assert_eq!((contact.team.as_deref(), contact.entry_point.as_deref()), (Some("First line"), Some("Hotline")));
    assert_eq!(contact.reason.as_deref(), Some("Agent Left"));
    assert_eq!(contact.wrap_up_code().map(journey::WrapUpCode::as_str), Some("Solved"));
    let stages: Vec<&str> = contact.stages.iter().map(|stage| stage.kind.key()).collect();
    assert_eq!(stages, ["ivr", "queue", "talk", "hold", "wrap-up"]);
}

#[test]
fn the_source_says_who_sent_it_and_the_type_does_not() {
    let platform = event(json!({"type": "task:new", "source": "/com/cisco/wxcc/123", "data": {"taskId": 7}}));
    assert_eq!((platform.origin, platform.task.as_ref().map(TaskId::as_str)), (Origin::Platform, Some("7")));
    let custom = event(json!({"type": "task:new", "source": "custom/9", "data": {"taskId": "7"}}));
    assert_eq!(custom.origin, Origin::Custom);
    let lost = event(json!({"type": "task:new", "data": {"taskId": "7"}}));
    assert_eq!(lost.origin, Origin::Platform);
    let nothing = event(json!({"type": "task:new", "source": null, "data": {"cart": "7"}}));
    assert_eq!(nothing.origin, Origin::Custom);
}

#[test]
fn an_element_is_the_same_read_from_its_json_and_from_its_value() {
    let whole = json!({"id": 1, "type": "Order", "source": "shop", "time": "2026-03-01T10:00:00Z", "person": "a@b.example",
        "data": {"order": 7.5, "list": [1, {"deep": true}]}});
    let text = whole.to_string();
    let odd = [
        text.replace("\"id\":1", "\"id\":12345678901234567890123"),
        text.replace("\"id\":1", "\"id\":1,\"id\":2"),
        text.replace("7.5", "12345678901234567890123"),
        text.replace("Order", "cut \\ud83d"),
        Value::String(text.clone()).to_string(),
        "[1, 2]".to_owned(),
        "7".to_owned(),
        "\"{oops\"".to_owned(),
        "{}".to_owned(),
    ];
    for text in [text].iter().chain(&odd) {
        let value = cjds::json::parse(text).expect("JSON");
        assert_eq!(arrival_of_json(text), arrival(&value), "{text}");
    }
    let Arrival::Event(long) = arrival_of_json(&odd[0]) else { panic!("{}", odd[0]) };
    assert_eq!(long.key.id, "12345678901234567890123");
    let Arrival::Event(long) = arrival_of_json(&odd[2]) else { panic!("{}", odd[2]) };
    assert_eq!(long.data["order"], "12345678901234567890123");
}

#[test]
fn what_cannot_be_read_keeps_its_text() {
    let Arrival::Unread(unread) = arrival(&json!("{oops")) else { panic!("was read") };
    assert_eq!(unread.raw.as_deref(), Some("{oops"));
    assert!(unread.problem.found.starts_with("not JSON"));
}

#[test]
fn what_a_flow_writes_is_a_row_of_its_own() {
    for source in ["wxcc_flow", "WXCC-Flow", "wxccFlow", "/com/cisco/wxcc_flow/7", "wxcc%20flow"] {
        let flow = json!({"id": "f", "type": "Menu", "source": source, "time": "2026-05-01T10:00:05Z",
            "data": {"taskId": "t", "uiData": {"title": "Chose billing"}}});
        let journey = journey(&[new_contact(), flow]);
        assert_eq!((journey.len(), only(&journey).events.len()), (2, 1), "{source}");
    }
}

#[test]
fn an_end_whose_sender_put_the_channel_for_the_source_ends_its_contact() {
    let closed = json!({"id": "c", "type": "task:closed", "source": "email", "time": "2026-05-01T10:05:00Z", "data": {"taskId": "t"}});
    let mut events = vec![new_contact(), closed];
    assert!(only(&journey(&events)).is_over);
    for source in ["custom/9", "SMS%20Notification", "Voice%20Contact", "shop"] {
        events[1]["source"] = json!(source);
        assert!(!only(&journey(&events)).is_over, "{source}");
    }
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
fn an_event_by_the_stream_and_once_more_in_the_history_is_one() {
    let event = json!({"id": "1", "specversion": "1.0", "type": "Payment", "source": "shop", "time": "2026-05-01T10:00:00.123456Z",
        "identity": "+15550100", "identitytype": "phone", "data": {"amount": 12.5, "paid": true, "items": [{"sku": "A", "n": 1}]}});
    let mut journey = Journey::default();
    journey.add([arrival(&event)]);
    for envelope in 0..3 {
        assert_eq!(journey.add([arrival(&again(&event, envelope))]).known, 1, "{envelope}");
    }
    let mut turned = event.clone();
    turned["time"] = json!("1777629600123456");
    turned["data"] = json!({"items": [{"n": "1", "sku": "A"}], "note": null, "paid": "true", "amount": "12.5"});
    assert_eq!(journey.add([arrival(&turned)]).known, 1);
    assert_eq!(journey.len(), 1);
}

fn stored(events: &[Reported]) -> Vec<Value> {
    events.iter().filter_map(|event| written(event, "+12025550143", IdentityType::Phone)).collect()
}

fn contacts(arrivals: impl IntoIterator<Item = Arrival>) -> Vec<Contact> {
    let mut journey = Journey::default();
    journey.add(arrivals);
    journey.contacts().cloned().collect()
}

/// What is seen of a contact.
fn seen(contact: &Contact) -> String {
    format!(
        "{:?}",
        (
            (&contact.task, &contact.channel, &contact.channel_name, &contact.direction),
            (&contact.origin, &contact.destination, &contact.queues, &contact.agents),
            (&contact.wrap_up, &contact.wrap_ups, &contact.outcome, &contact.reason, &contact.terminating_party),
            (&contact.stages, contact.start, contact.last, contact.is_over, contact.was_answered(), contact.is_visit()),
            contact.events.iter().map(|event| (event.kind, event.key.time)).collect::<Vec<_>>(),
        )
    )
}

#[test]
fn a_call_of_another_contact_center_is_told_in_the_contracts_words() {
    let events = conversation(&call("c", "2026-05-01T10:00:00Z"), &()).expect("a conversation");
    let stored = stored(&events);
    let words: Vec<&str> = stored.iter().filter_map(|event| event["type"].as_str()).collect();
    let expected = [
        "conversation:started",
        "task:new",
        "task:parked",
        "agent:routed",
        "task:connected",
        "task:hold",
        "task:unhold",
        "task:wrapup",
        "task:wrapup-done",
        "task:ended",
    ];
    assert_eq!(words, expected);
    assert!(stored.iter().all(|event| event["source"] == "contact-center/genesys" && event["data"]["taskId"] == "c"));
    assert_eq!(stored[8]["id"], "c p4 agent:wrapup-done w1", "a code that is chosen later is something else");
}

#[test]
fn every_kind_is_read_as_it_was_written() {
    let kinds = [
        EventKind::New,
        EventKind::Connect,
        EventKind::Parked,
        EventKind::Connected,
        EventKind::Hold,
        EventKind::Unhold,
        EventKind::Transferred,
        EventKind::WrapUp,
        EventKind::Left,
        EventKind::Ended,
        EventKind::WrapUpDone,
        EventKind::Routed,
        EventKind::Assigned,
        EventKind::Sent,
        EventKind::Transcript,
        EventKind::AgentState,
        EventKind::Summary,
        EventKind::Analysis,
        EventKind::Other,
    ];
    for kind in kinds {
        for word in ["conversation:x", "task:new"] {
            let reported = Reported {
                kind,
                word: word.to_owned(),
                id: "i".to_owned(),
                time: journey::parse_time("2026-05-01T10:00:00Z"),
                task: TaskId::new("t"),
                other_task: TaskId::new("u"),
                platform: journey::Platform::Genesys,
                ..Reported::default()
            };
            let [written] = &stored(&[reported])[..] else { panic!("one event") };
            let read = event(written.clone());
            assert_eq!((read.kind, read.origin), (kind, Origin::Platform), "{written}");
            assert_eq!((read.task, written["data"]["taskId"].as_str()), (TaskId::new("t"), Some("u")), "{written}");
        }
    }
}

#[test]
fn an_event_without_a_time_is_not_written() {
    assert_eq!(written(&Reported::default(), "+12025550143", IdentityType::Phone), None);
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(2026),
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_conversation_is_the_same_contact_by_the_service_as_straight_from_its_platform(records in conversations()) {
        for record in records {
            let events = conversation(&record, &()).expect("a conversation");
            let stored = stored(&events);
            let by_service = contacts(stored.iter().map(arrival));
            // What has no time yet is written when it has one.
            let timed = events.into_iter().filter(|event| event.time.is_some());
            let straight = contacts(timed.map(Arrival::from));
            let [one, other] = [by_service, straight].map(|all| all.iter().map(seen).collect::<Vec<_>>());
            prop_assert_eq!(one, other, "{}", record);
        }
    }

    #[test]
    fn what_is_written_twice_of_a_conversation_is_the_same(records in conversations()) {
        for record in records {
            let read = || conversation(&record, &()).expect("a conversation");
            prop_assert_eq!(stored(&read()), stored(&read()));
            prop_assert!(read().iter().all(|event| id_of(event).starts_with(event.id.as_str())));
        }
    }
}
