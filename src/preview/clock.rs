//! The browser's clock.

use chrono::{DateTime, Utc};

/// Now, UTC, to the millisecond.
pub(crate) fn now() -> DateTime<Utc> {
    // A browser's milliseconds are whole numbers far within the range of i64.
    #[allow(clippy::cast_possible_truncation)]
    let milliseconds = js_sys::Date::now() as i64;
    DateTime::from_timestamp_millis(milliseconds).unwrap_or_default()
}
