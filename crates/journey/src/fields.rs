//! A sender's data as rows that people read: everything that it carries. Nested values become rows with a path; what is
//! too deep becomes one row; variables are one table by their names; what is too much is counted and built only when asked
//! for. A key is left out only where something else really shows it.

use std::sync::Arc;

use super::field_order::ordered;
use super::field_reader::Reader;
use super::{Contact, CustomEvent, Event, EventKind, Summary, Transcript};

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The keys that lead to it, as words, the outermost first.
    pub path: Vec<String>,
    /// Its different values, one of each event that says something else, the earliest first. The entries of a list are
    /// one value.
    pub values: Vec<Arc<str>>,
}

/// The rows of an event or of a contact.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields {
    /// At most as many as asked for.
    pub rows: Vec<Field>,
    /// How many more there are.
    pub more: usize,
}

/// What stands beside the rows, and so in none of them.
#[derive(Clone, Copy, Default)]
pub(super) struct Beside<'a> {
    pub(super) transcript: Option<&'a Transcript>,
    pub(super) summary: Option<&'a Summary>,
}

impl Fields {
    /// The first `limit` rows of an event that stands for itself, with everything that it carries.
    pub fn of_event(event: &Event, limit: usize) -> Self {
        Self::of(&[event], Beside::default(), limit)
    }

    /// The first `limit` rows of a contact: each key once, with its different values in order of time.
    pub fn of_events(events: &[Arc<Event>], limit: usize) -> Self {
        let events: Vec<_> = events.iter().map(Arc::as_ref).collect();
        Self::of(&events, Beside::default(), limit)
    }

    /// The rows that stand beside an event's conversation.
    pub fn beside_event(custom: &CustomEvent, limit: usize) -> Self {
        Self::of(&[&custom.event], Beside { transcript: custom.transcript.as_ref(), summary: None }, limit)
    }

    /// The rows that stand beside a contact's conversation and summary.
    pub fn beside_contact(contact: &Contact, limit: usize) -> Self {
        let is_none_of_its_notes = |event: &&Event| event.kind != EventKind::Note;
        let events: Vec<_> = contact.events.iter().map(Arc::as_ref).filter(is_none_of_its_notes).collect();
        let beside = Beside { transcript: contact.transcript.as_ref(), summary: contact.summary.as_ref() };
        Self::of(&events, beside, limit)
    }

    fn of(events: &[&Event], beside: Beside<'_>, limit: usize) -> Self {
        let heard: Vec<_> = events.iter().map(|event| Transcript::of_data(&event.data)).collect();
        let mut reader = Reader::new(limit);
        for (place, event, key, value) in ordered(events) {
            reader.key(place, event, key, value, heard.get(place).and_then(Option::as_ref), beside);
        }
        reader.fields()
    }
}

#[cfg(test)]
mod tests {
    use super::super::field_reader::DEPTH;
    use super::*;
    use crate::samples::{custom, event, task};
    use serde_json::{Map, Value, json};

    fn rows(data: Value) -> Vec<(String, String)> {
        let event = event(&custom("Order", "2026-03-01T10:00:00Z", data));
        let fields = Fields::of_event(&event, 100);
        fields.rows.iter().map(|row| (row.path.join(" › "), row.values.join(", "))).collect()
    }

    #[test]
    fn nested_values_are_rows_with_a_path() {
        let found =
            rows(json!({"Policy Holder": "José", "orderItems": [{"sku": "A1", "unitPrice": 12.5}, {"sku": "B2"}],
            "colours": ["red", "blue"], "empty": {}, "nothing": null, "paid": true, "uiData": {"title": "x"}}));
        let expected = [
            ("Policy Holder", "José"),
            ("Colours", "red, blue"),
            ("Order items › 1 › Sku", "A1"),
            ("Order items › 1 › Unit price", "12.5"),
            ("Order items › 2 › Sku", "B2"),
            ("Paid", "true"),
        ];
        for (label, value) in expected {
            assert!(found.contains(&(label.to_owned(), value.to_owned())), "{label}: {value} is not in {found:?}");
        }
        assert_eq!(found.len(), expected.len(), "{found:?}");
    }

    #[test]
    fn fifty_levels_are_one_readable_row() {
        let deep = (0..50).fold(json!("bottom"), |inner, level| json!({ format!("level{level}"): inner }));
        let found = rows(json!({ "deep": deep }));
        assert_eq!(found.len(), 1);
        assert!(found[0].0.matches('›').count() < DEPTH && found[0].1.contains("bottom"), "{found:?}");
    }

