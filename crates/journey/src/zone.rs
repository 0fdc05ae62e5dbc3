//! The viewer's time zone: how far ahead of UTC it is at a given moment. The browser knows; here it is only a function.

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, Utc};

/// Minutes east of UTC at a moment, with summer time taken into account.
#[derive(Clone, Copy, Debug)]
pub struct Zone(pub fn(DateTime<Utc>) -> i32);

impl Zone {
    /// Greenwich, for tests and for hosts that say nothing.
    pub const UTC: Self = Self(|_| 0);

    /// What a clock on the viewer's wall shows at `time`.
    pub fn local(self, time: DateTime<Utc>) -> NaiveDateTime {
        time.naive_utc().checked_add_signed(self.ahead(time)).unwrap_or_else(|| time.naive_utc())
    }

    /// When a clock on the viewer's wall shows `local`. Of an hour that summer time skips or repeats, one of the two.
    pub fn instant(self, local: NaiveDateTime) -> DateTime<Utc> {
        let utc = local.and_utc();
        let back = |time: DateTime<Utc>| utc.checked_sub_signed(self.ahead(time)).unwrap_or(utc);
        // How far ahead the clock is at about that time; then at that time.
        back(back(utc))
    }

    /// The first moment of a day. That is midnight but where a clock is put forward at midnight (Beirut, Cairo, Havana):
    /// there the day begins at one o'clock, and midnight would be an hour of the evening before. Where the clock is put
    /// back, midnight may come twice: then it is the first one. A day that a place has skipped begins with the next.
    pub fn start_of(self, date: NaiveDate) -> DateTime<Utc> {
        let midnight = self.instant(date.and_time(NaiveTime::MIN));
        let second = Duration::seconds(1);
        let is_before = |time: DateTime<Utc>| self.date(time) < date;
        if !is_before(midnight) && midnight.checked_sub_signed(second).is_none_or(is_before) {
            return midnight;
        }
        let around = Duration::hours(27);
        let (Some(mut before), Some(mut after)) =
            (midnight.checked_sub_signed(around), midnight.checked_add_signed(around))
        else {
            return midnight;
        };
        // The first second whose date is not an earlier one, halved until it is found.
        while after - before > second {
            let middle = before + (after - before) / 2;
            let middle = DateTime::from_timestamp(middle.timestamp(), 0)
                .filter(|middle| *middle > before)
                .unwrap_or(after - second);
            if is_before(middle) { before = middle } else { after = middle }
        }
        after
    }

    fn ahead(self, time: DateTime<Utc>) -> Duration {
        Duration::minutes(i64::from((self.0)(time).clamp(-24 * 60, 24 * 60)))
    }

    /// The viewer's date at `time`.
    pub fn date(self, time: DateTime<Utc>) -> NaiveDate {
        self.local(time).date()
    }
}

/// The same wherever the functions agree at two points half a year apart; enough to tell a memo that nothing changed.
impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        [1_767_225_600, 1_782_864_000]
            .iter()
            .filter_map(|seconds| DateTime::from_timestamp(*seconds, 0))
            .all(|time| (self.0)(time) == (other.0)(time))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::at;

    #[test]
    fn the_date_is_the_viewers_east_and_west_of_greenwich() {
        let late = at("2026-03-01T23:30:00Z");
        assert_eq!(Zone(|_| 60).date(late).to_string(), "2026-03-02");
        assert_eq!(Zone(|_| 330).date(late).to_string(), "2026-03-02");
        assert_eq!(Zone(|_| -300).date(late).to_string(), "2026-03-01");
        assert_eq!(Zone::UTC.date(late).to_string(), "2026-03-01");
    }

    #[test]
    fn midnight_on_the_wall_is_found_on_both_sides_of_summer_time() {
        // Berlin, spring 2026: an hour ahead, and two from 29 March 01:00 UTC on.
        let berlin = Zone(|time| if time < at("2026-03-29T01:00:00Z") { 60 } else { 120 });
        let midnight = |day: &str| format!("{day}T00:00:00").parse::<NaiveDateTime>().expect("a time");
        for (day, utc) in [
            ("2026-03-29", "2026-03-28T23:00:00Z"),
            ("2026-03-30", "2026-03-29T22:00:00Z"),
            ("2026-01-01", "2025-12-31T23:00:00Z"),
        ] {
            assert_eq!(berlin.instant(midnight(day)), at(utc), "{day}");
            assert_eq!(berlin.local(at(utc)), midnight(day));
        }
    }

    /// A zone whose clock goes by one offset, and by another from a moment on.
    macro_rules! zone {
        ($before:expr, $from:expr, $after:expr) => {
            Zone(|time| if time < at($from) { $before } else { $after })
        };
    }

    #[test]
    fn a_day_without_a_midnight_begins_at_its_first_moment() {
        for (place, zone, day, first) in [
            ("Beirut, 2026", zone!(120, "2026-03-28T22:00:00Z", 180), "2026-03-29", "2026-03-28T22:00:00Z"),
            ("Cairo, 2026", zone!(120, "2026-04-23T22:00:00Z", 180), "2026-04-24", "2026-04-23T22:00:00Z"),
            ("Havana, 2026", zone!(-300, "2026-03-08T05:00:00Z", -240), "2026-03-08", "2026-03-08T05:00:00Z"),
            ("São Paulo, 2018", zone!(-180, "2018-11-04T03:00:00Z", -120), "2018-11-04", "2018-11-04T03:00:00Z"),
            ("Santiago, 2026", zone!(-240, "2026-09-06T04:00:00Z", -180), "2026-09-06", "2026-09-06T04:00:00Z"),
            ("Asunción, 2024", zone!(-240, "2024-10-06T04:00:00Z", -180), "2024-10-06", "2024-10-06T04:00:00Z"),
            ("Tehran, 2022", zone!(210, "2022-03-21T20:30:00Z", 270), "2022-03-22", "2022-03-21T20:30:00Z"),
            // Midnight comes twice.
            ("Havana, autumn", zone!(-240, "2026-11-01T05:00:00Z", -300), "2026-11-01", "2026-11-01T04:00:00Z"),
            // The clock goes from midnight back to eleven.
            ("Beirut, autumn", zone!(180, "2026-10-24T21:00:00Z", 120), "2026-10-25", "2026-10-24T22:00:00Z"),
            // A day that did not happen.
            ("Apia, 2011", zone!(-600, "2011-12-30T10:00:00Z", 840), "2011-12-30", "2011-12-30T10:00:00Z"),
            ("Apia, 2011", zone!(-600, "2011-12-30T10:00:00Z", 840), "2011-12-31", "2011-12-30T10:00:00Z"),
            // An ordinary day.
            ("Kathmandu", Zone(|_| 345), "2026-03-01", "2026-02-28T18:15:00Z"),
            ("Berlin", zone!(60, "2026-03-29T01:00:00Z", 120), "2026-03-29", "2026-03-28T23:00:00Z"),
        ] {
            let date: NaiveDate = day.parse().expect("a date");
            assert_eq!(zone.start_of(date), at(first), "{place}, {day}");
        }
    }

    #[test]
    fn a_zone_that_says_nonsense_moves_a_date_by_a_day_at_most() {
        assert_eq!(Zone(|_| i32::MAX).date(at("2026-03-01T12:00:00Z")).to_string(), "2026-03-02");
        assert_eq!(Zone(|_| 60).date(DateTime::<Utc>::MAX_UTC), DateTime::<Utc>::MAX_UTC.date_naive());
    }
}
