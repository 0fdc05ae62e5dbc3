use std::sync::Arc;

use basics::IdentityType;
use serde_json::{Value, json};

use super::{LinkRules, LinkedCustomer, RecordLink};
use crate::samples::{call, custom, journey, wire};
use crate::{Identity, Person, ProfileAttribute, RuleProblem, Sought};

fn rules(map: &Value) -> LinkRules {
    let mut rules = LinkRules::default();
    let problems = rules.add(map).expect("a map");
    assert!(problems.is_empty(), "{problems:?}");
    rules
}

fn ann() -> LinkedCustomer {
    let (phone, email) = (Some(IdentityType::Phone), Some(IdentityType::Email));
    let person = Person::called("p-1", Some("Ann"), Some("O’Neil & Sons")).known_by([
        (phone, "+15550100"),
        (email, "ann+shop@example.com"),
        (phone, "+15550199"),
    ]);
    let sought = Sought::of_kind(Identity::new("+15550199").expect("an identity"), phone);
    let tile = |label: &str, values: &[&str]| ProfileAttribute {
        label: label.to_owned(),
        values: values.iter().map(|value| (*value).to_owned()).collect(),
        ..ProfileAttribute::default()
    };
    LinkedCustomer {
        sought,
        person: Some(Arc::new(person)),
        attributes: vec![tile("Contract No.", &["K/7 1"]), tile("Nothing", &[])],
    }
}

fn addresses(links: Vec<RecordLink>) -> Vec<(String, String)> {
    links.into_iter().map(|link| (link.label, link.address)).collect()
}

fn of_customer(template: &str) -> Option<String> {
    rules(&json!({ "CRM": template })).of_customer(&ann()).pop().map(|link| link.address)
}

#[test]
fn a_link_is_filled_with_what_is_known_of_the_customer_and_with_nothing_that_changes_its_address() {
    for (template, address) in [
        ("https://crm.example.com/?phone={phone}", Some("https://crm.example.com/?phone=%2B15550199")),
        ("https://crm.example.com/{email}", Some("https://crm.example.com/ann%2Bshop%40example.com")),
        ("https://crm.example.com/{ Email }#x", Some("https://crm.example.com/ann%2Bshop%40example.com#x")),
        ("https://crm.example.com/?q={last name}", Some("https://crm.example.com/?q=O%E2%80%99Neil%20%26%20Sons")),
        ("https://crm.example.com/{contractNo}/{firstName}", Some("https://crm.example.com/K%2F7%201/Ann")),
        ("HTTP://intranet/people", Some("HTTP://intranet/people")),
        ("https://crm.example.com/{nothing}", None),
        ("https://crm.example.com/{customerId}", None),
        ("https://crm.example.com/{whatever}", None),
    ] {
        assert_eq!(of_customer(template).as_deref(), address, "{template}");
    }
}

#[test]
fn the_link_of_a_contact_knows_its_task_its_course_and_its_variables_as_well_as_the_customer() {
    let mut events = call("c-1/x", "2026-03-01", Some("Sale"));
    events.push(wire("c-1/x", "task:hold", "2026-03-01T10:03:00Z", json!({"cad": {"Order": {"value": "A 7"}}})));
    events.push(custom("Order", "2026-03-02T10:00:00Z", json!({"order_id": 4711, "up": ".."})));
    let rules = rules(&json!({
        "Recording": {"contact": "https://rec.example.com/{taskId}?q={queue}"},
        "Order": {"contact": "https://shop.example.com/{order}", "event": "https://shop.example.com/{orderId}?by={phone}"},
        "Up": {"event": "https://shop.example.com/a/{up}"},
        "CRM": "https://crm.example.com/{phone}",
    }));
    let journey = journey(&events);
    let links: Vec<_> = journey.entries().map(|entry| addresses(rules.of_entry(entry, &ann()))).collect();
    let link = |label: &str, address: &str| (label.to_owned(), address.to_owned());
    assert_eq!(links[0], [link("Order", "https://shop.example.com/4711?by=%2B15550199")]);
    assert_eq!(
        links[1],
        [
            link("Recording", "https://rec.example.com/c-1%2Fx?q=Support"),
            link("Order", "https://shop.example.com/A%207")
        ]
    );
}

#[test]
fn a_template_that_is_none_is_left_out_with_where_and_how_to_mend_it_and_spoils_no_other() {
    let map = json!({
        "Script": "javascript:alert({phone})",
        "No host": "https://{phone}/x",
        "Half a host": "https://{phone}.example.com/",
        "User": "https://ann:secret@example.com/",
        "Open": "https://crm.example.com/{phone",
        "Empty": "https://crm.example.com/{}",
        "Signed": "https://s3.example.com/x.wav?X-Amz-Signature=abc&X-Amz-Expires=60",
        "Token": "https://crm.example.com/{phone}?access_token=abc",
        "Odd": {"queue": "https://crm.example.com/", "contact": 7},
        "CRM": "https://crm.example.com/{phone}",
    });
    let mut rules = LinkRules::default();
    let problems = rules.add(&map).expect("a map");
    let told: Vec<(String, Option<String>)> =
        problems.into_iter().map(|RuleProblem { word, part, .. }| (word, part)).collect();
    let of = |word: &str| told.iter().filter(|(known, _)| known == word).count();
    for word in ["Script", "No host", "Half a host", "User", "Open", "Empty", "Signed", "Token"] {
        assert_eq!(of(word), 1, "{word}: {told:?}");
    }
    assert!(told.contains(&("Odd".to_owned(), Some("queue".to_owned()))));
    assert!(told.contains(&("Odd".to_owned(), Some("contact".to_owned()))));
    assert_eq!(
        addresses(rules.of_customer(&ann())),
        [("CRM".to_owned(), "https://crm.example.com/%2B15550199".to_owned())]
    );
    assert!(rules.add(&json!(["no map"])).is_err());
}