    #[test]
    fn of_ten_thousand_keys_only_the_first_are_built() {
        let data: Map<String, Value> = (0..10_000).map(|key| (format!("key {key}"), json!(key))).collect();
        let event = event(&custom("Order", "2026-03-01T10:00:00Z", Value::Object(data)));
        let fields = Fields::of_event(&event, 40);
        assert_eq!((fields.rows.len(), fields.more), (40, 9_960));
    }

    #[test]
    fn a_custom_event_shows_all_that_it_carries() {
        let event: Value = serde_json::from_str(include_str!(
            "../../../tests/cases/01-custom-event-words-vanish/1-chat-transcript.json"
        ))
        .expect("JSON");
        let event = crate::samples::event(&event);
        let rows = |fields: Fields| -> Vec<(String, String)> {
            fields.rows.iter().map(|row| (row.path.join(" › "), row.values.join(", "))).collect()
        };
        let expected = [
            ("Topic", "Refund"),
            ("Transcript", "Bot: hello. Customer: my kettle came broken."),
            ("Sentiment", "negative"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(rows(Fields::of_event(&event, 100)), expected);
        assert_eq!(rows(Fields::beside_event(&CustomEvent::of(event), 100)), expected);
    }

    #[test]
    fn words_of_any_shape_are_rows() {
        for (data, name, value) in [
            (json!({"summary": "Wants a refund."}), "Summary", "Wants a refund."),
            (json!({"summary": {"text": "Wants a refund."}}), "Summary › Text", "Wants a refund."),
            (json!({"summary": ["One.", "Two."]}), "Summary", "One., Two."),
            (json!({"sections": {"nextSteps": "Call back"}}), "Sections › Next steps", "Call back"),
            (json!({"sections": {"next_steps": ["Call", "Pay"]}}), "Sections › Next steps", "Call, Pay"),
            (json!({"sections": [{"title": "Next steps", "text": "Call back"}]}), "Sections › Next steps", "Call back"),
            (json!({"sections": "Next steps: none"}), "Sections", "Next steps: none"),
            (json!({"sentiment": 0.7}), "Sentiment", "0.7"),
            (json!({"sentiment": {"customer": "angry"}}), "Sentiment › Customer", "angry"),
            (json!({"transcript": {"url": "https://a.example/t"}}), "Transcript › Url", "https://a.example/t"),
            (json!({"transcript": 7}), "Transcript", "7"),
            (json!({"transcript": [{"speaker": "agent"}, {"seconds": 4}]}), "Transcript › 2 › Seconds", "4"),
            (json!({"riskDetected": true}), "Risk detected", "true"),
            (json!({"uiData": {"title": "x", "footer": "See below"}}), "Footer", "See below"),
            (json!({"uiData": {"listItem": [{"key": "a", "value": {"b": 1}}, "odd"]}}), "List item › 2", "odd"),
            (json!({"createdTime": "in May"}), "Created time", "in May"),
        ] {
            let found = rows(data.clone());
            assert!(found.contains(&(name.to_owned(), value.to_owned())), "{data}: {found:?}");
        }
    }

    #[test]
    fn lists_keep_equal_entries() {
        let found = rows(json!({"items": ["Kettle", "Kettle", "Cup"], "pairs": [{"name": "Kettle", "value": 1},
            {"name": "Kettle", "value": 1}], "nested": [["a", "a"], ["b"]]}));
        let expected =
            [("Items", "Kettle, Kettle, Cup"), ("Pairs › Kettle", "1, 1"), ("Nested › 1", "a, a"), ("Nested › 2", "b")];
        assert_eq!(found, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
        let event = event(&custom("Order", "2026-03-01T10:00:00Z", json!({"items": ["Kettle", "Kettle", "Cup"]})));
        let field = Fields::of_event(&event, 9).rows.remove(0);
        assert_eq!(field.values.len(), 1, "nothing has changed: it is one list");
    }

    #[test]
    fn variables_are_one_table_by_their_names() {
        let mut data = json!({
            "cad": {"Plan": "Gold", "Order id": {"value": "A-1", "isSecure": false}},
            "flowAttributes": {"lang": "de", "plan_b": ""},
            "callAssociatedData": {"tier": {"value": "3", "displayName": "Customer tier", "agentViewable": true}},
            "transientFields": {"debug": "gone"},
        });
        for (place, kind) in ["string", "integer", "boolean", "double", "long"].iter().enumerate() {
            data[format!("{kind}GlobalVariables")] =
                json!([{"name": format!("G{place}"), "value": place}, {"name": "Plan", "value": "Gold"}]);
            data[format!("{kind}AdditionalVariables")] = json!([{"name": format!("A{place}"), "value": place},
                {"name": "Pin", "value": "4711", "secure": "true"}]);
        }
        let found = rows(data);
        let mut names: Vec<_> = found.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        let mut expected = vec!["Plan", "Order id", "lang", "Customer tier"];
        let numbered: Vec<String> = (0..5).flat_map(|place| [format!("G{place}"), format!("A{place}")]).collect();
        expected.extend(numbered.iter().map(String::as_str));
        expected.sort_unstable();
        assert_eq!(names, expected);
        assert!(found.contains(&("Plan".to_owned(), "Gold".to_owned())), "{found:?}");
    }

    #[test]
    fn of_two_hundred_keys_the_telling_ones_come_first() {
        let mut data = Map::new();
        for place in 0..190 {
            data.insert(format!("leg{place}Id"), json!(format!("{place}-7f3a")));
        }
        data.insert("contactReason".to_owned(), json!("Refund"));
        data.insert("stringGlobalVariables".to_owned(), json!([{"name": "Plan", "value": "Gold"}]));
        data.insert("summary".to_owned(), json!("Wants a refund."));
        let event = event(&custom("Order", "2026-03-01T10:00:00Z", Value::Object(data)));
        let fields = Fields::of_event(&event, 30);
        let names: Vec<_> = fields.rows.iter().take(3).map(|row| row.path.join(" › ")).collect();
        assert_eq!(names, ["Summary", "Plan", "Contact reason"]);
        assert_eq!((fields.rows.len(), fields.more), (30, 163));
    }

    #[test]
    fn a_contacts_words_are_rows_only_where_nothing_else_shows_them() {
        let turns =
            json!([{"role": "CALLER", "text": "My kettle is broken."}, {"role": "AGENT", "text": "I am sorry."}]);
        let contact = |events: Vec<Arc<Event>>| Contact::of(crate::TaskId::new("t").expect("an id"), events);
        let names = |contact: &Contact| -> Vec<String> {
            Fields::beside_contact(contact, 99).rows.iter().map(|row| row.path.join(" › ")).collect()
        };
        let shown = contact(vec![
            task("t", "task:ended", "2026-03-01T10:00:00Z", json!({"transcript": turns})),
            task(
                "t",
                "task:wrapup-summary",
                "2026-03-01T10:01:00Z",
                json!({"summary": "Refund.", "sections": {"nextSteps": "Call"}}),
            ),
        ]);
        assert_eq!(names(&shown), ["Task id"]);
        let odd = contact(vec![
            task(
                "t",
                "task:ended",
                "2026-03-01T10:00:00Z",
                json!({"transcript": {"format": "x", "size": 3}, "sentiment": "angry"}),
            ),
            task(
                "t",
                "task:wrapup-summary",
                "2026-03-01T10:01:00Z",
                json!({"summary": "Refund.", "sections": [{"a": "b"}]}),
            ),
        ]);
        assert_eq!(
            names(&odd),
            ["Transcript › Format", "Transcript › Size", "Sentiment", "Task id", "Sections › 1 › A"]
        );
        // In a file nothing stands beside the rows.
        let all = Fields::of_events(&shown.events, 99);
        let text: Vec<_> =
            all.rows.iter().map(|row| [&row.path.join(" › "), ": ", &row.values.join("")].concat()).collect();
        assert_eq!(
            text,
            [
                "Transcript: Customer: My kettle is broken.\nAgent: I am sorry.",
                "Task id: t",
                "Summary: Refund.",
                "Sections › Next steps: Call"
            ]
        );
    }

    #[test]
    fn a_contacts_key_is_one_row_with_its_values_in_order() {
        let events = [
            task("t", "task:new", "2026-03-01T10:00:00Z", json!({"queueName": "Sales"})),
            task("t", "task:connect", "2026-03-01T10:01:00Z", json!({"queueName": "Support"})),
            task("t", "task:ended", "2026-03-01T10:02:00Z", json!({"queueName": "Sales"})),
        ];
        let fields = Fields::of_events(&events, 10);
        let queue = fields.rows.iter().find(|row| row.path == ["Queue name"]).expect("a queue");
        assert_eq!(queue.values, ["Sales".into(), "Support".into()]);
    }
}
