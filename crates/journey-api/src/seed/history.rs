//! How much happened to a customer, and when: two years, counted back from now.

use chrono::{DateTime, Datelike, Duration, TimeZone, Utc, Weekday};
use cjds::CloudEvent;

use super::cast::{Customer, FirstContact, World};
use super::writer::Writer;

const TWO_YEARS: i64 = 728;
/// What was not said to be recent lies at least that many days back.
const OLDER: i64 = 12;

/// All events of a customer, the oldest first.
pub(super) fn of(world: &World, customer: &Customer, seed: u64, now: DateTime<Utc>) -> Vec<CloudEvent> {
    let mut writer = Writer::new(world, customer, seed, now);
    match customer.first_contact {
        Some(FirstContact::Form) => writer.form(now - Duration::minutes(20)),
        Some(FirstContact::Abandoned) => writer.abandoned_call(now - Duration::minutes(2 * 24 * 60 + 35)),
        None => {}
    }
    for minutes in &customer.recent {
        writer.contact(now - Duration::minutes(*minutes));
    }
    for _ in customer.recent.len()..customer.contacts {
        let time = writer.moment();
        writer.contact(time);
    }
    let wanted = customer.events.map_or(customer.customs, |events| events.saturating_sub(writer.events.len()));
    for _ in 0..wanted {
        let time = if !customer.recent.is_empty() && writer.chance(4) {
            now - writer.seconds(3600, OLDER * 86_400)
        } else {
            writer.moment()
        };
        writer.custom(time);
    }
    let mut events = writer.events;
    events.sort_by_key(|event| event.time);
    events
}

impl Writer<'_> {
    /// A working hour of the last two years, the more recent the likelier.
    fn moment(&mut self) -> DateTime<Utc> {
        let span = TWO_YEARS - OLDER;
        let days = OLDER + self.random.i64(0..span).min(self.random.i64(0..span));
        let mut day = (self.now - Duration::days(days)).date_naive();
        while matches!(day.weekday(), Weekday::Sun) {
            day -= Duration::days(1);
        }
        // 8 in the morning to 6 in the evening in the east of the United States.
        let midnight = day.and_hms_opt(0, 0, 0).unwrap_or_default();
        let from_midnight = self.seconds(13 * 3600, 23 * 3600);
        Utc.from_utc_datetime(&midnight) + from_midnight
    }
}
