//! Listening to the page's window until the current owner ends. Leptos' own listener is freed when the browser collects
//! garbage, with all that it holds; a desktop that mounts a widget for each of hundreds of contacts need not wait for that.

use leptos::prelude::on_cleanup;
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::*;

/// Does this at every event of that name, also of those that only come by on their way to what they are about.
pub(crate) fn on_window(event: &'static str, act: impl FnMut() + 'static) {
    listen(event, Closure::new(act));
}

fn listen(event: &'static str, closure: Closure<dyn FnMut()>) {
    let Some(window) = web_sys::window() else { return };
    // Both fail only for what is no function.
    let _ = window.add_event_listener_with_callback_and_bool(event, closure.as_ref().unchecked_ref(), true);
    let ended = SendWrapper::new((window, closure));
    on_cleanup(move || {
        let (window, closure) = &*ended;
        let _ = window.remove_event_listener_with_callback_and_bool(event, closure.as_ref().unchecked_ref(), true);
    });
}
