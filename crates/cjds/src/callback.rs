//! A callback that is arranged with a customer (`/v1/callbacks/organization/{id}/scheduled-callback`).

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde::Deserialize;
use serde_json::Value;

use crate::lenient::{self, reads_leniently};
use crate::read_time;

/// As the service answers it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ScheduledCallback {
    /// The service's id.
    #[serde(deserialize_with = "lenient::text")]
    pub id: String,
    /// IANA, such as `America/New_York`: where the other fields' clock is.
    #[serde(deserialize_with = "lenient::optional_text")]
    pub timezone: Option<String>,
    /// The day, `2026-03-04`.
    pub schedule_date: Value,
    /// From when on: a time of that day, or a moment.
    pub start_time: Value,
    /// Until when: the same.
    pub end_time: Value,
    /// Why.
    #[serde(deserialize_with = "lenient::optional_text")]
    pub callback_reason: Option<String>,
    /// Who is to call, where it is a certain agent: a name or an id.
    #[serde(deserialize_with = "lenient::optional_text")]
    pub assignee_agent: Option<String>,
}

reads_leniently!(ScheduledCallback);

/// When a callback begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScheduledTime {
    /// A moment.
    At(DateTime<Utc>),
    /// What a clock in the callback's time zone shows then.
    Local(NaiveDateTime),
}

impl ScheduledCallback {
    /// From when on.
    pub fn start(&self) -> Option<ScheduledTime> {
        self.time(&self.start_time).or_else(|| match read_time(&self.schedule_date) {
            Some(time) if self.date().is_none() => Some(ScheduledTime::At(time)),
            _ => None,
        })
    }

    /// Until when.
    pub fn end(&self) -> Option<ScheduledTime> {
        self.time(&self.end_time)
    }

    fn date(&self) -> Option<NaiveDate> {
        let text = self.schedule_date.as_str()?.trim();
        // A day with a midnight behind it is that day, whatever zone the midnight is written in.
        NaiveDate::parse_from_str(text.get(..10)?, "%Y-%m-%d").ok()
    }

    fn time(&self, value: &Value) -> Option<ScheduledTime> {
        let Some(text) = value.as_str().map(str::trim) else { return read_time(value).map(ScheduledTime::At) };
        let clock = ["%H:%M:%S", "%H:%M", "%I:%M %p", "%I:%M%p"]
            .iter()
            .find_map(|form| NaiveTime::parse_from_str(text, form).ok());
        match clock {
            Some(clock) => Some(ScheduledTime::Local(self.date()?.and_time(clock))),
            None => read_time(value).map(ScheduledTime::At),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(fields: Value) -> ScheduledCallback {
        ScheduledCallback::read(&fields)
    }

    fn local(time: &str) -> Option<ScheduledTime> {
        Some(ScheduledTime::Local(time.parse().expect("a time")))
    }

    #[test]
    fn a_day_and_two_times_of_it_are_a_window() {
        for (start, end) in [("15:00", "16:30"), ("15:00:00", "16:30:00"), ("03:00 PM", "4:30PM")] {
            let callback = read(json!({"id": 7, "scheduleDate": "2026-03-04", "startTime": start, "endTime": end,
                "timezone": "America/New_York"}));
            assert_eq!(callback.start(), local("2026-03-04T15:00:00"), "{start}");
            assert_eq!(callback.end(), local("2026-03-04T16:30:00"), "{end}");
            assert_eq!(callback.id, "7");
        }
        let midnight = read(json!({"scheduleDate": "2026-03-04T00:00:00Z", "startTime": "15:00"}));
        assert_eq!(midnight.start(), local("2026-03-04T15:00:00"));
    }

    #[test]
    fn whole_moments_are_taken_as_they_are() {
        let moment = read_time(&json!("2026-03-04T20:00:00Z")).expect("a time");
        for start in [json!("2026-03-04T20:00:00Z"), json!("2026-03-04T15:00:00-05:00"), json!(1_772_654_400_000_i64)] {
            let callback = read(json!({"scheduleDate": "2026-03-04", "startTime": start}));
            assert_eq!(callback.start(), Some(ScheduledTime::At(moment)), "{start}");
        }
        let only = read(json!({"scheduleDate": 1_772_654_400_000_i64}));
        assert_eq!(only.start(), Some(ScheduledTime::At(moment)));
    }

    #[test]
    fn a_time_that_cannot_be_read_spoils_nothing_else() {
        let callback = read(json!({"id": "c", "scheduleDate": {}, "startTime": "soon", "endTime": null,
            "callbackReason": "Bill", "assigneeAgent": {"id": "a"}}));
        assert_eq!((callback.start(), callback.end()), (None, None));
        assert_eq!(callback.callback_reason.as_deref(), Some("Bill"));
        assert_eq!(callback.assignee_agent, None);
        assert_eq!(read(json!([])), ScheduledCallback::default());
    }
}
