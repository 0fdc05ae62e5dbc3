//! What was written of a conversation when it was over.

use serde_json::Value;

use super::Event;
use super::values::{first_text, label, text, texts, words};

/// The key of the part that names next steps.
const NEXT_STEPS: &str = "nextSteps";
/// The type of the event that a source makes of what its platform's assistant wrote.
pub const GENERATED_SUMMARY: &str = "generated-summary";

/// A summary of the conversation, made for the agent's wrap-up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// In one paragraph.
    pub text: Option<String>,
    /// In parts: the sender's key and the text.
    pub sections: Vec<(String, String)>,
    /// Whether the platform's assistant wrote it.
    pub is_generated: bool,
}

impl Summary {
    /// The keys of sections in the order in which people read them.
    const ORDER: [&str; 10] = [
        "initialContactReason",
        "additionalContactReasons",
        "additionalContext",
        "keyActionsTaken",
        NEXT_STEPS,
        "chosenWrapUpCode",
        "proposedWrapUpCodes",
        "reasonForTransferOrConsult",
        "transferContext",
        "transferActions",
    ];

    pub(crate) fn read(event: &Event) -> Option<Self> {
        let sections: Vec<(String, String)> = match event.data.get("sections") {
            Some(Value::Object(sections)) => sections
                .iter()
                .map(|(key, value)| (label(key), texts(value).join("\n")))
                .filter(|(_, text)| !text.is_empty())
                .collect(),
            _ => Vec::new(),
        };
        let is_known = |key: &str| Self::ORDER.contains(&key);
        let known = Self::ORDER.iter().filter_map(|known| sections.iter().find(|(key, _)| key == known));
        let sections = known.chain(sections.iter().filter(|(key, _)| !is_known(key))).cloned().collect();
        let is_generated = event.key.kind == GENERATED_SUMMARY;
        let summary = Self { text: first_text(&event.data, &["summary"]), sections, is_generated };
        (summary.text.is_some() || !summary.sections.is_empty()).then_some(summary)
    }

    /// Whether it has all that an event's data says under `summary` or `sections`.
    pub(crate) fn shows(&self, key: &str, value: &Value) -> bool {
        match (key, value) {
            ("summary", value) => text(value).is_some_and(|text| self.text.as_ref() == Some(&text)),
            ("sections", Value::Object(sections)) => sections.iter().all(|(key, value)| {
                let entries = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
                let has_more = entries.iter().any(|value| value.is_object() || value.is_array());
                let words = texts(value).join("\n");
                !has_more && (words.is_empty() || self.sections.contains(&(label(key), words)))
            }),
            _ => false,
        }
    }

    /// What is to be done next.
    pub fn next_steps(&self) -> Option<&str> {
        self.sections.iter().find(|(key, _)| key == NEXT_STEPS).map(|(_, text)| text.as_str())
    }

    /// A section's key as words, for one that the contract does not name.
    pub fn label_of(key: &str) -> String {
        words(key)
    }
}
