use super::*;
use crate::samples::{at, journey, wire};
use crate::{ContactState, Counters, Entry, Filter, Journey, Zone};
use serde_json::{Value, json};

/// What a platform tells of a call: the times of its beginning and its end, of this day.
fn told(platform: &str, id: &str, from: &str, until: Option<&str>, more: Value) -> Vec<Value> {
    let mut begin = json!({"channelType": "voice", "direction": "INBOUND", "origin": "+12025550143"});
    begin.as_object_mut().expect("fields").extend(more.as_object().cloned().unwrap_or_default());
    let event = |kind: &str, time: &str, data: Value| {
        let mut event = wire(id, kind, &format!("2026-05-01T{time}Z"), data);
        event["platform"] = json!(platform);
        event["identity"] = json!("CUST-17");
        event["identitytype"] = json!("customerId");
        event
    };
    let mut events = vec![event("task:new", from, begin)];
    if let Some(until) = until {
        events.push(event("task:ended", until, json!({"reason": format!("told by {platform}")})));
    }
    events
}

fn call(platform: &str, id: &str, from: &str, until: &str) -> Vec<Value> {
    told(platform, id, from, Some(until), json!({}))
}

/// The rows from the newest on, each with its legs.
fn rows(journey: &Journey) -> Vec<String> {
    let leg = |leg: &Contact| format!("{} {}", leg.platform.key(), leg.task);
    let row = |entry: &Arc<Entry>| {
        let contact = entry.contact().expect("a contact");
        let legs: Vec<String> = contact.legs().iter().map(leg).collect();
        legs.join(" + ")
    };
    journey.entries().map(row).collect()
}

fn rows_of(calls: &[Vec<Value>]) -> Vec<String> {
    rows(&journey(&calls.concat()))
}

#[test]
fn a_contact_that_two_platforms_tell_of_is_one() {
    let one = ["webex w + avaya a"];
    let webex = call("webex", "w", "10:00:00", "10:10:00");
    assert_eq!(rows_of(&[webex.clone(), call("avaya", "a", "10:09:59", "10:20:00")]), one, "their times overlap");
    assert_eq!(rows_of(&[webex.clone(), call("avaya", "a", "10:11:00", "10:20:00")]).len(), 2, "one after the other");
    let short = call("webex", "w", "10:00:00", "10:00:05");
    assert_eq!(rows_of(&[short.clone(), call("avaya", "a", "10:01:00", "10:20:00")]), one, "within a minute");
    assert_eq!(rows_of(&[short, call("avaya", "a", "10:01:01", "10:20:00")]).len(), 2, "more than a minute apart");
    assert_eq!(
        rows_of(&[webex, call("webex", "v", "10:00:00", "10:10:00")]).len(),
        2,
        "one platform knows its contacts"
    );
}

#[test]
fn the_same_conversation_id_is_one_contact_whatever_else_is_told() {
    let webex = call("webex", "c", "10:00:00", "10:10:00");
    let genesys = told("genesys", "c", "14:00:00", None, json!({"channelType": "email", "origin": null}));
    assert_eq!(rows_of(&[webex.clone(), genesys.clone()]), ["webex c + genesys c"]);
    // It is nobody else's then, however near.
    let calls = [webex, genesys, call("genesys", "g", "10:00:01", "10:10:00")];
    assert_eq!(rows_of(&calls), ["genesys g", "webex c + genesys c"]);
}

#[test]
fn another_party_channel_or_direction_is_another_contact() {
    let webex = call("webex", "w", "10:00:00", "10:10:00");
    for (more, is_one) in [
        (json!({}), true),
        (json!({"origin": "1 (202) 555-0143"}), true),
        (json!({"origin": "sip:+12025550143@trunk.example"}), true),
        (json!({"origin": "+12025550144"}), false),
        (json!({"origin": "anonymous"}), false),
        (json!({"origin": null}), false),
        (json!({"channelType": "chat"}), false),
        (json!({"channelType": null}), false),
        (json!({"direction": "OUTBOUND"}), false),
        (json!({"direction": "OUTBOUND", "destination": "+12025550143"}), false),
    ] {
        let calls = [webex.clone(), told("avaya", "a", "10:00:00", Some("10:10:00"), more.clone())];
        assert_eq!(rows_of(&calls).len(), if is_one { 1 } else { 2 }, "{more}");
    }
    let mail = |platform, id, from: &str| {
        told(platform, id, from, None, json!({"channelType": "email", "origin": "Ann@Example.com"}))
    };
    let mut other = mail("avaya", "a", "10:00:30");
    other[0]["data"]["origin"] = json!("ann@example.com");
    assert_eq!(rows_of(&[mail("webex", "w", "10:00:00"), other]), ["webex w + avaya a"]);
    let withheld = |platform, id| told(platform, id, "10:00:00", None, json!({"origin": "anonymous"}));
    assert_eq!(rows_of(&[withheld("webex", "w"), withheld("avaya", "a")]).len(), 2, "two who withhold are not one");
}

