//! A session of an external contact: a visit of the web site or of the app becomes one contact with its pages; a
//! conversation's session is the conversation's contact, for those who may not read more of it.

use chrono::{DateTime, Utc};
use journey::{EventKind, Problem, Reported, TaskId, words};
use serde_json::{Map, Value};

use crate::record::{Happened, data, list, text_of, time_of, unread};
use crate::{Named, Names, Read};

/// The conversation that a session is of, if it is of one.
pub fn conversation_of(session: &Value) -> Option<String> {
    session.get("conversation").and_then(|conversation| text_of(conversation, "id"))
}

/// Whether its events are worth asking for: those of a conversation only repeat it.
pub fn has_pages(session: &Value) -> bool {
    let is_empty = text_of(session, "eventCount").is_some_and(|count| count == "0");
    conversation_of(session).is_none() && !is_empty && text_of(session, "id").is_some()
}

/// How many events the session has, as it says; it grows while the session goes on.
pub fn events_of(session: &Value) -> Option<String> {
    text_of(session, "eventCount")
}

/// The ids in the session of a conversation that stand for names.
pub fn named_in(session: &Value) -> Vec<(Named, String)> {
    let of = |named, outer: &str, key: &str| Some((named, session.get(outer).and_then(|inner| text_of(inner, key))?));
    let named = [
        of(Named::Queue, "lastConnectedQueue", "id"),
        of(Named::User, "lastConnectedUser", "id"),
        of(Named::WrapUpCode, "lastUserDisposition", "code"),
    ];
    named.into_iter().flatten().filter(|_| conversation_of(session).is_some()).collect()
}

/// What a session becomes, with its events as far as they are known.
///
/// # Errors
/// The record, where it does not say which session it is.
pub fn session(session: &Value, events: &[Value], names: &dyn Names) -> Read {
    let conversation = conversation_of(session);
    let Some(id) = conversation.clone().or_else(|| text_of(session, "id")).and_then(|id| TaskId::new(&id)) else {
        return Err(unread(Problem::new("id", "missing"), session));
    };
    let mut problems = Vec::new();
    let start = time_of(session, "createdDate", &mut problems);
    let end = time_of(session, "endedDate", &mut problems);
    let mut all = if conversation.is_some() {
        of_conversation(session, &id, start, end, names)
    } else {
        of_visit(session, events, &id, start, end)
    };
    if let Some(first) = all.first_mut() {
        first.problems = problems;
    }
    Ok(all)
}

fn of_visit(
    session: &Value,
    events: &[Value],
    id: &TaskId,
    start: Option<DateTime<Utc>>,
    end: Option<DateTime<Utc>>,
) -> Vec<Reported> {
    let inside = |outer: &str, key: &str| session.get(outer).and_then(|inner| text_of(inner, key));
    let said = data([
        ("channelType", text_of(session, "type").map(|kind| kind.to_ascii_lowercase())),
        ("referrer", inside("referrer", "url").or_else(|| inside("referrer", "name"))),
        ("campaign", inside("mktCampaign", "name").or_else(|| inside("mktCampaign", "source"))),
        ("browser", inside("browser", "family")),
        ("device", inside("device", "category").or_else(|| inside("device", "type"))),
        ("app", inside("app", "name")),
        ("country", inside("geolocation", "countryName")),
        ("city", inside("geolocation", "locality")),
    ]);
    let mut all =
        vec![Happened { kind: EventKind::Other, word: "session:started", time: start, data: said }.of(id, "")];
    all.extend(events.iter().map(|event| of_event(event, id)));
    for achievement in list(session, "outcomeAchievements") {
        // Its event says the same with the name, if it could be read.
        let has_event = events.iter().any(|event| event.get("outcomeAchievedEvent").is_some_and(Value::is_object));
        let time = time_of(achievement, "achievedDate", &mut Vec::new());
        let outcome = achievement.get("outcome").and_then(|outcome| text_of(outcome, "displayName"));
        if let (false, Some(outcome)) = (has_event, outcome) {
            let said = data([("outcome", Some(outcome))]);
            all.push(Happened { kind: EventKind::Other, word: "outcome:achieved", time, data: said }.of(id, ""));
        }
    }
    if end.is_some() {
        let said = data([
            ("pageviewCount", text_of(session, "pageviewCount")),
            ("screenviewCount", text_of(session, "screenviewCount")),
            ("lastPage", inside("lastPage", "title").or_else(|| inside("lastPage", "url"))),
        ]);
        all.push(Happened { kind: EventKind::Ended, word: "session:ended", time: end, data: said }.of(id, ""));
    }
    all
}

