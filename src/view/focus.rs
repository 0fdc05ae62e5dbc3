//! Puts the focus where a person goes on, after what was changed is drawn.

use gloo_timers::future::TimeoutFuture;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::dom::El;

/// Soon gives the focus to an element; what is in a text field is selected.
pub(super) fn soon(element: &El) {
    let node = element.node().clone();
    spawn_local(async move {
        TimeoutFuture::new(0).await;
        now(&node);
    });
}

fn now(node: &Element) {
    if let Some(element) = node.dyn_ref::<HtmlElement>() {
        // It fails only where the browser has nothing to focus on any more.
        let _ = element.focus();
    }
    if let Some(field) = node.dyn_ref::<HtmlInputElement>() {
        field.select();
    }
}
