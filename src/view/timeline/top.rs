//! The top of the timeline: whether it is in sight, and what waits to come in there.

use std::cell::Cell;

use leptos::html;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::*;
use web_sys::{IntersectionObserver, IntersectionObserverEntry};

use crate::session::CustomerSession;
use crate::view::kit::*;

/// "3 new": shows what waits, and goes to the top.
#[component]
pub(super) fn NewEntries(
    /// The top.
    top: NodeRef<html::Div>,
) -> impl IntoView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let show = move |_| {
        session.resume();
        if let Some(top) = top.get_untracked() {
            top.scroll_into_view_with_bool(true);
        }
    };
    view! {
        <div class="new-entries">
            <When is=move || { session.held_count.get() > 0 }>
                <button type="button" class="new-events" part="new-events" on:click=show>
                    <Glyph icon=LuArrowUp/>
                    {move || i18n.t_count("timeline.new", session.held_count.get())}
                </button>
            </When>
        </div>
    }
}

/// Tells the session whether new entries may come in: the top of the timeline is in sight, or nothing of it is; whoever
/// scrolls: the widget, the desktop or the page.
pub(super) fn watch_top(session: CustomerSession, top: NodeRef<html::Div>, whole: NodeRef<html::Div>) {
    let (top_seen, whole_seen) = (Cell::new(true), Cell::new(true));
    let seen = Closure::<dyn Fn(js_sys::Array)>::new(move |entries: js_sys::Array| {
        for entry in entries.iter() {
            let entry: IntersectionObserverEntry = entry.unchecked_into();
            let is_top = top.get_untracked().is_some_and(|top| entry.target() == **top);
            let seen = if is_top { &top_seen } else { &whole_seen };
            seen.set(entry.is_intersecting());
        }
        session.set_at_top(top_seen.get() || !whole_seen.get());
    });
    let Ok(observer) = IntersectionObserver::new(seen.as_ref().unchecked_ref()) else { return };
    let watched = SendWrapper::new((observer.clone(), seen));
    on_cleanup(move || watched.0.disconnect());
    Effect::new(move |_| {
        if let (Some(top), Some(whole)) = (top.get(), whole.get()) {
            observer.observe(&top);
            observer.observe(&whole);
        }
    });
}
