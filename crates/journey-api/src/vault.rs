//! Secrets as they are stored: encrypted (ChaCha20-Poly1305 by `ring`), each bound to what it is for, so that one cannot be put
//! in the place of another. Whoever has the database alone has none of them. The keys come from a file or the environment and are
//! stored nowhere; without one nothing that is secret is stored.

use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom, SystemRandom};

use crate::error::Error;
use crate::reason::Fault;

/// Before everything that is encrypted in this way.
const MARK: &str = "v1";
/// So many bytes of a key's digest tell by which key something was encrypted.
const NAME: usize = 4;

/// Why keys will not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the key for secrets must be 32 bytes in base64, for example the output of `openssl rand -base64 32`; several stand on lines of their own, the one for new secrets first"
)]
pub struct NoKey;

/// Encrypts and decrypts secrets. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Vault(Arc<[Named]>);

struct Named {
    name: String,
    key: LessSafeKey,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|named| &named.name)).finish()
    }
}

impl Vault {
    /// Reads keys: the first encrypts, all decrypt.
    ///
    /// # Errors
    /// When one of them is no key, or there is none.
    pub(crate) fn of(keys: &str) -> Result<Self, NoKey> {
        let named = |key: &str| {
            let bytes = STANDARD.decode(key).map_err(|_| NoKey)?;
            let key = UnboundKey::new(&CHACHA20_POLY1305, &bytes).map_err(|_| NoKey)?;
            let name = digest(&SHA256, &bytes).as_ref().get(..NAME).map(|name| URL_SAFE_NO_PAD.encode(name));
            Ok(Named { name: name.ok_or(NoKey)?, key: LessSafeKey::new(key) })
        };
        let keys: Vec<Named> = keys.split_whitespace().map(named).collect::<Result<_, _>>()?;
        if keys.is_empty() { Err(NoKey) } else { Ok(Self(keys.into())) }
    }

    /// Whether secrets can be stored.
    pub(crate) fn has_key(&self) -> bool {
        !self.0.is_empty()
    }

    /// Encrypts a secret. `purpose`: whose and what it is; by another one it cannot be read.
    ///
    /// # Errors
    /// When there is no key.
    pub(crate) fn seal(&self, purpose: &str, secret: &str) -> Result<String, Error> {
        let named = self.0.first().ok_or_else(no_key)?;
        let failed = |_| Error::Internal("a secret could not be encrypted".to_owned());
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).map_err(failed)?;
        let mut sealed = secret.as_bytes().to_vec();
        let (aad, once) = (Aad::from(purpose.as_bytes()), Nonce::assume_unique_for_key(nonce));
        named.key.seal_in_place_append_tag(once, aad, &mut sealed).map_err(failed)?;
        let bytes = [nonce.as_slice(), &sealed].concat();
        Ok(format!("{MARK}.{}.{}", named.name, URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// Decrypts a secret.
    ///
    /// # Errors
    /// When its key is not there, or it is not what was encrypted for that purpose.
    pub(crate) fn open(&self, purpose: &str, sealed: &str) -> Result<String, Error> {
        let wrong = || Error::Internal("a stored secret cannot be decrypted".to_owned());
        let mut parts = sealed.splitn(3, '.');
        let (Some(MARK), Some(name), Some(text)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(wrong());
        };
        if !self.has_key() {
            return Err(no_key());
        }
        let named = self.0.iter().find(|named| named.name == name).ok_or_else(|| {
            Error::Internal(
                "the key by which a stored secret was encrypted is not among those of the service".to_owned(),
            )
        })?;
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| wrong())?;
        let (nonce, rest) = bytes.split_at_checked(NONCE_LEN).ok_or_else(wrong)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| wrong())?;
        let mut rest = rest.to_vec();
        let text = named.key.open_in_place(nonce, Aad::from(purpose.as_bytes()), &mut rest).map_err(|_| wrong())?;
        String::from_utf8(text.to_vec()).map_err(|_| wrong())
    }
}

/// Whether it is something encrypted, and not the secret itself as it was stored before.
pub(crate) fn is_sealed(text: &str) -> bool {
    text.strip_prefix(MARK).is_some_and(|rest| rest.starts_with('.'))
}

fn no_key() -> Error {
    Error::Conflict(Fault::NoSecretsKey.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    const OTHER: &str = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

    #[test]
    fn a_secret_is_read_again_for_its_purpose_and_for_no_other() {
        let vault = Vault::of(ONE).expect("a key");
        let sealed = vault.seal("connector 1", "hush").expect("encrypted");
        assert!(!sealed.contains("hush") && is_sealed(&sealed) && !is_sealed("whsec_v1."), "{sealed}");
        assert_ne!(sealed, vault.seal("connector 1", "hush").expect("encrypted"), "nobody sees that two are the same");
        assert_eq!(vault.open("connector 1", &sealed).expect("decrypted"), "hush");
        assert!(vault.open("connector 2", &sealed).is_err());
        let mut changed = sealed.clone();
        changed.pop();
        for wrong in [changed.as_str(), "", "v1.", "v1.x.y", "hush"] {
            assert!(vault.open("connector 1", wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_key_is_replaced_while_the_one_before_still_decrypts() {
        let before = Vault::of(ONE).expect("a key");
        let sealed = before.seal("x", "hush").expect("encrypted");
        let both = Vault::of(&format!("{OTHER}\n{ONE}\n")).expect("keys");
        assert_eq!(both.open("x", &sealed).expect("decrypted"), "hush");
        let told = Vault::of(OTHER).expect("a key").open("x", &sealed).expect_err("refused");
        assert!(told.hidden_cause().is_some_and(|cause| cause.contains("not among those")), "{told:?}");
    }

    #[test]
    fn without_a_key_nothing_is_stored_and_what_is_no_key_is_none() {
        assert!(matches!(Vault::default().seal("x", "hush"), Err(Error::Conflict(_))));
        for wrong in ["", "  \n", "short", "MDEyMw==", "%"] {
            assert_eq!(Vault::of(wrong).err(), Some(NoKey), "{wrong:?}");
        }
        assert_eq!(format!("{:?}", Vault::of(ONE).expect("a key")).len(), 10, "a key is never written");
    }
}
