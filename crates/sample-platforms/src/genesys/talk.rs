//! Conversations as the analytics have them: participants, sessions, segments.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use serde_json::{Map, Value, json};

use crate::random::uuid_of;

/// A conversation that is to be told.
pub(super) struct Talk<'a> {
    pub(super) id: &'a str,
    pub(super) contact: Option<&'a str>,
    /// The platform's `mediaType` and, of messages, `messageType`.
    pub(super) media: (&'a str, Option<&'a str>),
    pub(super) is_inbound: bool,
    pub(super) party: &'a str,
    pub(super) start: DateTime<Utc>,
    /// Until the last agent has written up.
    pub(super) end: DateTime<Utc>,
    /// Queue and agent, one after the other; without an agent the customer left the queue.
    pub(super) legs: Vec<(&'a str, Option<&'a str>)>,
    pub(super) has_self_service: bool,
    pub(super) has_hold: bool,
    pub(super) wrap_up: Option<&'a str>,
    pub(super) note: Option<&'a str>,
    pub(super) subject: Option<&'a str>,
}

const LINE: &str = "+12025550100";
const MAILBOX: &str = "care@larkfield.example.com";

pub(super) fn at(time: DateTime<Utc>) -> Value {
    json!(cjds::write_time(time))
}

/// The id of something that is known by name, which is noted.
fn id_of(name: &str, names: &mut HashMap<String, String>) -> String {
    let id = uuid_of(name);
    names.insert(id.clone(), name.to_owned());
    id
}

fn segment(kind: &str, from: DateTime<Utc>, to: DateTime<Utc>, more: Value) -> Value {
    let mut segment = Map::new();
    segment.insert("segmentType".to_owned(), json!(kind));
    segment.insert("segmentStart".to_owned(), at(from));
    segment.insert("segmentEnd".to_owned(), at(to));
    segment.extend(more.as_object().cloned().unwrap_or_default());
    Value::Object(segment)
}

impl Talk<'_> {
    /// The record.
    pub(super) fn record(&self, names: &mut HashMap<String, String>) -> Value {
        let (media, message) = self.media;
        let whole = self.end - self.start;
        let wrap_up_from =
            if self.legs.iter().any(|(_, agent)| agent.is_some()) { self.end - whole / 10 } else { self.end };
        let menu_until = if self.has_self_service { self.start + whole / 10 } else { self.start };
        let mut participants = vec![self.customer(menu_until, wrap_up_from)];
        if self.has_self_service {
            let (purpose, name) =
                if media == "voice" { ("ivr", "Larkfield main menu") } else { ("botflow", "Larkfield bot") };
            let kind = if media == "voice" { "ivr" } else { "interact" };
            participants.push(json!({"participantId": self.part("menu"), "participantName": name, "purpose": purpose,
                "sessions": [{"sessionId": self.part("menu session"), "mediaType": media, "messageType": message, "direction": "inbound",
                    "segments": [segment(kind, self.start, menu_until, json!({"disconnectType": "transfer"}))]}]}));
        }
        let count = i32::try_from(self.legs.len().max(1)).unwrap_or(1);
        let each = (wrap_up_from - menu_until) / count;
        for (place, (queue, agent)) in self.legs.iter().enumerate() {
            let from = menu_until + each * i32::try_from(place).unwrap_or_default();
            let (taken, until) = (if agent.is_some() { from + each / 5 } else { from + each }, from + each);
            let queue_id = id_of(queue, names);
            if self.is_inbound || place > 0 {
                let how = if agent.is_some() { "transfer" } else { "endpoint" };
                participants.push(json!({"participantId": self.part(&format!("queue {place}")), "participantName": queue, "purpose": "acd",
                    "sessions": [{"sessionId": self.part(&format!("queue session {place}")), "mediaType": media, "messageType": message,
                        "segments": [segment("interact", from, taken, json!({"queueId": queue_id, "disconnectType": how}))]}]}));
            }
            let Some(agent) = agent else { continue };
            let is_last = place + 1 == self.legs.len();
            participants.push(self.agent(place, agent, &queue_id, (from, taken, until), is_last, names));
        }
        let mut record = json!({"conversationId": self.id, "conversationStart": at(self.start), "conversationEnd": at(self.end),
            "originatingDirection": if self.is_inbound { "inbound" } else { "outbound" }, "divisionIds": [uuid_of("Home")],
            "participants": participants});
        // Of no use to anybody here, but it is there.
        if let Some(fields) = record.as_object_mut() {
            fields.insert("mediaStatsMinConversationMos".to_owned(), json!(4.88));
        }
        record
    }

    fn part(&self, name: &str) -> String {
        uuid_of(&format!("{} {name}", self.id))
    }

    fn customer(&self, menu_until: DateTime<Utc>, left: DateTime<Utc>) -> Value {
        let (media, message) = self.media;
        let ours = if media == "email" { MAILBOX } else { LINE };
        let (from, to) = if self.is_inbound { (self.party, ours) } else { (ours, self.party) };
        let mut session = json!({"sessionId": self.part("customer session"), "mediaType": media, "messageType": message,
            "direction": if self.is_inbound { "inbound" } else { "outbound" }});
        let addresses = if media == "voice" {
            json!({"ani": format!("tel:{from}"), "dnis": format!("tel:{to}")})
        } else {
            json!({"addressFrom": from, "addressTo": to})
        };
        let mut segments = Vec::new();
        if menu_until > self.start {
            segments.push(segment("ivr", self.start, menu_until, json!({})));
        }
        let more = json!({"disconnectType": "endpoint", "subject": self.subject});
        segments.push(segment("interact", menu_until, left, more));
        if let Some(fields) = session.as_object_mut() {
            fields.extend(addresses.as_object().cloned().unwrap_or_default());
            fields.insert("segments".to_owned(), json!(segments));
        }
        let mut customer =
            json!({"participantId": self.part("customer"), "purpose": "customer", "sessions": [session]});
        if let (Some(contact), Some(fields)) = (self.contact, customer.as_object_mut()) {
            fields.insert("externalContactId".to_owned(), json!(contact));
        }
        customer
    }

    fn agent(
        &self,
        place: usize,
        agent: &str,
        queue_id: &str,
        (from, taken, until): (DateTime<Utc>, DateTime<Utc>, DateTime<Utc>),
        is_last: bool,
        names: &mut HashMap<String, String>,
    ) -> Value {
        let (media, message) = self.media;
        let first = if self.is_inbound { "alert" } else { "dialing" };
        let alerted = if self.is_inbound { from.max(taken - Duration::seconds(6)) } else { from };
        let mut segments = vec![segment(first, alerted, taken, json!({"queueId": queue_id}))];
        let how = if is_last { "peer" } else { "transfer" };
        if self.has_hold && is_last && media == "voice" {
            let third = (until - taken) / 3;
            segments.push(segment("interact", taken, taken + third, json!({"queueId": queue_id})));
            segments.push(segment("hold", taken + third, taken + third + third / 2, json!({"queueId": queue_id})));
            let more = json!({"queueId": queue_id, "disconnectType": how});
            segments.push(segment("interact", taken + third + third / 2, until, more));
        } else {
            segments.push(segment("interact", taken, until, json!({"queueId": queue_id, "disconnectType": how})));
        }
        let code = if is_last { self.wrap_up.unwrap_or("Resolved") } else { "Handed over" };
        let written = if is_last { self.end } else { until + (self.end - until) / 4 };
        let note = self.note.filter(|_| is_last);
        let more = json!({"queueId": queue_id, "wrapUpCode": id_of(code, names), "wrapUpNote": note, "disconnectType": "client"});
        segments.push(segment("wrapup", until, written, more));
        json!({"participantId": self.part(&format!("agent {place}")), "purpose": "agent", "userId": id_of(agent, names),
            "sessions": [{"sessionId": self.part(&format!("agent session {place}")), "mediaType": media, "messageType": message,
                "segments": segments}]})
    }
}

