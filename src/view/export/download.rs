//! Gives a text to the browser as a file.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlElement, Url};

/// Saves `text` under `name`; `kind` is `csv` or `json`.
pub(in crate::view) fn download(name: &str, kind: &str, text: &str) {
    if let Err(error) = try_download(name, kind, text) {
        web_sys::console::error_2(&"<customer-journey-widget>: the file could not be made.".into(), &error);
    }
}

fn try_download(name: &str, kind: &str, text: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(if kind == "csv" { "text/csv;charset=utf-8" } else { "application/json" });
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let document = web_sys::window().and_then(|window| window.document()).ok_or("no page")?;
    let link = document.create_element("a")?;
    link.set_attribute("href", &url)?;
    link.set_attribute("download", name)?;
    // In no document: nobody sees it, and no listener of the page hears the click.
    link.unchecked_ref::<HtmlElement>().click();
    // The browser has taken the file over by the time that this task ends.
    gloo_timers::callback::Timeout::new(60_000, move || {
        let _ = Url::revoke_object_url(&url);
    })
    .forget();
    Ok(())
}
