//! Pages of history. Whatever the page, the store is entered by an index, and what is read of it has a bound: rows
//! before the page are skipped inside the index, and a filter that no index knows looks at so many events and no more.
//! Far into a list by time, days and hours are counted instead of events (`counts`), and who goes on from a page begins at
//! the place where that one ended.

use std::collections::HashMap;
use std::ops::ControlFlow;

use futures_util::TryStreamExt;
use sqlx::Connection;

use super::bodies::Unread;
use super::counts::Counted;
use super::events::EventQuery;
use super::page::{Page, Place, Window};
use super::plan::{Plan, Way};
use super::pool::Session;
use super::search::{MERGED, Row, Search};
use super::sql::Values;
use super::{Dialect, Store};
use crate::error::Error;
use crate::ids::WorkspaceId;
use crate::searches;

/// How many events are read at once while a filter looks for its own: few at first, as most filters find soon, then
/// more and more.
const FIRST_BATCH: i64 = 250;
const LARGEST_BATCH: i64 = 4_000;

/// Of a page of more events than that, only the lengths are read at first: most of it would have no room.
const LONG: i64 = 1_000;

/// After so many rows others have their turn: to hold them against a filter takes a while.
const IN_A_ROW: i64 = 64;

/// From so many events before the page on, counting hours is quicker than stepping over events.
const FAR: i64 = 5_000;

/// What becomes of each row, and whether there shall be more.
type Each<'e> = &'e mut (dyn FnMut(Row) -> Result<ControlFlow<()>, Error> + Send);

