//! The session's time: now, ticking, and the viewer's time zone.

use chrono::{DateTime, TimeZone, Utc};
use gloo_timers::callback::Interval;
use js_sys::Date;
use leptos::prelude::on_cleanup;
use send_wrapper::SendWrapper;

use super::Value;
use crate::http::has_stopped;
use crate::journey::Zone;

/// How often "now" moves: often enough for "2 minutes ago" and for a contact that stops being ongoing, ms.
const TICK_MS: u32 = 20_000;

/// The viewer's own time zone, as the browser knows it.
pub(super) const ZONE: Zone = Zone(|time| {
    let date = Date::new(&(time.timestamp_millis() as f64).into());
    // The browser counts minutes west of Greenwich.
    -date.get_timezone_offset() as i32
});

/// What the clock says.
pub(super) fn now() -> DateTime<Utc> {
    Utc.timestamp_millis_opt(Date::now() as i64).single().unwrap_or_default()
}

/// "Now", moving until the session ends.
pub(super) fn ticking() -> Value<DateTime<Utc>> {
    let time = Value::new(now());
    let tick = move || {
        if !has_stopped() {
            time.set(now());
        }
    };
    let interval = SendWrapper::new(Interval::new(TICK_MS, tick));
    on_cleanup(move || drop(interval));
    time
}
