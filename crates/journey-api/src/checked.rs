//! What is refused before it is stored: texts that are too long or that no database takes, and identities that are
//! nobody's. All who had such an identity would be one person.

use cjds::IdentityType;
use cjds::identity::{Nobody, PhoneProblem, nobody, phone, tidy};

use crate::reason::{Fault, Reason};
use crate::store::Identity;

/// Names and identities have no more characters.
pub(crate) const LONGEST: usize = 256;
/// Of a text that is refused so much is quoted.
const QUOTED: usize = 64;

/// Why a text cannot be stored.
pub(crate) fn fault(text: &str) -> Option<Fault> {
    if text.contains('\0') {
        return Some(Fault::NullCharacter);
    }
    let is_long = text.len() > LONGEST && text.chars().nth(LONGEST).is_some();
    is_long.then_some(Fault::TooLong { most: LONGEST })
}

/// Why a named text cannot be stored.
pub(crate) fn text(name: &str, text: &str) -> Result<(), Reason> {
    fault(text).map_or(Ok(()), |fault| Err(Reason::at(name, fault)))
}

/// A person's name: without marks that nobody sees around it, and none if nothing is left.
pub(crate) fn name(field: &str, name: Option<&str>) -> Result<Option<String>, Reason> {
    let name = name.map(str::trim).filter(|name| !name.is_empty());
    name.map(|name| text(field, name).map(|()| name.to_owned())).transpose()
}

/// An identity in the form in which it is stored.
///
/// # Errors
/// What is wrong with it. Where it is not certain which number is meant, that is an error: a wrong number is somebody
/// else's.
pub(crate) fn identity(kind: IdentityType, text: &str) -> Result<Identity, Fault> {
    if let Some(fault) = fault(text) {
        return Err(fault);
    }
    let value = quoted(text);
    match nobody(text, Some(kind)) {
        None => {}
        Some(Nobody::Empty) => return Err(Fault::NobodyEmpty { value }),
        Some(Nobody::Placeholder) => return Err(Fault::NobodyPlaceholder { value }),
        Some(Nobody::Withheld) => return Err(Fault::NobodyWithheld { value }),
        Some(Nobody::NoNumber) => return Err(Fault::NobodyNoNumber { value }),
    }
    let tidy = tidy(text);
    let is_list = |separator: &[char]| tidy.split(separator).filter(|part| part.contains('@')).count() > 1;
    match (kind, phone(&tidy)) {
        // A caller inside the house may have an address and no number.
        (IdentityType::Phone, Err(_)) if tidy.contains('@') && !is_list(&[',', ';', ' ']) => {}
        (IdentityType::Phone, Err(problem)) => return Err(no_phone(problem, value)),
        (IdentityType::Email, _) if is_list(&[',', ';']) => return Err(Fault::EmailSeveral { value }),
        _ => {}
    }
    Ok(Identity::new(kind, text))
}

/// Likewise, with the name of its field.
pub(crate) fn identity_in(field: &str, kind: IdentityType, text: &str) -> Result<Identity, Reason> {
    identity(kind, text).map_err(|fault| Reason::at(field, fault))
}

fn no_phone(problem: PhoneProblem, value: String) -> Fault {
    match problem {
        PhoneProblem::NoDigits => Fault::PhoneNoDigits { value },
        PhoneProblem::Other => Fault::PhoneOther { value },
        PhoneProblem::Several => Fault::PhoneSeveral { value },
        PhoneProblem::TooLong => Fault::PhoneTooLong { value },
        PhoneProblem::Uncertain => Fault::PhoneUncertain { value },
    }
}

fn quoted(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use IdentityType::{CustomerId, Email, Phone, SocialId};

    #[test]
    fn what_is_somebodys_is_stored_in_its_one_form() {
        for (kind, text, stored) in [
            (Phone, "+44 (0)20 7946 0018", "+442079460018"),
            (Phone, "0044 20 7946 0018", "+442079460018"),
            (Phone, "(202) 555-0143", "2025550143"),
            (Phone, "\u{202a}+1\u{a0}202\u{2011}555\u{2011}0143\u{202c}", "+12025550143"),
            (Phone, "4711", "4711"),
            (Phone, "sip:ann@pbx.example.com", "ann@pbx.example.com"),
            (Email, "Ann <ann@example.com>", "ann@example.com"),
            (CustomerId, "2024-000123", "2024-000123"),
            (CustomerId, "C-17, new", "C-17, new"),
            (CustomerId, "0044207946", "0044207946"),
            (CustomerId, "{550e8400-e29b-41d4-a716-446655440000}", "{550e8400-e29b-41d4-a716-446655440000}"),
            (SocialId, " x:y ", "x:y"),
        ] {
            assert_eq!(identity(kind, text).map(|identity| identity.value).as_deref(), Ok(stored), "{kind:?} {text:?}");
        }
    }

    #[test]
    fn what_is_nobodys_or_not_certain_is_refused_with_words() {
        for (kind, text) in [
            (Phone, "+"),
            (Phone, "()"),
            (Phone, "{{NewPhoneContact.ANI}}"),
            (CustomerId, "C-$(n2.id)"),
            (Email, "${mail}@example.com"),
            (Phone, "+12025550143,+12025550144"),
            (Phone, "12025550143|12025550144"),
            (Phone, "+1202555014312025550144"),
            (Phone, "+44 (0)0"),
            (Phone, "+0"),
            (Phone, "call me"),
            (Phone, "Anonymous"),
            (Phone, "+266696687"),
            (Phone, "0000000000"),
            (Email, "a@example.com,b@example.com"),
            (CustomerId, "undefined"),
            (CustomerId, "null"),
            (SocialId, "\u{200b}"),
            (CustomerId, "a\0b"),
        ] {
            assert!(identity(kind, text).is_err(), "{kind:?} {text:?}");
        }
        let long = "7".repeat(300);
        let reason = identity(Phone, &long).expect_err("refused");
        assert_eq!(reason, Fault::TooLong { most: LONGEST }, "and is not repeated");
    }
}
