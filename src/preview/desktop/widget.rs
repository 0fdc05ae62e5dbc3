//! The customer-journey-widget, made as a desktop makes it: load the script by a classic script tag, then
//! `document.createElement`, then attributes and properties, then into the page.
//!
//! Two things differ from a real desktop, and the drawer says so: the script is the copy beside this page, and
//! `base-url` is the preview's journey API.

use customer_journey_widget::settings::layout::{Component, script_for_tag};
use leptos::html;
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::bind::{bind, set_attribute, set_property};
use crate::preview::app::page_of_its_own;
use crate::preview::platforms::bind_platforms;
use crate::preview::state::{Desk, Script};

/// The shipped script, which lies beside index.html.
pub(crate) const SCRIPT: &str = "customer-journey-widget.js";

/// Where it is, seen from this page.
pub(crate) fn script_address() -> String {
    // Pages of their own lie in a folder each.
    let folder = if page_of_its_own().is_some() { "../" } else { "" };
    format!("{folder}{SCRIPT}")
}

/// One widget, under the name that the layout gives it. It lives as long as the place that the layout gives it.
#[component]
pub(crate) fn Widget(desk: Desk, component: Component) -> impl IntoView {
    let tag = component.comp.clone();
    load_script(desk, &tag);
    let host = NodeRef::<html::Div>::new();
    let state = {
        let tag = tag.clone();
        Memo::new(move |_| desk.scripts.with(|scripts| scripts.get(&tag).cloned()))
    };
    let ready = Memo::new(move |_| state.get() == Some(Script::Ready));
    Effect::new(move |_| {
        let Some(host) = host.get() else { return };
        if !ready.get() {
            return;
        }
        match document().create_element(&tag) {
            Ok(element) => {
                bind(desk, &element, &component);
                bind_preview(desk, &element, &component);
                host.replace_children_with_node_1(&element);
            }
            Err(error) => set(desk, &tag, Script::Failed(format!("The element cannot be created: {error:?}"))),
        }
    });
    view! {
        <div class="widget-place">
            <div class="widget-host" node_ref=host></div>
            {move || match state.get() {
                None | Some(Script::Loading) => {
                    view! { <p class="quiet widget-wait">"Loading the widget's script…"</p> }.into_any()
                }
                Some(Script::Failed(why)) => {
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
                Some(Script::Ready) => ().into_any(),
            }}
        </div>
    }
}

/// What the preview sets over the layout: where the sample data is, and the language that was chosen.
fn bind_preview(desk: Desk, element: &web_sys::Element, component: &Component) {
    let address = desk.api.with_value(|api| api.base().to_owned());
    set_attribute(element, "base-url", Some(&Value::String(address)));
    bind_platforms(desk, element);
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

fn set(desk: Desk, tag: &str, state: Script) {
    desk.scripts.update(|scripts| drop(scripts.insert(tag.to_owned(), state)));
}

/// Loads the script once for each name, which it learns from its address, as a desktop does.
fn load_script(desk: Desk, tag: &str) {
    if desk.scripts.with_untracked(|scripts| scripts.contains_key(tag)) {
        return;
    }
    set(desk, tag, Script::Loading);
    let tag = tag.to_owned();
    let fail = {
        let tag = tag.clone();
        move |why: &str| set(desk, &tag, Script::Failed(why.to_owned()))
    };
    let script = document()
        .create_element("script")
        .ok()
        .and_then(|element| element.dyn_into::<web_sys::HtmlScriptElement>().ok());
    let (Some(script), Some(head)) = (script, document().head()) else {
        return fail("This page cannot load scripts.");
    };
    script.set_src(&script_for_tag(&script_address(), &tag));
    let loaded = {
        let fail = fail.clone();
        Closure::once_into_js(move || {
            if window().custom_elements().get(&tag).is_undefined() {
                fail(&format!("{SCRIPT} was loaded and did not define <{tag}>; it is not the widget's script."));
            } else {
                set(desk, &tag, Script::Ready);
            }
        })
    };
    let failed = {
        let fail = fail.clone();
        Closure::once_into_js(move || fail(&format!("There is no {SCRIPT} beside this page.")))
    };
    script.set_onload(Some(loaded.unchecked_ref()));
    script.set_onerror(Some(failed.unchecked_ref()));
    if head.append_child(&script).is_err() {
        fail("This page cannot load scripts.");
    }
}
