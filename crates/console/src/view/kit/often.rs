//! Something that is done again and again while the page is seen.

use gloo_timers::callback::Interval;
use leptos::prelude::*;

use super::use_ui;

/// Does it every so many ms, as long as whoever asks for it is there.
pub(crate) fn often(every: u32, act: impl Fn() + 'static) {
    let ui = use_ui();
    let timer = Interval::new(every, move || {
        // Nobody looks at a page in another tab, and a sign-in that has ended is asked for once.
        if !document().hidden() && !untrack(|| ui.session.has_ended()) {
            act();
        }
    });
    let timer = StoredValue::new_local(Some(timer));
    on_cleanup(move || drop(timer.try_update_value(Option::take)));
}
