use super::*;
use crate::Journey;
use crate::samples::{at, call, custom, journey, wire};
use serde_json::json;

fn sample() -> Journey {
    let mut events = call("sold", "2026-03-01", Some("Sale"));
    events.extend(call("lost", "2026-02-01", None));
    events.push(wire("chat", "task:new", "2026-03-01T12:00:00Z", json!({"channelType": "chat", "queueName": "Web"})));
    events.push(custom(
        "Order",
        "2026-03-01T11:00:00Z",
        json!({"item": "Blue Kettle", "uiData": {"filterTags": "Shop", "division": "Sales", "channelTypeTag": "web"}}),
    ));
    journey(&events)
}

fn shown(filter: &Filter) -> Vec<String> {
    let now = at("2026-03-01T12:30:00Z");
    let journey = sample();
    journey
        .entries()
        .filter(|entry| filter.matches(entry, now))
        .map(|entry| entry.contact().map_or("order".to_owned(), |contact| contact.task.to_string()))
        .collect()
}

#[test]
fn without_a_wish_everything_is_shown() {
    assert_eq!(shown(&Filter::default()), ["chat", "order", "sold", "lost"]);
}

#[test]
fn each_part_narrows() {
    let with = |set: fn(&mut Filter)| {
        let mut filter = Filter::default();
        set(&mut filter);
        shown(&filter)
    };
    assert_eq!(with(|f| _ = f.channels.insert(Channel::Voice)), ["sold", "lost"]);
    assert_eq!(with(|f| _ = f.channels.insert(Channel::Web)), ["order"]);
    assert_eq!(with(|f| _ = f.kinds.insert(Kind::Tag("Shop".into()))), ["order"]);
    assert_eq!(with(|f| _ = f.kinds.insert(Kind::Contact)), ["chat", "sold", "lost"]);
    assert_eq!(with(|f| _ = f.wrap_ups.insert(Some(WrapUpCode("Sale".into())))), ["sold"]);
    assert_eq!(with(|f| _ = f.wrap_ups.insert(None)), ["lost"], "the chat goes on: it has no code yet");
    assert_eq!(with(|f| _ = f.queues.insert("Web".into())), ["chat"]);
    assert_eq!(with(|f| _ = f.agents.insert("Ann".into())), ["sold", "lost"]);
    assert_eq!(with(|f| f.range = TimeRange::Week), ["chat", "order", "sold"]);
    assert_eq!(with(|f| f.without_contacts = true), ["order"]);
    assert_eq!(with(|f| f.with_origin_only = true), ["order", "sold", "lost"], "the chat does not say from where");
    assert_eq!(with(|f| f.text = "kettle BLUE".into()), ["order"]);
    assert_eq!(with(|f| f.text = "kettle red".into()), [] as [&str; 0]);
    assert_eq!(with(|f| f.division = Some("Service".into())), ["chat", "sold", "lost"]);
    assert_eq!(with(|f| f.division = Some("Sales".into())), ["chat", "order", "sold", "lost"]);
}

#[test]
fn chosen_dates_have_a_beginning_and_an_end() {
    let with = |from: &str, to: &str| {
        let date = |text: &str| Some(text.parse().expect("a date"));
        let span = Span::of_dates(date(from), date(to), crate::Zone::UTC);
        shown(&Filter { range: TimeRange::Span(span), ..Filter::default() })
    };
    assert_eq!(with("2026-02-01", "2026-02-01"), ["lost"]);
    assert_eq!(with("2026-02-02", "2026-03-01"), ["chat", "order", "sold"]);
    assert_eq!(with("2026-03-02", "2026-03-02"), [] as [&str; 0]);
}

#[test]
fn typing_on_finds_what_typing_at_once_finds() {
    let now = at("2026-03-01T12:30:00Z");
    let journey = sample();
    let mut filter = Filter::default();
    for text in ["k", "ke", "kettle", "kettle b", "kettle", "", "ann", "an", "anna", "chat"] {
        filter.text.set(text);
        let typed: Vec<bool> = journey.entries().map(|entry| filter.matches(entry, now)).collect();
        let fresh = Filter { text: text.into(), ..Filter::default() };
        let at_once: Vec<bool> = sample().entries().map(|entry| fresh.matches(entry, now)).collect();
        assert_eq!(typed, at_once, "{text}");
    }
}

