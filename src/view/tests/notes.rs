//! Agents' notes in a journey service of one's own.

use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use super::desk::time;
use super::{Desk, call};

const NOTES: &str = "/v1/api/note/workspace-id/ws";
const SEARCH: &str = "/v1/api/note/workspace-id/ws/search";

fn ended(task: &str, minutes_ago: i64) -> [Value; 3] {
    [
        call(task, "task:new", minutes_ago + 10, json!({})),
        call(task, "task:connected", minutes_ago + 9, json!({"agentName": "Ann"})),
        call(task, "task:ended", minutes_ago, json!({"wrapUpAuxCodeName": "Sale"})),
    ]
}

/// A note as the service answers it.
fn note(id: &str, text: &str, by: &str, is_own: bool) -> Value {
    json!({"id": id, "text": text, "author": by, "authorName": by, "isOwn": is_own, "createdAt": time(5),
        "changedAt": time(5)})
}

/// The event of a note; of no contact where `task` is empty.
fn told(id: &str, text: &str, by: &str, task: &str) -> Value {
    let mut data = json!({"noteId": id, "text": text, "author": by, "authorName": by, "writtenAt": time(5)});
    if !task.is_empty() {
        data["taskId"] = json!(task);
    }
    json!({"id": format!("{id} {text}"), "type": "journey:note", "source": "journey-notes", "time": time(1),
        "identity": "+15550100", "identitytype": "phone", "data": data})
}

fn desk(events: &[Value], notes: &[Value]) -> Desk {
    Desk::new(events, |_| {}, |desk| desk.answers(SEARCH, 200, &json!({"data": notes})))
}

