//! Sets a component's attributes and properties as the desktop does: at once, and again when the store changes.

use customer_journey_widget::settings::layout::Component;
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen::JsValue;
use web_sys::Element;

use crate::preview::safe;
use crate::preview::state::Desk;
use crate::preview::store::{as_text, is_live, value_now};

/// Sets all of them. The effects end with the scope that calls.
pub(super) fn bind(desk: Desk, element: &Element, component: &Component) {
    for (name, given) in &component.attributes {
        if safe::attribute(name, given) {
            let (name, target) = (name.clone(), element.clone());
            live(desk, given, move |value| set_attribute(&target, &name, value.as_ref()));
        }
    }
    for (name, given) in component.properties.iter().filter(|(name, _)| safe::property(name)) {
        let (name, target) = (name.clone(), element.clone());
        live(desk, given, move |value| set_property(&target, &name, value.as_ref()));
    }
}

/// One attribute; `None` takes it away.
pub(crate) fn set_attribute(element: &Element, name: &str, value: Option<&Value>) {
    let done = match value {
        Some(value) => element.set_attribute(name, &as_text(value)),
        None => element.remove_attribute(name),
    };
    if let Err(error) = done {
        leptos::logging::warn!("The attribute {name} cannot be set: {error:?}");
    }
}

/// One property; `None` is undefined.
pub(crate) fn set_property(element: &Element, name: &str, value: Option<&Value>) {
    let value = match value {
        None => JsValue::UNDEFINED,
        Some(value) => js_sys::JSON::parse(&value.to_string()).unwrap_or(JsValue::UNDEFINED),
    };
    if let Err(error) = js_sys::Reflect::set(element, &JsValue::from_str(name), &value) {
        leptos::logging::warn!("The property {name} cannot be set: {error:?}");
    }
}

/// Sets the value now, and each time it has changed.
fn live(desk: Desk, given: &Value, set: impl Fn(Option<Value>) + 'static) {
    let first = desk.store.with_untracked(|store| value_now(given, store));
    set(first.clone());
    if !is_live(given) {
        return;
    }
    let given = given.clone();
    let value = Memo::new(move |_| desk.store.with(|store| value_now(&given, store)));
    Effect::new(move |before: Option<Option<Value>>| {
        let value = value.get();
        if before.as_ref().unwrap_or(&first) != &value {
            set(value.clone());
        }
        value
    });
}
