//! Links to other systems by an administrator's templates: a customer's page in the CRM, the recording of a contact, an
//! order in the shop. What an address lacks is filled in from what is known, encoded so that it can change nothing else of
//! the address; a link whose parts nobody knows is not there.
//!
//! Reads and fills; the session loads the file, the view shows the links, and the layout check tells what is odd.

mod judged;
mod read;
mod template;

use std::sync::Arc;

use basics::IdentityType;

pub use self::judged::{JudgedLink, WhyNoLink};
use self::template::Template;
use super::said_field::said_of;
use super::values::plain_key;
use super::{Entry, EntryKind, Person, ProfileAttribute, RuleMap, Sought};

/// A link.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RecordLink {
    /// What it is called.
    pub label: String,
    /// Where it leads.
    pub address: String,
}

/// The templates, in the administrator's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkRules {
    rules: Vec<Rule>,
    /// In which map those stand that are added.
    map: RuleMap,
}

/// A template, and what it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    label: String,
    of: Of,
    template: Template,
    map: RuleMap,
}

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Customer,
    Contact,
    Event,
}

/// What is known of the customer.
#[derive(Clone, Debug)]
pub struct LinkedCustomer {
    /// Whose journey it is.
    pub sought: Sought,
    /// Who that is, if anybody knows.
    pub person: Option<Arc<Person>>,
    /// What the profile says.
    pub attributes: Vec<ProfileAttribute>,
}

impl LinkRules {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Templates that stand in a file.
    pub fn of_file() -> Self {
        Self { map: RuleMap::File, ..Self::default() }
    }

    /// The customer's own links.
    pub fn of_customer(&self, customer: &LinkedCustomer) -> Vec<RecordLink> {
        links(self.judged_of_customer(customer))
    }

    /// The links of a contact, or of an event that stands for itself.
    pub fn of_entry(&self, entry: &Entry, customer: &LinkedCustomer) -> Vec<RecordLink> {
        links(self.judged_of_entry(entry, customer))
    }

    /// These templates, and then those.
    #[must_use]
    pub fn followed_by(mut self, others: Self) -> Self {
        self.rules.extend(others.rules);
        self
    }
}

fn links(judged: Vec<JudgedLink>) -> Vec<RecordLink> {
    let link = |one: JudgedLink| one.verdict.ok().map(|address| RecordLink { label: one.label, address });
    judged.into_iter().filter_map(link).collect()
}

impl LinkedCustomer {
    fn value(&self, name: &str) -> Option<String> {
        let person = self.person.as_deref();
        match name {
            "identity" => Some(self.sought.identity.to_string()),
            "name" => person?.name(),
            "firstname" => person?.first_name.clone(),
            "lastname" => person?.last_name.clone(),
            _ => match kind(name) {
                Some(kind) => self.identity_of(kind),
                None => self.attribute(name),
            },
        }
    }

    /// The identity that is looked at, if it is of this kind; else the first that is known.
    fn identity_of(&self, kind: IdentityType) -> Option<String> {
        let known =
            || self.person.iter().flat_map(|person| &person.identities).filter(|known| known.kind == Some(kind));
        let sought = &self.sought.identity;
        if self.sought.kind == Some(kind) || known().any(|known| known.is(sought, self.sought.kind)) {
            return Some(sought.to_string());
        }
        known().next().map(|known| known.identity.to_string())
    }

    fn attribute(&self, name: &str) -> Option<String> {
        let said = |one: &&ProfileAttribute| one.error.is_none() && plain_key(&one.label) == name;
        self.attributes.iter().find(said)?.values.first().cloned()
    }
}

fn kind(name: &str) -> Option<IdentityType> {
    Some(match name {
        "phone" => IdentityType::Phone,
        "email" => IdentityType::Email,
        "customerid" => IdentityType::CustomerId,
        "socialid" => IdentityType::SocialId,
        "temporaryid" => IdentityType::TemporaryId,
        _ => return None,
    })
}

/// What an entry says under a plain key: what every contact has by its name, and else whatever its events say.
fn value_of(entry: &Entry, name: &str) -> Option<String> {
    let own = match (&entry.kind, name) {
        (EntryKind::Contact(contact), "taskid") => Some(contact.task.to_string()),
        (EntryKind::Contact(contact), "queue") => contact.queues.last().map(ToString::to_string),
        (EntryKind::Contact(contact), "agent") => contact.agents.last().map(ToString::to_string),
        (EntryKind::Contact(contact), "wrapup") => contact.wrap_up_code().map(|code| code.as_str().to_owned()),
        (EntryKind::Contact(contact), "channel") => contact.channel.as_ref().map(|channel| channel.word().to_owned()),
        (EntryKind::Custom(custom), "eventid") => Some(custom.event.key.id.to_string()),
        (EntryKind::Custom(custom), "type") => Some(custom.event.key.kind.to_string()),
        _ => None,
    };
    own.or_else(|| said_of(entry, name)?.into_iter().next())
}

#[cfg(test)]
mod tests;
