//! Dates, times, durations and numbers, by the browser's Intl in the language that the element was told.

use std::cell::RefCell;

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, Timelike, Utc};
use js_sys::{Date, JSON};
use wasm_bindgen::prelude::*;

use super::Language;
use journey::{Unit, Zone, elapsed};

#[wasm_bindgen]
extern "C" {
    type DateTimeFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(language: &JsValue, options: &JsValue) -> Result<DateTimeFormat, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn format(this: &DateTimeFormat, date: &Date) -> Result<String, JsValue>;

    type NumberFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(language: &JsValue, options: &JsValue) -> Result<NumberFormat, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn format(this: &NumberFormat, number: f64) -> Result<String, JsValue>;
    #[wasm_bindgen(method, catch, js_name = format)]
    fn format_text(this: &NumberFormat, number: &str) -> Result<String, JsValue>;

    type RelativeTimeFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(language: &JsValue, options: &JsValue) -> Result<RelativeTimeFormat, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn format(this: &RelativeTimeFormat, amount: f64, unit: &str) -> Result<String, JsValue>;
}

enum Format {
    Date(DateTimeFormat),
    Number(NumberFormat),
    Relative(RelativeTimeFormat),
}

/// A format for one language and one set of options.
struct Kept {
    language: Option<String>,
    place: String,
    options: &'static str,
    format: Format,
}

thread_local! {
    // Making a format is a hundred times dearer than using it.
    static FORMATS: RefCell<Vec<Kept>> = RefCell::default();
}

// Options, written as JSON; each is also the key of its format.
const TIME: &str = r#"{"hour":"numeric","minute":"2-digit"}"#;
const SECOND: &str = r#"{"hour":"numeric","minute":"2-digit","second":"2-digit"}"#;
const MOMENT: &str = r#"{"dateStyle":"medium","timeStyle":"medium"}"#;
// Days are formatted as UTC midnights: they are dates already.
const DAY: &str = r#"{"timeZone":"UTC","weekday":"short","day":"numeric","month":"short"}"#;
const DAY_OF_YEAR: &str = r#"{"timeZone":"UTC","weekday":"short","day":"numeric","month":"short","year":"numeric"}"#;
const WEEKDAY: &str = r#"{"timeZone":"UTC","weekday":"short"}"#;
const DATE: &str = r#"{"timeZone":"UTC","day":"numeric","month":"short"}"#;
const DATE_OF_YEAR: &str = r#"{"timeZone":"UTC","day":"numeric","month":"short","year":"numeric"}"#;
const SHORT: &str = r#"{"day":"numeric","month":"short","hour":"numeric","minute":"2-digit"}"#;
const PLANNED: &str =
    r#"{"timeZone":"UTC","weekday":"short","day":"numeric","month":"short","hour":"numeric","minute":"2-digit"}"#;
const HOUR: &str = r#"{"timeZone":"UTC","weekday":"short","hour":"numeric","minute":"2-digit"}"#;
const MONTH: &str = r#"{"timeZone":"UTC","month":"short","year":"numeric"}"#;
const YEAR: &str = r#"{"timeZone":"UTC","year":"numeric"}"#;
const PLAIN: &str = r#"{"maximumFractionDigits":2}"#;
const SECONDS: &str = r#"{"style":"unit","unit":"second","unitDisplay":"narrow","maximumFractionDigits":0}"#;
const MINUTES: &str = r#"{"style":"unit","unit":"minute","unitDisplay":"narrow","maximumFractionDigits":0}"#;
const HOURS: &str = r#"{"style":"unit","unit":"hour","unitDisplay":"narrow","maximumFractionDigits":0}"#;
const RELATIVE: &str = r#"{"numeric":"auto"}"#;
const ELAPSED: &str = r#"{"numeric":"always"}"#;

/// How a language writes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Formats {
    /// BCP 47; `None`: the browser's.
    language: Option<String>,
    /// The viewer's time zone. A format of the browser's keeps the one that it was made in.
    place: String,
    /// For the few times that have a word of their own.
    words: Language,
}

impl Formats {
    /// The formats of a language; of the browser's own if there is no such language.
    pub(crate) fn of(language: Option<String>) -> Self {
        Self { language, ..Self::default() }
    }

    /// The same formats for a viewer who is at `place` now: any text that is another one in another time zone.
    pub(crate) fn at(self, place: String) -> Self {
        Self { place, ..self }
    }

    /// The same formats, with `words` for today, yesterday and now.
    pub(crate) fn with_words(self, words: Language) -> Self {
        Self { words, ..self }
    }

    /// `10:42`, on the viewer's clock.
    pub(crate) fn time(&self, time: DateTime<Utc>) -> String {
        self.date(TIME, &instant(time))
    }

    /// `10:42:07`, on the viewer's clock.
    pub(crate) fn second(&self, time: DateTime<Utc>) -> String {
        self.date(SECOND, &instant(time))
    }

    /// Date and time in full, on the viewer's clock.
    pub(crate) fn moment(&self, time: DateTime<Utc>) -> String {
        self.date(MOMENT, &instant(time))
    }

