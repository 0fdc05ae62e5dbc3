//! Pages of history. Whatever the page, the store is entered by an index, and what is read of it has a bound: rows
//! before the page are skipped inside the index, and a filter that no index knows looks at so many events and no more.
//! Far into a list by time, days and hours are counted instead of events (`counts`), and who goes on from a page begins at
//! the place where that one ended.

use serde_json::value::RawValue;
use sqlx::AnyConnection;

use super::counts::{self, Counted, Landmark};
use super::events::{EventQuery, StoredEvent};
use super::plan::{Plan, SortBy, Sorting, Times, Way};
use super::sql::{Value, Values};
use super::{Dialect, Store};
use crate::error::Error;
use crate::ids::WorkspaceId;

/// How many events are read at once while a filter looks for its own: few at first, as most filters find soon, then
/// more and more.
const FIRST_BATCH: i64 = 250;
const LARGEST_BATCH: i64 = 4_000;

/// Up to this many values, each is read by its own part of the index and the results are merged.
const MERGED: usize = 100;

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
    pub(crate) events: Vec<StoredEvent>,
    /// The last event's place.
    pub(crate) end: Option<Place>,
}

/// A row: the column sorted by (empty by time), time, arrival, body.
type Row = (String, i64, i64, String);

/// What is left of a query once its way is known.
struct Search<'q> {
    workspace: &'q WorkspaceId,
    /// The table, for SQLite with the index: it keeps no figures of how many rows a condition leaves.
    table: String,
    plan: Plan,
    sorting: Sorting,
    /// Whether the way leads through the events in the order that is asked for.
    is_in_order: bool,
}

