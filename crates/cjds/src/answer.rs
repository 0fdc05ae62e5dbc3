//! The rows of an answer, each still its text: to read a thousand events at once would hold up a page, and one that cannot be
//! read is no reason to lose the others.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use crate::{json, rows};

/// What an answer says.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    rows: Option<Vec<Box<RawValue>>>,
}

impl Answer {
    /// Reads an answer as far as its rows.
    ///
    /// # Errors
    /// When it is not JSON, with the parser's own words.
    pub fn read(text: &str) -> Result<Self, String> {
        match raw_rows(text) {
            Ok(rows) => Ok(Self { rows }),
            // Odd, but JSON: the same field twice.
            Err(_) => {
                let rows = rows(json::parse(text)?);
                let raw = |rows: Vec<Value>| rows.iter().map(to_raw_value).collect::<Result<_, _>>();
                Ok(Self { rows: rows.map(raw).transpose().map_err(|error| error.to_string())? })
            }
        }
    }

    /// The rows, as [`rows`] finds them: `None`: the answer is not of this contract.
    pub fn rows(&self) -> Option<&[Box<RawValue>]> {
        self.rows.as_deref()
    }

    /// The rows, read. What cannot be read is `null`.
    pub fn values(&self) -> Option<Vec<Value>> {
        let rows = self.rows.as_ref()?.iter();
        Some(rows.map(|row| json::parse(row.get()).unwrap_or_default()).collect())
    }
}

#[derive(Deserialize)]
struct Body<'a> {
    #[serde(borrow)]
    data: Option<&'a RawValue>,
}

fn raw_rows(text: &str) -> Result<Option<Vec<Box<RawValue>>>, serde_json::Error> {
    let text = text.trim_start();
    if text.starts_with('[') {
        return serde_json::from_str(text).map(Some);
    }
    if !text.starts_with('{') {
        return serde_json::from_str::<IgnoredAny>(text).map(|_| None);
    }
    let Some(data) = serde_json::from_str::<Body<'_>>(text)?.data else { return Ok(None) };
    let is_row = |text: &str| text.strip_prefix('{').is_some_and(|rest| !rest.trim_start().starts_with('}'));
    match data.get() {
        list if list.starts_with('[') => serde_json::from_str(list).map(Some),
        row if is_row(row) => Ok(Some(vec![data.to_owned()])),
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn rows_that_are_still_text_are_the_same_rows() {
        for text in [
            r#"{"data": [1, 2]}"#,
            r#"{"data": {"id": 1}}"#,
            r#"{"meta": {}, "data": []}"#,
            " [1] ",
            "{}",
            "null",
            "7",
            r#""<html>""#,
            r#"{"message": "ok"}"#,
            r#"{"data": "<html>"}"#,
            r#"{"meta": {}, "data": null}"#,
            r#"{"data": { }}"#,
            r#"{"data": [1], "data": [2]}"#,
            r#"{"data": [{"data": [3]}, "\ud83d", 12345678901234567890123]}"#,
        ] {
            let answer = Answer::read(text).expect("JSON");
            assert_eq!(answer.values(), rows(json::parse(text).expect("JSON")), "{text}");
        }
    }

    #[test]
    fn what_is_no_json_is_an_error() {
        for text in ["", "<html>", "{\"data\": [1, }", "[1] and more", "{\"data\": [1]"] {
            assert!(Answer::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_row_that_is_odd_hides_no_other() {
        let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
        let text = format!(r#"{{"data": [{{"id": 1}}, {deep}, {{"id": "cut \ud83d"}}, {{"id": 3, "id": 4}}]}}"#);
        let values = Answer::read(&text).expect("JSON").values().expect("rows");
        assert_eq!(values.len(), 4);
        assert_eq!(
            (&values[0], &values[2], &values[3]),
            (&json!({"id": 1}), &json!({"id": "cut \u{fffd}"}), &json!({"id": 4}))
        );
    }
}
