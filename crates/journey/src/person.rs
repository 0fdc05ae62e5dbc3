//! Who the customer is, as the journey service knows them.

use cjds::IdentityType;
use cjds::identity::is_same;

use super::values::label;
use super::{Identity, PersonId};
use crate::word::is_word;

/// One identity of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownIdentity {
    /// What kind; `None` for an alias that stands in no list of a kind.
    pub kind: Option<IdentityType>,
    /// The identity.
    pub identity: Identity,
}

/// A person.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Person {
    /// The service's id.
    pub id: Option<PersonId>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// By what the person is known, by kind.
    pub identities: Vec<KnownIdentity>,
    /// Nobody has looked after this person yet: a first contact created it.
    pub is_new: bool,
}

impl Person {
    /// Reads a person of the service.
    pub fn read(person: &cjds::Person) -> Self {
        let lists = [
            (IdentityType::Phone, &person.phone),
            (IdentityType::Email, &person.email),
            (IdentityType::CustomerId, &person.customer_id),
            (IdentityType::SocialId, &person.social_id),
            (IdentityType::TemporaryId, &person.temporary_id),
        ];
        let mut identities: Vec<KnownIdentity> = Vec::new();
        let known = lists.into_iter().flat_map(|(kind, list)| list.iter().map(move |text| (Some(kind), text)));
        for (kind, text) in known.chain(person.aliases.iter().map(|text| (None, text))) {
            let Some(identity) = Identity::new(text) else { continue };
            let is_known = identities.iter().any(|other| {
                match kind {
                    Some(_) => other.identity == identity && other.kind == kind,
                    // One that stands in the list of a kind is of that kind, however it is written here.
                    None => is_same(identity.as_str(), None, other.identity.as_str(), other.kind),
                }
            });
            if !is_known {
                identities.push(KnownIdentity { kind, identity });
            }
        }
        let is_new = person.created_by.as_deref() == Some("journey-stream-profiles")
            && person.created_at.is_some()
            && person.created_at == person.updated_at;
        Self {
            id: PersonId::new(&person.id),
            first_name: name(person.first_name.as_deref()),
            last_name: name(person.last_name.as_deref()),
            identities,
            is_new,
        }
    }

    /// The name as people write it: given name first, but family name first and no blank in Chinese characters.
    /// `None` for a person without a name.
    pub fn name(&self) -> Option<String> {
        match (&self.first_name, &self.last_name) {
            (Some(first), Some(last)) if is_han(first) && is_han(last) => Some(format!("{last}{first}")),
            (Some(first), Some(last)) => Some(format!("{first} {last}")),
            (Some(name), None) | (None, Some(name)) => Some(name.clone()),
            (None, None) => None,
        }
    }

    /// One or two letters that stand for the name, in its script. `None` for a person without a name.
    pub fn initials(&self) -> Option<String> {
        let (first, last) = (self.first_name.as_deref(), self.last_name.as_deref());
        match (first.and_then(initial), last.and_then(initial)) {
            // One character of a Chinese name is a whole word; two would be most of the name.
            (Some(_), Some(letter)) if last.is_some_and(is_han) => Some(letter),
            (Some(first), Some(last)) => Some(first + &last),
            (Some(letter), None) | (None, Some(letter)) => Some(letter),
            (None, None) => None,
        }
    }
}

fn name(text: Option<&str>) -> Option<String> {
    text.map(label).filter(|text| !text.trim().is_empty()).map(|text| text.trim().to_owned())
}

fn is_han(text: &str) -> bool {
    text.chars().all(|letter| matches!(letter, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3134F}'))
}

/// The first letter with the marks that belong to it, as a capital where the script has them.
fn initial(text: &str) -> Option<String> {
    let mut letters = text.chars().skip_while(|letter| !is_word(*letter));
    let first = letters.next()?;
    let mut initial = String::new();
    let capital = first.to_uppercase().to_string();
    // "ß" would become two letters.
    if capital.chars().count() == 1 {
        initial.push_str(&capital)
    } else {
        initial.push(first)
    }
    initial.extend(letters.take_while(|letter| is_mark(*letter)));
    Some(initial)
}

fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE0F}' | '\u{93C}'..='\u{94D}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(first: Option<&str>, last: Option<&str>) -> Person {
        Person::read(&cjds::Person {
            first_name: first.map(str::to_owned),
            last_name: last.map(str::to_owned),
            ..cjds::Person::default()
        })
    }

    #[test]
    fn names_and_initials_are_right_in_any_script() {
        for (first, last, name, initials) in [
            (Some("José"), Some("Núñez"), "José Núñez", "JN"),
            (Some("łukasz"), None, "łukasz", "Ł"),
            (Some("明"), Some("李"), "李明", "李"),
            (None, Some("李"), "李", "李"),
            (Some("E\u{301}ric"), Some("O’Neil"), "E\u{301}ric O’Neil", "E\u{301}O"),
            (Some("ß"), Some("(Bo)"), "ß (Bo)", "ßB"),
            (Some("سارة"), Some("علي"), "سارة علي", "سع"),
        ] {
            let person = person(first, last);
            assert_eq!(person.name().as_deref(), Some(name));
            assert_eq!(person.initials().as_deref(), Some(initials));
        }
        assert_eq!((person(Some(" "), None).name(), person(None, Some("…")).initials()), (None, None));
    }

    #[test]
    fn identities_are_listed_once_by_kind() {
        let person = Person::read(&cjds::Person {
            phone: vec!["+15550100".into(), " ".into()],
            email: vec!["a@example.com".into()],
            aliases: vec!["+15550100".into(), "loose".into(), "loose".into()],
            ..cjds::Person::default()
        });
        let found: Vec<_> = person.identities.iter().map(|known| (known.kind, known.identity.as_str())).collect();
        assert_eq!(
            found,
            [(Some(IdentityType::Phone), "+15550100"), (Some(IdentityType::Email), "a@example.com"), (None, "loose")]
        );
    }

    #[test]
    fn a_person_made_by_a_first_contact_is_new_until_somebody_edits_it() {
        let mut wire = cjds::Person {
            created_by: Some("journey-stream-profiles".into()),
            created_at: Some("2026-03-01T10:00:00Z".into()),
            updated_at: Some("2026-03-01T10:00:00Z".into()),
            ..cjds::Person::default()
        };
        assert!(Person::read(&wire).is_new);
        wire.updated_at = Some("2026-03-02T10:00:00Z".into());
        assert!(!Person::read(&wire).is_new);
    }
}
