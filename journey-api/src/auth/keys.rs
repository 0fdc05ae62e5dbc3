//! The public keys of an identity provider (a JWKS document), by which its tokens are checked: RS256 and ES256.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use tokio::sync::{Mutex, RwLock};

use super::Claims;

/// A key that is not known is looked for at most that often: anybody may send tokens with made-up key ids.
const BETWEEN_LOOKS: Duration = Duration::from_secs(30);
/// How far clocks may differ, in seconds.
const CLOCK_SKEW: u64 = 60;
/// How long the provider may take.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Whose tokens are taken besides those of the shared secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// Where its keys are.
    pub jwks_url: String,
    /// The `iss` that its tokens must have.
    pub issuer: Option<String>,
    /// The `aud` that its tokens must have.
    pub audience: Option<String>,
}

type Key = (Algorithm, DecodingKey);

/// The keys of a provider, read when they are first needed and again when a token names a new one.
pub(crate) struct Keys {
    provider: Provider,
    client: reqwest::Client,
    known: RwLock<HashMap<String, Key>>,
    looked: Mutex<Option<Instant>>,
}

impl Keys {
    pub(crate) fn new(provider: Provider) -> reqwest::Result<Self> {
        let client = reqwest::Client::builder().timeout(TIMEOUT).build()?;
        Ok(Self { provider, client, known: RwLock::default(), looked: Mutex::default() })
    }

    /// What the token says; `None`: it is not of this provider, not for this service, or has ended.
    pub(crate) async fn check(&self, token: &str) -> Option<Claims> {
        let header = decode_header(token).ok()?;
        let (algorithm, key) = self.key(&header.kid?).await?;
        // The key says by which algorithm, never the token.
        let mut validation = Validation::new(algorithm);
        validation.leeway = CLOCK_SKEW;
        validation.validate_nbf = true;
        let mut required = vec!["exp", "sub"];
        validation.validate_aud = self.provider.audience.is_some();
        if let Some(audience) = &self.provider.audience {
            validation.set_audience(&[audience]);
            required.push("aud");
        }
        if let Some(issuer) = &self.provider.issuer {
            validation.set_issuer(&[issuer]);
            required.push("iss");
        }
        validation.set_required_spec_claims(&required);
        let claims = decode::<Claims>(token, &key, &validation).ok()?.claims;
        (!claims.org.is_empty()).then_some(claims)
    }

    async fn key(&self, id: &str) -> Option<Key> {
        if let Some(key) = self.known.read().await.get(id) {
            return Some(key.clone());
        }
        let mut looked = self.looked.lock().await;
        // Somebody else may have looked while this one waited.
        if let Some(key) = self.known.read().await.get(id) {
            return Some(key.clone());
        }
        if looked.is_some_and(|at| at.elapsed() < BETWEEN_LOOKS) {
            return None;
        }
        *looked = Some(Instant::now());
        match self.fetch().await {
            Ok(keys) => *self.known.write().await = keys,
            Err(error) => tracing::error!(%error, "the keys of the identity provider could not be read"),
        }
        self.known.read().await.get(id).cloned()
    }

    async fn fetch(&self) -> reqwest::Result<HashMap<String, Key>> {
        let answer = self.client.get(&self.provider.jwks_url).send().await?.error_for_status()?;
        let bytes = answer.bytes().await?;
        let set: JwkSet = serde_json::from_slice(&bytes).unwrap_or_else(|error| {
            tracing::error!(%error, "the answer of the identity provider holds no keys");
            JwkSet { keys: Vec::new() }
        });
        let usable = set.keys.iter().filter_map(|jwk| {
            let algorithm = match &jwk.algorithm {
                AlgorithmParameters::RSA(_) => Algorithm::RS256,
                AlgorithmParameters::EllipticCurve(curve) if curve.curve == EllipticCurve::P256 => Algorithm::ES256,
                _ => return None,
            };
            Some((jwk.common.key_id.clone()?, (algorithm, DecodingKey::from_jwk(jwk).ok()?)))
        });
        Ok(usable.collect())
    }
}
