//! What events say, and in which words.

use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Desk, call, event};

#[wasm_bindgen_test]
async fn an_event_shows_the_words_it_carries() {
    let data = json!({"transcript": "Bot: hello. Customer: my kettle came broken.", "summary": "Wants a refund.",
        "sentiment": "negative", "sections": {"nextSteps": "Call back"}, "cad": {"Plan": {"value": "Gold"}},
        "stringGlobalVariables": [{"name": "Pin", "value": "4711", "isSecure": "true"}], "items": ["Kettle", "Kettle", "Cup"]});
    let desk = Desk::with_history(&[event("Chat transcript", 5, data)]);
    desk.click(".row-head", "Chat transcript").await;
    for words in ["Transcript", "my kettle came broken", "Summary", "Wants a refund.", "Sentiment", "negative"] {
        desk.shows("details", words).await;
    }
    desk.shows("details", "Sections › Next steps").await;
    desk.shows("details", "Plan").await;
    desk.shows("details", "Kettle, Kettle, Cup").await;
    assert!(!desk.text().contains("4711") && !desk.text().contains('→'), "{}", desk.text());
}

#[wasm_bindgen_test]
async fn what_speech_recognition_heard_is_a_conversation_of_two_sides() {
    let wire: Value =
        serde_json::from_str(include_str!("../../../tests/cases/02-captures-transcript-shape/event.json"))
            .expect("JSON");
    let said = &wire["data"]["transcript"];
    for (kind, history) in [
        ("Inbound call", call("t1", "task:ended", 5, json!({"direction": "INBOUND", "transcript": said}))),
        ("Visit", event("Visit", 5, json!({"transcript": said}))),
    ] {
        let desk = Desk::with_history(&[history]);
        desk.click(".row-head", kind).await;
        desk.shows("details", "My kettle came broken.").await;
        let turns: Vec<String> = desk.all(".turn").iter().map(super::desk::words).collect();
        assert_eq!(turns.len(), 2, "{turns:?}");
        assert!(turns[0].starts_with("Customer") && turns[1].starts_with("Agent"), "{turns:?}");
    }
}
