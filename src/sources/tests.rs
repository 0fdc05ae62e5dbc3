//! A second platform beside the first: its records have another shape, one of them is a whole contact, and nothing but its
//! own door knows that. What it says stands in one journey with what the first one says, whatever comes when.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use journey::{
    Arrival, Change, Channel, EntryKind, EventKind, Filter, Identity, IdentityType, Journey, Names, Origin, Person,
    PersonId, Profile, ProfileAttribute, Reported, Sought, TaskId, Timeline, parse_time,
};
use journey_events::samples::again;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;
use serde_json::{Map, Value, json};

use super::cjds::arrival;
use super::{Capabilities, Events, Happened, JourneySource, Live, SourceError};
use crate::http::{MessageStream, Next, Page};

const NOW: &str = "2026-05-02T00:00:00Z";

/// A platform whose journeys are engagements: one record for each, with its queues and agents in lists.
#[derive(Default)]
struct Engagements {
    /// Newest first.
    records: RefCell<Vec<Value>>,
    happening: Rc<RefCell<VecDeque<Value>>>,
    person: RefCell<Option<Person>>,
}

struct Pushed(Rc<RefCell<VecDeque<Value>>>);

impl MessageStream for Pushed {
    fn poll_next(&mut self, _: &mut Context<'_>) -> Poll<Next<Value>> {
        Poll::Ready(self.0.borrow_mut().pop_front().map_or(Next::Over, Next::This))
    }

    fn retry(&self) -> Option<u32> {
        None
    }

    fn opening(&self) -> u32 {
        1
    }
}

impl JourneySource for Engagements {
    fn capabilities(&self) -> Capabilities {
        Capabilities { names: true, ..Capabilities::default() }
    }

    async fn person(&self, sought: &Sought) -> Result<Option<Person>, SourceError> {
        Ok(sought.whose(self.person.borrow().clone()))
    }

    async fn history(&self, _: &Sought, page: Page, _: u32) -> Result<Events, SourceError> {
        let records: Vec<Value> =
            self.records.borrow().iter().skip(page.number * page.size).take(page.size).cloned().collect();
        let letters = records.iter().map(|record| record.to_string().chars().count()).sum();
        let arrivals: Vec<Arrival> = records.iter().flat_map(arrivals).collect();
        Ok(Events::new(arrivals.into_iter(), letters))
    }

    async fn profile(&self, _: &Sought) -> Result<Option<Profile>, SourceError> {
        let count = self.records.borrow().len();
        let tile = ProfileAttribute::new("Engagements", &[count.to_string()], true);
        Ok((count > 0).then(|| Profile { attributes: vec![tile] }))
    }

    async fn live_events(&self, _: &Sought, _: bool) -> Result<Live<Happened>, SourceError> {
        Ok(Live::new(Pushed(self.happening.clone()), |record| {
            arrivals(&record).into_iter().map(Happened::This).collect()
        }))
    }

    async fn live_profile(&self, _: &Sought, _: bool) -> Result<Live<Profile>, SourceError> {
        Err(SourceError::NoStream)
    }

    async fn change(&self, id: &PersonId, change: &Change) -> Result<Option<Person>, SourceError> {
        let mut person = self.person.borrow_mut();
        *person = person.take().map(|known| if known.id.as_ref() == Some(id) { change.on(&known) } else { known });
        Ok(person.clone())
    }

    async fn merge(&self, _: &PersonId, _: &PersonId) -> Result<(), SourceError> {
        Err(SourceError::Cannot)
    }
}

/// The platform's door: what happened in an engagement, one after the other.
fn arrivals(record: &Value) -> Vec<Arrival> {
    let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let id = text(record, "engagementId");
    let event = |kind, word: &str, time: &Value, more: Value| {
        let mut data = Map::new();
        data.insert("channelType".to_owned(), json!(text(record, "channel")));
        data.extend(more.as_object().cloned().unwrap_or_default());
        Arrival::from(Reported {
            id: format!("{id} {word}"),
            word: word.to_owned(),
            kind,
            time: time.as_str().and_then(parse_time),
            source: "Engagements".to_owned(),
            origin: Origin::Platform,
            task: TaskId::new(&format!("engagement {id}")),
            identity: text(record, "from"),
            identity_type: Some(IdentityType::Phone),
            data,
            ..Reported::default()
        })
    };
    let mut all = vec![event(EventKind::New, "CREATED", &record["createdAt"], json!({"origin": text(record, "from")}))];
    for queue in record["queues"].as_array().into_iter().flatten() {
        all.push(event(EventKind::Parked, "QUEUED", &queue["queuedAt"], json!({"queueName": text(queue, "name")})));
    }
    for agent in record["agents"].as_array().into_iter().flatten() {
        let name = json!({"agentName": text(agent, "displayName")});
        all.push(event(EventKind::Connected, "JOINED", &agent["joinedAt"], name));
    }
    if !record["endedAt"].is_null() {
        all.push(event(EventKind::Ended, "ENDED", &record["endedAt"], json!({"reason": text(record, "status")})));
    }
    all
}

