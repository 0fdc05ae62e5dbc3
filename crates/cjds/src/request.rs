//! Reading bodies that are to be stored: lenient in form and exact about the rest. `null` is as absent, one value is a
//! list of one, a whole number is its digits; whatever else does not fit is named with its field.

use serde_json::{Number, Value};

use crate::Problem;
use crate::event::name_of;

/// The fields of a body, and what was wrong with those that were read.
pub(crate) struct Reader<'a> {
    fields: Option<&'a serde_json::Map<String, Value>>,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(body: &'a Value) -> Self {
        let problems = if body.is_object() { Vec::new() } else { vec![unexpected("", body, "an object")] };
        Self { fields: body.as_object(), problems }
    }

    fn get(&self, key: &str) -> Option<&'a Value> {
        self.fields?.get(key).filter(|value| !value.is_null())
    }

    /// Text, or a whole number as text.
    pub(crate) fn text(&mut self, key: &str) -> Option<String> {
        let value = self.get(key)?;
        let text = text_of(value);
        if text.is_none() {
            self.problems.push(unexpected(key, value, "text"));
        }
        text
    }

    /// A list of texts, without those that say nothing.
    pub(crate) fn texts(&mut self, key: &str) -> Vec<String> {
        let Some(value) = self.get(key) else { return Vec::new() };
        match read_texts(value) {
            Ok(texts) => texts,
            Err((index, value)) => {
                let place = index.map_or_else(|| key.to_owned(), |index| format!("{key}[{index}]"));
                self.problems.push(unexpected(&place, value, "text"));
                Vec::new()
            }
        }
    }

    /// A boolean, also as text.
    pub(crate) fn flag(&mut self, key: &str) -> bool {
        match self.get(key) {
            None => false,
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) if text.eq_ignore_ascii_case("true") => true,
            Some(Value::String(text)) if text.is_empty() || text.eq_ignore_ascii_case("false") => false,
            Some(value) => {
                self.problems.push(unexpected(key, value, "true or false"));
                false
            }
        }
    }

    /// What was read, if all of it could be.
    pub(crate) fn finish<T, E: serde::de::Error>(self, read: T) -> Result<T, E> {
        if self.problems.is_empty() {
            return Ok(read);
        }
        let problems: Vec<String> = self.problems.iter().map(ToString::to_string).collect();
        Err(E::custom(problems.join("; ")))
    }
}

/// Lets serde read a body by its own `take`.
macro_rules! deserialize_by_take {
    ($($name:ty),+) => {$(
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let body = serde_json::Value::deserialize(deserializer)?;
                let mut fields = Reader::new(&body);
                let read = Self::take(&mut fields);
                fields.finish(read)
            }
        }
    )+};
}
pub(crate) use deserialize_by_take;

/// One value or a list of them as texts, without `null` and what is blank. `Err`: the one that is no text, and its place
/// in the list.
pub fn read_texts(value: &Value) -> Result<Vec<String>, (Option<usize>, &Value)> {
    let (values, is_list) = match value {
        Value::Array(values) => (values.as_slice(), true),
        value => (std::slice::from_ref(value), false),
    };
    let mut texts = Vec::with_capacity(values.len());
    for (index, value) in values.iter().enumerate().filter(|(_, value)| !value.is_null()) {
        texts.push(text_of(value).ok_or((is_list.then_some(index), value))?);
    }
    texts.retain(|text| !text.trim().is_empty());
    Ok(texts)
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) if is_whole(number) => Some(number.to_string()),
        _ => None,
    }
}

fn is_whole(number: &Number) -> bool {
    number.to_string().bytes().all(|byte| byte.is_ascii_digit())
}

fn unexpected(place: &str, value: &Value, expected: &str) -> Problem {
    Problem::new(place, format!("{} where {expected} was expected", name_of(value)))
}

#[cfg(test)]
mod tests {
    use crate::{MergeIdentitiesRequest, PersonRequest};
    use serde_json::json;

    #[test]
    fn a_person_that_is_sent_back_with_nulls_and_single_values_is_read() {
        let body = json!({"id": "p", "firstName": "Ann", "lastName": null, "phone": null, "email": [""], "customerId": [42, null, "b"],
            "socialId": "x:y", "override": null});
        let read: MergeIdentitiesRequest = serde_json::from_value(body).expect("read");
        let person = &read.person;
        assert_eq!(
            (read.r#override, person.first_name.as_deref(), person.last_name.as_deref()),
            (false, Some("Ann"), None)
        );
        let identities = &person.identities;
        assert_eq!((identities.phone.len(), identities.email.len()), (0, 0));
        assert_eq!(
            (identities.customer_id.as_slice(), identities.social_id.as_slice()),
            (&["42".to_owned(), "b".to_owned()][..], &["x:y".to_owned()][..])
        );
    }

    #[test]
    fn what_does_not_fit_is_named_with_its_field_and_all_at_once() {
        let body = json!({"firstName": ["Ann"], "phone": {"a": 1}, "customerId": ["7", true], "email": 1.5});
        let error = serde_json::from_value::<PersonRequest>(body).expect_err("refused").to_string();
        for part in [
            "firstName: a list where text",
            "phone: an object where text",
            "customerId[1]: a boolean",
            "email: a number",
        ] {
            assert!(error.contains(part), "{part} in {error}");
        }
        assert_eq!(
            serde_json::from_value::<PersonRequest>(json!([])).expect_err("refused").to_string(),
            "a list where an object was expected"
        );
    }
}
