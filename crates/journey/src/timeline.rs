//! The rows that are wanted, by day of the viewer, the newest first, as many as asked for.

use std::ops::Range;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use super::{Entry, EntryId, Filter, Journey, Row, Zone, is_ahead};

/// Under which heading rows stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dated {
    /// That of their day.
    On(NaiveDate),
    /// They claim a time more than a day ahead.
    Ahead,
    /// They do not say when.
    Never,
}

/// One day.
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    /// Which.
    pub date: Dated,
    /// Its rows, the newest first.
    pub rows: Vec<Row>,
}

/// What a timeline without a row leaves out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outside {
    /// Rows that are wanted but lie before the time range.
    pub earlier: usize,
    /// Rows that are wanted but lie after it.
    pub later: usize,
    /// Rows in the time range that the rest of the filter leaves out.
    pub filtered: usize,
}

/// What is shown.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    rows: Vec<Row>,
    /// Which of them claim a time more than a day ahead.
    ahead: Range<usize>,
    /// How many more are wanted.
    pub more: usize,
    /// What else there is, if nothing is shown.
    pub outside: Outside,
}

/// Most rows are the very same ones as before; nobody looks into those.
impl PartialEq for Timeline {
    fn eq(&self, other: &Self) -> bool {
        let same = |(one, other): (&Row, &Row)| {
            let is_same_entry = Arc::ptr_eq(&one.entry, &other.entry) || one.entry == other.entry;
            is_same_entry && one.id() == other.id() && one.earlier == other.earlier
        };
        self.more == other.more
            && self.ahead == other.ahead
            && self.outside == other.outside
            && self.rows.len() == other.rows.len()
            && self.rows.iter().zip(&other.rows).all(same)
    }
}

impl Timeline {
    /// The first `limit` rows that are wanted at `now`.
    pub fn of(journey: &Journey, filter: &Filter, now: DateTime<Utc>, limit: usize) -> Self {
        Self::back_to(None, journey, filter, now, limit)
    }

    /// The same, but no further back than `reach`: so far the histories of all platforms have been read. What one of them
    /// knows from before would stand there without what the others know.
    pub fn back_to(
        reach: Option<DateTime<Utc>>,
        journey: &Journey,
        filter: &Filter,
        now: DateTime<Utc>,
        limit: usize,
    ) -> Self {
        let mut timeline = Self::default();
        let wanted = filter.at(now);
        let is_reached = |entry: &Entry| reach.is_none_or(|reach| entry.time.is_none_or(|time| time >= reach));
        // The last row that is not shown any more.
        let mut hidden: Option<Row> = None;
        for entry in journey.shown_at(now).filter(|entry| is_reached(entry) && wanted.matches(entry)) {
            let is_row_ahead = is_ahead(entry.time, now);
            let last = hidden.as_mut().or_else(|| timeline.rows.last_mut());
            let is_taken = |row: &mut Row| is_ahead(row.entry.time, now) == is_row_ahead && row.take(entry);
            if last.is_some_and(is_taken) {
                continue;
            }
            let row = Row::new(entry.clone());
            if timeline.rows.len() < limit {
                if is_row_ahead {
                    let place = timeline.rows.len();
                    let start = if timeline.ahead.is_empty() { place } else { timeline.ahead.start };
                    timeline.ahead = start..place + 1;
                }
                timeline.rows.push(row);
            } else {
                timeline.more += 1;
                hidden = Some(row);
            }
        }
        timeline.rows.iter_mut().for_each(Row::name);
        if timeline.is_empty() {
            let widened = filter.widened();
            let for_this_agent = widened.at(now);
            for entry in journey.entries() {
                match (wanted.matches_time(entry), wanted.matches_content(entry)) {
                    (false, true) => timeline.outside.elsewhere(entry, filter, now),
                    (true, false) if for_this_agent.matches_content(entry) => timeline.outside.filtered += 1,
                    _ => {}
                }
            }
        }
        timeline
    }

    /// How many rows are shown.
    pub fn shown(&self) -> usize {
        self.rows.len()
    }

    /// Whether nothing is shown.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A row that is shown.
    pub fn row(&self, place: usize) -> Option<&Row> {
        self.rows.get(place)
    }

    /// Where a row stands among those that are shown, or the row that an entry is in.
    pub fn place(&self, id: &EntryId) -> Option<usize> {
        self.rows.iter().position(|row| row.has(id))
    }

    /// Some of the rows, by day; as many of them as there are.
    pub fn days(&self, rows: Range<usize>, zone: Zone) -> Vec<Day> {
        let end = rows.end.min(self.rows.len());
        let mut days: Vec<Day> = Vec::new();
        let start = rows.start.min(end);
        for (place, row) in (start..).zip(self.rows.get(start..end).unwrap_or_default()) {
            let date = match row.entry.time {
                Some(_) if self.ahead.contains(&place) => Dated::Ahead,
                Some(time) => Dated::On(zone.date(time)),
                None => Dated::Never,
            };
            match days.last_mut() {
                Some(day) if day.date == date => day.rows.push(row.clone()),
                _ => days.push(Day { date, rows: vec![row.clone()] }),
            }
        }
        days
    }
}

