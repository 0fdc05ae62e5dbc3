//! One running widget, behind an opaque handle that the element's class holds.

use any_spawner::Executor;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Object};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, ShadowRoot};

use super::{hints, stylesheet, values};
use crate::later;
use crate::session::{Session, Value};
use crate::settings::Told;
use crate::view::app;

/// A running widget: what it was told, and what ends it.
#[wasm_bindgen]
#[allow(missing_debug_implementations, reason = "an opaque handle; a closure cannot be shown")]
pub struct Handle {
    told: Value<Told>,
    /// Everything that was started for the widget ends with it.
    owner: Owner,
    root: ShadowRoot,
}

/// Starts a widget in the shadow root of `host`, with what the element was told so far.
///
/// # Errors
/// When the browser lacks what the widget is drawn with.
#[wasm_bindgen]
pub fn mount(host: HtmlElement, root: ShadowRoot, attributes: Array, properties: Object) -> Result<Handle, JsValue> {
    // Before anything that waits for the second file. Fails only where it is done already, by the widget before this one.
    let _ = Executor::init_wasm_bindgen();
    let mut told = Told::default();
    for attribute in attributes.iter() {
        let pair = Array::from(&attribute);
        if let (Some(name), Some(value)) = (pair.get(0).as_string(), pair.get(1).as_string()) {
            told.set_attribute(&name, Some(value.clone()));
            hints::attribute(name, value);
        }
    }
    for entry in Object::entries(&properties).iter() {
        let pair = Array::from(&entry);
        if let Some(name) = pair.get(0).as_string() {
            take_property(&mut told, &name, &pair.get(1));
        }
    }

    stylesheet::adopt(&root)?;
    let styled = root.clone();
    // What could fail has just worked.
    later::when_ready(move || drop(stylesheet::adopt(&styled)));
    let owner = Owner::new();
    let (told, widget) = owner.with(|| {
        let told = Value::new(told);
        let session = Session::start(told, move |event| {
            // A listener's own exception is the page's business; the widget goes on.
            let _ = event.send_from(&host);
        });
        (told, app(session))
    });
    root.append_child(widget.node())?;
    // After what is drawn now; a click should find it there.
    spawn_local(async {
        TimeoutFuture::new(0).await;
        later::load();
    });
    Ok(Handle { told, owner, root })
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

    /// Takes a property.
    pub fn set_property(&self, name: &str, value: &JsValue) {
        self.told.update(|told| take_property(told, name, value));
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
        self.owner.cleanup();
        self.root.replace_children_with_node_0();
    }
}

fn take_property(told: &mut Told, name: &str, value: &JsValue) {
    match values::read(value).and_then(|value| values::fitting(name, value)) {
        Ok(value) => told.set_property(name, value),
        Err(why) => {
            web_sys::console::error_1(
                &format!("<customer-journey-widget>: the property {name} {why}; it is taken as empty.").into(),
            );
            told.set_property(name, serde_json::Value::Null);
        }
    }
}