fn of_event(event: &Value, id: &TaskId) -> Reported {
    let mut problems = Vec::new();
    let time = time_of(event, "createdDate", &mut problems);
    let (word, said) = read(event);
    let part = text_of(event, "id").unwrap_or_default();
    let word = word.unwrap_or_else(|| "session:event".to_owned());
    let reported = Happened { kind: EventKind::Other, word: &word, time, data: said }.of(id, &part);
    Reported { problems, ..reported }
}

/// The sender's word for an event, and what it says.
fn read(event: &Value) -> (Option<String>, Map<String, Value>) {
    let body = |key: &str| event.get(key).filter(|body| body.is_object());
    let inside = |body: &Value, outer: &str, key: &str| body.get(outer).and_then(|inner| text_of(inner, key));
    if let Some(web) = body("webEvent") {
        let page = inside(web, "page", "title").or_else(|| inside(web, "page", "url"));
        let mut said =
            data([("page", page), ("url", inside(web, "page", "url")), ("searchQuery", text_of(web, "searchQuery"))]);
        said.extend(attributes(web));
        return (text_of(web, "eventName"), said);
    }
    if let Some(app) = body("appEvent") {
        let mut said = data([("screen", text_of(app, "screenName")), ("searchQuery", text_of(app, "searchQuery"))]);
        said.extend(attributes(app));
        return (text_of(app, "eventName"), said);
    }
    if let Some(outcome) = body("outcomeAchievedEvent") {
        let name = inside(outcome, "outcome", "displayName");
        return (Some("outcome:achieved".to_owned()), data([("outcome", name)]));
    }
    if let Some(action) = body("webActionEvent") {
        let said = data([
            ("actionMap", inside(action, "actionMap", "displayName")),
            ("actionState", inside(action, "action", "state").map(|state| words(&state))),
            ("actionMedia", inside(action, "action", "mediaType")),
            ("errorMessage", text_of(action, "errorMessage")),
        ]);
        return (Some("web:action".to_owned()), said);
    }
    if let Some(segment) = body("segmentAssignmentEvent") {
        let named = inside(segment, "segment", "displayName").or_else(|| inside(segment, "segment", "id"));
        return (Some("segment:assigned".to_owned()), data([("segment", named)]));
    }
    (text_of(event, "eventType"), Map::new())
}

/// What the tenant's pages say beside, `{name: {dataType, value}}`.
fn attributes(body: &Value) -> Map<String, Value> {
    let named = body.get("attributes").and_then(Value::as_object).into_iter().flatten();
    named.filter_map(|(name, value)| Some((name.clone(), Value::String(text_of(value, "value")?)))).collect()
}

fn of_conversation(
    session: &Value,
    id: &TaskId,
    start: Option<DateTime<Utc>>,
    end: Option<DateTime<Utc>>,
    names: &dyn Names,
) -> Vec<Reported> {
    let channel = list(session, "conversationChannels").first();
    let word = |key: &str| channel.and_then(|channel| text_of(channel, key)).filter(|word| word != "Unknown");
    let direction = text_of(session, "originatingDirection").filter(|word| word != "Unknown");
    let said = data([
        ("channelType", word("messageType").or_else(|| word("type"))),
        ("direction", direction.map(|word| word.to_ascii_lowercase())),
        ("subject", text_of(session, "conversationSubject")),
    ]);
    let begun = Happened { kind: EventKind::Other, word: "session:started", time: start, data: said }.of(id, "");
    let mut all = vec![begun];
    if end.is_some() {
        let inside = |outer: &str, key: &str| session.get(outer).and_then(|inner| text_of(inner, key));
        let named = |named, outer: &str| {
            let id = inside(outer, "id");
            id.and_then(|id| names.name_of(named, &id).or(Some(id)))
        };
        let code = inside("lastUserDisposition", "code");
        let said = data([
            ("queueName", named(Named::Queue, "lastConnectedQueue")),
            ("agentName", named(Named::User, "lastConnectedUser")),
            ("wrapUpName", code.as_ref().and_then(|id| names.name_of(Named::WrapUpCode, id))),
            ("wrapUpCode", code),
            ("wrapUpNote", inside("lastUserDisposition", "notes")),
            ("queueOutcome", text_of(session, "lastAcdOutcome").filter(|word| word != "Unknown")),
        ]);
        all.push(Happened { kind: EventKind::Ended, word: "session:ended", time: end, data: said }.of(id, ""));
    }
    all
}
