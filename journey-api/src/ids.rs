//! Names of things that are all text on the wire and must not be taken for one another.

use std::fmt;

use cjds::IdentityType;
use serde::Serialize;
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        pub(crate) struct $name(pub(crate) String);

        impl $name {
            /// The text on the wire.
            pub(crate) fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id! {
    /// A workspace that the caller may see: made only by looking it up for a caller, or by creating it.
    WorkspaceId
}
id! {
    /// A person.
    PersonId
}
id! {
    /// An identity in the form in which it is looked up. Nothing that people should read.
    Lookup
}

impl PersonId {
    /// A new one, of 24 hexadecimal digits as clients know them.
    pub(crate) fn new() -> Self {
        Self(short_id())
    }
}

impl Lookup {
    /// The form in which an identity is looked up: e-mail addresses in lower case, phones without "+" and without the
    /// blanks and brackets that people write into them.
    pub(crate) fn of(identity: &str) -> Self {
        let identity = identity.trim();
        if identity.contains('@') {
            return Self(identity.to_lowercase());
        }
        match identity.strip_prefix('+') {
            Some(phone) if is_phone(phone) => Self(phone.chars().filter(char::is_ascii_digit).collect()),
            _ => Self(identity.to_owned()),
        }
    }

    /// Likewise for an identity whose kind is known.
    pub(crate) fn of_kind(identity: &str, kind: IdentityType) -> Self {
        match kind {
            IdentityType::Phone if is_phone(identity) => Self(identity.chars().filter(char::is_ascii_digit).collect()),
            _ => Self::of(identity),
        }
    }
}

/// An identity as it is stored: phones without the blanks and brackets that people write into them.
pub(crate) fn stored_form(identity: &str, kind: IdentityType) -> String {
    let identity = identity.trim();
    match kind {
        IdentityType::Phone if is_phone(identity) => {
            identity.chars().filter(|character| character.is_ascii_digit() || *character == '+').collect()
        }
        _ => identity.to_owned(),
    }
}

/// The kind that an identity without one most likely is.
pub(crate) fn guessed_kind(identity: &str) -> IdentityType {
    match identity {
        identity if identity.contains('@') => IdentityType::Email,
        identity if identity.starts_with('+') && is_phone(identity) => IdentityType::Phone,
        _ => IdentityType::CustomerId,
    }
}

fn is_phone(text: &str) -> bool {
    let text = text.trim();
    let rest = text.strip_prefix('+').unwrap_or(text);
    rest.bytes().any(|byte| byte.is_ascii_digit())
        && rest.chars().all(|character| character.is_ascii_digit() || " ()-./".contains(character))
}

/// 24 hexadecimal digits.
pub(crate) fn short_id() -> String {
    Uuid::new_v4().simple().to_string().chars().take(24).collect()
}

/// A UUID.
pub(crate) fn long_id() -> String {
    Uuid::new_v4().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_is_found_with_and_without_plus_and_however_it_is_written() {
        let stored = Lookup::of_kind("+1 (202) 555-0143", IdentityType::Phone);
        for written in ["+12025550143", "12025550143", "+1 202 555 0143"] {
            assert_eq!(Lookup::of(written), stored, "{written}");
        }
        assert_eq!(stored_form("+1 (202) 555-0143", IdentityType::Phone), "+12025550143");
        assert_ne!(Lookup::of("2025550143"), stored, "without the country code it is another number");
    }

    #[test]
    fn customer_numbers_keep_their_dashes_and_addresses_lose_their_capitals() {
        assert_eq!(Lookup::of("17-42"), Lookup("17-42".to_owned()));
        assert_eq!(Lookup::of("Ann@Example.com"), Lookup::of("ann@example.com"));
        assert_ne!(Lookup::of("AB"), Lookup::of("ab"));
    }
}
