//! The statement for a part of a history: by which index, in which order, from which place on.

use super::Dialect;
use super::counts::{self, Counted, Landmark};
use super::events::EventQuery;
use super::page::Place;
use super::plan::{Plan, SortBy, Sorting, Times, Way};
use super::pool::Session;
use super::sql::Values;
use crate::error::Error;
use crate::ids::WorkspaceId;

/// Up to this many values, each is read by its own part of the index and the results are merged.
pub(super) const MERGED: usize = 100;

/// A row: the column sorted by (empty by time), time, arrival, body.
pub(super) type Row = (String, i64, i64, String);

/// What is left of a query once its way is known.
pub(super) struct Search<'q> {
    workspace: &'q WorkspaceId,
    /// The table, for SQLite with the index: it keeps no figures of how many rows a condition leaves.
    table: String,
    pub(super) plan: Plan,
    pub(super) sorting: Sorting,
    /// Whether the way leads through the events in the order that is asked for.
    pub(super) is_in_order: bool,
    /// Whether its rows have the bodies; else how many bytes those have.
    pub(super) has_bodies: bool,
    dialect: Dialect,
}

impl<'q> Search<'q> {
    pub(super) fn new(workspace: &'q WorkspaceId, query: &EventQuery, mut plan: Plan, dialect: Dialect) -> Self {
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
    pub(super) fn counted(&self) -> Option<Counted<'_>> {
        let list = counts::list(self.plan.way).filter(|_| self.sorting.by == SortBy::Time && self.is_in_order)?;
        let values = Some(self.plan.values.as_slice()).filter(|values| values.len() <= MERGED)?;
        Some(Counted { workspace: self.workspace, list, values, ascending: self.sorting.ascending, table: &self.table })
    }

    /// The point in time at which the list begins, where it is bounded there.
    pub(super) fn begin(&self) -> Option<i64> {
        let Times { since, until } = self.plan.times;
        if self.sorting.ascending { since } else { until }
    }

    /// The same from that hour on.
    pub(super) fn from(&self, landmark: Landmark) -> Self {
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
    pub(super) fn within_the_hour_of(&self, time: i64) -> Self {
        let (first, last) = counts::hour_around(time);
        let Times { since, until } = self.plan.times;
        let since = since.map_or(first, |since| since.max(first));
        self.between(Times { since: Some(since), until: Some(until.map_or(last, |until| until.min(last))) })
    }

    fn between(&self, times: Times) -> Self {
        Self { plan: Plan { times, ..self.plan.clone() }, table: self.table.clone(), ..*self }
    }

    /// How many events the way leads to, counted to `most`.
    pub(super) async fn count(&self, session: Session<'_>, most: i64) -> Result<i64, Error> {
        let mut values = Values::default();
        let condition = self.condition(&mut values);
        let limit = values.put(most);
        let sql =
            format!("SELECT COUNT(*) FROM (SELECT 1 FROM {} WHERE {condition} LIMIT {limit}) AS counted", self.table);
        Ok(values.number(&sql).fetch_one(session).await?)
    }

    pub(super) fn place(&self, (sorted, time, seq, _): &Row) -> Place {
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
    pub(super) fn statement(
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
