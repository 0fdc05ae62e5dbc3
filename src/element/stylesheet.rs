//! The widget's two stylesheets, one for each of its files (crate::later), constructed once per document and shared by the
//! shadow roots of all elements in it. A constructed stylesheet needs no `style-src` of the page's Content Security Policy.

use js_sys::{Array, Function, Reflect, WeakMap};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CssStyleSheet, Document, ShadowRoot};

use crate::later::{self, State};
use crate::view::{later_style, style};

thread_local! {
    /// By document: a sheet belongs to the one that it was constructed in, and an element can be moved to another, such
    /// as a frame's.
    static FIRST: WeakMap = WeakMap::new();
    static LATER: WeakMap = WeakMap::new();
}

/// Lets `root` use the stylesheets, in whatever document it is now; the second from when its file is there. A document
/// without a window, such as a template's, shows nothing and needs none.
pub(super) fn adopt(root: &ShadowRoot) -> Result<(), JsValue> {
    let document = root.owner_document().filter(|document| document.default_view().is_some());
    let Some(document) = document else { return Ok(()) };
    let sheets = Array::of1(&FIRST.with(|known| sheet(known, &document, style))?);
    if later::state() == State::Ready {
        sheets.push(&LATER.with(|known| sheet(known, &document, later_style))?);
    }
    Reflect::set(root, &"adoptedStyleSheets".into(), &sheets)?;
    Ok(())
}

fn sheet(known: &WeakMap, document: &Document, style: fn() -> String) -> Result<JsValue, JsValue> {
    let there = known.get(document);
    if !there.is_undefined() {
        return Ok(there);
    }
    // The document's own class: another window's makes sheets of that window's document.
    let window = document.default_view().ok_or("a document without a window")?;
    let class: Function = Reflect::get(&window, &"CSSStyleSheet".into())?.unchecked_into();
    let sheet: CssStyleSheet = Reflect::construct(&class, &Array::new())?.unchecked_into();
    sheet.replace_sync(&style())?;
    known.set(document, &sheet);
    Ok(sheet.into())
}
