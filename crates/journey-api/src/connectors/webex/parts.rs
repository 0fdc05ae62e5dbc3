//! The parts of what the service does for Webex Contact Center: made, begun and ended together.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, RwLock, watch};
use tokio::task::JoinHandle;

use super::api::Api;
use super::inbox::Inbox;
use super::names::Directory;
use super::reconcile::Reconciler;
use super::schedule::{self, Schedule};
use super::strangers::Strangers;
use super::subscriptions::Subscriptions;
use super::worker::Worker;
use crate::connectors::tally::Tally;
use crate::publisher::Publisher;
use crate::store::Store;
use crate::vault::Vault;

/// What handlers need of it. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Webex {
    /// Keeps webhooks.
    pub(crate) inbox: Inbox,
    /// Looks after subscriptions.
    pub(crate) subscriptions: Subscriptions,
    /// Asks for what webhooks lost.
    pub(crate) reconciler: Reconciler,
    /// Held, shared, by runs that somebody began and does not wait for.
    pub(crate) runs: Arc<RwLock<()>>,
    /// Wakes whoever looks after connectors.
    pub(crate) changed: Arc<Notify>,
    /// Whose webhooks were refused lately.
    pub(crate) strangers: Strangers,
}

/// What goes on until the service ends.
pub(crate) struct Work {
    api: Api,
    runs: Arc<RwLock<()>>,
    keeping: JoinHandle<()>,
    publishing: JoinHandle<()>,
    looking_after: JoinHandle<()>,
}

impl Webex {
    /// The parts, and what keeps webhooks from now on.
    ///
    /// # Errors
    /// When the vendor cannot be asked at all.
    pub(crate) fn new(
        store: &Store,
        vault: &Vault,
        tally: &Tally,
        (stand_in, public_url): (Option<String>, &str),
    ) -> reqwest::Result<(Self, JoinHandle<()>)> {
        let (kept, changed) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let api = Api::new(store.clone(), vault.clone(), stand_in)?;
        let (inbox, keeping) = Inbox::begin(store.clone(), kept.clone());
        let reconciler = Reconciler { store: store.clone(), api: api.clone(), tally: tally.clone(), kept };
        let (store, vault, public_url) = (store.clone(), vault.clone(), public_url.to_owned());
        let subscriptions = Subscriptions { store, vault, api, public_url };
        let (runs, strangers) = (Arc::default(), Strangers::default());
        Ok((Self { inbox, subscriptions, reconciler, runs, changed, strangers }, keeping))
    }

    /// Begins to publish what is kept, with the names that come within that time, and to look after connectors; every night at that
    /// hour (UTC) for what was lost.
    pub(crate) fn begin(
        &self,
        keeping: JoinHandle<()>,
        publisher: Publisher,
        (hour, names_within): (u32, Duration),
        ending: &watch::Receiver<bool>,
    ) -> Work {
        let Reconciler { store, api, tally, kept } = self.reconciler.clone();
        let directory = Directory::new(api.clone(), kept.clone());
        let publishing = Worker { store, publisher, tally, directory, names_within, kept }.begin(ending.clone());
        let (subscriptions, reconciler) = (self.subscriptions.clone(), self.reconciler.clone());
        let schedule = Schedule { subscriptions, reconciler, hour };
        let looking_after = schedule::begin(schedule, self.changed.clone(), ending.clone());
        Work { api, runs: self.runs.clone(), keeping, publishing, looking_after }
    }
}

impl Work {
    /// Waits until nothing is half done: when nobody brings anything any more, and while there still is whoever publishes.
    pub(crate) async fn end(self) {
        for task in [self.publishing, self.looking_after] {
            if let Err(error) = task.await {
                tracing::error!(%error, "a task did not end well");
            }
        }
        // Those that go on write down that they do not.
        drop(self.runs.write().await);
        self.keeping.abort();
        self.api.settle().await;
    }
}
