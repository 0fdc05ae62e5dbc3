use std::collections::HashSet;

use super::*;

fn now() -> chrono::DateTime<Utc> {
    cjds::parse_time("2026-03-10T15:00:00Z").expect("a time")
}

#[test]
fn one_customer_has_5000_events_and_one_has_a_single_one() {
    let world = World::read().expect("read");
    let counts: Vec<usize> =
        (1..).zip(&world.customers).map(|(seed, customer)| history::of(&world, customer, seed, now()).len()).collect();
    assert_eq!(counts.iter().max(), Some(&5000), "{counts:?}");
    assert_eq!(counts.iter().min(), Some(&1), "{counts:?}");
}

#[test]
fn nothing_lies_in_the_future_and_nothing_beyond_two_years() {
    let world = World::read().expect("read");
    for (seed, customer) in (1..).zip(&world.customers) {
        for event in history::of(&world, customer, seed, now()) {
            let age = now() - event.time.expect("a time");
            assert!(age.num_seconds() > 0 && age.num_days() < 732, "{age} of {}", event.kind);
        }
    }
}

#[test]
fn the_same_moment_gives_the_same_history_and_no_event_twice() {
    let world = World::read().expect("read");
    let customer = &world.customers[0];
    let events = history::of(&world, customer, 1, now());
    assert_eq!(events, history::of(&world, customer, 1, now()));
    assert_eq!(events.iter().map(|event| &event.id).collect::<HashSet<_>>().len(), events.len());
}

#[test]
fn texts_are_filled_in_and_all_reachable_names_are_reserved_ones() {
    let world = World::read().expect("read");
    for (seed, customer) in (1..).zip(&world.customers) {
        for event in history::of(&world, customer, seed, now()) {
            let text = event.write().to_string();
            for mark in ["{product}", "{day", "{order}", "{amount}", "{name}"] {
                assert!(!text.contains(mark), "{mark} in {text}");
            }
            assert!(!event.identity.is_empty(), "{text}");
        }
        let ids = &customer.identities;
        assert!(
            ids.phone
                .iter()
                .all(|phone| phone.starts_with("+1") && phone.len() == 12 && phone[5..].starts_with("55501"))
        );
        assert!(ids.email.iter().all(|email| email.ends_with("example.com")));
    }
}

#[test]
fn contacts_come_on_all_channels_and_with_wrap_up_codes() {
    let world = World::read().expect("read");
    let (mut channels, mut codes, mut kinds) = (HashSet::new(), HashSet::new(), HashSet::new());
    for (seed, customer) in (1..).zip(&world.customers) {
        for event in history::of(&world, customer, seed, now()) {
            channels.extend(event.data.get("channelType").map(ToString::to_string));
            codes.extend(event.data.get("wrapUpAuxCodeName").map(ToString::to_string));
            kinds.insert(event.kind);
        }
    }
    assert_eq!(channels.len(), 6, "{channels:?}");
    assert!(codes.len() > 20, "{codes:?}");
    assert!(kinds.len() >= 18, "{kinds:?}");
}
