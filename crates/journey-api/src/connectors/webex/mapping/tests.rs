use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::customer::{Known, Whose, learn, whose};
use super::super::envelope::tests::{ended, webhook};
use super::*;

const CALLER: &str = "+15550100111";
const TASK: &str = "99999999-0000-4111-8222-333333333333";

/// What came, as it is published in that order: repeats once, and what waits for its task at the end.
fn published(envelopes: &[Value]) -> Vec<Value> {
    let (mut known, mut seen) = (Known::new(), BTreeSet::new());
    let webhooks: Vec<Webhook> = envelopes.iter().map(|envelope| webhook(envelope.clone())).collect();
    webhooks.iter().for_each(|webhook| learn(webhook, &mut known));
    let fresh = webhooks.iter().filter(|webhook| seen.insert(webhook.key.clone()));
    fresh
        .filter_map(|webhook| match whose(webhook, &known) {
            Whose::Customer(customer) => Some(event(webhook, &customer, &names())),
            _ => None,
        })
        .collect()
}

fn names() -> Names {
    [
        (NameOf::Queue, "q-1", "Support"),
        (NameOf::Agent, "a-1", "Ann Lee"),
        (NameOf::Team, "t-1", "First line"),
        (NameOf::WrapUpCode, "w-1", "Solved"),
        (NameOf::EntryPoint, "e-1", "Hotline"),
    ]
    .into_iter()
    .map(|(of, id, name)| ((of, id.to_owned()), name.to_owned()))
    .collect()
}

fn envelope(number: usize, kind: &str, more: Value) -> Value {
    let mut data = json!({"taskId": TASK, "channelType": "telephony", "createdTime": 1_795_000_000_000_i64 + number as i64 * 1000});
    if let (Some(data), Value::Object(more)) = (data.as_object_mut(), more) {
        data.extend(more);
    }
    json!({"id": number.to_string(), "specversion": "1.0", "type": kind, "source": "/com/cisco/wxcc/s", "data": data})
}

/// A call as the contact center tells it: only webhooks of the task say who calls.
fn call() -> Vec<Value> {
    let both =
        || json!({"direction": "INBOUND", "origin": CALLER, "destination": "+18005550100", "entryPointId": "e-1"});
    let queued = || json!({"direction": "INBOUND", "origin": CALLER, "destination": "+18005550100", "queueId": "q-1"});
    let agent = |state: &str| json!({"agentId": "a-1", "teamId": "t-1", "queueId": "q-1", "currentState": state});
    vec![
        envelope(0, "task:new", both()),
        envelope(1, "task:connect", queued()),
        envelope(2, "agent:channel_state_change", agent("ringing")),
        envelope(3, "task:connected", queued()),
        envelope(4, "agent:channel_state_change", agent("connected")),
        envelope(5, "task:on-hold", json!({})),
        envelope(6, "task:hold-done", json!({})),
        envelope(7, "task:ended", json!({"direction": "INBOUND", "origin": CALLER, "reason": "Agent Left"})),
        envelope(8, "agent:channel_state_change", agent("wrapup")),
        envelope(9, "agent:channel_state_change", {
            let mut done = agent("wrapup-done");
            done["wrapUpAuxCodeId"] = json!("w-1");
            done
        }),
    ]
}

#[test]
fn a_call_has_the_words_of_cjds_and_names_beside_its_ids() {
    let events = published(&call());
    let kinds: Vec<&str> = events.iter().filter_map(|event| event["type"].as_str()).collect();
    assert_eq!(
        kinds,
        [
            "task:new",
            "task:connect",
            "agent:routed",
            "task:connected",
            "agent:state_change",
            "task:hold",
            "task:unhold",
            "task:ended",
            "task:wrapup",
            "agent:state_change"
        ]
    );
    assert!(events.iter().all(|event| event["identity"] == CALLER && event["identitytype"] == "phone"));
    assert!(events.iter().all(|event| event["source"] == "wxcc" && event["data"]["taskId"] == TASK));
    assert_eq!(events[0]["data"]["entrypointName"], "Hotline");
    assert_eq!(events[0]["time"], "2026-11-18T11:06:40.000Z");
    let done = &events[9]["data"];
    let said = ["queueName", "agentName", "teamName", "wrapUpAuxCodeName"].map(|key| done[key].as_str());
    assert_eq!(said, [Some("Support"), Some("Ann Lee"), Some("First line"), Some("Solved")]);
    for event in &events {
        crate::http::publish::read(event).expect("an event that is stored");
    }
}

/// The widget's own test reads the same file: `src/sources/cjds/door/event/tests.rs`.
#[test]
fn a_call_is_what_the_widget_reads() {
    let read: Vec<Value> = serde_json::from_str(include_str!("call.json")).expect("a list");
    let events = published(&call());
    assert_eq!(events, read, "{}", json!(events));
}

#[test]
fn the_example_of_the_contract_is_the_callers() {
    let events = published(&[ended()]);
    let event = &events[0];
    assert_eq!((&event["identity"], &event["type"]), (&json!(CALLER), &json!("task:ended")));
    assert_eq!(event["data"]["terminatingParty"], "Customer");
}

