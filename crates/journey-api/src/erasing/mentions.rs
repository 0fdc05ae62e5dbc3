//! Whether a text speaks of somebody: by an identity however it is written. For what is kept as it came.

use std::collections::HashSet;

use cjds::IdentityType;
use serde_json::Value;

use crate::ids::{Asked, Lookup};

/// Shorter identities are found as a whole text only: within others they would be found everywhere.
const LONG: usize = 6;
/// What stands where somebody was spoken of.
const ERASED: &str = "(erased)";

/// The identities of somebody.
#[derive(Clone, Debug)]
pub(crate) struct Mentions {
    lookups: HashSet<Lookup>,
    /// Those that are found within a text, in lower case.
    within: Vec<String>,
    /// Those of digits alone, which may stand with blanks and dashes between them.
    digits: Vec<String>,
}

impl Mentions {
    pub(crate) fn of(lookups: &[Lookup]) -> Self {
        let long = || lookups.iter().map(|lookup| lookup.as_str().to_lowercase()).filter(|text| text.len() >= LONG);
        let is_number = |text: &String| text.bytes().all(|byte| byte.is_ascii_digit());
        Self {
            lookups: lookups.iter().cloned().collect(),
            within: long().filter(|text| !is_number(text)).collect(),
            digits: long().filter(is_number).collect(),
        }
    }

    /// Whether a text names one of them, or is one.
    fn are_in(&self, text: &str) -> bool {
        let asked = Asked::of(text);
        let is_one = self.lookups.contains(&asked.exact)
            || asked.phone.is_some_and(|phone| self.lookups.contains(&phone))
            || self.lookups.contains(&Lookup::of_kind(text, IdentityType::Phone));
        if is_one {
            return true;
        }
        let lower = text.to_lowercase();
        if self.within.iter().any(|identity| lower.contains(identity)) {
            return true;
        }
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        self.digits.iter().any(|identity| digits.contains(identity))
    }

    /// Whether something that came names one of them: in any of its texts and numbers, where it is JSON.
    pub(crate) fn are_in_payload(&self, payload: &str) -> bool {
        match serde_json::from_str(payload) {
            Ok(value) => self.are_in_value(&value),
            Err(_) => self.are_in(payload),
        }
    }

    fn are_in_value(&self, value: &Value) -> bool {
        match value {
            Value::String(text) => self.are_in(text),
            Value::Number(number) => self.are_in(&number.to_string()),
            Value::Array(list) => list.iter().any(|value| self.are_in_value(value)),
            Value::Object(map) => map.iter().any(|(key, value)| self.are_in(key) || self.are_in_value(value)),
            Value::Bool(_) | Value::Null => false,
        }
    }

    /// Takes them out of a JSON text; `None`: they are not in it.
    pub(crate) fn taken_out_of(&self, text: &str) -> Option<String> {
        let Ok(mut value) = serde_json::from_str(text) else {
            return self.are_in(text).then(|| Value::from(ERASED).to_string());
        };
        self.take_out(&mut value).then(|| value.to_string())
    }

    fn take_out(&self, value: &mut Value) -> bool {
        match value {
            Value::Array(list) => list.iter_mut().filter_map(|value| self.take_out(value).then_some(())).count() > 0,
            Value::Object(map) => map.values_mut().filter_map(|value| self.take_out(value).then_some(())).count() > 0,
            other if self.are_in_value(other) => {
                *other = Value::from(ERASED);
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mentions() -> Mentions {
        Mentions::of(&["12025550143", "ann@example.com", "c-17", "4711"].map(|text| Lookup(text.to_owned())))
    }

    #[test]
    fn somebody_is_found_however_the_identity_is_written() {
        for payload in [
            r#"{"identity": "+1 (202) 555-0143"}"#,
            r#"{"traits": {"phone": ["001 202 555 0143"]}}"#,
            r#"{"userId": 12025550143}"#,
            r#"{"n": 4711}"#,
            r#"["Ann <Ann@Example.com>"]"#,
            r#"{"note": "call her at +1 202 555 0143, please"}"#,
            r#"{"ann@example.com": 1}"#,
            r#"{"cut": "ANN@example.com", "more"#,
            r#"{"id": "c-17"}"#,
        ] {
            assert!(mentions().are_in_payload(payload), "{payload}");
        }
        for payload in [
            r#"{"identity": "+1 (202) 555-0144", "n": 47110, "id": "abc-170"}"#,
            r#"{"email": "joann@example.org"}"#,
            "",
            "[true, null]",
        ] {
            assert!(!mentions().are_in_payload(payload), "{payload}");
        }
    }

    #[test]
    fn what_is_taken_out_leaves_the_rest() {
        let text = r#"{"added":["+12025550143","bob@example.com"],"firstName":{"after":"Bob"}}"#;
        let left = mentions().taken_out_of(text).expect("found");
        assert_eq!(left, r#"{"added":["(erased)","bob@example.com"],"firstName":{"after":"Bob"}}"#);
        assert_eq!(mentions().taken_out_of(&left), None);
    }
}
