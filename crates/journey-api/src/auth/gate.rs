//! Whose tokens are taken: those of the shared secret, those of an identity provider, or both.

use std::sync::Arc;

use jsonwebtoken::{Algorithm, decode_header};

use super::keys::Keys;
use super::{Authority, Claims};

/// Checks the token of every call. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Gate {
    pub(crate) secret: Option<Authority>,
    pub(crate) keys: Option<Arc<Keys>>,
}

impl Gate {
    /// What a token says; `None`: it is nobody's whose tokens are taken, or has ended.
    pub(crate) async fn check(&self, token: &str) -> Option<Claims> {
        match decode_header(token).ok()?.alg {
            Algorithm::HS256 => self.secret.as_ref()?.check(token),
            Algorithm::RS256 | Algorithm::ES256 => self.keys.as_ref()?.check(token).await,
            _ => None,
        }
    }
}
