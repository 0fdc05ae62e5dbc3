//! Topics, one for each identity that somebody watches, and what is sent to them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{broadcast, mpsc, oneshot};

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

/// An identity of a workspace.
pub(crate) type Topic = (WorkspaceId, Lookup);

/// What whoever brings the events of other replicas is told, in order.
#[derive(Debug)]
pub(crate) enum Interest {
    /// Somebody watches it here.
    Begins(Topic),
    /// Nobody does any more.
    Ends(Topic),
    /// Answer when all of the above is seen to.
    SeenTo(oneshot::Sender<()>),
}

/// The topics that are watched.
#[derive(Clone, Default)]
pub(crate) struct Hub {
    topics: Arc<Mutex<HashMap<Topic, broadcast::Sender<Signal>>>>,
    /// Where it matters to somebody what is watched here.
    interest: Option<mpsc::UnboundedSender<Interest>>,
}

impl Hub {
    /// A hub, and what begins and ends to be watched in it.
    pub(crate) fn with_interest() -> (Self, mpsc::UnboundedReceiver<Interest>) {
        let (interest, told) = mpsc::unbounded_channel();
        (Self { topics: Arc::default(), interest: Some(interest) }, told)
    }

    /// Watches an identity from now on.
    pub(crate) fn watch(&self, workspace: &WorkspaceId, lookup: &Lookup) -> broadcast::Receiver<Signal> {
        let mut topics = self.lock();
        let topic = (workspace.clone(), lookup.clone());
        let sender = topics.entry(topic).or_insert_with_key(|topic| {
            self.tell(|| Interest::Begins(topic.clone()));
            broadcast::channel(WAITING).0
        });
        sender.subscribe()
    }

    /// Waits until what other replicas publish of all that is watched by now comes here.
    pub(crate) async fn seen_to(&self) {
        if self.interest.is_some() {
            let (done, answer) = oneshot::channel();
            self.tell(|| Interest::SeenTo(done));
            // Whoever would answer is gone when the service ends, and this watch with it.
            let _ = answer.await;
        }
    }

    /// Tells whoever watches the identity.
    pub(crate) fn send(&self, workspace: &WorkspaceId, lookup: &Lookup, signal: Signal) {
        let mut topics = self.lock();
        let topic = (workspace.clone(), lookup.clone());
        let nobody_listens = topics.get(&topic).is_some_and(|sender| sender.send(signal).is_err());
        if nobody_listens {
            topics.remove(&topic);
            self.tell(|| Interest::Ends(topic));
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
        self.lock().retain(|topic, sender| {
            let is_watched = sender.receiver_count() > 0;
            if !is_watched {
                self.tell(|| Interest::Ends(topic.clone()));
            }
            is_watched
        });
    }

    /// While the topics are locked, so that it is told in the order in which it happens.
    fn tell(&self, interest: impl FnOnce() -> Interest) {
        if let Some(told) = &self.interest {
            // Nobody hears it when the service ends.
            let _ = told.send(interest());
        }
    }

    /// A panic elsewhere leaves a map that is still whole: each change of it is one call.
    fn lock(&self) -> MutexGuard<'_, HashMap<Topic, broadcast::Sender<Signal>>> {
        self.topics.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
