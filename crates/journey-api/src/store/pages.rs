//! Pages of history. Whatever the page, the store is entered by an index, and what is read of it has a bound: rows
//! before the page are skipped inside the index, and a filter that no index knows looks at so many events and no more.
//! Far into a list by time, days and hours are counted instead of events (`counts`), and who goes on from a page begins at
//! the place where that one ended.

use std::collections::HashMap;
use std::ops::ControlFlow;

use futures_util::TryStreamExt;
use serde_json::value::RawValue;
use sqlx::Connection;

use super::bodies::Unread;
use super::counts::{self, Counted, Landmark};
use super::events::{EventQuery, StoredEvent};
use super::plan::{Plan, SortBy, Sorting, Times, Way};
use super::pool::Session;
use super::sql::{Value, Values};
use super::{Dialect, Store};
use crate::error::Error;
use crate::ids::WorkspaceId;
use crate::searches;

/// How many events are read at once while a filter looks for its own: few at first, as most filters find soon, then
/// more and more.
const FIRST_BATCH: i64 = 250;
const LARGEST_BATCH: i64 = 4_000;

/// Up to this many values, each is read by its own part of the index and the results are merged.
const MERGED: usize = 100;

/// So many bytes of bodies are held for a page. What is beyond is read when those have been sent.
const ROOM: usize = 512 * 1024;

/// Of a page of more events than that, only the lengths are read at first: most of it would have no room.
const LONG: i64 = 1_000;

/// After so many rows others have their turn: to hold them against a filter takes a while.
const IN_A_ROW: i64 = 64;

/// From so many events before the page on, counting hours is quicker than stepping over events.
const FAR: i64 = 5_000;

/// Which events of a list are wanted: `limit` after the first `offset`, or after a place that is known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Window {
    pub(crate) offset: i64,
    pub(crate) limit: i64,
    /// Where the page before ended.
    pub(crate) after: Option<Place>,
}

/// An event's place in an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The order, and what the event has in its column (empty by time).
    by: SortBy,
    sorted: String,
    time: i64,
    seq: i64,
}

/// A part of a list.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// Its first events, as many as there is room for.
    pub(crate) events: Vec<StoredEvent>,
    /// The others.
    pub(crate) unread: Unread,
    /// The last event's place.
    pub(crate) end: Option<Place>,
    /// How many bytes the first ones have.
    bytes: usize,
}

impl Page {
    /// How many events it has.
    pub(crate) fn len(&self) -> i64 {
        i64::try_from(self.events.len() + self.unread.len()).unwrap_or(i64::MAX)
    }

    /// Takes an event of which only the length was read.
    fn push_length(&mut self, place: Place, seq: i64, length: &str) {
        self.end = Some(place);
        self.unread.push(seq, length.parse().unwrap_or(usize::MAX));
    }

    fn push(&mut self, place: Place, seq: i64, body: String) -> Result<(), Error> {
        self.bytes = self.bytes.saturating_add(body.len());
        self.end = Some(place);
        // Once one had no room, none has: they are in order.
        if self.unread.is_empty() && (self.bytes <= ROOM || self.events.is_empty()) {
            self.events.push(StoredEvent { seq, body: RawValue::from_string(body)? });
        } else {
            self.unread.push(seq, body.len());
        }
        Ok(())
    }
}

/// A row: the column sorted by (empty by time), time, arrival, body.
type Row = (String, i64, i64, String);

/// What becomes of each row, and whether there shall be more.
type Each<'e> = &'e mut (dyn FnMut(Row) -> Result<ControlFlow<()>, Error> + Send);

/// What is left of a query once its way is known.
struct Search<'q> {
    workspace: &'q WorkspaceId,
    /// The table, for SQLite with the index: it keeps no figures of how many rows a condition leaves.
    table: String,
    plan: Plan,
    sorting: Sorting,
    /// Whether the way leads through the events in the order that is asked for.
    is_in_order: bool,
    /// Whether its rows have the bodies; else how many bytes those have.
    has_bodies: bool,
    dialect: Dialect,
}

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

