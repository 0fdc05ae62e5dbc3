//! Who is taken for the customer.

use super::tenant::{call, contact, status};
use super::*;
use crate::sources::genesys::ask::Question;
use serde_json::json;

fn named(person: Option<journey::Person>) -> Option<String> {
    person?.id.map(|id| id.to_string())
}

#[test]
fn a_caller_is_the_contact_who_has_the_number() {
    let tenant = Tenant {
        contacts: vec![
            contact("c2", "+12025550199", json!({})),
            contact(
                "c1",
                "+12025550143",
                json!({"workEmail": "jose@example.com",
            "externalIds": [{"externalSource": {"id": "x"}, "value": "LH-1"}], "whatsAppId": {"phoneNumber": {"e164": "+12025550143"}}}),
            ),
        ],
        ..Tenant::default()
    };
    let person = now(source(&tenant).person(&caller("+1 (202) 555-0143"))).expect("an answer").expect("a person");
    assert_eq!(person.name().as_deref(), Some("José Álvarez"));
    let identities: Vec<_> = person.identities.iter().map(|known| (known.kind, known.identity.as_str())).collect();
    assert_eq!(
        identities,
        [
            (Some(IdentityType::Phone), "+12025550143"),
            (Some(IdentityType::Email), "jose@example.com"),
            (Some(IdentityType::CustomerId), "LH-1"),
            (Some(IdentityType::SocialId), "whatsapp:+12025550143"),
        ]
    );
    let asked = [Question::Identifier { kind: "Phone", value: "+12025550143".into() }];
    assert_eq!(*tenant.asked.borrow(), asked, "the number stands in a body, with its plus");
}

#[test]
fn identities_are_asked_for_in_their_order_each_by_its_kind() {
    let claims = json!({"identifiers": [{"type": "ExternalId", "value": "LH-1"}]});
    let tenant = Tenant { contacts: vec![contact("c1", "+12025550111", claims)], ..Tenant::default() };
    let sought = jose().known_also([
        known(IdentityType::SocialId, "wechat:jose"),
        known(IdentityType::TemporaryId, "web-7"),
        known(IdentityType::CustomerId, "LH-1"),
        known(IdentityType::Email, "jose@example.com"),
    ]);
    assert_eq!(named(now(source(&tenant).person(&sought)).expect("an answer")).as_deref(), Some("c1"));
    let asked: Vec<String> = tenant.asked.borrow().iter().map(|question| format!("{question:?}")).collect();
    let expected = [
        r#"Identifier { kind: "Phone", value: "+12025550143" }"#,
        r#"WhitePages("+12025550143")"#,
        r#"Identifier { kind: "Cookie", value: "web-7" }"#,
        r#"Identifier { kind: "ExternalId", value: "LH-1" }"#,
    ];
    assert_eq!(asked, expected);
    assert_eq!(
        now(source(&tenant).person(&caller("2025550143"))),
        Ok(None),
        "a number without its country is nobody's"
    );
}

#[test]
fn several_who_share_a_number_are_a_choice_of_the_agent_unless_another_identity_tells() {
    let unclaimed = |id: &str, email: &str| {
        contact(id, "+12025550143", json!({"identifiers": [{"type": "Email", "value": email}], "personalEmail": email}))
    };
    let tenant = Tenant {
        contacts: vec![unclaimed("ann", "ann@example.com"), unclaimed("bo", "bo@example.com")],
        ..Tenant::default()
    };
    let source = source(&tenant);
    let Err(SourceError::Several(persons)) = now(source.person(&jose())) else { panic!("nothing tells whom") };
    let ids: Vec<_> = persons.into_iter().map(|person| named(Some(person))).collect();
    assert_eq!(ids, [Some("ann".into()), Some("bo".into())]);
    let both = jose().known_also([known(IdentityType::Email, "bo@example.com")]);
    assert_eq!(named(now(source.person(&both)).expect("an answer")).as_deref(), Some("bo"));
}

#[test]
fn whom_the_agent_chose_is_asked_for_by_id() {
    let id = "0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f";
    let tenant = Tenant { contacts: vec![contact(id, "+12025550143", json!({}))], ..Tenant::default() };
    let chosen = Sought::of(Identity::new(id).expect("an identity"));
    assert_eq!(named(now(source(&tenant).person(&chosen)).expect("an answer")).as_deref(), Some(id));
}

