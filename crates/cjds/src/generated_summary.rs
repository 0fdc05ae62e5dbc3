//! What the contact center's assistant wrote of a contact (`POST /generated-summaries/search`).

use serde_json::{Map, Value, json};

use crate::lenient::scalar_of;

/// What one answer has of one contact: keys of sections and their words, in the order in which people read them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GeneratedSummary {
    /// Words by keys. What was written at a transfer has keys of its own.
    pub sections: Map<String, Value>,
}

/// Of what was written after the contact.
const AFTER: [&str; 7] = [
    "initialContactReason",
    "additionalContactReasons",
    "additionalContext",
    "keyActionsTaken",
    "nextSteps",
    "chosenWrapUpCode",
    "proposedWrapUpCodes",
];

/// Of what was written when it was handed over: the service's key, and ours.
const AT_TRANSFER: [(&str, &str); 3] = [
    ("reasonForTransferOrConsult", "reasonForTransferOrConsult"),
    ("additionalContext", "transferContext"),
    ("keyActionsTaken", "transferActions"),
];

impl GeneratedSummary {
    /// Reads an answer; `None`: it has no word.
    pub fn read(answer: &Value) -> Option<Self> {
        let all = answer.get("summaries").or_else(|| answer.pointer("/data/summaries")).unwrap_or(answer);
        let after = summaries(all.get("POST_CALL"));
        let at_transfer = summaries(all.get("MID_CALL"));
        let mut sections = Map::new();
        for key in AFTER {
            put(&mut sections, key, &words_of(&after, key));
        }
        for (key, ours) in AT_TRANSFER {
            put(&mut sections, ours, &words_of(&at_transfer, key));
        }
        (!sections.is_empty()).then_some(Self { sections })
    }
}

/// The summaries of a kind, by their ids, or as a list.
fn summaries(of: Option<&Value>) -> Vec<&Map<String, Value>> {
    match of {
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_object).collect(),
        // One that stands there itself has words, and not objects, in it.
        Some(Value::Object(one)) if !one.values().any(Value::is_object) => vec![one],
        Some(Value::Object(all)) => all.values().filter_map(Value::as_object).collect(),
        _ => Vec::new(),
    }
}

/// What they say under this key, each thing once.
fn words_of(summaries: &[&Map<String, Value>], key: &str) -> Vec<String> {
    let mut all = Vec::new();
    for value in summaries.iter().filter_map(|summary| summary.get(key)) {
        let each = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        for words in each.iter().filter_map(|value| scalar_of(value.get("name").unwrap_or(value).clone())) {
            let words = words.trim().to_owned();
            if !words.is_empty() && !all.contains(&words) {
                all.push(words);
            }
        }
    }
    all
}

fn put(sections: &mut Map<String, Value>, key: &str, words: &[String]) {
    if !words.is_empty() {
        sections.insert(key.to_owned(), json!(words));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(answer: &Value) -> Option<Value> {
        GeneratedSummary::read(answer).map(|summary| Value::Object(summary.sections))
    }

    #[test]
    fn what_was_written_after_the_contact_and_at_a_transfer_is_read() {
        let answer = json!({"summaries": {
            "POST_CALL": {"7f": {"initialContactReason": "A broken kettle", "additionalContext": "", "keyActionsTaken": ["Refund", "Label"],
                "nextSteps": "Call back by Friday", "chosenWrapUpCode": "Complaint", "proposedWrapUpCodes": [{"name": "Complaint"}, {"name": "Refund"}]}},
            "MID_CALL": {"8a": {"reasonForTransferOrConsult": "Needs billing", "additionalContext": "Paid twice"}}}});
        let expected = json!({"initialContactReason": ["A broken kettle"], "keyActionsTaken": ["Refund", "Label"],
            "nextSteps": ["Call back by Friday"], "chosenWrapUpCode": ["Complaint"], "proposedWrapUpCodes": ["Complaint", "Refund"],
            "reasonForTransferOrConsult": ["Needs billing"], "transferContext": ["Paid twice"]});
        assert_eq!(read(&answer), Some(expected));
    }

    #[test]
    fn an_answer_without_a_word_is_no_summary() {
        for answer in [
            json!({}),
            json!({"summaries": {}}),
            json!({"summaries": {"POST_CALL": {}, "MID_CALL": null}}),
            json!({"summaries": {"POST_CALL": {"7f": {"nextSteps": " ", "proposedWrapUpCodes": []}}}}),
            json!([]),
            json!("no"),
        ] {
            assert_eq!(read(&answer), None, "{answer}");
        }
    }

    #[test]
    fn the_same_said_in_two_summaries_stands_once_and_a_strange_value_spoils_nothing() {
        let answer = json!({"summaries": {"POST_CALL": {
            "1": {"nextSteps": "Call", "keyActionsTaken": 7, "chosenWrapUpCode": {"name": "Sale"}}, "2": {"nextSteps": "Call"}, "3": null}}});
        let expected = json!({"keyActionsTaken": ["7"], "nextSteps": ["Call"], "chosenWrapUpCode": ["Sale"]});
        assert_eq!(read(&answer), Some(expected));
        assert_eq!(read(&json!({"POST_CALL": [{"nextSteps": "Call"}]})), Some(json!({"nextSteps": ["Call"]})));
        assert_eq!(read(&json!({"POST_CALL": {"nextSteps": "Call"}})), Some(json!({"nextSteps": ["Call"]})));
    }
}
