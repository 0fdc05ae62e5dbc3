//! What an event says, as a number and in an order: the same for the same data, in whichever envelope it comes.
//!
//! The order of keys says nothing, a key without a value as little as no key, and a number in quotes is the number: one
//! sender's stream and its history differ in such things.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Map, Value};

use super::natural::natural;
use super::sorted::sorted_by_key;

/// A number that differs where the data does. The numbers of the fields are added up, so that their order says nothing;
/// to sort them first would be most of what it costs to take an event over.
pub(crate) fn content_of(data: &Map<String, Value>) -> u64 {
    let fields = data.iter().filter(|(_, value)| !value.is_null());
    let numbers = fields.map(|(key, value)| {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        hash_value(value, &mut hasher);
        hasher.finish()
    });
    numbers.fold(0, u64::wrapping_add)
}

/// Which of two data comes first where nothing else tells, numbers by their value.
pub(crate) fn compare(a: &Map<String, Value>, b: &Map<String, Value>) -> Ordering {
    let (a, b) = (sorted(a), sorted(b));
    let mut pairs = a.iter().zip(&b);
    let first = pairs.find_map(|((key, value), (other_key, other))| {
        Some(natural(key, other_key).then_with(|| compare_values(value, other))).filter(|order| order.is_ne())
    });
    first.unwrap_or_else(|| a.len().cmp(&b.len()))
}

fn compare_values(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => compare(a, b),
        (Value::Array(a), Value::Array(b)) => {
            let first = a.iter().zip(b).map(|(a, b)| compare_values(a, b)).find(|order| order.is_ne());
            first.unwrap_or_else(|| a.len().cmp(&b.len()))
        }
        _ => rank(a).cmp(&rank(b)).then_with(|| natural(&scalar(a), &scalar(b))),
    }
}

fn hash_value(value: &Value, hasher: &mut DefaultHasher) {
    match value {
        Value::Object(fields) => (b'{', content_of(fields)).hash(hasher),
        Value::Array(values) => {
            (b'[', values.len()).hash(hasher);
            values.iter().for_each(|value| hash_value(value, hasher));
        }
        value => (rank(value), scalar(value)).hash(hasher),
    }
}

fn sorted(fields: &Map<String, Value>) -> Vec<(&String, &Value)> {
    sorted_by_key(fields.iter().filter(|(_, value)| !value.is_null()).collect(), |(key, _)| key.as_str())
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) | Value::Number(_) | Value::String(_) => 1,
        Value::Array(_) => 2,
        Value::Object(_) => 3,
    }
}

fn scalar(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text),
        Value::Number(number) => {
            let text = number.to_string();
            // 10.0 is 10; a browser knows no difference.
            Cow::Owned(text.strip_suffix(".0").unwrap_or(&text).to_owned())
        }
        Value::Bool(flag) => Cow::Borrowed(if *flag { "true" } else { "false" }),
        _ => Cow::Borrowed(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fields(value: Value) -> Map<String, Value> {
        value.as_object().cloned().expect("an object")
    }

    #[test]
    fn the_same_in_another_order_of_keys_is_the_same() {
        let one = fields(json!({"a": 1, "b": {"c": [1, 2], "d": true}}));
        for other in [
            json!({"b": {"d": true, "c": [1, 2]}, "a": 1}),
            json!({"a": "1", "b": {"c": [1, 2.0], "d": "true", "e": null}, "nothing": null}),
        ] {
            let other = fields(other);
            assert_eq!((content_of(&one), compare(&one, &other)), (content_of(&other), Ordering::Equal), "{other:?}");
        }
    }

    #[test]
    fn other_data_is_another_number_and_has_its_place() {
        let sorted = [
            json!({}),
            json!({"amount": 9}),
            json!({"amount": 10}),
            json!({"amount": 10, "tax": 1}),
            json!({"amount": [10]}),
            json!({"amount": [10, 2]}),
            json!({"amount": [10, 3]}),
            json!({"amount": {"a": 1}}),
            json!({"b": ""}),
        ]
        .map(fields);
        for (place, one) in sorted.iter().enumerate() {
            for (other_place, other) in sorted.iter().enumerate() {
                assert_eq!(compare(one, other), place.cmp(&other_place), "{one:?} {other:?}");
                assert_eq!(content_of(one) == content_of(other), place == other_place, "{one:?} {other:?}");
            }
        }
    }
}
