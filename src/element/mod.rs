//! The custom element: the small JavaScript class (element.js) and what it calls. It hands over what the element was
//! told, mounts and ends one session an element, and sends events out. It reads no value itself.

#[cfg(feature = "coverage")]
mod counters;
mod events;
mod handle;
mod hints;
mod stylesheet;
mod values;

use wasm_bindgen::prelude::*;

use crate::{later, locale};

pub(crate) use events::Outgoing;
pub use handle::{Handle, mount};

/// The version of this wasm; the script that loads it must be of the same.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Once per module, before anything else. `on_panic` is called with where the module stopped; after that nobody may
/// call this module again. `load_words` fetches the words of a language, `load_later` fetches and starts the second file;
/// both answer with a promise.
#[wasm_bindgen]
pub fn start(on_panic: js_sys::Function, load_words: js_sys::Function, load_later: js_sys::Function) {
    locale::loaded_by(load_words);
    later::loaded_by(load_later);
    std::panic::set_hook(Box::new(move |info| {
        crate::http::stop();
        // Where, and not what: the message of a panic may hold a value, and a value may be a customer's.
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        // If even this call fails there is nobody left to tell.
        let _ = on_panic.call1(&JsValue::NULL, &JsValue::from_str(&format!("It stopped at {place}.")));
    }));
}
