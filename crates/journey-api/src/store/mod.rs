//! The database: SQLite or PostgreSQL, behind one set of functions. It knows rows, transactions and indexes; who may
//! ask, and the shape of answers, is for `http`.

mod actions;
mod announce;
mod arrivals;
mod avaya;
mod avaya_accounts;
mod avaya_pulls;
mod bodies;
mod changes;
mod connect;
mod connector_problems;
mod connectors;
mod counts;
mod deleting;
mod erasing;
mod events;
mod file;
mod frequent;
mod genesys;
mod genesys_accounts;
mod genesys_fillings;
mod holdings;
mod identities;
mod merge;
mod migrate;
mod note;
mod outage;
mod page;
mod pages;
mod parts;
mod people;
mod persons;
mod plan;
mod pool;
mod publish;
mod ready;
mod release;
mod replica;
mod retention;
mod same_key;
mod search;
mod set_aside;
mod sql;
mod templates;
mod timeless;
mod turn;
mod vitals;
mod webex;
mod webex_accounts;
mod webex_fillings;
mod webhooks;
mod work;
mod workspaces;
mod write;

pub(crate) use actions::ActionKey;
pub(crate) use arrivals::Arrived;
pub(crate) use avaya::{KnownEngagement, Whose};
pub(crate) use avaya_accounts::{AvayaAccount, ConnectedToAvaya, NewAvayaAccount};
pub(crate) use bodies::Unread;
pub(crate) use changes::{Details, PersonChange};
pub(crate) use connect::Dialect;
pub(crate) use connect::Patience;
pub use connect::{ConnectError, DatabaseOptions, Store};
pub(crate) use connector_problems::ConnectorProblem;
pub(crate) use connectors::{Connector, NewFailure};
pub(crate) use erasing::{Erasure, Who, Whole};
pub(crate) use events::{EventQuery, StoredEvent};
pub(crate) use genesys::KnownConversation;
pub(crate) use genesys_accounts::GenesysAccount;
pub(crate) use genesys_fillings::Filling;
pub(crate) use identities::{AliasConflict, Change, Identity};
pub(crate) use merge::SplitOff;
pub(crate) use note::{CHANNEL, Note};
pub(crate) use outage::outage;
pub(crate) use page::{Page, Place, Window};
pub(crate) use people::{Found, PersonOrder, PersonQuery};
pub(crate) use persons::list_of;
pub(crate) use plan::{SortBy, Sorting};
pub(crate) use publish::{NewEvent, Published};
pub(crate) use retention::Old;
pub(crate) use set_aside::SetAside;
pub(crate) use vitals::{ALIVE, Queued, Room};
pub(crate) use webex::{KnownStage, ToKeep, Waiting};
pub(crate) use webex_accounts::{SealedTokens, WebexAccount};
pub(crate) use webex_fillings::WebexFilling;
pub(crate) use webhooks::{Logged, WebhookSecret};
pub(crate) use work::{Check, Delivery};
pub(crate) use write::Write;

use chrono::{DateTime, Utc};

/// Who is written down as having created a person that a first contact made known.
pub(crate) const FIRST_CONTACT: &str = "journey-stream-profiles";

/// A stored point in time as the wire writes it.
pub(crate) fn written_time(milliseconds: i64) -> String {
    cjds::write_time(DateTime::from_timestamp_millis(milliseconds).unwrap_or_default())
}

/// Now, as it is stored.
pub(crate) fn now() -> i64 {
    Utc::now().timestamp_millis()
}
