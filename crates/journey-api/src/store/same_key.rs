//! Events of one id, type, time, identity and source: equal ones are one event that was sent again, others are two events.
//! Senders give all events of a night's import one id and midnight for a time.

use std::collections::HashMap;

use cjds::CloudEvent;

use super::Write;
use super::publish::{INSERT, Key, NewEvent};
use super::sql::{Values, in_portions};
use crate::error::Error;

/// A stored event of a key: which of them it is, and as it is answered.
type Stored = (i64, String);
/// Its key, and the same.
type Row = (String, String, i64, String, String, String, i64, String);

impl NewEvent {
    /// Whether a stored event of the same key is this one: at the same moment, to the nanosecond, and of the same data.
    fn is(&self, body: &str) -> Result<bool, Error> {
        // What was stored was read before; an event that cannot be read again is another one.
        let stored = CloudEvent::take(serde_json::from_str(body)?).map(|read| read.event);
        Ok(stored.is_ok_and(|stored| stored.time == self.event.time && stored.data == self.event.data))
    }

    /// Which of its key it is, after those that are known; `None`: it is one of them.
    fn next_of(&self, known: &[Stored]) -> Result<Option<i64>, Error> {
        for (_, body) in known {
            if self.is(body)? {
                return Ok(None);
            }
        }
        Ok(Some(known.iter().map(|(variant, _)| variant.saturating_add(1)).max().unwrap_or_default()))
    }
}

fn by_key(rows: &[Row]) -> HashMap<Key<'_>, Vec<Stored>> {
    let mut stored: HashMap<Key<'_>, Vec<Stored>> = HashMap::new();
    for (workspace, id, time, lookup, kind, source, variant, body) in rows {
        stored.entry((workspace, id, *time, lookup, kind, source)).or_default().push((*variant, body.clone()));
    }
    stored
}

impl Write {
    /// Which of their keys the events are, so that they can be written together and in their order; `None`: it is stored, or
    /// stands before among them. Where a key is there once it is the first, until it turns out that another one is stored.
    pub(super) async fn variants(&mut self, events: &[&NewEvent]) -> Result<Vec<Option<i64>>, Error> {
        let mut times: HashMap<Key<'_>, usize> = HashMap::with_capacity(events.len());
        for new in events {
            *times.entry(new.key()).or_default() += 1;
        }
        let is_repeated = |new: &NewEvent| times.get(&new.key()).is_some_and(|times| *times > 1);
        let repeated: Vec<&NewEvent> = events.iter().copied().filter(|new| is_repeated(new)).collect();
        let rows = self.of_keys(&repeated).await?;
        let mut stored = by_key(&rows);
        let mut variants = Vec::with_capacity(events.len());
        for new in events {
            let variant = if is_repeated(new) { new.next_of(stored.entry(new.key()).or_default())? } else { Some(0) };
            if let Some(variant) = variant.filter(|_| is_repeated(new)) {
                stored.entry(new.key()).or_default().push((variant, new.body.clone()));
            }
            variants.push(variant);
        }
        Ok(variants)
    }

    /// Writes those of the events that say something else than what is stored of their keys: their places, and numbers.
    pub(super) async fn insert_others(&mut self, events: &[(usize, &NewEvent)]) -> Result<Vec<(usize, i64)>, Error> {
        let mut numbers = Vec::new();
        let all: Vec<&NewEvent> = events.iter().map(|(_, new)| *new).collect();
        let rows = self.of_keys(&all).await?;
        let mut stored = by_key(&rows);
        for (at, new) in events {
            let seq = self.insert_other(new, stored.entry(new.key()).or_default()).await?;
            numbers.extend(seq.map(|seq| (*at, seq)));
        }
        Ok(numbers)
    }

    async fn insert_other(&mut self, new: &NewEvent, known: &mut Vec<Stored>) -> Result<Option<i64>, Error> {
        loop {
            let Some(variant) = new.next_of(known)? else { return Ok(None) };
            let mut values = Values::default();
            let row = new.row(&mut values, variant);
            let sql = format!("{INSERT} {row} ON CONFLICT DO NOTHING RETURNING seq");
            let rows: Vec<(i64,)> = values.query(&sql).fetch_all(self.connection()).await?;
            if let Some((seq,)) = rows.first() {
                self.count(new.workspace.as_str(), &new.event.kind, &new.event.source, new.time, 1);
                known.push((variant, new.body.clone()));
                return Ok(Some(*seq));
            }
            // Somebody else wrote one meanwhile; it may be this one.
            *known = self.of_keys(&[new]).await?.into_iter().map(|row| (row.6, row.7)).collect();
        }
    }

    /// All that is stored of the keys of these events.
    async fn of_keys(&mut self, events: &[&NewEvent]) -> Result<Vec<Row>, Error> {
        let mut keys: Vec<Key<'_>> = events.iter().map(|new| new.key()).collect();
        keys.sort_unstable();
        keys.dedup();
        let mut found = Vec::new();
        for portion in in_portions(&keys) {
            let mut values = Values::default();
            let any: Vec<String> = portion
                .iter()
                .map(|(workspace, id, time, lookup, kind, source)| {
                    let [workspace, id] = [workspace, id].map(|text| values.put(*text));
                    let time = values.put(*time);
                    let [lookup, kind, source] = [lookup, kind, source].map(|text| values.put(*text));
                    format!(
                        "(workspace_id = {workspace} AND id = {id} AND time = {time} AND lookup = {lookup} \
                         AND type = {kind} AND source = {source})"
                    )
                })
                .collect();
            let sql = format!(
                "SELECT workspace_id, id, time, lookup, type, source, variant, body FROM events WHERE {}",
                any.join(" OR ")
            );
            let rows: Vec<Row> = values.query(&sql).fetch_all(self.connection()).await?;
            found.extend(rows);
        }
        Ok(found)
    }
}
