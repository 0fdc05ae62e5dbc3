//! Writing events: each is stored once, and never without a person.

use std::collections::{HashMap, HashSet};

use chrono::DateTime;
use cjds::CloudEvent;

use super::sql::{Values, in_portions};
use super::{Change, FIRST_CONTACT, Identity, Note, Store, Write, now};
use crate::error::Error;
use crate::ids::{Lookup, WorkspaceId, guessed_kind};

/// An event on its way into the store.
#[derive(Clone, Debug)]
pub(crate) struct NewEvent {
    pub(crate) workspace: WorkspaceId,
    pub(crate) lookup: Lookup,
    pub(super) event: CloudEvent,
    /// The event as it is answered.
    pub(crate) body: String,
    pub(super) time: i64,
    pub(super) received_at: i64,
    /// Whether it came without a time, and got that of its arrival.
    pub(super) is_timeless: bool,
}

/// An event that is stored now.
#[derive(Clone, Debug)]
pub(crate) struct Published {
    pub(crate) seq: i64,
    /// Identities that have a person now and had none, or another.
    pub(crate) change: Change,
}

impl NewEvent {
    /// An event of a workspace.
    pub(crate) fn new(workspace: WorkspaceId, mut event: CloudEvent) -> Self {
        let kind = event.identity_type.unwrap_or_else(|| guessed_kind(&event.identity));
        let received_at = now();
        let is_timeless = event.time.is_none();
        // To the millisecond, by which it is known again.
        let arrival = DateTime::from_timestamp_millis(received_at).unwrap_or_default();
        let time = event.time.get_or_insert(arrival).timestamp_millis();
        let body = event.write().to_string();
        let lookup = Lookup::of_kind(&event.identity, kind);
        Self { workspace, lookup, event, body, time, received_at, is_timeless }
    }

    /// The sender's id.
    pub(crate) fn id(&self) -> &str {
        &self.event.id
    }

    /// The sender's id, and when it happened (epoch ms).
    pub(crate) fn happened(&self) -> (String, i64) {
        (self.event.id.clone(), self.time)
    }

    /// What no two stored events have in common unless they say different things. Where several write, events are written
    /// in this order, so that two who write the same ones never wait for each other.
    pub(super) fn key(&self) -> Key<'_> {
        let event = &self.event;
        (self.workspace.as_str(), &event.id, self.time, self.lookup.as_str(), &event.kind, &event.source)
    }
}

pub(super) type Key<'a> = (&'a str, &'a str, i64, &'a str, &'a str, &'a str);

/// Before the rows of events that are written: [`NewEvent::row`].
pub(super) const INSERT: &str = "INSERT INTO events \
     (workspace_id, lookup, identity, id, type, source, body, time, received_at, nanos, variant) VALUES";

impl NewEvent {
    /// Puts the values of its row.
    pub(super) fn row(&self, values: &mut Values, variant: i64) -> String {
        let event = &self.event;
        let first = values.put_all([self.workspace.as_str(), self.lookup.as_str(), &event.identity, &event.id]);
        let second = values.put_all([event.kind.as_str(), &event.source, &self.body]);
        let nanos = event.time.map_or(0, |time| i64::from(time.timestamp_subsec_nanos() % 1_000_000));
        format!("({first}, {second}, {})", values.put_all([self.time, self.received_at, nanos, variant]))
    }
}

impl Write {
    /// Stores events; the result of each stands at its place. `None`: it was stored before.
    pub(crate) async fn publish(&mut self, events: &[NewEvent]) -> Result<Vec<Option<Published>>, Error> {
        let mut known = self.known(events).await?;
        let mut turns: Vec<&WorkspaceId> =
            events.iter().filter(|new| needs_turn(new, &known)).map(|new| &new.workspace).collect();
        turns.sort_unstable();
        turns.dedup();
        if !turns.is_empty() {
            // Before anything is written, and in one order: nobody who waits for a turn is waited for.
            for workspace in turns {
                self.take_turn(workspace).await?;
            }
            known = self.known(events).await?;
        }
        let repeated = self.repeated(events).await?;
        let mut order: Vec<usize> = (0..events.len()).filter(|index| !repeated.contains(index)).collect();
        if !self.writes_alone() {
            order.sort_by_key(|index| events.get(*index).map(NewEvent::key));
        }
        let sorted: Vec<&NewEvent> = order.iter().filter_map(|index| events.get(*index)).collect();
        let mut results: Vec<Option<Published>> = Vec::new();
        results.resize_with(events.len(), || None);
        if !sorted.is_empty() {
            self.take_numbers().await?;
        }
        let numbers = self.insert(&sorted).await?;
        let mut acting: HashMap<&WorkspaceId, bool> = HashMap::new();
        for ((index, new), seq) in order.iter().zip(sorted).zip(numbers) {
            let Some(seq) = seq else { continue };
            self.note(Note::Event(seq, new.workspace.clone(), new.lookup.clone()));
            let is_known = known.contains(&(new.workspace.as_str().to_owned(), new.lookup.as_str().to_owned()));
            let change = if is_known && new.event.previous_identity.is_none() {
                Change::default()
            } else {
                self.make_known(new).await?
            };
            self.note_change(&new.workspace, &change);
            let acts = match acting.get(&new.workspace) {
                Some(acts) => *acts,
                None => self.has_actions(&new.workspace).await?,
            };
            acting.insert(&new.workspace, acts);
            if acts {
                self.have_checked(&new.workspace, &new.lookup, &new.event.kind).await?;
            }
            if let Some(result) = results.get_mut(*index) {
                *result = Some(Published { seq, change });
            }
        }
        Ok(results)
    }

