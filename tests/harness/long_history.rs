//! A customer who was busy for two years: calls and chats with their six events each, and what the shop saw. As many
//! events as asked for, the same ones each time but for the moment that they are counted back from.

use chrono::Duration;
use serde_json::{Value, json};

use crate::{cloud_event, minutes_ago};

const QUEUES: [&str; 5] = ["Orders", "Returns", "Billing", "Repairs", "Bicycles"];
const AGENTS: [&str; 6] = ["Ann Archer", "José Núñez", "Łukasz Zając", "Mei Lin", "Omar Said", "Zoe Young"];
const CODES: [&str; 6] = ["Resolved", "Sale", "Refund", "Complaint", "Follow-up needed", "Wrong number"];
const THINGS: [&str; 8] = ["kettle", "bicycle", "tent", "lamp", "carpet", "camera", "piano", "rucksack"];
const COLOURS: [&str; 5] = ["blue", "red", "green", "yellow", "black"];
const PERIOD: i64 = 2 * 365 * 24 * 60;

/// So many events of this customer, over two years. Two of five groups are contacts.
pub fn long_history(identity: &str, events: usize) -> Vec<Value> {
    let mut history = Vec::with_capacity(events);
    let mut number = 0;
    // A contact has seven, three events of a shop come with two contacts: 17 events in five groups.
    let groups = (events * 5 / 17).max(1);
    while history.len() < events {
        let minutes = 10 + (number as i64 * PERIOD / groups as i64) % PERIOD;
        if number % 5 < 2 {
            contact(&mut history, identity, number, minutes);
        } else {
            visit(&mut history, identity, number, minutes);
        }
        number += 1;
    }
    history.truncate(events);
    history
}

fn pick<T: Copy>(list: &[T], number: usize) -> T {
    list[number % list.len()]
}

fn contact(history: &mut Vec<Value>, identity: &str, number: usize, minutes: i64) {
    let start = minutes_ago(minutes);
    let agent = pick(&AGENTS, number / 3);
    let thing = pick(&THINGS, number / 2);
    let channel = if number.is_multiple_of(3) { "chat" } else { "telephony" };
    let transcript = format!(
        "Agent: Good morning, this is {agent}. How can I help you?\nCustomer: The {thing} that I ordered arrived \
         broken, order {number:06}.\nAgent: I am sorry to hear that. Shall I send you a new one?\nCustomer: Yes, please."
    );
    let code =
        if number.is_multiple_of(11) { json!({}) } else { json!({"wrapUpAuxCodeName": pick(&CODES, number / 7)}) };
    let by_agent =
        json!({"agentName": agent, "agentId": format!("agent-{}", number / 3 % AGENTS.len()), "teamName": "Blue"});
    let with = |more: Value| merged(&by_agent, &more);
    let steps = [
        ("task:new", 0, json!({})),
        ("task:connect", 20, json!({})),
        ("task:connected", 50, by_agent.clone()),
        ("task:wrapup", 290, with(json!({"terminatingParty": "Agent"}))),
        ("task:wrapup-summary", 295, json!({"summary": format!("The customer got a new {thing}.")})),
        ("agent:state_change", 300, merged(&with(json!({"currentState": "wrapup-done"})), &code)),
        (
            "task:ended",
            301,
            with(json!({"reason": "Agent Left", "transcript": transcript, "customerSentiment": "NEUTRAL"})),
        ),
    ];
    for (kind, seconds, more) in steps {
        let time = start + Duration::seconds(seconds);
        let common = json!({
            "taskId": format!("long-{number}"), "channelType": channel, "direction": "INBOUND", "origin": identity,
            "destination": "+15550199", "queueName": pick(&QUEUES, number), "createdTime": time.timestamp_millis(),
        });
        history.push(cloud_event(identity, kind, "wxcc", time, merged(&common, &more)));
    }
}

fn visit(history: &mut Vec<Value>, identity: &str, number: usize, minutes: i64) {
    let (thing, colour) = (pick(&THINGS, number), pick(&COLOURS, number / 8));
    let data = json!({
        "uiData": {"title": format!("Looked at a {colour} {thing}"), "subTitle": format!("Visit {number:06}"),
            "iconType": "shopping", "channelTypeTag": "web", "filterTags": ["Shop", thing]},
        "Page": format!("See [the {thing}](https://shop.example/{thing}/{number})"),
        "Cart": format!("{}.00 EUR", 10 + number % 90),
        "Shop": "Larkfield Home, the north of the city",
    });
    history.push(cloud_event(identity, "web:visit", "custom/shop", minutes_ago(minutes), data));
}

fn merged(one: &Value, more: &Value) -> Value {
    let fields = [one, more].into_iter().filter_map(Value::as_object).flatten();
    Value::Object(fields.map(|(key, value)| (key.clone(), value.clone())).collect())
}
