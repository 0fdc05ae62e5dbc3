use serde_json::{Value, json};

use journey::Platform;

use super::super::state::{Cause, Part};
use super::*;
use crate::settings::Told;

fn told(properties: &[(&str, Value)]) -> Settings {
    let mut told = Told::default();
    told.set_property("organizationId", json!("org"));
    told.set_property("bearerToken", json!("token"));
    told.set_attribute("base-url", Some("https://journey.example".to_owned()));
    for (name, value) in properties {
        told.set_property(name, value.clone());
    }
    Settings::read(&told)
}

fn call(number: &str) -> Value {
    json!({"interactionId": number, "ani": number})
}

fn named(who: &Who) -> Option<String> {
    who.customer().map(|sought| sought.identity.to_string())
}

fn looked_up(settings: &Settings, text: &str) -> LookedUp {
    LookedUp { who: Who::of_text(text, &settings.withheld), beside: settings.contact.clone() }
}

fn missing(settings: &Settings) -> Option<Missing> {
    settings.sources.first().and_then(|source| source.place.as_ref().err().cloned())
}

#[test]
fn a_contact_comes_before_the_configured_customer_and_a_look_up_before_its_contact() {
    let alone = told(&[("customer", json!("C-1"))]);
    assert_eq!(named(&who(&alone, None)).as_deref(), Some("C-1"));
    let called = told(&[("customer", json!("C-1")), ("interactionData", call("+15550100"))]);
    assert_eq!(named(&who(&called, None)).as_deref(), Some("+15550100"));
    let beside = looked_up(&called, "jane@example.com");
    assert_eq!(named(&who(&called, Some(&beside))).as_deref(), Some("jane@example.com"));
    // The next contact is another matter.
    let next = told(&[("customer", json!("C-1")), ("interactionData", call("+15550101"))]);
    assert_eq!(named(&who(&next, Some(&beside))).as_deref(), Some("+15550101"));
}

#[test]
fn a_contact_that_does_not_say_who_it_is_is_not_the_configured_customer() {
    let settings = told(&[("customer", json!("C-1")), ("interactionData", json!({"interactionId": "1"}))]);
    assert_eq!(who(&settings, None), Who::Unknown);
    assert_eq!(
        stage(missing(&settings), None, &who(&settings, None), settings.contact.is_some()),
        Stage::Waiting(Missing::Identity)
    );
}

#[test]
fn the_other_reading_of_a_text_is_taken_only_for_that_text() {
    let settings = told(&[("customer", json!("+1 555 010 0123"))]);
    let who = who(&settings, None);
    let first = sought(&who, None).expect("a customer");
    let other = first.other().expect("a text that may be a number of either kind");
    let meant = |named: &Sought| Meant { named: named.clone(), is: other.clone() };
    assert_eq!(sought(&who, Some(&meant(&first))), Some(other.clone()));
    assert_eq!(sought(&who, Some(&meant(&other))), Some(first), "that was said of another text");
}

#[test]
fn what_is_missing_is_said_before_what_has_failed() {
    let failed = Some(Failure {
        platform: Platform::Webex,
        part: Part::Workspace,
        cause: Cause::NoWorkspace,
        tracking_id: None,
        messages: Vec::new(),
    });
    let settings = told(&[("customer", json!("C-1"))]);
    let someone = who(&settings, None);
    assert!(matches!(stage(missing(&settings), failed.clone(), &someone, false), Stage::Blocked(_)));
    assert_eq!(stage(missing(&settings), None, &someone, false), Stage::Customer);
    assert_eq!(stage(missing(&settings), None, &Who::Unknown, false), Stage::NoCustomer);
    let without_token = told(&[("customer", json!("C-1")), ("bearerToken", json!(""))]);
    assert_eq!(stage(missing(&without_token), failed, &someone, false), Stage::Waiting(Missing::Token));
    let withheld =
        told(&[("interactionData", json!({"interactionId": "1", "ani": "anonymous", "mediaType": "telephony"}))]);
    assert_eq!(stage(missing(&withheld), None, &who(&withheld, None), true), Stage::Waiting(Missing::Withheld));
}

#[test]
fn a_default_filter_holds_until_the_agent_chooses_or_it_gives_way() {
    let contact = |filter: &str| {
        let data = json!({"interactionId": "1", "ani": "+15550100", "callAssociatedData": {
            "JDSDefaultFilter": {"value": filter}}});
        told(&[("interactionData", data)])
    };
    let shop = contact("Shop");
    assert_eq!(default_filter(&shop), Some("Shop"));
    assert!(effective_filter(&shop, None, None, false).is_narrowed());
    assert!(!effective_filter(&shop, None, None, true).is_narrowed(), "it has given way");
    let everything = Choice { filter: Filter::default(), preset: Some("Shop".to_owned()) };
    assert!(!effective_filter(&shop, Some(&everything), None, false).is_narrowed(), "the agent chose instead of it");
    assert!(
        effective_filter(&contact("Loan"), Some(&everything), None, false).is_narrowed(),
        "a contact that asks for something else is asked anew"
    );
    let range = TimeRange::All;
    assert_eq!(effective_filter(&shop, None, Some(range), false).range, range);
}
