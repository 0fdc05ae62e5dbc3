//! The variables of a contact that an administrator names: their values stand on its row.
//!
//! What is secure is not among them: it was dropped at the door (`secure.rs`).

use serde_json::{Map, Value};

use super::Contact;
use super::values::{label, plain_key, shortened, text};
use super::variables::{holds_variables, pair, variables};

/// A value stands beside others, letters.
const LONGEST: usize = 40;

impl Contact {
    /// What the variable of this name says, in whichever spelling: the latest event that says something.
    pub fn variable(&self, name: &str) -> Option<String> {
        let name = plain_key(name);
        let found = self.events.iter().rev().find_map(|event| {
            event.data.iter().filter(|(key, _)| holds_variables(key)).find_map(|(_, held)| held_under(held, &name))
        });
        found.map(|value| shortened(&label(&value), LONGEST))
    }
}

/// The value under a name, among variables that may be JSON written as text.
pub(super) fn held_under(held: &Value, name: &str) -> Option<String> {
    if let Value::String(written) = held {
        let parsed = basics::json::parse(written).ok().filter(|value| !value.is_string())?;
        return held_under(&parsed, name);
    }
    let (found, _) = variables(held)?;
    let shown = found.iter().filter(|(shown, _)| plain_key(shown) == name).find_map(|(_, value)| text(value));
    shown.or_else(|| found.get(place_of_key(held.as_object()?, name)?).and_then(|(_, value)| text(value)))
}

/// Where a variable stands that is named by its key, and shown under another name.
fn place_of_key(fields: &Map<String, Value>, name: &str) -> Option<usize> {
    if pair(fields, false).is_some() {
        return None;
    }
    fields.keys().position(|key| plain_key(key) == name)
}

#[cfg(test)]
mod tests {
    use crate::samples::{call, journey, wire};
    use serde_json::{Value, json};

    fn variable(data: Vec<Value>, name: &str) -> Option<String> {
        let mut events = call("c", "2026-03-01", None);
        for (second, data) in data.into_iter().enumerate() {
            events.push(wire("c", "task:hold", &format!("2026-03-01T10:03:{second:02}Z"), data));
        }
        journey(&events).contacts().next().and_then(|contact| contact.variable(name))
    }

    #[test]
    fn a_variable_is_found_under_its_name_or_its_key_wherever_its_sender_put_it() {
        let held = [
            json!({"callAssociatedData": {"Product_Name": {"value": "Kettle", "displayName": "Product"}}}),
            json!({"cad": {"product": "Kettle"}}),
            json!({"globalVariables": [{"name": "Product", "value": "Kettle"}]}),
            json!({"flowVariables": "{\"Product\": \"Kettle\"}"}),
        ];
        for data in held {
            assert_eq!(variable(vec![data.clone()], "Product").as_deref(), Some("Kettle"), "{data}");
        }
        let by_key = json!({"cad": {"Product_Name": {"value": "Kettle", "displayName": "Ware"}}});
        assert_eq!(variable(vec![by_key], "product name").as_deref(), Some("Kettle"));
    }

    #[test]
    fn the_latest_that_says_something_counts() {
        let said = |value: &str| json!({"cad": {"Risk": {"value": value}}});
        assert_eq!(variable(vec![said("low"), said("high"), said("")], "Risk").as_deref(), Some("high"));
        assert_eq!(variable(vec![said("low")], "Product"), None);
        assert_eq!(variable(vec![json!({"Risk": "high"})], "Risk"), None, "a field is no variable");
    }

    #[test]
    fn a_secure_variable_never_stands_on_a_row() {
        let secure = json!({"cad": {"Pin": {"value": "4711", "isSecure": true}}, "flowVariables": {"Pin": "4711"}});
        assert_eq!(variable(vec![secure], "Pin"), None);
        let listed = json!({"globalVariables": [{"name": "Pin", "value": "4711", "secure": "true"}]});
        assert_eq!(variable(vec![listed], "Pin"), None);
    }

    #[test]
    fn a_value_is_short_and_on_one_line() {
        let long = json!({"cad": {"Note": format!("a\nb{}", "x".repeat(90))}});
        let value = variable(vec![long], "Note").unwrap_or_default();
        assert!(value.starts_with("a bxx") && value.chars().count() <= 41, "{value}");
    }
}
