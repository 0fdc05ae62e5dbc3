//! How often, and by which way: contacts over time, and one chip for each channel. A chip is a filter.

mod chart;

use leptos::prelude::*;

use super::kit::*;
use super::later::{self, shown_or};
use crate::session::{HistoryProgress, Load};
use journey::{Channel, ChannelCount, FilterPart, TimeRange};

pub(super) use chart::chart;

/// The section of the counters; none for a customer who has never been in contact.
#[component]
pub(super) fn Channels() -> impl IntoView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let rows = Memo::new(move |_| session.counters.with(|counters| counters.channels.clone()));
    let has_bars = Memo::new(move |_| session.counters.with(|counters| counters.bars.is_some()));
    let has_rows = Memo::new(move |_| rows.with(|rows| !rows.is_empty()));
    let is_loading = Memo::new(move |_| session.history.with(Load::is_loading));
    let has_something = move || {
        let may_come = is_loading.get() || session.filter.with(|filter| filter.range != TimeRange::All);
        may_come || has_rows.get()
    };
    let is_complete = Memo::new(move |_| {
        session.history.with(|history| {
            history.ready().is_some_and(|HistoryProgress { complete, failure, .. }| *complete || failure.is_some())
        })
    });
    let total = move || {
        let contacts = session.counters.with(|counters| counters.contacts);
        match (is_complete.get(), contacts) {
            (true, _) => i18n.count(contacts),
            (false, 0) => String::new(),
            (false, _) => i18n.t_with("channels.counting", &[("count", &i18n.count(contacts))]),
        }
    };
    let body = move || {
        view! {
            <div class="channels">
                {move || has_bars.get().then(|| shown_or(later::chart, || view! { <ChartRoom/> }.into_any()))}
                <ul class="chips" part="channels">
                    <ForEach
                        each=move || rows.get()
                        key=|row| row.channel.as_ref().map(Channel::word).unwrap_or_default().to_owned()
                        let(row)
                    >
                        <Chip rows channel=row.channel/>
                    </ForEach>
                </ul>
                {move || match (has_rows.get(), is_loading.get()) {
                    (false, true) => {
                        view! { <Skeleton kind="chips" count=3 words=i18n.words("timeline.loading")/> }.into_any()
                    }
                    (false, false) => view! { <p class="nothing">{i18n.words("channels.none")}</p> }.into_any(),
                    (true, _) => ().into_any(),
                }}
            </div>
        }
        .into_any()
    };
    view! {
        <When is=has_something>
            <Section name="channels" title="channels.title" aside=move || view! { <span class="total">{move || total()}</span> }.into_any()>
                {body()}
            </Section>
        </When>
    }
}

/// Room for the chart until its code is there.
#[component]
fn ChartRoom() -> impl IntoView {
    view! { <div class="chart-room"></div> }
}

/// The chip of a channel; it stays, with the focus in it, while its count changes.
#[component]
fn Chip(
    /// All counts.
    rows: Memo<Vec<ChannelCount>>,
    /// Which of them.
    channel: Option<Channel>,
) -> impl IntoView {
    let i18n = use_customer().i18n;
    let icon = channel_icon(channel.as_ref());
    let asks_for = channel.clone().map(FilterPart::Channel);
    let of = channel.clone();
    let name = move || i18n.language().channel(channel.as_ref());
    let title = name.clone();
    let count = move || {
        let count = rows.with(|rows| rows.iter().find(|row| row.channel == of).map(|row| row.count));
        count.map(|count| i18n.count(count)).unwrap_or_default()
    };
    view! {
        <li title=title>
            <FilterButton class="chip" asks_for name="channel">
                <Glyph icon/>
                <span class="chip-name">{name}</span>
                " "
                <span class="number">{move || count()}</span>
            </FilterButton>
        </li>
    }
}
