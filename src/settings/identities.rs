//! The property `identities`: by what the host knows the customer, a list of `{type, value}`.

use basics::identity::{nobody, normal};
use serde_json::Value;

use super::Told;
use journey::{Identity, IdentityType, KnownIdentity, Sought, Who, Withheld, text};

/// What the host knows the customer by, the first first. Entries that name nobody are left out.
pub(super) fn read(told: &Told, withheld: &Withheld) -> Vec<KnownIdentity> {
    let known = |entry: &Value| {
        let said = |key: &str| entry.get(key).and_then(text);
        let (kind, value) = match entry {
            Value::Object(_) => (said("type").as_deref().and_then(IdentityType::from_word), said("value")?),
            other => (None, text(other)?),
        };
        if nobody(&value, kind).is_some() || withheld.is(&value) {
            return None;
        }
        Some(KnownIdentity { kind, identity: Identity::new(&normal(&value, kind))?, strength: None })
    };
    let mut all: Vec<KnownIdentity> = Vec::new();
    for known in told.list("identities").iter().filter_map(known) {
        if !all.contains(&known) {
            all.push(known);
        }
    }
    all
}

/// The customer whom these name.
pub(super) fn customer(known: &[KnownIdentity]) -> Option<Who> {
    let (first, others) = known.split_first()?;
    let sought = Sought::of_kind(first.identity.clone(), first.kind);
    Some(Who::Customer(sought.known_also(others.iter().cloned())))
}

/// The contact's customer, with the other identities of a list that is about the same person. One that does not have the
/// contact's identity may be of the contact before.
pub(super) fn beside(who: Who, known: &[KnownIdentity]) -> Who {
    match who {
        Who::Customer(sought) if known.iter().any(|known| known.identity == sought.identity) => {
            Who::Customer(sought.known_also(known.iter().cloned()))
        }
        who => who,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;
    use serde_json::json;

    fn names(who: &Who) -> Vec<String> {
        let sought = who.customer().into_iter();
        sought
            .flat_map(|sought| sought.identities().map(|(_, identity)| identity.to_string()).collect::<Vec<_>>())
            .collect()
    }

    #[test]
    fn the_contact_says_who_the_customer_is_then_the_list_then_the_attribute() {
        let mut told = Told::default();
        told.set_attribute("customer", Some("c-9".into()));
        assert_eq!(names(&Settings::read(&told).customer), ["c-9"]);
        let list = json!([{"type": "phone", "value": "+1 (202) 555-0143"}, {"type": "email", "value": "ann@example.com"},
            {"type": "phone", "value": "+12025550143"}, {"type": "phone", "value": "anonymous"}, 7, null, {"value": {}}]);
        told.set_property("identities", list.clone());
        let settings = Settings::read(&told);
        assert_eq!(names(&settings.customer), ["+12025550143", "ann@example.com", "7"]);
        told.set_property(
            "interactionData",
            json!({"interactionId": "t", "ani": "+12025550143", "mediaType": "telephony"}),
        );
        let contact = |told: &Told| Settings::read(told).contact.map(|contact| names(&contact.who));
        assert_eq!(contact(&told), Some(vec!["+12025550143".into(), "ann@example.com".into(), "7".into()]));
        told.set_property(
            "interactionData",
            json!({"interactionId": "u", "ani": "+12025550199", "mediaType": "telephony"}),
        );
        assert_eq!(contact(&told), Some(vec!["+12025550199".into()]), "the list is somebody else's");
        told.set_property("identities", json!(list.to_string()));
        assert_eq!(Settings::read(&told).customer, settings.customer, "JSON in a text is read, too");
    }

    #[test]
    fn another_list_with_the_same_values_is_the_same_customer() {
        let of = |list: Value| {
            let mut told = Told::default();
            told.set_property("identities", list);
            Settings::read(&told).customer
        };
        let one = of(json!([{"type": "phone", "value": "+12025550143"}]));
        assert_eq!(one, of(json!([{"value": "+1 202 555 0143", "type": "PHONE", "since": 5}])));
        assert_ne!(one, of(json!([{"type": "phone", "value": "+12025550144"}])));
        assert_eq!(of(json!({"type": "phone"})), Who::Unknown);
        assert_eq!(of(json!([{"type": "phone", "value": "anonymous"}])), Who::Unknown);
    }
}