impl Place {
    /// Puts what the columns of its order are compared with.
    fn values(&self, values: &mut Values) -> String {
        let sorted = Some(Value::from(self.sorted.as_str())).filter(|_| self.by != SortBy::Time);
        values.put_all(sorted.into_iter().chain([Value::from(self.time), Value::from(self.seq)]))
    }
}

impl<'q> Search<'q> {
    fn new(workspace: &'q WorkspaceId, query: &EventQuery, mut plan: Plan, dialect: Dialect) -> Self {
        plan.is_whole &= query.data.is_none();
        let mut sorting = query.sorting;
        if plan.values.len() == 1 && plan.way.column() == Some(sorting.by.column()) {
            // All have the same: then it is the time that tells them apart.
            sorting.by = SortBy::Time;
        }
        let has_times = plan.times.since.is_some() || plan.times.until.is_some();
        let sorted = match sorting.by {
            SortBy::Time => Some(plan.way),
            SortBy::Type => Some(Way::Type),
            SortBy::Source => Some(Way::Source),
            SortBy::Id => Some(Way::Id),
            SortBy::Identity => None,
        };
        let sorted = sorted.filter(|way| *way == plan.way || plan.way == Way::All && !has_times);
        // In the order of a column other than the time, several values of it are no way: their parts are sorted by time.
        let sorted = sorted.filter(|_| sorting.by == SortBy::Time || plan.way == Way::All);
        let table = match dialect {
            Dialect::Sqlite => format!("events INDEXED BY {}", sorted.unwrap_or(plan.way).index()),
            Dialect::Postgres => "events".to_owned(),
        };
        Self { workspace, table, plan, sorting, is_in_order: sorted.is_some(), has_bodies: true, dialect }
    }