impl Store {
    /// One page. Where no index says which events are wanted, or in which order, at most `most` are looked at.
    ///
    /// # Errors
    /// 400, if those were not enough to tell.
    pub(crate) async fn events(
        &self,
        workspace: &WorkspaceId,
        query: &EventQuery,
        window: &Window,
        most: i64,
    ) -> Result<Page, Error> {
        let plan = Plan::new(query.lookups.as_deref(), query.filter.as_ref());
        let plan = if self.has_between(workspace, &plan.edges).await? {
            Plan::fine(query.lookups.as_deref(), query.filter.as_ref())
        } else {
            plan
        };
        let search = Search::new(workspace, query, plan, self.dialect);
        if search.plan.way != Way::All && search.plan.values.is_empty() {
            return Ok(Page::default());
        }
        if !search.is_in_order {
            let mut connection = self.pool.acquire().await?;
            if search.count(&mut connection, most.saturating_add(1)).await? > most {
                return Err(Error::invalid(format!(
                    "sortBy: more than {most} events would have to be sorted; add an identity or a shorter time"
                )));
            }
        }
        // A place in another order says nothing; the order changes where a merge gave somebody a second identity.
        let mut last = window.after.clone().filter(|place| place.by == search.sorting.by);
        let (offset, limit) = (if last.is_some() { 0 } else { window.offset }, window.limit);
        if search.plan.is_whole {
            let rows = match (&last, search.counted()) {
                (None, Some(counted)) if offset >= FAR => self.far_rows(&search, &counted, limit, offset).await?,
                _ => self.rows(&search, last.as_ref(), limit, offset).await?,
            };
            return search.page(rows);
        }
        let (mut found, mut skipped, mut examined, mut batch) = (Vec::new(), 0, 0, FIRST_BATCH);
        loop {
            // What has to be sorted is read in one go; it is not more than `most`.
            let size = if search.is_in_order { batch.min(most - examined) } else { most.saturating_add(1) };
            let rows = self.rows(&search, last.as_ref(), size, 0).await?;
            let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
            examined += count;
            batch = (batch * 2).min(LARGEST_BATCH);
            last = rows.last().map(|row| search.place(row));
            for row in rows {
                if !query.admits(&serde_json::from_str(&row.3)?) {
                    continue;
                }
                if skipped < offset {
                    skipped += 1;
                    continue;
                }
                found.push(row);
                if i64::try_from(found.len()).unwrap_or(i64::MAX) >= limit {
                    return search.page(found);
                }
            }
            if count < size {
                return search.page(found);
            }
            if examined >= most && !self.rows(&search, last.as_ref(), 1, 0).await?.is_empty() {
                return Err(Error::invalid(format!(
                    "filter: no index knows it, and the first {most} events that it may mean do not fill this page; \
                     add an identity, or to the filter a type, a source or a shorter time"
                )));
            } else if examined >= most {
                return search.page(found);
            }
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
    ) -> Result<Vec<Row>, Error> {
        let mut snapshot = self.snapshot().await?;
        // Where the list begins in the middle of an hour, what it has of that hour is counted event by event.
        let begin = search.begin();
        let passed = match begin {
            Some(time) => search.within_the_hour_of(time).count(&mut snapshot, offset.saturating_add(1)).await?,
            None => 0,
        };
        let landmark =
            if passed > offset { None } else { counted.landmark(&mut snapshot, begin, offset - passed).await? };
        let (mut values, chunk) = (Values::default(), counted.values);
        let sql = match landmark {
            Some(landmark) => {
                let rest = offset - passed - landmark.before;
                search.from(landmark).statement(&mut values, chunk, None, limit, rest)
            }
            None => search.statement(&mut values, chunk, None, limit, offset),
        };
        let rows = values.query(&sql).persistent(self.dialect == Dialect::Sqlite).fetch_all(&mut *snapshot).await?;
        snapshot.commit().await?;
        Ok(rows)
    }

    /// Rows of the way in their order, after one of them or after the first `offset`.
    async fn rows(
        &self,
        search: &Search<'_>,
        after: Option<&Place>,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Row>, Error> {
        let chunks: Vec<&[String]> = match search.plan.values.as_slice() {
            [] => vec![&[]],
            values if search.is_in_order => values.chunks(MERGED).collect(),
            values => vec![values],
        };
        if let [chunk] = chunks.as_slice() {
            return self.part(search, chunk, after, limit, offset).await;
        }
        // More identities than one statement merges: merged here, by time and arrival.
        let (mut rows, both) = (Vec::new(), limit.saturating_add(offset));
        for chunk in chunks {
            rows.extend(self.part(search, chunk, after, both, 0).await?);
        }
        rows.sort_unstable_by_key(|(_, time, seq, _): &Row| (*time, *seq));
        if !search.sorting.ascending {
            rows.reverse();
        }
        let count = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
        Ok(rows.into_iter().skip(count(offset)).take(count(limit)).collect())
    }

    async fn part(
        &self,
        search: &Search<'_>,
        chunk: &[String],
        after: Option<&Place>,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Row>, Error> {
        let mut values = Values::default();
        let sql = search.statement(&mut values, chunk, after, limit, offset);
        let mut connection = self.pool.acquire().await?;
        if self.dialect == Dialect::Postgres {
            return Ok(values.query(&sql).persistent(false).fetch_all(&mut *connection).await?);
        }
        Ok(values.query(&sql).fetch_all(&mut *connection).await?)
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
        Self { workspace, table, plan, sorting, is_in_order: sorted.is_some() }
    }

    /// The list whose hours are counted, if that is what this way leads through: in order of time, and as many values as
    /// one statement merges.
    fn counted(&self) -> Option<Counted<'_>> {
        let list = counts::list(self.plan.way).filter(|_| self.sorting.by == SortBy::Time && self.is_in_order)?;
        let values = Some(self.plan.values.as_slice()).filter(|values| values.len() <= MERGED)?;
        Some(Counted { workspace: self.workspace, list, values, ascending: self.sorting.ascending })
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
    async fn count(&self, connection: &mut AnyConnection, most: i64) -> Result<i64, Error> {
        let mut values = Values::default();
        let condition = self.condition(&mut values);
        let limit = values.put(most);
        let sql =
            format!("SELECT COUNT(*) FROM (SELECT 1 FROM {} WHERE {condition} LIMIT {limit}) AS counted", self.table);
        Ok(values.number(&sql).fetch_one(connection).await?)
    }

    fn place(&self, (sorted, time, seq, _): &Row) -> Place {
        Place { by: self.sorting.by, sorted: sorted.clone(), time: *time, seq: *seq }
    }

    fn page(&self, rows: Vec<Row>) -> Result<Page, Error> {
        let end = rows.last().map(|row| self.place(row));
        let stored = |(_, _, seq, body)| Ok(StoredEvent { seq, body: RawValue::from_string(body)? });
        Ok(Page { events: rows.into_iter().map(stored).collect::<Result<_, Error>>()?, end })
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
        let paged: Vec<String> = columns.iter().map(|column| format!("page.{column}")).collect();
        let paged = ordered(&paged.iter().map(String::as_str).collect::<Vec<_>>(), direction);
        // CROSS: the page first, then each event of it by its number.
        format!(
            "SELECT {sorted}, page.time, page.seq, events.body FROM \
             ({all} LIMIT {limit} OFFSET {offset}) AS page \
             CROSS JOIN events WHERE events.seq = page.seq ORDER BY {paged}"
        )
    }
}

fn ordered(columns: &[&str], direction: &str) -> String {
    let columns: Vec<String> = columns.iter().map(|column| format!("{column} {direction}")).collect();
    columns.join(", ")
}
