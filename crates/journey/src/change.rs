//! What an agent changes of a person, and how it is taken back.

use super::{KnownIdentity, Names, Person};

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Another name.
    Names {
        /// Before.
        was: Names,
        /// From now on.
        is: Names,
    },
    /// One identity more.
    Add(KnownIdentity),
    /// One identity less.
    Remove(KnownIdentity),
}

impl Change {
    /// The person after the change.
    pub fn on(&self, person: &Person) -> Person {
        match self {
            Self::Names { is, .. } => person.named(is),
            Self::Add(known) if person.has(&known.identity, known.kind) => person.clone(),
            Self::Add(known) => person.with(known.clone()),
            Self::Remove(known) => person.without(known),
        }
    }

    /// What takes it back.
    #[must_use]
    pub fn undo(&self) -> Self {
        match self {
            Self::Names { was, is } => Self::Names { was: is.clone(), is: was.clone() },
            Self::Add(known) => Self::Remove(known.clone()),
            Self::Remove(known) => Self::Add(known.clone()),
        }
    }

    /// Whether a person is as the change wants it: for a change whose answer was lost.
    pub fn is_done(&self, person: &Person) -> bool {
        match self {
            Self::Names { is, .. } => Names::of(person) == *is,
            Self::Add(known) => person.has(&known.identity, known.kind),
            Self::Remove(known) => !person.has(&known.identity, known.kind),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Identity;
    use basics::IdentityType;

    #[test]
    fn every_change_can_be_seen_and_taken_back() {
        let person = Person::called("p", Some("Jose"), None).known_by([(Some(IdentityType::Phone), "+12025550143")]);
        let known = |kind, text: &str| KnownIdentity::of(Some(kind), Identity::new(text).expect("one"));
        let changes = [
            Change::Names {
                was: Names::of(&person),
                is: Names { first: Some("José".into()), last: Some("李".into()) },
            },
            Change::Add(known(IdentityType::Email, "jose@example.com")),
            Change::Remove(known(IdentityType::Phone, "+12025550143")),
        ];
        for change in changes {
            let changed = change.on(&person);
            assert!(change.is_done(&changed) && !change.is_done(&person), "{change:?}");
            assert_eq!(change.undo().on(&changed), person, "{change:?}");
            assert_eq!(change.undo().undo(), change);
        }
    }
}
