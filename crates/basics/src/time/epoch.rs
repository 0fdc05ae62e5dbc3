//! Numbers since the beginning of 1970: seconds, milli-, micro- or nanoseconds, told apart by their size, and with a
//! fraction or an exponent if the sender (or a spreadsheet on the way) wrote one.

use chrono::{DateTime, Utc};

/// Up to this a number is seconds; up to a thousand times that, milliseconds; and so on. Each unit begins in July 1979,
/// before any contact center wrote times, and ends in the year 11476, after the 9999 that some write for "never".
const MOST_SECONDS: i64 = 300_000_000_000;

/// Reads a number; `None` for zero and below, and for the largest number there is, which means "never".
pub(super) fn read(text: &str) -> Option<DateTime<Utc>> {
    let (whole, fraction) = decimal(text)?;
    let per_second = match whole {
        ..=0 | i64::MAX => return None,
        _ if whole < MOST_SECONDS => 1,
        _ if whole < MOST_SECONDS * 1_000 => 1_000,
        _ if whole < MOST_SECONDS * 1_000_000 => 1_000_000,
        _ => 1_000_000_000,
    };
    let nanoseconds = (whole % per_second) * (1_000_000_000 / per_second) + billionths(&fraction) / per_second;
    DateTime::from_timestamp(whole / per_second, nanoseconds.try_into().ok()?)
}

/// The digits before the point and those behind it, the exponent worked in.
fn decimal(text: &str) -> Option<(i64, String)> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent: i32 = exponent.parse().ok().filter(|exponent: &i32| exponent.abs() <= 30)?;
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    let is_number = |digits: &str| digits.len() <= 60 && digits.bytes().all(|digit| digit.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let point = usize::try_from(i32::try_from(whole.len()).ok()?.checked_add(exponent)?).ok()?;
    let mut digits = format!("{whole}{fraction}");
    while digits.len() < point {
        digits.push('0');
    }
    let (whole, fraction) = digits.split_at_checked(point)?;
    Some((whole.parse().ok()?, fraction.to_owned()))
}

/// Digits behind a point, as billionths.
pub(super) fn billionths(fraction: &str) -> i64 {
    let digits = fraction.bytes().map(|digit| i64::from(digit.wrapping_sub(b'0'))).chain(std::iter::repeat(0));
    digits.take(9).fold(0, |sum, digit| sum * 10 + digit)
}