#[test]
fn a_default_filter_is_a_tag_or_a_channel() {
    let mut filter = Filter::default();
    filter.preset("Shop");
    assert_eq!(shown(&filter), ["order"]);
    let mut filter = Filter::default();
    filter.preset("chat");
    assert_eq!(shown(&filter), ["chat"]);
    let mut filter = Filter::default();
    filter.preset("All Channels");
    assert!(!filter.is_narrowed());
}

#[test]
fn words_typed_by_hand_are_compared_without_case_and_blanks() {
    let event: serde_json::Value =
        serde_json::from_str(include_str!("../../../../tests/cases/32-default-filter-case/event.json")).expect("JSON");
    let journey = journey(&[event]);
    let is_shown = |filter: &Filter| journey.entries().all(|entry| filter.matches(entry, at("2026-05-01T11:00:00Z")));
    for word in ["Mortgage", "mortgage", "MORTGAGE", " mort gage ", "Mortgage\u{a0}"] {
        let mut filter = Filter::default();
        filter.preset(word);
        assert!(is_shown(&filter) && filter.is_narrowed(), "{word}");
        filter.toggle(crate::FilterPart::Kind(Kind::Tag("mortgage".into())));
        assert!(!filter.is_narrowed(), "{word}: the tag in the row takes it back");
    }
    for division in ["Retail", "RETAIL", "re tail"] {
        assert!(is_shown(&Filter { division: Some(division.into()), ..Filter::default() }), "{division}");
    }
    for word in ["mortgages", "mort", "Größe"] {
        let mut filter = Filter::default();
        filter.preset(word);
        assert!(!is_shown(&filter), "{word}");
    }
    let tag = |word: &str| Kind::Tag(word.into());
    assert!(tag("GRÖSSE x") != tag("größe x") && tag("ÄRGER") == tag("ärger"));
}

#[test]
fn a_time_range_is_read_as_layouts_write_it() {
    for (word, range) in [
        ("All", TimeRange::All),
        ("All Time", TimeRange::All),
        ("24-Hours", TimeRange::Day),
        ("24 hours", TimeRange::Day),
        ("7-Days", TimeRange::Week),
        ("Last 10 Days", TimeRange::TenDays),
        ("30-days", TimeRange::Month),
        ("Last 6 Months", TimeRange::HalfYear),
        ("last 12 months", TimeRange::Year),
    ] {
        assert_eq!(TimeRange::from_words(word), Some(range), "{word}");
    }
    assert_eq!(TimeRange::from_words("a while"), None);
    for range in TimeRange::ALL {
        assert_eq!(TimeRange::from_words(range.key()), Some(range));
    }
}

#[test]
fn a_platform_is_filtered_by_and_found_by_its_whole_name() {
    let mut events = call("w", "2026-03-01", None);
    for (id, platform) in [("a", "avaya"), ("both", "avaya"), ("both", "genesys")] {
        let mut told = call(id, if id == "a" { "2026-02-01" } else { "2026-01-01" }, None);
        told.iter_mut().for_each(|event| event["platform"] = json!(platform));
        events.extend(told);
    }
    events.push(custom("web visit", "2026-03-02T10:00:00Z", json!({})));
    let journey = journey(&events);
    let now = at("2026-03-03T12:00:00Z");
    let shown = |filter: &Filter| -> Vec<String> {
        let wanted = journey.entries().filter(|entry| filter.matches(entry, now));
        wanted.map(|entry| entry.contact().map_or("visit".to_owned(), |contact| contact.task.to_string())).collect()
    };
    let by = |platforms: &[Platform]| Filter { platforms: platforms.iter().copied().collect(), ..Filter::default() };
    assert_eq!(shown(&by(&[Platform::Webex])), ["visit", "w"]);
    assert_eq!(shown(&by(&[Platform::Avaya])), ["a", "both"]);
    assert_eq!(shown(&by(&[Platform::Genesys, Platform::Webex])), ["visit", "w", "both"]);
    assert_eq!(shown(&by(&[Platform::Lcm])), [] as [&str; 0]);
    let mut filter = by(&[Platform::Avaya]);
    assert!(filter.is_narrowed());
    filter.clear();
    assert!(filter.platforms.is_empty());
    for (text, found) in [
        ("Genesys", vec!["both"]),
        ("avaya", vec!["a", "both"]),
        ("avaya genesys", vec!["both"]),
        ("webe", vec![]),
        ("webex", vec!["visit", "w"]),
        ("web", vec!["visit"]),
    ] {
        // One after the other, as they are typed.
        filter.text.set(text);
        assert_eq!(shown(&filter), found, "{text}");
    }
}
