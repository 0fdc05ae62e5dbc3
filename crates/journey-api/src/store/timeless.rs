//! Events that came without a time. They have none that tells a new one from one that is sent again after a lost answer; so
//! the same one is not stored again for a minute.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use serde_json::{Map, Value};

use super::publish::NewEvent;
use super::sql::{Values, in_portions};
use super::{Dialect, Write};
use crate::error::Error;

/// For so long the same event is one that came again, in ms.
const AGAIN: i64 = 60_000;

/// What the same events have in common besides their data.
type Key<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str);

/// When such an event came, and what it says.
type Said = (i64, Map<String, Value>);

/// Of a stored event, what is compared.
#[derive(Deserialize)]
struct Stored {
    #[serde(default)]
    data: Map<String, Value>,
}

fn key(new: &NewEvent) -> Key<'_> {
    let event = &new.event;
    (new.workspace.as_str(), &event.id, new.lookup.as_str(), &event.kind, &event.source)
}

impl Write {
    /// Which of the events, by their places, were stored before, or stand before among them.
    pub(super) async fn repeated(&mut self, events: &[NewEvent]) -> Result<HashSet<usize>, Error> {
        let mut timeless: Vec<(usize, &NewEvent)> =
            events.iter().enumerate().filter(|(_, new)| new.is_timeless).collect();
        let mut repeated = HashSet::new();
        if timeless.is_empty() {
            return Ok(repeated);
        }
        timeless.sort_by_key(|(index, new)| (key(new), *index));
        self.take_turns_for(&timeless).await?;
        let mut known: HashMap<Key<'_>, Vec<Said>> = HashMap::new();
        let stored = self.stored_timeless(&timeless).await?;
        for (workspace, id, lookup, kind, source, time, data) in &stored {
            let key = (workspace.as_str(), id.as_str(), lookup.as_str(), kind.as_str(), source.as_str());
            known.entry(key).or_default().push((*time, data.clone()));
        }
        for (index, new) in timeless {
            let same = known.entry(key(new)).or_default();
            let is_again = |(time, data): &Said| new.time.saturating_sub(*time) <= AGAIN && *data == new.event.data;
            if same.iter().any(is_again) {
                repeated.insert(index);
            } else {
                same.push((new.time, new.event.data.clone()));
            }
        }
        Ok(repeated)
    }

    /// Sees to it that no replica stores the same ones meanwhile. They come sorted, so nobody waits for whoever waits.
    async fn take_turns_for(&mut self, timeless: &[(usize, &NewEvent)]) -> sqlx::Result<()> {
        if self.dialect == Dialect::Sqlite {
            return Ok(());
        }
        let mut keys: Vec<String> = timeless.iter().map(|(_, new)| format!("{:?}", key(new))).collect();
        keys.dedup();
        for portion in in_portions(&keys) {
            let mut values = Values::default();
            let rows: Vec<String> = portion.iter().map(|key| format!("({})", values.put(key.as_str()))).collect();
            let sql = format!(
                "SELECT COUNT(*) FROM (VALUES {}) AS keys (key) \
                 CROSS JOIN LATERAL pg_advisory_xact_lock(hashtextextended(key, 1))",
                rows.join(", ")
            );
            values.number(&sql).fetch_one(self.connection()).await?;
        }
        Ok(())
    }

    /// What is stored of that kind, and came without a time, since a minute ago.
    async fn stored_timeless(
        &mut self,
        timeless: &[(usize, &NewEvent)],
    ) -> Result<Vec<(String, String, String, String, String, i64, Map<String, Value>)>, Error> {
        let mut stored = Vec::new();
        let mut distinct = timeless.to_vec();
        distinct.dedup_by_key(|(_, new)| key(new));
        for portion in in_portions(&distinct) {
            let mut values = Values::default();
            let any: Vec<String> = portion
                .iter()
                .map(|(_, new)| {
                    let (workspace, id, lookup, kind, source) = key(new);
                    let [workspace, id] = [workspace, id].map(|text| values.put(text));
                    let since = values.put(new.time.saturating_sub(AGAIN));
                    let [lookup, kind, source] = [lookup, kind, source].map(|text| values.put(text));
                    format!(
                        "(workspace_id = {workspace} AND id = {id} AND time >= {since} AND lookup = {lookup} \
                         AND type = {kind} AND source = {source})"
                    )
                })
                .collect();
            // An event that came with a time happened before it arrived.
            let sql = format!(
                "SELECT workspace_id, id, lookup, type, source, time, body FROM events \
                 WHERE time = received_at AND ({})",
                any.join(" OR ")
            );
            type Row = (String, String, String, String, String, i64, String);
            let rows: Vec<Row> = values.query(&sql).fetch_all(self.connection()).await?;
            for (workspace, id, lookup, kind, source, time, body) in rows {
                let Stored { data } = serde_json::from_str(&body)?;
                stored.push((workspace, id, lookup, kind, source, time, data));
            }
        }
        Ok(stored)
    }
}
