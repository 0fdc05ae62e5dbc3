//! What is asked, what becomes of each answer, and what stands in a journey then.

use std::cell::RefCell;
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use basics::IdentityType;
use journey::{
    Arrival, Channel, Contact, ContactState, Direction, Fields, Identity, Journey, KnownIdentity, Platform, Reported,
    Sought, TaskId, Zone, parse_time,
};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;
use serde_json::{Map, Value, json};

use super::Lcm;
use super::door::arrivals;
use super::source::Ask;
use crate::http::{HttpError, Page, Rest};
use crate::settings::LcmPlace;
use crate::sources::{Capabilities, JourneySource, SourceError};

/// A desktop that always gives this answer, and knows what was asked.
struct Fake {
    answer: Result<Value, SourceError>,
    asked: Rc<RefCell<Vec<Value>>>,
}

impl Ask for Fake {
    async fn ask(&self, question: &Value) -> Result<Value, SourceError> {
        self.asked.borrow_mut().push(question.clone());
        self.answer.clone()
    }

    fn call(&self) -> String {
        "12345".to_owned()
    }
}

fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits for nothing"),
    }
}

fn place() -> LcmPlace {
    LcmPlace { channel: "-1".into(), months: "12".into(), campaign: None, account_number: None }
}

fn source(place: &LcmPlace, answer: Result<Value, SourceError>) -> (Lcm<Fake>, Rc<RefCell<Vec<Value>>>) {
    let asked = Rc::default();
    (Lcm::new(Fake { answer, asked: Rc::clone(&asked) }, place, Zone(|_| 120)), asked)
}

fn customer(kind: Option<IdentityType>, text: &str) -> Sought {
    Sought::of_kind(Identity::new(text).expect("an identity"), kind)
}

fn caller() -> Sought {
    customer(Some(IdentityType::Phone), "+6591462346")
}

/// The sample of the platform's document.
fn sample() -> Value {
    json!({"ContactID": "2", "CampaignName": "SamplePreviewCampaign-ACQ", "ModeID": 3, "Mode": "Mobile", "OutcomeId": 0,
        "Outcome": "Success", "AgentName": "AECAgent", "AgentComment": "Call back in June", "CallCompletedTime": "5/12/2020 9:22:23 AM",
        "CallCompletedDate": "12", "CallCompletedMonth": "May", "CallCompletedYear": "2020", "ChannelType": 2, "TargetValue": "0",
        "ContactValue": "6591462346", "CallCompletedTimeFormat": "09:22 AM", "PreviousLeadScore": "10", "CurrentLeadScore": "25",
        "CallType": "Outbound"})
}

fn answer(interactions: &[Value]) -> Value {
    json!({"channel": "LCM", "topic": "WebService", "subtopic": "CustomerJourney",
        "message": {"callid": "12345", "response": interactions}})
}

/// What was asked for one customer.
fn data(place: &LcmPlace, sought: &Sought) -> Option<Value> {
    let (source, asked) = source(place, Ok(answer(&[])));
    now(source.history(sought, Page { number: 0, size: 50 }, 0)).expect("an answer");
    asked.take().pop().map(|question| question["data"].clone())
}

fn journey_of(interactions: &[Value]) -> Journey {
    let mut journey = Journey::default();
    journey.add(arrivals(interactions, Zone(|_| 120)));
    journey
}

fn only(journey: &Journey) -> &Contact {
    assert_eq!(journey.len(), 1);
    journey.contacts().next().expect("a contact")
}

fn fields(contact: &Contact) -> Vec<(String, String)> {
    let rows = Fields::of_events(&contact.events, 100).rows;
    rows.into_iter().map(|row| (row.path.join(" › "), row.values.join(" | "))).collect()
}

#[test]
fn the_message_is_the_documents_and_asks_for_the_number_without_its_plus() {
    let (source, asked) = source(&place(), Ok(answer(&[])));
    now(source.history(&caller(), Page { number: 0, size: 50 }, 0)).expect("an answer");
    let expected = json!({"channel": "LCM", "topic": "WebService", "subtopic": "GetCustomerJourney",
        "source": "customer-journey-widget", "data": {"callid": "12345", "AccountNumber": "", "ContactNumber": "6591462346",
        "ChannelID": "-1", "MonthType": "12"}});
    assert_eq!(asked.take(), [expected]);
}

#[test]
fn an_account_number_goes_before_the_contacts_number() {
    let configured = LcmPlace {
        channel: "2".into(),
        months: "3".into(),
        campaign: Some("tmasi".into()),
        account_number: Some("9|3|1711|0|0|84|-1".into()),
    };
    let expected = json!({"callid": "12345", "AccountNumber": "9|3|1711|0|0|84|-1", "CampaignName": "tmasi",
        "ChannelID": "2", "MonthType": "3"});
    assert_eq!(data(&configured, &caller()), Some(expected));
    let key = Identity::new("2|3|3|0|0|44|1").expect("an identity");
    let known = KnownIdentity::of(Some(IdentityType::CustomerId), key);
    let asked = data(&place(), &caller().known_also([known])).expect("a question");
    assert_eq!((&asked["AccountNumber"], asked.get("ContactNumber")), (&json!("2|3|3|0|0|44|1"), None));
}

