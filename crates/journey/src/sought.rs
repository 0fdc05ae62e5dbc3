//! Whom to ask the journey service for, from a text that names a customer; and whom of its answer to take.
//!
//! What kind of identity a text is, is not always known: `2024-000123` is a customer number here and a telephone number
//! there. Then one reading is asked for first, and the other only if nobody has that one. Either way a person is taken
//! only who has the identity.

use std::sync::Arc;

use basics::IdentityType;
use basics::identity::{Nobody, is_same, nobody, normal, phone, tidy};

use super::{Channel, Identity, KnownIdentity, Person, Withheld};

/// Whose journey is meant.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Who {
    /// This customer's.
    Customer(Sought),
    /// Nobody's: the caller withheld the number, or what stands in its place is no number that somebody has.
    Withheld,
    /// Nothing says whose.
    #[default]
    Unknown,
}

/// A customer as the journey service is asked for one.
#[derive(Clone, Debug, PartialEq)]
pub struct Sought {
    /// The identity.
    pub identity: Identity,
    /// What kind of identity that is, where it is known.
    pub kind: Option<IdentityType>,
    /// How the text may be meant else.
    other: Option<(Identity, Option<IdentityType>)>,
    /// By what else the desktop knows the same customer.
    also: Arc<[KnownIdentity]>,
}

impl Who {
    /// Whom a party of a contact means. Only on the telephone and in text messages is it a telephone number; elsewhere it
    /// is what the channel calls its customer, dashes and all. Where the contact does not say by which way it comes, its
    /// looks decide.
    pub fn of_party(text: &str, channel: Option<&Channel>, withheld: &Withheld) -> Self {
        let kind = match channel {
            Some(Channel::Voice | Channel::Sms) => Some(IdentityType::Phone),
            _ => None,
        };
        let is_telephony = channel.is_none() || kind.is_some();
        match nobody(text, if is_telephony { Some(IdentityType::Phone) } else { None }) {
            Some(Nobody::Empty) if tidy(text).is_empty() => return Self::Unknown,
            Some(_) if is_telephony => return Self::Withheld,
            Some(_) => return Self::Unknown,
            None => {}
        }
        let found = match kind {
            Some(_) => Sought::phone(text),
            None if is_telephony => Sought::read(text),
            None => Identity::new(&normal(text, None)).map(Sought::of),
        };
        Self::unless_withheld(found, text, withheld)
    }

    /// Whom a text means that an agent entered, an administrator configured or a contact variable holds.
    pub fn of_text(text: &str, withheld: &Withheld) -> Self {
        match nobody(text, None) {
            Some(Nobody::Empty | Nobody::Placeholder) => Self::Unknown,
            Some(Nobody::Withheld | Nobody::NoNumber) => Self::Withheld,
            None => Self::unless_withheld(Sought::read(text), text, withheld),
        }
    }

    fn unless_withheld(found: Option<Sought>, text: &str, withheld: &Withheld) -> Self {
        match found {
            Some(found) if withheld.is(text) || withheld.is(found.identity.as_str()) => Self::Withheld,
            Some(found) => Self::Customer(found),
            None => Self::Unknown,
        }
    }

    /// The customer, if there is one.
    pub fn customer(&self) -> Option<&Sought> {
        if let Self::Customer(sought) = self { Some(sought) } else { None }
    }
}

impl Sought {
    /// Somebody who has this identity, of whatever kind it is.
    pub fn of(identity: Identity) -> Self {
        Self::of_kind(identity, None)
    }

    /// Somebody who has this identity of this kind.
    pub fn of_kind(identity: Identity, kind: Option<IdentityType>) -> Self {
        Self { identity, kind, other: None, also: Arc::default() }
    }

    /// The same customer, who is known by these as well.
    pub fn known_also(self, also: impl IntoIterator<Item = KnownIdentity>) -> Self {
        let is_shown = |known: &KnownIdentity| known.identity == self.identity;
        let also = also.into_iter().filter(|known| !is_shown(known)).collect();
        Self { also, ..self }
    }

    /// All that the customer is known by; first what is shown of them.
    pub fn identities(&self) -> impl Iterator<Item = (Option<IdentityType>, &Identity)> {
        std::iter::once((self.kind, &self.identity)).chain(self.also.iter().map(|known| (known.kind, &known.identity)))
    }

    /// A party on the telephone: its number; or what stands there instead, as a SIP address.
    fn phone(text: &str) -> Option<Self> {
        let kind = phone(text).is_ok().then_some(IdentityType::Phone);
        Some(Self::of_kind(Identity::new(&normal(text, Some(IdentityType::Phone)))?, kind))
    }

