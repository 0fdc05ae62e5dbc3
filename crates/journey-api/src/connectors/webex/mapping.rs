//! What a webhook is in a journey: the names that CJDS has for it, and names beside ids. Nothing here asks anybody, and which
//! event comes first makes no difference.

use std::collections::HashMap;

use chrono::DateTime;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::customer::Customer;
use super::envelope::{Webhook, is_agents, text};

/// Who sent an event, as CJDS has it of the contact center's own.
const SOURCE: &str = "wxcc";
/// By this, ids of events are made from the keys of webhooks.
const IDS: Uuid = Uuid::from_u128(0x7d1f_3a52_8c0e_4b6b_9f27_0c5e_1a94_e6d3);

/// What an id of the contact center is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum NameOf {
    Queue,
    Agent,
    Team,
    WrapUpCode,
    EntryPoint,
}

impl NameOf {
    /// In a batch each is asked for by itself.
    pub(crate) const ALL: [Self; 5] = [Self::Queue, Self::Agent, Self::Team, Self::WrapUpCode, Self::EntryPoint];

    /// Where the ids stand in an event, and where the widget reads the name.
    const fn keys(self) -> (&'static [&'static str], &'static str) {
        match self {
            Self::Queue => (&["queueId"], "queueName"),
            Self::Agent => (&["agentId"], "agentName"),
            Self::Team => (&["teamId"], "teamName"),
            Self::WrapUpCode => (&["wrapUpAuxCodeId"], "wrapUpAuxCodeName"),
            Self::EntryPoint => (&["entryPointId", "entrypointId"], "entrypointName"),
        }
    }
}

/// Names by what they are of and their ids.
pub(crate) type Names = HashMap<(NameOf, String), String>;

/// Ids in it that have no name beside them.
pub(crate) fn unnamed(webhook: &Webhook) -> Vec<(NameOf, String)> {
    let of = |of: NameOf| {
        let (ids, name) = of.keys();
        let id = ids.iter().find_map(|id| text(&webhook.data, id))?;
        // One that belongs to no queue has an id of noughts.
        let is_one = id.bytes().any(|byte| byte.is_ascii_alphanumeric() && byte != b'0');
        (text(&webhook.data, name).is_none() && is_one).then_some((of, id))
    };
    NameOf::ALL.into_iter().filter_map(of).collect()
}

/// The event of the journey.
pub(crate) fn event(webhook: &Webhook, customer: &Customer, names: &Names) -> Value {
    let mut data = webhook.data.clone();
    for (of, id) in unnamed(webhook) {
        if let Some(name) = names.get(&(of, id)) {
            data.insert(of.keys().1.to_owned(), Value::String(name.clone()));
        }
    }
    let time = DateTime::from_timestamp_millis(webhook.time).unwrap_or_default();
    json!({
        "id": id_of(&webhook.key),
        "specversion": "1.0",
        "type": kind(webhook, &mut data),
        "source": SOURCE,
        "time": cjds::write_time(time),
        "identity": customer.identity,
        "identitytype": customer.kind.as_str(),
        "datacontenttype": "application/json",
        "data": data,
    })
}

/// The id that a happening has however often it comes.
pub(crate) fn id_of(key: &str) -> String {
    Uuid::new_v5(&IDS, key.as_bytes()).to_string()
}

/// The journey's word for it, which may take something out of the data.
fn kind(webhook: &Webhook, data: &mut Map<String, Value>) -> String {
    let state = text(&webhook.data, "currentState").unwrap_or_default().to_ascii_lowercase();
    match webhook.kind.as_str() {
        "task:on-hold" => "task:hold",
        "task:hold-done" => "task:unhold",
        "task:conference-transferred" => "task:transferred",
        kind if is_agents(kind) => match state.as_str() {
            // No webhook of a task says so.
            "wrapup" => "task:wrapup",
            "ringing" => "agent:routed",
            "not-responding" => {
                // Who did not answer has had nothing to do with it.
                for (key, other) in [("agentName", "notRespondingAgentName"), ("agentId", "notRespondingAgentId")] {
                    if let Some(value) = data.remove(key) {
                        data.insert(other.to_owned(), value);
                    }
                }
                "agent:state_change"
            }
            _ => "agent:state_change",
        },
        kind => kind,
    }
    .to_owned()
}

#[cfg(test)]
mod tests;
