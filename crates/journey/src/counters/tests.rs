use super::*;
use crate::samples::{at, call, custom, journey, wire};
use crate::{FilterPart, TimeRange};
use serde_json::json;

fn sample() -> Journey {
    let mut events = Vec::new();
    for (id, day, code) in [
        ("1", "2026-03-01", Some("Sale")),
        ("2", "2026-03-02", Some("Sale")),
        ("3", "2026-03-03", Some("Complaint")),
        ("4", "2026-03-03", None),
        ("5", "2026-01-03", None),
        ("6", "2026-01-04", None),
    ] {
        events.extend(call(id, day, code));
    }
    events.push(wire("now", "task:new", "2026-03-05T11:50:00Z", json!({"channelType": "chat"})));
    events.push(custom("Order", "2026-03-04T10:00:00Z", json!({"uiData": {"filterTags": ["Shop"]}})));
    journey(&events)
}

fn count(range: TimeRange) -> Counters {
    Counters::of(&sample(), &Filter { range, ..Filter::default() }, at("2026-03-05T12:00:00Z"), Zone::UTC)
}

#[test]
fn contacts_are_counted_and_not_their_events() {
    let counters = count(TimeRange::All);
    assert_eq!((counters.contacts, counters.events), (7, 1));
    let channels: Vec<_> = counters.channels.iter().map(|row| (row.channel.clone(), row.count)).collect();
    assert_eq!(channels, [(Some(Channel::Voice), 6), (Some(Channel::Chat), 1)]);
    assert_eq!(counters.queues, [NamedCount { name: "Support".into(), count: 6 }]);
    assert_eq!(counters.tags, [NamedCount { name: "Shop".into(), count: 1 }]);
}

#[test]
fn a_visit_of_the_web_site_is_an_entry_and_no_contact() {
    let mut events = call("1", "2026-03-01", Some("Sale"));
    let viewed = |time| wire("visit", "page_viewed", time, json!({"channelType": "web", "page": "Kettles"}));
    events.extend(["2026-03-04T10:00:00Z", "2026-03-04T10:01:00Z"].map(viewed));
    let of = |events: &[_]| Counters::of(&journey(events), &Filter::default(), at("2026-03-05T12:00:00Z"), Zone::UTC);
    let counters = of(&events);
    assert_eq!((counters.contacts, counters.channels.len(), counters.platforms[0].count), (1, 1, 2));
    assert_eq!(counters.bars.map(|bars| bars.bars.iter().map(|bar| bar.count).sum()), Some(1));
    // Who asked for an agent from there was in contact.
    events.push(wire("visit", "task:new", "2026-03-04T10:02:00Z", json!({"channelType": "web"})));
    assert_eq!((of(&events).contacts, of(&events).channels.len()), (2, 2));
    let only_a_visit = of(&[viewed("2026-03-04T10:00:00Z")]);
    assert_eq!((only_a_visit.contacts, only_a_visit.channels, only_a_visit.bars), (0, vec![], None));
}

#[test]
fn no_wrap_up_code_is_a_row_of_its_own_at_the_end_and_an_ongoing_contact_is_not_in_it() {
    let rows: Vec<_> = count(TimeRange::All)
        .wrap_ups
        .iter()
        .map(|row| (row.code.as_ref().map(|code| code.as_str().to_owned()), row.count))
        .collect();
    assert_eq!(rows, [(Some("Sale".into()), 2), (Some("Complaint".into()), 1), (None, 3)]);
}

#[test]
fn only_the_chosen_time_range_counts() {
    let counters = count(TimeRange::Week);
    assert_eq!(counters.contacts, 5);
    assert_eq!(counters.wrap_ups.last().map(|row| row.count), Some(1));
}

#[test]
fn a_chosen_chip_does_not_empty_the_others() {
    let filter = Filter { channels: [Channel::Chat].into(), ..Filter::default() };
    let counters = Counters::of(&sample(), &filter, at("2026-03-05T12:00:00Z"), Zone::UTC);
    assert_eq!(counters.channels.len(), 2);
}

#[test]
fn bars_have_no_gap_and_count_every_contact_once() {
    for (range, unit) in [(TimeRange::All, Unit::Week), (TimeRange::Week, Unit::Day)] {
        let counters = count(range);
        let bars = counters.bars.expect("bars");
        assert_eq!(bars.unit, unit);
        assert_eq!(bars.bars.iter().map(|bar| bar.count).sum::<usize>(), counters.contacts);
        assert!(bars.bars.windows(2).all(|pair| unit.next(pair[0].start) == Some(pair[1].start)));
        assert!(bars.bars.len() <= MOST_BARS);
    }
}

#[test]
fn a_bar_is_a_day_of_the_viewer() {
    let night = journey(&[
        wire("1", "task:new", "2026-03-01T23:30:00Z", json!({})),
        wire("2", "task:new", "2026-03-04T10:00:00Z", json!({})),
    ]);
    let bars = |zone| {
        let counters = Counters::of(&night, &Filter::default(), at("2026-03-05T12:00:00Z"), zone);
        counters.bars.expect("bars").bars[0].start.date().to_string()
    };
    assert_eq!(bars(Zone::UTC), "2026-03-01");
    assert_eq!(bars(Zone(|_| 120)), "2026-03-02");
}

