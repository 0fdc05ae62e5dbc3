//! A file that the page made or was answered, for the person to keep.

use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Hands the browser a file to keep: text, or bytes.
pub(crate) fn download(name: &str, media_type: &str, content: &JsValue) {
    if let Err(error) = try_download(name, media_type, content) {
        leptos::logging::error!("{name} could not be handed out: {error:?}");
    }
}

fn try_download(name: &str, media_type: &str, content: &JsValue) -> Result<(), JsValue> {
    let properties = BlobPropertyBag::new();
    properties.set_type(media_type);
    let blob = Blob::new_with_blob_sequence_and_options(&Array::of1(content), &properties)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The browser has taken it by then.
    set_timeout(
        move || {
            // Only an address that is none is refused.
            let _ = Url::revoke_object_url(&url);
        },
        std::time::Duration::from_secs(60),
    );
    Ok(())
}