#[test]
fn an_end_that_nobody_told_reaches_to_now_while_the_contact_goes_on() {
    let ongoing = told("webex", "w", "10:00:00", None, json!({}));
    assert_eq!(rows_of(&[ongoing.clone(), call("avaya", "a", "10:50:00", "10:55:00")]), ["webex w + avaya a"]);
    // Its end was lost: the calls of the rest of the year are others.
    assert_eq!(rows_of(&[ongoing, call("avaya", "a", "11:00:01", "11:05:00")]).len(), 2);
}

#[test]
fn of_several_that_would_do_the_nearest_are_one() {
    let calls = [
        call("webex", "w1", "10:00:00", "10:00:20"),
        call("webex", "w2", "10:00:30", "10:05:00"),
        call("avaya", "a1", "10:00:02", "10:00:21"),
        call("avaya", "a2", "10:00:33", "10:05:00"),
    ];
    assert_eq!(rows_of(&calls), ["webex w2 + avaya a2", "webex w1 + avaya a1"]);
    assert_eq!(rows_of(&calls[..3]), ["webex w2", "webex w1 + avaya a1"]);
}

#[test]
fn what_was_two_contacts_is_one_as_soon_as_an_event_tells_the_party() {
    let mut journey = journey(&call("webex", "w", "10:00:00", "10:10:00"));
    let mut late = told("avaya", "a", "10:00:10", None, json!({"origin": null}));
    journey.add(&late);
    assert_eq!(rows(&journey), ["avaya a", "webex w"]);
    late[0]["time"] = json!("2026-05-01T10:00:12Z");
    late[0]["data"]["origin"] = json!("+1 202 555 0143");
    let added = journey.add(&late);
    assert_eq!((added.new, rows(&journey)), (1, vec!["webex w + avaya a".to_owned()]));
    for name in ["w", "a"] {
        let row = journey.contact(&TaskId::new(name).expect("an id")).map(|entry| entry.id.as_str());
        assert_eq!(row, Some("contact w"), "links to either lead to it");
    }
}

#[test]
fn one_that_comes_nearer_takes_the_place_of_another_and_gives_it_back() {
    let mut journey =
        journey(&[call("webex", "w", "10:00:00", "10:10:00"), call("avaya", "far", "10:00:40", "10:09:00")].concat());
    assert_eq!(rows(&journey), ["webex w + avaya far"]);
    let mut near = call("avaya", "near", "10:00:10", "10:08:00");
    journey.add(&near);
    assert_eq!(rows(&journey), ["avaya far", "webex w + avaya near"]);
    // It began hours before, as a later event tells.
    near[0]["time"] = json!("2026-05-01T07:00:00Z");
    journey.add(&near[..1]);
    assert_eq!(rows(&journey), ["webex w + avaya far", "avaya near"]);
}

