//! The public keys of an identity provider (a JWKS document), by which its tokens are checked: RS256 and ES256.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, KeyOperations, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use tokio::sync::{Mutex, RwLock};

use super::Claims;

/// A key that is not known is looked for at most that often: anybody may send tokens with made-up key ids.
const BETWEEN_LOOKS: Duration = Duration::from_secs(30);
/// Likewise after a look that brought no keys, so that a provider that was away for a moment is soon known again.
const AFTER_A_FAILURE: Duration = Duration::from_secs(5);
/// Keys that are older than so many times [`Provider::refresh`] are read again before one of them is used.
const TOO_OLD: u32 = 3;
/// How far clocks may differ, in seconds.
const CLOCK_SKEW: u64 = 60;
/// How long the provider may take.
const TIMEOUT: Duration = Duration::from_secs(5);
/// A longer document is none of keys.
const LARGEST_DOCUMENT: usize = 1024 * 1024;

/// Whose tokens are taken besides those of the shared secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// Where its keys are.
    pub jwks_url: String,
    /// The `iss` that its tokens must have.
    pub issuer: String,
    /// The `aud` that its tokens must have. `None`: those that it gave for any other service are taken too.
    pub audience: Option<String>,
    /// After so long its keys are read again: a key that the provider withdrew is good for three times that at most, as
    /// long as the provider can be asked.
    pub refresh: Duration,
}

impl Provider {
    /// How often the keys are read where nobody says.
    pub const REFRESH: Duration = Duration::from_secs(120);
}

type Key = (Algorithm, DecodingKey);

/// The keys of a provider, read when they are first needed, again when a token names a new one, and from time to time.
pub(crate) struct Keys {
    provider: Provider,
    client: reqwest::Client,
    known: RwLock<Known>,
    looked: Mutex<Option<Look>>,
}

#[derive(Default)]
struct Known {
    keys: HashMap<String, Key>,
    read: Option<Instant>,
}

/// When the keys were asked for last, and whether they came.
struct Look {
    at: Instant,
    came: bool,
}

/// Why a set of keys is not taken. The one that is known stays then.
#[derive(Debug, thiserror::Error)]
enum KeysError {
    #[error("{0}")]
    Http(#[from] reqwest::Error),
    #[error("the answer is no set of keys: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the answer is longer than {LARGEST_DOCUMENT} bytes")]
    TooLong,
    #[error("the answer holds no key that checks a signature by RS256 or ES256")]
    Empty,
}

impl Keys {
    pub(crate) fn new(provider: Provider) -> reqwest::Result<Self> {
        let client = reqwest::Client::builder().timeout(TIMEOUT).build()?;
        Ok(Self { provider, client, known: RwLock::default(), looked: Mutex::default() })
    }

    /// What the token says; `None`: it is not of this provider, not for this service, or has ended.
    pub(crate) async fn check(self: &Arc<Self>, token: &str) -> Option<Claims> {
        let header = decode_header(token).ok()?;
        let (algorithm, key) = self.key(&header.kid?).await?;
        // The key says by which algorithm, never the token.
        let mut validation = Validation::new(algorithm);
        validation.leeway = CLOCK_SKEW;
        validation.validate_nbf = true;
        let mut required = vec!["exp", "sub", "iss"];
        validation.set_issuer(&[&self.provider.issuer]);
        validation.validate_aud = self.provider.audience.is_some();
        if let Some(audience) = &self.provider.audience {
            validation.set_audience(&[audience]);
            required.push("aud");
        }
        validation.set_required_spec_claims(&required);
        decode::<Claims>(token, &key, &validation).ok().map(|decoded| decoded.claims)
    }

    async fn key(self: &Arc<Self>, id: &str) -> Option<Key> {
        let (found, age) = self.find(id).await;
        let refresh = self.provider.refresh;
        match (found, age) {
            (Some(key), Some(age)) if age < refresh => Some(key),
            // Nobody waits for a refresh, unless the keys are so old that one may have been withdrawn long ago.
            (Some(key), Some(age)) if age < refresh * TOO_OLD => {
                let keys = self.clone();
                tokio::spawn(async move { keys.look(None).await });
                Some(key)
            }
            _ => {
                self.look(Some(id)).await;
                self.find(id).await.0
            }
        }
    }

