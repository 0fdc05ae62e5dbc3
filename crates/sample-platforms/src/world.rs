//! The sample customers, and what the journey service's own samples have of them: some of these contacts the platforms
//! report, too.

use std::collections::HashMap;

use basics::IdentityType;
use basics::identity::is_same;
use chrono::{DateTime, Duration, Utc};
use cjds::{CloudEvent, IdentitiesRequest};
use journey_api::seed;

/// Everybody whom the platforms know, at a moment.
pub struct World {
    /// What all histories are counted back from.
    pub now: DateTime<Utc>,
    /// The sample customers, in their order.
    pub customers: Vec<Customer>,
}

/// A sample customer.
pub struct Customer {
    /// The name; `None` for an unknown caller.
    pub name: Option<String>,
    /// By what the customer is known.
    pub identities: IdentitiesRequest,
    /// A number that is the customer's own: seeds what the platforms have.
    pub seed: u64,
    /// The contacts that the journey service has, the oldest first.
    pub contacts: Vec<Contact>,
}

/// Who called whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The customer called.
    Inbound,
    /// The customer was called.
    Outbound,
}

/// A contact as the journey service has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Contact {
    /// Its conversation id.
    pub id: String,
    /// In the service's word: telephony, chat, email, sms, social, web.
    pub channel: String,
    /// Who began it.
    pub direction: Direction,
    /// The customer's number or address.
    pub party: String,
    /// When it began.
    pub start: DateTime<Utc>,
    /// When its last event was.
    pub end: DateTime<Utc>,
    /// The queue it came to.
    pub queue: Option<String>,
    /// The last agent.
    pub agent: Option<String>,
    /// The wrap-up code's name.
    pub wrap_up: Option<String>,
}

impl World {
    /// The sample customers as they are at this moment.
    ///
    /// # Errors
    /// When the built-in data cannot be read, which a test rules out.
    pub fn at(now: DateTime<Utc>) -> Result<Self, journey_api::Error> {
        let customers = (1_u64..).zip(seed::histories(now)?).map(|(seed, (customer, events))| Customer {
            name: customer.name,
            identities: customer.identities,
            seed,
            contacts: contacts(&events),
        });
        Ok(Self { now, customers: customers.collect() })
    }

    /// The customer who has this identity, in any of its spellings.
    pub fn customer(&self, identity: &str) -> Option<&Customer> {
        self.customers
            .iter()
            .find(|customer| customer.known().any(|(kind, value)| is_same(value, Some(kind), identity, None)))
    }
}

impl Customer {
    /// All identities.
    pub fn known(&self) -> impl Iterator<Item = (IdentityType, &str)> {
        let ids = &self.identities;
        let lists = [
            (IdentityType::Phone, &ids.phone),
            (IdentityType::Email, &ids.email),
            (IdentityType::CustomerId, &ids.customer_id),
            (IdentityType::SocialId, &ids.social_id),
            (IdentityType::TemporaryId, &ids.temporary_id),
        ];
        lists.into_iter().flat_map(|(kind, values)| values.iter().map(move |value| (kind, value.as_str())))
    }
}

fn contacts(events: &[CloudEvent]) -> Vec<Contact> {
    let mut all: Vec<Contact> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for event in events.iter().filter(|event| event.source == "wxcc") {
        let text = |key: &str| event.data.get(key).and_then(|value| value.as_str());
        let (Some(id), Some(time)) = (text("taskId"), event.time) else { continue };
        let place = *places.entry(id).or_insert(all.len());
        if place == all.len() {
            let is_outbound = text("direction") == Some("OUTBOUND");
            all.push(Contact {
                id: id.to_owned(),
                channel: text("channelType").unwrap_or_default().to_owned(),
                direction: if is_outbound { Direction::Outbound } else { Direction::Inbound },
                party: event.identity.clone(),
                start: time,
                end: time + Duration::seconds(1),
                queue: None,
                agent: None,
                wrap_up: None,
            });
        }
        let Some(contact) = all.get_mut(place) else { continue };
        // What comes after the end is the summary, which takes none of the customer's time.
        if event.kind != "task:wrapup-summary" && event.kind != "empath:data" {
            contact.end = contact.end.max(time);
        }
        let known = |key: &str| text(key).map(str::to_owned);
        contact.queue = known("queueName").or(contact.queue.take());
        contact.agent = known("agentName").or(contact.agent.take());
        contact.wrap_up = known("wrapUpAuxCodeName").or(contact.wrap_up.take());
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn world() -> World {
        World::at(cjds::parse_time("2026-03-10T15:00:00Z").expect("a time")).expect("customers")
    }

    #[test]
    fn the_customers_and_their_contacts_are_those_of_the_journey_service() {
        let world = world();
        let jose = world.customer("(202) 555-0143").or(world.customer("+12025550143")).expect("José");
        assert_eq!(jose.name.as_deref(), Some("José Álvarez"));
        assert_eq!(jose.contacts.len(), 46);
        assert!(jose.contacts.iter().all(|contact| contact.start < contact.end && contact.end < world.now));
        assert!(jose.contacts.iter().any(|contact| contact.agent.is_some() && contact.wrap_up.is_some()));
        assert!(world.customer("nobody@example.com").is_none());
    }

    #[test]
    fn a_contact_keeps_its_id_whenever_the_samples_are_made() {
        let ids = |world: &World| -> Vec<String> {
            let mut ids: Vec<String> =
                world.customers.iter().flat_map(|one| one.contacts.iter().map(|contact| contact.id.clone())).collect();
            ids.sort();
            ids
        };
        let later = World::at(world().now + Duration::days(9)).expect("customers");
        assert_eq!(ids(&world()), ids(&later));
    }
}
