//! What the agent's token says of itself: what it may change, and whose it is. A token that cannot be read says nothing:
//! then everything is offered, and the service's answer tells.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::Token;

/// Something that only some tokens may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// Editing names.
    Names,
    /// Adding and removing identities, and merging persons.
    Identities,
}

impl Right {
    /// The scopes of the contract, of which one is needed.
    pub const fn scopes(self) -> &'static [&'static str] {
        match self {
            Self::Names => &["cjp:user", "cjp:config_write"],
            Self::Identities => &["cjp:config_write"],
        }
    }
}

/// What may be changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    /// Names.
    pub names: bool,
    /// Identities.
    pub identities: bool,
}

impl Rights {
    /// What a token may, by its own words, but for what it was `refused` before; nothing where the administrator wants
    /// nothing changed.
    pub fn of(token: &Token, read_only: bool, refused: &[Right]) -> Self {
        let claims = token.claims();
        let scopes = claims.as_ref().and_then(scopes);
        let may = |right: Right| {
            !read_only
                && !refused.contains(&right)
                && scopes.as_deref().is_none_or(|held| right.scopes().iter().any(|wanted| held.contains(wanted)))
        };
        Self { names: may(Right::Names), identities: may(Right::Identities) }
    }
}

impl Token {
    /// Who it was given to, if it says so.
    pub fn subject(&self) -> Option<String> {
        Some(self.claims()?.get("sub")?.as_str()?.to_owned())
    }

    /// When it ends, if it says so.
    pub fn ends(&self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(self.claims()?.get("exp")?.as_i64()?, 0)
    }

    /// The claims of a JSON Web Token. Nobody checks its signature here: whoever makes up a token deceives only himself.
    fn claims(&self) -> Option<Value> {
        let mut parts = self.bare().split('.');
        let (_, claims, _) = (parts.next()?, parts.next()?, parts.next()?);
        let text = String::from_utf8(from_base64url(claims)?).ok()?;
        basics::json::parse(&text).ok().filter(Value::is_object)
    }
}

/// A list of texts, or one text with blanks between. `None`: the token lists no scopes.
fn scopes(claims: &Value) -> Option<Vec<&str>> {
    match claims.get("scopes").or_else(|| claims.get("scope"))? {
        Value::Array(scopes) => Some(scopes.iter().filter_map(Value::as_str).collect()),
        Value::String(text) => Some(text.split_whitespace().collect()),
        _ => None,
    }
}

fn from_base64url(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let (mut bits, mut count) = (0_u32, 0);
    for letter in text.trim_end_matches('=').bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'-' | b'+' => 62,
            b'_' | b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `{"sub":"agent-1","scopes":"cjp:user cjp:config_read"}`
    const AGENT: &str = "x.eyJzdWIiOiJhZ2VudC0xIiwic2NvcGVzIjoiY2pwOnVzZXIgY2pwOmNvbmZpZ19yZWFkIn0.x";
    /// `{"scope":["cjp:config_write"],"name":"Zoë"}`
    const SUPERVISOR: &str = "x.eyJzY29wZSI6WyJjanA6Y29uZmlnX3dyaXRlIl0sIm5hbWUiOiJab8OrIn0=.x";
    /// `{"scopes":[]}`
    const NOBODY: &str = "x.eyJzY29wZXMiOltdfQ.x";

    fn rights(token: &str) -> (bool, bool) {
        let rights = Rights::of(&Token::new(token), false, &[]);
        (rights.names, rights.identities)
    }

    #[test]
    fn a_token_may_what_its_scopes_say() {
        assert_eq!(rights(AGENT), (true, false));
        assert_eq!(rights(SUPERVISOR), (true, true));
        assert_eq!(rights(NOBODY), (false, false));
    }

    #[test]
    fn what_an_unreadable_token_may_the_service_tells() {
        for token in ["opaque", "a.b", "a.%%.c", "a.bm8ganNvbg.c", "x.eyJzdWIiOiJhIn0.x"] {
            assert_eq!(rights(token), (true, true), "{token}");
        }
        let refused = Rights::of(&Token::new("opaque"), false, &[Right::Identities]);
        assert_eq!(refused, Rights { names: true, identities: false });
    }

    #[test]
    fn where_nothing_may_be_changed_no_token_helps() {
        assert_eq!(Rights::of(&Token::new(SUPERVISOR), true, &[]), Rights::default());
    }

    #[test]
    fn a_token_says_whose_it_is() {
        assert_eq!(Token::new(AGENT).subject().as_deref(), Some("agent-1"));
        assert_eq!(Token::new("opaque").subject(), None);
    }
}
