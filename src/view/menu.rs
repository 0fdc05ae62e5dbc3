//! The menu of the header: refresh, export, density, print.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, FocusEvent, HtmlElement, KeyboardEvent, Node};

use super::dom::{El, el};
use super::icon::{LuCheck, LuDownload, LuPrinter, LuRefreshCw, icon};
use super::{CustomerUi, button, focus, print, said};
use crate::locale::{t, t_with};

/// The list of an open menu. `opener`: the button that opened it and gets the focus back; `exporting`: set when a file is
/// wanted.
pub(super) fn menu(ui: CustomerUi, is_open: RwSignal<bool>, exporting: RwSignal<bool>, opener: &El) -> El {
    let session = ui.session;
    let close = {
        let opener = opener.clone();
        move || {
            is_open.set(false);
            focus::soon(&opener);
        }
    };
    let item = |symbol, words: &str, act: Box<dyn Fn()>| {
        let close = close.clone();
        entry("menuitem").child(icon(symbol)).text(&t(words)).on("click", move |_| {
            close();
            act();
        })
    };
    let refresh = item(LuRefreshCw, "menu.refresh", Box::new(move || session.reload()));
    focus::soon(&refresh);
    let condensed = entry("menuitemcheckbox")
        .bind("aria-checked", move || said(session.is_condensed()))
        .on("click", move |_| session.set_condensed(!session.is_condensed()))
        .child(icon(LuCheck))
        .text(&t("menu.condensed"));
    let list = el("div")
        .class("menu")
        .part("menu")
        .attr("role", "menu")
        .attr("aria-label", &t("header.menu"))
        .child(refresh)
        .child(item(LuDownload, "menu.export", Box::new(move || exporting.set(true))))
        .child(condensed)
        .child(item(
            LuPrinter,
            "menu.print",
            Box::new({
                let opener = opener.clone();
                move || print::print(opener.node())
            }),
        ));
    let list = list.children(session.first_of().map(|first_of| {
        let count = first_of.count.to_string();
        let words = t_with("menu.workspace", &[("name", &first_of.name), ("count", &count)]);
        // For the administrator who wonders where a history is: there to be read, and nothing to be done about it here.
        entry("menuitem").class("menu-item menu-note").attr("aria-disabled", "true").text(&words)
    }));
    let inside = list.clone();
    list.on("keydown", {
        let inside = inside.clone();
        move |event| walk(&event, &inside, &close)
    })
    .on("focusout", {
        let opener = opener.clone();
        move |event| {
            let next = event.dyn_ref::<FocusEvent>().and_then(FocusEvent::related_target);
            let next = next.and_then(|next| next.dyn_into::<Node>().ok());
            let stays = |node: &Node| inside.node().contains(Some(node)) || opener.node().contains(Some(node));
            if !next.as_ref().is_some_and(stays) {
                is_open.set(false);
            }
        }
    })
}

fn entry(role: &str) -> El {
    button("menu-item").attr("role", role).attr("tabindex", "-1")
}

/// Up and down go from entry to entry, around the ends; Home and End to the first and the last; Escape closes.
fn walk(event: &Event, list: &El, close: &impl Fn()) {
    let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
    let Ok(entries) = list.node().query_selector_all(".menu-item") else { return };
    let count = entries.length();
    let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
    let here = (0..count).find(|at| entries.get(*at).as_ref() == target.as_ref()).unwrap_or(0);
    let next = match event.key().as_str() {
        "ArrowDown" => (here + 1) % count.max(1),
        "ArrowUp" => here.checked_sub(1).unwrap_or(count.saturating_sub(1)),
        "Home" => 0,
        "End" => count.saturating_sub(1),
        "Escape" => {
            event.stop_propagation();
            return close();
        }
        _ => return,
    };
    event.prevent_default();
    if let Some(entry) = entries.get(next).and_then(|entry| entry.dyn_into::<HtmlElement>().ok()) {
        // It fails only where the browser has nothing to focus on any more.
        let _ = entry.focus();
    }
}
