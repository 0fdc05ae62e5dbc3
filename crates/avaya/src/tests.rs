//! What engagements become: contacts, whatever is missing in them, in any order, doubled, and as they go on.

mod properties;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::arrivals;
use crate::samples::example;
use journey::{
    Arrival, Channel, Contact, ContactState, Direction, Fields, Journey, Platform, Problem, StageKind, parse_time,
};

const NOW: &str = "2026-05-02T00:00:00Z";

fn at(text: &str) -> DateTime<Utc> {
    parse_time(text).expect("a time")
}

fn journey(records: &[Value]) -> Journey {
    let mut journey = Journey::default();
    journey.add(records.iter().flat_map(arrivals));
    journey
}

fn contact(record: Value) -> Contact {
    let journey = journey(&[record]);
    assert_eq!(journey.contacts().count(), 1);
    journey.contacts().next().expect("a contact").clone()
}

fn stages(contact: &Contact) -> Vec<(StageKind, i64)> {
    contact.stages.iter().map(|stage| (stage.kind, stage.elapsed.num_seconds())).collect()
}

fn rows(contact: &Contact) -> Vec<(String, String)> {
    let fields = Fields::beside_contact(contact, 99).rows;
    fields.iter().map(|row| (row.path.join(" › "), row.values.join("; "))).collect()
}

fn problems(contact: &Contact) -> Vec<String> {
    contact.problems.iter().map(Problem::to_string).collect()
}

#[test]
fn the_contracts_example_is_a_call_with_its_queue_agent_note_topics_and_fields() {
    let contact = contact(example()["engagements"][0].clone());
    assert_eq!(contact.task.as_str(), "8e557fd6-580a-43b3-8cf9-db8169f4af5a");
    assert_eq!((contact.channel.clone(), contact.direction), (Some(Channel::Voice), Some(Direction::Inbound)));
    assert_eq!((contact.origin.as_deref(), contact.destination.as_deref()), (Some("087 12345"), Some("1590 12345")));
    assert_eq!(
        (contact.queues.as_slice(), contact.agents.as_slice()),
        (&["Default".into()][..], &["John Smith".into()][..])
    );
    assert_eq!(contact.state(at("2019-07-23T18:00:00Z")), ContactState::Ended);
    assert_eq!(
        stages(&contact),
        [(StageKind::Ivr, 30), (StageKind::Queue, 60), (StageKind::Talk, 600)],
        "to the agent's leaving"
    );
    assert!(contact.events.iter().all(|event| event.platform == Platform::Avaya));
    let words: Vec<&str> = contact.events.iter().map(|event| event.key.kind.as_str()).collect();
    for word in ["Self-service", "Self-service ended", "Data: Current status", "Attribute: Language", "Last agent left"]
    {
        assert!(words.contains(&word), "{word}: {words:?}");
    }
    let rows = rows(&contact);
    for (name, value) in [
        ("Topic", "First-time Buyer; Mortgage Application"),
        ("Reference number", "ref-4bf68d57"),
        ("Current status", "Under review"),
        ("Language", "English"),
        ("Support", "Technical"),
        ("Note", "The Agent Note Text"),
        ("Note by", "John Smith"),
        ("Extension", "ext/1234"),
    ] {
        assert!(rows.contains(&(name.to_owned(), value.to_owned())), "{name}: {value} is not in {rows:?}");
    }
    assert_eq!(problems(&contact), Vec::<String>::new());
}

#[test]
fn an_engagement_that_goes_on_is_ongoing_with_the_little_that_it_has() {
    let contact = contact(example()["engagements"][1].clone());
    assert_eq!((contact.channel.clone(), contact.direction), (Some(Channel::Chat), Some(Direction::Outbound)));
    assert_eq!(contact.state(at("2019-07-20T10:05:00Z")), ContactState::Ongoing);
    assert_eq!(contact.start, Some(at("2019-07-20T10:00:00.1Z")));
}

