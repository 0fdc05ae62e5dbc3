//! When an interaction was completed: the platform writes it in parts, and once more as one text. Both are on the clock of
//! the desktop.

use chrono::{DateTime, Utc};
use journey::{Zone, parse_time};

/// The English months, as far as they must be written to be told apart.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Of the day, month and year, and the short time (`09:22 AM`, or 24 h).
pub(super) fn of_parts(day: &str, month: &str, year: &str, time: &str, zone: Zone) -> Option<DateTime<Utc>> {
    on_the_clock(year, month_number(month)?, number(day)?, time, zone)
}

/// Of one text: `5/12/2020 9:22:23 AM`, the month first; the day, where the first number can be no month; or
/// `12052020 09:22:23 AM`, the day first, as the document's table says it.
pub(super) fn of_text(text: &str, zone: Zone) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let (date, time) = text.split_once([' ', 'T']).unwrap_or((text, "00:00"));
    let parts: Vec<&str> = date.split(['/', '.', '-']).collect();
    let (first, second, year) = match *parts.as_slice() {
        [digits] if digits.len() == 8 => {
            return on_the_clock(digits.get(4..)?, number(digits.get(2..4)?)?, number(digits.get(..2)?)?, time, zone);
        }
        [year, month, day] if year.len() == 4 => (month, day, year),
        [first, second, year] => (first, second, year),
        _ => return None,
    };
    let (first, second) = (number(first)?, number(second)?);
    let (month, day) = if first > 12 { (second, first) } else { (first, second) };
    on_the_clock(year, month, day, time, zone)
}

/// The moment at which the desktop's clock shows that.
fn on_the_clock(year: &str, month: u32, day: u32, time: &str, zone: Zone) -> Option<DateTime<Utc>> {
    let year = number(year).filter(|year| (1970..=9999).contains(year))?;
    let time = time.trim();
    // One that names a zone is no time on the desktop's clock, and none that the platform writes.
    let is_clock =
        time.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, ':' | '.' | ' ' | 'A'..='P' | 'a'..='p'));
    let time = if time.find(':') == Some(1) { format!("0{time}") } else { time.to_owned() };
    let shown = parse_time(&format!("{year:04}-{month:02}-{day:02} {time}")).filter(|_| is_clock)?;
    Some(zone.instant(shown.naive_utc()))
}

fn month_number(text: &str) -> Option<u32> {
    let text = text.trim().to_ascii_lowercase();
    let named = MONTHS.iter().position(|month| text.starts_with(month)).and_then(|place| u32::try_from(place + 1).ok());
    named.or_else(|| number(&text))
}

fn number(text: &str) -> Option<u32> {
    text.trim().parse().ok()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    const BERLIN_IN_MAY: Zone = Zone(|_| 120);

    #[test]
    fn the_parts_and_the_short_time_are_a_moment_on_the_desktops_clock() {
        let expected = parse_time("2020-05-12T07:22:00Z");
        for month in ["May", "MAY", "may", "5", "05"] {
            for time in ["09:22 AM", "9:22 AM", "09:22", "09:22:00", " 09:22 am "] {
                assert_eq!(of_parts("12", month, "2020", time, BERLIN_IN_MAY), expected, "{month} {time}");
            }
        }
        assert_eq!(of_parts("1", "September", "2020", "09:22 PM", Zone::UTC), parse_time("2020-09-01T21:22:00Z"));
        assert_eq!(of_parts("1", "Dec", "2020", "12:05 AM", Zone::UTC), parse_time("2020-12-01T00:05:00Z"));
        for (day, month, year, time) in [
            ("31", "Feb", "2020", "09:22"),
            ("12", "13", "2020", "09:22"),
            ("", "May", "2020", "09:22"),
            ("12", "May", "20", "09:22"),
            ("12", "May", "2020", "25:22"),
            ("12", "May", "2020", "09:22 +02:00"),
            ("12", "May", "2020", "soon"),
        ] {
            assert_eq!(of_parts(day, month, year, time, Zone::UTC), None, "{day} {month} {year} {time}");
        }
    }

    #[test]
    fn one_text_has_the_month_first_unless_it_can_be_none() {
        for (text, expected) in [
            ("5/12/2020 9:22:23 AM", "2020-05-12T09:22:23Z"),
            ("05/12/2020 09:22:23 PM", "2020-05-12T21:22:23Z"),
            ("5/12/2020 21:22:23", "2020-05-12T21:22:23Z"),
            ("25/12/2020 9:22:23 AM", "2020-12-25T09:22:23Z"),
            ("25-12-2020 09:22", "2020-12-25T09:22:00Z"),
            ("12052020 09:22:23 am", "2020-05-12T09:22:23Z"),
            ("2020-05-12 09:22:23", "2020-05-12T09:22:23Z"),
            ("2020-05-12T09:22:23", "2020-05-12T09:22:23Z"),
            ("5/12/2020", "2020-05-12T00:00:00Z"),
        ] {
            assert_eq!(of_text(text, Zone::UTC), parse_time(expected), "{text}");
        }
        for text in ["", "soon", "31/31/2020 9:22 AM", "5/12 9:22", "1/2/3/4", "0/0/2020", "5/12/2020 9:22:23 XM"] {
            assert_eq!(of_text(text, Zone::UTC), None, "{text}");
        }
    }
}
