//! The bytes of a body as JSON: without the mark that some programs of Windows write before UTF-8, and with a reason that
//! says what to do where they are no text in UTF-8 at all.

use crate::reason::{Fault, Reason};

/// What some programs write before a text to say that it is UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// The bytes that a reader of JSON takes.
///
/// # Errors
/// Why there are none.
pub(crate) fn json_of(body: &[u8]) -> Result<&[u8], Fault> {
    let json = body.strip_prefix(MARK).unwrap_or(body);
    // JSON begins with an ASCII letter, which has a zero beside it in UTF-16.
    match json {
        [] => Err(Fault::BodyEmpty),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, ..] | [_, 0, ..] => Err(Fault::BodyUtf16),
        [0x1f, 0x8b, ..] => Err(Fault::BodyCompressed),
        _ => Ok(json),
    }
}

/// Reads a body.
///
/// # Errors
/// Why it is none.
pub(crate) fn read_json<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, Reason> {
    serde_json::from_slice(json_of(body)?).map_err(|error| Fault::BodyUnreadable { error: error.to_string() }.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn a_mark_before_it_is_no_part_of_a_body() {
        assert_eq!(read_json(b"\xef\xbb\xbf{\"a\": 1}"), Ok(json!({"a": 1})));
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
            (b"id=1&type=x", "The body: "),
        ] {
            let refused = read_json::<Value>(body).unwrap_err().to_string();
            assert!(refused.contains(said), "{body:?}: {refused}");
        }
    }
}
