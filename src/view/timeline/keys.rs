//! The timeline by keyboard: up and down go from entry to entry, Home and End to the first and the last; Escape closes
//! the one that is open and puts the focus back on it.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::virtualized::VirtualizedList;

/// Follows a key that was pressed somewhere in the timeline.
pub(super) fn walk(event: &KeyboardEvent, list: VirtualizedList) {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) else { return };
    let key = event.key();
    let row = closest(&target, ".row");
    let head = row.as_ref().and_then(head_of);
    if key == "Escape" {
        if let Some(head) = head.filter(|head| head.get_attribute("aria-expanded").as_deref() == Some("true")) {
            event.stop_propagation();
            head.click();
            // It fails only where the browser has nothing to focus on any more.
            let _ = head.focus();
        }
        return;
    }
    // The timeline itself has the focus of a row that was scrolled away.
    let here = match &row {
        Some(row) if head.as_ref() == Some(&target) => list.place_of(row),
        Some(_) => None,
        None if target.class_list().contains("timeline") => list.left(),
        None => None,
    };
    let Some(here) = here else { return };
    let next = match key.as_str() {
        "ArrowDown" => here.saturating_add(1).min(list.last()),
        "ArrowUp" => here.saturating_sub(1),
        "Home" => 0,
        "End" => list.last(),
        _ => return,
    };
    event.prevent_default();
    list.go_to(next, true);
}

fn closest(element: &Element, selector: &str) -> Option<Element> {
    element.closest(selector).ok().flatten()
}

fn head_of(row: &Element) -> Option<HtmlElement> {
    row.query_selector(".row-head").ok().flatten()?.dyn_into().ok()
}
