//! A question over everything else: the browser's own modal dialog, which keeps the focus inside, closes by Escape, and
//! gives the focus back.

use gloo_timers::future::TimeoutFuture;
use leptos::task::spawn_local;
use web_sys::{Event, HtmlDialogElement};

use super::button;
use super::dom::{El, el};
use super::icon::{LuX, icon};
use crate::locale::t;

/// A dialog that opens as soon as it is in the page. `closed`: it was closed, by whatever way.
pub(super) fn dialog(title: &str, closed: impl Fn() + 'static) -> El {
    let dialog = el("dialog").class("dialog").attr("aria-label", title).on("close", move |_| closed());
    let node: HtmlDialogElement = dialog.node_as();
    spawn_local(async move {
        TimeoutFuture::new(0).await;
        // It fails for one that was closed, and taken out of the page, before it could open.
        let _ = node.show_modal();
    });
    let leave = button("icon-button")
        .attr("aria-label", &t("edit.cancel"))
        .attr("title", &t("edit.cancel"))
        .on("click", {
            let dialog = dialog.clone();
            move |_| close(&dialog)
        })
        .child(icon(LuX));
    let head = el("div").class("dialog-head").child(el("h2").text(title)).child(leave);
    dialog.child(head)
}

/// Closes a dialog.
pub(super) fn close(dialog: &El) {
    let dialog: HtmlDialogElement = dialog.node_as();
    if dialog.open() {
        dialog.close();
    } else if let Ok(event) = Event::new("close") {
        // Closed before it could open: nothing else would say so. It fails only for an event under way.
        let _ = dialog.dispatch_event(&event);
    }
}
