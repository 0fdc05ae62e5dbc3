//! Tests: contacts that go from agent to agent, what ends them, and what says so; and the events of today.

use serde_json::{Value, json};

use super::samples::{at, journey, task};
use super::{Contact, ContactState, Direction, Event, Journey, StageKind, TaskId, WrapUpCode};
use std::sync::Arc;

fn read(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// A contact of these kinds and data, ten seconds apart.
fn contact(events: &[(&str, Value)]) -> Contact {
    let events: Vec<Arc<Event>> = events
        .iter()
        .enumerate()
        .map(|(place, (kind, data))| {
            let time = format!("2026-05-01T10:{:02}:{:02}Z", place / 6, place % 6 * 10);
            task("t", kind, &time, data.clone())
        })
        .collect();
    Contact::of(TaskId::new("t").expect("an id"), events)
}

fn codes(contact: &Contact) -> Vec<&str> {
    contact.wrap_ups.iter().map(WrapUpCode::as_str).collect()
}

fn running(contact: &Contact) -> Option<StageKind> {
    contact.stages.iter().find(|stage| stage.running_since.is_some()).map(|stage| stage.kind)
}

const DONE: &str = "agent:state_change";

fn done(agent: &Value, code: &str) -> Value {
    let mut data = json!({"currentState": "wrapup-done", "wrapUpAuxCodeName": code});
    for (key, value) in agent.as_object().expect("an agent") {
        data[key] = value.clone();
    }
    data
}

fn only(journey: &Journey) -> &Contact {
    assert_eq!(journey.contacts().count(), 1);
    journey.contacts().next().expect("a contact")
}

#[test]
fn after_a_blind_transfer_the_contact_goes_on_and_both_codes_are_listed_at_the_end() {
    let mut events = read(include_str!("../../../tests/cases/10-blind-transfer-is-not-the-end/events.ndjson"));
    let after = journey(&events);
    let contact = only(&after);
    assert_eq!(contact.state(at("2026-05-01T10:04:00Z")), ContactState::Ongoing);
    assert_eq!(contact.state(at("2026-05-01T11:04:00Z")), ContactState::Silent, "an hour after its last event");
    assert_eq!((contact.wrap_up_code(), running(contact)), (None, Some(StageKind::Talk)));
    assert_eq!(codes(contact), ["Transferred"]);
    let talk = contact.stages.iter().find(|stage| stage.kind == StageKind::Talk).expect("talk");
    assert_eq!(talk.elapsed.num_seconds(), 80, "with the first agent");

    let bob = json!({"agentName": "Bob B."});
    events.push(super::samples::wire("t1", "task:wrapup", "2026-05-01T10:08:00Z", bob.clone()));
    events.push(super::samples::wire("t1", DONE, "2026-05-01T10:08:30Z", done(&bob, "Refund")));
    let after = journey(&events);
    let contact = only(&after);
    assert_eq!(contact.state(at("2026-05-01T10:09:00Z")), ContactState::Ended);
    assert_eq!(contact.wrap_up_code().map(WrapUpCode::as_str), Some("Refund"));
    assert_eq!(codes(contact), ["Transferred", "Refund"]);
}

#[test]
fn whoever_handed_over_is_known_by_id_by_name_or_by_the_sequence() {
    let ways = [
        (json!({"agentId": "a", "agentName": "Ann"}), json!({"agentId": "b", "agentName": "Bob"})),
        (json!({"agentId": "a"}), json!({"agentId": "b"})),
        (json!({"agentName": "Ann"}), json!({"agentName": "Bob"})),
        (json!({"agentName": "Sam", "agentId": "1"}), json!({"agentName": "Sam", "agentId": "2"})),
        (json!({"additionalFields": {"agentId": "a"}}), json!({"additionalFields": {"agentId": "b"}})),
        (json!({}), json!({})),
    ];
    // The transfer names nobody, the one who hands over, or the next one.
    for ((ann, bob), named) in ways.iter().flat_map(|way| [(way, None), (way, Some(&way.0)), (way, Some(&way.1))]) {
        let begun = vec![
            ("task:new", json!({})),
            ("task:connected", ann.clone()),
            ("task:transferred", named.cloned().unwrap_or(json!({}))),
            ("task:wrapup", ann.clone()),
            (DONE, done(ann, "Handed over")),
        ];
        let waiting = contact(&begun);
        assert!(!waiting.is_over && waiting.wrap_up_code().is_none(), "{ann}");
        assert_eq!(running(&waiting), Some(StageKind::Queue), "{ann}");

        let with_bob = [begun.clone(), vec![("task:connected", bob.clone())]].concat();
        assert!(!contact(&with_bob).is_over, "{ann}");
        assert_eq!(running(&contact(&with_bob)), Some(StageKind::Talk), "{ann}");

        let late = [
            begun.get(..3).unwrap_or_default().to_vec(),
            vec![("task:connected", bob.clone()), (DONE, done(ann, "Handed over"))],
        ];
        let late = contact(&late.concat());
        assert!(!late.is_over && late.wrap_up_code().is_none(), "the first agent took long: {ann}");

        let end = vec![("task:wrapup", bob.clone()), (DONE, done(bob, "Sold"))];
        let over = contact(&[with_bob.clone(), end].concat());
        assert!(over.is_over, "{bob}");
        assert_eq!(
            (codes(&over), over.wrap_up_code().map(WrapUpCode::as_str)),
            (vec!["Handed over", "Sold"], Some("Sold"))
        );
    }
}

#[test]
fn after_a_consultation_the_contact_is_the_second_agents() {
    let (ann, bob) = (json!({"agentId": "a"}), json!({"agentId": "b"}));
    for by in [ann.clone(), bob.clone(), json!({})] {
        let events = [
            ("task:connected", ann.clone()),
            ("task:hold", ann.clone()),
            ("task:connected", bob.clone()),
            ("task:transferred", by),
            (DONE, done(&ann, "Handed over")),
        ];
        let transferred = contact(&events);
        assert!(!transferred.is_over);
        assert_eq!(running(&transferred), Some(StageKind::Talk));
        let over = contact(&[events.to_vec(), vec![(DONE, done(&bob, "Sold"))]].concat());
        assert!(over.is_over);
        assert_eq!(codes(&over), ["Handed over", "Sold"]);
    }
}

#[test]
fn a_transfer_that_nobody_told_of_is_seen_by_the_next_agent() {
    let (ann, bob) = (json!({"agentName": "Ann"}), json!({"agentName": "Bob"}));
    let first = vec![("task:connected", ann.clone()), ("task:wrapup", ann.clone()), (DONE, done(&ann, "Moved"))];
    assert!(contact(&first).is_over, "as far as is known");
    let again = contact(&[first, vec![("task:connected", bob.clone())]].concat());
    assert!(!again.is_over && again.wrap_up_code().is_none());
    let early = contact(&[("task:connected", ann.clone()), ("task:connected", bob), (DONE, done(&ann, "Moved"))]);
    assert!(!early.is_over);
}

#[test]
fn a_contact_that_went_back_to_a_queue_is_not_over_when_its_agent_has_written_up() {
    let ann = json!({"agentName": "Ann"});
    for queue in ["task:connect", "task:parked"] {
        for events in [
            [("task:connected", ann.clone()), (queue, json!({})), (DONE, done(&ann, "Moved"))],
            [("task:connected", ann.clone()), (DONE, done(&ann, "Moved")), (queue, json!({}))],
        ] {
            let waiting = contact(&events);
            assert!(!waiting.is_over && waiting.wrap_up_code().is_none(), "{queue}");
            assert_eq!(running(&waiting), Some(StageKind::Queue), "{queue}");
        }
    }
}

#[test]
fn a_contact_three_agents_had_ends_with_the_last_of_them() {
    let agents = ["Ann", "Bob", "Cid"].map(|name| json!({ "agentName": name }));
    let mut events = vec![("task:new", json!({}))];
    for (place, agent) in agents.iter().enumerate() {
        events.push(("task:connected", agent.clone()));
        events.push((if place < 2 { "task:transferred" } else { "task:wrapup" }, json!({})));
        events.push((DONE, done(agent, &format!("Code {place}"))));
        let contact = contact(&events);
        assert_eq!((contact.is_over, contact.wrap_ups.len()), (place == 2, place + 1), "{place}");
    }
    assert_eq!(contact(&events).wrap_up_code().map(WrapUpCode::as_str), Some("Code 2"));
}

#[test]
fn each_word_for_the_end_ends_a_contact() {
    for kind in ["task:ended", "task:closed", "contact:ended", "Task:Closed", "task:wrapup-done", "task:wrapup_done"] {
        let over = contact(&[("task:connected", json!({})), (kind, json!({}))]);
        assert!(over.is_over, "{kind}");
    }
    let gone = contact(&[("task:connected", json!({})), ("task:transferred", json!({})), ("task:ended", json!({}))]);
    assert!(gone.is_over, "whoever hangs up in the queue has ended it");
    let stays = contact(&[("task:ended", json!({})), ("task:connected", json!({}))]);
    assert!(stays.is_over);
    for kind in ["task:assigned", "agent:routed", "agent:assigned", "contact:new", "email:reply-sent", "task:parked"] {
        assert!(!contact(&[(kind, json!({}))]).is_over, "{kind}");
    }
}

#[test]
fn events_of_today_are_one_contact_with_its_channel_reason_and_code() {
    let journey = journey(&read(include_str!("../../../tests/cases/31-newer-rich-events/events.ndjson")));
    let contact = only(&journey);
    assert_eq!(contact.channel, Some(super::Channel::Voice));
    assert_eq!(contact.reason.as_deref(), Some("Customer Left"));
    assert_eq!(contact.wrap_up_code().map(WrapUpCode::as_str), Some("Sale"));
    assert!(contact.is_over);
}

#[test]
fn names_are_found_under_their_newer_keys_and_ids_are_no_names() {
    let guid = "0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f";
    let today = contact(&[(
        "task:connected",
        json!({"channel": "telephony", "contactDirection": {"type": "OUTBOUND"}, "entrypointName": "Main line",
            "queueName": "Sales", "agentName": "Ann", "teamName": "Team 7", "siteName": "Leeds", "contactReason": "Billing",
            "outcome": "Solved", "terminationReason": "Agent Left", "additionalFields": {"queueId": "q"}}),
    )]);
    let facts = [&today.entry_point, &today.team, &today.site, &today.contact_reason, &today.outcome, &today.reason];
    assert_eq!(
        facts.map(Option::as_deref),
        ["Main line", "Team 7", "Leeds", "Billing", "Solved", "Agent Left"].map(Some)
    );
    assert_eq!(
        (today.direction, today.queues, today.agents),
        (Some(Direction::Outbound), vec!["Sales".into()], vec!["Ann".into()])
    );

    let ids = contact(&[(
        "task:connected",
        json!({"queueName": "q1", "agentName": "a1", "agentId": "a1", "teamName": guid, "siteName": "s1", "entrypointName": "e1",
            "additionalFields": {"queueId": "q1", "siteId": "s1", "epId": "e1"}, "wrapupName": "w1", "wrapupId": "w1"}),
    )]);
    assert!(ids.queues.is_empty() && ids.agents.is_empty() && ids.wrap_ups.is_empty(), "{ids:?}");
    assert_eq!([ids.team, ids.site, ids.entry_point], [None, None, None]);
}

#[test]
fn an_e_mail_that_was_only_assigned_was_with_its_agent() {
    let mail = contact(&[
        ("contact:new", json!({"channel": "email"})),
        ("agent:routed", json!({"agentName": "Bob"})),
        ("agent:routed", json!({"agentName": "Ann"})),
        ("task:assigned", json!({"agentName": "Ann"})),
        ("task:closed", json!({})),
    ]);
    assert_eq!(mail.agents, ["Ann".into()], "the routing's first choice did not answer");
    let stages: Vec<_> = mail.stages.iter().map(|stage| (stage.kind, stage.elapsed.num_seconds())).collect();
    assert_eq!(stages, [(StageKind::Ivr, 30), (StageKind::Talk, 10)]);
    assert!(mail.was_answered());
}

#[test]
fn senders_that_call_a_contact_by_its_task_or_by_its_interaction_tell_of_one() {
    let event = |id: &str, kind: &str, data: Value| json!({"id": id, "type": kind, "source": "wxcc", "time": format!("2026-05-01T10:00:0{id}Z"), "data": data});
    let mut events = vec![
        event("1", "task:new", json!({"taskId": "t", "channelType": "chat"})),
        event("2", "task:connected", json!({"interactionId": "i", "agentName": "Ann"})),
        event("3", "task:ended", json!({"interactionId": "i", "taskId": "t"})),
    ];
    for _ in 0..3 {
        events.rotate_left(1);
        let mut journey = Journey::default();
        for event in &events {
            journey.add([event]);
        }
        let contact = only(&journey);
        assert_eq!((contact.events.len(), contact.task.as_str(), journey.len()), (3, "i", 1));
        for name in ["i", "t"] {
            assert!(journey.contact(&TaskId::new(name).expect("an id")).is_some(), "{name}");
        }
    }
    assert_eq!(
        journey(&[
            event("1", "task:new", json!({"taskId": "t"})),
            event("2", "task:new", json!({"interactionId": "t"}))
        ])
        .len(),
        1
    );
}

#[test]
fn a_reply_and_a_summary_belong_to_the_contact_that_they_name() {
    let told = |kind: &str, data: Value| json!({"id": kind, "type": kind, "source": "task-management-widget", "time": "2026-05-01T10:05:00Z", "data": data});
    let events = [
        super::samples::wire("t", "task:new", "2026-05-01T10:00:00Z", json!({"channelType": "email"})),
        told("email:reply-sent", json!({"taskId": "t", "subject": "Your kettle"})),
        told("email:ai-summary", json!({"taskId": "t", "summary": "A kettle came broken."})),
        told("email:out", json!({"template": "Spring sale"})),
    ];
    let journey = journey(&events);
    assert_eq!((journey.len(), only(&journey).events.len()), (2, 3), "a campaign's mail is of no contact");
    assert!(only(&journey).summary.is_some());
}
