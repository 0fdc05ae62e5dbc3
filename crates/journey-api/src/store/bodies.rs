//! Reading events without holding more of them than there is room for: first their numbers and how long they are, then
//! their bodies, in portions, each when the one before has been sent. Between two portions no connection is held, so who
//! reads slowly keeps nobody else from the database.

use std::collections::{HashMap, VecDeque};

use serde_json::value::RawValue;

use super::Store;
use super::events::StoredEvent;
use super::sql::Values;
use crate::error::Error;
use crate::ids::{Lookup, WorkspaceId};

/// So many bytes of bodies are read at once, or one body.
const PORTION: usize = 128 * 1024;
/// And so many bodies.
const MOST_BODIES: usize = 500;
/// So many numbers of events are read at once.
const MOST_NUMBERS: usize = 10_000;

/// Events that are known by their numbers, and are still to be read.
#[derive(Debug, Default)]
pub(crate) struct Unread(VecDeque<Known>);

/// An event's number, and how many bytes its body has.
#[derive(Clone, Copy, Debug)]
struct Known {
    seq: i64,
    bytes: usize,
}

/// An event that somebody spoke of.
#[derive(Debug)]
pub(crate) struct ShortBody {
    pub(crate) workspace: WorkspaceId,
    pub(crate) lookup: Lookup,
    /// `None`: it is long.
    pub(crate) body: Option<String>,
}

impl Unread {
    pub(super) fn push(&mut self, seq: i64, bytes: usize) {
        self.0.push_back(Known { seq, bytes });
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Leaves out what need not be read.
    pub(crate) fn leave_out(&mut self, is_known: impl Fn(i64) -> bool) {
        self.0.retain(|known| !is_known(known.seq));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The numbers of the next portion.
    pub(super) fn portion(&mut self) -> Vec<i64> {
        let (mut numbers, mut bytes) = (Vec::new(), 0_usize);
        while let Some(next) = self.0.front() {
            bytes = bytes.saturating_add(next.bytes);
            if !numbers.is_empty() && (bytes > PORTION || numbers.len() >= MOST_BODIES) {
                break;
            }
            numbers.push(next.seq);
            self.0.pop_front();
        }
        numbers
    }
}

impl Store {
    /// The next portion, in order, without what was deleted meanwhile; empty, when nothing is left.
    pub(crate) async fn read_on(&self, unread: &mut Unread) -> Result<Vec<StoredEvent>, Error> {
        loop {
            let numbers = unread.portion();
            if numbers.is_empty() {
                return Ok(Vec::new());
            }
            let mut values = Values::default();
            let list = values.put_all(numbers.iter().copied());
            let sql = format!("SELECT seq, body FROM events WHERE seq IN ({list})");
            let rows: Vec<(i64, String)> = values.query(&sql).persistent(false).fetch_all(&self.pool).await?;
            let mut bodies: HashMap<i64, String> = rows.into_iter().collect();
            let found = numbers.into_iter().filter_map(|seq| Some((seq, bodies.remove(&seq)?)));
            let events = found
                .map(|(seq, body)| Ok(StoredEvent { seq, body: RawValue::from_string(body)? }))
                .collect::<Result<Vec<_>, Error>>()?;
            if !events.is_empty() {
                return Ok(events);
            }
        }
    }

    /// Those events, without the bodies that are longer than `longest`. What was deleted is not there.
    pub(crate) async fn short_bodies(&self, numbers: &[i64], longest: usize) -> Result<HashMap<i64, ShortBody>, Error> {
        if numbers.is_empty() {
            return Ok(HashMap::new());
        }
        let mut values = Values::default();
        let longest = values.put(i64::try_from(longest).unwrap_or(i64::MAX));
        let list = values.put_all(numbers.iter().copied());
        let sql = format!(
            "SELECT seq, workspace_id, lookup, CASE WHEN OCTET_LENGTH(body) <= {longest} THEN body END FROM events \
             WHERE seq IN ({list})"
        );
        let rows = values.query::<(i64, String, String, Option<String>)>(&sql).persistent(false);
        let rows = rows.fetch_all(&self.pool).await?;
        let read = |(seq, workspace, lookup, body)| {
            (seq, ShortBody { workspace: WorkspaceId(workspace), lookup: Lookup(lookup), body })
        };
        Ok(rows.into_iter().map(read).collect())
    }

    /// The events of those identities that arrived after `after` and not after `until`, in the order of arrival; the second:
    /// after which to ask for more.
    pub(crate) async fn unread_between(
        &self,
        workspace: &WorkspaceId,
        lookups: &[Lookup],
        after: i64,
        until: i64,
    ) -> Result<(Unread, Option<i64>), Error> {
        let mut found: Vec<(i64, i64)> = Vec::new();
        let most = i64::try_from(MOST_NUMBERS).unwrap_or(i64::MAX);
        for lookups in lookups.chunks(200) {
            let mut values = Values::default();
            let (id, after, until) = (values.put(workspace.as_str()), values.put(after), values.put(until));
            let list = values.put_all(lookups.iter().map(Lookup::as_str));
            let most = values.put(most);
            // The numbers first: they stand in the index, and only those that are wanted are looked up.
            let sql = format!(
                "SELECT events.seq, CAST(OCTET_LENGTH(events.body) AS BIGINT) FROM \
                 (SELECT seq FROM events WHERE workspace_id = {id} AND seq > {after} AND seq <= {until} AND lookup IN ({list}) \
                 ORDER BY seq LIMIT {most}) AS page \
                 CROSS JOIN events WHERE events.seq = page.seq"
            );
            found.extend(values.query::<(i64, i64)>(&sql).fetch_all(&self.pool).await?);
        }
        found.sort_unstable();
        let has_more = found.len() >= MOST_NUMBERS;
        found.truncate(MOST_NUMBERS);
        let next = found.last().map(|(seq, _)| *seq).filter(|_| has_more);
        let known = |(seq, bytes)| Known { seq, bytes: usize::try_from(bytes).unwrap_or(usize::MAX) };
        Ok((Unread(found.into_iter().map(known).collect()), next))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_portion_has_as_many_bodies_as_there_is_room_for_and_always_one() {
        let mut unread = Unread::default();
        for (seq, bytes) in [(1, PORTION * 8), (2, PORTION / 2), (3, PORTION / 2), (4, 1), (5, PORTION + 1)] {
            unread.push(seq, bytes);
        }
        for expected in [vec![1], vec![2, 3], vec![4], vec![5], vec![]] {
            assert_eq!(unread.portion(), expected);
        }
        for seq in 0..2 * MOST_BODIES + 1 {
            unread.push(seq as i64, 1);
        }
        assert_eq!([(); 4].map(|()| unread.portion().len()), [MOST_BODIES, MOST_BODIES, 1, 0]);
    }
}
