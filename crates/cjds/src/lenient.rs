//! Reading fields that tenants fill in more than one way. Written by hand over [`Value`], and not derived: a widget that
//! is downloaded before each shift carries this code once, and not once for each type and field.

use serde_json::Value;

/// The fields of a JSON object; what is not an object has none.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a>(pub(crate) &'a Value);

impl<'a> Fields<'a> {
    /// A field that is there and not `null`.
    pub(crate) fn get(self, key: &str) -> Option<&'a Value> {
        self.0.get(key).filter(|value| !value.is_null())
    }

    /// Text, or a number or boolean as text; everything else is the empty text.
    pub(crate) fn text(self, key: &str) -> String {
        self.get(key).and_then(scalar).unwrap_or_default()
    }

    /// Like [`Self::text`], but what is empty is `None`.
    pub(crate) fn optional_text(self, key: &str) -> Option<String> {
        self.get(key).and_then(scalar).filter(|text| !text.is_empty())
    }

    /// A list of texts: a list, or one text on its own.
    pub(crate) fn texts(self, key: &str) -> Vec<String> {
        match self.get(key) {
            Some(Value::Array(values)) => values.iter().filter_map(scalar).collect(),
            _ => self.optional_text(key).into_iter().collect(),
        }
    }

    /// A whole number, also as text.
    pub(crate) fn number(self, key: &str) -> Option<i64> {
        match self.get(key)? {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// A boolean, also as text; anything else is `false`.
    pub(crate) fn flag(self, key: &str) -> bool {
        match self.get(key) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) => text.eq_ignore_ascii_case("true"),
            _ => false,
        }
    }

    /// The elements of a list; empty if it is none.
    pub(crate) fn list(self, key: &str) -> &'a [Value] {
        self.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    }
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

/// Lets serde read a type by its own `read`, so that it is read one way only.
macro_rules! deserialize_by_read {
    ($($name:ty),+) => {$(
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                serde_json::Value::deserialize(deserializer).map(|value| Self::read(&value))
            }
        }
    )+};
}
pub(crate) use deserialize_by_read;