impl Outside {
    fn elsewhere(&mut self, entry: &Entry, filter: &Filter, now: DateTime<Utc>) {
        let is_earlier =
            matches!((filter.range.since(now), entry.last_at(now)), (Some(since), Some(last)) if last < since);
        if is_earlier {
            self.earlier += 1;
        } else {
            self.later += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{at, custom, journey};
    use crate::{Span, TimeRange};
    use serde_json::json;

    fn sample() -> Journey {
        let mut events: Vec<_> =
            ["2026-03-01T10:00:00Z", "2026-03-01T23:30:00Z", "2026-03-03T10:00:00Z", "2026-02-01T10:00:00Z"]
                .iter()
                .enumerate()
                .map(|(number, time)| custom("Order", time, json!({"number": number})))
                .collect();
        events.push(custom("Order", "whenever", json!({})));
        journey(&events)
    }

    fn days(timeline: &Timeline, rows: Range<usize>, zone: Zone) -> Vec<(String, usize)> {
        timeline
            .days(rows, zone)
            .iter()
            .map(|day| {
                let name = match day.date {
                    Dated::On(date) => date.to_string(),
                    Dated::Ahead => "ahead".to_owned(),
                    Dated::Never => "?".to_owned(),
                };
                (name, day.rows.len())
            })
            .collect()
    }

    #[test]
    fn rows_are_grouped_by_the_viewers_day_and_what_has_no_time_is_last() {
        let now = at("2026-03-03T12:00:00Z");
        let whole = Timeline::of(&sample(), &Filter::default(), now, 20);
        let row = |date: &str, count| (date.to_owned(), count);
        let all = [row("2026-03-03", 1), row("2026-03-01", 2), row("2026-02-01", 1), row("?", 1)];
        assert_eq!(days(&whole, 0..20, Zone::UTC), all);
        let short = Timeline::of(&sample(), &Filter::default(), now, 2);
        assert_eq!(days(&short, 0..20, Zone(|_| 60)), [row("2026-03-03", 1), row("2026-03-02", 1)]);
        assert_eq!((short.shown(), short.more), (2, 3));
    }

    #[test]
    fn rows_go_no_further_back_than_all_platforms_were_read() {
        let now = at("2026-03-03T12:00:00Z");
        let reached = Timeline::back_to(Some(at("2026-03-01T23:30:00Z")), &sample(), &Filter::default(), now, 20);
        let row = |date: &str, count| (date.to_owned(), count);
        let expected = [row("2026-03-03", 1), row("2026-03-01", 1), row("?", 1)];
        assert_eq!((days(&reached, 0..20, Zone::UTC), reached.more), (expected.to_vec(), 0));
    }

    #[test]
    fn what_claims_to_be_more_than_a_day_ahead_stands_behind_all_that_happened_and_under_a_heading_of_its_own() {
        let now = at("2026-03-03T12:00:00Z");
        let mut events = Vec::new();
        // Tomorrow's clock, an hour too fast; a mistyped year; a sentinel in milliseconds.
        for time in ["2026-03-04T11:00:00Z", "2062-03-03T10:00:00Z", "253402300799000"] {
            events.push(custom("Order", time, json!({})));
        }
        let mut odd = sample();
        odd.add(&events);
        let shown = Timeline::of(&odd, &Filter::default(), now, 20);
        let row = |date: &str, count| (date.to_owned(), count);
        let all = [
            row("2026-03-04", 1),
            row("2026-03-03", 1),
            row("2026-03-01", 2),
            row("2026-02-01", 1),
            row("ahead", 2),
            row("?", 1),
        ];
        assert_eq!(days(&shown, 0..20, Zone::UTC), all);
        assert_eq!(days(&shown, 6..8, Zone::UTC), [row("ahead", 1), row("?", 1)]);
        let first = Timeline::of(&odd, &Filter::default(), now, 2);
        assert_eq!(days(&first, 0..20, Zone::UTC), all[..2]);
        let then = Timeline::of(&odd, &Filter::default(), at("2062-03-03T12:00:00Z"), 20);
        assert_eq!(days(&then, 0..1, Zone::UTC), [row("2062-03-03", 1)], "when it is past it is the newest");
    }

    #[test]
    fn a_stretch_of_the_rows_is_grouped_alike_and_never_reaches_too_far() {
        let whole = Timeline::of(&sample(), &Filter::default(), at("2026-03-03T12:00:00Z"), 20);
        assert_eq!(
            days(&whole, 2..4, Zone::UTC),
            [("2026-03-01".to_owned(), 1), ("2026-02-01".to_owned(), 1)],
            "the second half of a day, and the next"
        );
        assert!(whole.days(9..12, Zone::UTC).is_empty());
        for place in 0..whole.shown() {
            assert_eq!(whole.row(place).and_then(|row| whole.place(row.id())), Some(place));
        }
    }

    #[test]
    fn an_empty_range_says_what_there_is() {
        let journey = journey(&[
            custom("Order", "2026-02-01T10:00:00Z", json!({})),
            custom("Visit", "2026-03-03T10:00:00Z", json!({})),
        ]);
        let filter = Filter { range: TimeRange::Day, text: "order".into(), ..Filter::default() };
        let timeline = Timeline::of(&journey, &filter, at("2026-03-03T12:00:00Z"), 20);
        assert!(timeline.is_empty());
        assert_eq!(timeline.outside, Outside { earlier: 1, later: 0, filtered: 1 });
        let dates = |day: &str| Span::of_dates(day.parse().ok(), day.parse().ok(), Zone::UTC);
        let filter = Filter { range: TimeRange::Span(dates("2026-02-20")), ..Filter::default() };
        let timeline = Timeline::of(&journey, &filter, at("2026-03-03T12:00:00Z"), 20);
        assert_eq!(timeline.outside, Outside { earlier: 1, later: 1, filtered: 0 });
    }
}
