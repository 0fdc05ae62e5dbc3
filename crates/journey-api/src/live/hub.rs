//! Topics, one for each identity that somebody watches, and what whoever watches them is told, in one queue each. And that
//! something arrived in a workspace, for whoever watches all of it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{mpsc, oneshot};

use super::arrivals::Workspaces;
use super::order::{Hearing, Order};
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

/// A signal, and up to which number no event comes behind it any more.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) signal: Signal,
    pub(super) all_until: i64,
}

/// What is watched.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Topic {
    /// An identity of a workspace.
    Identity(WorkspaceId, Lookup),
    /// All that arrives in a workspace.
    Workspace(WorkspaceId),
}

/// An identity of a workspace.
type Identity = (WorkspaceId, Lookup);

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

/// The topics that are watched. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Hub {
    inside: Arc<Mutex<Inside>>,
    /// Where it matters to somebody what is watched here.
    interest: Option<mpsc::UnboundedSender<Interest>>,
    watchers: Arc<AtomicU64>,
}

#[derive(Default)]
struct Inside {
    topics: HashMap<Identity, Vec<Watcher>>,
    workspaces: Workspaces,
    order: Order,
}

/// One who watches a topic.
struct Watcher {
    id: u64,
    queue: mpsc::Sender<Told>,
    is_behind: Arc<AtomicBool>,
}

impl Hub {
    /// A hub of a process that hears of events in that way.
    pub(crate) fn new(hearing: Hearing) -> Self {
        let inside = Inside { order: Order::new(hearing), ..Inside::default() };
        Self { inside: Arc::new(Mutex::new(inside)), ..Self::default() }
    }

    /// A hub that hears of events in no order, and what begins and ends to be watched in it.
    pub(crate) fn with_interest() -> (Self, mpsc::UnboundedReceiver<Interest>) {
        let (interest, told) = mpsc::unbounded_channel();
        (Self { interest: Some(interest), ..Self::new(Hearing::InNoOrder) }, told)
    }

    /// A queue of signals, of no topic yet.
    pub(super) fn signals(&self) -> Signals {
        let (queue, told) = mpsc::channel(WAITING);
        let id = self.watchers.fetch_add(1, Ordering::Relaxed);
        Signals { hub: self.clone(), id, topics: Vec::new(), queue, told, is_behind: Arc::default() }
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
        let mut inside = self.lock();
        if let Signal::Event(event) = &signal {
            inside.order.tells(event.seq);
            inside.workspaces.wake(workspace);
        }
        let all_until = inside.order.all_until();
        for watcher in inside.topics.get(&(workspace.clone(), lookup.clone())).into_iter().flatten() {
            watcher.tell(signal.clone(), all_until);
        }
    }

    /// Something arrived in a workspace, whether anybody watches its identity or not.
    pub(super) fn arrived(&self, workspace: &WorkspaceId) {
        self.lock().workspaces.wake(workspace);
    }

    /// Changes who watches workspaces, and tells what that makes of interest.
    pub(super) fn with_workspaces<T>(&self, change: impl FnOnce(&mut Workspaces) -> (T, Option<Interest>)) -> T {
        let mut inside = self.lock();
        let (result, interest) = change(&mut inside.workspaces);
        if let Some(interest) = interest {
            self.tell(|| interest);
        }
        result
    }

    /// The database said of that event that it was published; it is told when this is called.
    pub(super) fn heard(&self, seq: i64) {
        self.lock().order.heard(seq);
    }

    /// Events of this process begin to be written.
    pub(crate) fn begins_to_publish(&self) {
        self.lock().order.begins_to_publish();
    }

    /// They are told, up to `last`.
    pub(crate) fn has_published(&self, last: Option<i64>) {
        self.lock().order.has_published(Ok(last));
    }

    /// Nobody knows whether they were committed: every watch looks at the store, and hears of them if they come later.
    pub(crate) fn may_have_published(&self) {
        self.lock().order.has_published(Err(()));
        self.nudge();
    }

    /// Whether what the database says of this process's own events is news.
    pub(super) fn is_in_doubt(&self) -> bool {
        self.lock().order.is_in_doubt()
    }

    /// Whether somebody watches the identity. Whoever begins to do so later begins behind all that is stored by now.
    pub(crate) fn is_watched(&self, workspace: &WorkspaceId, lookup: &Lookup) -> bool {
        self.lock().topics.contains_key(&(workspace.clone(), lookup.clone()))
    }

    /// Has every watch look at the store: something may have happened unheard.
    pub(crate) fn nudge(&self) {
        let inside = self.lock();
        for watcher in inside.topics.values().flatten() {
            watcher.tell(Signal::Changed, inside.order.all_until());
        }
        inside.workspaces.wake_all();
    }

    /// While the topics are locked, so that it is told in the order in which it happens.
    fn tell(&self, interest: impl FnOnce() -> Interest) {
        if let Some(told) = &self.interest {
            // Nobody hears it when the service ends.
            let _ = told.send(interest());
        }
    }

    /// A panic elsewhere leaves what is still whole: each change of it is one call.
    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watcher {
    fn tell(&self, signal: Signal, all_until: i64) {
        if self.queue.try_send(Told { signal, all_until }).is_err() {
            self.is_behind.store(true, Ordering::Release);
        }
    }
}

/// What is told of some topics, in order, as long as this is held.
pub(super) struct Signals {
    hub: Hub,
    id: u64,
    topics: Vec<Identity>,
    queue: mpsc::Sender<Told>,
    told: mpsc::Receiver<Told>,
    is_behind: Arc<AtomicBool>,
}

impl Signals {
    /// Watches an identity, too, from now on.
    pub(super) fn watch(&mut self, workspace: &WorkspaceId, lookup: &Lookup) {
        let topic = (workspace.clone(), lookup.clone());
        let mut inside = self.hub.lock();
        let watchers = inside.topics.entry(topic.clone()).or_insert_with_key(|topic| {
            self.hub.tell(|| Interest::Begins(Topic::Identity(topic.0.clone(), topic.1.clone())));
            Vec::new()
        });
        watchers.push(Watcher { id: self.id, queue: self.queue.clone(), is_behind: self.is_behind.clone() });
        drop(inside);
        self.topics.push(topic);
    }

    /// The next signal; `None`: there were more than could wait, and what was missed is in the store.
    pub(super) async fn next(&mut self) -> Option<Told> {
        // Before the next signal, which may say that all before it has been told.
        if self.is_behind.swap(false, Ordering::AcqRel) {
            return None;
        }
        self.told.recv().await
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        let mut inside = self.hub.lock();
        for topic in self.topics.drain(..) {
            let Some(watchers) = inside.topics.get_mut(&topic) else { continue };
            watchers.retain(|watcher| watcher.id != self.id);
            if watchers.is_empty() {
                inside.topics.remove(&topic);
                self.hub.tell(|| Interest::Ends(Topic::Identity(topic.0, topic.1)));
            }
        }
    }
}
