//! The people and texts of the sample data, from the JSON files in `seed/`. All names are invented; phones are of the
//! reserved 555-01xx range and addresses of example.com.

use std::collections::BTreeMap;

use cjds::{IdentitiesRequest, IdentityType};
use serde::Deserialize;

use crate::error::Error;

/// Everything that the history is made of.
pub(super) struct World {
    pub(super) teams: Vec<Team>,
    pub(super) customers: Vec<Customer>,
    pub(super) scenarios: Vec<Scenario>,
    pub(super) goods: Goods,
}

#[derive(Deserialize)]
struct Cast {
    teams: Vec<Team>,
    customers: Vec<Customer>,
}

/// A team, its queue and its agents.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Team {
    pub(super) name: String,
    pub(super) site: String,
    pub(super) entry_point: String,
    pub(super) queue: String,
    pub(super) agents: Vec<String>,
}

/// What the only event of a first contact is.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum FirstContact {
    Form,
    Abandoned,
}

/// A sample customer and the size of the history.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Customer {
    pub(super) first_name: Option<String>,
    pub(super) last_name: Option<String>,
    #[serde(flatten)]
    pub(super) identities: IdentitiesRequest,
    pub(super) about: String,
    /// How many contacts in two years.
    pub(super) contacts: usize,
    /// How many custom events, at least.
    pub(super) customs: usize,
    /// How many events in all, exactly.
    pub(super) events: Option<usize>,
    /// The latest contacts: minutes before now.
    pub(super) recent: Vec<i64>,
    /// Channels and how often each is taken.
    pub(super) channels: BTreeMap<String, usize>,
    pub(super) mood: Option<String>,
    pub(super) division: Option<String>,
    pub(super) first_contact: Option<FirstContact>,
}

/// A conversation about something, with texts to choose from.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Scenario {
    pub(super) topic: String,
    pub(super) queue: String,
    pub(super) channels: Vec<String>,
    pub(super) mood: String,
    pub(super) wrap_ups: Vec<String>,
    /// `C:` or `A:`, and what the customer or the agent says; `||` between the choices.
    pub(super) lines: Vec<String>,
    pub(super) summary: Summary,
    pub(super) division: Option<String>,
}

/// The summary of a conversation.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Summary {
    pub(super) summary: String,
    pub(super) initial_contact_reason: String,
    pub(super) additional_context: String,
    pub(super) key_actions_taken: String,
    pub(super) next_steps: String,
}

/// What custom events are about.
#[derive(Deserialize)]
pub(super) struct Goods {
    pub(super) products: Vec<String>,
    pub(super) days: Vec<String>,
    pub(super) pages: Vec<(String, String)>,
    pub(super) comments: Vec<(String, i64)>,
    pub(super) forms: Vec<(String, String)>,
    pub(super) appointments: Vec<(String, String)>,
    pub(super) methods: Vec<String>,
    pub(super) carriers: Vec<String>,
}

impl World {
    pub(super) fn read() -> Result<Self, Error> {
        let cast: Cast = serde_json::from_str(include_str!("../../seed/cast.json"))?;
        Ok(Self {
            teams: cast.teams,
            customers: cast.customers,
            scenarios: serde_json::from_str(include_str!("../../seed/scenarios.json"))?,
            goods: serde_json::from_str(include_str!("../../seed/goods.json"))?,
        })
    }
}

impl Customer {
    /// The identity by which the customer uses a channel.
    pub(super) fn identity(&self, channel: &str) -> (IdentityType, &str) {
        let ids = &self.identities;
        let phone = ids.phone.first().map(|value| (IdentityType::Phone, value));
        let email = ids.email.first().map(|value| (IdentityType::Email, value));
        let found = match channel {
            "email" => email,
            "chat" => email,
            "social" => ids.social_id.first().map(|value| (IdentityType::SocialId, value)).or(phone),
            "web" => ids.temporary_id.first().map(|value| (IdentityType::TemporaryId, value)).or(email),
            _ => phone,
        };
        found.or(phone).map_or((IdentityType::Phone, ""), |(kind, value)| (kind, value.as_str()))
    }
}
