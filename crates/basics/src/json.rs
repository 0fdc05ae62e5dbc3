//! Reading JSON text, one way in the browser and everywhere else: by serde_json, and where that refuses or would change
//! what others take as it is, once more without what is in the way ([`mended`]).

mod mended;

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::Value;

use self::mended::{DEEPEST, may_be_mended, mended};

/// Whole numbers are told apart up to here where a number is a float.
const MOST_EXACT: f64 = 9_007_199_254_740_992.0;

/// Reads JSON text. Floats are floats, and `1.0` is 1, as in a browser. A whole number that no number of 64 bits holds (an id of 20 digits or more) becomes
/// its text, so that none of its digits is lost; readers of this crate take both.
///
/// # Errors
/// When the text is not JSON, with the parser's own words.
pub fn parse(text: &str) -> Result<Value, String> {
    let mut value = serde_json::from_str(text);
    if !value.as_mut().is_ok_and(settle) {
        value = serde_json::from_str(&mended(text, DEEPEST)).or(value);
        value.iter_mut().for_each(|value| {
            settle(value);
        });
    }
    value.map_err(|error| error.to_string())
}

/// The same JSON text with what serde_json would change or refuse put so that it is kept: whole numbers that no number of 64
/// bits holds as their text, and a sign for each half of one. Nothing is left out: what lies too deep stays, and is refused.
pub fn kept(text: &str) -> Cow<'_, str> {
    if may_be_mended(text) { mended(text, usize::MAX) } else { Cow::Borrowed(text) }
}

/// Reads JSON text into a type of its own; `None`: it is not of that shape, or [`parse`] must read it.
pub fn read<T: for<'de> Deserialize<'de>>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

/// Makes whole numbers of floats that are whole. Whether no number may have lost digits.
pub fn settle(value: &mut Value) -> bool {
    match value {
        Value::Number(number) if number.is_f64() => {
            let float = number.as_f64().unwrap_or_default();
            let is_exact = float.abs() < MOST_EXACT;
            if is_exact && float.fract() == 0.0 {
                *value = Value::from(float as i64);
            }
            is_exact
        }
        Value::Array(values) => all_settle(values.iter_mut()),
        Value::Object(fields) => all_settle(fields.values_mut()),
        _ => true,
    }
}

/// Each of them is settled, also after one that is not exact.
fn all_settle<'a>(values: impl Iterator<Item = &'a mut Value>) -> bool {
    values.map(settle).filter(|is_exact| !is_exact).count() == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_not_json_is_said() {
        assert!(parse("{\"a\": ").is_err());
        assert!(parse("").is_err() && parse("<html>").is_err() && parse("NaN").is_err());
        assert_eq!(parse("[1, \"a\", null]"), Ok(json!([1, "a", null])));
    }

    #[test]
    fn no_digit_of_an_id_is_lost_however_long_it_is() {
        for id in ["9007199254740993", "18446744073709551615", "-9223372036854775808"] {
            let value = parse(&format!("{{\"id\": {id}}}")).expect("JSON");
            let id = serde_json::value::RawValue::from_string(id.to_owned()).expect("a number");
            assert_eq!((value["id"].is_number(), value["id"].to_string().as_str()), (true, id.get()));
        }
        for id in ["18446744073709551616", "12345678901234567890123", "-99999999999999999999"] {
            assert_eq!(parse(&format!("{{\"a\": [{{\"id\":{id}}}]}}")), Ok(json!({"a": [{"id": id}]})));
            assert_eq!(parse(id), Ok(json!(id)));
        }
    }

    #[test]
    fn floats_are_floats() {
        assert_eq!(parse("[12.5, 1e3, -0.25, 1.0, 12.50]"), Ok(json!([12.5, 1000, -0.25, 1, 12.5])));
        assert_eq!(parse("{\"a\": [1.0, 12345678901234567890123]}"), Ok(json!({"a": [1, "12345678901234567890123"]})));
        assert_eq!(parse("1e300"), Ok(json!(1e300)));
    }

    #[test]
    fn a_text_that_was_cut_within_a_sign_is_still_a_text() {
        // What JavaScript writes of "😀".slice(0, 1).
        assert_eq!(parse(r#"{"a": "cut \ud83d", "b": "\ud83d\ude00"}"#), Ok(json!({"a": "cut \u{fffd}", "b": "😀"})));
        assert_eq!(
            parse(r#"["\ude00", "\ud83d\ud83d\ude00", "\\ud83d"]"#),
            Ok(json!(["\u{fffd}", "\u{fffd}😀", "\\ud83d"]))
        );
    }

    #[test]
    fn a_text_that_is_kept_loses_no_digit_and_nothing_of_what_lies_deep() {
        for (given, wanted) in [
            (r#"{"id": 12345678901234567890123}"#, r#"{"id": "12345678901234567890123"}"#),
            (r#"{"id": 18446744073709551615, "f": 1.0, "g": 0.12345678901234567890}"#, ""),
            (
                r#"["cut \ud83d", "\uD83D\uDE00", "1234567890123456789012"]"#,
                r#"["cut \ufffd", "\uD83D\uDE00", "1234567890123456789012"]"#,
            ),
            ("[1, 2", ""),
        ] {
            assert_eq!(kept(given), if wanted.is_empty() { given } else { wanted });
        }
        let deep = format!("{}12345678901234567890123{}", "[".repeat(120), "]".repeat(120));
        assert_eq!(kept(&deep), deep.replace("12345678901234567890123", "\"12345678901234567890123\""));
    }

    #[test]
    fn what_lies_too_deep_does_not_hide_the_rest() {
        let deep = format!("{{\"a\": {}1{}, \"b\": 2}}", "[".repeat(10_000), "]".repeat(10_000));
        let value = parse(&deep).expect("JSON");
        assert_eq!(value["b"], 2);
        assert!(value["a"].to_string().contains('…'));
        assert!(parse(&"[".repeat(10_000)).is_err());
    }
}
