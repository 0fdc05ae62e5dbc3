//! The viewer's time zone: how far ahead of UTC it is at a given moment. The browser knows; here it is only a function.

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, Utc};

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
    use crate::journey::samples::at;

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

    #[test]
    fn a_zone_that_says_nonsense_moves_a_date_by_a_day_at_most() {
        assert_eq!(Zone(|_| i32::MAX).date(at("2026-03-01T12:00:00Z")).to_string(), "2026-03-02");
        assert_eq!(Zone(|_| 60).date(DateTime::<Utc>::MAX_UTC), DateTime::<Utc>::MAX_UTC.date_naive());
    }
}
