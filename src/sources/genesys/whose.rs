//! Which external contact is meant: by the conversation that the desktop shows, else by the customer's identities, one after
//! the other.

use basics::identity::{is_same, phone};
use genesys::{entities, list, person, text_of};
use journey::{Identity, IdentityType, KnownIdentity, Person, Sought};
use serde_json::Value;

use super::ask::{Ask, Question, failed};
use crate::http::HttpError;
use crate::sources::SourceError;

/// Whom the platform knows.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Whose {
    Contact(Contact),
    /// Several have what the customer is known by, and nothing tells whom of them is meant.
    Several(Vec<Person>),
    Nobody,
}

/// An external contact.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Contact {
    /// Its id, and those of the contacts that were merged with it.
    pub(super) ids: Vec<String>,
    pub(super) person: Person,
}

/// So many merged contacts are asked for in one query.
const MOST_MERGED: usize = 20;
/// Where a conversation's participant says by what address it came.
const ADDRESSES: [&str; 5] = ["address", "ani", "dnis", "addressNormalized", "addressRaw"];
/// Addresses stand so deep in a participant: of its media, of a party of that.
const ADDRESS_DEPTH: usize = 5;

/// Asks whom the platform knows. `conversation`: the one that the desktop shows.
pub(super) async fn find(
    platform: &impl Ask,
    sought: &Sought,
    conversation: Option<&str>,
) -> Result<Whose, SourceError> {
    if let Some(conversation) = conversation
        && let Some(contact) = of_conversation(platform, sought, conversation).await?
    {
        return Ok(Whose::Contact(contact));
    }
    let mut several: Option<Vec<Person>> = None;
    for (kind, identity) in sought.identities() {
        match of_identity(platform, kind, identity).await? {
            // One identity may say whom of those is meant who share another.
            Whose::Contact(contact) if several.as_ref().is_none_or(|several| is_among(several, &contact)) => {
                return Ok(Whose::Contact(contact));
            }
            Whose::Several(persons) if several.is_none() => several = Some(persons),
            _ => {}
        }
    }
    Ok(several.map_or(Whose::Nobody, Whose::Several))
}

fn is_among(persons: &[Person], contact: &Contact) -> bool {
    persons.iter().any(|person| person.id == contact.person.id)
}

/// The external contact of the customer in a conversation, if it is the customer who is sought: an agent may look up somebody
/// else meanwhile.
async fn of_conversation(
    platform: &impl Ask,
    sought: &Sought,
    conversation: &str,
) -> Result<Option<Contact>, SourceError> {
    let question = Question::Conversation(conversation.to_owned());
    let is_all = sought.identity.as_str() == conversation;
    let answer = match platform.ask(&question).await {
        Ok(answer) => answer,
        // Who may not read it, or reads it too early, finds the customer by what else they are known by.
        Err(HttpError::Status { status: 404, .. }) => return Ok(None),
        Err(HttpError::Status { status: 403, .. }) if !is_all => return Ok(None),
        Err(error) => return Err(failed(&question, error)),
    };
    let is_named = sought.identities().any(|(_, identity)| identity.as_str() == conversation);
    let is_meant = |participant: &&Value| is_named || is_of(participant, sought);
    let meant = customers(&answer).find(is_meant);
    let Some(participant) = meant else { return Ok(None) };
    match text_of(participant, "externalContactId") {
        Some(id) => of_id(platform, id).await,
        // Nobody yet, but an address to go by.
        None if is_all => Ok(by_address(participant)),
        None => Ok(None),
    }
}

/// The customers who take part in a conversation.
fn customers(conversation: &Value) -> impl Iterator<Item = &Value> {
    list(conversation, "participants").iter().filter(|participant| {
        text_of(participant, "purpose")
            .is_some_and(|purpose| ["customer", "external"].iter().any(|known| purpose.eq_ignore_ascii_case(known)))
    })
}

/// Whether a participant came by an address of this customer's.
fn is_of(participant: &Value, sought: &Sought) -> bool {
    let addresses = addresses(participant, ADDRESS_DEPTH);
    sought
        .identities()
        .any(|(kind, identity)| addresses.iter().any(|address| is_same(identity.as_str(), kind, address, None)))
}

impl Whose {
    /// Whether it is this customer who takes part in a conversation, as far as it says.
    pub(super) fn takes_part_in(&self, conversation: &Value, sought: &Sought) -> bool {
        customers(conversation).any(|participant| {
            let id = text_of(participant, "externalContactId");
            id.is_some_and(|id| self.ids().contains(&id)) || is_of(participant, sought)
        })
    }

    /// The ids of the contact.
    pub(super) fn ids(&self) -> &[String] {
        match self {
            Self::Contact(contact) => &contact.ids,
            Self::Several(_) | Self::Nobody => &[],
        }
    }
}

/// A customer who is no external contact, by the addresses of a conversation's participant.
fn by_address(participant: &Value) -> Option<Contact> {
    let addresses = addresses(participant, ADDRESS_DEPTH);
    let plain = addresses.iter().map(|address| {
        ["tel:", "sip:", "mailto:"].iter().find_map(|scheme| address.strip_prefix(scheme)).unwrap_or(address)
    });
    let known = plain.filter_map(|address| {
        let kind = match phone(address) {
            Ok(_) => IdentityType::Phone,
            Err(_) if address.contains('@') => IdentityType::Email,
            Err(_) => return None,
        };
        Some((Some(kind), address))
    });
    let person = Person::default().known_by(known);
    (!person.identities.is_empty()).then(|| Contact { ids: Vec::new(), person })
}

