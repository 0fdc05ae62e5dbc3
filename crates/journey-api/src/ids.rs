//! Names of things that are all text on the wire and must not be taken for one another.

use std::fmt;

use cjds::IdentityType;
use cjds::identity::{normal, phone};
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
    /// Whether anything of that name can be there at all: no database stores this character.
    pub(crate) fn is_storable(&self) -> bool {
        !self.0.contains('\0')
    }

    /// The form in which an identity of this kind is looked up: e-mail addresses in lower case, phones by their digits.
    pub(crate) fn of_kind(text: &str, kind: IdentityType) -> Self {
        let text = normal(text, Some(kind));
        if text.contains('@') {
            return Self(text.to_lowercase());
        }
        match phone(&text) {
            Ok(phone) if kind == IdentityType::Phone || text.starts_with('+') => Self(phone.digits().to_owned()),
            _ => Self(text),
        }
    }
}

/// What somebody may mean who asks for an identity and does not say of which kind it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    /// The identity as it stands.
    pub(crate) exact: Lookup,
    /// The telephone number that it may be, where that is looked up in another form.
    pub(crate) phone: Option<Lookup>,
    /// Whether it can hardly be anything but that number: it is written with brackets, or `00` before a country code.
    is_phone: bool,
}

impl Asked {
    pub(crate) fn of(text: &str) -> Self {
        let text = normal(text, None);
        if text.contains('@') {
            return Self { exact: Lookup(text.to_lowercase()), phone: None, is_phone: false };
        }
        let Ok(phone) = phone(&text) else { return Self { exact: Lookup(text), phone: None, is_phone: false } };
        let digits = Lookup(phone.digits().to_owned());
        if text.starts_with('+') || text == digits.as_str() {
            return Self { exact: digits, phone: None, is_phone: true };
        }
        let is_phone = phone.is_international() || phone.is_unmistakable();
        Self { exact: Lookup(text), phone: Some(digits), is_phone }
    }

    /// The form that is looked up where nobody has either.
    pub(crate) fn likely(self) -> Lookup {
        match self.phone {
            Some(phone) if self.is_phone => phone,
            _ => self.exact,
        }
    }
}

/// An identity as it is stored: phones as E.164 where they have their country code.
pub(crate) fn stored_form(text: &str, kind: IdentityType) -> String {
    normal(text, Some(kind))
}

/// The kind that an identity without one most likely is.
pub(crate) fn guessed_kind(text: &str) -> IdentityType {
    let text = normal(text, None);
    if text.contains('@') {
        IdentityType::Email
    } else if phone(&text).is_ok_and(|phone| phone.is_international() && (phone.is_unmistakable())) {
        IdentityType::Phone
    } else {
        IdentityType::CustomerId
    }
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
        for written in
            ["+12025550143", "12025550143", "+1 202 555 0143", "001 202 555 0143", "\u{ff0b}1\u{a0}202 5550143"]
        {
            assert_eq!(Asked::of(written).likely(), stored, "{written}");
        }
        assert_eq!(stored_form("+1 (202) 555-0143", IdentityType::Phone), "+12025550143");
        assert_ne!(Asked::of("2025550143").likely(), stored, "without the country code it is another number");
    }

    #[test]
    fn customer_numbers_keep_their_dashes_and_addresses_lose_their_capitals() {
        let asked = Asked::of("17-42");
        assert_eq!((asked.exact.as_str(), asked.phone.clone()), ("17-42", Some(Lookup("1742".to_owned()))));
        assert_eq!(asked.likely(), Lookup("17-42".to_owned()));
        let customer = |text| Lookup::of_kind(text, IdentityType::CustomerId);
        assert_eq!(customer("0044207946"), Lookup("0044207946".to_owned()));
        assert_eq!(Asked::of("0044207946").exact, customer("0044207946"), "a customer number may look like a phone");
        assert_eq!(Asked::of("Ann@Example.com"), Asked::of("ann@example.com"));
        assert_ne!(Asked::of("AB"), Asked::of("ab"));
    }
}
