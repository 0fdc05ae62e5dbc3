//! An event of the contract, and who sent it: the contact center says so by the source, and where that is lost, by what
//! nobody else says.

use cjds::{CloudEvent, ReadEvent};
use journey::{Arrival, Channel, EventKind, Origin, Platform, Problem, Reported, TaskId, Unread, text};
use serde_json::{Map, Value};

/// Reads one element of a stream, and keeps it as it came if it cannot be read.
pub fn arrival(value: &Value) -> Arrival {
    match CloudEvent::read(value) {
        Ok(event) => reported(event).into(),
        Err(problem) => unread(problem, value),
    }
}

/// Reads one element of a history from its JSON.
pub fn arrival_of_json(json: &str) -> Arrival {
    match CloudEvent::read_json(json) {
        Ok(event) => reported(event).into(),
        Err(problem) => match cjds::json::parse(json) {
            Ok(value) => unread(problem, &value),
            Err(_) => unread_text(problem, json.to_owned()),
        },
    }
}

fn unread(problem: Problem, value: &Value) -> Arrival {
    let raw = match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    };
    unread_text(problem, raw)
}

fn unread_text(problem: Problem, raw: String) -> Arrival {
    Unread { platform: Platform::Webex, problem, permission: None, raw: Some(raw) }.into()
}

fn reported(ReadEvent { event, problems }: ReadEvent) -> Reported {
    let data = event.data;
    let named = |key: &str| data.get(key).and_then(text).and_then(|id| TaskId::new(&id));
    let (interaction, task) = (named("interactionId"), named("taskId"));
    let source = decoded(event.source);
    let kind = match EventKind::from_word(&event.kind, &data) {
        // Only the service writes notes; the word is free for whoever publishes elsewhere.
        EventKind::Note if source != cjds::Note::EVENT_SOURCE => EventKind::Other,
        kind => kind,
    };
    let is_of_a_contact = kind != EventKind::Other && (interaction.is_some() || task.is_some());
    Reported {
        platform: Platform::Webex,
        id: event.id,
        word: event.kind,
        kind,
        time: event.time,
        origin: origin_of(&source, is_of_a_contact, &data),
        // A flow's own event is shown as its author wanted it.
        is_authored: data.contains_key("uiData") && is_flow(&source),
        source,
        task: interaction.or_else(|| task.clone()),
        other_task: task,
        identity: event.identity,
        identity_type: event.identity_type,
        data,
        problems,
    }
}

/// Who sent an event, by its source. The type does not say: whoever likes sends `task:new`.
fn origin_of(source: &str, is_of_a_contact: bool, data: &Map<String, Value>) -> Origin {
    if is_flow(source) {
        return Origin::Custom;
    }
    if source.to_ascii_lowercase().contains("wxcc") || Platform::of_sender(source).is_some() {
        return Origin::Platform;
    }
    // Somebody lost the source, or put the channel there ("email"); nothing but the contact center says which contact it
    // is about and in these words.
    let is_lost = source.trim().is_empty();
    let is_channel =
        !source.trim().contains(' ') && Channel::from_word(source).is_some_and(|channel| channel.is_known());
    let is_platforms = is_of_a_contact && (is_lost || (is_channel && !data.contains_key("uiData")));
    if is_platforms { Origin::Platform } else { Origin::Custom }
}

/// A flow of the contact center writes as `wxcc_flow`, in any spelling. What it says is its author's, not the contact's.
fn is_flow(source: &str) -> bool {
    let plain: String = source.chars().filter(char::is_ascii_alphanumeric).collect();
    plain.to_ascii_lowercase().contains("wxccflow")
}

/// `SMS%20Notification` as people read it. Only `%20` occurs.
fn decoded(source: String) -> String {
    if source.contains("%20") { source.replace("%20", " ") } else { source }
}
