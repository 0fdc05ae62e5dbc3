//! What this replica hears of the others.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use async_nats::{Message, Subscriber};
use futures_util::stream::{AbortHandle, Abortable, SelectAll, StreamExt};
use futures_util::{FutureExt, stream};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::timeout;

use super::super::heard::{TOGETHER, hand_on};
use super::super::{Hub, Interest, Signal, Topic};
use super::telling::{BEAT, BYE};
use super::{Happened, Nats, NatsError, PATIENCE, ended};
use crate::store::Store;

/// A replica that said nothing for so long is no more.
const SILENCE: Duration = Duration::from_secs(7);
/// So often a replica looks at the database while it cannot hear.
const DEAF: Duration = Duration::from_secs(10);
/// Servers of a cluster tell each other within this time who wants to hear what.
const SPREADING: Duration = Duration::from_secs(1);

/// What is heard, and by what.
pub(super) struct Hearing {
    nats: Nats,
    store: Store,
    hub: Hub,
    /// What is watched here; `None`: it is not subscribed to yet.
    topics: HashMap<Topic, Option<AbortHandle>>,
    messages: SelectAll<Abortable<Subscriber>>,
    /// When the others said last that they are there.
    hearts: HashMap<String, Instant>,
    looked: Instant,
}

impl Hearing {
    pub(super) async fn begin(nats: Nats, store: Store, hub: Hub) -> Result<Self, NatsError> {
        let mut hearing = Self {
            nats,
            store,
            hub,
            topics: HashMap::new(),
            messages: SelectAll::new(),
            hearts: HashMap::new(),
            looked: Instant::now(),
        };
        // There as long as the connection is, so that there is always something to wait for.
        hearing.subscribe(hearing.nats.heart()).await;
        Ok(hearing)
    }

    pub(super) async fn run(
        mut self,
        mut interest: mpsc::UnboundedReceiver<Interest>,
        mut happening: mpsc::UnboundedReceiver<Happened>,
        mut is_over: watch::Receiver<bool>,
    ) {
        let mut beat = tokio::time::interval(BEAT);
        let mut told = Vec::new();
        loop {
            tokio::select! {
                Some(message) = self.messages.next() => self.hear(message).await,
                _ = interest.recv_many(&mut told, TOGETHER) => self.see_to(std::mem::take(&mut told)).await,
                Some(happened) = happening.recv() => match happened {
                    Happened::Back => self.come_back().await,
                    Happened::Overflow => {
                        tracing::warn!("more was said than could be heard");
                        self.hub.nudge();
                    }
                },
                _ = beat.tick() => self.feel_hearts(),
                () = ended(&mut is_over) => return,
            }
        }
    }

    /// Hears a message, and all that have come with it.
    async fn hear(&mut self, first: Message) {
        let heart = self.nats.heart();
        let (mut notes, mut next) = (Vec::new(), Some(first));
        while let Some(message) = next {
            if message.subject.as_str() == heart {
                self.feel(&String::from_utf8_lossy(&message.payload));
            } else {
                notes.push(String::from_utf8_lossy(&message.payload).into_owned());
            }
            next = if notes.len() < TOGETHER { self.messages.next().now_or_never().flatten() } else { None };
        }
        self.nats.health.0.heard.fetch_add(u64::try_from(notes.len()).unwrap_or(u64::MAX), Ordering::Relaxed);
        let notes: Vec<&str> = notes.iter().map(String::as_str).collect();
        hand_on(&self.store, &self.hub, &notes).await;
    }

    /// Subscribes to what begins to be watched, and answers whoever waits for it.
    async fn see_to(&mut self, told: Vec<Interest>) {
        let (mut begun, mut waiting) = (Vec::new(), Vec::new());
        for interest in told {
            match interest {
                Interest::Begins(topic) => {
                    self.topics.insert(topic.clone(), None);
                    begun.push(topic);
                }
                Interest::Ends(topic) => {
                    if let Some(Some(handle)) = self.topics.remove(&topic) {
                        handle.abort();
                    }
                }
                Interest::SeenTo(done) => waiting.push(done),
            }
        }
        self.subscribe_to_all().await;
        if !waiting.is_empty() {
            self.settle(waiting).await;
        }
        if !begun.is_empty() && self.nats.client.server_info().cluster.is_some() {
            let hub = self.hub.clone();
            tokio::spawn(async move {
                tokio::time::sleep(SPREADING).await;
                for topic in begun {
                    match topic {
                        Topic::Identity(workspace, lookup) => hub.send(&workspace, &lookup, Signal::Changed),
                        Topic::Workspace(workspace) => hub.arrived(&workspace),
                    }
                }
            });
        }
    }

    /// Answers when what was subscribed to comes here. While NATS is away, at once: it is looked for when it is back.
    async fn settle(&self, waiting: Vec<oneshot::Sender<()>>) {
        if self.nats.health.is_up() && !self.nats.is_settled().await {
            self.nats.health.set(false);
        }
        for done in waiting {
            // Whoever waited may be gone.
            let _ = done.send(());
        }
    }

    async fn subscribe_to_all(&mut self) {
        if !self.nats.health.is_up() {
            return;
        }
        let missing: Vec<Topic> =
            self.topics.iter().filter(|(_, handle)| handle.is_none()).map(|(topic, _)| topic.clone()).collect();
        for topic in missing {
            let Some(handle) = self.subscribe(self.nats.subject_of(&topic)).await else {
                // The rest of them when it is back.
                self.nats.health.set(false);
                return;
            };
            self.topics.insert(topic, Some(handle));
        }
    }

    /// `None`: NATS is away.
    async fn subscribe(&mut self, subject: String) -> Option<AbortHandle> {
        let subscriber = timeout(PATIENCE, self.nats.client.subscribe(subject)).await.ok()?.ok()?;
        let (messages, handle) = stream::abortable(subscriber);
        self.messages.push(messages);
        Some(handle)
    }

    /// The connection has what it had subscribed to before; the rest is added, and what was missed is read.
    async fn come_back(&mut self) {
        self.subscribe_to_all().await;
        if !self.nats.is_settled().await {
            self.nats.health.set(false);
            return;
        }
        let now = Instant::now();
        self.hearts.values_mut().for_each(|heard| *heard = now);
        self.look();
    }

    fn look(&mut self) {
        self.looked = Instant::now();
        self.hub.nudge();
    }

    /// A replica said that it is there, or that it ends.
    fn feel(&mut self, said: &str) {
        match said.split_once(' ') {
            Some((instance, BYE)) => drop(self.hearts.remove(instance)),
            _ => drop(self.hearts.insert(said.to_owned(), Instant::now())),
        }
    }

    /// Looks at the database when a replica ended without a word, and now and then while nobody is heard.
    fn feel_hearts(&mut self) {
        if !self.nats.health.is_up() {
            if self.looked.elapsed() >= DEAF {
                self.look();
            }
            return;
        }
        let known = self.hearts.len();
        self.hearts.retain(|_, heard| heard.elapsed() < SILENCE);
        if self.hearts.len() < known {
            tracing::warn!("a replica is no more, or NATS does not hear it: looking for what it did not tell");
            self.look();
        }
    }
}
