//! A sender's data as rows that people read. Nested values become rows with a path; what is too deep becomes one row;
//! what is too much is counted and built only when asked for.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::Event;
use super::values::{label, words};

/// Deeper values are shown as compact JSON in one row.
const DEPTH: usize = 5;

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The keys that lead to it, as words, the outermost first.
    pub path: Vec<String>,
    /// Its different values, the earliest first.
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

impl Fields {
    /// The first `limit` rows of one event: every key of its data but `uiData`, of which only what no title, list or
    /// badge shows already.
    pub fn of_event(event: &Event, limit: usize) -> Self {
        Self::of(&[event], limit)
    }

    /// The first `limit` rows of a contact: each key once, with its different values in order of time.
    pub fn of_events(events: &[Arc<Event>], limit: usize) -> Self {
        let events: Vec<_> = events.iter().map(Arc::as_ref).collect();
        Self::of(&events, limit)
    }

    fn of(events: &[&Event], limit: usize) -> Self {
        let mut reader = Reader { fields: Self::default(), limit, path: Vec::new() };
        for event in events {
            reader.object(&event.data);
        }
        reader.fields
    }
}

struct Reader {
    fields: Fields,
    limit: usize,
    path: Vec<String>,
}

impl Reader {
    fn object(&mut self, data: &Map<String, Value>) {
        for (key, value) in data {
            if self.path.is_empty() && is_shown_elsewhere(key) {
                continue;
            }
            self.path.push(key.clone());
            self.value(value);
            self.path.pop();
        }
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Null => {}
            Value::Object(fields) if fields.is_empty() => {}
            Value::Array(values) if values.is_empty() => {}
            Value::Object(_) | Value::Array(_) if self.path.len() >= DEPTH => self.row(value),
            Value::Object(fields) => self.object(fields),
            Value::Array(values) if values.iter().all(|value| !value.is_object() && !value.is_array()) => {
                values.iter().for_each(|value| self.row(value));
            }
            Value::Array(values) => {
                for (place, value) in values.iter().enumerate() {
                    self.path.push((place + 1).to_string());
                    self.value(value);
                    self.path.pop();
                }
            }
            Value::String(text) if text.trim().is_empty() => {}
            value => self.row(value),
        }
    }

    fn row(&mut self, value: &Value) {
        let path: Vec<String> = self.path.iter().map(|key| label(&words(key))).collect();
        if let Some(known) = self.fields.rows.iter_mut().find(|row| row.path == path) {
            let text = as_text(value);
            if !known.values.contains(&text) {
                known.values.push(text);
            }
        } else if self.fields.rows.len() < self.limit {
            self.fields.rows.push(Field { path, values: vec![as_text(value)] });
        } else {
            self.fields.more += 1;
        }
    }
}

/// `uiData` is how the sender wants the event shown, not what happened; the words of a conversation and its summary
/// have a place of their own; the times of each event stand with it.
fn is_shown_elsewhere(key: &str) -> bool {
    matches!(key, "uiData" | "transcript" | "sentiment" | "summary" | "sections" | "createdTime")
}

fn as_text(value: &Value) -> Arc<str> {
    match value {
        Value::String(text) => text.trim().into(),
        value => value.to_string().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journey::samples::{custom, event, task};
    use serde_json::json;

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