#[test]
fn chosen_bars_are_the_time_that_they_stand_for() {
    let bars = count(TimeRange::All).bars.expect("bars");
    let span = bars.span(bars.bars.len() - 1, bars.bars.len() - 2, Zone::UTC).expect("a span");
    assert_eq!((span.since, span.until), (Some(at("2026-02-23T00:00:00Z")), Some(at("2026-03-09T00:00:00Z"))));
    assert_eq!(bars.span(0, 99, Zone::UTC), None);
    let inside = count(TimeRange::Span(span));
    assert_eq!(inside.contacts, 5);
    let days = inside.bars.expect("bars");
    assert_eq!(days.unit, Unit::Day, "fewer weeks, more to see of each");
    assert_eq!(days.bars.iter().map(|bar| bar.count).sum::<usize>(), 5);
    assert_eq!(days.bars.last().map(|bar| bar.start.date().to_string()).as_deref(), Some("2026-03-05"), "up to now");
}

#[test]
fn a_contact_of_another_century_changes_nothing_about_the_chart_of_the_others() {
    let all = |odd: &[&str]| {
        let mut events: Vec<_> =
            ["1", "2", "3"].iter().map(|day| call(day, &format!("2026-03-0{day}"), None)).collect();
        events.extend(odd.iter().map(|time| vec![wire(time, "task:new", time, json!({}))]));
        let counters =
            Counters::of(&journey(&events.concat()), &Filter::default(), at("2026-03-05T12:00:00Z"), Zone::UTC);
        (counters.contacts, counters.bars)
    };
    let (contacts, bars) = all(&[]);
    let bars = bars.expect("bars");
    let odd = ["0001-01-01T00:00:00Z", "1900-01-01T00:00:00Z", "9999-12-31T23:59:59Z"];
    let (more, with_odd) = all(&odd);
    assert_eq!((contacts, more), (3, 6), "they are counted");
    let counts = |bars: &Bars| bars.bars.iter().map(|bar| (bar.start, bar.count)).collect::<Vec<_>>();
    let [mut expected, found] = [&bars, &with_odd.expect("bars")].map(counts);
    expected.last_mut().expect("a bar").1 += 1; // What is still to come is at the end.
    assert_eq!(found, expected);
    assert!(all(&odd[..1]).1.is_some_and(|bars| bars.bars.len() < MOST_BARS));
    let alone = journey(&[wire("1", "task:new", odd[0], json!({}))]);
    assert_eq!(Counters::of(&alone, &Filter::default(), at("2026-03-05T12:00:00Z"), Zone::UTC).bars, None);
}

#[test]
fn what_each_platform_told_of_is_counted_and_what_two_told_of_for_both() {
    let mut events = call("w", "2026-03-01", None);
    for platform in ["avaya", "lcm"] {
        let mut told = call("both", "2026-01-01", None);
        told.iter_mut().for_each(|event| event["platform"] = json!(platform));
        events.extend(told);
    }
    events.push(custom("Order", "2026-03-02T10:00:00Z", json!({})));
    events.push(json!(7));
    let filter = Filter { platforms: [Platform::Lcm].into(), ..Filter::default() };
    let counters = Counters::of(&journey(&events), &filter, at("2026-03-05T12:00:00Z"), Zone::UTC);
    let platforms: Vec<_> = counters.platforms.iter().map(|row| (row.platform, row.count)).collect();
    assert_eq!(platforms, [(Platform::Webex, 2), (Platform::Avaya, 1), (Platform::Lcm, 1)], "the filter empties none");
    assert_eq!((counters.contacts, counters.events), (2, 1));
}

#[test]
fn a_visit_is_no_contact_that_lacks_a_wrap_up_code() {
    let page = |time| wire("v", "page_viewed", time, json!({"channelType": "web", "page": "Kettles"}));
    let mut events = vec![page("2026-03-04T10:00:00Z"), wire("v", "task:ended", "2026-03-04T10:05:00Z", json!({}))];
    events.extend(call("1", "2026-03-03", None));
    let journey = journey(&events);
    let now = at("2026-03-05T12:00:00Z");
    let counters = Counters::of(&journey, &Filter::default(), now, Zone::UTC);
    let without: Vec<_> = counters.wrap_ups.iter().map(|row| (row.code.is_none(), row.count)).collect();
    assert_eq!((counters.contacts, without), (1, vec![(true, 1)]));
    let mut filter = Filter::default();
    filter.wrap_ups.toggle(None);
    assert_eq!(crate::Timeline::of(&journey, &filter, now, 100).shown(), 1, "what the row counts is what it filters");
}

#[test]
fn a_contact_of_a_platform_that_has_no_wrap_up_codes_lacks_none() {
    let mut events = call("1", "2026-03-01", None);
    events.iter_mut().for_each(|event| event["platform"] = json!("avaya"));
    events.extend(call("2", "2026-03-02", None));
    let journey = journey(&events);
    let now = at("2026-03-05T12:00:00Z");
    let counters = Counters::of(&journey, &Filter::default(), now, Zone::UTC);
    let rows: Vec<_> = counters.wrap_ups.iter().map(|row| (row.code.is_none(), row.count)).collect();
    assert_eq!((counters.contacts, rows), (2, vec![(true, 1)]));
    let mut without = Filter::default();
    without.toggle(FilterPart::WrapUp(None));
    assert_eq!(journey.entries().filter(|entry| without.matches(entry, now)).count(), 1);
}
