//! "Offline": the page's own fetch refuses the widgets' requests, and the page is told what a browser would tell it.
//!
//! A page cannot cut the real network; this is as near as it can come, and the drawer says so.

use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

use super::journal::{Kind, note};
use super::state::Desk;

#[wasm_bindgen(module = "/src/preview/network.js")]
extern "C" {
    #[wasm_bindgen(js_name = guardNetwork)]
    fn guard_network(base: &str);
    #[wasm_bindgen(js_name = cutNetwork)]
    fn cut_network();
    #[wasm_bindgen(js_name = restoreNetwork)]
    fn restore_network();
}

/// What the switch does, for the page.
pub(crate) const WORDS: &str = "A page cannot cut the real network. This makes the page's own fetch refuse the widget's requests, breaks off its \
     streams, and tells the page that it is offline (the event, and $STORE.app.isOffline). Publishing goes on.";

/// Stands between the widgets and the journey API from now on; before the widget's script is loaded.
pub(crate) fn guard(desk: Desk) {
    desk.api.with_value(|api| guard_network(api.base()));
}

/// Cuts or restores.
pub(crate) fn switch(desk: Desk, offline: bool) {
    if offline {
        cut_network();
        note(desk, Kind::Desktop, "Offline: the widget's requests are refused and its streams broken off");
    } else {
        restore_network();
        note(desk, Kind::Desktop, "Online again");
    }
}