#[test]
fn a_transfer_goes_to_the_next_agent_and_says_why() {
    let contact = contact(
        json!({"id": "e", "status": "COMPLETED", "startDate": "2026-05-01T10:00:00Z", "endDate": "2026-05-01T10:20:00Z",
        "channels": [{"id": "Chat", "type": "WEBCHAT"}],
        "participants": [{"id": "p1", "type": "AGENT", "agentDisplayName": "Ann", "joinedAt": "2026-05-01T10:01:00Z", "leftAt": "2026-05-01T10:05:00Z"},
            {"id": "p2", "type": "AGENT", "agentDisplayName": "Bo", "joinedAt": "2026-05-01T10:07:00Z", "leftAt": "2026-05-01T10:17:00Z"}],
        "queues": [{"queueId": "q1", "queueName": "Sales", "queuedAt": "2026-05-01T10:00:00Z", "acceptedAt": "2026-05-01T10:01:00Z", "priority": 1},
            {"queueId": "q2", "queueName": "Service", "queuedAt": "2026-05-01T10:05:00Z", "acceptedAt": "2026-05-01T10:07:00Z", "priority": 1}],
        "transfers": [{"initiatingAgentId": "a1", "queueId": "q2", "queueName": "Service", "timestamp": "2026-05-01T10:05:00Z",
            "destinationAgentId": "a2", "destinationAgentName": "Bo", "destinationAgentJoinedAt": "2026-05-01T10:07:00Z",
            "description": "New Car inquiry", "transferType": "TRANSFER_TO_QUEUE"}]}),
    );
    assert_eq!(contact.agents, ["Ann".into(), "Bo".into()]);
    assert_eq!(contact.queues, ["Sales".into(), "Service".into()]);
    assert_eq!(stages(&contact), [(StageKind::Queue, 180), (StageKind::Talk, 840)]);
    let rows = rows(&contact);
    for (name, value) in
        [("Transferred to", "Service"), ("Transfer type", "Transfer to queue"), ("Description", "New Car inquiry")]
    {
        assert!(rows.contains(&(name.to_owned(), value.to_owned())), "{name}: {rows:?}");
    }
}

#[test]
fn while_one_agent_stays_the_talk_goes_on() {
    let contact = contact(
        json!({"id": "e", "status": "COMPLETED", "startDate": "2026-05-01T10:00:00Z", "endDate": "2026-05-01T10:30:00Z",
        "participants": [{"id": "p1", "type": "AGENT", "agentDisplayName": "Ann", "joinedAt": "2026-05-01T10:00:00Z", "leftAt": "2026-05-01T10:20:00Z"},
            {"id": "p2", "type": "AGENT", "agentDisplayName": "Bo", "joinedAt": "2026-05-01T10:05:00Z", "leftAt": "2026-05-01T10:10:00Z"}]}),
    );
    assert_eq!(stages(&contact), [(StageKind::Talk, 1200)]);
}

#[test]
fn whatever_is_missing_what_is_there_makes_a_contact() {
    for (record, expected) in [
        (json!({"id": 7}), vec!["startDate: missing"]),
        (
            json!({"id": "e", "startDate": null, "participants": null, "queues": {}, "channels": "Voice", "data": null}),
            vec!["channels: \"Voice\"", "startDate: missing"],
        ),
        (json!({"id": "e", "startDate": "soon"}), vec!["startDate: \"soon\""]),
        (json!({"id": "e", "startDate": "2026-05-01T10:00:00Z", "status": "COMPLETED"}), vec!["endDate: missing"]),
        (
            json!({"id": "e", "startDate": "2026-05-01T10:00:00.1Z", "agentNotes": [null, {"id": "n"}], "transfers": {}, "attributes": null}),
            vec![],
        ),
        (
            json!({"id": "e", "startDate": "2026-05-01T10:00:00+00:00", "participants": ["x", {"type": "AGENT", "joinedAt": "then"}]}),
            vec!["participants: \"x\"", "participants.joinedAt: \"then\""],
        ),
    ] {
        let contact = contact(record.clone());
        let found = problems(&contact);
        for problem in expected {
            assert!(found.iter().any(|one| one.contains(problem)), "{record}: {found:?}");
        }
        assert!(record["startDate"] != json!("2026-05-01T10:00:00.1Z") || found.is_empty(), "{record}: {found:?}");
    }
}

#[test]
fn an_end_that_is_not_told_is_where_the_last_thing_happened() {
    let over = contact(json!({"id": "e", "status": "COMPLETED", "startDate": "2026-05-01T10:00:00Z",
        "participants": {"id": "p", "type": "agent", "joinedAt": "2026-05-01T10:01:00Z", "leftAt": "2026-05-01T10:03:00Z"}}));
    assert!(over.is_over, "one participant where a list should stand is one");
    assert_eq!(
        (over.last, stages(&over)),
        (Some(at("2026-05-01T10:03:00Z")), vec![(StageKind::Ivr, 60), (StageKind::Talk, 120)])
    );
    let without_status =
        contact(json!({"id": "e", "startDate": "2026-05-01T10:00:00Z", "endDate": "2026-05-01T10:03:00.1Z"}));
    assert!(without_status.is_over);
}

#[test]
fn channels_nobody_knows_are_called_as_the_tenant_calls_them() {
    for (channels, expected) in [
        (json!([{"id": "Kiosk"}]), Channel::Other("Kiosk".into())),
        (json!([{"id": "Telefon Nord", "type": "VOICE"}]), Channel::Voice),
        (json!({"id": "Voice", "type": null}), Channel::Voice),
        (json!([{"id": "WhatsApp", "type": "CUSTOM"}]), Channel::Social),
        (json!([{"id": "x", "type": "EMAIL"}]), Channel::Email),
        (json!([{"id": "x", "type": "SMS"}]), Channel::Sms),
        (json!([{"id": "x", "type": "VIDEO"}]), Channel::Voice),
    ] {
        let contact = contact(json!({"id": "e", "startDate": "2026-05-01T10:00:00Z", "channels": channels}));
        assert_eq!(contact.channel, Some(expected), "{channels}");
    }
}

