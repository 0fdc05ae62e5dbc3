//! The focus outlives what has it. When an element is drawn anew, its likeness has the focus; when it is gone for good, what
//! stands next to where it was. Without this the browser puts the focus to the top of the page, and whoever works by
//! keyboard or by voice begins again from there. `dom` calls it whenever it replaces or removes something.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};

const FOCUSABLE: &str = "button:not(:disabled), a[href], input, select, [tabindex='0']";

/// Which of the focusable things in `element` has the focus; `None`: the focus is elsewhere.
pub(super) fn place_in(element: &Element) -> Option<u32> {
    if !element.matches(":focus-within").ok()? {
        return None;
    }
    let all = element.query_selector_all(FOCUSABLE).ok()?;
    let has_focus = |place: &u32| {
        let node = all.get(*place).and_then(|node| node.dyn_into::<Element>().ok());
        node.is_some_and(|node| node.matches(":focus").unwrap_or_default())
    };
    // The element itself is none of those in it.
    Some((0..all.length()).find(has_focus).unwrap_or_default())
}

/// Puts the focus to the same place in `new`; without it, or where it has none, to the first thing that can have it near
/// `here`, where the old one was.
pub(super) fn keep(place: u32, new: Option<&Element>, here: &Node) {
    if new.is_some_and(|new| focus_in(new, place)) {
        return;
    }
    let mut around = here.parent_element();
    while let Some(element) = around {
        if focus_in(&element, 0) {
            return;
        }
        around = element.parent_element();
    }
}

fn focus_in(element: &Element, place: u32) -> bool {
    let Ok(all) = element.query_selector_all(FOCUSABLE) else { return false };
    let last = all.length().saturating_sub(1);
    let found = if element.matches(FOCUSABLE).unwrap_or_default() {
        Some(element.clone().unchecked_into())
    } else {
        all.get(place.min(last))
    };
    // It fails only where the browser has nothing to focus on any more.
    found.and_then(|node| node.dyn_into::<HtmlElement>().ok()).is_some_and(|node| node.focus().is_ok())
}
