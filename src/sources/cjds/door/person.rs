//! A person of the contract.

use journey::{IdentityType, Person};

/// By whom the service says that nobody made a person: a first contact did.
const BY_A_FIRST_CONTACT: &str = "journey-stream-profiles";

/// The person as the domain knows people.
pub(in crate::sources::cjds) fn person(person: &cjds::Person) -> Person {
    let lists = [
        (Some(IdentityType::Phone), &person.phone),
        (Some(IdentityType::Email), &person.email),
        (Some(IdentityType::CustomerId), &person.customer_id),
        (Some(IdentityType::SocialId), &person.social_id),
        (Some(IdentityType::TemporaryId), &person.temporary_id),
        (None, &person.aliases),
    ];
    let identities = lists.into_iter().flat_map(|(kind, list)| list.iter().map(move |text| (kind, text.as_str())));
    let is_new = person.created_by.as_deref() == Some(BY_A_FIRST_CONTACT)
        && person.created_at.is_some()
        && person.created_at == person.updated_at;
    let called = Person::called(&person.id, person.first_name.as_deref(), person.last_name.as_deref());
    Person { is_new, ..called.known_by(identities) }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use journey::{Sought, Who, Withheld};

    #[test]
    fn a_person_made_by_a_first_contact_is_new_until_somebody_edits_it() {
        let mut wire = cjds::Person {
            created_by: Some("journey-stream-profiles".into()),
            created_at: Some("2026-03-01T10:00:00Z".into()),
            updated_at: Some("2026-03-01T10:00:00Z".into()),
            ..cjds::Person::default()
        };
        assert!(person(&wire).is_new);
        wire.updated_at = Some("2026-03-02T10:00:00Z".into());
        assert!(!person(&wire).is_new);
    }

    #[test]
    fn an_alias_is_of_the_kind_in_whose_list_it_stands_too() {
        let person = person(&cjds::Person {
            phone: vec!["+15550100".into()],
            customer_id: vec!["C-17".into()],
            temporary_id: vec!["s-1".into()],
            aliases: vec!["C-17".into(), "+15550100".into(), "loose".into(), "s-1".into()],
            ..cjds::Person::default()
        });
        let found: Vec<_> = person.identities.iter().map(|known| (known.kind, known.identity.as_str())).collect();
        let kind = |kind| Some(kind);
        assert_eq!(
            found,
            [
                (kind(IdentityType::Phone), "+15550100"),
                (kind(IdentityType::CustomerId), "C-17"),
                (kind(IdentityType::TemporaryId), "s-1"),
                (None, "loose"),
            ]
        );
    }

    #[test]
    fn an_identity_with_a_comma_in_it_is_one_customers() {
        let people: Vec<serde_json::Value> =
            serde_json::from_str(include_str!("../../../../tests/cases/17-alias-with-comma/persons.json"))
                .expect("a list");
        let people: Vec<_> = people.iter().map(|value| person(&cjds::Person::read(value))).collect();
        let taken = |text: &str| {
            let who = Who::of_text(text, &Withheld::default());
            who.customer().and_then(|sought: &Sought| sought.whose(people.clone()))?.first_name
        };
        assert_eq!(taken("C-17, new").as_deref(), Some("Beta"));
        assert_eq!(taken("C-17").as_deref(), Some("Alpha"));
        assert_eq!(taken("C-17, old"), None);
    }
}
