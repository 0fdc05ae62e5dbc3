//! An external contact as the domain knows people.

use journey::{IdentityType, Person};
use serde_json::Value;

use crate::record::{list, text_of};

const PHONES: [&str; 4] = ["cellPhone", "workPhone", "homePhone", "otherPhone"];
const EMAILS: [&str; 3] = ["workEmail", "personalEmail", "otherEmail"];

/// The person; `None` for a record that is no external contact.
pub fn person(contact: &Value) -> Option<Person> {
    let id = text_of(contact, "id")?;
    let (first, last) = (text_of(contact, "firstName"), text_of(contact, "lastName"));
    let mut known: Vec<(Option<IdentityType>, String)> = Vec::new();
    for phone in PHONES.iter().filter_map(|key| contact.get(*key)) {
        let number = ["e164", "userInput", "display"].iter().find_map(|key| text_of(phone, key));
        known.extend(number.or_else(|| journey::text(phone)).map(|number| (Some(IdentityType::Phone), number)));
    }
    known.extend(EMAILS.iter().filter_map(|key| Some((Some(IdentityType::Email), text_of(contact, key)?))));
    known.extend(list(contact, "externalIds").iter().filter_map(|one| {
        Some((Some(IdentityType::CustomerId), text_of(one, "value").or_else(|| text_of(one, "externalId"))?))
    }));
    known.extend(social(contact));
    known.extend(list(contact, "identifiers").iter().filter_map(identifier));
    let person = Person::called(&id, first.as_deref(), last.as_deref());
    Some(known.iter().fold(person, |person, (kind, text)| {
        // What is written twice in two ways is one identity.
        let is_known = journey::Identity::new(text).is_none_or(|identity| person.has(&identity, *kind));
        if is_known { person } else { person.known_by([(*kind, text.as_str())]) }
    }))
}

fn identifier(one: &Value) -> Option<(Option<IdentityType>, String)> {
    let (kind, value) = (text_of(one, "type")?, text_of(one, "value")?);
    Some(match kind.as_str() {
        "Phone" => (Some(IdentityType::Phone), value),
        "Email" => (Some(IdentityType::Email), value),
        "ExternalId" => (Some(IdentityType::CustomerId), value),
        "Cookie" => (Some(IdentityType::TemporaryId), value),
        "AppleOpaqueId" => (Some(IdentityType::SocialId), format!("apple:{value}")),
        kind => match kind.strip_prefix("Social") {
            Some(network) => (Some(IdentityType::SocialId), format!("{}:{value}", network.to_ascii_lowercase())),
            None => (None, value),
        },
    })
}

fn social(contact: &Value) -> Vec<(Option<IdentityType>, String)> {
    let of = |key: &str, find: &dyn Fn(&Value) -> Option<String>| contact.get(key).and_then(find);
    let first = |one: &Value, key: &str, inner: &str| list(one, key).iter().find_map(|id| text_of(id, inner));
    let found = [
        ("twitter", of("twitterId", &|one| text_of(one, "screenName").or_else(|| text_of(one, "id")))),
        ("facebook", of("facebookId", &|one| first(one, "ids", "scopedId"))),
        ("line", of("lineId", &|one| first(one, "ids", "userId"))),
        ("whatsapp", of("whatsAppId", &|one| one.get("phoneNumber").and_then(|phone| text_of(phone, "e164")))),
        ("instagram", of("instagramId", &|one| first(one, "ids", "scopedId"))),
    ];
    let named = found.into_iter().filter_map(|(network, id)| Some(format!("{network}:{}", id?)));
    named.map(|text| (Some(IdentityType::SocialId), text)).collect()
}