#[test]
fn what_the_tenant_keeps_says_nothing_of_the_contact_itself() {
    let data = json!({"queueName": "Gold", "agentName": "Nobody", "direction": "OUTBOUND", "nested": {"plan": "A"}, "nothing": null});
    let contact = contact(
        json!({"id": "e", "startDate": "2026-05-01T10:00:00Z", "direction": "INBOUND", "data": data, "attributes": "VIP"}),
    );
    assert!(contact.queues.is_empty() && contact.agents.is_empty());
    assert_eq!(contact.direction, Some(Direction::Inbound));
    let rows = rows(&contact);
    for (name, value) in [("Queue name", "Gold"), ("Attribute", "VIP"), ("Nested › Plan", "A")] {
        assert!(rows.contains(&(name.to_owned(), value.to_owned())), "{name}: {rows:?}");
    }
}

#[test]
fn one_bad_record_costs_one_row_and_no_page() {
    let mut records = vec![json!("x"), json!({"startDate": "2026-05-01T10:00:00Z"}), json!([1])];
    records.extend(example()["engagements"].as_array().cloned().expect("two"));
    let journey = journey(&records);
    let unread = records.iter().flat_map(arrivals).filter(|arrival| matches!(arrival, Arrival::Unread(_))).count();
    assert_eq!((unread, journey.contacts().count(), journey.len()), (3, 2, 5));
}

/// The same engagement as it goes on: what is there stays, and more comes.
fn course() -> [Value; 4] {
    let mut record = json!({"id": "e", "status": "CREATED", "direction": "INBOUND", "startDate": "2026-05-01T10:00:00Z", "channels": [{"id": "Voice", "type": "VOICE"}]});
    let created = record.clone();
    record["status"] = json!("ACTIVE");
    record["updateDate"] = json!("2026-05-01T10:00:20Z");
    record["participants"] =
        json!([{"id": "c", "type": "EXTERNAL", "joinedAt": "2026-05-01T10:00:00Z", "callingNumber": "+12025550143"}]);
    record["queues"] =
        json!([{"queueId": "q", "queueName": "Sales", "queuedAt": "2026-05-01T10:00:20Z", "priority": 1}]);
    record["conversations"] = json!(["Kettle"]);
    let queued = record.clone();
    record["queues"][0]["acceptedAt"] = json!("2026-05-01T10:01:20Z");
    record["queues"][0]["agentId"] = json!("a");
    record["participants"]
        .as_array_mut()
        .expect("a list")
        .push(json!({"id": "p", "type": "AGENT", "agentDisplayName": "Ann", "joinedAt": "2026-05-01T10:01:20Z"}));
    record["data"] = json!({"order": "4711"});
    record["updateDate"] = json!("2026-05-01T10:01:20Z");
    let talking = record.clone();
    record["status"] = json!("COMPLETED");
    record["endDate"] = json!("2026-05-01T10:06:00Z");
    for place in 0..2 {
        record["participants"][place]["leftAt"] = json!("2026-05-01T10:05:20Z");
    }
    record["agentNotes"] = json!([{"id": "n", "note": "Sold", "createdAt": "2026-05-01T10:06:30Z"}]);
    record["conversations"] = json!(["Kettle", "Delivery"]);
    [created, queued, talking, record]
}

#[test]
fn an_engagement_that_is_asked_for_again_only_adds_to_itself() {
    let course = course();
    let mut live = Journey::default();
    for record in &course {
        let added = live.add(arrivals(record));
        assert_eq!((added.rows, live.len()), (usize::from(record["status"] == "CREATED"), 1));
    }
    assert_eq!(live, journey(&course[3..]), "as if it had been read at its end");
    let contact = live.contacts().next().expect("a contact");
    assert_eq!(stages(contact), [(StageKind::Ivr, 20), (StageKind::Queue, 60), (StageKind::Talk, 240)]);
}

#[test]
fn a_note_that_was_edited_is_shown_with_what_it_said_before() {
    let mut record = course()[3].clone();
    let mut live = journey(&[record.clone()]);
    record["agentNotes"][0]["note"] = json!("Sold, and delivered");
    record["agentNotes"][0]["updatedAt"] = json!("2026-05-01T11:00:00Z");
    live.add(arrivals(&record));
    let contact = live.contacts().next().expect("a contact");
    assert!(
        rows(contact).contains(&("Note".to_owned(), "Sold; Sold, and delivered".to_owned())),
        "{:?}",
        rows(contact)
    );
}