/// A call that is with an agent since just now.
pub(super) fn ongoing(
    id: &str,
    contact: &str,
    phone: &str,
    now: DateTime<Utc>,
    names: &mut HashMap<String, String>,
) -> Value {
    let talk = Talk {
        id,
        contact: Some(contact),
        media: ("voice", None),
        is_inbound: true,
        party: phone,
        start: now - Duration::seconds(200),
        end: now + Duration::seconds(300),
        legs: vec![("Deliveries", Some("Tom Hale"))],
        has_self_service: false,
        has_hold: false,
        wrap_up: None,
        note: None,
        subject: None,
    };
    let mut record = talk.record(names);
    cut_after(&mut record, now);
    record
}

/// Takes away what has not happened yet.
fn cut_after(record: &mut Value, now: DateTime<Utc>) {
    let is_ahead = |value: Option<&Value>| value.and_then(basics::read_time).is_none_or(|time| time > now);
    each_segments(record, |segments| {
        segments.retain(|segment| !is_ahead(segment.get("segmentStart")));
        for segment in segments.iter_mut().filter_map(Value::as_object_mut) {
            if is_ahead(segment.get("segmentEnd")) {
                segment.retain(|key, _| !matches!(key.as_str(), "segmentEnd" | "disconnectType"));
            }
        }
    });
    if let Some(fields) = record.as_object_mut() {
        fields.remove("conversationEnd");
    }
}

/// Ends what goes on, with the last agent's wrap-up.
pub(super) fn end(record: &mut Value, now: DateTime<Utc>, names: &mut HashMap<String, String>) {
    let code = id_of("Resolved", names);
    each_segments(record, |segments| {
        let is_agents = segments.iter().any(|segment| segment.get("segmentType") == Some(&json!("alert")));
        for segment in segments.iter_mut().filter_map(Value::as_object_mut) {
            if !segment.contains_key("segmentEnd") {
                segment.insert("segmentEnd".to_owned(), at(now));
                segment.insert("disconnectType".to_owned(), json!(if is_agents { "peer" } else { "endpoint" }));
            }
        }
        if is_agents {
            segments.push(segment("wrapup", now, now, json!({"wrapUpCode": code})));
        }
    });
    if let Some(fields) = record.as_object_mut() {
        fields.insert("conversationEnd".to_owned(), at(now));
    }
}

fn each_segments(record: &mut Value, mut change: impl FnMut(&mut Vec<Value>)) {
    let list = |value: &mut Value, key: &str| value.get_mut(key).and_then(Value::as_array_mut).map(std::mem::take);
    let Some(mut participants) = list(record, "participants") else { return };
    for participant in &mut participants {
        for session in participant.get_mut("sessions").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(segments) = session.get_mut("segments").and_then(Value::as_array_mut) {
                change(segments);
            }
        }
    }
    if let Some(fields) = record.as_object_mut() {
        fields.insert("participants".to_owned(), json!(participants));
    }
}
