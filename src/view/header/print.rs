//! Prints the journey alone, and not the desktop around it: a copy of what is shown goes into a frame of its own.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlIFrameElement, ShadowRootInit, ShadowRootMode, Window};

/// Prints the widget that `inside` is in, under this title.
pub(super) fn print(inside: &Element, title: &str) {
    let window = web_sys::window();
    let printed =
        inside.closest(".cjw").ok().flatten().ok_or(JsValue::NULL).and_then(|widget| print_alone(&widget, title));
    // A page that allows no frame prints as a whole.
    if printed.is_err()
        && let Some(Err(error)) = window.map(|window| window.print())
    {
        web_sys::console::error_2(&"<customer-journey-widget>: the browser does not print.".into(), &error);
    }
}

fn print_alone(widget: &Element, title: &str) -> Result<(), JsValue> {
    let page = widget.owner_document().ok_or("no page")?;
    let frame: HtmlIFrameElement = page.create_element("iframe")?.unchecked_into();
    // Out of sight, but not `display: none`: such a frame prints nothing.
    for (name, value) in [("aria-hidden", "true"), ("tabindex", "-1"), ("width", "0"), ("height", "0")] {
        frame.set_attribute(name, value)?;
    }
    // By the object model: a `style` attribute would need the page's policy to allow it.
    frame.style().set_property("position", "fixed")?;
    frame.style().set_property("border", "0")?;
    page.body().ok_or("no body")?.append_child(&frame)?;
    let filled = fill(&frame, widget, title);
    let printed = filled.and_then(|window| {
        let frame = frame.clone();
        let done = Closure::once_into_js(move || frame.remove());
        window.add_event_listener_with_callback("afterprint", done.unchecked_ref())?;
        // Safari prints the page unless the frame has the focus.
        window.focus()?;
        window.print()
    });
    if printed.is_err() {
        frame.remove();
    }
    printed
}

fn fill(frame: &HtmlIFrameElement, widget: &Element, title: &str) -> Result<Window, JsValue> {
    let window = frame.content_window().ok_or("no frame")?;
    let document: Document = frame.content_document().ok_or("no frame")?;
    document.set_title(title);
    let host = document.create_element("div")?;
    document.body().ok_or("no body")?.append_child(&host)?;
    let root = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open))?;
    // A constructed stylesheet is of the document that it was made in.
    let make: Function = Reflect::get(&window, &"CSSStyleSheet".into())?.dyn_into()?;
    let sheet: web_sys::CssStyleSheet = Reflect::construct(&make, &Array::new())?.unchecked_into();
    sheet.replace_sync(&[crate::view::style(), crate::view::style_of_later()].concat())?;
    Reflect::set(&root, &"adoptedStyleSheets".into(), &Array::of1(&sheet))?;
    let copy: Element = document.import_node_with_deep(widget, true)?.unchecked_into();
    // Paper is white.
    copy.set_attribute("data-theme", "light")?;
    root.append_child(&copy)?;
    Ok(window)
}
