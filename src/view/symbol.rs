//! What stands before a row: a built-in icon, or what the administrator's icon map says.

use std::sync::Arc;

use icondata_core::Icon;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::CustomerUi;
use super::dom::{El, el};
use super::icon::icon;
use super::icon_names::named_icon;
use crate::icons::{Find, Mapped};
use crate::later::later;
use journey::Entry;

/// The symbol of an entry; `built_in` unless the icon map knows better.
pub(super) fn symbol(ui: CustomerUi, entry: &Arc<Entry>, built_in: Icon) -> El {
    let icons = ui.session.icons;
    let entry = Arc::clone(entry);
    // A map that is there was read by the second file, so that is there, too.
    let draw = move || match icons.get() {
        Some(find) => mapped(find, Arc::clone(&entry), built_in),
        None => icon(built_in),
    };
    el("span").class("row-icon").dynamic(move || Some(draw()))
}

later! {
    fn mapped(find: Find, entry: Arc<Entry>, built_in: Icon) -> El = found, "f11e5000000000000000000000000004"
}

fn found(find: Find, entry: Arc<Entry>, built_in: Icon) -> El {
    let words = entry.kind_words();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    find(&words).map_or_else(|| icon(built_in), |mapped| drawn(&mapped, built_in))
}

fn drawn(mapped: &Mapped, built_in: Icon) -> El {
    let symbol = el("span").class("row-symbol");
    let symbol = match &mapped.picture {
        Some(address) => picture(symbol, address, built_in),
        None => symbol.child(icon(named_icon(&mapped.name).unwrap_or(built_in))),
    };
    if let Some(colour) = &mapped.colour {
        // By the object model: no page's policy forbids that, and what is no colour is ignored.
        let style = symbol.node().unchecked_ref::<HtmlElement>().style();
        let _ = style.set_property("color", colour);
    }
    symbol
}

/// A picture of the administrator's; if it does not come, the built-in icon.
fn picture(symbol: El, address: &str, built_in: Icon) -> El {
    let inside = symbol.clone();
    let image = el("img")
        .attr("alt", "")
        .attr("referrerpolicy", "no-referrer")
        .attr("decoding", "async")
        .on("error", move |_| inside.node().replace_children_with_node_1(icon(built_in).node()));
    symbol.child(image.attr("src", address))
}
