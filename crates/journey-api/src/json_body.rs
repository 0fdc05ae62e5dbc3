//! The bytes of a body as JSON: without the mark that some programs of Windows write before UTF-8, with every digit of a long
//! number, and with a reason that says what to do where they are no text in UTF-8 at all.

use std::borrow::Cow;

use serde_json::Value;
use serde_json::value::RawValue;

use crate::reason::{Fault, Reason};

/// What some programs write before a text to say that it is UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// The text that a reader of JSON takes. An id of 20 digits is in it as a text, since a number would lose some of them and
/// customers would become one; and a text that was cut within a sign has a sign for that.
///
/// # Errors
/// Why there is none.
pub(crate) fn json_of(body: &[u8]) -> Result<Cow<'_, str>, Fault> {
    let json = body.strip_prefix(MARK).unwrap_or(body);
    // JSON begins with an ASCII letter, which has a zero beside it in UTF-16.
    match json {
        [] => Err(Fault::BodyEmpty),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, ..] | [_, 0, ..] => Err(Fault::BodyUtf16),
        [0x1f, 0x8b, ..] => Err(Fault::BodyCompressed),
        _ => match std::str::from_utf8(json) {
            Ok(text) => Ok(cjds::json::kept(text)),
            Err(_) => Err(Fault::BodyNoUtf8),
        },
    }
}

/// Reads a body.
///
/// # Errors
/// Why it is none.
pub(crate) fn read_json<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, Reason> {
    serde_json::from_str(&json_of(body)?).map_err(|error| Fault::BodyUnreadable { error: error.to_string() }.into())
}

/// The elements of a list, each by itself: one that is nested too deeply, or has a number that is none, takes no other with it.
/// What cannot be read comes as it is, with the reason. `None`: it is no list.
pub(crate) fn read_each(json: &str) -> Option<Vec<Result<Value, (String, Reason)>>> {
    let all: Vec<&RawValue> = serde_json::from_str(json).ok()?;
    let one = |raw: &RawValue| {
        serde_json::from_str(raw.get())
            .map_err(|error| (raw.get().to_owned(), Fault::BodyUnreadable { error: error.to_string() }.into()))
    };
    Some(all.into_iter().map(one).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_mark_before_it_is_no_part_of_a_body() {
        assert_eq!(read_json(b"\xef\xbb\xbf{\"a\": 1}"), Ok(json!({"a": 1})));
    }

    #[test]
    fn no_digit_of_an_id_is_lost_and_a_text_that_was_cut_within_a_sign_is_a_text() {
        let body = br#"{"id": 12345678901234567890123, "text": "cut \ud83d", "number": 1.5}"#;
        let wanted = json!({"id": "12345678901234567890123", "text": "cut \u{fffd}", "number": 1.5});
        assert_eq!(read_json(body), Ok(wanted));
    }

    #[test]
    fn an_element_that_cannot_be_read_takes_no_other_with_it() {
        let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
        let read = read_each(&format!("[1, {deep}, 1e999, {{\"a\": 2}}]")).expect("a list");
        assert_eq!((read[0].clone(), read[3].clone()), (Ok(json!(1)), Ok(json!({"a": 2}))));
        assert!(read[1].as_ref().is_err_and(|(raw, reason)| *raw == deep && reason.to_string().contains("recursion")));
        assert!(read[2].as_ref().is_err_and(|(raw, reason)| raw == "1e999" && reason.to_string().contains("number")));
        assert_eq!((read_each("{}"), read_each("[1,")), (None, None));
    }

    #[test]
    fn a_body_that_is_no_utf_8_says_what_it_is() {
        let utf_16: Vec<u8> = "{\"a\":1}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = [b"\xff\xfe".as_slice(), &utf_16].concat();
        for (body, said) in [
            (utf_16.as_slice(), "UTF-16"),
            (&marked, "UTF-16"),
            (b"", "empty"),
            (MARK, "empty"),
            (b"\x1f\x8b\x08\x00", "compressed"),
            (b"{\"name\": \"J\xfcrgen\"}", "UTF-8"),
            (b"id=1&type=x", "The body: "),
        ] {
            let refused = read_json::<Value>(body).unwrap_err().to_string();
            assert!(refused.contains(said), "{body:?}: {refused}");
        }
    }
}
