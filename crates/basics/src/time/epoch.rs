//! Numbers since the beginning of 1970: seconds, milli-, micro- or nanoseconds, told apart by their size, and with a
//! fraction or an exponent if the sender (or a spreadsheet on the way) wrote one.

use chrono::{DateTime, Utc};

use crate::number::{billionths, decimal};

/// Up to this a number is seconds; up to a thousand times that, milliseconds; and so on. Each unit begins in July 1979,
/// before any contact center wrote times, and ends in the year 11476, after the 9999 that some write for "never".
const MOST_SECONDS: i64 = 300_000_000_000;

/// Reads a number; `None` for zero and below, and for the largest number there is, which means "never".
pub(super) fn read(text: &str) -> Option<DateTime<Utc>> {
    let (whole, fraction) = decimal(text).filter(|_| text.starts_with(|first: char| first.is_ascii_digit()))?;
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
