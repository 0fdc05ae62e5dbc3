//! Persons who may be the customer once more: with an identity or a name of theirs. A likeness and no more: nobody is made one
//! with anybody here. Called by `session`, which asks for the persons.

use super::{Identity, KnownIdentity, Person};
use crate::word::is_word;

/// Somebody who may be the same person.
#[derive(Clone, Debug, PartialEq)]
pub struct Double {
    /// Who.
    pub person: Person,
    /// Why that may be.
    pub why: Likeness,
}

/// What two persons have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// An identity.
    Identity(Identity),
    /// The parts of a name.
    Name,
}

/// Who of `others` may be `shown`, each once, and whoever shares an identity first.
pub fn doubles(shown: &Person, others: impl IntoIterator<Item = Person>) -> Vec<Double> {
    let mut found: Vec<Double> = Vec::new();
    for person in others {
        if person.id == shown.id || found.iter().any(|known| known.person.id == person.id) {
            continue;
        }
        if let Some(why) = likeness(shown, &person) {
            found.push(Double { person, why });
        }
    }
    let (identities, names): (Vec<_>, Vec<_>) = found.into_iter().partition(|double| double.why != Likeness::Name);
    identities.into_iter().chain(names).collect()
}

fn likeness(shown: &Person, other: &Person) -> Option<Likeness> {
    let is_shared = |known: &&KnownIdentity| shown.has(&known.identity, known.kind);
    if let Some(shared) = other.identities.iter().find(is_shared) {
        return Some(Likeness::Identity(shared.identity.clone()));
    }
    is_alike(shown, other).then_some(Likeness::Name)
}

/// Whether all parts of the shorter name are parts of the other one, in any order. A given name alone is many people's.
fn is_alike(one: &Person, other: &Person) -> bool {
    let (Some(one), Some(other)) = (parts(one), parts(other)) else { return false };
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    short.iter().all(|part| long.contains(part))
}

/// The parts of a whole name.
fn parts(person: &Person) -> Option<Vec<String>> {
    let (first, last) = (person.first_name.as_ref()?, person.last_name.as_ref()?);
    let words = [first, last].into_iter().flat_map(|name| name.split(|letter| !is_word(letter)));
    Some(words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use basics::IdentityType;

    fn person(id: &str, first: &str, last: &str, phone: &[&str]) -> Person {
        let known = phone.iter().map(|text| (Some(IdentityType::Phone), *text));
        Person::called(id, Some(first), Some(last)).known_by(known)
    }

    fn found(others: Vec<Person>) -> Vec<(String, Likeness)> {
        let shown = person("1", "Ann", "Smith", &["+15550100"]);
        let id = |double: Double| (double.person.id.map(|id| id.to_string()).unwrap_or_default(), double.why);
        doubles(&shown, others).into_iter().map(id).collect()
    }

    #[test]
    fn whoever_has_an_identity_of_the_customers_may_be_them_and_comes_first() {
        let identity = Likeness::Identity(Identity::new("15550100").expect("an identity"));
        let others = vec![
            person("1", "Ann", "Smith", &["+15550100"]),
            person("2", "Ann Maria", "Smith", &[]),
            person("3", "Bob", "Jones", &["15550100"]),
            person("3", "Bob", "Jones", &["15550100"]),
            person("4", "Bob", "Jones", &["+15550199"]),
        ];
        assert_eq!(found(others), [("3".to_owned(), identity), ("2".to_owned(), Likeness::Name)]);
    }

    #[test]
    fn a_first_name_alone_makes_nobody_the_same() {
        assert_eq!(found(vec![person("2", "Ann", "", &[]), person("3", "", "Smith", &[])]), []);
        assert_eq!(found(vec![person("2", "Ann", "Jones", &[])]), []);
    }

    #[test]
    fn a_name_may_stand_in_another_order_or_in_capitals() {
        assert_eq!(found(vec![person("2", "SMITH", "Ann", &[])]), [("2".to_owned(), Likeness::Name)]);
        let of = |first: &str| person("3", first, "王", &[]);
        assert!(is_alike(&of("小明"), &of("小明")) && !is_alike(&of("小明"), &of("大明")));
    }
}