    /// How many keys are known and how old they are; and whether the last time they were asked for they came. `None`: they
    /// never were.
    pub(crate) async fn state(&self) -> (usize, Option<Duration>, Option<bool>) {
        let known = self.known.read().await;
        let (count, age) = (known.keys.len(), known.read.map(|read| read.elapsed()));
        drop(known);
        (count, age, self.looked.lock().await.as_ref().map(|look| look.came))
    }

    /// The key of that id, and how old all of them are.
    async fn find(&self, id: &str) -> (Option<Key>, Option<Duration>) {
        let known = self.known.read().await;
        (known.keys.get(id).cloned(), known.read.map(|read| read.elapsed()))
    }

    /// Reads the keys, unless that was done a moment ago. `wanted`: a key that somebody waits for.
    async fn look(&self, wanted: Option<&str>) {
        let refresh = self.provider.refresh;
        let mut looked = match wanted {
            Some(_) => self.looked.lock().await,
            // Somebody is looking already.
            None => match self.looked.try_lock() {
                Ok(looked) => looked,
                Err(_) => return,
            },
        };
        // Somebody else may have looked while this one waited.
        if let Some(wanted) = wanted
            && let (Some(_), Some(age)) = self.find(wanted).await
            && age < refresh
        {
            return;
        }
        let pause = |look: &Look| if look.came { BETWEEN_LOOKS } else { AFTER_A_FAILURE }.min(refresh);
        if looked.as_ref().is_some_and(|look| look.at.elapsed() < pause(look)) {
            return;
        }
        let fetched = self.fetch().await;
        *looked = Some(Look { at: Instant::now(), came: fetched.is_ok() });
        match fetched {
            Ok(keys) => *self.known.write().await = Known { keys, read: Some(Instant::now()) },
            Err(error) => {
                tracing::error!(%error, "the keys of the identity provider could not be read; those known are kept");
            }
        }
    }

    async fn fetch(&self) -> Result<HashMap<String, Key>, KeysError> {
        let mut answer = self.client.get(&self.provider.jwks_url).send().await?.error_for_status()?;
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > LARGEST_DOCUMENT {
                return Err(KeysError::TooLong);
            }
        }
        let keys = read(&bytes)?;
        if keys.is_empty() { Err(KeysError::Empty) } else { Ok(keys) }
    }
}

/// The keys of a document that check signatures. A key of a kind that is not known spoils none of the others.
fn read(document: &[u8]) -> Result<HashMap<String, Key>, serde_json::Error> {
    #[derive(Deserialize)]
    struct Document {
        keys: Vec<serde_json::Value>,
    }
    let document: Document = serde_json::from_slice(document)?;
    let keys = document.keys.into_iter().filter_map(|key| serde_json::from_value::<Jwk>(key).ok());
    Ok(keys.filter_map(|key| usable(&key)).collect())
}

/// The id and the key, if it may check signatures by an algorithm that is taken.
fn usable(jwk: &Jwk) -> Option<(String, Key)> {
    let common = &jwk.common;
    let algorithm = match &jwk.algorithm {
        AlgorithmParameters::RSA(_) => Algorithm::RS256,
        AlgorithmParameters::EllipticCurve(curve) if curve.curve == EllipticCurve::P256 => Algorithm::ES256,
        _ => return None,
    };
    let is_for_signatures = common.public_key_use.as_ref().is_none_or(|purpose| *purpose == PublicKeyUse::Signature)
        && common.key_operations.as_ref().is_none_or(|operations| operations.contains(&KeyOperations::Verify));
    let is_for_another = match common.key_algorithm {
        None => false,
        Some(KeyAlgorithm::RS256) => algorithm != Algorithm::RS256,
        Some(KeyAlgorithm::ES256) => algorithm != Algorithm::ES256,
        Some(_) => true,
    };
    if !is_for_signatures || is_for_another {
        return None;
    }
    Some((common.key_id.clone()?, (algorithm, DecodingKey::from_jwk(jwk).ok()?)))
}
