//! One event that stands for itself: a web visit, an order, whatever the tenant sends; or an event of the contact
//! center that says of no contact that it belongs to it.

use std::sync::Arc;

use serde_json::Value;

use super::values::{is_set, label, plain_key, text, texts, words};
use super::variables::pair;
use super::{Channel, Event, Note, Transcript};

/// An event that stands for itself.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomEvent {
    /// The event.
    pub event: Arc<Event>,
    /// What it is called; without it, its type.
    pub title: Option<String>,
    /// One more line.
    pub subtitle: Option<String>,
    /// A keyword, or an address that is never asked.
    pub icon: Option<String>,
    /// One more line, less important.
    pub auxiliary: Option<String>,
    /// Rows that the sender chose, in the sender's words.
    pub list: Vec<(String, String)>,
    /// Which division it belongs to.
    pub division: Option<String>,
    /// By what it can be filtered.
    pub tags: Vec<Arc<str>>,
    /// By which way it came.
    pub channel: Option<Channel>,
    /// Who sent it, in words.
    pub source: Option<String>,
    /// Whether it tells that a page was looked at.
    pub is_page: bool,
    /// What was said, if it is a conversation; text without speakers is a field among the others.
    pub transcript: Option<Transcript>,
}

impl CustomEvent {
    /// Reads `data.uiData`; whatever of it does not fit is a field among the others.
    pub(crate) fn of(event: Arc<Event>) -> Self {
        let ui = event.data.get("uiData").and_then(Value::as_object);
        let word = |key: &str| ui.and_then(|ui| ui.get(key)).and_then(text);
        // Lines of a row are short; what is left out of one stands whole in the details.
        let mut whole = Vec::new();
        let mut line = |key: &str| {
            let text = word(key)?;
            let line = label(&text);
            if line.ends_with('…') && line.len() < text.len() {
                whole.push((words(key), text));
            }
            (!line.is_empty()).then_some(line)
        };
        let (title, mut auxiliary) = (line("title"), line("auxiliary"));
        let mut subtitle = line("subTitle").or_else(|| line("subtitle"));
        if let Some(note) = Note::of(&event) {
            (subtitle, auxiliary) = (Some(label(&note.text)), note.author);
        }
        let list: Vec<_> = match ui.and_then(|ui| ui.get("listItem")) {
            Some(Value::Array(rows)) => rows.iter().filter_map(row).collect(),
            Some(one) => row(one).into_iter().collect(),
            None => Vec::new(),
        };
        Self {
            title,
            subtitle,
            icon: word("iconType"),
            auxiliary,
            list: whole.into_iter().chain(list).collect(),
            division: word("division"),
            tags: ui
                .and_then(|ui| ui.get("filterTags"))
                .map(texts)
                .unwrap_or_default()
                .iter()
                .map(|tag| label(tag).into())
                .collect(),
            channel: word("channelTypeTag").and_then(|word| Channel::from_word(&word)),
            source: word("eventSource").map(|source| label(&source)),
            is_page: is_page(&event.key.kind),
            transcript: Transcript::of_data(&event.data)
                .map(|heard| heard.transcript)
                .filter(|transcript| matches!(transcript, Transcript::Turns(_))),
            event,
        }
    }

    /// Whether its sender wants it shown to nobody.
    pub(crate) fn is_hidden(event: &Event) -> bool {
        event.data.get("uiData").and_then(|ui| ui.get("hidden")).is_some_and(is_set)
    }
}

/// Whether a sender's word for an event says that a page was looked at.
fn is_page(kind: &str) -> bool {
    let kind = plain_key(kind);
    ["pagevisit", "pageview", "screenview"].iter().any(|word| kind.contains(word))
}

/// A row that the sender chose: `{key, value}`, or another pair of a name and a value. What is no such pair is a field
/// among the others.
pub(super) fn row(value: &Value) -> Option<(String, String)> {
    let (name, value) = pair(value.as_object()?, false)?;
    match value {
        Value::Object(_) | Value::Array(_) => None,
        value => Some((name, text(value).unwrap_or_default())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{custom, event};
    use serde_json::json;

    fn read(ui: Value) -> CustomEvent {
        CustomEvent::of(event(&custom("Order", "2026-03-01T10:00:00Z", json!({"uiData": ui}))))
    }

    #[test]
    fn filter_tags_are_read_as_a_list_and_as_a_word() {
        assert_eq!(read(json!({"filterTags": "Shop"})).tags, ["Shop".into()]);
        assert_eq!(read(json!({"filterTags": ["Shop", 7, null]})).tags, ["Shop".into(), "7".into()]);
        assert!(read(json!({"filterTags": {"a": 1}})).tags.is_empty());
    }

    #[test]
    fn what_the_sender_chose_to_show_is_read() {
        let order = read(
            json!({"title": "Order placed", "subTitle": "3 items", "iconType": "cart", "channelTypeTag": "web",
            "listItem": [{"key": "Total", "value": 12.5}, {"nothing": 1}], "division": "Sales", "eventSource": "Shop"}),
        );
        assert_eq!((order.title.as_deref(), order.subtitle.as_deref()), (Some("Order placed"), Some("3 items")));
        assert_eq!(order.list, [("Total".to_owned(), "12.5".to_owned())]);
        assert_eq!(order.channel, Some(Channel::Web));
    }

    #[test]
    fn ui_data_of_another_shape_is_no_harm() {
        for ui in [json!(7), json!("x"), json!([]), json!({"title": {}, "listItem": "x"}), json!(null)] {
            assert_eq!(read(ui).title, None);
        }
    }
}
