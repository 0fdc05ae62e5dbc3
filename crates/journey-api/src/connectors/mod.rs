//! Connectors: what brings events of other systems into a workspace. Here their forms are read and their keys made; who may
//! do what is for `http`, rows are for `store`.

pub(crate) mod avaya;
pub(crate) mod cloud_events;
pub(crate) mod customer;
pub(crate) mod failures;
pub(crate) mod genesys;
pub(crate) mod keys;
pub(crate) mod lookups;
pub(crate) mod reported;
pub(crate) mod tally;
mod task;
pub(crate) mod track;
mod turn;
pub(crate) mod vendor;
pub(crate) mod webex;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::reason::Reason;

pub(crate) use self::task::Task;

/// In which form a connector's events come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// CloudEvents by HTTP: structured, binary, or a batch.
    CloudEvents,
    /// Calls of tracking libraries: identify, track, alias, page, screen, batch.
    Track,
    /// Webhooks of Webex Contact Center.
    Webex,
    /// Conversations of Genesys Cloud, which is asked for them.
    Genesys,
    /// Engagements of the Avaya Experience Platform.
    Avaya,
}

impl Kind {
    /// The word in addresses and in the database.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::CloudEvents => "cloudevents",
            Self::Track => "track",
            Self::Webex => "webex",
            Self::Genesys => "genesys",
            Self::Avaya => "avaya",
        }
    }

    /// Whether its system sends by itself, with a key or signed by one. The others are asked, by an account of theirs.
    pub(crate) const fn is_sent(self) -> bool {
        !matches!(self, Self::Genesys)
    }

    pub(crate) fn of(word: &str) -> Option<Self> {
        [Self::CloudEvents, Self::Track, Self::Webex, Self::Genesys, Self::Avaya]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }
}

/// One thing that came, as it came, and what it is.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) payload: Value,
    /// Or why it cannot be taken.
    pub(crate) read: Result<Step, Vec<Reason>>,
    /// What its sender calls fields that the service has other names for: the service's name, the sender's.
    pub(crate) fields: Vec<(&'static str, &'static str)>,
}

impl Item {
    /// One of several that cannot be read: as it came, and why.
    fn unread((came, reason): (String, Reason)) -> Self {
        Self { payload: Value::String(came), read: Err(vec![reason]), fields: Vec::new() }
    }
}

/// What is to be done.
#[derive(Debug, PartialEq)]
pub(crate) enum Step {
    /// Publish this event, in the envelope of the contract.
    Event(Value),
    /// These are one person's.
    Person(Box<Known>),
}

/// What is known of a person.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Known {
    pub(crate) identities: cjds::IdentitiesRequest,
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
}

/// All of a list that came together, or the one thing that came. `None`: it is not published at once.
pub(crate) fn several(kind: Kind, payload: Value) -> Option<Vec<Item>> {
    match kind {
        Kind::CloudEvents => Some(cloud_events::of_value(payload)),
        Kind::Track => Some(track::of_call(payload, None)),
        Kind::Webex | Kind::Genesys | Kind::Avaya => None,
    }
}
