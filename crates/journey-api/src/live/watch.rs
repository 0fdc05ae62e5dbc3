//! Watching one customer: all identities of the person, whoever that is at the moment, and every event once.

use std::collections::VecDeque;

use futures_util::StreamExt;
use futures_util::stream::SelectAll;
use serde_json::value::RawValue;
use tokio_stream::wrappers::BroadcastStream;

use super::{Hub, LiveEvent, Signal};
use crate::error::Error;
use crate::ids::{Lookup, WorkspaceId};
use crate::store::{Store, StoredEvent, Unread};

/// How many delivered events are remembered, so that none is delivered twice.
const REMEMBERED: usize = 1024;

/// A watch over one identity's person.
pub(crate) struct Watch {
    store: Store,
    hub: Hub,
    workspace: WorkspaceId,
    lookup: Lookup,
    signals: SelectAll<BroadcastStream<Signal>>,
    /// Events that arrived up to this one are not the watch's.
    start: i64,
    delivered: VecDeque<i64>,
    /// What was missed, and is read from the store before the signals are listened to again.
    missed: Option<Missed>,
}

/// What a watch missed. It is read in portions, and the next one when the one before is delivered: a history may be long,
/// and its reader slow.
struct Missed {
    lookups: Vec<Lookup>,
    read: VecDeque<StoredEvent>,
    unread: Unread,
    /// After which number there is more; `None`: all is known.
    after: Option<i64>,
}

/// What woke the watch.
pub(crate) enum Woken {
    /// An event to deliver.
    Event(StoredEvent),
    /// The person's identities changed.
    Changed,
}

impl Watch {
    /// Watches the person of an identity from now on, or from the event with the number `after` on.
    pub(crate) async fn begin(
        store: &Store,
        hub: &Hub,
        workspace: &WorkspaceId,
        lookup: &Lookup,
        after: Option<i64>,
    ) -> Result<Self, Error> {
        let mut watch = Self {
            store: store.clone(),
            hub: hub.clone(),
            workspace: workspace.clone(),
            lookup: lookup.clone(),
            signals: SelectAll::new(),
            start: 0,
            delivered: VecDeque::new(),
            missed: None,
        };
        // First the signals, then the number: what is published in between is both signalled and counted.
        watch.subscribe().await?;
        watch.start = store.last_seq().await?;
        if let Some(after) = after.filter(|after| *after < watch.start) {
            watch.start = after;
            watch.catch_up().await?;
        }
        Ok(watch)
    }

    /// Waits for the next thing to tell.
    pub(crate) async fn next(&mut self) -> Result<Woken, Error> {
        loop {
            if let Some(event) = self.next_missed().await? {
                if self.is_new(event.seq) {
                    return Ok(Woken::Event(event));
                }
                continue;
            }
            match self.signals.next().await {
                Some(Ok(Signal::Event(event))) => {
                    if self.is_new(event.seq)
                        && let Some(event) = self.read(event).await?
                    {
                        return Ok(Woken::Event(event));
                    }
                }
                Some(Ok(Signal::Changed)) => {
                    self.subscribe().await?;
                    self.catch_up().await?;
                    return Ok(Woken::Changed);
                }
                // Too far behind, or the topic ended: what was missed is in the store.
                Some(Err(_)) => self.catch_up().await?,
                None => {
                    self.subscribe().await?;
                    self.catch_up().await?;
                }
            }
        }
    }

    async fn subscribe(&mut self) -> Result<(), Error> {
        // The own identity first: from here on, no change of its person goes unseen.
        let own = self.hub.watch(&self.workspace, &self.lookup);
        self.hub.seen_to().await;
        let lookups = self.store.walk(&self.workspace, &self.lookup).await?;
        let mut signals = SelectAll::new();
        signals.push(BroadcastStream::new(own));
        for lookup in lookups.iter().filter(|lookup| **lookup != self.lookup) {
            signals.push(BroadcastStream::new(self.hub.watch(&self.workspace, lookup)));
        }
        if signals.len() > 1 {
            self.hub.seen_to().await;
        }
        self.signals = signals;
        Ok(())
    }

    async fn catch_up(&mut self) -> Result<(), Error> {
        let lookups = self.store.walk(&self.workspace, &self.lookup).await?;
        let oldest = self.delivered.front().copied().unwrap_or(self.start);
        let from = if self.delivered.len() < REMEMBERED { self.start } else { oldest.max(self.start) };
        self.missed = Some(Missed { lookups, read: VecDeque::new(), unread: Unread::default(), after: Some(from) });
        Ok(())
    }

    /// The next event of those that were missed; `None`: all are delivered.
    async fn next_missed(&mut self) -> Result<Option<StoredEvent>, Error> {
        while let Some(missed) = &mut self.missed {
            if let Some(event) = missed.read.pop_front() {
                return Ok(Some(event));
            }
            if !missed.unread.is_empty() {
                missed.read = self.store.read_on(&mut missed.unread).await?.into();
            } else if let Some(after) = missed.after {
                (missed.unread, missed.after) =
                    self.store.unread_after(&self.workspace, &missed.lookups, after).await?;
            } else {
                self.missed = None;
            }
        }
        Ok(None)
    }

    /// The event of a signal; `None`: it is deleted by now.
    async fn read(&self, event: LiveEvent) -> Result<Option<StoredEvent>, Error> {
        match event.body {
            Some(body) => Ok(Some(StoredEvent { seq: event.seq, body: RawValue::from_string(body.to_string())? })),
            None => Ok(self.store.event(event.seq).await?.map(|(_, _, event)| event)),
        }
    }

    fn is_new(&mut self, seq: i64) -> bool {
        if self.delivered.contains(&seq) {
            return false;
        }
        if self.delivered.len() == REMEMBERED {
            self.delivered.pop_front();
        }
        self.delivered.push_back(seq);
        true
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.signals.clear();
        self.hub.sweep();
    }
}
