//! What stands before a row: a built-in icon, or what the administrator's icon map says.

use std::sync::Arc;

use icondata_core::Icon;
use leptos::prelude::*;

use crate::icons::{Find, Mapped};
use crate::view::kit::*;
use crate::view::later;
use journey::Entry;

/// The symbol of an entry.
#[component]
pub(super) fn Symbol(
    /// Of which entry.
    entry: Arc<Entry>,
    /// What stands there unless the icon map knows better.
    built_in: Icon,
    /// How it is coloured.
    tone: impl Fn() -> Option<&'static str> + Send + 'static,
) -> impl IntoView {
    let icons = use_customer().session.icons;
    // A map that is there was read by the second file, so that is there, too.
    let draw = move || match icons.get() {
        Some(find) => later::mapped(&find, &entry, built_in),
        None => view! { <Glyph icon=built_in/> }.into_any(),
    };
    view! { <span class="row-icon" data-tone=tone>{draw}</span> }
}

/// The symbol that an icon map names.
pub(in crate::view) fn mapped(find: &Find, entry: &Arc<Entry>, built_in: Icon) -> AnyView {
    let words = entry.kind_words();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let Some(Mapped { name, picture, colour }) = find(&words) else {
        return view! { <Glyph icon=built_in/> }.into_any();
    };
    let drawn = match picture {
        Some(address) => view! { <Picture address built_in/> }.into_any(),
        None => view! { <Glyph icon=named_icon(&name).unwrap_or(built_in)/> }.into_any(),
    };
    // By the object model: no page's policy forbids that, and what is no colour is ignored.
    view! { <span class="row-symbol" style:color=colour>{drawn}</span> }.into_any()
}

/// A picture of the administrator's; if it does not come, the built-in icon.
#[component]
fn Picture(
    /// Where it is.
    address: String,
    /// What stands there without it.
    built_in: Icon,
) -> impl IntoView {
    let is_missing = RwSignal::new(false);
    move || {
        if is_missing.get() {
            return view! { <Glyph icon=built_in/> }.into_any();
        }
        view! {
            <img
                alt=""
                referrerpolicy="no-referrer"
                decoding="async"
                on:error=move |_| is_missing.set(true)
                src=address.clone()
            />
        }
        .into_any()
    }
}
