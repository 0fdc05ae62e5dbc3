//! How long ago something was, as people count: by the clock within a day, by the viewer's calendar beyond it.

use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};

use super::Zone;

/// How many, and of which unit as the browser calls it; less than nothing: ago. `(0, "minute")`: now.
pub fn elapsed(time: DateTime<Utc>, now: DateTime<Utc>, zone: Zone) -> (i64, &'static str) {
    let between = time - now;
    if between.abs() < Duration::hours(1) {
        return (between.num_minutes(), "minute");
    }
    if between.abs() < Duration::hours(24) {
        return (between.num_hours(), "hour");
    }
    let (date, today) = (zone.date(time), zone.date(now));
    let days = (date - today).num_days();
    let months = whole_months(date.min(today), date.max(today)) * days.signum();
    match months.abs() {
        // On the day when a clock is put back, 24 hours may be the same date still.
        0 if days == 0 => (between.num_hours(), "hour"),
        0 => (days, "day"),
        1..12 => (months, "month"),
        _ => (months / 12, "year"),
    }
}

fn whole_months(from: NaiveDate, to: NaiveDate) -> i64 {
    let months = |date: NaiveDate| i64::from(date.year()) * 12 + i64::from(date.month());
    months(to) - months(from) - i64::from(to.day() < from.day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::at;

    #[test]
    fn what_was_long_ago_is_counted_by_the_viewers_calendar() {
        let berlin = Zone(|_| 60);
        let samoa = Zone(|_| -660);
        let now = "2026-11-28T10:00:00Z";
        for (time, now, zone, expected) in [
            ("2026-11-28T09:59:30Z", now, berlin, (0, "minute")),
            ("2026-11-28T09:05:00Z", now, berlin, (-55, "minute")),
            ("2026-11-27T23:30:00Z", now, berlin, (-10, "hour")),
            ("2026-11-27T10:00:00Z", now, berlin, (-1, "day")),
            ("2026-11-26T12:00:00Z", now, berlin, (-2, "day")),
            ("2026-11-26T23:30:00Z", now, berlin, (-1, "day")),
            ("2026-11-26T22:30:00Z", now, berlin, (-2, "day")),
            ("2026-11-27T09:59:00Z", "2026-11-28T10:30:00Z", samoa, (-1, "day")),
            ("2026-10-29T12:00:00Z", now, berlin, (-30, "day")),
            ("2026-10-28T12:00:00Z", now, berlin, (-1, "month")),
            ("2026-01-31T12:00:00Z", "2026-03-01T12:00:00Z", berlin, (-1, "month")),
            ("2025-11-28T12:00:00Z", now, berlin, (-1, "year")),
            ("2025-11-29T12:00:00Z", now, berlin, (-11, "month")),
            ("2020-01-01T12:00:00Z", now, berlin, (-6, "year")),
            ("2026-11-29T11:00:00Z", now, berlin, (1, "day")),
            ("2026-12-28T11:00:00Z", now, berlin, (1, "month")),
        ] {
            assert_eq!(elapsed(at(time), at(now), zone), expected, "{time} at {now}");
        }
        let berlin = Zone(|time| if time < at("2026-10-25T01:00:00Z") { 120 } else { 60 });
        assert_eq!(
            elapsed(at("2026-10-24T22:10:00Z"), at("2026-10-25T22:30:00Z"), berlin),
            (-24, "hour"),
            "25 hours long"
        );
    }
}