    /// A text of which nobody says what it is. With a plus, brackets, blanks or `00` before a country code it is a
    /// telephone number, unless nobody has that and somebody has the text as it stands; digits with dashes alone are the
    /// other way about. What holds more than that is an address or an id.
    fn read(text: &str) -> Option<Self> {
        let typed = Identity::new(&normal(text, None))?;
        let Some(phone) = phone(text).ok().filter(|phone| phone.as_str() != typed.as_str()) else {
            let is_phone = phone(text).is_ok_and(|phone| phone.is_unmistakable());
            return Some(Self::of_kind(typed, is_phone.then_some(IdentityType::Phone)));
        };
        let is_phone = phone.is_unmistakable() || phone.is_international() || tidy(text).contains(' ');
        let number = (Identity::new(phone.as_str())?, Some(IdentityType::Phone));
        let typed = (typed, None);
        let (first, other) = if is_phone { (number, typed) } else { (typed, number) };
        Some(Self { other: Some(other), ..Self::of_kind(first.0, first.1) })
    }

    /// The same text, read the other way; `None`: there is no other.
    pub fn other(&self) -> Option<Self> {
        let (identity, kind) = self.other.clone()?;
        Some(Self { identity, kind, other: None, also: self.also.clone() })
    }

    /// Whose identity it is, of the persons in an answer: who has it letter by letter, else who has it written
    /// otherwise. Nobody, where none has it: services answer lists for one identity with a comma in it, and are not asked
    /// to know better. Nobody as well, where two have it and nothing says whom of them is meant.
    pub fn whose(&self, persons: impl IntoIterator<Item = Person>) -> Option<Person> {
        let mut best: Option<(bool, Person)> = None;
        let mut is_certain = true;
        for person in persons {
            let Some(exactly) = self.is_of(&person) else { continue };
            match &best {
                Some((known, other)) if *known == exactly => is_certain &= other.id == person.id,
                Some((true, _)) => {}
                _ => {
                    best = Some((exactly, person));
                    is_certain = true;
                }
            }
        }
        best.filter(|_| is_certain).map(|(_, person)| person)
    }

