//! The widget that agents and supervisors have on their desktops, as the service ships it beside the console: loaded by its
//! public script, and told by attributes and properties as any host tells it. The console shares no code with it.

use js_sys::{Promise, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CustomEvent, Element, Event};

// Component tests are served without the page's own files, and load no widget.
#[cfg_attr(not(test), wasm_bindgen(raw_module = "./widget-loader.js"))]
#[cfg_attr(test, wasm_bindgen)]
extern "C" {
    #[wasm_bindgen(js_name = loadWidget)]
    fn load_widget() -> Promise;
}

/// Its element.
pub(crate) const TAG: &str = "customer-journey-widget";
/// What it says when something could not be loaded.
pub(crate) const ERROR: &str = "journey-error";

/// Defines the element.
///
/// # Errors
/// Its script did not come.
pub(crate) async fn load() -> Result<(), JsValue> {
    JsFuture::from(load_widget()).await.map(drop)
}

/// Sets a property.
pub(crate) fn set(element: &Element, name: &str, value: &str) {
    if let Err(error) = Reflect::set(element, &name.into(), &value.into()) {
        leptos::logging::error!("the widget does not take {name}: {error:?}");
    }
}

/// Whether it says that its token is not taken.
pub(crate) fn is_signed_out(event: &Event) -> bool {
    let detail = event.dyn_ref::<CustomEvent>().map(CustomEvent::detail);
    let status = detail.and_then(|detail| Reflect::get(&detail, &"status".into()).ok());
    status.and_then(|status| status.as_f64()).is_some_and(|status| (status - 401.0).abs() < 0.5)
}
