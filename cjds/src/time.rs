//! Points in time as they arrive: ISO 8601 with `Z`, with an offset or with none, and epoch milliseconds as a number
//! or as a string. All become UTC.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value;

/// Below this an epoch number can only be seconds: as milliseconds it would lie before March 1973.
const FIRST_PLAUSIBLE_MILLISECOND: i64 = 100_000_000_000;

/// Reads a point in time from a JSON string or number; `None` if it is neither, or says nothing we know.
pub fn read_time(value: &Value) -> Option<DateTime<Utc>> {
    match value {
        Value::String(text) => parse_time(text),
        Value::Number(number) => from_epoch(number.to_string().split('.').next()?.parse().ok()?),
        _ => None,
    }
}

/// Reads a point in time from text.
pub fn parse_time(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if let Some(time) = parse_rfc3339(text) {
        return Some(time);
    }
    if let Ok(number) = text.parse::<i64>() {
        return from_epoch(number);
    }
    parse_rfc3339(&completed(text)?)
}

/// The other ISO 8601 forms, made RFC 3339: a blank for the `T`, `+0000` for `+00:00`, no offset for `Z`. Completed by
/// hand, since chrono's own parser of patterns weighs as much as the rest of chrono in the widget.
fn completed(text: &str) -> Option<String> {
    let (date, clock) = text.split_at_checked(10)?;
    let clock = clock.strip_prefix(['T', 't', ' '])?;
    let (clock, offset) = match clock.find(['+', '-']) {
        Some(start) => clock.split_at_checked(start)?,
        None => (clock.trim_end_matches(['Z', 'z']), "+00:00"),
    };
    let (sign, digits) = offset.split_at_checked(1)?;
    let digits: String = digits.chars().filter(|digit| *digit != ':').collect();
    let (hours, minutes) = digits.split_at_checked(2)?;
    let minutes = if minutes.is_empty() { "00" } else { minutes };
    Some(format!("{date}T{clock}{sign}{hours}:{minutes}"))
}

fn parse_rfc3339(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|time| time.with_timezone(&Utc))
}

/// The form in which the service writes a point in time: `2026-03-27T20:59:32.376Z`.
pub fn write_time(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn from_epoch(number: i64) -> Option<DateTime<Utc>> {
    if number <= 0 {
        return None;
    }
    let milliseconds = if number < FIRST_PLAUSIBLE_MILLISECOND { number.checked_mul(1000)? } else { number };
    DateTime::from_timestamp_millis(milliseconds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_form_of_a_time_is_the_same_moment() {
        let expected = parse_time("2022-08-15T22:29:43.768Z").expect("the plain form");
        for form in [
            json!("2022-08-16T00:29:43.768+02:00"),
            json!("2022-08-15T22:29:43.768+0000"),
            json!("2022-08-15T22:29:43.768"),
            json!("2022-08-15T20:29:43.768-02"),
            json!("2022-08-15 22:29:43.768"),
            json!("1660602583768"),
            json!(1_660_602_583_768_i64),
            json!(1_660_602_583_768.5),
            json!(" 2022-08-15T22:29:43.768Z "),
        ] {
            assert_eq!(read_time(&form), Some(expected), "{form}");
        }
    }

    #[test]
    fn seconds_are_told_from_milliseconds() {
        assert_eq!(read_time(&json!(1_669_165_699)), parse_time("2022-11-23T01:08:19Z"));
    }

    #[test]
    fn what_is_not_a_time_is_none() {
        for value in [
            json!(null),
            json!("soon"),
            json!(""),
            json!(0),
            json!("9".repeat(40)),
            json!("2022-08-15"),
            json!("2022-08-15T22:29:43+"),
            json!("日本語日本語日本語"),
            json!(i64::MAX),
            json!({}),
        ] {
            assert_eq!(read_time(&value), None, "{value}");
        }
    }
}
