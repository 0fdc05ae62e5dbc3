//! Puts the focus where a person goes on, after what was changed is drawn.

use gloo_timers::future::TimeoutFuture;
use leptos::html::ElementType;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

/// As a directive: the element has the focus soon after it was made; what is in a text field is selected.
pub(crate) fn has_focus(element: Element) {
    spawn_local(async move {
        TimeoutFuture::new(0).await;
        focus(&element);
    });
}

/// Soon gives the focus to an element, if it is there.
pub(crate) fn focus_soon<E>(element: NodeRef<E>)
where
    E: ElementType,
    E::Output: JsCast + Clone + 'static,
{
    if let Some(element) = element.get_untracked() {
        has_focus(element.unchecked_into());
    }
}

fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // It fails only where the browser has nothing to focus on any more.
        let _ = element.focus();
    }
    if let Some(field) = element.dyn_ref::<HtmlInputElement>() {
        field.select();
    }
}
