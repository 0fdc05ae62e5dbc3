//! Watching one customer: all identities of the person, whoever that is at the moment, and every event once.

use std::collections::{BTreeMap, HashSet, VecDeque};

use serde_json::value::RawValue;

use super::hub::{Signals, Told};
use super::{Hub, LiveEvent, Position, Signal};
use crate::error::Error;
use crate::ids::{Lookup, WorkspaceId};
use crate::store::{Store, StoredEvent, Unread};

/// A watch over one identity's person.
pub(crate) struct Watch {
    store: Store,
    hub: Hub,
    workspace: WorkspaceId,
    lookup: Lookup,
    signals: Signals,
    /// What was delivered, and of which identities: all that were the person's since the stream was opened.
    position: Position,
    /// The person's identities, which are watched.
    lookups: Vec<Lookup>,
    known: HashSet<Lookup>,
    /// Whether they are somebody's.
    is_somebodys: bool,
    /// What was missed, and is read from the store before the signals are listened to again.
    missed: VecDeque<Missed>,
}

/// What a watch missed. It is read in portions, and the next one when the one before is delivered: a history may be long,
/// and its reader slow.
struct Missed {
    lookups: Vec<Lookup>,
    read: VecDeque<StoredEvent>,
    unread: Unread,
    /// After which number there is more; `None`: all is known.
    after: Option<i64>,
    /// What comes later is signalled.
    until: i64,
    /// Whether these are events of identities that have become the person's, from before that was known here.
    is_anothers: bool,
}

impl Missed {
    fn new(lookups: Vec<Lookup>, after: i64, until: i64) -> Self {
        Self {
            lookups,
            read: VecDeque::new(),
            unread: Unread::default(),
            after: Some(after),
            until,
            is_anothers: false,
        }
    }
}

/// What woke the watch.
pub(crate) enum Woken {
    /// An event to deliver.
    Event(StoredEvent),
    /// The person's identities changed.
    Changed,
    /// The person was erased or deleted, or the identity taken away: what a client has of it is no longer so.
    Gone,
}

impl Watch {
    /// Watches the person of an identity from now on, or from a position on.
    pub(crate) async fn begin(
        store: &Store,
        hub: &Hub,
        workspace: &WorkspaceId,
        lookup: &Lookup,
        after: Option<Position>,
    ) -> Result<Self, Error> {
        let mut watch = Self {
            store: store.clone(),
            hub: hub.clone(),
            workspace: workspace.clone(),
            lookup: lookup.clone(),
            signals: hub.signals(),
            position: Position::default(),
            lookups: Vec::new(),
            known: HashSet::new(),
            is_somebodys: false,
            missed: VecDeque::new(),
        };
        // First the signals, then the number: what is published in between is both signalled and counted.
        watch.subscribe().await?;
        let last = store.last_seq().await?;
        let is_resumed = after.is_some();
        watch.position = after.map_or_else(|| Position::behind(last), |after| after.within(last));
        if is_resumed && let Some(until) = store.erased_until(workspace, lookup).await? {
            watch.position = Position::behind(until.max(watch.position.all_until()));
        }
        watch.meet();
        if is_resumed {
            watch.catch_up().await?;
        }
        Ok(watch)
    }

    /// What has been delivered by now.
    pub(crate) fn position(&self) -> &Position {
        &self.position
    }

    /// Waits for the next thing to tell.
    pub(crate) async fn next(&mut self) -> Result<Woken, Error> {
        loop {
            if let Some(event) = self.next_missed().await? {
                return Ok(Woken::Event(event));
            }
            if self.position.is_long() {
                self.catch_up().await?;
                continue;
            }
            match self.signals.next().await {
                Some(Told { signal: Signal::Event(event), all_until }) => {
                    let is_new = self.position.take(event.seq);
                    self.position.has_all_until(all_until);
                    if is_new && let Some(event) = self.read(event).await? {
                        return Ok(Woken::Event(event));
                    }
                }
                Some(Told { signal: Signal::Changed, all_until }) => {
                    self.position.has_all_until(all_until);
                    return self.look_again().await;
                }
                // What could not wait may have been a change.
                None => {
                    return self.look_again().await;
                }
            }
        }
    }

    async fn subscribe(&mut self) -> Result<(), Error> {
        let mut signals = self.hub.signals();
        // The own identity first: from here on, no change of its person goes unseen.
        signals.watch(&self.workspace, &self.lookup);
        self.hub.seen_to().await;
        self.is_somebodys = self.store.owner(&self.workspace, &self.lookup).await?.is_some();
        let lookups = self.store.walk(&self.workspace, &self.lookup).await?;
        let others: Vec<&Lookup> = lookups.iter().filter(|lookup| **lookup != self.lookup).collect();
        for lookup in &others {
            signals.watch(&self.workspace, lookup);
        }
        if !others.is_empty() {
            self.hub.seen_to().await;
        }
        // What still waits in the ones before is read from the store.
        self.signals = signals;
        self.lookups = lookups;
        Ok(())
    }

    /// Has the events of identities that are the person's now, and were not, read from where they were published unheard.
    fn meet(&mut self) {
        let until = self.position.all_until();
        let mut owed: BTreeMap<i64, Vec<Lookup>> = BTreeMap::new();
        for lookup in &self.lookups {
            if self.known.insert(lookup.clone())
                && let Some(after) = self.position.meet(lookup)
            {
                owed.entry(after).or_default().push(lookup.clone());
            }
        }
        for (after, lookups) in owed {
            self.missed.push_back(Missed { is_anothers: true, ..Missed::new(lookups, after, until) });
        }
    }

    /// Finds out whose identities are the person's now, and what was missed.
    async fn look_again(&mut self) -> Result<Woken, Error> {
        let was_somebodys = self.is_somebodys;
        self.subscribe().await?;
        if was_somebodys && !self.is_somebodys {
            return Ok(Woken::Gone);
        }
        self.meet();
        self.catch_up().await?;
        Ok(Woken::Changed)
    }

    async fn catch_up(&mut self) -> Result<(), Error> {
        // The last events may be deleted by now.
        let until = self.store.last_seq().await?.max(self.position.last());
        // Whoever became the person's since they were asked for is signalled, and owed.
        self.missed.push_back(Missed::new(self.lookups.clone(), self.position.all_until(), until));
        Ok(())
    }

    /// The next event of those that were missed; `None`: all are delivered.
    async fn next_missed(&mut self) -> Result<Option<StoredEvent>, Error> {
        while let Some(missed) = self.missed.front_mut() {
            if let Some(event) = missed.read.pop_front() {
                if missed.is_anothers {
                    self.position.catches_up(&missed.lookups, Some(event.seq));
                    return Ok(Some(event));
                }
                let is_new = self.position.take(event.seq);
                // They are read in order, and whatever has a smaller number was there to be read.
                self.position.has_all_until(event.seq);
                if is_new {
                    return Ok(Some(event));
                }
            } else if !missed.unread.is_empty() {
                missed.read = self.store.read_on(&mut missed.unread).await?.into();
            } else if let Some(after) = missed.after {
                let found = self.store.unread_between(&self.workspace, &missed.lookups, after, missed.until).await?;
                (missed.unread, missed.after) = found;
                if !missed.is_anothers {
                    missed.unread.leave_out(|seq| self.position.has(seq));
                }
            } else {
                if missed.is_anothers {
                    self.position.catches_up(&missed.lookups, None);
                } else {
                    self.position.has_all_until(missed.until);
                }
                self.missed.pop_front();
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
}
