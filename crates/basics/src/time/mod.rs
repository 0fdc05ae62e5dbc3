//! Points in time as they arrive: numbers since the epoch (`epoch.rs`), ISO 8601 in its many spellings (`iso.rs`), and
//! dates with an English month as mail, HTTP and JavaScript write them (`words.rs`). All become UTC; what names no zone
//! is UTC already.
//!
//! Read by hand: chrono's parser of patterns weighs as much as the rest of chrono in the widget, and knows one form only.

mod clock;
mod epoch;
mod iso;
mod words;

use chrono::{DateTime, SecondsFormat, Timelike, Utc};
use serde_json::Value;

/// Reads a point in time from a JSON string or number; `None` if it is neither, or says nothing we know.
pub fn read_time(value: &Value) -> Option<DateTime<Utc>> {
    match value {
        Value::String(text) => parse_time(text),
        Value::Number(number) => parse_time(&number.to_string()),
        _ => None,
    }
}

/// Reads a point in time from text.
///
/// `20260501` and `20260501100000` are dates, not numbers: as numbers they would lie in 1970.
pub fn parse_time(text: &str) -> Option<DateTime<Utc>> {
    let text = bare(text);
    iso::read(text).or_else(|| epoch::read(text)).or_else(|| words::read(text))
}

/// The form in which the service writes a point in time: `2026-03-27T20:59:32.376Z`. Microseconds and nanoseconds are
/// written where there are any, so that what is read again is the same moment.
pub fn write_time(time: DateTime<Utc>) -> String {
    let below_a_second = time.nanosecond();
    let format = if below_a_second.is_multiple_of(1_000_000) {
        SecondsFormat::Millis
    } else if below_a_second.is_multiple_of(1_000) {
        SecondsFormat::Micros
    } else {
        SecondsFormat::Nanos
    };
    time.to_rfc3339_opts(format, true)
}

/// Without what senders put around a time: quotes of a JSON text inside a text, `/Date(…)/` of older .NET services, the
/// zone's name that Java adds in brackets after the offset.
fn bare(text: &str) -> &str {
    let text = text.trim().trim_matches(['"', '\'']).trim();
    let text = text.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/")).unwrap_or(text);
    match text.strip_suffix(']').and_then(|text| text.rsplit_once('[')) {
        Some((time, _)) => time.trim_end(),
        None => text,
    }
}

/// The rest of a text that is read from its beginning.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    /// Takes all digits that come next.
    fn digits(&mut self) -> &'a str {
        self.take_while(|sign| sign.is_ascii_digit())
    }

    /// Takes all letters that come next.
    fn letters(&mut self) -> &'a str {
        self.take_while(|sign| sign.is_ascii_alphabetic())
    }

    fn blanks(&mut self) {
        self.take_while(char::is_whitespace);
    }

    /// Takes one of these signs, if it comes next.
    fn sign(&mut self, signs: &[char]) -> Option<char> {
        let sign = self.0.chars().next().filter(|sign| signs.contains(sign))?;
        self.0 = self.0.get(sign.len_utf8()..).unwrap_or_default();
        Some(sign)
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn take_while(&mut self, holds: impl Fn(char) -> bool) -> &'a str {
        let end = self.0.find(|sign| !holds(sign)).unwrap_or(self.0.len());
        let (taken, rest) = self.0.split_at_checked(end).unwrap_or_default();
        self.0 = rest;
        taken
    }
}

/// A date of its numbers, if there is one.
fn date(year: &str, month: u32, day: &str) -> Option<chrono::NaiveDate> {
    chrono::NaiveDate::from_ymd_opt(year.parse().ok()?, month, day.parse().ok()?)
}

