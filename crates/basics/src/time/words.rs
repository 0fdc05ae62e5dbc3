//! Dates with the month as an English word, in whatever order: RFC 2822 and RFC 850, C, JavaScript and Java. Numbers
//! alone ("05/01/2026") are not read: half of the world means the fifth of January.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Rest, clock, date, moment};

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

#[derive(Default)]
struct Parts<'a> {
    day: Option<&'a str>,
    month: Option<u32>,
    year: Option<&'a str>,
    nanoseconds: Option<i64>,
    east: Option<i64>,
}

pub(super) fn read(text: &str) -> Option<DateTime<Utc>> {
    // What stands in parentheses is a remark.
    let text = text.split_once('(').map_or(text, |(text, _)| text);
    let mut parts = Parts::default();
    let mut words = text.split([' ', '\t', ',']).filter(|word| !word.is_empty()).peekable();
    while let Some(word) = words.next() {
        if word.contains(':') && parts.nanoseconds.is_none() {
            let mut rest = Rest(word);
            // "10:00 AM": the clock reads both.
            let mark = words.peek().filter(|mark| is_half(mark));
            let with_mark = mark.map(|mark| format!("{word} {mark}"));
            if let Some(both) = &with_mark {
                words.next();
                rest = Rest(both);
            }
            parts.nanoseconds = Some(clock::read(&mut rest)?);
            if !rest.is_empty() {
                parts.offset(&mut rest)?;
            }
        } else {
            parts.word(word)?;
        }
    }
    moment(parts.date()?, parts.nanoseconds.unwrap_or(0), parts.east.unwrap_or(0))
}

impl<'a> Parts<'a> {
    fn word(&mut self, word: &'a str) -> Option<()> {
        if word.starts_with(|sign: char| sign.is_ascii_digit()) {
            // "01-May-2026" is three words; a number may be followed by nothing else.
            return match word.split_once('-') {
                Some((day, rest)) => {
                    let (month, year) = rest.split_once('-')?;
                    self.number(day)?;
                    self.month = Some(month_of(month)?);
                    self.number(year)
                }
                None => self.number(word),
            };
        }
        let name = word.trim_end_matches('.');
        if let Some(month) = month_of(name) {
            return self.month.replace(month).is_none().then_some(());
        }
        if is_begun_by(name, &DAYS).is_some() {
            return Some(());
        }
        self.offset(&mut Rest(word))
    }

    fn number(&mut self, digits: &'a str) -> Option<()> {
        let place = match digits.len() {
            1 | 2 if self.day.is_none() => &mut self.day,
            2 | 4 => &mut self.year,
            _ => return None,
        };
        let is_number = digits.bytes().all(|digit| digit.is_ascii_digit());
        (is_number && place.replace(digits).is_none()).then_some(())
    }

    fn offset(&mut self, rest: &mut Rest<'_>) -> Option<()> {
        let east = clock::offset(rest)?;
        self.east.replace(east).is_none().then_some(())
    }

    fn date(&self) -> Option<NaiveDate> {
        let year = self.year?;
        // Two digits as RFC 2822 reads them.
        let century = match year.len() {
            2 if year < "50" => "20",
            2 => "19",
            _ => "",
        };
        date(&format!("{century}{year}"), self.month?, self.day?)
    }
}

fn is_half(word: &str) -> bool {
    word.eq_ignore_ascii_case("am") || word.eq_ignore_ascii_case("pm")
}

fn month_of(word: &str) -> Option<u32> {
    is_begun_by(word, &MONTHS).and_then(|place| u32::try_from(place + 1).ok())
}

/// Which of the names begins with the word, of three letters or more.
fn is_begun_by(word: &str, names: &[&str]) -> Option<usize> {
    let fits = |name: &&str| name.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    names.iter().position(|name| word.len() >= 3 && fits(name))
}
