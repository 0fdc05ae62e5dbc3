//! Who sent a webhook: HMAC-SHA256 over the body as it came, by a secret that only the vendor knows besides; and whether it is
//! of now. The first version of webhooks does not say when it was sent; the second does in a header, and in the signed body.

use axum::http::HeaderMap;
use chrono::{DateTime, Utc};
use ring::hmac::{HMAC_SHA256, Key, verify};
use serde_json::Value;

use crate::reason::{Fault, Reason};

/// What a webhook is signed in.
const SIGNATURE: &str = "x-webexcc-signature";
/// When it was sent (epoch ms), in the second version.
const TIMESTAMP: &str = "x-webexcc-timestamp";
/// The same in the body.
const SIGNED_TIMESTAMP: &str = "comciscotimestamp";
/// So far the clocks of sender and receiver may differ, and so long a webhook may be on its way, in ms.
const WINDOW: u64 = 5 * 60_000;

/// Whether one of the secrets signed this body. Each is tried, in a time that does not tell how near a signature came.
pub(crate) fn is_signed<'a>(headers: &HeaderMap, body: &[u8], secrets: impl Iterator<Item = &'a str>) -> bool {
    let given = headers.get(SIGNATURE).and_then(|value| value.to_str().ok()).and_then(|text| from_hex(text.trim()));
    let Some(given) = given else { return false };
    secrets.fold(false, |is_signed, secret| {
        is_signed | verify(&Key::new(HMAC_SHA256, secret.as_bytes()), body, &given).is_ok()
    })
}

/// When it was sent, as the signed body says; `None` in the first version.
///
/// # Errors
/// Why it is not taken: it is too old, or of the future, or the header says something else than what was signed.
pub(crate) fn sent_at(headers: &HeaderMap, body: &Value, now: DateTime<Utc>) -> Result<Option<i64>, Reason> {
    let said = body.get(SIGNED_TIMESTAMP).filter(|said| !said.is_null());
    let header = headers.get(TIMESTAMP).map(|value| value.to_str().ok().and_then(|text| text.trim().parse().ok()));
    let signed = match said {
        Some(said) => Some(milliseconds(said).ok_or_else(|| Reason::at(SIGNED_TIMESTAMP, Fault::NoMilliseconds))?),
        None => None,
    };
    match (signed, header) {
        (Some(signed), Some(header)) if header != Some(signed) => {
            Err(Reason::at("X-WebexCC-Timestamp", Fault::NotAsSigned))
        }
        (Some(signed), _) if signed.abs_diff(now.timestamp_millis()) > WINDOW => {
            Err(Reason::at(SIGNED_TIMESTAMP, Fault::NotOfNow))
        }
        (signed, _) => Ok(signed),
    }
}

/// A number, or a text that is one.
pub(super) fn milliseconds(value: &Value) -> Option<i64> {
    match value {
        Value::String(text) => text.trim().parse().ok(),
        value => value.as_i64(),
    }
    .filter(|time| *time > 0)
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};
    use ring::hmac::sign;
    use serde_json::json;

    use super::*;

    fn headers(given: &[(&str, &str)]) -> HeaderMap {
        let pair = |(name, value): &(&str, &str)| {
            let name = HeaderName::from_bytes(name.to_ascii_lowercase().as_bytes()).expect("a name");
            (name, HeaderValue::from_str(value).expect("a value"))
        };
        given.iter().map(pair).collect()
    }

    fn hex(secret: &str, body: &[u8]) -> String {
        let tag = sign(&Key::new(HMAC_SHA256, secret.as_bytes()), body);
        tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The second test of RFC 4231.
    #[test]
    fn a_webhook_is_signed_by_hmac_sha256_in_hex_over_its_body() {
        let known = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        let body = b"what do ya want for nothing?";
        assert!(is_signed(&headers(&[("X-WebExCC-Signature", known)]), body, ["Jefe"].into_iter()));
        assert_eq!(hex("Jefe", body), known);
    }

    #[test]
    fn any_good_secret_will_do_and_nothing_else() {
        let body = br#"{"id":"1"}"#;
        let signed = |signature: &str, body: &[u8]| {
            is_signed(&headers(&[("x-webexcc-signature", signature)]), body, ["old", "new"].into_iter())
        };
        for secret in ["old", "new"] {
            assert!(signed(&hex(secret, body), body), "{secret}");
        }
        assert!(signed(&hex("new", body).to_uppercase(), body));
        assert!(!signed(&hex("other", body), body));
        assert!(!signed(&hex("new", body), br#"{"id": "1"}"#), "the same JSON in other bytes");
        for wrong in ["", "0", "zz", &hex("new", body)[..62], &format!("{}00", hex("new", body)), &"g".repeat(64)] {
            assert!(!signed(wrong, body), "{wrong}");
        }
        assert!(!is_signed(&HeaderMap::new(), body, ["old"].into_iter()));
        assert!(!is_signed(&headers(&[("x-webexcc-signature", &hex("", body))]), body, std::iter::empty()));
    }

    #[test]
    fn what_is_too_old_or_of_the_future_is_refused_in_the_second_version() {
        let now = DateTime::from_timestamp_millis(1_795_000_000_000).expect("a time");
        let header = |text: &str| headers(&[("X-WebexCC-Timestamp", text)]);
        let none = HeaderMap::new();
        assert_eq!(sent_at(&none, &json!({}), now), Ok(None));
        for far in [-300_000, 0, 300_000] {
            let time = now.timestamp_millis() + far;
            for said in [json!(time), json!(time.to_string())] {
                let body = json!({"comciscotimestamp": said});
                assert_eq!(sent_at(&header(&time.to_string()), &body, now), Ok(Some(time)));
                assert_eq!(sent_at(&none, &body, now), Ok(Some(time)));
            }
        }
        for far in [-300_001, 300_001] {
            let body = json!({"comciscotimestamp": now.timestamp_millis() + far});
            assert!(sent_at(&none, &body, now).is_err(), "{far}");
        }
        let body = json!({"comciscotimestamp": now.timestamp_millis()});
        for other in ["1795000000001", "soon", ""] {
            assert!(sent_at(&header(other), &body, now).is_err(), "{other}");
        }
        assert!(sent_at(&none, &json!({"comciscotimestamp": "soon"}), now).is_err());
        // Nobody signed the header.
        assert_eq!(sent_at(&header("1"), &json!({}), now), Ok(None));
    }
}
