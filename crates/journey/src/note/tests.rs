use super::*;
use crate::samples::{at, call, custom, journey};
use crate::{Arrival, EntryKind, Fields, Held, Journey};
use serde_json::json;

const WRITTEN: &str = "2026-03-01T10:05:00Z";

/// An event of a note; of no contact where `task` is empty.
fn note(id: &str, task: &str, minute: u32, text: &str) -> Value {
    let mut data = json!({"noteId": id, "text": text, "author": "7f3a", "authorName": "Bo Berg", "writtenAt": WRITTEN});
    if !task.is_empty() {
        data["taskId"] = json!(task);
    }
    let mut event = custom("journey:note", &format!("2026-03-01T10:{minute:02}:00Z"), data);
    event["id"] = json!(format!("{id}-{minute}"));
    event
}

fn rows(journey: &Journey) -> Vec<String> {
    journey.entries().map(|entry| entry.id.to_string()).collect()
}

#[test]
fn several_events_of_one_note_are_one_row_where_it_was_written_with_its_newest_text() {
    let events =
        [note("n", "", 5, "First"), note("n", "", 9, "Second"), custom("Order", "2026-03-01T10:07:00Z", json!({}))];
    for order in [[0, 1, 2], [1, 0, 2], [2, 1, 0], [2, 0, 1]] {
        let journey = journey(&order.map(|place| events[place].clone()));
        let last = journey.entries().last().expect("a row");
        assert_eq!((journey.len(), last.id.as_str(), last.time), (2, "note webex n", Some(at(WRITTEN))));
        let EntryKind::Custom(custom) = &last.kind else { panic!("no event") };
        let said = (custom.title.as_deref(), custom.subtitle.as_deref(), custom.auxiliary.as_deref());
        assert_eq!(said, (None, Some("Second"), Some("Bo Berg")));
    }
}

#[test]
fn a_note_on_a_contact_belongs_to_it_and_changes_nothing_of_how_it_went() {
    let mut events = call("c", "2026-03-01", Some("Sale"));
    let without = journey(&events);
    // Long after the contact, by another name that it has.
    events.push(note("n", "c", 59, "Wants a call"));
    let with = journey(&events);
    assert_eq!(rows(&with), rows(&without));
    let contact = |journey: &Journey| journey.contacts().next().cloned().expect("a contact");
    let (mut with, without) = (contact(&with), contact(&without));
    assert_eq!(
        with.notes().map(|note| (note.text, note.author)).collect::<Vec<_>>(),
        [("Wants a call".to_owned(), Some("Bo Berg".to_owned()))]
    );
    assert_eq!(Fields::beside_contact(&with, 100), Fields::beside_contact(&without, 100));
    with.events.retain(|event| event.kind != EventKind::Note);
    assert_eq!(with, without);
}

#[test]
fn a_note_after_the_bots_part_does_not_make_it_longer() {
    let bots = |minute: u32| {
        let data = json!({"channelType": "chat", "botName": "Helper"});
        crate::samples::wire("c", "bot:turn", &format!("2026-03-01T10:{minute:02}:00Z"), data)
    };
    let took = |events: &[Value]| {
        let journey = journey(events);
        let contact = journey.contacts().next().cloned().expect("a contact");
        crate::BotPart::of(&contact).expect("a bot's part").took
    };
    let without = [bots(0), bots(2)];
    let with = [bots(0), bots(2), note("n", "c", 30, "Wants a person")];
    assert_eq!(took(&with), took(&without));
}

#[test]
fn an_emptied_note_disappears_and_an_older_event_does_not_bring_it_back() {
    for task in ["", "c"] {
        let mut journey = journey(&call("c", "2026-03-01", None));
        let without = rows(&journey);
        journey.add(&[note("n", task, 5, "First")]);
        journey.add(&[note("n", task, 9, " ")]);
        journey.add(&[note("n", task, 7, "Between")]);
        assert_eq!(rows(&journey), without);
        assert_eq!(journey.contacts().flat_map(Contact::notes).count(), 0);
    }
}

#[test]
fn what_is_no_note_is_an_event_like_any_other() {
    for data in [
        json!({"text": "Nothing to change it by"}),
        json!({"noteId": "", "text": "x"}),
        json!({"noteId": "n", "text": 7}),
    ] {
        let journey = journey(&[custom("journey:note", WRITTEN, data)]);
        assert!(rows(&journey).concat().starts_with("event "), "{:?}", rows(&journey));
    }
}

#[test]
fn a_note_that_is_taken_back_while_it_waits_is_taken_back_when_all_is_shown() {
    let mut journey = journey(&[note("n", "", 5, "First")]);
    let mut held = Held::default();
    let change = Arrival::from(&note("n", "", 9, ""));
    assert!(journey.has_row_of(&change), "it adds no row");
    assert!(held.hold(change));
    journey.add(held.into_arrivals());
    assert!(journey.is_empty());
}
