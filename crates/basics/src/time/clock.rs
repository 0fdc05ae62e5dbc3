//! The time of a day, and how far ahead of UTC the clock that shows it is.

use super::Rest;
use crate::number::billionths;

const HOUR: i64 = 3_600;
const NANOSECONDS: i64 = 1_000_000_000;

/// Reads `10`, `10:00`, `10:00:00`, `1000`, `100000`, each with a fraction of its last part, and `10:00 PM`: nanoseconds
/// after midnight. 24:00 is the midnight at the end of the day.
pub(super) fn read(rest: &mut Rest<'_>) -> Option<i64> {
    let first = rest.digits();
    if first.len() > 2 {
        return compact(first, rest);
    }
    let mut next = || match rest.sign(&[':']) {
        Some(_) => Some(rest.digits()).filter(|part| part.len() == 2).map(|part| part.parse().ok()),
        None => Some(None),
    };
    let (minutes, seconds) = (next()?, next()?);
    let count = 1 + usize::from(minutes.is_some()) + usize::from(seconds.is_some());
    finish([first.parse().ok()?, minutes.unwrap_or(0), seconds.unwrap_or(0)], count, rest)
}

/// `1000`, `100000`, and `100000123` with milliseconds.
pub(super) fn compact(digits: &str, rest: &mut Rest<'_>) -> Option<i64> {
    let part = |start: usize| digits.get(start..start + 2).and_then(|part| part.parse().ok()).unwrap_or(0);
    let parts = [part(0), part(2), part(4)];
    match digits.len() {
        2 | 4 | 6 => finish(parts, digits.len() / 2, rest),
        9 => Some(finish(parts, 3, rest)? + billionths(digits.get(6..)?)),
        _ => None,
    }
}

fn finish([mut hours, minutes, seconds]: [i64; 3], count: usize, rest: &mut Rest<'_>) -> Option<i64> {
    let unit = match count {
        1 => HOUR,
        2 => 60,
        _ => 1,
    };
    let fraction = match rest.sign(&['.', ',']) {
        Some(_) => match rest.digits() {
            "" => return None,
            digits => billionths(digits) * unit,
        },
        None => 0,
    };
    match half(rest) {
        Some(is_after_noon) if (1..=12).contains(&hours) => hours = hours % 12 + if is_after_noon { 12 } else { 0 },
        Some(_) => return None,
        None => {}
    }
    // A leap second is the first of the next minute.
    let is_time = hours < 24 && minutes < 60 && seconds <= 60;
    let is_end_of_day = (hours, minutes, seconds, fraction) == (24, 0, 0, 0);
    (is_time || is_end_of_day).then_some((hours * HOUR + minutes * 60 + seconds) * NANOSECONDS + fraction)
}

/// `AM` or `PM`, if that comes next: whether it is the second half of the day.
fn half(rest: &mut Rest<'_>) -> Option<bool> {
    let mut ahead = Rest(rest.0);
    ahead.blanks();
    let word = ahead.letters();
    let half = if word.eq_ignore_ascii_case("am") {
        false
    } else if word.eq_ignore_ascii_case("pm") {
        true
    } else {
        return None;
    };
    *rest = ahead;
    Some(half)
}

/// Reads what is left as an offset, in seconds east of UTC: nothing, `Z`, `UTC`, `+02:00`, `+0200`, `+2`, `GMT+5:30`.
pub(super) fn offset(rest: &mut Rest<'_>) -> Option<i64> {
    rest.blanks();
    let east = zone(rest.letters())?;
    let sign = match rest.sign(&['+', '-', '\u{2212}']) {
        None => return rest.is_empty().then_some(east),
        Some('+') => 1,
        Some(_) => -1,
    };
    let digits = rest.digits();
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits, if rest.sign(&[':']).is_some() { rest.digits() } else { "00" }),
        length @ (3 | 4) => digits.split_at_checked(length - 2)?,
        _ => return None,
    };
    let seconds = if rest.sign(&[':']).is_some() { rest.digits() } else { "00" };
    let part = |text: &str, most: i64| text.parse::<i64>().ok().filter(|part| *part < most && text.len() <= 2);
    let offset = part(hours, 24)? * HOUR + part(minutes, 60)? * 60 + part(seconds, 60)?;
    (rest.is_empty() && east == 0).then_some(sign * offset)
}

/// The zones that the standards name; another's clock is not known, and not guessed.
fn zone(name: &str) -> Option<i64> {
    const ZONES: [(&str, i64); 13] = [
        ("", 0),
        ("Z", 0),
        ("UTC", 0),
        ("GMT", 0),
        ("UT", 0),
        ("EST", -5),
        ("EDT", -4),
        ("CST", -6),
        ("CDT", -5),
        ("MST", -7),
        ("MDT", -6),
        ("PST", -8),
        ("PDT", -7),
    ];
    ZONES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, hours)| hours * HOUR)
}