    /// A day as a heading: today, yesterday, the weekday and date; with the year if it is not this one.
    pub(crate) fn day(&self, date: NaiveDate, today: NaiveDate) -> String {
        match (today - date).num_days() {
            0 => self.words.t("day.today"),
            1 => self.words.t("day.yesterday"),
            _ if date.year() == today.year() => self.date(DAY, &midnight(date)),
            _ => self.date(DAY_OF_YEAR, &midnight(date)),
        }
    }

    /// A date in full, as a part of a time range.
    pub(crate) fn date_of_year(&self, date: NaiveDate) -> String {
        self.date(DATE_OF_YEAR, &midnight(date))
    }

    /// A weekday, from Monday.
    pub(crate) fn weekday(&self, day: u32) -> String {
        // The first of January 2024 was a Monday.
        let date = NaiveDate::from_ymd_opt(2024, 1, day.saturating_add(1));
        date.map(|date| self.date(WEEKDAY, &midnight(date))).unwrap_or_default()
    }

    /// Date and time of day, on the viewer's clock.
    pub(crate) fn short(&self, time: DateTime<Utc>) -> String {
        self.date(SHORT, &instant(time))
    }

    /// When something is planned, as a clock on some wall will show it.
    pub(crate) fn planned(&self, time: NaiveDateTime) -> String {
        let date = midnight(time.date());
        date.set_utc_hours(time.hour());
        date.set_utc_minutes(time.minute());
        self.date(PLANNED, &date)
    }

    /// What a bar of the chart stands for.
    pub(crate) fn bar(&self, unit: Unit, start: NaiveDateTime) -> String {
        let options = match unit {
            Unit::Hour => HOUR,
            Unit::Day | Unit::Week => DATE,
            Unit::Month => MONTH,
            Unit::Year => YEAR,
        };
        let date = midnight(start.date());
        date.set_utc_hours(start.hour());
        self.date(options, &date)
    }

    /// How long ago, or ahead: "2 days ago". From a day on it is the days of the viewer's calendar that count:
    /// "yesterday" is the day before today, also beside a heading that says so, and never 46 hours ago.
    pub(crate) fn ago(&self, time: DateTime<Utc>, now: DateTime<Utc>, zone: Zone) -> String {
        let (amount, unit) = match elapsed(time, now, zone) {
            (0, _) => return self.words.t("time.now"),
            elapsed => elapsed,
        };
        // "Last month" is another one than the month of 30 days ago; a day of the calendar has its word.
        self.with(if unit == "day" { RELATIVE } else { ELAPSED }, |format| match format {
            Format::Relative(format) => format.format(amount as f64, unit).ok(),
            _ => None,
        })
        .unwrap_or_else(|| self.moment(time))
    }

    /// `1,234`.
    pub(crate) fn number(&self, number: i64) -> String {
        self.numeric(PLAIN, number)
    }

