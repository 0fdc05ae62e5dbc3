//! The session's time: now, ticking, and the viewer's time zone.

use chrono::{DateTime, TimeZone, Utc};
use gloo_timers::callback::Interval;
use js_sys::{Array, Date, Intl, Object, Reflect};
use leptos::prelude::on_cleanup;
use leptos::prelude::*;
use send_wrapper::SendWrapper;

use crate::http::has_stopped;
use crate::listen::on_window;
use journey::Zone;

/// How often "now" moves: often enough for "2 minutes ago" and for a contact that stops being ongoing, ms.
const TICK_MS: u32 = 20_000;

/// The viewer's own time zone, as the browser knows it.
pub(super) const ZONE: Zone = Zone(|time| {
    let date = Date::new(&(time.timestamp_millis() as f64).into());
    // The browser counts minutes west of Greenwich.
    -date.get_timezone_offset() as i32
});

/// In which time zone the browser is now, as a text that is another one after a change: its name, and how far ahead of UTC
/// it is, since not every browser tells both. A desktop travels, and a system's settings are corrected.
fn place() -> String {
    let name =
        Reflect::get(&Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options(), &"timeZone".into());
    let name = name.ok().and_then(|name| name.as_string()).unwrap_or_default();
    [&name, " ", &(ZONE.0)(now()).to_string()].concat()
}

/// The time zone, read again at every tick and whenever somebody comes back to the page, until the session ends.
pub(super) fn followed_place(now: RwSignal<DateTime<Utc>>) -> RwSignal<String> {
    let known = RwSignal::new(place());
    let look = move || {
        if has_stopped() {
            return;
        }
        let place = place();
        if known.with_untracked(|known| *known != place) {
            known.set(place);
        }
    };
    Effect::new(move |_| {
        now.with(|_| ());
        look();
    });
    ["visibilitychange", "focus", "pageshow"].into_iter().for_each(|event| on_window(event, look));
    known
}

/// What the clock says.
pub(super) fn now() -> DateTime<Utc> {
    Utc.timestamp_millis_opt(Date::now() as i64).single().unwrap_or_default()
}

/// "Now", moving until the session ends.
pub(super) fn ticking() -> RwSignal<DateTime<Utc>> {
    let time = RwSignal::new(now());
    let tick = move || {
        if !has_stopped() {
            time.set(now());
        }
    };
    let interval = SendWrapper::new(Interval::new(TICK_MS, tick));
    on_cleanup(move || drop(interval));
    time
}
