//! Records as the platform writes them, for the tests of those who read them. No program has them.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

/// A call through self-service, a queue, one agent with a hold, and wrap-up.
pub fn call(id: &str, start: &str) -> Value {
    let start = journey::parse_time(start).expect("a time");
    let at = |seconds: i64| journey::write_time(start + chrono::Duration::seconds(seconds));
    let segment =
        |kind: &str, from: i64, to: i64| json!({"segmentType": kind, "segmentStart": at(from), "segmentEnd": at(to)});
    let mut hold_end = segment("interact", 130, 200);
    merge(&mut hold_end, json!({"disconnectType": "peer", "queueId": "q1"}));
    let mut wrap_up = segment("wrapup", 200, 230);
    merge(&mut wrap_up, json!({"wrapUpCode": "w1", "wrapUpNote": "Sent a new one", "queueId": "q1"}));
    let mut queued = segment("interact", 20, 50);
    merge(&mut queued, json!({"queueId": "q1", "disconnectType": "transfer"}));
    let mut spoken = segment("interact", 20, 200);
    merge(&mut spoken, json!({"disconnectType": "endpoint"}));
    json!({"conversationId": id, "conversationStart": at(0), "conversationEnd": at(230), "originatingDirection": "inbound",
    "participants": [
        {"participantId": "p1", "participantName": "José", "purpose": "customer", "externalContactId": "c1", "sessions": [
            {"mediaType": "voice", "direction": "inbound", "ani": "tel:+12025550143", "dnis": "tel:+12025550100",
                "segments": [segment("ivr", 0, 20), spoken]}]},
        {"participantId": "p2", "participantName": "Main menu", "purpose": "ivr",
            "sessions": [{"mediaType": "voice", "segments": [segment("ivr", 0, 20)]}]},
        {"participantId": "p3", "participantName": "Deliveries", "purpose": "acd",
            "sessions": [{"mediaType": "voice", "segments": [queued]}]},
        {"participantId": "p4", "purpose": "agent", "userId": "u1", "sessions": [{"mediaType": "voice", "segments": [
            segment("alert", 45, 50), segment("interact", 50, 100), segment("hold", 100, 130), hold_end, wrap_up]}]},
    ]})
}

/// A visit of the web site, of so many events.
pub fn visit(id: &str, contact: &str, start: &str, events: usize) -> Value {
    json!({"id": id, "type": "web", "eventCount": events, "createdDate": start, "externalContact": {"id": contact},
        "authenticated": false, "browser": {"family": "Firefox"}, "device": {"category": "desktop"},
        "referrer": {"url": "https://search.example/"}, "lastEvent": {"id": "e", "eventName": "page_viewed"}})
}

/// A page of a visit.
pub fn viewed(session: &str, number: u32, time: &str, title: &str) -> Value {
    json!({"id": format!("{session}-{number}"), "correlationId": "x", "createdDate": time, "session": {"id": session, "type": "web"},
        "eventType": "com.genesys.journey.WebEvent", "webEvent": {"eventName": "page_viewed", "totalEventCount": number,
            "page": {"title": title, "url": format!("https://shop.example/{number}")}, "attributes": {"cart": {"dataType": "Number", "value": 2}}}})
}

/// Puts the fields of one object into another.
pub fn merge(into: &mut Value, more: Value) {
    if let (Value::Object(into), Value::Object(more)) = (into, more) {
        into.extend(more);
    }
}

/// Conversations of all kinds, few ids and moments, so that they often coincide.
pub fn conversations() -> impl Strategy<Value = Vec<Value>> {
    let kinds = vec!["alert", "interact", "hold", "wrapup", "ivr", "dialing", "sharing", "odd"];
    let segment = (select(kinds), 0..40_u32, 0..3_u32, select(vec!["peer", "transfer", "client", ""]), any::<bool>());
    let segment = segment.prop_map(|(kind, second, length, end, is_over)| {
        let at = |second: u32| format!("2026-05-01T10:00:{second:02}.000Z");
        let mut segment = json!({"segmentType": kind, "segmentStart": at(second), "queueId": "q", "wrapUpCode": "w"});
        if is_over {
            merge(&mut segment, json!({"segmentEnd": at(second + length), "disconnectType": end}));
        }
        segment
    });
    let purposes = vec!["customer", "agent", "acd", "ivr", "botflow", "external", "odd"];
    let participant =
        (select(purposes), 0..3_u8, prop::collection::vec(segment, 0..5)).prop_map(|(purpose, id, segments)| {
            json!({"participantId": format!("p{id}"), "purpose": purpose, "userId": format!("u{id}"),
            "sessions": [{"mediaType": "voice", "ani": "tel:+12025550143", "segments": segments}]})
        });
    let of = (0..4_u8, prop::collection::vec(participant, 0..5), any::<bool>()).prop_map(|(id, mut participants, is_over)| {
        // Nobody is there before the customer.
        participants.insert(0, json!({"participantId": "p", "purpose": "customer", "sessions": [{"mediaType": "voice",
            "ani": "tel:+12025550143", "segments": [{"segmentType": "system", "segmentStart": "2026-05-01T10:00:00.000Z"}]}]}));
        let end = if is_over { json!("2026-05-01T10:01:00.000Z") } else { Value::Null };
        json!({"conversationId": format!("c{id}"), "conversationStart": "2026-05-01T10:00:00.000Z", "conversationEnd": end,
            "originatingDirection": "inbound", "participants": participants})
    });
    prop::collection::vec(of, 1..6)
}
