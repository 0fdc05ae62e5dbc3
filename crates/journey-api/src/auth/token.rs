//! Makes and checks tokens: HS256 by a shared secret.

use chrono::{DateTime, Duration, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use super::Role;

/// A secret of fewer bytes than the hash's own would be guessed before the hash.
const SHORTEST_SECRET: usize = 32;

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "super::claims::Written")]
pub struct Claims {
    /// Who it was given to.
    pub sub: String,
    /// What that one is called, where the token says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The organization that bounds every query.
    pub org: String,
    /// The workspace that bounds every query too, where the token names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspace: Option<String>,
    /// `agent`, `supervisor` or `admin`; for people, the scopes decide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The scopes: a list, or one text with blanks between.
    pub scopes: Vec<String>,
    /// Who made it, where that matters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iss: Option<String>,
    /// For which service it was made, where that matters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aud: Option<String>,
    /// When it was made, epoch seconds.
    pub iat: i64,
    /// When it ends, epoch seconds.
    pub exp: i64,
}

/// A token and when it ends.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// The JWT itself.
    pub text: String,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// Why a secret cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// Too short.
    #[error("the secret has {0} bytes and needs at least {SHORTEST_SECRET}")]
    TooShort(usize),
}

/// Why a token could not be made.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// The duration leads out of the calendar.
    #[error("a token cannot end so far from now")]
    Duration,
    /// Signing failed.
    #[error("the token could not be signed: {0}")]
    Signing(#[from] jsonwebtoken::errors::Error),
}

/// Makes tokens and checks them.
#[derive(Clone)]
pub struct Authority {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
    issuer: Option<String>,
    audience: Option<String>,
}

impl Authority {
    /// The authority that signs with `secret`.
    ///
    /// # Errors
    /// When the secret is too short to be one.
    pub fn from_secret(secret: &str) -> Result<Self, SecretError> {
        if secret.len() < SHORTEST_SECRET {
            return Err(SecretError::TooShort(secret.len()));
        }
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_required_spec_claims(&["exp", "sub"]);
        validation.leeway = 0;
        validation.validate_nbf = true;
        validation.validate_aud = false;
        Ok(Self {
            encoding: EncodingKey::from_secret(secret.as_bytes()),
            decoding: DecodingKey::from_secret(secret.as_bytes()),
            validation,
            issuer: None,
            audience: None,
        })
    }

    /// Likewise, for tokens that name who made them and which service they are for: a secret may be known to others, and
    /// what they sign for themselves is none of this service's.
    #[must_use]
    pub fn held_to(mut self, issuer: Option<&str>, audience: Option<&str>) -> Self {
        let mut required = vec!["exp", "sub"];
        if let Some(issuer) = issuer {
            self.validation.set_issuer(&[issuer]);
            required.push("iss");
        }
        if let Some(audience) = audience {
            self.validation.set_audience(&[audience]);
            self.validation.validate_aud = true;
            required.push("aud");
        }
        self.validation.set_required_spec_claims(&required);
        (self.issuer, self.audience) = (issuer.map(str::to_owned), audience.map(str::to_owned));
        self
    }

    /// Makes a token for development. `scopes`: instead of those of the role. `lifetime` may be negative, so that
    /// one can see what an expired token does.
    ///
    /// # Errors
    /// When the lifetime leads out of the calendar, or signing fails.
    pub fn issue(
        &self,
        role: Role,
        organization: &str,
        scopes: Option<&[String]>,
        lifetime: Duration,
    ) -> Result<Token, TokenError> {
        let now = Utc::now();
        let expires_at = now.checked_add_signed(lifetime).ok_or(TokenError::Duration)?;
        let scopes = match scopes {
            Some(scopes) => scopes.to_vec(),
            None => role.scopes().iter().map(ToString::to_string).collect(),
        };
        let claims = Claims {
            sub: format!("development-{}", role.as_str()),
            name: None,
            org: organization.to_owned(),
            workspace: None,
            role: Some(role.as_str().to_owned()),
            scopes,
            iss: self.issuer.clone(),
            aud: self.audience.clone(),
            iat: now.timestamp(),
            exp: expires_at.timestamp(),
        };
        Ok(Token { text: jsonwebtoken::encode(&Header::default(), &claims, &self.encoding)?, expires_at })
    }

    /// What the token says; `None`: it is not of this authority, or has ended.
    pub fn check(&self, token: &str) -> Option<Claims> {
        jsonwebtoken::decode(token, &self.decoding, &self.validation).ok().map(|decoded| decoded.claims)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "a secret that is long enough for HS256";

    fn authority() -> Authority {
        Authority::from_secret(SECRET).expect("long enough")
    }

    #[test]
    fn a_token_says_what_it_was_made_with_until_it_ends() {
        let token = authority().issue(Role::Agent, "org-1", None, Duration::seconds(60)).expect("issued");
        let claims = authority().check(&token.text).expect("valid");
        assert_eq!((claims.org.as_str(), claims.scopes.join(" ").as_str()), ("org-1", "cjp:user cjp:config_read"));
        let expired = authority().issue(Role::Agent, "org-1", None, Duration::seconds(-1)).expect("issued");
        assert!(authority().check(&expired.text).is_none());
    }

    #[test]
    fn a_token_of_another_secret_or_of_no_algorithm_is_none() {
        let other = Authority::from_secret(&SECRET.to_uppercase()).expect("long enough");
        let token = other.issue(Role::Admin, "org-1", None, Duration::seconds(60)).expect("issued");
        assert!(authority().check(&token.text).is_none());
        // {"alg":"none"} and claims that would do.
        let unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4Iiwib3JnIjoib3JnLTEiLCJleHAiOjQ4ODg4ODg4ODh9.";
        assert!(authority().check(unsigned).is_none());
    }

    #[test]
    fn a_short_secret_is_refused() {
        assert!(matches!(Authority::from_secret("secret"), Err(SecretError::TooShort(6))));
    }
}
