//! Keys of connectors. A key is told once, when it is made; by its digest it is known again and cannot be told.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom, SystemRandom};

use crate::error::Error;

/// Before every key, so that one that lies about is known for what it is.
const MARK: &str = "jck_";

/// A new key.
///
/// # Errors
/// When the system has no random numbers.
pub(crate) fn new() -> Result<String, Error> {
    let mut bytes = [0; 32];
    SystemRandom::new().fill(&mut bytes).map_err(|_| Error::Internal("no random numbers".to_owned()))?;
    Ok(format!("{MARK}{}", URL_SAFE_NO_PAD.encode(bytes)))
}

/// By what a key is known again.
pub(crate) fn digest_of(key: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, key.as_bytes()))
}

/// By what people tell keys apart.
pub(crate) fn hint_of(key: &str) -> String {
    let start = key.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
    format!("…{}", key.get(start..).unwrap_or_default())
}

/// The key of an `Authorization` header: `Bearer KEY`, or as tracking libraries send it, `Basic` with the key for a name.
pub(crate) fn in_header(header: &str) -> Option<String> {
    let (scheme, rest) = header.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(rest.trim().to_owned());
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(rest.trim()).ok()?).ok()?;
    let (name, _) = text.split_once(':').unwrap_or((&text, ""));
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_told_once_and_known_by_its_digest() {
        let (one, other) = (new().expect("a key"), new().expect("a key"));
        assert_ne!(one, other);
        assert!(one.starts_with("jck_") && one.len() == 47, "{one}");
        assert_eq!(digest_of(&one), digest_of(&one));
        assert_ne!(digest_of(&one), digest_of(&other));
        assert!(one.ends_with(hint_of(&one).trim_start_matches('…')));
        assert_eq!(hint_of("ab"), "…ab");
    }

    #[test]
    fn a_key_is_read_from_either_header() {
        for (header, key) in [
            ("Bearer jck_x", Some("jck_x")),
            ("bearer  jck_x ", Some("jck_x")),
            ("Basic amNrX3g6", Some("jck_x")),
            ("Basic amNrX3g=", Some("jck_x")),
            ("Basic %%%", None),
            ("Digest jck_x", None),
            ("jck_x", None),
        ] {
            assert_eq!(in_header(header).as_deref(), key, "{header}");
        }
    }
}
