//! What arrived in a workspace behind an event: read in portions, with what is known of each beside its body.

use std::collections::HashMap;

use serde_json::value::RawValue;

use super::Store;
use super::bodies::Unread;
use super::sql::Values;
use crate::error::Error;
use crate::ids::{Lookup, WorkspaceId};

/// So many numbers are looked at by one statement.
const NUMBERS: usize = 10_000;

/// An event, and what is known of its arrival.
#[derive(Debug)]
pub(crate) struct Arrived {
    pub(crate) seq: i64,
    pub(crate) lookup: Lookup,
    /// The event's `type`.
    pub(crate) kind: String,
    pub(crate) source: String,
    /// When it happened, and when it arrived (epoch ms).
    pub(crate) time: i64,
    pub(crate) received_at: i64,
    /// The event as it is answered.
    pub(crate) body: Box<RawValue>,
}

/// The events that arrived.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) unread: Unread,
    /// The number of the last one; `None`: there was none.
    pub(crate) last: Option<i64>,
    /// How many were before those that are to be read.
    pub(crate) passed_over: usize,
}

impl Store {
    /// The newest of those that arrived behind an event, `most` at most. Where very many did, the rest by further calls.
    pub(crate) async fn arrived(&self, workspace: &WorkspaceId, after: i64, most: usize) -> Result<Found, Error> {
        let mut values = Values::default();
        let (after, id) = (values.put(after), values.put(workspace.as_str()));
        let limit = values.put(i64::try_from(NUMBERS).unwrap_or(i64::MAX));
        // `|| ''` keeps a database from taking an index of the workspace: then all of its events would be sorted.
        let sql = format!(
            "SELECT seq, CAST(OCTET_LENGTH(body) AS BIGINT) FROM events WHERE seq > {after} AND workspace_id || '' = {id} \
             ORDER BY seq LIMIT {limit}"
        );
        let rows: Vec<(i64, i64)> = values.query(&sql).fetch_all(&self.pool).await?;
        let passed_over = rows.len().saturating_sub(most);
        let mut found = Found { last: rows.last().map(|(seq, _)| *seq), passed_over, ..Found::default() };
        for (seq, bytes) in rows.into_iter().skip(passed_over) {
            found.unread.push(seq, usize::try_from(bytes).unwrap_or(usize::MAX));
        }
        Ok(found)
    }

    /// The next portion of them, in order; empty, when nothing is left or all of it was deleted.
    pub(crate) async fn read_arrived(&self, unread: &mut Unread) -> Result<Vec<Arrived>, Error> {
        type Row = (i64, String, String, String, i64, i64, String);
        let numbers = unread.portion();
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        let mut values = Values::default();
        let list = values.put_all(numbers.iter().copied());
        let sql =
            format!("SELECT seq, lookup, type, source, time, received_at, body FROM events WHERE seq IN ({list})");
        let rows: Vec<Row> = values.query(&sql).persistent(false).fetch_all(&self.pool).await?;
        let mut rows: HashMap<i64, Row> = rows.into_iter().map(|row| (row.0, row)).collect();
        let rows = numbers.into_iter().filter_map(|seq| rows.remove(&seq));
        rows.map(|(seq, lookup, kind, source, time, received_at, body)| {
            let body = RawValue::from_string(body)?;
            Ok(Arrived { seq, lookup: Lookup(lookup), kind, source, time, received_at, body })
        })
        .collect()
    }
}
