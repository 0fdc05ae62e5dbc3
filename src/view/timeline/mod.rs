//! What happened, by day, the newest first. New entries come in on top without a jump.

mod below;
mod keys;
mod row;
mod symbol;
mod together;
mod top;
mod virtualized;

use leptos::html;
use leptos::prelude::*;

use self::below::Below;
use self::row::Row;
use self::top::{NewEntries, watch_top};
use self::virtualized::{VirtualizedList, follow_page};
use super::kit::*;
use crate::session::Revealed;
use journey::{Dated, Day as DayOfEntries, label};

pub(super) use symbol::mapped;

/// The timeline, in each of its states.
#[component]
pub(super) fn Timeline() -> impl IntoView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let list = VirtualizedList::new(use_customer());
    let days = list.days();
    let dates = Memo::new(move |_| days.with(|days| days.iter().map(|day| day.date).collect::<Vec<_>>()));
    // A link or a statement led to an entry.
    Effect::new(move |_| {
        let Some(Revealed { entry, with_focus, .. }) = session.revealed.get() else { return };
        let place = session.timeline.with_untracked(|timeline| timeline.place(&entry));
        if let Some(place) = place {
            list.go_to(place, with_focus);
        }
    });
    let (top, whole) = (NodeRef::<html::Div>::new(), NodeRef::<html::Div>::new());
    watch_top(session, top, whole);
    let title = i18n.words("timeline.title");
    view! {
        <div
            class="timeline"
            part="timeline"
            role="group"
            aria-label=title
            tabindex="-1"
            node_ref=whole
            on:keydown=move |event| keys::walk(&event, list)
        >
            <h3 class="unseen">{move || title()}</h3>
            <div class="top" node_ref=top></div>
            <GivenWay/>
            <NewEntries top/>
            <div class="list" node_ref=list.node use:follow_page=list>
                <div class="room" aria-hidden="true" style:height=move || list.room_above()></div>
                <ForEach each=move || dates.get() key=|date| key(*date) let(date)>
                    <Day days date/>
                </ForEach>
                <div class="room" aria-hidden="true" style:height=move || list.room_below()></div>
            </div>
            <Below/>
        </div>
    }
}

fn key(date: Dated) -> String {
    match date {
        Dated::On(date) => date.to_string(),
        Dated::Ahead => "ahead".to_owned(),
        Dated::Never => String::new(),
    }
}

/// A day, and what happened on it.
#[component]
fn Day(
    /// All days that are in the page.
    days: Memo<Vec<DayOfEntries>>,
    /// Which of them.
    date: Dated,
) -> impl IntoView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let rows = Memo::new(move |_| {
        days.with(|days| {
            let day = days.iter().find(|day| day.date == date);
            day.map(|day| day.rows.iter().map(|row| row.id().clone()).collect::<Vec<_>>()).unwrap_or_default()
        })
    });
    let title = move || {
        let today = session.zone().date(session.now.get());
        match date {
            Dated::On(date) => i18n.formats(|formats| formats.day(date, today)),
            Dated::Ahead => i18n.t("day.ahead"),
            Dated::Never => i18n.t("day.unknown"),
        }
    };
    view! {
        <section class="day" part="day">
            <h4 class="day-title">{move || title()}</h4>
            <ol>
                <ForEach each=move || rows.get() key=ToString::to_string let(id)>
                    <Row days date id/>
                </ForEach>
            </ol>
        </section>
    }
}

/// The contact asks for what there is none of, so everything is shown.
#[component]
fn GivenWay() -> impl IntoView {
    let CustomerUi { session, i18n, .. } = use_customer();
    move || {
        let preset = label(&session.preset_given_way()?);
        let words = move || i18n.t_with("timeline.preset.empty", &[("filter", &preset)]);
        Some(view! { <p class="notice" part="notice" role="status">{move || words()}</p> }.into_any())
    }
}