fn engagement(id: &str, minute: u32) -> Value {
    let at = |second: u32| format!("2026-05-01T10:{minute:02}:{second:02}Z");
    json!({"engagementId": id, "channel": "VOICE", "from": "+12025550143", "status": "COMPLETED", "createdAt": at(0),
        "queues": [{"name": "Sales", "queuedAt": at(10)}], "agents": [{"displayName": "Bo", "joinedAt": at(20)}], "endedAt": at(50)})
}

/// An event of the first platform.
fn cloud_event(id: &str, kind: &str, source: &str, time: &str) -> Value {
    json!({"id": id, "specversion": "1.0", "type": kind, "source": source, "time": time, "identity": "+12025550143",
        "identitytype": "phone", "data": {"taskId": id, "channelType": "chat", "agentName": "Ann"}})
}

fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits for nothing"),
    }
}

fn customer() -> Sought {
    Sought::of(Identity::new("+12025550143").expect("an identity"))
}

/// All pages of a source, as it answers them.
fn pages(source: &impl JourneySource, size: usize) -> Vec<Vec<Arrival>> {
    let page = |number| now(source.history(&customer(), Page { number, size }, 0)).expect("a page").collect::<Vec<_>>();
    (0..).map(page).take_while(|page| !page.is_empty()).collect()
}

/// All that its stream delivers.
fn happened(source: &impl JourneySource) -> Vec<Arrival> {
    let mut stream = now(source.live_events(&customer(), false)).expect("a stream");
    let next = || match now(stream.next()) {
        Next::This(Happened::This(arrival)) => Some(arrival),
        Next::This(Happened::Something) | Next::Outdated | Next::Over => None,
    };
    std::iter::from_fn(next).collect()
}

/// The rows from the newest on, each by its name and whose it is.
fn rows(journey: &Journey) -> Vec<String> {
    let timeline = Timeline::of(journey, &Filter::default(), parse_time(NOW).expect("a time"), 1_000);
    let rows = (0..timeline.shown()).filter_map(|place| timeline.row(place)).flat_map(journey::Row::entries);
    rows.map(|row| match &row.kind {
        EntryKind::Contact(contact) => {
            let agents: Vec<&str> = contact.agents.iter().map(AsRef::as_ref).collect();
            format!("{} {}", contact.task, agents.join(","))
        }
        EntryKind::Custom(custom) => custom.event.key.kind.clone(),
        EntryKind::Unreadable(_) => "unreadable".to_owned(),
    })
    .collect()
}

#[test]
fn the_contacts_of_a_second_platform_stand_among_those_of_the_first() {
    let source = Engagements::default();
    source.records.replace(vec![engagement("e3", 50), engagement("e2", 30), engagement("e1", 10)]);
    let mut journey = Journey::default();
    for page in pages(&source, 2) {
        journey.add(page);
    }
    journey.add(
        [
            cloud_event("c", "task:new", "wxcc", "2026-05-01T10:20:00Z"),
            cloud_event("c", "task:ended", "wxcc", "2026-05-01T10:29:00Z"),
            cloud_event("o", "Order", "shop", "2026-05-01T10:40:00Z"),
        ]
        .iter()
        .map(arrival),
    );
    assert_eq!(rows(&journey), ["engagement e3 Bo", "Order", "engagement e2 Bo", "c Ann", "engagement e1 Bo"]);
    let newest = journey.contacts().next().expect("a contact");
    assert_eq!((newest.channel.clone(), newest.origin.as_deref()), (Some(Channel::Voice), Some("+12025550143")));
    assert_eq!((newest.queues.as_slice(), newest.reason.as_deref()), (&["Sales".into()][..], Some("COMPLETED")));
    assert!(newest.is_over);

    source.happening.borrow_mut().push_back(engagement("e4", 55));
    source.happening.borrow_mut().push_back(engagement("e1", 10));
    let added = journey.add(happened(&source));
    assert_eq!((added.new, added.known, added.rows), (4, 4, 1), "one is new, and one is known");
    assert_eq!(rows(&journey).first().map(String::as_str), Some("engagement e4 Bo"));
}

