//! One address with places for what is filled in: `https://crm.example.com/?phone={phone}`.

use crate::percent;
use crate::values::plain_key;

/// Parameters of addresses that somebody signed, or that let in whoever has them.
const KEYS: [&str; 13] = [
    "xamzsignature",
    "xamzcredential",
    "xamzsecuritytoken",
    "xgoogsignature",
    "xgoogcredential",
    "awsaccesskeyid",
    "keypairid",
    "signature",
    "sig",
    "accesstoken",
    "token",
    "apikey",
    "password",
];

/// An address with places in it, each behind a part of the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Template {
    parts: Vec<(String, String)>,
    end: String,
}

/// Why a text is no template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoTemplate {
    /// It begins with something else than `https://`, `http://` and a host.
    NoAddress,
    /// What is filled in would say which host is asked.
    OpenHost,
    /// A brace has no other, or stands around nothing.
    Braces,
    /// It holds a key to something.
    Key,
}

/// What stands outside of the braces.
fn address(text: &str) -> Result<String, NoTemplate> {
    let is_odd = |letter: char| letter.is_whitespace() || letter.is_control() || letter == '\\';
    if text.contains(is_odd) { Err(NoTemplate::NoAddress) } else { Ok(text.to_owned()) }
}

impl Template {
    pub(super) fn read(text: &str) -> Result<Self, NoTemplate> {
        let text = text.trim();
        let lower = text.to_ascii_lowercase();
        let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
        let rest = rest.ok_or(NoTemplate::NoAddress)?;
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if host.contains(['{', '}']) {
            return Err(NoTemplate::OpenHost);
        }
        if host.is_empty() || host.contains('@') || host.starts_with(':') {
            return Err(NoTemplate::NoAddress);
        }
        let parameters = rest.split(['?', '&', '#', ';']).skip(1).filter_map(|pair| pair.split_once('='));
        if parameters.into_iter().any(|(key, _)| KEYS.contains(&plain_key(key).as_str())) {
            return Err(NoTemplate::Key);
        }
        let (mut parts, mut left) = (Vec::new(), text);
        while let Some((before, behind)) = left.split_once('{') {
            let (name, behind) = behind.split_once('}').ok_or(NoTemplate::Braces)?;
            let plain = plain_key(name);
            if plain.is_empty() || name.contains('{') || before.contains('}') {
                return Err(NoTemplate::Braces);
            }
            parts.push((address(before)?, plain));
            left = behind;
        }
        if left.contains('}') {
            return Err(NoTemplate::Braces);
        }
        Ok(Self { parts, end: address(left)? })
    }

    /// The names of what is filled in, in their order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|(_, name)| name.as_str())
    }

    /// The template as it is written, but for the spelling of the names.
    pub(super) fn written(&self) -> String {
        let mut text: String = self.parts.iter().flat_map(|(before, name)| [before.as_str(), "{", name, "}"]).collect();
        text.push_str(&self.end);
        text
    }

    /// The address; `None`: something that it needs is not known.
    pub(super) fn filled(&self, value: impl Fn(&str) -> Option<String>) -> Option<String> {
        let mut address = String::new();
        for (before, name) in &self.parts {
            address.push_str(before);
            let value = value(name)?;
            // A part of a path that is nothing but dots would lead up from it, encoded or not.
            if value.chars().all(|letter| letter == '.') {
                return None;
            }
            percent::encode(&value, &mut address);
        }
        address.push_str(&self.end);
        Some(address)
    }
}
