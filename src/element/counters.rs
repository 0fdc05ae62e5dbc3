//! In a build that counts what of it is run, and in no other: hands its counters to whoever drives the page. Only
//! `cargo xtask coverage` makes such builds; tests/harness/counters.rs asks.

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;

/// The page's list of functions, one a module, that each give a module's counters as the content of a `.profraw` file.
const LIST: &str = "customerJourneyCounters";

/// Enters this module into the page's list, as soon as it is there.
#[wasm_bindgen(start)]
fn offer() -> Result<(), JsValue> {
    let page = js_sys::global();
    let list = Reflect::get(&page, &LIST.into())?;
    let list: Array = if list.is_undefined() { Array::new() } else { list.unchecked_into() };
    let counters: Closure<dyn Fn() -> Result<Vec<u8>, JsValue>> = Closure::new(counters);
    list.push(&counters.into_js_value());
    Reflect::set(&page, &LIST.into(), &list)?;
    Ok(())
}

fn counters() -> Result<Vec<u8>, JsValue> {
    let mut content = Vec::new();
    // SAFETY: wanted is that nobody else does so at the same time, and a page has one thread.
    unsafe { minicov::capture_coverage(&mut content) }.map_err(|error| error.to_string())?;
    Ok(content)
}
