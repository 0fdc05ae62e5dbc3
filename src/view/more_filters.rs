//! The filters that are needed less often: kind, queue, agent; and the dates of a time range without a name.

use std::sync::Arc;

use chrono::NaiveDate;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::{Event, HtmlInputElement};

use super::CustomerUi;
use super::dom::{El, Row, el};
use super::filters::chosen;
use crate::locale::{t, t_with};
use journey::{Filter, FilterPart, Kind, NamedCount, Span, TimeRange};

/// Kind, queue and agent.
pub(super) fn more(ui: CustomerUi) -> El {
    let kinds = Memo::new(move |_| {
        let fixed = [(Kind::Contact, t("filters.contacts")), (Kind::Event, t("filters.events"))];
        let fixed = fixed.map(|(kind, name)| (FilterPart::Kind(kind), name));
        let tag = |name| FilterPart::Kind(Kind::Tag(name));
        let tags = ui.session.counters.with(|counters| named(ui, &counters.tags, tag));
        fixed.into_iter().chain(tags).collect::<Vec<_>>()
    });
    let queues =
        Memo::new(move |_| ui.session.counters.with(|counters| named(ui, &counters.queues, FilterPart::Queue)));
    let agents =
        Memo::new(move |_| ui.session.counters.with(|counters| named(ui, &counters.agents, FilterPart::Agent)));
    let is_kind = |part: &FilterPart| matches!(part, FilterPart::Kind(_));
    let is_queue = |part: &FilterPart| matches!(part, FilterPart::Queue(_));
    let is_agent = |part: &FilterPart| matches!(part, FilterPart::Agent(_));
    el("div")
        .class("more-filters")
        .child(choice(ui, "filters.kind", kinds, is_kind))
        .child(choice(ui, "filters.queue", queues, is_queue))
        .child(choice(ui, "filters.agent", agents, is_agent))
}

type Options = Memo<Vec<(FilterPart, String)>>;

fn named(ui: CustomerUi, names: &[NamedCount], part: fn(Arc<str>) -> FilterPart) -> Vec<(FilterPart, String)> {
    let option = |named: &NamedCount| {
        let words = t_with("filters.option", &[("count", &ui.count(named.count)), ("name", &named.name)]);
        (part(named.name.clone()), words)
    };
    names.iter().map(option).collect()
}

/// One of several, or any. The list stays the same element, with the focus in it, while its options come and go.
fn choice(ui: CustomerUi, label: &str, options: Options, is_of: fn(&FilterPart) -> bool) -> El {
    let session = ui.session;
    // What is chosen is offered even if this customer has nothing of it.
    let all = Memo::new(move |_| {
        let mut all = options.get();
        for part in session.filter.with(Filter::parts).into_iter().filter(is_of) {
            if !all.iter().any(|(known, _)| *known == part) {
                let name = match &part {
                    FilterPart::Queue(name) | FilterPart::Agent(name) | FilterPart::Kind(Kind::Tag(name)) => {
                        name.to_string()
                    }
                    _ => continue,
                };
                all.push((part, name));
            }
        }
        all
    });
    let rows = move || {
        let row = |(part, name): (FilterPart, String)| {
            let value = part.key();
            let key = [&value, " ", &name].concat();
            let is_chosen = move || JsValue::from_bool(session.filter.with(|filter| filter.has(&part)));
            Row::new(key, move || el("option").attr("value", &value).text(&name).prop("selected", is_chosen))
        };
        all.get().into_iter().map(row).collect()
    };
    let select = el("select").class("select").child(el("option").attr("value", "").text(&t("filters.any"))).each(rows);
    let select = select.on("change", move |event| {
        let value = chosen(&event).unwrap_or_default();
        let wanted = all.with_untracked(|all| all.iter().find(|(part, _)| part.key() == value).cloned());
        session.set_filter(|filter| {
            for part in filter.parts().into_iter().filter(is_of) {
                filter.toggle(part);
            }
            if let Some((part, _)) = wanted {
                filter.toggle(part);
            }
        });
    });
    el("label").class("choice").child(el("span").class("label").text(&t(label))).child(select)
}

/// The first and the last day, as the browser's own date fields.
pub(super) fn dates(ui: CustomerUi) -> El {
    let session = ui.session;
    let span = move || {
        session.filter.with(|filter| if let TimeRange::Span(span) = filter.range { span } else { Span::default() })
    };
    let fields: RwSignal<Vec<HtmlInputElement>> = RwSignal::new(Vec::new());
    let take = move |_: Event| {
        let dates = fields.with_untracked(|fields| fields.iter().map(|field| date(&field.value())).collect::<Vec<_>>());
        let [from, to] = dates[..] else { return };
        session.set_filter(|filter| filter.range = TimeRange::Span(Span::of_dates(from, to, session.zone())));
    };
    let field = |label: &str, day: fn(Span, journey::Zone) -> Option<NaiveDate>| {
        let text = move || day(span(), session.zone()).map(|date| date.to_string()).unwrap_or_default();
        let input = el("input").class("select").attr("type", "date").attr("max", "9999-12-31");
        let input = input.prop("value", move || JsValue::from_str(&text())).on("change", take);
        fields.update(|fields| fields.push(input.node_as()));
        el("label").class("choice").child(el("span").class("label").text(&t(label))).child(input)
    };
    el("div")
        .class("more-filters")
        .part("dates")
        .attr("role", "group")
        .attr("aria-label", &t("filters.dates"))
        .child(field("filters.from", Span::first_date))
        .child(field("filters.to", Span::last_date))
}

/// A date as date fields write it, `2026-03-01`; `None` for none, or for one that is not complete yet.
fn date(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    NaiveDate::from_ymd_opt(year, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?)
}
