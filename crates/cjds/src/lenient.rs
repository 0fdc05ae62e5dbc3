//! How fields are read that tenants fill in more than one way: for `#[serde(deserialize_with = "…")]`. None of these
//! fails: what does not fit is empty, and its neighbours are read.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A record that can be read out of anything: the fields of an object, by its derived reader, in which every field is
/// lenient. What is not an object has no fields.
pub(crate) fn read<T: for<'de> Deserialize<'de> + Default>(value: &Value) -> T {
    if value.is_object() { T::deserialize(value).unwrap_or_default() } else { T::default() }
}

/// Gives records their `read`.
macro_rules! reads_leniently {
    ($($name:ty),+) => {$(
        impl $name {
            /// Reads it out of an answer. Nothing in it can make this fail: what does not fit is left empty.
            pub fn read(value: &serde_json::Value) -> Self {
                $crate::lenient::read(value)
            }
        }
    )+};
}
pub(crate) use reads_leniently;

/// Text, or a number or boolean as text; everything else is the empty text.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(scalar_of(Value::deserialize(deserializer)?).unwrap_or_default())
}

/// Like [`text`], but what is empty is `None`.
pub(crate) fn optional_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(scalar_of(Value::deserialize(deserializer)?).filter(|text| !text.is_empty()))
}

/// A list of texts: a list, or one text on its own.
pub(crate) fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Array(values) => values.into_iter().filter_map(scalar_of).collect(),
        value => scalar_of(value).filter(|text| !text.is_empty()).into_iter().collect(),
    })
}

/// A whole number, also as text.
pub(crate) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    })
}

/// A boolean, also as text; anything else is `false`.
pub(crate) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Bool(flag) => flag,
        Value::String(text) => text.eq_ignore_ascii_case("true"),
        _ => false,
    })
}

/// The elements of a list; empty if it is none.
pub(crate) fn list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Value>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Array(values) => values,
        _ => Vec::new(),
    })
}

/// A record inside of another one.
pub(crate) fn record<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: for<'a> Deserialize<'a> + Default,
{
    Ok(read(&Value::deserialize(deserializer)?))
}

/// The same, if there is one.
pub(crate) fn optional_record<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: for<'a> Deserialize<'a> + Default,
{
    let value = Value::deserialize(deserializer)?;
    Ok((!value.is_null()).then(|| read(&value)))
}

/// A list of records; each is read, whatever the others are.
pub(crate) fn records<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: for<'a> Deserialize<'a> + Default,
{
    Ok(list(deserializer)?.iter().map(read).collect())
}

/// The same where there must be a list.
pub(crate) fn list_of_records<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: for<'a> Deserialize<'a> + Default,
{
    Ok(Vec::<Value>::deserialize(deserializer)?.iter().map(read).collect())
}

/// A string, number or boolean as text.
pub(crate) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// The same, where the value is nobody else's.
pub(crate) fn scalar_of(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        value => scalar(&value),
    }
}
