//! One running widget, behind an opaque handle that the element's class holds.

use std::cell::Cell;
use std::rc::Rc;

use any_spawner::Executor;
use futures_channel::oneshot;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Function};
use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, ShadowRoot};

use super::{hints, stylesheet, values};
use crate::later;
use crate::session::Session;
use crate::settings::Told;
use crate::view::{self, Mounted};

/// A running widget: what it was told, and what ends it.
#[wasm_bindgen]
#[allow(missing_debug_implementations, reason = "an opaque handle; a closure cannot be shown")]
pub struct Handle {
    told: RwSignal<Told>,
    /// How Acqueon is asked.
    lcm_request: RwSignal<Option<Function>, LocalStorage>,
    /// Everything that was started for the widget ends with it.
    owner: Owner,
    /// What is seen of it.
    view: Mounted,
    root: ShadowRoot,
}

/// Starts a widget in the shadow root of `host`, with what the element was told so far: attributes as name and text,
/// properties as [`Handle::set_property`] takes them, and the names that the page put on the element beside them.
///
/// # Errors
/// When the browser lacks what the widget is drawn with.
#[wasm_bindgen]
pub fn mount(
    host: HtmlElement,
    root: ShadowRoot,
    attributes: Array,
    properties: Array,
    expandos: Array,
) -> Result<Handle, JsValue> {
    // Before anything that waits for the second file. Fails only where it is done already, by the widget before this one.
    let _ = Executor::init_wasm_bindgen();
    let mut told = Told::default();
    let mut lcm_request = None;
    for attribute in attributes.iter() {
        let pair = Array::from(&attribute);
        if let (Some(name), Some(value)) = (pair.get(0).as_string(), pair.get(1).as_string()) {
            told.set_attribute(&name, Some(value.clone()));
            hints::attribute(name, value);
        }
    }
    for property in properties.iter() {
        let told_of = Array::from(&property);
        if let Some(name) = told_of.get(0).as_string() {
            let value = property_value(&name, &told_of.get(1), told_of.get(2).as_string());
            told.set_property(&name, value);
            lcm_request = function_of(&name, &told_of.get(3)).or(lcm_request);
        }
    }
    hints::expandos(expandos.iter().filter_map(|name| name.as_string()).collect());

    stylesheet::adopt(&root)?;
    let styled = root.clone();
    // What could fail has just worked.
    later::when_ready(move || drop(stylesheet::adopt(&styled)));
    let owner = Owner::new();
    let (told, lcm_request, view) = owner.with(|| {
        let told = RwSignal::new(told);
        let lcm_request = RwSignal::new_local(lcm_request);
        let is_over = Rc::new(Cell::new(false));
        on_cleanup({
            let is_over = SendWrapper::new(Rc::clone(&is_over));
            move || is_over.set(true)
        });
        let session = Session::start(told, lcm_request, move |event| {
            let (host, is_over) = (host.clone(), Rc::clone(&is_over));
            let (taken, answer) = oneshot::channel();
            // Afterwards: a listener may do anything to the element, and finds nothing under way that way.
            spawn_local(async move {
                if !is_over.get() {
                    // A listener's own exception is the page's business; the widget goes on.
                    let is_taken = event.send_from(&host).unwrap_or_default();
                    // Most events ask for nothing, and nobody waits.
                    let _ = taken.send(is_taken);
                }
            });
            answer
        });
        (told, lcm_request, view::mount(session, &root))
    });
    // After what is drawn now; a click should find it there.
    spawn_local(async {
        TimeoutFuture::new(0).await;
        later::load();
    });
    Ok(Handle { told, lcm_request, owner, view, root })
}

#[wasm_bindgen]
impl Handle {
    /// Takes an attribute; `undefined`: it was removed.
    ///
    /// # Panics
    /// In a debug build, and only there, for the attribute `data-panic`: how else would a test see what a panic does?
    pub fn set_attribute(&self, name: &str, value: Option<String>) {
        #[cfg(debug_assertions)]
        #[allow(clippy::panic, reason = "this is what it is for")]
        if name == "data-panic" {
            panic!("asked for by the attribute data-panic");
        }
        hints::attribute(name.to_owned(), value.clone().unwrap_or_default());
        self.told.update(|told| told.set_attribute(name, value));
    }

    /// Takes a property: its value as JSON (`undefined`: there is none), or why it can have none; a function beside it. The
    /// element's class has read the value: that runs the page's code, which must not find the widget under way.
    pub fn set_property(&self, name: &str, json: &JsValue, why: Option<String>, function: &JsValue) {
        let value = property_value(name, json, why);
        if name == LCM_REQUEST {
            self.lcm_request.set(function_of(name, function));
        }
        self.told.update(|told| told.set_property(name, value));
    }

    /// The element has been moved to another document.
    ///
    /// # Errors
    /// When the other document's window lacks what the widget is drawn with.
    pub fn adopted(&self) -> Result<(), JsValue> {
        stylesheet::adopt(&self.root)
    }

    /// Ends the widget: its requests, streams, timers and listeners.
    pub fn unmount(self) {
        drop(self.view);
        self.owner.cleanup();
        self.root.replace_children_with_node_0();
    }
}

/// The property that is a function.
const LCM_REQUEST: &str = "lcmRequest";

fn function_of(name: &str, value: &JsValue) -> Option<Function> {
    value.dyn_ref::<Function>().filter(|_| name == LCM_REQUEST).cloned()
}

fn property_value(name: &str, json: &JsValue, why: Option<String>) -> serde_json::Value {
    let read = why.map_or_else(|| values::read(json), Err).and_then(|value| values::fitting(name, value));
    match read {
        Ok(value) => {
            hints::property(name, &value);
            value
        }
        Err(why) => {
            web_sys::console::error_1(
                &format!("<customer-journey-widget>: the property {name} {why}; it is taken as empty.").into(),
            );
            serde_json::Value::Null
        }
    }
}
