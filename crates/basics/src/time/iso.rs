//! ISO 8601 and its relatives: the date with or without dashes, alone or with a time of day of any precision.

use chrono::{DateTime, Utc};

use super::{Rest, clock, date, moment};

pub(super) fn read(text: &str) -> Option<DateTime<Utc>> {
    let mut rest = Rest(text);
    let first = rest.digits();
    if first.len() != 4 {
        return compact(first, rest);
    }
    let sign = rest.sign(&['-', '/', '.'])?;
    let month = rest.digits();
    rest.sign(&[sign])?;
    let day = rest.digits();
    if month.len() > 2 || day.len() > 2 {
        return None;
    }
    let date = date(first, month.parse().ok()?, day)?;
    // A date may have an offset, a time of day must be set off.
    let nanoseconds = if is_set_off(&mut rest) { clock::read(&mut rest)? } else { 0 };
    moment(date, nanoseconds, clock::offset(&mut rest)?)
}

/// `20260501`, `20260501T1000`, `20260501100000`, all with a year in which there are contact centers: other numbers of
/// as many digits are numbers.
fn compact(digits: &str, mut rest: Rest<'_>) -> Option<DateTime<Utc>> {
    if !matches!(digits.get(..2)?, "19" | "20" | "21") {
        return None;
    }
    let date = date(digits.get(..4)?, digits.get(4..6)?.parse().ok()?, digits.get(6..8)?)?;
    let nanoseconds = match digits.len() {
        8 if rest.is_empty() => 0,
        8 if is_set_off(&mut rest) => clock::read(&mut rest)?,
        12 | 14 | 17 => clock::compact(digits.get(8..)?, &mut rest)?,
        _ => return None,
    };
    moment(date, nanoseconds, clock::offset(&mut rest)?)
}

/// Whether a time of day follows.
fn is_set_off(rest: &mut Rest<'_>) -> bool {
    let mut ahead = Rest(rest.0);
    let sign = ahead.sign(&['T', 't', '_', ',']);
    ahead.blanks();
    let follows = (sign.is_some() || ahead.0.len() < rest.0.len()) && !ahead.0.starts_with(['+', '-']);
    let follows = follows && (sign.is_some() || ahead.0.starts_with(|sign: char| sign.is_ascii_digit()));
    if follows {
        *rest = ahead;
    }
    follows
}