fn addresses(value: &Value, depth: usize) -> Vec<String> {
    match value {
        Value::Object(fields) if depth > 0 => fields
            .iter()
            .flat_map(|(key, value)| match value {
                Value::String(text) if ADDRESSES.contains(&key.as_str()) => vec![text.clone()],
                inner => addresses(inner, depth - 1),
            })
            .collect(),
        Value::Array(values) if depth > 0 => values.iter().flat_map(|value| addresses(value, depth - 1)).collect(),
        _ => Vec::new(),
    }
}

async fn of_identity(
    platform: &impl Ask,
    kind: Option<IdentityType>,
    identity: &Identity,
) -> Result<Whose, SourceError> {
    let text = identity.as_str();
    // Whom an agent chose of several is asked for by the contact's own id.
    if kind.is_none()
        && is_guid(text)
        && let Some(contact) = of_id(platform, text.to_owned()).await?
    {
        return Ok(Whose::Contact(contact));
    }
    let Some((of, value)) = identifier(kind, text) else { return Ok(Whose::Nobody) };
    let question = Question::Identifier { kind: of, value: value.clone() };
    if let Some(found) = found(platform, &question).await?
        && let Some(contact) = contact(&found)
    {
        let known = KnownIdentity { kind, identity: identity.clone(), strength: None };
        // The platform says whose it is, even where the contact's fields do not.
        let person = if contact.person.has(identity, kind) { contact.person } else { contact.person.with(known) };
        return Ok(Whose::Contact(Contact { person, ..contact }));
    }
    // Contacts that were written by hand may have a number or an address without claiming it.
    if !matches!(of, "Phone" | "Email") {
        return Ok(Whose::Nobody);
    }
    let Some(answer) = found(platform, &Question::WhitePages(value)).await? else { return Ok(Whose::Nobody) };
    let contacts: Vec<Contact> =
        entities(&answer, "contacts").ok_or_else(|| no_listing("contacts"))?.iter().filter_map(contact).collect();
    let sought = Sought::of_kind(identity.clone(), kind);
    let mut having: Vec<Contact> = contacts.into_iter().filter(|contact| contact.person.has(identity, kind)).collect();
    if let Some(exact) = sought.whose(having.iter().map(|contact| contact.person.clone())) {
        having.retain(|contact| contact.person.id == exact.id);
    }
    Ok(match having.len() {
        0 => Whose::Nobody,
        1 => having.pop().map_or(Whose::Nobody, Whose::Contact),
        _ => Whose::Several(having.into_iter().map(|contact| contact.person).collect()),
    })
}

async fn of_id(platform: &impl Ask, id: String) -> Result<Option<Contact>, SourceError> {
    Ok(found(platform, &Question::Contact(id)).await?.as_ref().and_then(contact))
}

/// The answer, unless there is nobody. What cannot be an identifier is nobody's.
async fn found(platform: &impl Ask, question: &Question) -> Result<Option<Value>, SourceError> {
    match platform.ask(question).await {
        Ok(answer) => Ok(Some(answer)),
        Err(HttpError::Status { status: 400 | 404 | 422, .. }) => Ok(None),
        Err(error) => Err(failed(question, error)),
    }
}

fn contact(record: &Value) -> Option<Contact> {
    let person = person(record)?;
    let mut ids = vec![text_of(record, "id")?];
    let merged = ["canonicalContact", "mergedTo"].iter().flat_map(|key| list(record, key));
    for id in merged.chain(list(record, "mergeSet")).filter_map(|other| text_of(other, "id")) {
        if !ids.contains(&id) && ids.len() < MOST_MERGED {
            ids.push(id);
        }
    }
    Some(Contact { ids, person })
}

/// The platform's kind of an identity, and the identity as it wants it.
fn identifier(kind: Option<IdentityType>, text: &str) -> Option<(&'static str, String)> {
    let as_phone = || phone(text).ok().filter(|phone| phone.is_international()).map(String::from);
    match kind {
        // Without its country nobody has it.
        Some(IdentityType::Phone) => Some(("Phone", as_phone()?)),
        Some(IdentityType::Email) => Some(("Email", text.to_owned())),
        Some(IdentityType::CustomerId) => Some(("ExternalId", text.to_owned())),
        Some(IdentityType::TemporaryId) => Some(("Cookie", text.to_owned())),
        Some(IdentityType::SocialId) => social(text),
        None => Some(match as_phone() {
            Some(phone) => ("Phone", phone),
            None if text.contains('@') => ("Email", text.to_owned()),
            None => ("ExternalId", text.to_owned()),
        }),
    }
}

/// `whatsapp:12025550143`, as journeys write it.
fn social(text: &str) -> Option<(&'static str, String)> {
    let (network, id) = text.split_once(':')?;
    let kind = match network.trim().to_ascii_lowercase().as_str() {
        "whatsapp" => "SocialWhatsapp",
        "facebook" | "messenger" => "SocialFacebook",
        "twitter" | "x" => "SocialTwitter",
        "line" => "SocialLine",
        "instagram" => "SocialInstagram",
        "apple" => "AppleOpaqueId",
        _ => return None,
    };
    Some((kind, id.trim().to_owned()))
}

/// The platform's own ids: 8-4-4-4-12 hexadecimal digits.
fn is_guid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

pub(super) fn no_listing(what: &str) -> SourceError {
    HttpError::NotTheContract(format!("no list of {what}")).into()
}
