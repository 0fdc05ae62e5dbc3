//! Percent-encoding of what is put into an address (RFC 3986, section 2.1).

/// Writes a text so that it is one part of an address, whatever it says: everything but unreserved characters is encoded.
pub(super) fn encode(text: &str, into: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            into.push(char::from(byte));
        } else {
            into.push('%');
            for half in [byte >> 4, byte & 15] {
                into.push(char::from_digit(u32::from(half), 16).unwrap_or('0').to_ascii_uppercase());
            }
        }
    }
}

/// Reads it again; `None`: it was not written so.
pub(super) fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut half = || char::from(rest.next()?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            bytes.push(half()? << 4 | half()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_put_into_an_address_is_read_again_and_never_ends_its_part(text in ".*") {
            let mut written = String::new();
            encode(&text, &mut written);
            prop_assert!(!written.contains(['/', '?', '#', '&', '=', ':', '@', ' ', '"', '<', '>', '\\']), "{written}");
            prop_assert_eq!(decode(&written), Some(text));
        }
    }
}
