//! Variables of a contact, which stand in a dozen lists and objects of an event, as one table by their names; and other
//! lists of names and values, which are read the same way.

use serde_json::{Map, Value};

use super::values::{label, plain_key, text};

/// Whether a key of an event's data holds variables.
pub(super) fn holds_variables(key: &str) -> bool {
    let key = plain_key(key);
    key.ends_with("variables")
        || matches!(
            key.as_str(),
            "cad" | "flowattributes" | "callassociateddata" | "callassociateddetails" | "callassociatedvalues"
        )
}

/// A variable: its name as people read it, and its value.
pub(super) type Variable<'a> = (String, &'a Value);

/// What else stands in a list, and at which place.
pub(super) type Other<'a> = (usize, &'a Value);

/// The variables of an object (name → value, or name → `{value, displayName}`) or of a list of `{name, value}`; and
/// what else stands in such a list, with its place. `None` for anything else.
pub(super) fn variables(value: &Value) -> Option<(Vec<Variable<'_>>, Vec<Other<'_>>)> {
    match value {
        Value::Object(fields) => match pair(fields, false) {
            Some(one) => Some((vec![one], Vec::new())),
            None => Some((fields.iter().map(|(name, value)| named(name, value)).collect(), Vec::new())),
        },
        Value::Array(values) => {
            let (mut found, mut others) = (Vec::new(), Vec::new());
            for (place, value) in values.iter().enumerate() {
                match value {
                    Value::Object(fields) => match pair(fields, false) {
                        Some(pair) => found.push(pair),
                        // `[{"Plan": "Gold"}, {"Tier": 2}]`
                        None if fields.values().all(|value| !value.is_object() && !value.is_array()) => {
                            found.extend(fields.iter().map(|(name, value)| named(name, value)));
                        }
                        None => others.push((place, value)),
                    },
                    value => others.push((place, value)),
                }
            }
            Some((found, others))
        }
        _ => None,
    }
}

/// The pairs of a list in which everything is a name and a value, and nothing more; `None` for any other list.
pub(super) fn pairs(values: &[Value]) -> Option<Vec<Variable<'_>>> {
    values.iter().map(|value| pair(value.as_object()?, true)).collect()
}

fn named<'a>(name: &str, value: &'a Value) -> Variable<'a> {
    let of = |fields: &'a Map<String, Value>| {
        let value = fields.iter().find(|(key, _)| is_value(&plain_key(key)))?.1;
        let shown = fields.iter().find(|(key, _)| is_display_name(&plain_key(key))).and_then(|(_, name)| text(name));
        Some((label(shown.as_deref().unwrap_or(name)), value))
    };
    value.as_object().and_then(of).unwrap_or_else(|| (label(name), value))
}

/// `{name, value}` in one of its spellings. `strict`: nothing else is in it that somebody would miss.
pub(super) fn pair(fields: &Map<String, Value>, strict: bool) -> Option<Variable<'_>> {
    let (mut name, mut shown, mut value) = (None, None, None);
    for (key, of) in fields {
        let key = plain_key(key);
        if is_name(&key) && name.is_none() {
            name = Some(text(of)?);
        } else if is_display_name(&key) {
            shown = text(of);
        } else if (is_value(&key) || is_words(&key)) && value.is_none() {
            value = Some(of);
        } else if strict && !is_about_the_variable(&key) {
            return None;
        }
    }
    Some((label(&shown.or(name)?), value?)).filter(|(name, _)| !name.is_empty())
}

fn is_name(key: &str) -> bool {
    matches!(key, "name" | "key" | "label" | "title" | "heading" | "variable" | "variablename" | "attribute")
}

fn is_display_name(key: &str) -> bool {
    matches!(key, "displayname" | "desktoplabel")
}

/// `value`, `strVal`, `stringValue` …
fn is_value(key: &str) -> bool {
    key.ends_with("value") || key.ends_with("val")
}

/// What a section has instead of a value.
fn is_words(key: &str) -> bool {
    matches!(key, "text" | "content" | "body")
}

/// What says how a variable is to be treated, and nothing of the customer.
fn is_about_the_variable(key: &str) -> bool {
    matches!(
        key,
        "type"
            | "datatype"
            | "variabletype"
            | "issecure"
            | "secure"
            | "agenteditable"
            | "agentviewable"
            | "reportable"
            | "isreportable"
            | "global"
            | "isglobal"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(value: &Value) -> Vec<(String, String)> {
        let (found, others) = variables(value).expect("variables");
        assert!(others.is_empty(), "{others:?}");
        found.into_iter().map(|(name, value)| (name, text(value).unwrap_or_default())).collect()
    }

    #[test]
    fn a_variable_is_read_wherever_it_stands() {
        let gold = [("Plan".to_owned(), "Gold".to_owned())];
        for value in [
            json!([{"name": "Plan", "value": "Gold"}]),
            json!([{"Name": "Plan", "Value": "Gold", "type": "STRING"}]),
            json!([{"key": "Plan", "value": "Gold"}]),
            json!([{"name": "Plan", "strVal": "Gold", "dateVal": ""}]),
            json!([{"Plan": "Gold"}]),
            json!({"name": "Plan", "value": "Gold"}),
            json!({"Plan": "Gold"}),
            json!({"Plan": {"value": "Gold", "isSecure": false}}),
            json!({"plan": {"value": "Gold", "displayName": "Plan", "agentViewable": true}}),
            json!([{"name": "plan", "value": "Gold", "displayName": "Plan"}]),
        ] {
            assert_eq!(read(&value), gold, "{value}");
        }
    }

    #[test]
    fn which_keys_hold_variables() {
        for kind in ["string", "integer", "boolean", "double", "long"] {
            for of in ["GlobalVariables", "AdditionalVariables", "GlobalAdditionalVariables"] {
                assert!(holds_variables(&format!("{kind}{of}")));
            }
        }
        assert!(
            ["cad", "CAD", "flowAttributes", "flow_attributes", "callAssociatedData"]
                .iter()
                .all(|key| holds_variables(key))
        );
        assert!(!["cadence", "attributes", "variable", "additionalFields"].iter().any(|key| holds_variables(key)));
    }

    #[test]
    fn a_list_with_more_than_names_and_values_is_no_list_of_pairs() {
        let is_pairs = |value: Value| pairs(value.as_array().expect("a list")).is_some();
        assert!(is_pairs(json!([{"name": "Colour", "value": "red"}, {"name": "Size", "value": null}])));
        assert!(!is_pairs(json!([{"name": "Kettle", "value": 12, "sku": "K1"}])));
        assert!(!is_pairs(json!([{"name": "Colour", "value": "red"}, "blue"])));
        assert!(!is_pairs(json!([{"name": "Ann"}])));
    }
}