#[test]
fn a_person_a_profile_and_a_change_of_a_second_platform_are_the_domains() {
    let source = Engagements::default();
    let known = Person::called("77", Some("Jose"), None).known_by([(Some(IdentityType::Phone), "+1 (202) 555-0143")]);
    source.person.replace(Some(known.clone()));
    source.records.replace(vec![engagement("e1", 10)]);
    let sought = customer();
    let person = now(source.person(&sought)).expect("an answer").expect("a person");
    assert_eq!((person.name().as_deref(), &person), (Some("Jose"), &known));
    let other = Sought::of(Identity::new("+12025550199").expect("an identity"));
    assert_eq!(now(source.person(&other)), Ok(None));
    let is = Names { first: Some("José".into()), last: None };
    let change = Change::Names { was: Names::of(&known), is };
    let changed = now(source.change(known.id.as_ref().expect("an id"), &change)).expect("an answer");
    assert!(changed.is_some_and(|person| change.is_done(&person)));
    let profile = now(source.profile(&customer())).expect("an answer").expect("a profile");
    assert_eq!(profile.attributes.first().map(|tile| (tile.values.join(""), tile.is_number)), Some(("1".into(), true)));
}

/// Few ids and moments, so that they often coincide.
fn engagements() -> impl Strategy<Value = Vec<Value>> {
    let of = (0..6_u32, select(vec![0, 10, 20]), any::<bool>()).prop_map(|(number, minute, is_over)| {
        let mut record = engagement(&format!("e{number}"), minute);
        if !is_over {
            record["endedAt"] = Value::Null;
        }
        record
    });
    prop::collection::vec(of, 1..8)
}

fn cloud_events() -> impl Strategy<Value = Vec<Value>> {
    let kinds = vec!["task:new", "task:connected", "task:transferred", "task:ended", "email:reply-sent", "Order"];
    let times = vec!["10:00:00Z", "10:00:00.5Z", "10:00:10Z", "10:10:20Z", "10:20:50.123456Z"];
    let of = (select(kinds), select(vec!["wxcc", "shop", "", "email", "wxcc_flow"]), select(times), 0..3_u8).prop_map(
        |(kind, source, time, task)| {
            cloud_event(&format!("{task}{source}"), kind, source, &format!("2026-05-01T{time}"))
        },
    );
    prop::collection::vec(of, 1..20)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 150,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(2026),
        ..ProptestConfig::default()
    })]

    #[test]
    fn two_platforms_make_the_same_journey_in_any_order_doubled_and_cut_anywhere(
        records in engagements(),
        events in cloud_events(),
        (size, other_size) in (1..5_usize, 1..7_usize),
        pushed in prop::collection::vec(any::<Index>(), 0..6),
        doubled in prop::collection::vec((any::<Index>(), 0..3_u8), 0..10),
        places in prop::collection::vec(any::<u32>(), 60),
    ) {
        let mut expected = Journey::default();
        expected.add(records.iter().flat_map(arrivals));
        expected.add(events.iter().map(arrival));

        let source = Engagements::default();
        source.happening.borrow_mut().extend(pushed.iter().map(|which| which.get(&records).clone()));
        source.records.replace(records);
        let mut parts = pages(&source, size);
        parts.extend(happened(&source).into_iter().map(|arrival| vec![arrival]));
        parts.extend(events.chunks(other_size).map(|page| page.iter().map(arrival).collect()));
        parts.extend(doubled.iter().map(|(which, envelope)| vec![arrival(&again(which.get(&events), *envelope))]));
        let mut shuffled: Vec<_> = places.iter().cycle().zip(parts).collect();
        shuffled.sort_by_key(|(place, _)| **place);

        let mut journey = Journey::default();
        for (_, part) in shuffled {
            journey.add(part);
        }
        prop_assert_eq!(rows(&journey), rows(&expected));
        prop_assert_eq!(journey, expected);
    }
}