#[test]
fn a_joined_contact_has_the_earliest_start_the_latest_end_and_what_the_first_source_knows() {
    let outcome = |name: Option<&str>| json!({"outcome": name, "wrapUpName": name, "queueName": "Sales"});
    let calls = [
        told("webex", "w", "10:00:10", Some("10:10:00"), outcome(None)),
        told("avaya", "a", "10:00:00", Some("10:09:00"), outcome(Some("Sold"))),
        told("lcm", "l", "10:00:30", Some("10:12:00"), outcome(Some("Success"))),
    ];
    for (sources, outcome, legs) in [
        (vec![], "Sold", "webex w + avaya a + lcm l"),
        (vec![Platform::Lcm, Platform::Avaya, Platform::Webex], "Success", "lcm l + avaya a + webex w"),
        (vec![Platform::Genesys, Platform::Webex, Platform::Lcm], "Success", "webex w + lcm l + avaya a"),
    ] {
        let mut journey = Journey::of(&sources);
        journey.add(&calls.concat());
        assert_eq!(rows(&journey), [legs]);
        let entry = journey.entries().next().expect("a row");
        let contact = entry.contact().expect("a contact");
        assert_eq!((entry.id.as_str(), contact.task.as_str(), contact.platform), ("contact w", "w", Platform::Webex));
        assert_eq!((contact.start, contact.last), (Some(at("2026-05-01T10:00:00Z")), Some(at("2026-05-01T10:12:00Z"))));
        assert_eq!(contact.duration().map(|duration| duration.num_seconds()), Some(720));
        assert_eq!(contact.wrap_up_code().map(|code| code.as_str()), Some(outcome));
        assert_eq!(contact.outcome.as_deref(), Some(outcome));
        assert_eq!((contact.queues.len(), contact.wrap_ups.len(), contact.events.len()), (1, 2, 6));
        assert!(contact.events.is_sorted_by_key(|event| event.key.time));
        assert_eq!(contact.state(at("2026-05-01T10:12:00Z")), ContactState::Ended);
        let counters = Counters::of(&journey, &Filter::default(), at("2026-05-01T12:00:00Z"), Zone::UTC);
        assert_eq!((counters.contacts, counters.wrap_ups.len()), (1, 1), "counted once");
    }
}

#[test]
fn a_contact_goes_on_as_long_as_one_platform_says_so_and_a_lost_end_does_not_hide_the_other_ones() {
    let journey = journey(
        &[call("webex", "w", "10:00:00", "10:10:00"), told("avaya", "a", "10:00:00", None, json!({}))].concat(),
    );
    let contact = journey.contacts().next().expect("a contact");
    assert_eq!(contact.state(at("2026-05-01T10:30:00Z")), ContactState::Ongoing);
    assert_eq!(contact.state(at("2026-05-01T12:00:00Z")), ContactState::Ended);
}

#[test]
fn two_of_one_platform_stay_two_though_a_third_platforms_contact_is_near_both() {
    // Each is the nearest of its platform to the next one: all four would hang together.
    let calls = [
        call("avaya", "a1", "10:00:00", "10:00:01"),
        call("webex", "w", "10:00:50", "10:00:51"),
        call("genesys", "g", "10:01:35", "10:01:36"),
        call("avaya", "a2", "10:02:00", "10:02:01"),
    ];
    assert_eq!(rows_of(&calls), ["webex w + avaya a2 + genesys g", "avaya a1"], "the nearest first");
}

#[test]
fn a_live_event_of_a_joined_contact_touches_its_row_only() {
    let mut events = Vec::new();
    for hour in 0..12 {
        for platform in ["webex", "avaya", "genesys", "lcm"] {
            let time = |minute: u32| format!("{hour:02}:{minute:02}:00");
            events.extend(call(platform, &format!("{platform}{hour}"), &time(0), &time(9)));
        }
    }
    let mut journey = journey(&events);
    assert_eq!(journey.len(), 12);
    let before: Vec<_> = journey.entries().cloned().collect();
    let mut late = call("genesys", "genesys7", "07:03:00", "07:08:00");
    late[1]["data"]["note"] = json!("said so");
    journey.add(&late[1..]);
    let changed: Vec<_> =
        before.iter().zip(journey.entries()).filter(|(before, after)| !Arc::ptr_eq(before, after)).collect();
    let ids: Vec<_> = changed.iter().map(|(before, after)| (before.id.as_str(), before.id == after.id)).collect();
    assert_eq!(ids, [("contact webex7", true)]);
}

