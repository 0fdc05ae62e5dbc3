//! Watching one customer: all identities of the person, whoever that is at the moment, and every event once.

use std::collections::VecDeque;

use futures_util::StreamExt;
use futures_util::stream::SelectAll;
use serde_json::value::RawValue;
use tokio_stream::wrappers::BroadcastStream;

use super::{Hub, LiveEvent, Signal};
use crate::error::Error;
use crate::ids::{Lookup, WorkspaceId};
use crate::store::Store;

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
    /// Read from the store, and not delivered yet.
    caught_up: VecDeque<LiveEvent>,
}

/// What woke the watch.
pub(crate) enum Woken {
    /// An event to deliver.
    Event(LiveEvent),
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
            caught_up: VecDeque::new(),
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
            if let Some(event) = self.caught_up.pop_front() {
                if self.is_new(event.seq) {
                    return Ok(Woken::Event(event));
                }
                continue;
            }
            match self.signals.next().await {
                Some(Ok(Signal::Event(event))) => {
                    if self.is_new(event.seq) {
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
        let lookups = self.store.walk(&self.workspace, &self.lookup).await?;
        let mut signals = SelectAll::new();
        signals.push(BroadcastStream::new(own));
        for lookup in lookups.iter().filter(|lookup| **lookup != self.lookup) {
            signals.push(BroadcastStream::new(self.hub.watch(&self.workspace, lookup)));
        }
        self.signals = signals;
        Ok(())
    }

    async fn catch_up(&mut self) -> Result<(), Error> {
        let lookups = self.store.walk(&self.workspace, &self.lookup).await?;
        let oldest = self.delivered.front().copied().unwrap_or(self.start);
        let from = if self.delivered.len() < REMEMBERED { self.start } else { oldest.max(self.start) };
        for event in self.store.events_after(&self.workspace, &lookups, from).await? {
            let body = RawValue::get(&event.body).into();
            self.caught_up.push_back(LiveEvent { seq: event.seq, body });
        }
        Ok(())
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
