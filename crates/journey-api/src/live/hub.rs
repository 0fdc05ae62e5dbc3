//! Topics, one for each identity that somebody watches, and what is sent to them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::broadcast;

use crate::ids::{Lookup, WorkspaceId};

/// How many signals wait for a slow stream. One that falls further behind reads what it missed from the store.
const WAITING: usize = 128;
/// Longer events do not wait here, but in the store.
pub(super) const LONGEST: usize = 8 * 1024;

/// A published event.
#[derive(Clone, Debug)]
pub(crate) struct LiveEvent {
    pub(crate) seq: i64,
    /// The event as it is answered; `None`: it is long, and to be read.
    pub(crate) body: Option<Arc<str>>,
}

impl LiveEvent {
    pub(crate) fn new(seq: i64, body: &str) -> Self {
        Self { seq, body: (body.len() <= LONGEST).then(|| body.into()) }
    }
}

/// What a topic's watchers are told.
#[derive(Clone, Debug)]
pub(crate) enum Signal {
    /// An event of this identity was published.
    Event(LiveEvent),
    /// The identity has another person now, or its person other identities.
    Changed,
}

type Topic = (WorkspaceId, Lookup);

/// The topics that are watched.
#[derive(Clone, Default)]
pub(crate) struct Hub {
    topics: Arc<Mutex<HashMap<Topic, broadcast::Sender<Signal>>>>,
}

impl Hub {
    /// Watches an identity from now on.
    pub(crate) fn watch(&self, workspace: &WorkspaceId, lookup: &Lookup) -> broadcast::Receiver<Signal> {
        let mut topics = self.lock();
        let topic = topics.entry((workspace.clone(), lookup.clone()));
        topic.or_insert_with(|| broadcast::channel(WAITING).0).subscribe()
    }

    /// Tells whoever watches the identity.
    pub(crate) fn send(&self, workspace: &WorkspaceId, lookup: &Lookup, signal: Signal) {
        let mut topics = self.lock();
        let topic = (workspace.clone(), lookup.clone());
        let nobody_listens = topics.get(&topic).is_some_and(|sender| sender.send(signal).is_err());
        if nobody_listens {
            topics.remove(&topic);
        }
    }

    /// Whether somebody watches the identity. Whoever begins to do so later begins behind all that is stored by now.
    pub(crate) fn is_watched(&self, workspace: &WorkspaceId, lookup: &Lookup) -> bool {
        let topics = self.lock();
        topics.get(&(workspace.clone(), lookup.clone())).is_some_and(|sender| sender.receiver_count() > 0)
    }

    /// Has every watch look at the store: something may have happened unheard.
    pub(crate) fn nudge(&self) {
        for sender in self.lock().values() {
            // A topic without watchers needs no nudge.
            let _ = sender.send(Signal::Changed);
        }
    }

    /// Forgets the topics that nobody watches any more.
    pub(crate) fn sweep(&self) {
        self.lock().retain(|_, sender| sender.receiver_count() > 0);
    }

    /// A panic elsewhere leaves a map that is still whole: each change of it is one call.
    fn lock(&self) -> MutexGuard<'_, HashMap<Topic, broadcast::Sender<Signal>>> {
        self.topics.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
