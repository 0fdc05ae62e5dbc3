//! Whatever the events say: no support file has anything of the customer's in it, and whatever a row shows has its reason.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::samples::{at, journey};
use crate::{
    Filter, FlagRules, Identity, Journey, LinkRules, LinkedCustomer, Person, ProfileAttribute, Sought, parse_time,
};

const NOW: &str = "2026-03-02T12:00:00Z";

/// Names, numbers, addresses: what nobody may find in a file, and what no word of ours has in it.
fn secret() -> impl Strategy<Value = String> {
    prop_oneof![
        "[QXZ][a-z]{2}qx[a-z]{2,6}",
        "[QXZ][a-z]{2}qx[a-z]{2,6} [QXZ][a-z]{2}qx[a-z]{2,6}",
        "\\+1555[0-9]{7}",
        "[a-z]{2}qx[a-z]{3}@qx[a-z]{4}\\.example",
        "[0-9]{8,11}",
        "李[\u{4e00}-\u{4e20}]{3}",
    ]
}

/// Any JSON of secrets, under keys that the widget reads, keys of senders, and keys that are secrets.
fn data() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        secret().prop_map(Value::from),
        (10_000_000_u64..99_999_999_999).prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
        Just(json!("telephony")),
        Just(json!("INBOUND")),
    ];
    leaf.prop_recursive(3, 20, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((key(), inner.clone()), 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            // JSON that is written as text.
            proptest::collection::vec((key(), inner), 0..3)
                .prop_map(|fields| Value::from(Value::Object(fields.into_iter().collect()).to_string())),
        ]
    })
}

fn key() -> impl Strategy<Value = String> {
    let known = [
        "channelType",
        "direction",
        "queueName",
        "agentName",
        "wrapUpAuxCodeName",
        "outcome",
        "uiData",
        "title",
        "subTitle",
        "iconType",
        "cad",
        "plan",
        "overallSentiment",
        "reason",
        "name",
        "value",
        "transcript",
        "summary",
        "page",
        "tier",
    ];
    prop_oneof![3 => proptest::sample::select(known.to_vec()).prop_map(str::to_owned), 1 => secret()]
}

fn event() -> impl Strategy<Value = Value> {
    let kinds = ["task:new", "task:connected", "task:ended", "agent:state_change", "Order", "page view", "empath:data"];
    let kind = prop_oneof![3 => proptest::sample::select(kinds.to_vec()).prop_map(str::to_owned), 1 => secret()];
    let fields = proptest::collection::vec((key(), data()), 0..8);
    (kind, any::<bool>(), secret(), secret(), 0_i64..100_000, fields).prop_map(
        |(kind, is_platforms, id, identity, second, fields)| {
            let mut data: serde_json::Map<String, Value> = fields.into_iter().collect();
            if is_platforms {
                data.insert("taskId".to_owned(), json!(["task ", &id].concat()));
            }
            let time = at("2026-03-01T00:00:00Z") + chrono::TimeDelta::seconds(second);
            let source = if is_platforms { "wxcc".to_owned() } else { ["custom/", &id].concat() };
            json!({"id": id, "type": kind, "source": source, "time": crate::write_time(time), "identity": identity,
                "identitytype": "phone", "data": data})
        },
    )
}

/// Every text of a JSON but those that the widget looks for by itself.
fn secrets_of(value: &Value, all: &mut Vec<String>) {
    match value {
        Value::String(text) => match crate::values::text(&basics::json::parse(text).unwrap_or_default()) {
            _ if text.starts_with(['{', '[']) => secrets_of(&basics::json::parse(text).unwrap_or_default(), all),
            _ => all.push(text.clone()),
        },
        Value::Number(number) => all.push(number.to_string()),
        Value::Array(values) => values.iter().for_each(|value| secrets_of(value, all)),
        Value::Object(fields) => fields.iter().for_each(|(key, value)| {
            all.push(key.clone());
            secrets_of(value, all);
        }),
        Value::Null | Value::Bool(_) => {}
    }
}

fn is_secret(text: &str) -> bool {
    let is_number = text.trim_start_matches('+').len() >= 8
        && text.trim_start_matches('+').bytes().all(|byte| byte.is_ascii_digit());
    (is_number || text.contains("qx") || text.contains('李')) && parse_time(text).is_none_or(|_| is_number)
}

