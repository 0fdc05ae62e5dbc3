//! The filters that are needed less often: kind, queue, agent; and the dates of a time range without a name.

use std::sync::Arc;

use chrono::NaiveDate;
use leptos::html;
use leptos::prelude::*;

use crate::view::kit::*;
use journey::{Filter, FilterPart, Kind, NamedCount, Span, TimeRange, Zone};

/// Kind, queue and agent.
pub(in crate::view) fn more() -> AnyView {
    let ui = use_customer();
    let CustomerUi { session, i18n, .. } = ui;
    let kinds = Memo::new(move |_| {
        let fixed = [(Kind::Contact, i18n.t("filters.contacts")), (Kind::Event, i18n.t("filters.events"))];
        let fixed = fixed.map(|(kind, name)| (FilterPart::Kind(kind), name));
        let tag = |name| FilterPart::Kind(Kind::Tag(name));
        let tags = session.counters.with(|counters| named(ui, &counters.tags, tag));
        fixed.into_iter().chain(tags).collect::<Vec<_>>()
    });
    let queues = Memo::new(move |_| session.counters.with(|counters| named(ui, &counters.queues, FilterPart::Queue)));
    let agents = Memo::new(move |_| session.counters.with(|counters| named(ui, &counters.agents, FilterPart::Agent)));
    view! {
        <div class="more-filters">
            <Choice label="filters.kind" options=kinds is_of=|part| matches!(part, FilterPart::Kind(_))/>
            <Choice label="filters.queue" options=queues is_of=|part| matches!(part, FilterPart::Queue(_))/>
            <Choice label="filters.agent" options=agents is_of=|part| matches!(part, FilterPart::Agent(_))/>
        </div>
    }
    .into_any()
}

fn named(ui: CustomerUi, names: &[NamedCount], part: fn(Arc<str>) -> FilterPart) -> Vec<(FilterPart, String)> {
    let option = |named: &NamedCount| {
        let count = ui.i18n.count(named.count);
        let words = ui.i18n.t_with("filters.option", &[("count", &count), ("name", &named.name)]);
        (part(named.name.clone()), words)
    };
    names.iter().map(option).collect()
}

/// One of several, or any. The list stays the same element, with the focus in it, while its options come and go.
#[component]
fn Choice(
    /// The key of its label.
    label: &'static str,
    /// What can be asked for, and what it is called.
    options: Memo<Vec<(FilterPart, String)>>,
    /// Whether something is one of these.
    is_of: fn(&FilterPart) -> bool,
) -> impl IntoView {
    let CustomerUi { session, i18n, .. } = use_customer();
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
    let choose = move |value: &str| {
        let wanted = all.with_untracked(|all| all.iter().find(|(part, _)| part.key() == value).cloned());
        session.set_filter(|filter| {
            for part in filter.parts().into_iter().filter(is_of) {
                filter.toggle(part);
            }
            if let Some((part, _)) = wanted {
                filter.toggle(part);
            }
        });
    };
    view! {
        <label class="choice">
            <span class="label">{i18n.words(label)}</span>
            <select class="select" on:change=move |event| choose(&event_target_value(&event))>
                <option value="">{i18n.words("filters.any")}</option>
                <ForEach
                    each=move || all.get()
                    key=|(part, name)| [&part.key(), " ", name].concat()
                    let((part, name))
                >
                    <ChoiceOption asks_for=part name/>
                </ForEach>
            </select>
        </label>
    }
}

#[component]
fn ChoiceOption(
    /// What it stands for.
    asks_for: FilterPart,
    /// What it is called.
    name: String,
) -> impl IntoView {
    let session = use_customer().session;
    let value = asks_for.key();
    let is_chosen = move || session.filter.with(|filter| filter.has(&asks_for));
    view! { <option value=value prop:selected=is_chosen>{name}</option> }
}

/// The first and the last day, as the browser's own date fields.
pub(in crate::view) fn dates() -> AnyView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let (from, to) = (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    let shown = move |day: fn(Span, Zone) -> Option<NaiveDate>| {
        move || {
            let range = session.filter.with(|filter| filter.range);
            let span = if let TimeRange::Span(span) = range { span } else { Span::default() };
            day(span, session.zone()).map(|date| date.to_string()).unwrap_or_default()
        }
    };
    let take = move |_| {
        let (Some(from), Some(to)) = (from.get_untracked(), to.get_untracked()) else { return };
        let span = Span::of_dates(date(&from.value()), date(&to.value()), session.zone());
        session.set_filter(|filter| filter.range = TimeRange::Span(span));
    };
    view! {
        <div class="more-filters" part="dates" role="group" aria-label=i18n.words("filters.dates")>
            <label class="choice">
                <span class="label">{i18n.words("filters.from")}</span>
                <input
                    class="select"
                    type="date"
                    max="9999-12-31"
                    prop:value=shown(Span::first_date)
                    node_ref=from
                    on:change=take
                />
            </label>
            <label class="choice">
                <span class="label">{i18n.words("filters.to")}</span>
                <input
                    class="select"
                    type="date"
                    max="9999-12-31"
                    prop:value=shown(Span::last_date)
                    node_ref=to
                    on:change=take
                />
            </label>
        </div>
    }
    .into_any()
}

/// A date as date fields write it, `2026-03-01`; `None` for none, or for one that is not complete yet.
fn date(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    NaiveDate::from_ymd_opt(year, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?)
}