#[test]
fn the_customer_is_who_calls_or_who_is_called() {
    let of = |kind: &str, data: Value| whose(&webhook(envelope(0, kind, data)), &Known::new());
    let customer = |identity: &str, kind| {
        Whose::Customer(super::super::customer::Customer { identity: identity.to_owned(), kind })
    };
    use cjds::IdentityType::{Email, Phone, SocialId};
    for (kind, data, wanted) in [
        ("task:new", json!({"direction": "INBOUND", "origin": "+1 (555) 010-0111"}), customer(CALLER, Phone)),
        (
            "task:new",
            json!({"direction": "outbound", "origin": "+18005550100", "destination": CALLER}),
            customer(CALLER, Phone),
        ),
        ("task:new", json!({"origin": CALLER}), customer(CALLER, Phone)),
        (
            "task:new",
            json!({"channelType": "email", "origin": "Ann <ann@example.com>"}),
            customer("ann@example.com", Email),
        ),
        ("task:new", json!({"channelType": "chat", "origin": "ann@example.com"}), customer("ann@example.com", Email)),
        ("task:new", json!({"channelType": "customMessaging", "origin": "user-17"}), customer("user-17", SocialId)),
        ("task:new", json!({"channelType": "social", "origin": "+15550100111"}), customer(CALLER, Phone)),
        // One agent calls another one.
        ("task:consulting", json!({"direction": "OUTBOUND", "destination": "4711"}), Whose::Unknown),
        ("agent:channel_state_change", json!({"agentId": "a", "origin": "4711"}), Whose::Unknown),
        ("task:on-hold", json!({}), Whose::Unknown),
    ] {
        assert_eq!(of(kind, data.clone()), wanted, "{kind} {data}");
    }
    for nobody in ["Anonymous", "Unavailable", "{{NewPhoneContact.ANI}}", "+266696687", "0000000000", "+"] {
        let whose = of("task:new", json!({"direction": "INBOUND", "origin": nobody}));
        assert!(matches!(whose, Whose::Nobody(_)), "{nobody}: {whose:?}");
    }
}

#[test]
fn what_follows_a_call_of_nobody_is_nobodys() {
    let mut call = call();
    for envelope in &mut call {
        if envelope["data"].get("origin").is_some() {
            envelope["data"]["origin"] = json!("Anonymous");
        }
    }
    assert_eq!(published(&call), Vec::<Value>::new());
}

#[test]
fn an_agent_who_did_not_answer_is_not_one_who_had_the_call() {
    let mut call = call();
    call[2]["data"]["currentState"] = json!("not-responding");
    let events = published(&call);
    let data = &events[2]["data"];
    assert_eq!((&data["notRespondingAgentName"], data.get("agentName")), (&json!("Ann Lee"), None));
    assert_eq!(events[2]["type"], "agent:state_change");
}

#[test]
fn a_name_that_is_not_known_leaves_the_id_and_one_that_came_stays() {
    let mut named =
        envelope(0, "task:connect", json!({"origin": CALLER, "queueId": "q-9", "teamId": "t-1", "teamName": "Own"}));
    let event = &published(std::slice::from_ref(&named))[0]["data"];
    assert_eq!((event["queueId"].as_str(), event.get("queueName")), (Some("q-9"), None));
    assert_eq!(event["teamName"], "Own");
    named["data"]["queueId"] = json!("00000000-0000-0000-0000-000000000000");
    assert_eq!(unnamed(&webhook(named)), Vec::new());
}

proptest! {
    /// However webhooks come: in any order, again and again, by two subscriptions.
    #[test]
    fn disorder_and_repeats_change_nothing_of_a_journey(order in prop::collection::vec((0_usize..10, any::<bool>()), 0..60)) {
        let call = call();
        let mut sent: Vec<Value> = order
            .iter()
            .map(|(index, is_by_another)| {
                let mut envelope = call[*index].clone();
                if *is_by_another {
                    envelope["id"] = json!("another");
                    envelope["source"] = json!("/com/cisco/wxcc/another");
                }
                envelope
            })
            .collect();
        // All of it came at least once.
        sent.extend(call.clone());
        let sorted = |mut events: Vec<Value>| {
            events.sort_by_key(|event| event["id"].as_str().map(str::to_owned));
            events
        };
        prop_assert_eq!(sorted(published(&sent)), sorted(published(&call)));
    }

    /// Whatever comes is read or refused, and ends nothing.
    #[test]
    fn no_webhook_is_too_odd(kind in ".{0,20}", origin in ".{0,40}", time in any::<i64>(), channel in ".{0,12}") {
        let envelope = json!({"id": "1", "source": "s", "type": format!("task:{kind}"),
            "data": {"taskId": "t", "origin": origin, "createdTime": time, "channelType": channel}});
        if let Ok(super::super::envelope::Came::Journey(webhook)) = super::super::envelope::read(&envelope, None, 7)
            && let Whose::Customer(customer) = whose(&webhook, &Known::new())
        {
            let _ = crate::http::publish::read(&event(&webhook, &customer, &names()));
        }
    }
}