    /// `1,234`.
    pub(crate) fn count(&self, count: usize) -> String {
        self.number(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// A number that is text, as numbers of services are: `1,234.5`.
    pub(crate) fn decimal(&self, number: &str) -> String {
        self.with(PLAIN, |format| match format {
            Format::Number(format) => format.format_text(number.trim()).ok(),
            _ => None,
        })
        .unwrap_or_else(|| number.to_owned())
    }

    /// What spreadsheets of this language split the lines of a CSV file at: where the comma is in numbers, it is no
    /// separator.
    pub(crate) fn list_separator(&self) -> char {
        if self.decimal("1.5").contains(',') { ';' } else { ',' }
    }

    /// `4m 12s`: at most two units, so that an hour needs no seconds.
    pub(crate) fn duration(&self, duration: Duration) -> String {
        let seconds = duration.num_seconds().max(0);
        let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let parts: &[(&'static str, i64)] = match (hours, minutes) {
            (0, 0) => &[(SECONDS, rest)],
            (0, _) => &[(MINUTES, minutes), (SECONDS, rest)],
            _ => &[(HOURS, hours), (MINUTES, minutes)],
        };
        let mut text = String::new();
        for (place, (options, amount)) in parts.iter().enumerate() {
            if place > 0 && *amount == 0 {
                continue;
            }
            if place > 0 {
                text.push(' ');
            }
            text.push_str(&self.numeric(options, *amount));
        }
        text
    }

    fn date(&self, options: &'static str, date: &Date) -> String {
        self.with(options, |format| match format {
            Format::Date(format) => format.format(date).ok(),
            _ => None,
        })
        .unwrap_or_else(|| date.to_iso_string().into())
    }

    fn numeric(&self, options: &'static str, number: i64) -> String {
        self.with(options, |format| match format {
            Format::Number(format) => format.format(number as f64).ok(),
            _ => None,
        })
        .unwrap_or_else(|| number.to_string())
    }

    fn with(&self, options: &'static str, write: impl FnOnce(&Format) -> Option<String>) -> Option<String> {
        FORMATS.with_borrow_mut(|formats| {
            let is_kept =
                |kept: &Kept| kept.options == options && kept.language == self.language && kept.place == self.place;
            if let Some(kept) = formats.iter().find(|kept| is_kept(kept)) {
                return write(&kept.format);
            }
            let named = self.language.as_deref().map_or(JsValue::UNDEFINED, JsValue::from_str);
            // "xx_YY" is not a language to Intl: then the browser's own is.
            let format = make(&named, options).or_else(|_| make(&JsValue::UNDEFINED, options)).ok()?;
            let written = write(&format);
            formats.push(Kept { language: self.language.clone(), place: self.place.clone(), options, format });
            written
        })
    }
}

fn make(language: &JsValue, options: &'static str) -> Result<Format, JsValue> {
    let settings = JSON::parse(options)?;
    Ok(match options {
        RELATIVE | ELAPSED => Format::Relative(RelativeTimeFormat::new(language, &settings)?),
        PLAIN | SECONDS | MINUTES | HOURS => Format::Number(NumberFormat::new(language, &settings)?),
        _ => Format::Date(DateTimeFormat::new(language, &settings)?),
    })
}

fn instant(time: DateTime<Utc>) -> Date {
    Date::new(&JsValue::from_f64(time.timestamp_millis() as f64))
}

fn midnight(date: NaiveDate) -> Date {
    let days = i64::from(date.num_days_from_ce()) - 719_163;
    Date::new(&JsValue::from_f64((days * 86_400_000) as f64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn english() -> Formats {
        Formats::of(Some("en-GB".to_owned()))
    }

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[wasm_bindgen_test]
    fn a_day_is_named_as_people_name_it() {
        let today = date("2026-03-04");
        assert_eq!(english().day(today, today), "Today");
        assert_eq!(english().day(date("2026-03-03"), today), "Yesterday");
        // Browsers differ in the comma.
        let written = |text| english().day(date(text), today).replace(',', "");
        assert_eq!(written("2026-03-02"), "Mon 2 Mar");
        assert_eq!(written("2024-02-29"), "Thu 29 Feb 2024");
    }

    #[wasm_bindgen_test]
    fn durations_and_numbers_are_written_by_the_language() {
        assert_eq!(english().duration(Duration::seconds(252)), "4m 12s");
        assert_eq!(english().duration(Duration::seconds(7_500)), "2h 5m");
        assert_eq!(english().duration(Duration::seconds(-3)), "0s");
        assert_eq!(Formats::of(Some("de".to_owned())).count(12_345), "12.345");
        assert_eq!(Formats::of(Some("de".to_owned())).decimal("-12345.678"), "-12.345,68");
    }

    #[wasm_bindgen_test]
    fn where_numbers_have_a_comma_spreadsheets_split_at_semicolons() {
        let separator = |language: &str| Formats::of(Some(language.to_owned())).list_separator();
        for language in ["de", "fr", "es", "it", "nl", "pl", "pt-BR", "de-AT", "fr-CA"] {
            assert_eq!(separator(language), ';', "{language}");
        }
        for language in ["en", "en-GB", "de-CH", "es-MX", "ja", "ko", "zh-Hans", "zh-Hant", "he", "not a language!"] {
            assert_eq!(separator(language), ',', "{language}");
        }
    }

    #[wasm_bindgen_test]
    fn a_language_that_does_not_exist_is_no_harm() {
        let odd = Formats::of(Some("not a language!".to_owned()));
        assert!(!odd.count(5).is_empty());
        assert_eq!(odd.day(date("2026-03-04"), date("2026-03-04")), "Today");
    }

    #[wasm_bindgen_test]
    fn what_happened_is_some_time_ago() {
        let now = journey::parse_time("2026-03-04T10:00:00Z").expect("a time");
        let ago = |before: Duration| english().ago(now - before, now, Zone::UTC);
        assert_eq!(ago(Duration::days(2)), "2 days ago");
        assert_eq!(ago(Duration::minutes(5)), "5 minutes ago");
        assert_eq!(ago(Duration::zero()), "just now");
        assert_eq!(ago(Duration::hours(24)), "yesterday");
        assert_eq!(ago(Duration::hours(46)), "2 days ago", "it was on Monday, and yesterday was Tuesday");
        assert_eq!(ago(Duration::days(35)), "1 month ago", "in January, which is not last month");
    }

    #[wasm_bindgen_test]
    fn a_format_that_was_made_in_another_time_zone_is_not_used_again() {
        let now = journey::parse_time("2026-03-04T10:00:00Z").expect("a time");
        let in_zone = |zone: &str| {
            // What the browser does when the system's time zone changes.
            js_sys::eval(&format!(
                "globalThis.RealFormat ??= Intl.DateTimeFormat; Intl.DateTimeFormat = class extends RealFormat {{ constructor(language, options) {{ super(language, {{ timeZone: '{zone}', ...options }}); }} }};"
            ))
            .expect("a script");
            let written = english().at(zone.to_owned()).time(now);
            js_sys::eval("Intl.DateTimeFormat = RealFormat").expect("a script");
            written
        };
        assert_eq!(
            [in_zone("Asia/Tokyo"), in_zone("Europe/Berlin"), in_zone("Asia/Tokyo")],
            ["19:00", "11:00", "19:00"]
        );
    }
}
