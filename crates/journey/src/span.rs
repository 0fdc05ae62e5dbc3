//! A stretch of time that somebody chose: by dates on the viewer's clock, or on the chart. Both ends may be open.

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};

use super::Zone;

/// From `since` on, and before `until`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The first moment of it; `None`: from the very beginning.
    pub since: Option<DateTime<Utc>>,
    /// The first moment after it; `None`: until now.
    pub until: Option<DateTime<Utc>>,
}

impl Span {
    /// From the beginning of one day to the end of another, in whatever order they are given.
    pub fn of_dates(from: Option<NaiveDate>, to: Option<NaiveDate>, zone: Zone) -> Self {
        let (from, to) = match (from, to) {
            (Some(from), Some(to)) if to < from => (Some(to), Some(from)),
            dates => dates,
        };
        let start = |date: NaiveDate| zone.start_of(date);
        Self { since: from.map(start), until: to.and_then(|date| date.checked_add_days(Days::new(1))).map(start) }
    }

    /// The first day of it.
    pub fn first_date(self, zone: Zone) -> Option<NaiveDate> {
        self.since.map(|time| zone.date(time))
    }

    /// The last day of it.
    pub fn last_date(self, zone: Zone) -> Option<NaiveDate> {
        self.until.map(|time| zone.date(time.checked_sub_signed(Duration::milliseconds(1)).unwrap_or(time)))
    }

    /// Whether it is whole days, so that its dates say all about it.
    pub fn is_whole_days(self, zone: Zone) -> bool {
        Self::of_dates(self.first_date(zone), self.last_date(zone), zone) == self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::at;

    fn date(text: &str) -> Option<NaiveDate> {
        Some(text.parse().expect("a date"))
    }

    #[test]
    fn dates_are_days_of_the_viewer_and_the_last_one_is_in_it() {
        let east = Zone(|_| 120);
        let span = Span::of_dates(date("2026-03-01"), date("2026-03-03"), east);
        assert_eq!(span.since, Some(at("2026-02-28T22:00:00Z")));
        assert_eq!(span.until, Some(at("2026-03-03T22:00:00Z")));
        assert_eq!((span.first_date(east), span.last_date(east)), (date("2026-03-01"), date("2026-03-03")));
        assert!(span.is_whole_days(east));
        assert!(!span.is_whole_days(Zone(|_| 60)));
    }

    #[test]
    fn dates_in_the_wrong_order_are_meant_in_the_right_one() {
        let span = |from, to| Span::of_dates(date(from), date(to), Zone::UTC);
        assert_eq!(span("2026-03-03", "2026-03-01"), span("2026-03-01", "2026-03-03"));
    }

    #[test]
    fn a_day_without_a_midnight_does_not_begin_on_the_evening_before() {
        let beirut = Zone(|time| if time < at("2026-03-28T22:00:00Z") { 120 } else { 180 });
        let span = Span::of_dates(date("2026-03-29"), date("2026-03-29"), beirut);
        assert_eq!((span.since, span.until), (Some(at("2026-03-28T22:00:00Z")), Some(at("2026-03-29T21:00:00Z"))));
        assert_eq!((span.first_date(beirut), span.last_date(beirut)), (date("2026-03-29"), date("2026-03-29")));
        assert!(span.is_whole_days(beirut));
    }

    #[test]
    fn each_end_may_be_open() {
        let span = Span::of_dates(None, date("2026-03-01"), Zone::UTC);
        assert_eq!((span.since, span.first_date(Zone::UTC)), (None, None));
        assert_eq!(span.last_date(Zone::UTC), date("2026-03-01"));
        assert!(Span::default().is_whole_days(Zone::UTC));
    }
}
