//! The menu of the header: refresh, export, density, print, links to other systems, and why all this is shown.

use icondata_core::Icon;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, HtmlElement, KeyboardEvent, Node};

use super::Wanted;
use super::print::print;
use crate::session::{Inspected, Notes};
use crate::view::kit::*;

/// The list of an open menu. `opener`: the button that opened it and gets the focus back; `wanted`: what else it opens.
pub(in crate::view) fn menu(is_open: RwSignal<bool>, wanted: Wanted, opener: NodeRef<html::Button>) -> AnyView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let list = NodeRef::<html::Div>::new();
    let close = move || {
        is_open.set(false);
        focus_soon(opener);
    };
    let leave = move |event: FocusEvent| {
        let next = event.related_target().and_then(|next| next.dyn_into::<Node>().ok());
        let stays = |node: &Node| {
            let is_in = |around: Option<HtmlElement>| around.is_some_and(|around| around.contains(Some(node)));
            is_in(list.get_untracked().map(Into::into)) || is_in(opener.get_untracked().map(Into::into))
        };
        if !next.as_ref().is_some_and(stays) {
            is_open.set(false);
        }
    };
    let print_journey = move || {
        if let Some(opener) = opener.get_untracked() {
            print(&opener, &i18n.t("widget.label"));
        }
    };
    // For the administrator who wonders where a history is: there to be read, and nothing to be done about it here.
    let workspace = session.first_of().map(|first_of| {
        let (name, count) = (first_of.name.clone(), first_of.count.to_string());
        let words = move || i18n.t_with("menu.workspace", &[("name", &name), ("count", &count)]);
        view! {
            <button type="button" class="menu-item menu-note" role="menuitem" tabindex="-1" aria-disabled="true">
                {move || words()}
            </button>
        }
    });
    let links = move || {
        let link = |link| view! { <OpenRecord link in_menu=true on_click=close/> }.into_any();
        session.record_links(None).into_iter().map(link).collect_view()
    };
    // Where notes are kept is known when the platform has answered; nothing stands behind it that would move.
    let notes = session.notes();
    let note = move || {
        notes.is_some_and(Notes::may_write).then(|| {
            let write = move || {
                is_open.set(false);
                wanted.note.set(true);
            };
            view! { <Item icon=LuPencil words="note.write" on_click=write/> }.into_any()
        })
    };
    view! {
        <div
            class="menu"
            part="menu"
            role="menu"
            aria-label=i18n.words("header.menu")
            node_ref=list
            on:keydown=move |event| walk(&event, list, &close)
            on:focusout=leave
        >
            <button
                type="button"
                class="menu-item"
                role="menuitem"
                tabindex="-1"
                use:has_focus
                on:click=move |_| {
                    close();
                    session.reload();
                }
            >
                <Glyph icon=LuRefreshCw/>
                {i18n.words("menu.refresh")}
            </button>
            <Item
                icon=LuDownload
                words="menu.export"
                on_click=move || {
                    close();
                    wanted.export.set(true);
                }
            />
            <button
                type="button"
                class="menu-item"
                role="menuitemcheckbox"
                tabindex="-1"
                aria-checked=move || said(session.is_condensed())
                on:click=move |_| session.set_condensed(!session.is_condensed())
            >
                <Glyph icon=LuCheck/>
                {i18n.words("menu.condensed")}
            </button>
            <Item
                icon=LuPrinter
                words="menu.print"
                on_click=move || {
                    close();
                    print_journey();
                }
            />
            {note}
            {links}
            {move || session.settings.with(|settings| settings.logs).then(|| view! {
                <Item
                    icon=LuCircleHelp
                    words="inspect.title"
                    on_click=move || {
                        close();
                        session.inspected.set(Some(Inspected::All));
                    }
                />
            }.into_any())}
            {workspace}
        </div>
    }
    .into_any()
}

/// One entry.
#[component]
fn Item(
    /// What stands before its words.
    icon: Icon,
    /// The key of its words.
    words: &'static str,
    /// What it does.
    on_click: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <button type="button" class="menu-item" role="menuitem" tabindex="-1" on:click=move |_| on_click()>
            <Glyph icon/>
            {use_customer().i18n.words(words)}
        </button>
    }
}

/// Up and down from entry to entry, around the ends; Home and End to the first and the last; Escape closes.
fn walk(event: &KeyboardEvent, list: NodeRef<html::Div>, close: &impl Fn()) {
    let Some(list) = list.get_untracked() else { return };
    let Ok(entries) = list.query_selector_all(".menu-item") else { return };
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
