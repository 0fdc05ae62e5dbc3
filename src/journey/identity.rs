//! Identities as people enter them: what each kind must look like, and when two are the same one.

use cjds::IdentityType;

use super::{Identity, KnownIdentity, Person};
use crate::letters::lower;

/// No identity is longer: an e-mail address may have 254 characters.
pub const LONGEST_IDENTITY: usize = 254;

/// Why a text cannot be an identity of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentityProblem {
    /// Nothing was entered.
    Empty,
    /// More than [`LONGEST_IDENTITY`] characters.
    TooLong,
    /// A control character.
    Control,
    /// Something else than a telephone number of 7 to 15 digits.
    NoPhone,
    /// A telephone number without its country code, by which nobody would be found.
    NoCountryCode,
    /// Not of the form `name@host`.
    NoEmail,
    /// The person has it already.
    Known,
}

impl Identity {
    /// Reads what was entered as an identity of this kind. Phones lose what people put between the digits, since they
    /// are kept as E.164.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn entered(kind: IdentityType, text: &str) -> Result<Self, IdentityProblem> {
        let text = text.trim_matches(' ');
        if text.chars().any(char::is_control) {
            return Err(IdentityProblem::Control);
        }
        if text.chars().count() > LONGEST_IDENTITY {
            return Err(IdentityProblem::TooLong);
        }
        let identity = Self::new(text).ok_or(IdentityProblem::Empty)?;
        match kind {
            IdentityType::Phone => phone(identity.as_str()),
            IdentityType::Email if !is_email(identity.as_str()) => Err(IdentityProblem::NoEmail),
            _ => Ok(identity),
        }
    }

    /// Whether the journey service takes both for one: telephone numbers with and without their plus, e-mail addresses
    /// in whatever case.
    pub fn is_same(&self, other: &Self) -> bool {
        key(self.as_str()) == key(other.as_str())
    }
}

impl Person {
    /// Whether it has this identity.
    pub fn has(&self, identity: &Identity) -> bool {
        self.identities.iter().any(|known| known.identity.is_same(identity))
    }

    /// The same person with one identity more.
    #[must_use]
    pub fn with(&self, added: KnownIdentity) -> Self {
        let mut person = self.clone();
        // Beside those of its kind.
        let place = person.identities.iter().rposition(|known| known.kind == added.kind).map(|last| last + 1);
        let place = place.unwrap_or(person.identities.len());
        person.identities.insert(place, added);
        person
    }

    /// The same person without an identity.
    #[must_use]
    pub fn without(&self, identity: &Identity) -> Self {
        let mut person = self.clone();
        person.identities.retain(|known| !known.identity.is_same(identity));
        person
    }
}

fn phone(text: &str) -> Result<Identity, IdentityProblem> {
    let is_phone = text.chars().all(|letter| {
        letter.is_ascii_digit() || matches!(letter, '+' | ' ' | '-' | '(' | ')' | '.' | '/' | '\u{a0}' | '\u{202f}')
    });
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if !is_phone || !(7..=15).contains(&digits.len()) || text.matches('+').count() > 1 {
        return Err(IdentityProblem::NoPhone);
    }
    if !text.starts_with('+') || digits.starts_with('0') {
        return Err(IdentityProblem::NoCountryCode);
    }
    Identity::new(&["+", &digits].concat()).ok_or(IdentityProblem::Empty)
}

/// One `@`, something before it, a host with a dot after it, and no blank. More only the post knows.
fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let parts = || host.split('.');
    !name.is_empty()
        && !text.contains(char::is_whitespace)
        && !host.contains('@')
        && parts().count() > 1
        && parts().all(|part| !part.is_empty())
}

fn key(text: &str) -> String {
    if text.contains('@') { lower(text) } else { text.strip_prefix('+').unwrap_or(text).to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entered(kind: IdentityType, text: &str) -> Result<String, IdentityProblem> {
        Identity::entered(kind, text).map(|identity| identity.to_string())
    }

    #[test]
    fn a_phone_needs_its_country_code_and_loses_its_blanks() {
        use IdentityType::Phone;
        for text in ["+1 (202) 555-0143", "+12025550143", " +1.202.555.0143 ", "+1 202\u{a0}555 0143"] {
            assert_eq!(entered(Phone, text).as_deref(), Ok("+12025550143"), "{text}");
        }
        for text in ["2025550143", "0202 555 0143", "+0202 5550143"] {
            assert_eq!(entered(Phone, text), Err(IdentityProblem::NoCountryCode), "{text}");
        }
        for text in ["+1", "ann@example.com", "+1234567890123456", "++12025550143", "+1 202 CALL ANN"] {
            assert_eq!(entered(Phone, text), Err(IdentityProblem::NoPhone), "{text}");
        }
    }

    #[test]
    fn an_e_mail_address_has_a_name_and_a_host() {
        use IdentityType::Email;
        for text in ["ann@example.com", "josé+news@mañana.example", "用户@例子.广告"] {
            assert_eq!(entered(Email, text).as_deref(), Ok(text));
        }
        for text in
            ["ann", "@example.com", "ann@", "ann@example", "ann@example.", "ann@@example.com", "an n@example.com"]
        {
            assert_eq!(entered(Email, text), Err(IdentityProblem::NoEmail), "{text}");
        }
    }

    #[test]
    fn other_identities_are_whatever_the_tenant_uses() {
        assert_eq!(entered(IdentityType::CustomerId, " C-17/42, new ").as_deref(), Ok("C-17/42, new"));
        for kind in IdentityType::ALL {
            assert_eq!(entered(kind, "  "), Err(IdentityProblem::Empty));
            assert_eq!(entered(kind, "a\tb"), Err(IdentityProblem::Control));
            assert_eq!(entered(kind, &"7".repeat(LONGEST_IDENTITY + 1)), Err(IdentityProblem::TooLong));
        }
    }

    #[test]
    fn the_same_identity_is_known_however_it_is_written() {
        let identity = |text: &str| Identity::new(text).expect("an identity");
        assert!(identity("+12025550143").is_same(&identity("12025550143")));
        assert!(identity("Ann@Example.com").is_same(&identity("ann@example.com")));
        assert!(!identity("AB").is_same(&identity("ab")));
        assert!(!identity("2025550143").is_same(&identity("+12025550143")));
    }

    #[test]
    fn an_identity_is_added_beside_its_kind_and_taken_away() {
        let person = Person::read(&cjds::Person {
            phone: vec!["+12025550143".into()],
            email: vec!["a@example.com".into()],
            ..cjds::Person::default()
        });
        let identity = Identity::new("+12025550144").expect("an identity");
        let more = person.with(KnownIdentity { kind: Some(IdentityType::Phone), identity: identity.clone() });
        let found: Vec<_> = more.identities.iter().map(|known| known.identity.as_str()).collect();
        assert_eq!(found, ["+12025550143", "+12025550144", "a@example.com"]);
        assert!(more.has(&identity) && !person.has(&identity));
        assert_eq!(more.without(&identity), person);
    }
}
