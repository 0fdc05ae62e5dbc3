//! How past contacts ended: code, count and a bar. A row is a filter.

use leptos::prelude::*;
use web_sys::HtmlElement;

use super::dom::{El, Row, el, follow};
use super::section::section;
use super::{CustomerUi, button, present, said};
use crate::locale::{t, t_with};
use journey::{FilterPart, WrapUpCode, WrapUpCount};

/// So many rows are shown at first.
const FEW: usize = 5;
/// So many are in a narrow widget; the style sheet knows which one is.
const FEWEST: usize = 3;

/// The section of the wrap-up codes; none without a past contact.
pub(super) fn wrap_ups(ui: CustomerUi) -> Option<El> {
    let rows = Memo::new(move |_| ui.session.counters.with(|counters| counters.wrap_ups.clone()));
    let has_rows = Memo::new(move |_| rows.with(|rows| !rows.is_empty()));
    if !has_rows.get() {
        return None;
    }
    let shows_all = RwSignal::new(false);
    let most = Memo::new(move |_| rows.with(|rows| rows.iter().map(|row| row.count).max().unwrap_or(1).max(1)));
    let list = move || {
        let row = |row: WrapUpCount| {
            let key = row.code.as_ref().map_or(" none", |code| code.as_str()).to_owned();
            Row::new(key, move || wrap_up(ui, rows, most, row.code))
        };
        let shown = if shows_all.get() { usize::MAX } else { FEW };
        rows.get().into_iter().take(shown).map(row).collect()
    };
    let count = Memo::new(move |_| rows.with(Vec::len));
    let more = move || {
        let count = count.get();
        let label = move || {
            if shows_all.get() { t("wrap-ups.fewer") } else { t_with("wrap-ups.more", &[("count", &ui.count(count))]) }
        };
        let toggle = || {
            button("link")
                .bind("aria-expanded", move || said(shows_all.get()))
                .bind("data-few", move || present(count <= FEW))
                .text_with(label)
                .on("click", move |_| shows_all.update(|all| *all = !*all))
        };
        (count > FEWEST).then(toggle)
    };
    let body = move || {
        let all = move || present(shows_all.get());
        let list = el("ul").class("wrap-ups").part("wrap-ups").bind("data-all", all).each(list);
        el("div").child(list).dynamic(more)
    };
    Some(section("wrap-ups", &t("wrap-ups.title"), true, None, body))
}

/// The row of a code; it stays, with the focus on it, while its count changes.
fn wrap_up(ui: CustomerUi, rows: Memo<Vec<WrapUpCount>>, most: Memo<usize>, code: Option<WrapUpCode>) -> El {
    let name = code.as_ref().map_or_else(|| t("wrap-ups.none"), |code| code.as_str().to_owned());
    let class = if code.is_none() { "wrap-up none" } else { "wrap-up" };
    let of = code.clone();
    let count = Memo::new(move |_| rows.with(|rows| rows.iter().find(|row| row.code == of).map_or(0, |row| row.count)));
    let fill = el("span").class("fill");
    let style = fill.node_as::<HtmlElement>().style();
    follow(move || {
        let width = [&(count.get() * 100 / most.get()).max(1).to_string(), "%"].concat();
        // By the object model, which a strict Content Security Policy allows. It fails for no length.
        let _ = style.set_property("width", &width);
    });
    let shown = ui
        .filter_button(class, Some(FilterPart::WrapUp(code)))
        .part("wrap-up")
        .child(el("span").class("wrap-up-name").child(el("bdi").text(&name)))
        .text(" ")
        .child(el("span").class("number").text_with(move || ui.count(count.get())))
        .child(el("span").class("track").attr("aria-hidden", "true").child(fill));
    el("li").child(shown)
}