#[test]
fn whoever_is_known_by_nothing_that_the_platform_knows_is_not_asked_for() {
    for sought in [
        customer(Some(IdentityType::Email), "ann@example.com"),
        customer(Some(IdentityType::CustomerId), "CUST-4711"),
        customer(None, "2024-000123"),
        customer(None, "a|b"),
    ] {
        assert_eq!(data(&place(), &sought), None, "{sought:?}");
    }
    let asked = data(&place(), &customer(None, "+65 9146 2346")).expect("a question");
    assert_eq!(asked["ContactNumber"], "6591462346");
}

#[test]
fn the_whole_history_is_one_page_and_errors_are_told_with_their_message() {
    let (source, asked) = source(&place(), Ok(answer(&[sample(), sample()])));
    let page = |number| now(source.history(&caller(), Page { number, size: 50 }, 0)).expect("a page");
    assert_eq!((page(0).len(), page(0).rest(), page(1).len(), page(1).rest()), (2, Rest::Nothing, 0, Rest::Nothing));
    assert_eq!(asked.take().len(), 2, "there is no second page to ask for");
    assert_eq!(source.capabilities(), Capabilities::default());
    assert_eq!((now(source.person(&caller())), now(source.profile(&caller()))), (Ok(None), Ok(None)));
    assert_eq!(now(source.live_events(&caller(), false)).err(), Some(SourceError::NoStream));

    let error = json!({"message": {"errorType": "WS_Error", "errorMessage": "Invalid Call ID."}});
    let late = SourceError::Http(HttpError::TimedOut(10));
    for (answer, expected) in [
        (Ok(error), SourceError::Answered(vec!["Invalid Call ID.".into(), "WS_Error".into()])),
        (Err(late.clone()), late),
    ] {
        let source = self::source(&place(), answer).0;
        assert_eq!(now(source.history(&caller(), Page { number: 0, size: 50 }, 0)).err(), Some(expected));
    }
}

#[test]
fn an_interaction_is_a_contact_that_ended_when_it_was_completed() {
    let journey = journey_of(&[sample()]);
    let contact = only(&journey);
    let completed = parse_time("2020-05-12T07:22:00Z");
    assert_eq!((contact.start, contact.last, contact.platform), (completed, completed, Platform::Lcm));
    assert_eq!(contact.state(parse_time("2026-05-12T07:22:00Z").expect("a time")), ContactState::Ended);
    assert_eq!((contact.channel.clone(), contact.direction), (Some(Channel::Voice), Some(Direction::Outbound)));
    assert_eq!((contact.destination.as_deref(), contact.outcome.as_deref()), (Some("6591462346"), Some("Success")));
    assert!(!contact.has_wrap_up(), "it lacks no wrap-up code, as there are none");
    assert_eq!(contact.agents, ["AECAgent".into()]);
    assert!(contact.problems.is_empty(), "{:?}", contact.problems);
    let fields = fields(contact);
    for (name, value) in [
        ("Campaign name", "SamplePreviewCampaign-ACQ"),
        ("Mode", "Mobile"),
        ("Outcome", "Success"),
        ("Comment", "Call back in June"),
        ("Lead score before", "10"),
        ("Lead score after", "25"),
        ("Target value", "0"),
    ] {
        assert!(fields.contains(&(name.to_owned(), value.to_owned())), "{name}: {value} is not in {fields:?}");
    }
}

#[test]
fn keys_numbers_and_times_are_read_in_every_spelling() {
    let expected = journey_of(&[sample()]);
    let spell = |change: fn(&mut Map<String, Value>)| {
        let mut one = sample();
        change(one.as_object_mut().expect("fields"));
        one
    };
    let rename = |from: &str, to: &str| {
        let mut one = sample();
        let fields = one.as_object_mut().expect("fields");
        let value = fields.remove(from).expect("a field");
        fields.insert(to.to_owned(), value);
        one
    };
    for other in [
        spell(|one| _ = one.insert("ContactID".into(), json!(2))),
        spell(|one| _ = one.insert("ModeID".into(), json!("3"))),
        spell(|one| _ = one.insert("ChannelType".into(), json!("2"))),
        spell(|one| _ = one.insert("CallCompletedDate".into(), json!(12))),
        spell(|one| _ = one.insert("CallCompletedYear".into(), json!(2020))),
        spell(|one| _ = one.insert("CurrentLeadScore".into(), json!(25))),
        rename("OutcomeId", "OutcomeID"),
        rename("ContactID", "ContactId"),
        rename("AgentName", "agentName"),
    ] {
        assert_eq!(journey_of(std::slice::from_ref(&other)), expected, "{other}");
    }
    let without_parts = spell(|one| _ = one.remove("CallCompletedMonth"));
    assert_eq!(only(&journey_of(&[without_parts])).start, parse_time("2020-05-12T07:22:23Z"), "of the one text");
}