fn file(journey: &Journey, person: Option<Person>, sought: &str) -> String {
    let sought = Identity::new(sought).expect("an identity");
    let entries = || journey.entries().map(AsRef::as_ref);
    let mut all = StandIns::of(&sought, person.as_ref(), entries());
    let mut rules = FlagRules::default();
    let map = json!({"VIP {value}": {"field": "tier"}, "Plan": {"field": "plan", "not": ["no"]}, "Tile": {"attribute": "Plan"}});
    rules.add(&map, |_| true).expect("rules");
    let mut links = LinkRules::of_file();
    links
        .add(&json!({"CRM": "https://crm.example.com/{identity}/{name}", "Shop": {"event": "https://shop.example.com/{plan}", "contact": "https://shop.example.com/{queue}"}}))
        .expect("links");
    let name = person.as_ref().and_then(Person::name).unwrap_or_default();
    let attributes = vec![ProfileAttribute::new("Plan", &[name], false)];
    let customer = LinkedCustomer {
        sought: Sought::of(sought),
        person: person.map(std::sync::Arc::new),
        attributes: attributes.clone(),
    };
    let mut parts: Vec<Value> = Vec::new();
    for entry in entries() {
        let made = Made::of(entry, Some("tier"), &["plan".to_owned()], at(NOW));
        parts.push(support_of_entry(&entry.id, &made, &mut all));
        parts.extend(links.judged_of_entry(entry, &customer).iter().map(|link| support_of_link(link, &mut all)));
    }
    parts.extend(attributes.iter().map(|tile| support_of_tile(Ok(tile), &mut all)));
    let judged = rules.judged(journey, &attributes, &Filter::default(), at(NOW));
    parts.extend(judged.iter().map(|flag| support_of_flag(flag, &mut all)));
    parts.extend(links.judged_of_customer(&customer).iter().map(|link| support_of_link(link, &mut all)));
    Value::from(parts).to_string()
}

proptest! {
    #[test]
    fn nothing_of_the_customer_is_in_a_support_file_whatever_the_events_say(
        events in proptest::collection::vec(event(), 1..6),
        names in proptest::option::of((secret(), secret(), secret())),
        sought in secret(),
    ) {
        let journey = journey(&events);
        let person = names.clone().map(|(first, last, known)| {
            Person::called("p", Some(&first), Some(&last)).known_by([(None, known.as_str())])
        });
        let file = file(&journey, person, &sought);
        let mut secrets = vec![sought];
        events.iter().for_each(|event| secrets_of(event, &mut secrets));
        secrets.extend(names.into_iter().flat_map(|(first, last, known)| [first, last, known]));
        for secret in secrets.iter().filter(|text| is_secret(text)) {
            for part in secret.split([' ', '@']).filter(|part| is_secret(part)) {
                prop_assert!(!file.contains(part), "{part} is in {file}");
            }
        }
    }

    /// As true by construction as a search can be: what a row shows was read where it is said to have been.
    #[test]
    fn whatever_is_said_to_be_a_fields_stands_in_that_field(events in proptest::collection::vec(event(), 1..6)) {
        let journey = journey(&events);
        for entry in journey.entries() {
            let made = Made::of(entry, Some("tier"), &["plan".to_owned()], at(NOW));
            for shown in &made.shown {
                match &shown.because {
                    Because::Field(place) => {
                        let event = &made.events[place.event];
                        let mut at = Some(&Value::Object(event.data.clone())).cloned();
                        for (depth, step) in place.path.iter().enumerate() {
                            // What an administrator names may be spelled in another way.
                            if depth > 0 && matches!((&place.path[0], step), (Step::Sent(_), Step::Named(_))) {
                                break;
                            }
                            at = at.and_then(|value| {
                                let fields = value.as_object()?;
                                fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(step.as_str())).map(|(_, value)| value.clone())
                            });
                        }
                        prop_assert!(at.is_some(), "{shown:?} is not in {:?}", event.data);
                    }
                    Because::Type(place) => prop_assert!(*place < made.events.len()),
                    Because::Rule(_) => {}
                }
            }
            if let Some(code) = entry.contact().and_then(|contact| contact.wrap_up_code().cloned()) {
                let outcome = made.shown.iter().find(|shown| shown.part == "outcome");
                prop_assert_eq!(outcome.and_then(|shown| shown.value.clone()), Some(code.0.to_string()));
            }
        }
    }
}
