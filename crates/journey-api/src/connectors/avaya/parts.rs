//! The parts of what the service does for the Avaya Experience Platform: made, begun and ended together.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::api::Api;
use super::pull::Puller;
use super::reading::Reader;
use super::schedule;
use super::search::Search;
use super::subscriptions::Subscriptions;
use super::worker::Worker;
use crate::connectors::lookups::LookedUp;
use crate::error::Error;
use crate::store::Store;
use crate::vault::Vault;

/// Who sends notifications waits 5 s for an answer.
const PATIENCE: Duration = Duration::from_secs(4);

/// What handlers need of it. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Avaya {
    /// Looks after subscriptions.
    pub(crate) subscriptions: Subscriptions,
    /// Reads and stores.
    pub(crate) reader: Reader,
    /// Wakes whoever looks after connectors.
    pub(crate) changed: Arc<Notify>,
    search: Search,
    kept: Arc<Notify>,
}

/// What goes on until the service ends.
pub(crate) struct Work {
    tasks: [JoinHandle<()>; 3],
}

impl Avaya {
    /// # Errors
    /// When the vendor cannot be asked at all.
    pub(crate) fn new(
        reader: Reader,
        vault: &Vault,
        (stand_in, public_url): (Option<String>, &str),
    ) -> reqwest::Result<Self> {
        let (store, vault, public_url) = (reader.store.clone(), vault.clone(), public_url.to_owned());
        let api = Api::new(store.clone(), vault.clone(), stand_in)?;
        let search = Search::new(api.clone());
        let subscriptions = Subscriptions { store, vault, api, public_url };
        Ok(Self { subscriptions, reader, changed: Arc::default(), search, kept: Arc::default() })
    }

    /// Begins to ask for what happened, and for whom somebody looks up, and to look after connectors.
    pub(crate) fn begin(&self, lookups: mpsc::Receiver<LookedUp>, ending: &watch::Receiver<bool>) -> Work {
        let (reader, search) = (self.reader.clone(), self.search.clone());
        let worker = Worker { reader: reader.clone(), search: search.clone(), kept: self.kept.clone() };
        let asking = worker.begin(ending.clone());
        let pulling = Puller::new(reader, search).begin(lookups, ending.clone());
        let looking_after = schedule::begin(self.subscriptions.clone(), self.changed.clone(), ending.clone());
        Work { tasks: [asking, pulling, looking_after] }
    }

    /// Keeps that something happened in engagements of a connector: they are asked for soon.
    ///
    /// # Errors
    /// When it is not certain that it is kept: whoever sent it sends it again.
    pub(crate) async fn keep(&self, connector: &str, engagements: &[String]) -> Result<(), Error> {
        let store: &Store = &self.reader.store;
        let kept = timeout(PATIENCE, store.note_engagements(connector, engagements)).await;
        kept.map_err(|_| Error::Unavailable("The database takes too long".into()))??;
        self.kept.notify_one();
        Ok(())
    }
}

impl Work {
    /// Waits until nothing is half done: while there still is whoever publishes.
    pub(crate) async fn end(self) {
        for task in self.tasks {
            if let Err(error) = task.await {
                tracing::error!(%error, "a task did not end well");
            }
        }
    }
}
