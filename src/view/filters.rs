//! What the agent wants to see: words, a time range, and on demand kind, queue and agent. What is set shows as chips that
//! can be removed one by one.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlInputElement, HtmlSelectElement};

use super::dom::{El, Row, el};
use super::icon::{LuListFilter, LuSearch, LuX, icon};
use super::identities::is_escape;
use super::later::{dates, more_filters, shown};
use super::{CustomerUi, button, said};
use crate::locale::{self, t, t_with};
use journey::{Filter, FilterPart, Kind, TimeRange};

/// The row of filters.
pub(super) fn filters(ui: CustomerUi) -> El {
    let session = ui.session;
    let shows_more = ui.shows_more_filters;
    let close = move |event: Event| {
        if is_escape(&event) && shows_more.get_untracked() {
            event.stop_propagation();
            shows_more.set(false);
        }
    };
    let input = el("input")
        .attr("type", "search")
        .attr("aria-label", &t("filters.search"))
        .attr("placeholder", &t("filters.search.short"))
        .attr("autocomplete", "off")
        .prop("value", move || JsValue::from_str(session.filter.with(|filter| filter.text.clone()).as_str()))
        .on("input", move |event| {
            let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            if let Some(field) = field {
                session.set_filter(|filter| filter.text.set(&field.value()));
            }
        });
    let ranges = TimeRange::ALL.into_iter().map(|range| {
        let is_chosen = move || JsValue::from_bool(session.filter.with(|filter| filter.range == range));
        el("option").attr("value", range.key()).text(&locale::range(range)).prop("selected", is_chosen)
    });
    let range = el("select")
        .class("select")
        .attr("aria-label", &t("filters.range"))
        .on("change", move |event| {
            let Some(value) = chosen(&event) else { return };
            session.set_filter(|filter| match TimeRange::from_words(&value) {
                Some(range) => filter.range = range,
                // What is shown now, to be changed from there.
                None => filter.range = TimeRange::Span(filter.range.span(session.now.get_untracked(), session.zone())),
            });
        })
        .children(ranges)
        .child(
            el("option")
                .attr("value", "dates")
                .text(&t("range.dates"))
                .prop("selected", move || JsValue::from_bool(is_span(ui))),
        );
    let has_dates = Memo::new(move |_| is_span(ui));
    let more_button = button("icon-button")
        .attr("title", &t("filters.more"))
        .attr("aria-label", &t("filters.more"))
        .bind("aria-expanded", move || said(shows_more.get()))
        .on("click", move |_| shows_more.update(|shown| *shown = !*shown))
        .child(icon(LuListFilter));
    let row = el("div")
        .class("filter-row")
        .child(el("label").class("field").child(icon(LuSearch)).child(input))
        .child(range)
        .child(more_button);
    el("div")
        .class("filters")
        .part("filters")
        .attr("role", "group")
        .attr("aria-label", &t("filters.label"))
        .on("keydown", close)
        .child(row)
        .dynamic(move || has_dates.get().then(|| shown(|| dates(ui))))
        .dynamic(move || shows_more.get().then(|| shown(|| more_filters(ui))))
        .child(chips(ui))
}

fn is_span(ui: CustomerUi) -> bool {
    ui.session.filter.with(|filter| matches!(filter.range, TimeRange::Span(_)))
}

/// What was chosen in a list.
pub(super) fn chosen(event: &Event) -> Option<String> {
    let select = event.target()?.dyn_into::<HtmlSelectElement>().ok()?;
    Some(select.value())
}

/// What is set. A chip that stays keeps the focus; when one is removed by keyboard the focus goes to its neighbour.
fn chips(ui: CustomerUi) -> El {
    let parts = Memo::new(move |_| ui.session.filter.with(Filter::parts));
    let has_parts = Memo::new(move |_| parts.with(|parts| !parts.is_empty()));
    let chips = move || {
        let row = |part: FilterPart| Row::new(part.key(), move || chip(ui, part));
        parts.get().into_iter().map(row).collect()
    };
    let clear = move || {
        let clear = button("link").text(&t("filters.clear")).on("click", move |_| ui.session.set_filter(Filter::clear));
        has_parts.get().then(|| el("li").child(clear))
    };
    el("ul").class("set-filters").each(chips).dynamic(clear)
}

fn chip(ui: CustomerUi, part: FilterPart) -> El {
    let name = match &part {
        FilterPart::Text(text) => t_with("filters.text", &[("text", text)]),
        FilterPart::Channel(channel) => locale::channel(Some(channel)),
        FilterPart::Kind(Kind::Contact) => t("filters.contacts"),
        FilterPart::Kind(Kind::Event) => t("filters.events"),
        FilterPart::Kind(Kind::Tag(name)) | FilterPart::Queue(name) | FilterPart::Agent(name) => name.to_string(),
        FilterPart::Span(span) => ui.span(*span),
        FilterPart::WrapUp(Some(code)) => code.as_str().to_owned(),
        FilterPart::WrapUp(None) => t("wrap-ups.none"),
    };
    let remove = button("set-filter")
        .attr("aria-label", &t_with("filters.remove", &[("what", &name)]))
        .on("click", move |_| ui.session.set_filter(|filter| filter.toggle(part.clone())))
        .child(el("bdi").text(&name))
        .child(icon(LuX));
    el("li").child(remove)
}