#[test]
fn the_shown_conversation_says_who_its_customer_is_and_nobody_else() {
    let ongoing = json!({"id": "conv-1", "participants": [
        {"purpose": "agent", "address": "sip:agent", "externalContactId": "wrong"},
        {"purpose": "customer", "externalContactId": "c9", "calls": [{"self": {"addressNormalized": "tel:+12025550143"}}]}]});
    let tenant = Tenant {
        contacts: vec![
            contact("c1", "+12025550143", json!({})),
            contact("c9", "+12025550100", json!({})),
            contact("c2", "+12025550199", json!({})),
        ],
        ongoing: Some(ongoing),
        ..Tenant::default()
    };
    let shown = |id: &str| Genesys::new(&tenant, &place(Some(id)), time);
    assert_eq!(named(now(shown("conv-1").person(&jose())).expect("an answer")).as_deref(), Some("c9"));
    let by_id = Sought::of(Identity::new("conv-1").expect("an identity"));
    assert_eq!(named(now(shown("conv-1").person(&by_id)).expect("an answer")).as_deref(), Some("c9"));
    // Looked up meanwhile.
    let other = caller("+12025550199");
    assert_eq!(named(now(shown("conv-1").person(&other)).expect("an answer")).as_deref(), Some("c2"));
    assert_eq!(named(now(shown("conv-0").person(&jose())).expect("an answer")).as_deref(), Some("c1"), "gone");
}

#[test]
fn who_calls_for_the_first_time_is_known_by_the_address_of_the_conversation() {
    let ongoing = json!({"id": "conv-1", "participants": [
        {"purpose": "agent", "address": "sip:agent"},
        {"purpose": "customer", "address": "tel:+12025550143", "calls": [{"self": {"addressNormalized": "tel:+12025550143"}}]}]});
    let tenant = Tenant { ongoing: Some(ongoing), ..Tenant::default() };
    let by_id = Sought::of(Identity::new("conv-1").expect("an identity"));
    tenant.conversations.replace(vec![call("conv-0", "2026-05-01T10:00:00Z")]);
    let source = Genesys::new(&tenant, &place(Some("conv-1")), time);
    let person = now(source.person(&by_id)).expect("an answer").expect("somebody");
    let (read, rest) = pages(&source, &by_id);
    let read = journey(read.into_iter().flatten());
    assert_eq!((rows(&read), rest), (vec!["conv-0".to_owned()], Rest::OnDemand), "what that address did before");
    let known: Vec<_> = person.identities.iter().map(|known| (known.kind, known.identity.as_str())).collect();
    assert_eq!((person.id, known), (None, vec![(Some(IdentityType::Phone), "+12025550143")]));
}

#[test]
fn a_conversation_that_may_not_be_read_is_in_the_way_only_where_nothing_else_is_known() {
    let tenant = Tenant {
        contacts: vec![contact("c1", "+12025550143", json!({}))],
        refused: vec!["Conversation("],
        ..Tenant::default()
    };
    let shown = || Genesys::new(&tenant, &place(Some("conv-1")), time);
    assert_eq!(named(now(shown().person(&jose())).expect("an answer")).as_deref(), Some("c1"));
    let by_id = Sought::of(Identity::new("conv-1").expect("an identity"));
    let missing = SourceError::Permission("conversation:communication:view".into());
    assert_eq!(now(shown().person(&by_id)), Err(missing));
}

#[test]
fn a_refusal_names_the_permission_and_other_errors_are_what_they_are() {
    let mut tenant = Tenant { refused: vec!["Identifier"], ..Tenant::default() };
    let permission = |name: &str| Err(SourceError::Permission(name.to_owned()));
    assert_eq!(now(source(&tenant).person(&jose())), permission("externalContacts:contact:view"));
    tenant.is_talkative = true;
    assert_eq!(now(source(&tenant).person(&jose())), permission("own:words:view"), "the body's own words first");
    tenant.refused.clear();
    for code in [401, 429, 500, 503] {
        tenant.failing.set(Some(("Identifier", code)));
        let expected = SourceError::Http(status(code, json!({"message": "no", "status": code})));
        assert_eq!(now(source(&tenant).person(&jose())), Err(expected));
    }
    for code in [400, 404, 422] {
        tenant.failing.set(Some(("Identifier", code)));
        assert_eq!(now(source(&tenant).person(&jose())), Ok(None), "what is no identifier is nobody's: {code}");
    }
}
