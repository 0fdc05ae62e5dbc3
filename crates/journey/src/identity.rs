//! Identities as people enter them: what each kind must look like, and when two are the same one.

use basics::IdentityType;
use basics::identity::{PhoneProblem, is_same, nobody, normal, tidy};

use super::{Identity, KnownIdentity, Person};

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
    /// It is not certain which telephone number is meant.
    Uncertain,
    /// A word or a number for callers who withhold theirs: all of them would be one customer.
    Nobody,
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
        let text = tidy(text);
        if text.chars().any(char::is_control) {
            return Err(IdentityProblem::Control);
        }
        if text.chars().count() > LONGEST_IDENTITY {
            return Err(IdentityProblem::TooLong);
        }
        if text.is_empty() {
            return Err(IdentityProblem::Empty);
        }
        let identity = match kind {
            IdentityType::Phone => phone(&text)?,
            kind => normal(&text, Some(kind)),
        };
        if kind == IdentityType::Email && !is_email(&identity) {
            return Err(IdentityProblem::NoEmail);
        }
        if nobody(&identity, Some(kind)).is_some() {
            return Err(IdentityProblem::Nobody);
        }
        Self::new(&identity).ok_or(IdentityProblem::Empty)
    }

    /// Whether the journey service takes both for one, as far as that can be said without their kinds: telephone numbers
    /// with and without their plus, e-mail addresses in whatever case.
    pub fn is_same(&self, other: &Self) -> bool {
        is_same(self.as_str(), None, other.as_str(), None)
    }
}

impl KnownIdentity {
    /// Whether it is this identity of this kind; `None`: of whatever kind.
    pub fn is(&self, identity: &Identity, kind: Option<IdentityType>) -> bool {
        is_same(self.identity.as_str(), self.kind, identity.as_str(), kind)
    }
}

impl Person {
    /// Whether it has this identity, of this kind: a customer number and a telephone number of the same digits are two.
    pub fn has(&self, identity: &Identity, kind: Option<IdentityType>) -> bool {
        self.identities.iter().any(|known| known.is(identity, kind))
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
    pub fn without(&self, gone: &KnownIdentity) -> Self {
        let mut person = self.clone();
        person.identities.retain(|known| !known.is(&gone.identity, gone.kind));
        person
    }
}

fn phone(text: &str) -> Result<String, IdentityProblem> {
    let phone = basics::identity::phone(text).map_err(|problem| match problem {
        PhoneProblem::Uncertain => IdentityProblem::Uncertain,
        _ => IdentityProblem::NoPhone,
    })?;
    if !(7..=15).contains(&phone.digits().len()) {
        return Err(IdentityProblem::NoPhone);
    }
    if phone.is_international() { Ok(phone.into()) } else { Err(IdentityProblem::NoCountryCode) }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn entered(kind: IdentityType, text: &str) -> Result<String, IdentityProblem> {
        Identity::entered(kind, text).map(|identity| identity.to_string())
    }

    #[test]
    fn a_phone_needs_its_country_code_and_loses_its_blanks() {
        use IdentityType::Phone;
        for text in [
            "+1 (202) 555-0143",
            "+12025550143",
            " +1.202.555.0143 ",
            "+1 202\u{a0}555 0143",
            "001 202 555 0143",
            "\u{202a}+1\u{2011}202\u{2011}555\u{2011}0143\u{202c}",
            "tel:+12025550143",
            "Ann <+1 202 555 0143>\n",
        ] {
            assert_eq!(entered(Phone, text).as_deref(), Ok("+12025550143"), "{text}");
        }
        for text in ["+44 (0)20 7946 0018", "0044 20 7946 0018", "+44 020 7946 0018"] {
            assert_eq!(entered(Phone, text).as_deref(), Ok("+442079460018"), "{text}");
        }
        for text in ["+44 20 (0) 7946 0018", "+0202 5550143", "+45 012 34 56 78"] {
            assert_eq!(entered(Phone, text), Err(IdentityProblem::Uncertain), "{text}");
        }
        for text in ["2025550143", "0202 555 0143", "(0)20 7946 0018"] {
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
        // What looks the same is the same.
        for text in [
            "\u{200b}ann@example.com",
            "ann@exa\u{ad}mple.com\u{200e}",
            "Ann <ann@example.com>",
            "mailto:ann@example.com\u{feff}",
        ] {
            assert_eq!(entered(Email, text).as_deref(), Ok("ann@example.com"), "{text}");
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
        assert_eq!(entered(IdentityType::CustomerId, "C\u{200b}-17\u{200e}").as_deref(), Ok("C-17"));
        assert_eq!(entered(IdentityType::CustomerId, "2024-000123").as_deref(), Ok("2024-000123"));
        for kind in IdentityType::ALL {
            assert_eq!(entered(kind, " \u{200b}\u{a0}"), Err(IdentityProblem::Empty));
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
    fn nobodys_identity_is_given_to_nobody() {
        use IdentityType::{CustomerId, Email, Phone};
        for (kind, text) in [
            (Phone, "+266696687"),
            (Phone, "+19999999999"),
            (Phone, "+49 0000000"),
            (Email, "anonymous@anonymous.invalid"),
            (Email, "{{email}}@example.com"),
            (CustomerId, "$(n2.id)"),
            (CustomerId, "N/A"),
            (CustomerId, "unknown"),
        ] {
            assert!(
                matches!(entered(kind, text), Err(IdentityProblem::Nobody | IdentityProblem::Uncertain)),
                "{text}: {:?}",
                entered(kind, text)
            );
        }
        assert_eq!(entered(CustomerId, "1111111").as_deref(), Ok("1111111"));
    }

    #[test]
    fn a_customer_number_is_added_and_removed_beside_a_phone_of_its_digits() {
        let known = |kind, text: &str| KnownIdentity::of(Some(kind), Identity::new(text).expect("one"));
        let phone = known(IdentityType::Phone, "+12025550143");
        let number = known(IdentityType::CustomerId, "12025550143");
        let person = Person { identities: vec![phone.clone()], ..Person::default() };
        assert!(!person.has(&number.identity, number.kind));
        let both = person.with(number.clone());
        assert_eq!(both.identities, [phone.clone(), number.clone()]);
        assert_eq!(both.without(&number), person);
        assert_eq!(both.without(&phone).identities, [number]);
    }

    #[test]
    fn an_identity_is_added_beside_its_kind_and_taken_away() {
        let person = Person::default()
            .known_by([(Some(IdentityType::Phone), "+12025550143"), (Some(IdentityType::Email), "a@example.com")]);
        let identity = Identity::new("+12025550144").expect("an identity");
        let added = KnownIdentity::of(Some(IdentityType::Phone), identity.clone());
        let more = person.with(added.clone());
        let found: Vec<_> = more.identities.iter().map(|known| known.identity.as_str()).collect();
        assert_eq!(found, ["+12025550143", "+12025550144", "a@example.com"]);
        assert!(more.has(&identity, None) && !person.has(&identity, None));
        assert_eq!(more.without(&added), person);
    }
}