    /// The list whose hours are counted, if that is what this way leads through: in order of time, and as many values as
    /// one statement merges.
    fn counted(&self) -> Option<Counted<'_>> {
        let list = counts::list(self.plan.way).filter(|_| self.sorting.by == SortBy::Time && self.is_in_order)?;
        let values = Some(self.plan.values.as_slice()).filter(|values| values.len() <= MERGED)?;
        Some(Counted { workspace: self.workspace, list, values, ascending: self.sorting.ascending, table: &self.table })
    }

    /// The point in time at which the list begins, where it is bounded there.
    fn begin(&self) -> Option<i64> {
        let Times { since, until } = self.plan.times;
        if self.sorting.ascending { since } else { until }
    }

    /// The same from that hour on.
    fn from(&self, landmark: Landmark) -> Self {
        let (first, last) = landmark.bounds();
        let Times { since, until } = self.plan.times;
        let times = if self.sorting.ascending {
            Times { since: Some(first), until }
        } else {
            Times { since, until: Some(last) }
        };
        self.between(times)
    }

    /// What of it lies in the hour of a point in time.
    fn within_the_hour_of(&self, time: i64) -> Self {
        let (first, last) = counts::hour_around(time);
        let Times { since, until } = self.plan.times;
        let since = since.map_or(first, |since| since.max(first));
        self.between(Times { since: Some(since), until: Some(until.map_or(last, |until| until.min(last))) })
    }

    fn between(&self, times: Times) -> Self {
        Self { plan: Plan { times, ..self.plan.clone() }, table: self.table.clone(), ..*self }
    }

    /// How many events the way leads to, counted to `most`.
    async fn count(&self, session: Session<'_>, most: i64) -> Result<i64, Error> {
        let mut values = Values::default();
        let condition = self.condition(&mut values);
        let limit = values.put(most);
        let sql =
            format!("SELECT COUNT(*) FROM (SELECT 1 FROM {} WHERE {condition} LIMIT {limit}) AS counted", self.table);
        Ok(values.number(&sql).fetch_one(session).await?)
    }

    fn place(&self, (sorted, time, seq, _): &Row) -> Place {
        Place { by: self.sorting.by, sorted: sorted.clone(), time: *time, seq: *seq }
    }

    /// What holds of every event on the way but for the values of its column.
    fn basis(&self, values: &mut Values, is_first: bool) -> String {
        let mut condition = format!("workspace_id = {}", values.put(self.workspace.as_str()));
        // Behind the first rows, where they end says more than one of the bounds, and two would be one too many for an
        // index.
        let since = self.plan.times.since.filter(|_| is_first || !self.sorting.ascending);
        let until = self.plan.times.until.filter(|_| is_first || self.sorting.ascending);
        for (operator, bound) in [(">=", since), ("<=", until)] {
            if let Some(bound) = bound {
                condition.push_str(&format!(" AND time {operator} {}", values.put(bound)));
            }
        }
        condition
    }

    /// What holds of every event on the way.
    fn condition(&self, values: &mut Values) -> String {
        let condition = self.basis(values, true);
        match self.plan.way.column() {
            Some(column) => {
                let list = values.put_all(self.plan.values.iter().map(String::as_str));
                format!("{condition} AND {column} IN ({list})")
            }
            None => condition,
        }
    }

    /// The statement for some rows. First the keys, which stand in the index and cost little to skip; then the bodies
    /// of those that are wanted.
    fn statement(
        &self,
        values: &mut Values,
        chunk: &[String],
        after: Option<&Place>,
        limit: i64,
        offset: i64,
    ) -> String {
        let (direction, beyond) = if self.sorting.ascending { ("ASC", ">") } else { ("DESC", "<") };
        let column = Some(self.sorting.by.column()).filter(|_| self.sorting.by != SortBy::Time);
        let columns: Vec<&str> = column.into_iter().chain(["time", "seq"]).collect();
        let (keys, order) = (columns.join(", "), ordered(&columns, direction));
        let table = &self.table;
        let one =
            |condition: &str, order: &str| format!("SELECT {keys} FROM {table} WHERE {condition} ORDER BY {order}");
        let all = if self.is_in_order {
            let mut condition = self.basis(values, after.is_none());
            if let Some(place) = after {
                condition.push_str(&format!(" AND ({keys}) {beyond} ({})", place.values(values)));
            }
            match (self.plan.way.column(), chunk) {
                (Some(way), [value]) => one(&format!("{condition} AND {way} = {}", values.put(value.as_str())), &order),
                (Some(way), several) => {
                    let both = values.put(limit.saturating_add(offset));
                    let parts: Vec<String> = several
                        .iter()
                        .map(|value| {
                            let part = one(&format!("{condition} AND {way} = {}", values.put(value.as_str())), &order);
                            format!("SELECT * FROM ({part} LIMIT {both}) AS one")
                        })
                        .collect();
                    format!("SELECT {keys} FROM ({}) AS found ORDER BY {order}", parts.join(" UNION ALL "))
                }
                (None, _) => one(&condition, &order),
            }
        } else {
            // `|| ''` keeps a database from walking an index of the whole workspace only because it is sorted so.
            let sorted = self.sorting.by.column();
            let mut condition = self.condition(values);
            if let Some(place) = after {
                condition.push_str(&format!(" AND ({sorted} || '', time, seq) {beyond} ({})", place.values(values)));
            }
            one(&condition, &format!("{sorted} || '' {direction}, {order}"))
        };
        let (limit, offset) = (values.put(limit), values.put(offset));
        let sorted = column.map_or_else(|| "''".to_owned(), |column| format!("page.{column}"));
        let body = if self.has_bodies { "events.body" } else { "CAST(OCTET_LENGTH(events.body) AS TEXT)" };
        // CROSS: the page first, then each event of it by its number. So SQLite has them in the page's order; told to sort
        // them, it would hold all bodies in memory before the first one comes.
        let order = match self.dialect {
            Dialect::Sqlite => String::new(),
            Dialect::Postgres => {
                let paged: Vec<String> = columns.iter().map(|column| format!("page.{column}")).collect();
                let paged = paged.iter().map(String::as_str).collect::<Vec<_>>();
                format!(" ORDER BY {}", ordered(&paged, direction))
            }
        };
        format!(
            "SELECT {sorted}, page.time, page.seq, {body} FROM \
             ({all} LIMIT {limit} OFFSET {offset}) AS page \
             CROSS JOIN events WHERE events.seq = page.seq{order}"
        )
    }
}

fn ordered(columns: &[&str], direction: &str) -> String {
    let columns: Vec<String> = columns.iter().map(|column| format!("{column} {direction}")).collect();
    columns.join(", ")
}