impl Store {
    /// One page. Where no index says which events are wanted, or in which order, the budget says how many are looked at;
    /// beyond the first few that waits for its turn.
    ///
    /// # Errors
    /// 400, if those were not enough to tell; 429, if too many search.
    pub(crate) async fn events(
        &self,
        workspace: &WorkspaceId,
        query: &EventQuery,
        window: &Window,
        budget: &searches::Search,
    ) -> Result<Page, Error> {
        let most = budget.most;
        let plan = Plan::new(query.lookups.as_deref(), query.filter.as_ref());
        let plan = if self.has_between(workspace, &plan.edges).await? {
            Plan::fine(query.lookups.as_deref(), query.filter.as_ref())
        } else {
            plan
        };
        let mut search = Search::new(workspace, query, plan, self.dialect);
        if search.plan.way != Way::All && search.plan.values.is_empty() {
            return Ok(Page::default());
        }
        let mut turn = None;
        if !search.is_in_order {
            let mut reading = self.reading().await?;
            let count = search.count(reading.session(), most.saturating_add(1)).await?;
            drop(reading);
            if count > FIRST_BATCH {
                turn = Some(budget.turn().await?);
            }
            if count > most {
                return Err(Error::invalid(format!(
                    "sortBy: more than {most} events would have to be sorted; add an identity or a shorter time"
                )));
            }
        }
        // A place in another order says nothing; the order changes where a merge gave somebody a second identity.
        let mut last = window.after.clone().filter(|place| place.by == search.sorting.by);
        let (offset, limit) = (if last.is_some() { 0 } else { window.offset }, window.limit);
        let mut page = Page::default();
        if search.plan.is_whole {
            search.has_bodies = limit <= LONG || search.plan.values.len() > MERGED;
            let mut each = |row: Row| {
                let place = search.place(&row);
                if search.has_bodies {
                    page.push(place, row.2, row.3)?;
                } else {
                    page.push_length(place, row.2, &row.3);
                }
                Ok(ControlFlow::Continue(()))
            };
            match (&last, search.counted()) {
                (None, Some(counted)) if offset >= FAR => {
                    self.far_rows(&search, &counted, limit, offset, &mut each).await?;
                }
                _ => self.rows(&search, last.as_ref(), limit, offset, &mut each).await?,
            }
            return Ok(page);
        }
        let (mut skipped, mut examined, mut batch) = (0, 0, FIRST_BATCH);
        loop {
            // What has to be sorted is read in one go; it is not more than `most`.
            let size = if search.is_in_order { batch.min(most - examined) } else { most.saturating_add(1) };
            let (mut count, mut reached) = (0, None);
            let mut each = |row: Row| {
                count += 1;
                let place = search.place(&row);
                if !query.admits(&serde_json::from_str(&row.3)?) {
                    reached = Some(place);
                } else if skipped < offset {
                    skipped += 1;
                    reached = Some(place);
                } else {
                    reached = Some(place.clone());
                    page.push(place, row.2, row.3)?;
                }
                Ok(if page.len() < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
            };
            self.rows(&search, last.as_ref(), size, 0, &mut each).await?;
            examined += count;
            batch = (batch * 2).min(LARGEST_BATCH);
            last = reached;
            if page.len() >= limit || count < size {
                return Ok(page);
            }
            if examined < most {
                if turn.is_none() {
                    turn = Some(budget.turn().await?);
                }
                continue;
            }
            let mut is_all = true;
            let mut each = |_| {
                is_all = false;
                Ok(ControlFlow::Break(()))
            };
            self.rows(&search, last.as_ref(), 1, 0, &mut each).await?;
            if is_all {
                return Ok(page);
            }
            return Err(Error::invalid(format!(
                "filter: no index knows it, and the first {most} events that it may mean do not fill this page; \
                 add an identity, or to the filter a type, a source or a shorter time"
            )));
        }
    }

    /// Whether an event lies behind one of these milliseconds and before the next.
    async fn has_between(&self, workspace: &WorkspaceId, milliseconds: &[i64]) -> Result<bool, Error> {
        if milliseconds.is_empty() {
            return Ok(false);
        }
        let mut values = Values::default();
        let id = values.put(workspace.as_str());
        let list = values.put_all(milliseconds.iter().copied());
        let table = match self.dialect {
            Dialect::Sqlite => "events INDEXED BY events_between_milliseconds",
            Dialect::Postgres => "events",
        };
        let sql = format!(
            "SELECT COUNT(*) FROM (SELECT 1 FROM {table} WHERE workspace_id = {id} AND nanos <> 0 AND time IN ({list}) \
             LIMIT 1) AS found"
        );
        Ok(values.number(&sql).fetch_one(&self.pool).await? > 0)
    }

    /// Rows far into a list whose hours are counted: those of the hour to which counting leads, and on from there.
    async fn far_rows(
        &self,
        search: &Search<'_>,
        counted: &Counted<'_>,
        limit: i64,
        offset: i64,
        each: Each<'_>,
    ) -> Result<(), Error> {
        let mut reading = self.reading().await?;
        let (mut snapshot, prepares) = match reading.connection() {
            Some(connection) => (connection.begin_with(self.begin_snapshot()).await?, true),
            // Behind a pooler a transaction has begun already, and sees each statement's own moment.
            None => (self.pool.begin_with(self.begin_snapshot()).await?, false),
        };
        let mut session = Session::new(&mut snapshot, prepares);
        // Where the list begins in the middle of an hour, what it has of that hour is counted event by event.
        let begin = search.begin();
        let passed = match begin {
            Some(time) => search.within_the_hour_of(time).count(session.again(), offset.saturating_add(1)).await?,
            None => 0,
        };
        let landmark =
            if passed > offset { None } else { counted.landmark(session.again(), begin, offset - passed).await? };
        let (mut values, chunk) = (Values::default(), counted.values);
        let sql = match landmark {
            Some(landmark) => {
                let rest = offset - passed - landmark.before;
                search.from(landmark).statement(&mut values, chunk, None, limit, rest)
            }
            None => search.statement(&mut values, chunk, None, limit, offset),
        };
        self.stream(session, &values, &sql, each).await?;
        Ok(snapshot.commit().await?)
    }

    /// Rows of the way in their order, after one of them or after the first `offset`.
    async fn rows(
        &self,
        search: &Search<'_>,
        after: Option<&Place>,
        limit: i64,
        offset: i64,
        each: Each<'_>,
    ) -> Result<(), Error> {
        let chunks: Vec<&[String]> = match search.plan.values.as_slice() {
            [] => vec![&[]],
            values if search.is_in_order => values.chunks(MERGED).collect(),
            values => vec![values],
        };
        if let [chunk] = chunks.as_slice() {
            return self.part(search, chunk, after, (limit, offset), each).await;
        }
        // More identities than one statement merges: merged here, by time and arrival, and then read.
        let (mut found, both) = (Vec::new(), limit.saturating_add(offset));
        for chunk in chunks {
            let mut keep = |(_, time, seq, body): Row| {
                found.push((time, seq, body.len()));
                Ok(ControlFlow::Continue(()))
            };
            self.part(search, chunk, after, (both, 0), &mut keep).await?;
        }
        found.sort_unstable();
        if !search.sorting.ascending {
            found.reverse();
        }
        let count = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
        let (mut unread, mut times) = (Unread::default(), HashMap::new());
        for (time, seq, bytes) in found.into_iter().skip(count(offset)).take(count(limit)) {
            unread.push(seq, bytes);
            times.insert(seq, time);
        }
        while !unread.is_empty() {
            for event in self.read_on(&mut unread).await? {
                let time = times.get(&event.seq).copied().unwrap_or_default();
                let body = Box::<str>::from(event.body).into_string();
                if each((String::new(), time, event.seq, body))?.is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    async fn part(
        &self,
        search: &Search<'_>,
        chunk: &[String],
        after: Option<&Place>,
        (limit, offset): (i64, i64),
        each: Each<'_>,
    ) -> Result<(), Error> {
        let mut values = Values::default();
        let sql = search.statement(&mut values, chunk, after, limit, offset);
        let mut reading = self.reading().await?;
        self.stream(reading.session(), &values, &sql, each).await
    }

    /// Has each row looked at when it comes, so that not all of them are held.
    async fn stream(&self, session: Session<'_>, values: &Values, sql: &str, each: Each<'_>) -> Result<(), Error> {
        let mut rows = values.query::<Row>(sql).persistent(self.dialect == Dialect::Sqlite).fetch(session);
        let mut count = 0;
        while let Some(row) = rows.try_next().await? {
            if each(row)?.is_break() {
                break;
            }
            count += 1;
            if count % IN_A_ROW == 0 {
                tokio::task::yield_now().await;
            }
        }
        Ok(())
    }
}