#[test]
fn long_histories_of_two_platforms_are_quick_to_add() {
    let mut events = Vec::new();
    for number in 0..3_500_u32 {
        for platform in ["webex", "avaya"] {
            let mut told = call(platform, &format!("{platform}{number}"), "10:00:00", "10:09:00");
            for event in &mut told {
                let time = event["time"].as_str().expect("a time").replace(
                    "2026-05-01",
                    &format!("20{:02}-{:02}-{:02}", 10 + number / 336, number / 28 % 12 + 1, number % 28 + 1),
                );
                event["time"] = json!(time);
            }
            events.extend(told);
        }
    }
    let mut journey = journey(&events);
    assert_eq!(journey.len(), 3_500);
    let started = std::time::Instant::now();
    for number in 0..500_u32 {
        let time = format!("{:02}:{:02}:{:02}", number / 30, number / 2 % 15 * 4, number % 2);
        journey.add(&call(["webex", "avaya"][number as usize % 2], &format!("live{number}"), &time, &time));
    }
    assert_eq!(journey.len(), 3_750);
    // To look at all contacts for each of the 500 would take a minute in a debug build.
    assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
}

#[cfg(not(target_arch = "wasm32"))]
mod any_order {
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::{Index, select};
    use proptest::test_runner::RngSeed;

    /// Few moments, ids and parties, so that contacts often meet.
    fn event() -> impl Strategy<Value = Value> {
        let platform = select(vec!["webex", "avaya", "genesys", "lcm"]);
        let times = (0..3_u32, 0..4_u32);
        let facts = (
            select(vec!["+12025550143", "12025550143", "+12025550199", ""]),
            select(vec!["voice", "voice", "chat"]),
            any::<bool>(),
            0..3_u8,
        );
        (
            platform,
            select(vec!["1", "2", "3", "4", "5"]),
            select(vec!["task:new", "task:connected", "task:ended"]),
            times,
            facts,
        )
            .prop_map(|(platform, id, kind, (minute, quarter), (party, channel, has_facts, is_shared))| {
                let id = if is_shared == 0 { id.to_owned() } else { format!("{platform}{id}") };
                let mut data = json!({"agentName": platform});
                if has_facts {
                    data = json!({"channelType": channel, "direction": "INBOUND", "origin": party});
                }
                if is_shared == 2 {
                    data["interactionId"] = json!(format!("i{party}"));
                }
                let mut event = wire(&id, kind, &format!("2026-05-01T10:{minute:02}:{:02}Z", quarter * 15), data);
                event["platform"] = json!(platform);
                event["identity"] = json!("CUST-17");
                event["identitytype"] = json!("customerId");
                event
            })
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 400,
            failure_persistence: None,
            rng_seed: RngSeed::Fixed(2026),
            ..ProptestConfig::default()
        })]

        #[test]
        fn platforms_in_any_order_doubled_and_cut_anywhere_give_the_same_rows(
            events in prop::collection::vec(event(), 1..40),
            doubled in prop::collection::vec(any::<Index>(), 0..10),
            places in prop::collection::vec(any::<u32>(), 50),
            cuts in prop::collection::vec(any::<Index>(), 0..12),
        ) {
            let mut expected = Journey::of(&[Platform::Avaya, Platform::Webex]);
            expected.add(&events);

            let mut arrivals = events.clone();
            arrivals.extend(doubled.iter().map(|which| which.get(&events).clone()));
            let mut shuffled: Vec<_> = places.iter().zip(&arrivals).collect();
            shuffled.sort_by_key(|(place, _)| **place);
            let mut cuts: Vec<_> = cuts.iter().map(|cut| cut.index(shuffled.len())).collect();
            cuts.extend([0, shuffled.len()]);
            cuts.sort_unstable();
            let mut journey = Journey::of(&[Platform::Avaya, Platform::Webex]);
            for page in cuts.windows(2) {
                journey.add(shuffled[page[0]..page[1]].iter().map(|(_, event)| *event));
            }
            prop_assert_eq!(rows(&journey), rows(&expected));
            let contents = |journey: &Journey| -> Vec<_> {
                journey.entries().map(|entry| (entry.id.clone(), entry.revision, entry.time, entry.kind.clone())).collect()
            };
            prop_assert_eq!(contents(&journey), contents(&expected));
            for contact in journey.contacts() {
                let mut platforms = contact.platforms();
                platforms.sort_unstable();
                platforms.dedup();
                prop_assert_eq!(platforms.len(), contact.legs().len(), "no two legs of one platform");
            }
            let told: usize = journey.contacts().map(|contact| contact.events.len()).sum();
            prop_assert_eq!(told, journey.event_count(), "nothing is lost, nothing is told twice");
            prop_assert_eq!(journey, expected);
        }
    }
}
