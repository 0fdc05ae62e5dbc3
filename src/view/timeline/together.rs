//! What stands on a row that holds several entries together.

use leptos::prelude::*;

use super::symbol::Symbol;
use crate::view::kit::*;
use journey::{CustomEvent, Row, label};

/// Symbol, title and line of a web visit; `last`: the page that was looked at last.
pub(super) fn visit_head(row: &Row, last: &CustomEvent) -> (AnyView, AnyView, AnyView) {
    let ui = use_customer();
    let i18n = ui.i18n;
    let built_in = event_icon("web", last.channel.as_ref());
    let symbol = view! { <Symbol entry=row.entry.clone() built_in tone=|| Some("event")/> };
    let count = row.count();
    let title = view! {
        <span class="row-title">
            <span>{i18n.words("visit.title")}</span>
            <span class="badge" part="badge">{move || i18n.t_count("visit.pages", count)}</span>
        </span>
    };
    let page = label(&i18n.language().custom_event(last));
    let ended = move || i18n.t_with("visit.ended", &[("page", &page)]);
    let time = row
        .span()
        .map(|span| view! { <span>{move || i18n.formats(|formats| formats.duration(span))}</span> }.into_any());
    let line = view! {
        <span class="row-line">
            <bdi class="outcome">{move || marked(&ended(), &ui.search())}</bdi>
            {time}
        </span>
    };
    (symbol.into_any(), title.into_any(), line.into_any())
}

/// How often it happened.
pub(super) fn times(count: usize) -> AnyView {
    let i18n = use_customer().i18n;
    view! { <span class="badge" part="badge">{move || i18n.t_count("event.times", count)}</span> }.into_any()
}
