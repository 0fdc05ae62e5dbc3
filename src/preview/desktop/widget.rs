//! The customer-journey-widget, made as a desktop makes it: load the script by a classic script tag, then
//! `document.createElement`, then attributes and properties, then into the page.
//!
//! Two things differ from a real desktop, and the drawer says so: the script is the copy beside this page, and
//! `base-url` is the preview's journey API.

use customer_journey_widget::settings::layout::{Component, WIDGET};
use leptos::html;
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::bind::{bind, set_attribute, set_property};
use crate::preview::app::page_of_its_own;
use crate::preview::state::{Desk, Script};

/// The shipped script, which lies beside index.html.
pub(crate) const SCRIPT: &str = "customer-journey-widget.js";

/// Where it is, seen from this page.
pub(crate) fn script_address() -> String {
    // Pages of their own lie in a folder each.
    let folder = if page_of_its_own().is_some() { "../" } else { "" };
    format!("{folder}{SCRIPT}")
}

/// One widget. It lives as long as the place that the layout gives it.
#[component]
pub(crate) fn Widget(desk: Desk, component: Component) -> impl IntoView {
    load_script(desk);
    let host = NodeRef::<html::Div>::new();
    let ready = Memo::new(move |_| desk.script.get() == Script::Ready);
    Effect::new(move |_| {
        let Some(host) = host.get() else { return };
        if !ready.get() {
            return;
        }
        match document().create_element(WIDGET) {
            Ok(element) => {
                bind(desk, &element, &component);
                bind_preview(desk, &element, &component);
                host.replace_children_with_node_1(&element);
            }
            Err(error) => desk.script.set(Script::Failed(format!("The element cannot be created: {error:?}"))),
        }
    });
    view! {
        <div class="widget-place">
            <div class="widget-host" node_ref=host></div>
            {move || match desk.script.get() {
                Script::NotAsked | Script::Loading => {
                    view! { <p class="quiet widget-wait">"Loading the widget's script…"</p> }.into_any()
                }
                Script::Failed(why) => {
                    view! {
                        <div class="card card-trouble" role="alert" data-testid="script-failed">
                            <h3>"The widget's script did not load"</h3>
                            <p>{why}</p>
                            <p class="quiet">
                                "It is built by " <code>"cargo xtask bundle"</code> ", which "
                                <code>"trunk serve"</code> " runs after each build."
                            </p>
                        </div>
                    }
                        .into_any()
                }
                Script::Ready => ().into_any(),
            }}
        </div>
    }
}

/// What the preview sets over the layout: where the sample data is, and the language that was chosen.
fn bind_preview(desk: Desk, element: &web_sys::Element, component: &Component) {
    let address = desk.api.with_value(|api| api.base().to_owned());
    set_attribute(element, "base-url", Some(&Value::String(address)));
    if component.properties.contains_key("locale") {
        return;
    }
    let target = element.clone();
    Effect::new(move |before: Option<String>| {
        let locale = desk.locale.get();
        if before.unwrap_or_default() != locale {
            set_property(&target, "locale", (!locale.is_empty()).then(|| Value::String(locale.clone())).as_ref());
        }
        locale
    });
}

/// Loads the script once for the whole page.
fn load_script(desk: Desk) {
    if desk.script.get_untracked() != Script::NotAsked {
        return;
    }
    desk.script.set(Script::Loading);
    let fail = move |why: &str| desk.script.set(Script::Failed(why.to_owned()));
    let script = document()
        .create_element("script")
        .ok()
        .and_then(|element| element.dyn_into::<web_sys::HtmlScriptElement>().ok());
    let (Some(script), Some(head)) = (script, document().head()) else {
        return fail("This page cannot load scripts.");
    };
    let loaded = Closure::once_into_js(move || {
        if window().custom_elements().get(WIDGET).is_undefined() {
            fail(&format!("{SCRIPT} was loaded and did not define <{WIDGET}>; it is not the widget's script."));
        } else {
            desk.script.set(Script::Ready);
        }
    });
    let failed = Closure::once_into_js(move || fail(&format!("There is no {SCRIPT} beside this page.")));
    script.set_onload(Some(loaded.unchecked_ref()));
    script.set_onerror(Some(failed.unchecked_ref()));
    script.set_src(&script_address());
    if head.append_child(&script).is_err() {
        fail("This page cannot load scripts.");
    }
}
