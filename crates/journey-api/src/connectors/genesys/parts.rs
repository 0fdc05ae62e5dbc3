//! The parts of what the service does for Genesys Cloud: made, begun and ended together.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use super::api::Api;
use super::asking::Asking;
use super::filling::Filler;
use super::names::Directory;
use super::reader::Reader;
use super::schedule;
use crate::connectors::tally::Tally;
use crate::publisher::Publisher;

/// What handlers need of it. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Genesys {
    pub(crate) reader: Reader,
    pub(crate) filler: Filler,
    /// Wakes whoever asks for what happens now.
    changed: Arc<Notify>,
    /// Wakes whoever fills what was before.
    filling: Arc<Notify>,
    every: Duration,
}

/// What goes on until the service ends.
pub(crate) struct Work([JoinHandle<()>; 2]);

impl Genesys {
    pub(crate) fn new(api: Api, publisher: Publisher, tally: Tally, every: Duration) -> Self {
        let reader = Reader { api, publisher, tally, directory: Directory::default() };
        let filler = Filler { reader: reader.clone(), every };
        Self { reader, filler, changed: Arc::default(), filling: Arc::default(), every }
    }

    /// Somebody connected, switched or began something.
    pub(crate) fn wake(&self) {
        self.changed.notify_one();
        self.filling.notify_one();
    }

    /// Begins to ask.
    pub(crate) fn begin(&self, ending: &watch::Receiver<bool>) -> Work {
        let asking = Asking { reader: self.reader.clone(), every: self.every };
        Work([
            schedule::ask(asking, self.changed.clone(), ending.clone()),
            schedule::fill(self.filler.clone(), self.filling.clone(), ending.clone()),
        ])
    }
}

impl Work {
    /// Waits until nothing is half done.
    pub(crate) async fn end(self) {
        for task in self.0 {
            if let Err(error) = task.await {
                tracing::error!(%error, "a task did not end well");
            }
        }
    }
}
