//! What the platform publishes about a contact, step by step, as CloudEvents in the contract's shapes.
//!
//! Pure; `publish` sends them. Source of the keys: the contract's page on events ("what really arrives").

use chrono::{DateTime, Utc};
use cjds::CloudEvent;
use serde_json::{Map, Value, json};

use super::contact::{AGENT, Contact, Direction};

/// What happened to a contact.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    /// It arrived, and was offered to the agent.
    Offered,
    /// The agent took it.
    Accepted,
    /// The customer was put on hold.
    Held,
    /// The customer was taken back.
    Resumed,
    /// The customer or the agent ended it.
    Ended,
    /// The agent chose a wrap-up code.
    WrappedUp(WrapUpCode),
}

/// How a contact ended, in the agent's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WrapUpCode {
    /// The code's id.
    pub(crate) id: &'static str,
    /// The code's name.
    pub(crate) name: &'static str,
}

/// The codes that the desktop offers.
pub(crate) const WRAP_UP_CODES: &[WrapUpCode] = &[
    WrapUpCode { id: "wu-resolved", name: "Resolved" },
    WrapUpCode { id: "wu-sale", name: "Sale" },
    WrapUpCode { id: "wu-follow-up", name: "Follow-up needed" },
    WrapUpCode { id: "wu-complaint", name: "Complaint" },
    WrapUpCode { id: "wu-wrong-number", name: "Wrong number" },
];

/// The events of one step, in the order in which they are published.
pub(crate) fn events_of(contact: &Contact, step: &Step, now: DateTime<Utc>) -> Vec<CloudEvent> {
    let wrap_up_done = "agent:state_change";
    match step {
        Step::Offered => vec![
            event(contact, "task:new", now, json!({})),
            event(contact, "task:connect", now, json!({"agentId": AGENT.id})),
        ],
        Step::Accepted => vec![event(contact, "task:connected", now, agent())],
        Step::Held => vec![event(contact, "task:hold", now, agent())],
        Step::Resumed => vec![event(contact, "task:unhold", now, agent())],
        Step::Ended => vec![event(contact, "task:wrapup", now, merged(agent(), json!({"terminatingParty": "Agent"})))],
        Step::WrappedUp(code) => vec![
            event(
                contact,
                wrap_up_done,
                now,
                merged(
                    agent(),
                    json!({"currentState": "wrapup-done", "wrapUpAuxCodeId": code.id, "wrapUpAuxCodeName": code.name}),
                ),
            ),
            event(
                contact,
                "task:ended",
                now,
                merged(agent(), json!({"reason": "Agent Left", "terminatingParty": "Agent"})),
            ),
        ],
    }
}

fn event(contact: &Contact, kind: &str, now: DateTime<Utc>, more: Value) -> CloudEvent {
    let (origin, destination) = contact.ends();
    let data = json!({
        "taskId": contact.id,
        "interactionId": contact.id,
        "channelType": contact.channel.media_type(),
        "createdTime": now.timestamp_millis(),
        "direction": contact.direction.word(),
        "origin": origin,
        "destination": destination,
        "outboundType": if contact.direction == Direction::Outbound { json!("OUTDIAL") } else { Value::Null },
        "queueId": format!("queue-{}", contact.channel.word()),
        "queueName": contact.channel.queue(),
        "entrypointName": format!("{} entry point", contact.channel.name()),
        "workflowManager": "preview-desktop",
    });
    CloudEvent {
        id: format!("{}-{}", contact.id, kind.replace(':', "-")),
        kind: kind.to_owned(),
        source: "wxcc".to_owned(),
        time: Some(now),
        identity: contact.party.identity.clone(),
        identity_type: Some(contact.party.identity_type),
        previous_identity: None,
        data_content_type: "application/json".to_owned(),
        data: fields(merged(data, more)),
    }
}

fn agent() -> Value {
    json!({"agentId": AGENT.id, "agentName": AGENT.name, "teamName": AGENT.team, "siteName": "Preview"})
}

fn merged(first: Value, second: Value) -> Value {
    let mut all = fields(first);
    all.extend(fields(second));
    Value::Object(all)
}

fn fields(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preview::simulate::contact::tests::sample;

    fn kinds(step: &Step) -> Vec<String> {
        let contact = sample(Direction::Inbound);
        events_of(&contact, step, contact.created).into_iter().map(|event| event.kind).collect()
    }

    #[test]
    fn a_contact_goes_through_the_platforms_stages_in_order() {
        let steps =
            [Step::Offered, Step::Accepted, Step::Held, Step::Resumed, Step::Ended, Step::WrappedUp(WRAP_UP_CODES[0])];
        let kinds: Vec<String> = steps.iter().flat_map(kinds).collect();
        assert_eq!(
            kinds,
            [
                "task:new",
                "task:connect",
                "task:connected",
                "task:hold",
                "task:unhold",
                "task:wrapup",
                "agent:state_change",
                "task:ended"
            ]
        );
    }

    #[test]
    fn the_wrap_up_code_is_said_as_the_platform_says_it() {
        let contact = sample(Direction::Inbound);
        let events = events_of(&contact, &Step::WrappedUp(WRAP_UP_CODES[1]), contact.created);
        assert_eq!(events[0].data["currentState"], "wrapup-done");
        assert_eq!(events[0].data["wrapUpAuxCodeName"], "Sale");
        assert_eq!(events[1].kind, "task:ended");
    }

    #[test]
    fn every_event_is_one_that_the_wire_contract_reads_without_a_problem() {
        let contact = sample(Direction::Outbound);
        for step in [Step::Offered, Step::WrappedUp(WRAP_UP_CODES[0])] {
            for event in events_of(&contact, &step, contact.created) {
                let read = CloudEvent::read(&event.write()).expect("an event");
                assert_eq!((read.problems, &read.event), (vec![], &event));
                assert_eq!(event.data["taskId"], "t-1");
                assert_eq!(event.identity, "+15550101", "the customer, whoever dialled");
            }
        }
    }
}
