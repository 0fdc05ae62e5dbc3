//! What connectors took and refused, written down once a second: a write for each event would cost as much as the event.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::store::{Store, now};

const EVERY: Duration = Duration::from_secs(1);
/// What could not be taken is kept for so long, in ms.
const KEPT: i64 = 7 * 86_400_000;
/// And is looked through after so many rounds.
const ROUNDS: u32 = 600;

/// What one connector took and refused since it was last written down, and when it last took something (epoch ms).
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Count {
    pub(crate) accepted: i64,
    pub(crate) refused: i64,
    pub(crate) last: i64,
    /// What was asked for, as it had not come; only of this process.
    pub(crate) filled: i64,
}

/// Counts. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally(Arc<Mutex<Counts>>);

#[derive(Debug, Default)]
struct Counts {
    /// Since they were last written down.
    unwritten: HashMap<String, Count>,
    /// Since the start of this process.
    all: BTreeMap<String, Count>,
}

impl Tally {
    pub(crate) fn add(&self, connector: &str, accepted: i64, refused: i64) {
        let last = if accepted > 0 { now() } else { 0 };
        let mut counts = self.lock();
        let Counts { unwritten, all } = &mut *counts;
        for count in [unwritten.entry(connector.to_owned()).or_default(), all.entry(connector.to_owned()).or_default()]
        {
            count.accepted += accepted;
            count.refused += refused;
            count.last = count.last.max(last);
        }
    }

    /// Counts what a connector asked for, as it had not come.
    pub(crate) fn fill(&self, connector: &str, filled: i64) {
        self.lock().all.entry(connector.to_owned()).or_default().filled += filled;
    }

    /// What each connector took and refused since the start of this process.
    pub(crate) fn all(&self) -> Vec<(String, Count)> {
        self.lock().all.iter().map(|(connector, count)| (connector.clone(), *count)).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> HashMap<String, Count> {
        std::mem::take(&mut self.lock().unwritten)
    }

    fn put_back(&self, counts: HashMap<String, Count>) {
        let mut kept = self.lock();
        for (connector, before) in counts {
            let count = kept.unwritten.entry(connector).or_default();
            count.accepted += before.accepted;
            count.refused += before.refused;
            count.last = count.last.max(before.last);
        }
    }

    async fn write(&self, store: &Store) {
        let counts = self.take();
        if counts.is_empty() {
            return;
        }
        if let Err(error) = store.count_connectors(&counts).await {
            let cause = error.hidden_cause();
            tracing::error!(cause, %error, "what connectors took could not be written down; trying again");
            self.put_back(counts);
        }
    }
}

/// Begins, until the service ends; and then once more.
pub(crate) fn begin(store: Store, tally: Tally, mut ending: watch::Receiver<bool>) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut round = 0;
        while !*ending.borrow() {
            if round % ROUNDS == 0
                && let Err(error) = store.delete_failures_before(now().saturating_sub(KEPT)).await
            {
                let cause = error.hidden_cause();
                tracing::error!(cause, %error, "failures of connectors could not be deleted");
            }
            round = round.wrapping_add(1);
            tally.write(&store).await;
            tokio::select! {
                () = tokio::time::sleep(EVERY) => {}
                _ = ending.wait_for(|ending| *ending) => {}
            }
        }
        tally.write(&store).await;
    })
}