#[wasm_bindgen_test]
async fn agents_write_notes_beside_those_of_others_and_change_their_own_alone() {
    let desk = desk(&ended("1", 30), &[note("n1", "Wants a call", "Bo", false)]);
    desk.click("[part~=contact] > button", "").await;
    desk.shows("note", "Wants a call").await;
    desk.shows("note", "Bo").await;
    desk.shows("notes", "Notes").await;
    desk.click("[part~=write-note]", "Write a note").await;
    assert_eq!(desk.all("[part~=edit-note]:not([hidden])").len(), 0, "it is another's");
    desk.answers(NOTES, 201, &json!({"data": note("n2", "Called back", "Ann", true)}));
    desk.answers(
        SEARCH,
        200,
        &json!({"data": [note("n2", "Called back", "Ann", true), note("n1", "Wants a call", "Bo", false)]}),
    );
    desk.types("[part~=note-form] textarea", "Called back").await;
    desk.click("[part~=note-form] [type=submit]", "Save").await;
    desk.has(2, "note").await;
    desk.has(0, "note-form").await;
    let written = desk.written().await.join("\n");
    assert!(written.contains(r#""contact":"1""#) && written.contains(r#""identity":"+15550100""#), "{written}");

    // Emptied, it is taken back, and the form says so before.
    desk.click("[part~=edit-note]", "Edit the note").await;
    desk.types("[part~=note-form] textarea", " ").await;
    desk.shows("note-form", "taken back").await;
    desk.answers("/note-id/n2", 200, &json!({"data": note("n2", "", "Ann", true)}));
    desk.answers(SEARCH, 200, &json!({"data": [note("n1", "Wants a call", "Bo", false)]}));
    desk.click("[part~=note-form] [type=submit]", "Save").await;
    desk.has(1, "note").await;
    desk.sent(r#""text":"""#).await;
}

#[wasm_bindgen_test]
async fn another_agents_note_appears_while_the_contact_is_read() {
    let desk = desk(&ended("1", 30), &[]);
    desk.click("[part~=contact] > button", "").await;
    desk.shows("notes", "Write a note").await;
    desk.answers(SEARCH, 200, &json!({"data": [note("n1", "Wants a call", "Bo", false)]}));
    desk.happens(&told("n1", "Wants a call", "Bo", "1")).await;
    desk.shows("note", "Wants a call").await;
    assert_eq!(desk.texts("contact").len(), 1, "it belongs to its contact");
    desk.has(0, "event").await;
}

#[wasm_bindgen_test]
async fn a_note_on_the_customer_is_written_from_the_menu_and_is_a_row_that_opens_to_it() {
    let desk = desk(&ended("1", 30), &[]);
    desk.has(1, "contact").await;
    desk.click("[aria-label='More actions']", "").await;
    desk.click("[role=menuitem]", "Write a note").await;
    desk.answers(NOTES, 201, &json!({"data": note("n1", "Prefers mornings", "Ann", true)}));
    desk.answers(SEARCH, 200, &json!({"data": [note("n1", "Prefers mornings", "Ann", true)]}));
    desk.types("[part~=customer-note] textarea", "Prefers mornings").await;
    desk.click("[part~=customer-note] [type=submit]", "Save").await;
    desk.has(0, "customer-note").await;
    assert!(!desk.written().await.join("\n").contains("contact"), "it is on the customer");

    desk.happens(&told("n1", "Prefers mornings", "Ann", "")).await;
    desk.shows("event", "Note").await;
    desk.shows("event", "Prefers mornings").await;
    desk.click("[part~=event] > button", "").await;
    desk.click("[part~=edit-note]", "Edit the note").await;
    desk.answers("/note-id/n1", 200, &json!({"data": note("n1", "Prefers evenings", "Ann", true)}));
    desk.answers(SEARCH, 200, &json!({"data": [note("n1", "Prefers evenings", "Ann", true)]}));
    desk.types("[part~=note-form] textarea", "Prefers evenings").await;
    desk.click("[part~=note-form] [type=submit]", "Save").await;
    desk.shows("note", "Prefers evenings").await;
    desk.happens(&told("n1", "Prefers evenings", "Ann", "")).await;
    desk.shows("event", "Prefers evenings").await;
    desk.has(1, "event").await;
}

#[wasm_bindgen_test]
async fn the_menu_asks_for_notes_once_and_again_when_one_was_written() {
    let desk = desk(&ended("1", 30), &[]);
    desk.has(1, "contact").await;
    let open = async || {
        desk.click("[aria-label='More actions']", "").await;
        desk.shows("menu", "Write a note").await;
    };
    for _ in 0..3 {
        open().await;
        let is_item = |focus: web_sys::Element| focus.get_attribute("role").as_deref() == Some("menuitem");
        super::desk::until("the focus in the menu", || desk.focus().is_some_and(is_item)).await;
        desk.press("Escape").await;
        desk.has(0, "menu").await;
    }
    assert_eq!(desk.asked(SEARCH), 1);
    for (id, text) in [("n1", "Prefers mornings"), ("n2", "Prefers tea")] {
        let before = desk.asked(SEARCH);
        open().await;
        desk.click("[role=menuitem]", "Write a note").await;
        desk.answers(NOTES, 201, &json!({"data": note(id, text, "Ann", true)}));
        desk.answers(SEARCH, 200, &json!({"data": [note(id, text, "Ann", true)]}));
        desk.types("[part~=customer-note] textarea", text).await;
        desk.click("[part~=customer-note] [type=submit]", "Save").await;
        desk.has(0, "customer-note").await;
        super::desk::until("it to be asked for", || desk.asked(SEARCH) == before + 1).await;
    }
}

#[wasm_bindgen_test]
async fn where_the_service_knows_no_notes_none_are_offered_and_it_is_asked_once() {
    let events: Vec<Value> = ended("1", 30).into_iter().chain(ended("2", 90)).collect();
    let desk = Desk::new(&events, |_| {}, |desk| desk.answers(SEARCH, 404, &json!({"message": "no route"})));
    desk.click("[part~=contact] > button", "").await;
    desk.shows("details", "All fields").await;
    desk.has(0, "notes").await;
    let asked = desk.asked(SEARCH);
    assert_eq!(asked, 1);
    // The answer has come, by which the service is known.
    super::desk::drawn().await;
    desk.reload().await;
    desk.has(2, "contact").await;
    desk.click("[part~=contact]:last-of-type > button", "").await;
    desk.click("[aria-label='More actions']", "").await;
    desk.shows("menu", "Print").await;
    desk.has(0, "notes").await;
    assert!(!desk.text().contains("Write a note"));
    assert_eq!(desk.asked(SEARCH), asked);
}

#[wasm_bindgen_test]
async fn what_was_typed_stays_where_it_could_not_be_written() {
    let desk = desk(&ended("1", 30), &[]);
    desk.click("[part~=contact] > button", "").await;
    desk.click("[part~=write-note]", "Write a note").await;
    desk.answers(NOTES, 500, &json!({"message": "down"}));
    desk.answers(SEARCH, 200, &json!({"data": []}));
    desk.types("[part~=note-form] textarea", "Called back").await;
    desk.click("[part~=note-form] [type=submit]", "Save").await;
    desk.has(1, "note-form").await;
    super::desk::until("why it was not written", || !desk.all("[part~=note-form] .problem").is_empty()).await;
    let field = desk.all("[part~=note-form] textarea").remove(0);
    assert_eq!(
        js_sys::Reflect::get(&field, &"value".into()).ok().and_then(|text| text.as_string()).as_deref(),
        Some("Called back")
    );
    desk.answers(NOTES, 201, &json!({"data": note("n2", "Called back", "Ann", true)}));
    desk.answers(SEARCH, 200, &json!({"data": [note("n2", "Called back", "Ann", true)]}));
    desk.click("[part~=note-form] [type=submit]", "Save").await;
    desk.has(1, "note").await;
    desk.has(0, "note-form").await;
}

#[wasm_bindgen_test]
async fn the_vendors_service_is_never_asked_for_notes() {
    let desk = Desk::new(
        &ended("1", 30),
        |told| {
            told.set_property("dataCenter", json!("produs1"));
            told.set_attribute("base-url", None);
        },
        |_| {},
    );
    desk.click("[aria-label='More actions']", "").await;
    desk.shows("menu", "Print").await;
    assert_eq!(desk.asked_of("api.wxcc-us1.cisco.com", "/note/"), 0);
}
