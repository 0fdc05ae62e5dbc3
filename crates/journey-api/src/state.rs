//! What every handler shares.

use std::sync::Arc;

use tokio::sync::{Notify, Semaphore, watch};

use crate::actions::Targets;

use crate::auth::{Caller, Gate};
use crate::connectors::avaya::parts::Avaya;
use crate::connectors::genesys::parts::Genesys;
use crate::connectors::lookups::Lookups;
use crate::connectors::tally::Tally;
use crate::connectors::webex::parts::Webex;
use crate::console::Console;
use crate::error::Error;
use crate::ids::WorkspaceId;
use crate::limits::Limits;
use crate::live::nats::Health;
use crate::live::{Hub, Signal};
use crate::metrics::Metrics;
use crate::publisher::Publisher;
use crate::reason::Fault;
use crate::searches::{Search, Searches};
use crate::store::{Change, Store};
use crate::vault::Vault;
use crate::walks::Walks;

/// The parts of the running service. Cheap to clone.
#[derive(Clone)]
pub(crate) struct AppState {
    pub(crate) store: Store,
    pub(crate) gate: Gate,
    /// Whether a token may stand in the query.
    pub(crate) query_tokens: bool,
    pub(crate) hub: Hub,
    /// True when the service is ending.
    pub(crate) ending: watch::Receiver<bool>,
    /// The organization of the sample data and of preview tokens.
    pub(crate) organization: String,
    /// By which others reach the service.
    pub(crate) public_url: String,
    /// How much one caller may ask for.
    pub(crate) limits: Limits,
    /// Places for those who watch whole workspaces.
    pub(crate) watchers: Arc<Semaphore>,
    /// How many those are.
    pub(crate) most_watchers: usize,
    /// What is counted.
    pub(crate) metrics: Metrics,
    /// Where webhooks may lead.
    pub(crate) targets: Targets,
    /// Stores what is published.
    pub(crate) publisher: Publisher,
    /// Wakes whoever deletes what deleted workspaces had.
    pub(crate) deleted: Arc<Notify>,
    /// Wakes whoever erases what is left of persons.
    pub(crate) erasing: Arc<Notify>,
    /// Turns at searching where no index knows what a call asks for.
    pub(crate) searches: Searches,
    /// How many entries such a call may look at.
    pub(crate) largest_search: i64,
    /// Where pages ended.
    pub(crate) walks: Walks,
    /// How many days events are kept.
    pub(crate) retention_days: i64,
    /// Wakes whoever calls webhooks.
    pub(crate) to_call: Arc<Notify>,
    /// What connectors took.
    pub(crate) connected: Tally,
    /// Encrypts secrets.
    pub(crate) vault: Vault,
    /// What is done for Webex Contact Center.
    pub(crate) webex: Webex,
    /// What is done for Genesys Cloud.
    pub(crate) genesys: Genesys,
    /// What is done for Avaya.
    pub(crate) avaya: Avaya,
    /// Tells connectors whom somebody looks up.
    pub(crate) lookups: Lookups,
    /// How it goes with NATS, where live events go by it.
    pub(crate) live: Option<Health>,
    /// The administrator's console.
    pub(crate) console: Arc<Console>,
}

impl AppState {
    /// The workspace of that id, if the caller may see it.
    ///
    /// # Errors
    /// 404, also where it is another organization's: who may not see it does not learn that it exists.
    pub(crate) async fn workspace(&self, caller: &Caller, id: &str) -> Result<WorkspaceId, Error> {
        let found = if caller.may_see(id) { self.store.workspace(caller.organization(), id).await? } else { None };
        found.ok_or_else(|| Error::NotFound(Fault::Gone { what: "Workspace", id: id.to_owned() }.into()))
    }

    /// What a call may search.
    pub(crate) fn search(&self, caller: &Caller) -> Search {
        self.searches.of(caller.organization(), self.largest_search)
    }

    /// Tells the open streams that identities have another person now.
    pub(crate) fn tell(&self, workspace: &WorkspaceId, change: &Change) {
        for lookup in &change.lookups {
            self.hub.send(workspace, lookup, Signal::Changed);
        }
    }
}