/// The moment at which a clock, so many nanoseconds after midnight and so many seconds east of UTC, shows that.
fn moment(date: chrono::NaiveDate, nanoseconds: i64, east: i64) -> Option<DateTime<Utc>> {
    date.and_time(chrono::NaiveTime::MIN)
        .and_utc()
        .checked_add_signed(chrono::Duration::nanoseconds(nanoseconds))?
        .checked_sub_signed(chrono::Duration::seconds(east))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn rfc3339(text: &str) -> Option<DateTime<Utc>> {
        Some(DateTime::parse_from_rfc3339(text).expect(text).with_timezone(&Utc))
    }

    fn all_are(expected: &str, forms: &[Value]) {
        for form in forms {
            assert_eq!(read_time(form), rfc3339(expected), "{form}");
        }
    }

    #[test]
    fn every_form_of_a_time_is_the_same_moment() {
        all_are(
            "2022-08-15T22:29:43.768Z",
            &[
                json!("2022-08-15T22:29:43.768Z"),
                json!("2022-08-16T00:29:43.768+02:00"),
                json!("2022-08-15T22:29:43.768+0000"),
                json!("2022-08-15T22:29:43.768"),
                json!("2022-08-15T20:29:43.768-02"),
                json!("2022-08-15 22:29:43.768"),
                json!("2022-08-15T22:29:43,768Z"),
                json!("2022-08-15t22:29:43.768z"),
                json!("2022-08-15T22:29:43.768000000Z"),
                json!("20220815T222943.768Z"),
                json!("20220815T222943,768+0000"),
                json!("20220815222943.768Z"),
                json!("20220815222943768"),
                json!("2022-08-16T00:29:43.768+02:00[Europe/Berlin]"),
                json!("1660602583768"),
                json!("1660602583.768"),
                json!("1660602583,768"),
                json!("1660602583768000"),
                json!("1660602583768000000"),
                json!("1.660602583768E12"),
                json!("/Date(1660602583768)/"),
                json!(1_660_602_583_768_i64),
                json!(1_660_602_583_768_000_i64),
                json!(1_660_602_583_768_000_000_i64),
                json!(1_660_602_583.768),
                json!(" 2022-08-15T22:29:43.768Z "),
                json!("\"2022-08-15T22:29:43.768Z\""),
            ],
        );
    }

    #[test]
    fn seconds_and_offsets_may_be_left_out_or_spelled_in_any_way() {
        all_are(
            "2026-05-01T10:00:00Z",
            &[
                json!("2026-05-01T10:00Z"),
                json!("2026-05-01T10:00"),
                json!("2026-05-01 10:00"),
                json!("2026-05-01  10:00:00"),
                json!("2026-05-01, 10:00:00"),
                json!("2026-05-01_10:00"),
                json!("2026-05-01T10Z"),
                json!("2026-05-01 10:00 AM"),
                json!("2026-05-01 10:00:00 UTC"),
                json!("2026-05-01T10:00:00 GMT"),
                json!("2026-05-01 12:00:00 +0200"),
                json!("2026-05-01T12:00+02:00"),
                json!("2026-05-01T12:00+2"),
                json!("2026-05-01T12:00 UTC+2"),
                json!("2026-05-01 15:30 GMT+5:30"),
                json!("2026-05-01T15:30+0530"),
                json!("2026-05-01T05:30:00\u{2212}04:30"),
                json!("2026-05-01T05:30:00-04:30:00"),
                json!("2026/05/01 10:00"),
                json!("2026-5-1 10:00"),
                json!("20260501T1000"),
                json!("20260501T1000Z"),
                json!("20260501T12+02"),
                json!("202605011000"),
                json!("20260501100000"),
                json!(20_260_501_100_000_i64),
                json!("20260501120000+0200"),
                json!("1777629600"),
                json!(1_777_629_600),
                json!("1.7776296e9"),
                json!("1777629600.0"),
            ],
        );
        all_are("2026-05-01T10:00:30.5Z", &[json!("2026-05-01T10:00:30,5"), json!("2026-05-01 10:00:30.50 +00:00")]);
        all_are("2026-05-01T10:30:00Z", &[json!("2026-05-01T10.5Z"), json!("2026-05-01T10:29:60Z")]);
        all_are("2026-05-02T00:00:00Z", &[json!("2026-05-01T24:00Z"), json!("2026-05-02T12:00 am")]);
    }

    #[test]
    fn a_date_alone_is_its_first_moment() {
        all_are(
            "2026-05-01T00:00:00Z",
            &[
                json!("2026-05-01"),
                json!("2026/05/01"),
                json!("20260501"),
                json!(20_260_501),
                json!("2026-05-01Z"),
                json!("1 May 2026"),
                json!("01-May-2026"),
                json!("May 1, 2026"),
            ],
        );
        all_are("2026-04-30T22:00:00Z", &[json!("2026-05-01+02:00")]);
    }

    #[test]
    fn dates_of_mail_http_and_javascript_are_read() {
        all_are(
            "2026-05-01T10:00:00Z",
            &[
                json!("Fri, 01 May 2026 10:00:00 +0000"),
                json!("Fri, 1 May 2026 12:00 +0200"),
                json!("Fri, 01 May 2026 10:00:00 GMT"),
                json!("Fri, 01 May 2026 10:00:00 -0000 (UTC)"),
                json!("01 May 2026 10:00:00 UT"),
                json!("1 may 26 10:00 Z"),
                json!("Fri, 01 May 2026 06:00:00 EDT"),
                json!("Friday, 01-May-26 10:00:00 GMT"),
                json!("Fri May  1 10:00:00 2026"),
                json!("Fri May 01 10:00:00 UTC 2026"),
                json!("Fri May 01 2026 12:00:00 GMT+0200 (Central European Summer Time)"),
                json!("May 1, 2026, 10:00 AM"),
                json!("May 1, 2026 10:00:00 AM GMT"),
                json!("1 May 2026 10:00:00Z"),
                json!("01-MAY-2026 10:00:00"),
            ],
        );
    }

    #[test]
    fn times_of_imports_and_flows_are_read() {
        let times: Vec<Value> =
            serde_json::from_str(include_str!("../../../../tests/cases/25-time-forms/times.json")).expect("JSON");
        let expected = ["2026-05-01T10:00:00Z", "2026-05-01T00:00:00Z", "2026-05-01T10:00:00.5Z"].map(rfc3339);
        let read: Vec<_> = times.iter().map(read_time).collect();
        assert_eq!(read, [expected.as_slice(), &[None]].concat());
    }

    #[test]
    fn what_is_finer_than_a_millisecond_is_kept_and_written() {
        let fine = rfc3339("2026-05-01T10:00:00.123456789Z");
        for form in [
            json!("2026-05-01T10:00:00.123456789Z"),
            json!("2026-05-01T10:00:00,1234567891Z"),
            json!("1777629600123456789"),
            json!(1_777_629_600_123_456_789_i64),
            json!("1777629600.123456789"),
            json!("1777629600123.456789"),
            json!("1777629600123456.789"),
        ] {
            assert_eq!(read_time(&form), fine, "{form}");
        }
        for text in ["2026-05-01T10:00:00.123456789Z", "2026-05-01T10:00:00.123456Z", "2026-05-01T10:00:00.120Z"] {
            assert_eq!(parse_time(text).map(write_time).as_deref(), Some(text));
        }
        assert_eq!(parse_time("1777629600.5").map(write_time).as_deref(), Some("2026-05-01T10:00:00.500Z"));
    }

    #[test]
    fn never_as_a_number_stays_far_away_and_is_not_the_seventies() {
        for number in ["253402300799", "253402300799000", "253402300799000000"] {
            assert_eq!(parse_time(number), rfc3339("9999-12-31T23:59:59Z"), "{number}");
        }
    }

    #[test]
    fn what_is_not_a_time_is_none() {
        for value in [
            json!(null),
            json!("soon"),
            json!(""),
            json!("  "),
            json!("null"),
            json!(0),
            json!("0.5"),
            json!(-1_777_629_600),
            json!("9".repeat(40)),
            json!("1e400"),
            json!("1e-400"),
            json!("1e99999999999999999999"),
            json!("2022-13-15"),
            json!("2026-02-30"),
            json!("2026-05"),
            json!("2026-05-01T"),
            json!("2026-05-01T25:00Z"),
            json!("2026-05-01T24:01Z"),
            json!("2026-05-01T10:61"),
            json!("2026-05-01T10:00+99"),
            json!("2026-05-01T10:00 CCST"),
            json!("2026-05-01T10:00:00Z and more"),
            json!("2022-08-15T22:29:43+"),
            json!("10:00"),
            json!("Friday"),
            json!("May 2026"),
            json!("31 June 2026"),
            json!("05/01/2026"),
            json!("20260501-10"),
            json!("+12025550143"),
            json!("{{time}}"),
            json!("日本語日本語日本語"),
            json!(i64::MAX),
            json!({}),
        ] {
            assert_eq!(read_time(&value), None, "{value}");
        }
    }

    #[test]
    fn every_moment_that_is_written_is_read_again() {
        for step in 0..20_000_i64 {
            let time = DateTime::from_timestamp_nanos(step.wrapping_mul(461_168_601_842_738_790) ^ step);
            assert_eq!(parse_time(&write_time(time)), Some(time));
            assert_eq!(parse_time(&time.to_rfc2822()), DateTime::from_timestamp(time.timestamp(), 0), "{time}");
        }
    }
}
