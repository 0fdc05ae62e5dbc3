//! Signatures of webhooks, by Standard Webhooks: whoever is called knows who calls, and that it is no old call.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::hmac::{HMAC_SHA256, Key, sign};
use ring::rand::{SecureRandom, SystemRandom};

use crate::error::Error;

/// Before every secret.
const MARK: &str = "whsec_";

/// A new secret.
///
/// # Errors
/// When the system has no random numbers.
pub(crate) fn new_secret() -> Result<String, Error> {
    let mut bytes = [0; 32];
    SystemRandom::new().fill(&mut bytes).map_err(|_| Error::Internal("no random numbers".to_owned()))?;
    Ok(format!("{MARK}{}", STANDARD.encode(bytes)))
}

/// The header `webhook-signature`, by each of the secrets; `None`: there is none that can be read.
pub(super) fn signatures(secrets: &[String], id: &str, timestamp: i64, body: &str) -> Option<String> {
    let signed = format!("{id}.{timestamp}.{body}");
    let signatures: Vec<String> = secrets
        .iter()
        .filter_map(|secret| STANDARD.decode(secret.strip_prefix(MARK)?).ok())
        .map(|secret| format!("v1,{}", STANDARD.encode(sign(&Key::new(HMAC_SHA256, &secret), signed.as_bytes()))))
        .collect();
    (!signatures.is_empty()).then(|| signatures.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification.
    #[test]
    fn a_call_is_signed_as_the_specification_has_it() {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned();
        let id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
        let signed = signatures(std::slice::from_ref(&secret), id, 1_614_265_330, "{\"test\": 2432232314}");
        assert_eq!(signed.as_deref(), Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
        let both = signatures(&[secret.clone(), new_secret().expect("one")], id, 1, "").expect("signed");
        assert_eq!(both.split(' ').count(), 2);
        assert_eq!(signatures(&["nonsense".to_owned()], id, 1, ""), None);
    }
}
