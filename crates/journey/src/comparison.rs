//! Two persons side by side, before anybody decides that they are one; and who comes out of it.

use basics::IdentityType;

use super::Person;

/// What a row compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// Given names.
    FirstName,
    /// Family names.
    LastName,
    /// Identities of one kind; `None`: of no kind that we know.
    Identities(Option<IdentityType>),
}

/// One row; a side without anything is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedRow {
    /// What it compares.
    pub what: Compared,
    /// Of the person that is shown.
    pub left: Vec<String>,
    /// Of the other one.
    pub right: Vec<String>,
}

impl ComparedRow {
    /// Whether one of the two must be wrong about it: a person has one name, and any number of identities.
    pub fn differs(&self) -> bool {
        let is_name = !matches!(self.what, Compared::Identities(_));
        is_name && !self.left.is_empty() && !self.right.is_empty() && self.left != self.right
    }
}

/// What is known of either person, row by row; what neither has is left out.
pub fn compare(left: &Person, right: &Person) -> Vec<ComparedRow> {
    let name = |name: &Option<String>| name.iter().cloned().collect::<Vec<_>>();
    let mut rows = vec![
        ComparedRow { what: Compared::FirstName, left: name(&left.first_name), right: name(&right.first_name) },
        ComparedRow { what: Compared::LastName, left: name(&left.last_name), right: name(&right.last_name) },
    ];
    for kind in IdentityType::ALL.into_iter().map(Some).chain([None]) {
        rows.push(ComparedRow { what: Compared::Identities(kind), left: of(left, kind), right: of(right, kind) });
    }
    rows.retain(|row| !(row.left.is_empty() && row.right.is_empty()));
    rows
}

fn of(person: &Person, kind: Option<IdentityType>) -> Vec<String> {
    person.identities.iter().filter(|known| known.kind == kind).map(|known| known.identity.to_string()).collect()
}

/// Who comes out when `other` is merged into `primary`: the primary's id, its name or else the other's whole name, and
/// everybody's identities.
pub fn merged(primary: &Person, other: &Person) -> Person {
    let mut merged = primary.clone();
    if merged.name().is_none() {
        merged.first_name.clone_from(&other.first_name);
        merged.last_name.clone_from(&other.last_name);
    }
    for known in &other.identities {
        if !merged.has(&known.identity, known.kind) {
            merged = merged.with(known.clone());
        }
    }
    merged.is_new = false;
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(first: &str, phone: &[&str], email: &[&str]) -> Person {
        let phone = phone.iter().map(|text| (Some(IdentityType::Phone), *text));
        let email = email.iter().map(|text| (Some(IdentityType::Email), *text));
        Person::called(&format!("id of {first}"), Some(first), None).known_by(phone.chain(email))
    }

    #[test]
    fn both_persons_stand_side_by_side_and_what_neither_has_is_left_out() {
        let rows = compare(&person("Ann", &["+15550100"], &[]), &person("Anne", &[], &["a@example.com"]));
        let found: Vec<_> = rows.iter().map(|row| (row.what, row.left.join(" "), row.right.join(" "))).collect();
        assert_eq!(
            found,
            [
                (Compared::FirstName, "Ann".to_owned(), "Anne".to_owned()),
                (Compared::Identities(Some(IdentityType::Phone)), "+15550100".to_owned(), String::new()),
                (Compared::Identities(Some(IdentityType::Email)), String::new(), "a@example.com".to_owned()),
            ]
        );
        assert_eq!(rows.iter().map(ComparedRow::differs).collect::<Vec<_>>(), [true, false, false]);
    }

    #[test]
    fn the_primary_keeps_id_and_name_and_gets_the_others_identities() {
        let (left, right) = (person("Ann", &["+15550100"], &[]), person("Anne", &["15550100"], &["a@example.com"]));
        let one = merged(&left, &right);
        assert_eq!((one.id.as_ref(), one.name().as_deref()), (left.id.as_ref(), Some("Ann")));
        let identities: Vec<_> = one.identities.iter().map(|known| known.identity.as_str()).collect();
        assert_eq!(identities, ["+15550100", "a@example.com"]);
    }

    #[test]
    fn a_primary_without_a_name_takes_the_others_whole_name() {
        let nameless = Person::called("p", None, None);
        assert_eq!(merged(&nameless, &person("Anne", &[], &[])).name().as_deref(), Some("Anne"));
    }
}
