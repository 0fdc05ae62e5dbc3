//! What the platform is asked and told, and what becomes of its refusals.

use avaya::samples::example;
use basics::IdentityType::{CustomerId, Email, Phone, SocialId, TemporaryId};
use serde_json::{Value, json};

use super::super::Avaya;
use super::{Fake, another_address, customer, known, now, problem, refusal, source};
use crate::http::{HttpError, Page, Rest};
use crate::sources::{Capabilities, JourneySource, SourceError, Written};
use journey::{Change, Names, Person, Strength, TaskId};

fn page(number: usize) -> Page {
    Page { number, size: 100 }
}

fn nobody() -> Value {
    json!({"pagination": {"pageNumber": 1, "pageSize": 50, "total": 0}, "identifiers": {}, "engagements": []})
}

fn status<T: std::fmt::Debug>(answer: Result<T, SourceError>) -> u16 {
    match answer.expect_err("a refusal") {
        SourceError::Http(HttpError::Status { status, .. }) => status,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_customer_is_asked_for_by_every_spelling_of_all_that_is_known() {
    let (source, fake) = source([Ok(nobody())]);
    let sought = customer(Phone, "+442079460018").known_also([
        known(Email, "ann@example.com"),
        known(CustomerId, "LH-204817"),
        known(SocialId, "x:ann"),
        known(TemporaryId, "web-7"),
    ]);
    assert_eq!(now(source.history(&sought, page(0), 0)).expect("a page").rest(), Rest::Nothing);
    let expected = json!({"phoneNumbers": ["+442079460018", "442079460018", "00442079460018", "02079460018"],
        "emailAddresses": ["ann@example.com"], "accountIds": ["LH-204817"]});
    assert_eq!(fake.asked(), [json!({"search": expected, "page": 1})]);
}

#[test]
fn five_values_of_an_identifier_and_the_likeliest_spellings_of_two_phones_first() {
    let (source, fake) = source([Ok(nobody())]);
    let sought =
        customer(Phone, "+12025550143").known_also([known(Phone, "+12025550144"), known(Phone, "+12025550145")]);
    now(source.history(&sought, page(0), 0)).expect("a page");
    let phones = &fake.asked()[0]["search"]["phoneNumbers"];
    assert_eq!(*phones, json!(["+12025550143", "+12025550144", "+12025550145", "12025550143", "12025550144"]));
}

#[test]
fn a_tenants_own_identifiers_are_asked_for_where_the_place_names_them() {
    let fake = Fake::answering([Ok(nobody())]);
    let source = Avaya::of(
        fake.clone(),
        &another_address(),
        &[(CustomerId, "universalIds".into()), (SocialId, "twitterHandles".into())],
    );
    let sought = customer(SocialId, "@ann").known_also([known(CustomerId, "LH-1"), known(TemporaryId, "t-1")]);
    now(source.history(&sought, page(0), 0)).expect("a page");
    assert_eq!(fake.asked()[0]["search"], json!({"twitterHandles": ["@ann"], "universalIds": ["LH-1"]}));
}

#[test]
fn where_the_platform_knows_nothing_of_what_is_known_it_is_not_asked() {
    let (source, fake) = source([]);
    let sought = customer(TemporaryId, "web-7f3c21");
    assert_eq!(now(source.history(&sought, page(0), 0)).expect("a page").rest(), Rest::Nothing);
    assert_eq!(now(source.person(&sought)), Ok(None));
    assert!(fake.asked().is_empty());
}

#[test]
fn pages_of_fifty_are_read_until_the_total_is_there() {
    let of = |total: Value, count: usize| {
        let engagements: Vec<Value> =
            (0..count).map(|at| json!({"id": format!("e{at}"), "startDate": "2026-05-01T10:00:00Z"})).collect();
        Ok(json!({"pagination": {"pageSize": 50, "total": total}, "identifiers": {}, "engagements": engagements}))
    };
    let (source, fake) =
        source([of(json!(75), 50), of(json!("75"), 25), of(Value::Null, 50), of(Value::Null, 49), of(json!(100), 0)]);
    let sought = customer(Phone, "+12025550143");
    let rests: Vec<Rest> =
        [0, 1, 0, 1, 1].map(|number| now(source.history(&sought, page(number), 0)).expect("a page").rest()).to_vec();
    assert_eq!(rests, [Rest::More, Rest::Nothing, Rest::More, Rest::Nothing, Rest::Nothing]);
    let numbers: Vec<Value> = fake.asked().iter().map(|asked| asked["page"].clone()).collect();
    assert_eq!(numbers, [1, 2, 1, 2, 2].map(Value::from));
}

#[test]
fn an_identifier_that_the_account_does_not_have_is_left_out_from_then_on() {
    for refused in [
        json!({"violations": [{"field": "identifiers.accountIds", "message": "is not configured", "code": 20001}]}),
        json!({"violations": [{"field": "identifiers[accountIds][0]", "message": "is not configured"}]}),
        json!({"violations": [{"field": "identifiers", "message": "Identifier 'accountIds' is not configured"}]}),
        json!({"detail": "The identifier accountIds does not exist."}),
    ] {
        let (source, fake) = source([
            problem(400, "Constraint Violation", "constraint-violation", refused.clone()),
            Ok(example()),
            Ok(example()),
        ]);
        let sought = customer(Phone, "+3536289848").known_also([known(CustomerId, "LH-204817")]);
        let events = now(source.history(&sought, page(0), 0)).expect("a page");
        assert!(events.count() > 10, "{refused}");
        now(source.history(&sought, page(0), 0)).expect("a page");
        let names: Vec<Vec<String>> = fake
            .asked()
            .iter()
            .map(|asked| asked["search"].as_object().expect("names").keys().cloned().collect())
            .collect();
        assert_eq!(
            names,
            [vec!["phoneNumbers", "accountIds"], vec!["phoneNumbers"], vec!["phoneNumbers"]],
            "{refused}"
        );
    }
}

#[test]
fn a_refusal_of_everything_stays_a_refusal() {
    let all = json!({"violations": [{"field": "identifiers.phoneNumbers", "message": "size must be between 0 and 5"}]});
    let other =
        json!({"violations": [{"field": "accountId", "message": "must match \"^[a-zA-Z]{6}$\"", "code": 20006}]});
    for body in [all, other] {
        let (source, fake) = source([problem(400, "Constraint Violation", "constraint-violation", body)]);
        assert_eq!(status(now(source.history(&customer(Phone, "+12025550143"), page(0), 0)).map(Iterator::count)), 400);
        assert_eq!(fake.asked().len(), 1);
    }
}

#[test]
fn nobody_is_known_only_where_the_platform_itself_says_so() {
    let sought = customer(Phone, "+12025550143");
    let (source_, _) = source([problem(404, "Resource Not Found", "resource-not-found", json!({}))]);
    assert_eq!(now(source_.history(&sought, page(0), 0)).expect("a page").rest(), Rest::Nothing);
    for answer in [
        refusal(404, Value::Null),
        refusal(404, json!({"message": "no Route matched with those values"})),
        problem(404, "Resource Not Found", "resource-not-found", json!({"detail": "Account ABCDEF does not exist"})),
    ] {
        let (source, _) = source([answer]);
        assert_eq!(status(now(source.history(&sought, page(0), 0)).map(Iterator::count)), 404);
    }
}

#[test]
fn every_refusal_is_told_as_it_is() {
    for (code, title, anchor) in [
        (401, "Unauthorized", "unauthorized"),
        (403, "Forbidden", "forbidden"),
        (429, "Too Many Requests", "too-many-requests"),
        (500, "Server Error", "server-error"),
    ] {
        let (source, _) = source([problem(code, title, anchor, json!({})), problem(code, title, anchor, json!({}))]);
        let sought = customer(Phone, "+12025550143");
        assert_eq!(status(now(source.history(&sought, page(0), 0)).map(Iterator::count)), code);
        assert_eq!(status(now(source.person(&sought))), code);
    }
}

#[test]
fn what_is_no_journey_is_said_to_be_none() {
    for answer in [json!([]), json!("<html>"), json!({"engagements": "none"}), json!({"ok": true})] {
        let (source, _) = source([Ok(answer.clone())]);
        let found = now(source.history(&customer(Phone, "+12025550143"), page(0), 0)).map(Iterator::count);
        assert!(matches!(found, Err(SourceError::Http(HttpError::NotTheContract(_)))), "{answer}: {found:?}");
    }
}

#[test]
fn a_person_is_all_identifiers_of_the_journey_with_their_strengths() {
    let kinds = json!([{"identifierId": "1", "name": "phoneNumbers", "displayName": "Phones", "identifierStrength": "WEAK"},
        {"name": "emailAddresses", "identifierStrength": "STRONG"}, {"name": "universalIds", "identifierStrength": "VERY_STRONG"}, null, {"name": "x"}]);
    let (source, fake) = source([Ok(example()), Ok(kinds), Ok(example())]);
    let person = now(source.person(&customer(Phone, "+3536289848"))).expect("an answer").expect("a person");
    assert_eq!(person.name(), None);
    let identities: Vec<_> =
        person.identities.iter().map(|known| (known.kind, known.identity.as_str(), known.strength)).collect();
    let (phone, email) = ((Some(Phone), Some(Strength::Weak)), (Some(Email), Some(Strength::Strong)));
    assert_eq!(
        identities,
        [
            (phone.0, "019 718 0171", phone.1),
            (phone.0, "188-115-7717", phone.1),
            (phone.0, "+353 628 9848", phone.1),
            (email.0, "melinda14@example.org", email.1),
            (email.0, "cmartin@example.org", email.1),
            (None, "7fdf89aa-70e6-4de9-8d7a-e1bbc4edcbaf", Some(Strength::VeryStrong)),
        ]
    );
    now(source.person(&customer(Phone, "+3536289848"))).expect("an answer");
    assert_eq!(fake.asked().iter().filter(|asked| **asked == json!("kinds")).count(), 1, "it is asked once");
}

#[test]
fn who_may_not_see_the_strengths_sees_the_identities() {
    let (source, fake) = source([Ok(example()), problem(403, "Forbidden", "forbidden", json!({})), Ok(example())]);
    for _ in 0..2 {
        let person = now(source.person(&customer(Email, "CMARTIN@example.org"))).expect("an answer").expect("a person");
        assert!(person.identities.len() == 6 && person.identities.iter().all(|known| known.strength.is_none()));
    }
    assert_eq!(fake.asked().len(), 3, "who was refused is not asked again");
}

#[test]
fn what_is_known_of_an_account_is_known_to_every_widget_of_the_page() {
    let address = another_address();
    let ask = |address: &str, answers: Vec<_>| {
        let fake = Fake::answering(answers);
        let source = Avaya::of(fake.clone(), address, &[]);
        now(source.person(&customer(Email, "cmartin@example.org"))).expect("an answer").expect("a person");
        fake.asked().len()
    };
    assert_eq!(ask(&address, vec![Ok(example()), problem(403, "Forbidden", "forbidden", json!({}))]), 2);
    assert_eq!(ask(&address, vec![Ok(example())]), 1, "it is not refused once more");
    let other = another_address();
    assert_eq!(ask(&other, vec![Ok(example()), Ok(json!([]))]), 2, "another account is another matter");
}

#[test]
fn nobody_is_taken_who_has_nothing_of_what_was_asked_for() {
    let (source, _) = source([Ok(example())]);
    assert_eq!(now(source.person(&customer(Phone, "+12025550143"))), Ok(None));
}

#[test]
fn a_person_goes_by_the_identity_that_is_shown_whatever_else_is_known() {
    let (source, _) = source([Ok(example()), Ok(json!([])), Ok(example())]);
    let both = customer(Email, "cmartin@example.org").known_also([known(Phone, "+3536289848")]);
    let shown = now(source.person(&both)).expect("an answer").expect("a person");
    assert_eq!(shown.id.expect("an id").as_str(), "emailAddresses=cmartin@example.org");
    let other = customer(TemporaryId, "web-7").known_also([known(Phone, "+3536289848")]);
    let other = now(source.person(&other)).expect("an answer").expect("a person");
    assert_eq!(other.id.expect("an id").as_str(), "phoneNumbers=+353 628 9848");
}

#[test]
fn an_answer_that_only_repeats_what_was_asked_is_nobody() {
    let repeated = json!({"pagination": {"total": 0}, "identifiers": {"phoneNumbers": ["+12025550143", "2025550143"]}, "engagements": []});
    let mut more = repeated.clone();
    more["identifiers"]["emailAddresses"] = json!(["ann@example.com"]);
    let (source, _) = source([Ok(repeated), Ok(more), Ok(json!([]))]);
    let sought = customer(Phone, "+12025550143");
    assert_eq!(now(source.person(&sought)), Ok(None));
    let person = now(source.person(&sought)).expect("an answer").expect("known by an address, though nothing happened");
    assert_eq!(person.identities.len(), 3);
}

fn person() -> (Avaya<Fake>, Fake, Person) {
    let (source, fake) = source([Ok(example()), Ok(json!([]))]);
    let person = now(source.person(&customer(Phone, "+3536289848"))).expect("an answer").expect("a person");
    fake.asked();
    (source, fake, person)
}

#[test]
fn an_identity_is_added_to_the_newest_engagement() {
    let (source, fake, person) = person();
    fake.answers.borrow_mut().extend([Ok(example()), Ok(Value::Null)]);
    let change = Change::Add(known(Email, "new@example.com"));
    assert_eq!(now(source.change(person.id.as_ref().expect("an id"), &change)), Ok(None));
    let asked = fake.asked();
    assert_eq!(asked[0]["search"], json!({"phoneNumbers": ["+353 628 9848"]}), "whose journey it is");
    assert_eq!(
        asked[1],
        json!({"append": {"emailAddresses": ["new@example.com"]}, "to": "8e557fd6-580a-43b3-8cf9-db8169f4af5a"})
    );
}

#[test]
fn an_identity_is_taken_away_in_the_spelling_in_which_the_journey_has_it() {
    let (source, fake, person) = person();
    let rest = json!({"identifiers": {"phoneNumbers": ["+353 628 9848"]}});
    fake.answers.borrow_mut().extend([Ok(example()), Ok(rest)]);
    let change = Change::Remove(known(Email, "MELINDA14@example.org"));
    let after = now(source.change(person.id.as_ref().expect("an id"), &change)).expect("done").expect("the rest");
    assert_eq!((after.id.as_ref(), after.identities.len()), (person.id.as_ref(), 1));
    let asked = fake.asked();
    assert_eq!(asked[1]["unlink"], json!({"emailAddresses": "melinda14@example.org"}));
    assert_eq!(asked[1]["of"], example()["identifiers"]);
}

#[test]
fn what_the_platform_cannot_do_is_neither_offered_nor_tried() {
    let (source, fake, person) = person();
    let can = source.capabilities();
    assert_eq!(can, Capabilities { add_identity: true, remove_identity: true, ..Capabilities::default() });
    let id = person.id.expect("an id");
    let names = Change::Names { was: Names::default(), is: Names { first: Some("Ann".into()), last: None } };
    assert_eq!(now(source.change(&id, &names)), Err(SourceError::Cannot));
    assert_eq!(now(source.change(&id, &Change::Add(known(SocialId, "@ann")))), Err(SourceError::Cannot));
    assert_eq!(now(source.merge(&id, &id)), Err(SourceError::Cannot));
    assert!(matches!(now(source.live_events(&customer(Phone, "+1"), false)).err(), Some(SourceError::NoStream)));
    assert_eq!(now(source.profile(&customer(Phone, "+1"))), Ok(None));
    assert!(fake.asked().is_empty());
}

#[test]
fn who_may_change_no_identity_is_offered_none_after_the_first_refusal() {
    let (source, fake, person) = person();
    fake.answers.borrow_mut().extend([Ok(example()), problem(403, "Forbidden", "forbidden", json!({}))]);
    let change = Change::Add(known(Email, "new@example.com"));
    assert_eq!(status(now(source.change(person.id.as_ref().expect("an id"), &change))), 403);
    assert_eq!(source.capabilities(), Capabilities::default());
}

fn engagement() -> TaskId {
    TaskId::new("8e557fd6").expect("an id")
}

#[test]
fn a_note_is_written_once_and_edited_then() {
    let note = |text: &str| json!({"id": "n1", "note": text, "createdBy": {"name": "Ann"}, "createdAt": "2026-05-01T10:00:00Z"});
    let (source, fake) = source([
        Ok(note("Wants a call back")),
        refusal(422, json!({"title": "Constraint Violation", "violations": [{"field": "note", "message": "exists"}]})),
        Ok(
            json!({"agentNotes": [{"id": "n1", "text": "Wants a call back", "updatedBy": {"name": "Bo"}, "updatedAt": "2026-05-01T10:05:00Z"}]}),
        ),
        Ok(note("Was called back")),
    ]);
    let written = now(source.write_note(&engagement(), "Wants a call back")).expect("written");
    let Written::Note(first) = written else { panic!("{written:?}") };
    assert_eq!((first.id.as_str(), first.text.as_str(), first.by.as_deref()), ("n1", "Wants a call back", Some("Ann")));
    let second = now(source.write_note(&engagement(), "Something else")).expect("an answer");
    let Written::Another(there) = second else { panic!("{second:?}") };
    assert_eq!((there.text.as_str(), there.by.as_deref()), ("Wants a call back", Some("Bo")));
    let edited = now(source.edit_note(&engagement(), &there.id, "Was called back")).expect("edited");
    assert_eq!(edited.text, "Was called back");
    let asked = fake.asked();
    assert_eq!(asked[0], json!({"write": "Wants a call back", "on": "8e557fd6"}));
    assert_eq!(
        (&asked[2], &asked[3]),
        (&json!({"notes": "8e557fd6"}), &json!({"edit": "Was called back", "id": "n1", "on": "8e557fd6"}))
    );
    assert!(source.may_write_notes());
}

#[test]
fn who_may_write_no_notes_is_offered_none_after_the_first_refusal() {
    let (source, _) = source([problem(403, "Forbidden", "forbidden", json!({}))]);
    assert!(source.may_write_notes());
    assert_eq!(status(now(source.write_note(&engagement(), "x"))), 403);
    assert!(!source.may_write_notes());
}

#[test]
fn notes_of_an_engagement_are_read_whatever_their_text_is_called() {
    let notes = json!({"agentNotes": [{"id": "a", "note": "One"}, {"id": "b", "text": "Two"}, null, {"id": "c"}]});
    let (source, _) = source([Ok(notes), Ok(json!({"agentNotes": []})), Ok(json!({"x": 1}))]);
    let texts: Vec<String> =
        now(source.notes(&engagement())).expect("notes").into_iter().map(|note| note.text).collect();
    assert_eq!(texts, ["One", "Two"]);
    assert_eq!(now(source.notes(&engagement())), Ok(Vec::new()));
    assert!(now(source.notes(&engagement())).is_err());
}
