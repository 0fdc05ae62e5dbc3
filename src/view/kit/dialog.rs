//! A question over everything else: the browser's own modal dialog, which keeps the focus inside, closes by Escape, and
//! gives the focus back.

use gloo_timers::future::TimeoutFuture;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlDialogElement};

use super::icon::{Glyph, LuX};
use super::use_ui;

/// A dialog that opens as soon as it is in the page.
#[component]
pub(crate) fn Dialog(
    /// The key of its title.
    title: &'static str,
    /// Its name for themes and tests.
    name: &'static str,
    /// The element, for [`close_dialog`].
    node: NodeRef<html::Dialog>,
    /// It was closed, by whatever way.
    on_close: impl Fn() + 'static,
    /// What is asked.
    children: Children,
) -> impl IntoView {
    let i18n = use_ui().i18n;
    let (title, cancel) = (i18n.words(title), i18n.words("edit.cancel"));
    view! {
        <dialog
            class="dialog"
            part=name
            aria-label=title
            node_ref=node
            use:open_soon
            on:close=move |_| on_close()
        >
            <div class="dialog-head">
                <h2>{title}</h2>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=cancel
                    title=cancel
                    on:click=move |_| close_dialog(node)
                >
                    <Glyph icon=LuX/>
                </button>
            </div>
            {children()}
        </dialog>
    }
}

fn open_soon(dialog: Element) {
    let dialog: HtmlDialogElement = dialog.unchecked_into();
    spawn_local(async move {
        TimeoutFuture::new(0).await;
        // It fails for one that was closed, and taken out of the page, before it could open.
        let _ = dialog.show_modal();
    });
}

/// Closes a dialog.
pub(crate) fn close_dialog(node: NodeRef<html::Dialog>) {
    let Some(dialog) = node.get_untracked() else { return };
    if dialog.open() {
        dialog.close();
    } else if let Ok(event) = Event::new("close") {
        // Closed before it could open: nothing else would say so. It fails only for an event under way.
        let _ = dialog.dispatch_event(&event);
    }
}