#[test]
fn what_is_missing_or_odd_hides_nothing() {
    let odd = |change: Value| {
        let mut one = sample();
        one.as_object_mut().expect("fields").extend(change.as_object().cloned().expect("fields"));
        one
    };
    let inbound = odd(json!({"CallType": "Inbound", "ChannelType": 1}));
    let journey = journey_of(&[inbound]);
    assert_eq!(
        (only(&journey).origin.as_deref(), only(&journey).channel.clone()),
        (Some("6591462346"), Some(Channel::Sms))
    );
    let unknown = journey_of(&[odd(json!({"ChannelType": 7, "Survey": "happy"}))]);
    assert_eq!(only(&unknown).channel, None, "a number that nobody has explained");
    assert!(fields(only(&unknown)).contains(&("Survey".to_owned(), "happy".to_owned())));
    let undated = journey_of(&[odd(json!({"CallCompletedTime": "soon", "CallCompletedYear": ""}))]);
    assert_eq!((only(&undated).start, only(&undated).problems.len()), (None, 1));
    let several = journey_of(&[json!(7), json!({}), json!("x"), sample()]);
    assert_eq!((several.len(), several.unreadable()), (4, 3));
}

#[test]
fn the_newest_comes_first_and_two_attempts_of_one_record_are_two_contacts() {
    let at = |time: &str| {
        let mut one = sample();
        one.as_object_mut().expect("fields").retain(|key, _| !key.starts_with("CallCompleted"));
        one["CallCompletedTime"] = json!(time);
        one
    };
    let all = [at("5/12/2020 9:22:23 AM"), at("5/14/2020 9:22:23 AM"), at("5/12/2020 9:22:40 AM"), at("soon")];
    let times: Vec<_> = arrivals(&all, Zone::UTC).iter().map(Arrival::time).collect();
    let time = |text| parse_time(text);
    let expected = [time("2020-05-14T09:22:23Z"), time("2020-05-12T09:22:40Z"), time("2020-05-12T09:22:23Z"), None];
    assert_eq!(times, expected);
    assert_eq!(journey_of(&all).len(), 4);
}

#[test]
fn the_call_that_the_contact_center_tells_of_is_the_same_contact() {
    let mut journey = journey_of(&[sample()]);
    let event = |word: &str, time: &str, data: Value| Reported {
        id: "w".into(),
        word: word.into(),
        kind: journey::EventKind::from_word(word, &Map::new()),
        time: parse_time(time),
        origin: journey::Origin::Platform,
        task: TaskId::new("w"),
        data: data.as_object().cloned().expect("fields"),
        ..Reported::default()
    };
    let call = json!({"channelType": "telephony", "direction": "OUTBOUND", "destination": "+6591462346"});
    journey
        .add([event("task:new", "2020-05-12T07:15:00Z", call), event("task:ended", "2020-05-12T07:22:20Z", json!({}))]);
    let contact = only(&journey);
    assert_eq!(contact.platforms(), [Platform::Webex, Platform::Lcm]);
    assert_eq!(contact.outcome.as_deref(), Some("Success"));
}

/// Few records and moments, so that they often coincide; in any of the spellings.
fn interaction() -> impl Strategy<Value = Value> {
    let times = vec!["5/12/2020 9:22:23 AM", "5/12/2020 9:22:40 AM", "25/12/2020 21:00:00", "soon", ""];
    (0..3_u8, select(times), select(vec!["Success", "Busy"]), any::<bool>(), any::<bool>()).prop_map(
        |(contact, time, outcome, as_text, has_parts)| {
            let mut one = sample();
            one["ContactID"] = if as_text { json!(contact.to_string()) } else { json!(contact) };
            one["Outcome"] = json!(outcome);
            one["CallCompletedTime"] = json!(time);
            if !has_parts {
                one["CallCompletedMonth"] = json!("");
            }
            one
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 150,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(2026),
        ..ProptestConfig::default()
    })]

    #[test]
    fn answers_in_any_order_doubled_and_cut_anywhere_make_the_same_journey(
        interactions in prop::collection::vec(interaction(), 1..15),
        doubled in prop::collection::vec(any::<Index>(), 0..10),
        places in prop::collection::vec(any::<u32>(), 25),
        size in 1..6_usize,
    ) {
        let expected = journey_of(&interactions);
        let mut all = interactions.clone();
        all.extend(doubled.iter().map(|which| which.get(&interactions).clone()));
        let mut shuffled: Vec<_> = places.iter().zip(all).collect();
        shuffled.sort_by_key(|(place, _)| **place);
        let shuffled: Vec<Value> = shuffled.into_iter().map(|(_, interaction)| interaction).collect();
        let mut journey = Journey::default();
        for answer in shuffled.chunks(size) {
            journey.add(arrivals(answer, Zone(|_| 120)));
        }
        prop_assert_eq!(journey, expected);
    }
}
