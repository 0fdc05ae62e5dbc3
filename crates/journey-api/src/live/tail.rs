//! Watching a whole workspace: what is stored there from now on, in the order of arrival, by whichever replica it was
//! published. Events are read from the store when something arrived: their numbers follow each other as they are
//! committed, so nothing is missed, and whoever reads slowly costs no memory. Who falls too far behind goes on with the
//! newest, and is told how many were passed over.

use std::collections::VecDeque;
use std::time::Duration;

use super::Hub;
use super::arrivals::Arrivals;
use crate::error::Error;
use crate::ids::WorkspaceId;
use crate::store::{Arrived, Store, Unread};

/// So many events are looked at, at most, of those that arrived since the last time.
const MOST: usize = 200;
/// What arrives within this time is read together: a busy workspace does not keep the database busy with those who watch.
const TOGETHER: Duration = Duration::from_millis(100);

/// A watch over a workspace.
pub(crate) struct Tail {
    store: Store,
    workspace: WorkspaceId,
    arrivals: Arrivals,
    /// The number of the last event that was read or passed over.
    after: i64,
    unread: Unread,
    read: VecDeque<Arrived>,
}

/// What a watch over a workspace came to.
#[derive(Debug)]
pub(crate) enum Tailed {
    /// An event arrived.
    Event(Box<Arrived>),
    /// So many arrived that could not be shown in time.
    PassedOver(usize),
}

impl Tail {
    /// Watches from now on, or behind the event of that number.
    pub(crate) async fn begin(
        store: &Store,
        hub: &Hub,
        workspace: &WorkspaceId,
        after: Option<i64>,
    ) -> Result<Self, Error> {
        // First the wake-ups, then the number: what arrives in between is read.
        let arrivals = Arrivals::of(hub, workspace);
        hub.seen_to().await;
        let last = store.last_seq().await?;
        // A greater number is of another database, or of an event that is deleted by now.
        let after = after.map_or(last, |after| after.min(last));
        let (unread, read) = (Unread::default(), VecDeque::new());
        Ok(Self { store: store.clone(), workspace: workspace.clone(), arrivals, after, unread, read })
    }

    /// The number of the last event before the next one to tell.
    pub(crate) fn position(&self) -> i64 {
        self.after
    }

    /// Waits for the next thing to tell.
    pub(crate) async fn next(&mut self) -> Result<Tailed, Error> {
        loop {
            if let Some(event) = self.read.pop_front() {
                return Ok(Tailed::Event(Box::new(event)));
            }
            if !self.unread.is_empty() {
                self.read = self.store.read_arrived(&mut self.unread).await?.into();
                continue;
            }
            let found = self.store.arrived(&self.workspace, self.after, MOST).await?;
            self.unread = found.unread;
            match found.last {
                Some(last) => self.after = last,
                None => {
                    self.arrivals.next().await;
                    tokio::time::sleep(TOGETHER).await;
                }
            }
            if found.passed_over > 0 {
                return Ok(Tailed::PassedOver(found.passed_over));
            }
        }
    }
}