    /// Whether the person has the identity, and then whether letter by letter.
    fn is_of(&self, person: &Person) -> Option<bool> {
        let has = person
            .identities
            .iter()
            .filter(|known| is_same(self.identity.as_str(), self.kind, known.identity.as_str(), known.kind));
        has.map(|known| known.identity == self.identity).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Sought> {
        Who::of_text(text, &Withheld::default()).customer().cloned()
    }

    fn readings(text: &str) -> Vec<String> {
        let first = read(text);
        let other = first.as_ref().and_then(Sought::other);
        first.into_iter().chain(other).map(|sought| sought.identity.to_string()).collect()
    }

    fn person(id: &str, phone: &[&str], customer_id: &[&str]) -> Person {
        let phone = phone.iter().map(|text| (Some(IdentityType::Phone), *text));
        let customer_id = customer_id.iter().map(|text| (Some(IdentityType::CustomerId), *text));
        Person::called(id, None, None).known_by(phone.chain(customer_id))
    }

    fn id_of(person: Option<Person>) -> Option<String> {
        person?.id.map(|id| id.to_string())
    }

    fn taken(text: &str, persons: &[Person]) -> Option<String> {
        id_of(read(text)?.whose(persons.iter().cloned()))
    }

    #[test]
    fn what_is_pasted_is_looked_up_as_it_looks() {
        let pasted: Vec<String> =
            serde_json::from_str(include_str!("../../../tests/cases/16-pasted-identities/lookups.json"))
                .expect("a list");
        let found: Vec<_> =
            pasted.iter().filter_map(|text| read(text)).map(|sought| sought.identity.to_string()).collect();
        assert_eq!(found, ["2025550143", "+12025550143", "+12025550143", "ann@example.com", "ann@example.com"]);
    }

    #[test]
    fn what_may_be_a_customer_number_or_a_phone_is_both_one_after_the_other() {
        for (text, expected) in [
            ("2024-000123", &["2024-000123", "2024000123"][..]),
            ("202.555.0143", &["202.555.0143", "2025550143"]),
            ("202 555 0143", &["2025550143", "202 555 0143"]),
            ("0044 20 7946 0018", &["+442079460018", "0044 20 7946 0018"]),
            ("00442079460018", &["+442079460018", "00442079460018"]),
            ("+44 (0)20 7946 0018", &["+442079460018", "+44 (0)20 7946 0018"]),
            ("(202) 555-0143", &["2025550143", "(202) 555-0143"]),
            ("+12025550143", &["+12025550143"]),
            ("2025550143", &["2025550143"]),
            ("0012345678", &["0012345678"]),
            ("C-17, new", &["C-17, new"]),
            ("17,42", &["17,42"]),
            ("C\u{2011}17", &["C\u{2011}17"]),
            ("mailto:ann@example.com", &["ann@example.com"]),
        ] {
            assert_eq!(readings(text), expected, "{text}");
        }
    }

    #[test]
    fn an_identity_with_a_comma_in_it_is_one_customers() {
        let people = [
            Person::called("1", Some("Alpha"), None).known_by([(Some(IdentityType::CustomerId), "C-17")]),
            Person::called("2", Some("Beta"), None).known_by([(Some(IdentityType::CustomerId), "C-17, new")]),
        ];
        let taken = |text: &str| read(text)?.whose(people.clone())?.first_name;
        assert_eq!(taken("C-17, new").as_deref(), Some("Beta"));
        assert_eq!(taken("C-17").as_deref(), Some("Alpha"));
        for nobody in ["C-17, old", "new", "C-17,", "c-17", "C-1", "C-17, new, old"] {
            assert_eq!(taken(nobody), None, "{nobody}");
        }
        let people = [person("a", &[], &["17"]), person("b", &[], &["42"])];
        assert_eq!(self::taken("17,42", &people), None);
        assert_eq!(self::taken("42", &people).as_deref(), Some("b"));
    }

    #[test]
    fn of_several_persons_the_one_is_taken_who_has_the_identity_exactly() {
        let both = [person("phone", &["+12025550143"], &[]), person("number", &[], &["12025550143"])];
        assert_eq!(taken("+12025550143", &both).as_deref(), Some("phone"));
        assert_eq!(taken("12025550143", &both).as_deref(), Some("number"), "letter by letter");
        let asked = Sought::of_kind(Identity::new("12025550143").expect("one"), Some(IdentityType::Phone));
        assert_eq!(id_of(asked.whose(both.iter().rev().cloned())).as_deref(), Some("phone"));
        let asked = Sought::of_kind(Identity::new("+12025550143").expect("one"), Some(IdentityType::CustomerId));
        assert_eq!(asked.whose(both.clone()), None);
        let written = [person("p", &["+1 (202) 555-0143"], &[])];
        assert_eq!(taken("+12025550143", &written).as_deref(), Some("p"));
        let twice = [person("a", &["+12025550143"], &[]), person("b", &["+12025550143"], &[])];
        assert_eq!(taken("+12025550143", &twice), None, "nothing says whom of them is meant");
        assert_eq!(taken("+12025550143", &[twice[0].clone(), twice[0].clone()]).as_deref(), Some("a"));
        assert_eq!(taken("+12025550144", &twice), None);
        assert_eq!(
            taken(
                "ANN@example.com",
                &[person("e", &[], &[]).known_by([(Some(IdentityType::Email), "Ann@Example.com")])]
            )
            .as_deref(),
            Some("e")
        );
        assert_eq!(taken("loose", &[person("l", &[], &[]).known_by([(None, "loose")])]).as_deref(), Some("l"));
    }

    #[test]
    fn an_alias_of_a_phone_is_no_customer_number() {
        let one = person("p", &["+12025550143"], &[]).known_by([(None, "12025550143")]);
        let asked = Sought::of_kind(Identity::new("12025550143").expect("one"), Some(IdentityType::CustomerId));
        assert_eq!(asked.whose([one]), None);
    }

    #[test]
    fn only_telephone_and_text_messages_have_telephone_numbers() {
        let party = |text: &str, channel: Option<Channel>| {
            let who = Who::of_party(text, channel.as_ref(), &Withheld::default());
            who.customer().map(|sought| (sought.identity.to_string(), sought.kind))
        };
        for channel in
            [Channel::Chat, Channel::WorkItem, Channel::Social, Channel::Email, Channel::Other("Kiosk".into())]
        {
            for id in ["2024-000123", "+1 (202) 555-0143", "7", "1111111", "17,42", "266696687"] {
                assert_eq!(party(id, Some(channel.clone())), Some((id.to_owned(), None)), "{channel:?}");
            }
            assert_eq!(Who::of_party("null", Some(&channel), &Withheld::default()), Who::Unknown);
        }
        for channel in [Channel::Voice, Channel::Sms] {
            let number = Some(("+442079460018".to_owned(), Some(IdentityType::Phone)));
            assert_eq!(party("0044 (0)20 7946-0018", Some(channel.clone())), number);
            let national = Some(("2024000123".to_owned(), Some(IdentityType::Phone)));
            assert_eq!(party("2024-000123", Some(channel)), national);
        }
        assert_eq!(party("2024-000123", None), Some(("2024-000123".to_owned(), None)));
    }

    #[test]
    fn what_a_tenant_withholds_is_nobodys() {
        let withheld = Withheld::read("+49 30 1234*|Kiosk *, 4711");
        for text in ["+49 (0)30 1234-56", "Kiosk 7", "kiosk eleven", "4711", "tel:+49301234"] {
            assert_eq!(Who::of_party(text, Some(&Channel::Voice), &withheld), Who::Withheld, "{text}");
            assert_eq!(Who::of_text(text, &withheld), Who::Withheld, "{text}");
        }
        for text in ["+49 30 123", "+49301299999", "14711", "The Kiosk 7"] {
            assert!(Who::of_text(text, &withheld).customer().is_some(), "{text}");
        }
    }
}
