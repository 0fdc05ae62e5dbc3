//! What the agent wants to see: words, a time range, and on demand kind, queue and agent. What is set shows as chips that
//! can be removed one by one.

mod more;

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::kit::*;
use super::later::{self, shown};
use journey::{Filter, FilterPart, Kind, Talk, TimeRange};

pub(super) use more::{dates, more};

/// The row of filters.
pub(super) fn filters() -> AnyView {
    let ui = use_customer();
    let CustomerUi { session, i18n, .. } = ui;
    let shows_more = ui.shows_more_filters;
    let close = move |event: KeyboardEvent| {
        if is_escape(&event) && shows_more.get_untracked() {
            event.stop_propagation();
            shows_more.set(false);
        }
    };
    let search = move || session.filter.with(|filter| filter.text.as_str().to_owned());
    let has_dates = Memo::new(move |_| session.filter.with(|filter| matches!(filter.range, TimeRange::Span(_))));
    let more = i18n.words("filters.more");
    view! {
        <div class="filters" part="filters" role="group" aria-label=i18n.words("filters.label") on:keydown=close>
            <div class="filter-row">
                <label class="field">
                    <Glyph icon=LuSearch/>
                    <input
                        type="search"
                        aria-label=i18n.words("filters.search")
                        placeholder=i18n.words("filters.search.short")
                        autocomplete="off"
                        prop:value=search
                        on:input=move |event| {
                            let text = event_target_value(&event);
                            session.set_filter(|filter| filter.text.set(&text));
                        }
                    />
                </label>
                <Ranges has_dates/>
                <button
                    type="button"
                    class="icon-button"
                    title=more
                    aria-label=more
                    aria-expanded=move || said(shows_more.get())
                    on:click=move |_| shows_more.update(|shown| *shown = !*shown)
                >
                    <Glyph icon=LuListFilter/>
                </button>
                <ReadTalks/>
            </div>
            {move || has_dates.get().then(|| shown(later::dates))}
            {move || shows_more.get().then(|| shown(later::more_filters))}
            <Chips/>
        </div>
    }
    .into_any()
}

/// Reads what was said in place of the timeline: for who looks histories up, and where there is the room of a page.
#[component]
fn ReadTalks() -> impl IntoView {
    let CustomerUi { session, i18n, reads_talks, .. } = use_customer();
    let is_any = Memo::new(move |_| session.journey.with(Talk::is_any));
    let looks_up = move || session.settings.with(|settings| settings.user_search);
    let label = i18n.words("talks.read");
    view! {
        <When is=move || is_any.get() || reads_talks.get()>
            <button
                type="button"
                class="icon-button read-talks"
                part="read-conversations"
                data-wide=move || present(!looks_up())
                title=label
                aria-label=label
                aria-pressed=move || said(reads_talks.get())
                on:click=move |_| reads_talks.update(|reads| *reads = !*reads)
            >
                <Glyph icon=LuMessageSquare/>
            </button>
        </When>
    }
}

/// The list of time ranges.
#[component]
fn Ranges(
    /// Whether the range is one of dates, and not one of those with a name.
    has_dates: Memo<bool>,
) -> impl IntoView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let option = |range: TimeRange| {
        view! {
            <option value=range.key() prop:selected=move || session.filter.with(|filter| filter.range == range)>
                {move || i18n.language().range(range)}
            </option>
        }
        .into_any()
    };
    let choose = move |value: &str| {
        session.set_filter(|filter| match TimeRange::from_words(value) {
            Some(range) => filter.range = range,
            // What is shown now, to be changed from there.
            None => filter.range = TimeRange::Span(filter.range.span(session.now.get_untracked(), session.zone())),
        });
    };
    view! {
        <select
            class="select"
            aria-label=i18n.words("filters.range")
            on:change=move |event| choose(&event_target_value(&event))
        >
            {TimeRange::ALL.into_iter().map(option).collect_view()}
            <option value="dates" prop:selected=move || has_dates.get()>{i18n.words("range.dates")}</option>
        </select>
    }
}

/// What is set. A chip that stays keeps the focus; when one is removed by keyboard the focus goes to its neighbour.
#[component]
fn Chips() -> impl IntoView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let parts = Memo::new(move |_| session.filter.with(Filter::parts));
    view! {
        <ul class="set-filters">
            <ForEach each=move || parts.get() key=FilterPart::key let(part)>
                <Chip part_set=part/>
            </ForEach>
            <When is=move || parts.with(|parts| !parts.is_empty())>
                <li>
                    <button type="button" class="link" on:click=move |_| session.set_filter(Filter::clear)>
                        {i18n.words("filters.clear")}
                    </button>
                </li>
            </When>
        </ul>
    }
}

#[component]
fn Chip(
    /// What is set.
    part_set: FilterPart,
) -> impl IntoView {
    let ui = use_customer();
    let i18n = ui.i18n;
    let named = part_set.clone();
    let name = move || match &named {
        FilterPart::Text(text) => i18n.t_with("filters.text", &[("text", text)]),
        FilterPart::Channel(channel) => i18n.language().channel(Some(channel)),
        FilterPart::Platform(platform) => platform.name().to_owned(),
        FilterPart::Kind(Kind::Contact) => i18n.t("filters.contacts"),
        FilterPart::Kind(Kind::Event) => i18n.t("filters.events"),
        FilterPart::Kind(Kind::Tag(name)) | FilterPart::Queue(name) | FilterPart::Agent(name) => name.to_string(),
        FilterPart::Span(span) => ui.span(*span),
        FilterPart::WrapUp(Some(code)) => code.as_str().to_owned(),
        FilterPart::WrapUp(None) => i18n.t("wrap-ups.none"),
    };
    let label = {
        let name = name.clone();
        move || i18n.t_with("filters.remove", &[("what", &name())])
    };
    let remove = move |_| {
        let part = part_set.clone();
        ui.session.set_filter(|filter| filter.toggle(part));
    };
    view! {
        <li>
            <button type="button" class="set-filter" aria-label=label on:click=remove>
                <bdi>{move || name()}</bdi>
                <Glyph icon=LuX/>
            </button>
        </li>
    }
}