    /// Writes events in that order; the number of each, `None` where it was written before.
    async fn insert(&mut self, events: &[&NewEvent]) -> Result<Vec<Option<i64>>, Error> {
        type Row = (i64, String, String, i64, String, String, String, i64);
        let mut numbers = vec![None; events.len()];
        let variants = self.variants(events).await?;
        let wanted: Vec<(usize, &NewEvent, i64)> = events
            .iter()
            .zip(variants)
            .enumerate()
            .filter_map(|(at, (new, variant))| Some((at, *new, variant?)))
            .collect();
        for portion in in_portions(&wanted) {
            let mut values = Values::default();
            let rows: Vec<String> = portion.iter().map(|(_, new, variant)| new.row(&mut values, *variant)).collect();
            let sql = format!(
                "{INSERT} {} ON CONFLICT DO NOTHING \
                 RETURNING seq, workspace_id, id, time, lookup, type, source, variant",
                rows.join(", ")
            );
            let rows: Vec<Row> = values.query(&sql).fetch_all(self.connection()).await?;
            for (_, workspace, _, time, _, kind, source, _) in &rows {
                self.count(workspace, kind, source, *time, 1);
            }
            let written: HashMap<(Key<'_>, i64), i64> = rows
                .iter()
                .map(|(seq, workspace, id, time, lookup, kind, source, variant)| {
                    let key = (workspace.as_str(), id.as_str(), *time, lookup.as_str(), kind.as_str(), source.as_str());
                    ((key, *variant), *seq)
                })
                .collect();
            let mut left = Vec::new();
            for (at, new, variant) in portion {
                match (written.get(&(new.key(), *variant)), numbers.get_mut(*at)) {
                    (Some(seq), Some(number)) => *number = Some(*seq),
                    _ => left.push((*at, *new)),
                }
            }
            for (at, seq) in self.insert_others(&left).await? {
                if let Some(number) = numbers.get_mut(at) {
                    *number = Some(seq);
                }
            }
        }
        Ok(numbers)
    }

    /// Which of the events' identities have a person.
    async fn known(&mut self, events: &[NewEvent]) -> Result<HashSet<(String, String)>, Error> {
        let mut by_workspace: HashMap<&WorkspaceId, Vec<&str>> = HashMap::new();
        for new in events {
            by_workspace.entry(&new.workspace).or_default().push(new.lookup.as_str());
        }
        let mut known = HashSet::new();
        for (workspace, mut lookups) in by_workspace {
            lookups.sort_unstable();
            lookups.dedup();
            for portion in in_portions(&lookups) {
                let mut values = Values::default();
                let id = values.put(workspace.as_str());
                let list = values.put_all(portion.iter().copied());
                let sql = format!("SELECT lookup FROM identities WHERE workspace_id = {id} AND lookup IN ({list})");
                let rows: Vec<(String,)> = values.query(&sql).fetch_all(self.connection()).await?;
                known.extend(rows.into_iter().map(|(lookup,)| (workspace.as_str().to_owned(), lookup)));
            }
        }
        Ok(known)
    }

    /// Sees to it that the event's identity has a person, and that the identity it replaces has the same one, unless
    /// that is somebody else's already: persons are merged by people.
    async fn make_known(&mut self, new: &NewEvent) -> Result<Change, Error> {
        let (event, at) = (&new.event, new.received_at);
        let kind = event.identity_type.unwrap_or_else(|| guessed_kind(&event.identity));
        let own = Identity::new(kind, &event.identity);
        let previous = event.previous_identity.as_deref().map(|text| Identity::new(guessed_kind(text), text));
        let previous = previous.filter(|previous| previous.lookup() != new.lookup);
        let mut person = self.owner(&new.workspace, &new.lookup).await?;
        let mut change = Change::default();
        if person.is_none() || previous.is_some() {
            // Somebody else may be making it known at this moment.
            self.take_turn(&new.workspace).await?;
            person = self.owner(&new.workspace, &new.lookup).await?;
        }
        if person.is_none() {
            let predecessor = match &previous {
                Some(previous) => self.owner(&new.workspace, &previous.lookup()).await?,
                None => None,
            };
            let (owner, position) = match predecessor {
                Some(owner) => (owner, at),
                None => (self.create_person(&new.workspace, None, None, FIRST_CONTACT, at).await?, 0),
            };
            if self.add_identity(&new.workspace, &owner, &own, position).await? {
                if position > 0 {
                    self.log_joined(&new.workspace, &owner, &own).await?;
                }
                person = Some(owner);
                change.lookups.push(new.lookup.clone());
            }
        }
        if let (Some(person), Some(previous)) = (person, previous)
            && self.owner(&new.workspace, &previous.lookup()).await?.is_none()
            && self.add_identity(&new.workspace, &person, &previous, at).await?
        {
            self.log_joined(&new.workspace, &person, &previous).await?;
            change.lookups.push(previous.lookup());
        }
        Ok(change)
    }
}

fn needs_turn(new: &NewEvent, known: &HashSet<(String, String)>) -> bool {
    new.event.previous_identity.is_some()
        || !known.contains(&(new.workspace.as_str().to_owned(), new.lookup.as_str().to_owned()))
}

impl Store {
    /// Stores events, all or none; the result of each stands at its place.
    pub(crate) async fn publish(&self, events: &[NewEvent]) -> Result<Vec<Option<Published>>, Error> {
        let mut write = self.write().await?;
        let results = write.publish(events).await?;
        write.commit().await?;
        self.count_frequent().await;
        Ok(results)
    }
}
