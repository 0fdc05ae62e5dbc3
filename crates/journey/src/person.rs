//! Who the customer is, as the journey service knows them.

use basics::IdentityType;
use basics::identity::is_same;

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
    /// How surely it tells who somebody is, where the platform says so.
    pub strength: Option<Strength>,
}

/// How surely an identity of its kind tells who somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Several people may share it.
    Weak,
    /// It is usually one person's.
    Strong,
    /// It is nobody else's.
    VeryStrong,
}

impl Strength {
    /// Reads a platform's word for it.
    pub fn from_word(word: &str) -> Option<Self> {
        let plain: String = word.chars().filter(char::is_ascii_alphabetic).collect();
        match plain.to_ascii_lowercase().as_str() {
            "weak" => Some(Self::Weak),
            "strong" => Some(Self::Strong),
            "verystrong" => Some(Self::VeryStrong),
            _ => None,
        }
    }

    /// A stable word for it, for style sheets and for keys of words.
    pub fn key(self) -> &'static str {
        match self {
            Self::Weak => "weak",
            Self::Strong => "strong",
            Self::VeryStrong => "very-strong",
        }
    }
}

impl KnownIdentity {
    /// An identity of this kind, of which no strength is known.
    pub fn of(kind: Option<IdentityType>, identity: Identity) -> Self {
        Self { kind, identity, strength: None }
    }
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
    /// A person of this id and these names, as far as they say anything.
    pub fn called(id: &str, first_name: Option<&str>, last_name: Option<&str>) -> Self {
        Self { id: PersonId::new(id), first_name: name(first_name), last_name: name(last_name), ..Self::default() }
    }

    /// The same person, known by these identities, too. Each is taken once; those whose kind nobody says come last, since
    /// one that is known already is of the kind that it is known by.
    #[must_use]
    pub fn known_by<'a>(self, identities: impl IntoIterator<Item = (Option<IdentityType>, &'a str)>) -> Self {
        self.known_surely_by(identities.into_iter().map(|(kind, text)| (kind, text, None)))
    }

    /// The same, with how surely each of them tells who it is.
    #[must_use]
    pub fn known_surely_by<'a>(
        mut self,
        identities: impl IntoIterator<Item = (Option<IdentityType>, &'a str, Option<Strength>)>,
    ) -> Self {
        for (kind, text, strength) in identities {
            let Some(identity) = Identity::new(text) else { continue };
            let is_known = self.identities.iter().any(|other| {
                match kind {
                    Some(_) => other.identity == identity && other.kind == kind,
                    // One that is known by its kind is of that kind, however it is written here.
                    None => is_same(identity.as_str(), None, other.identity.as_str(), other.kind),
                }
            });
            if !is_known {
                self.identities.push(KnownIdentity { kind, identity, strength });
            }
        }
        self
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
        Person::called("", first, last)
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
        let (phone, email) = (Some(IdentityType::Phone), Some(IdentityType::Email));
        let person = Person::default().known_by([
            (phone, "+15550100"),
            (phone, " "),
            (email, "a@example.com"),
            (None, "+15550100"),
            (None, "15550100"),
            (None, "loose"),
            (None, "loose"),
        ]);
        let found: Vec<_> = person.identities.iter().map(|known| (known.kind, known.identity.as_str())).collect();
        assert_eq!(
            found,
            [(Some(IdentityType::Phone), "+15550100"), (Some(IdentityType::Email), "a@example.com"), (None, "loose")]
        );
    }
}
