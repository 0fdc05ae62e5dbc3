//! What happened, by day, the newest first. New entries come in on top without a jump.

use std::cell::Cell;

use leptos::prelude::on_cleanup;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::*;
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry};

use super::card::{empty, error_card, skeleton};
use super::dom::{El, Row, el};
use super::icon::{LuArrowUp, LuHistory, LuSearchX, icon};
use super::row::row;
use super::window::Window;
use super::{CustomerUi, button, keys};
use crate::locale::{t, t_count, t_with};
use crate::session::{HistoryProgress, Load};
use journey::{Dated, Day, Filter, TimeRange, label};

/// The timeline, in each of its states.
pub(super) fn timeline(ui: CustomerUi) -> El {
    let window = Window::new(ui);
    let days = window.days();
    let dates = Memo::new(move |_| days.with(|days| days.iter().map(|day| day.date).collect::<Vec<_>>()));
    let each_day = move || {
        let rows = |date: &Dated| {
            let date = *date;
            let key = match date {
                Dated::On(date) => date.to_string(),
                Dated::Ahead => "ahead".to_owned(),
                Dated::Never => String::new(),
            };
            Row::new(key, move || day(ui, days, date))
        };
        dates.with(|dates| dates.iter().map(rows).collect())
    };
    // A link led to an entry.
    Effect::new(move |_| {
        let Some((id, _)) = ui.session.revealed.get() else { return };
        let place = ui.session.timeline.with_untracked(|timeline| timeline.place(&id));
        if let Some(place) = place {
            window.go_to(place, false);
        }
    });
    let top = el("div").class("top");
    let new = new_entries(ui, top.node().clone());
    let whole = el("div");
    watch_top(ui, top.node().clone(), whole.node());
    whole
        .class("timeline")
        .part("timeline")
        .attr("role", "group")
        .attr("aria-label", &t("timeline.title"))
        .attr("tabindex", "-1")
        .on("keydown", move |event| keys::walk(&event, window))
        .child(el("h3").class("unseen").text(&t("timeline.title")))
        .child(top)
        .dynamic(move || given_way(ui))
        .child(new)
        .child(window.list(|list| list.each(each_day)))
        .child(below(ui))
}

fn day(ui: CustomerUi, days: Memo<Vec<Day>>, date: Dated) -> El {
    let session = ui.session;
    let entries = Memo::new(move |_| {
        days.with(|days| {
            let day = days.iter().find(|day| day.date == date);
            day.map(|day| day.entries.iter().map(|entry| entry.id.clone()).collect::<Vec<_>>()).unwrap_or_default()
        })
    });
    let title = move || {
        let today = session.zone().date(session.now.get());
        match date {
            Dated::On(date) => ui.write(|formats| formats.day(date, today)),
            Dated::Ahead => t("day.ahead"),
            Dated::Never => t("day.unknown"),
        }
    };
    let rows =
        move || entries.get().into_iter().map(|id| Row::new(id.to_string(), move || row(ui, days, date, id))).collect();
    el("section")
        .class("day")
        .part("day")
        .child(el("h4").class("day-title").text_with(title))
        .child(el("ol").each(rows))
}

/// The contact asks for what there is none of, so everything is shown.
fn given_way(ui: CustomerUi) -> Option<El> {
    let preset = ui.session.preset_given_way()?;
    let words = t_with("timeline.preset.empty", &[("filter", &label(&preset))]);
    Some(el("p").class("notice").part("notice").attr("role", "status").text(&words))
}

/// What stands below the last day: more, an ending, or why there is nothing.
fn below(ui: CustomerUi) -> El {
    let session = ui.session;
    let counts = Memo::new(move |_| session.timeline.with(|timeline| (timeline.shown(), timeline.more)));
    let has_more = Memo::new(move |_| counts.get().1 > 0);
    // The buttons stay while the numbers in them change: the history may still be coming in.
    let load_more = move || {
        let left = move || {
            let (_, more) = counts.get();
            t_count("timeline.left", more, &ui.count(more))
        };
        let all = move || {
            let (shown, more) = counts.get();
            t_with("timeline.show-all", &[("count", &ui.count(shown + more))])
        };
        let add = button("button load-more")
            .part("load-more")
            .text(&t("timeline.more"))
            .child(el("span").class("number").text_with(left))
            .on("click", move |_| session.load_more());
        let show_all = button("link").part("show-all").text_with(all).on("click", move |_| session.show_all());
        has_more.get().then(|| el("div").class("more").child(add).child(show_all))
    };
    let state = move || {
        let (shown, _) = counts.get();
        session.history.with(|history| match (history, shown) {
            (Load::Loading, 0) => Some(skeleton("rows", 5, &t("timeline.loading"))),
            (Load::Idle | Load::Loading, _) => None,
            (Load::Failed(failure), _) => Some(error_card(ui.of_element(), failure)),
            (Load::Ready(progress), shown) => ending(ui, progress, shown),
        })
    };
    el("div").dynamic(load_more).dynamic(state)
}

fn ending(ui: CustomerUi, progress: &HistoryProgress, shown: usize) -> Option<El> {
    match (&progress.failure, progress.complete, shown) {
        (Some(failure), _, _) => Some(error_card(ui.of_element(), failure)),
        (None, true, 0) => Some(nothing(ui)),
        (None, true, _) => None,
        (None, false, _) if progress.has_older => Some(older(ui, progress.events, shown)),
        (None, false, 0) => Some(skeleton("rows", 5, &t("timeline.loading"))),
        (None, false, _) => {
            let words = t_count("timeline.loading.more", progress.events, &ui.count(progress.events));
            Some(el("p").class("progress").text(&words))
        }
    }
}

/// There are events that were not read yet: said also where nothing that was read is shown.
fn older(ui: CustomerUi, events: usize, shown: usize) -> El {
    let session = ui.session;
    let words = t_with("timeline.older.there", &[("count", &ui.count(events))]);
    let load = button("button").part("load-more load-older").text(&t("timeline.older"));
    el("div")
        .dynamic(move || (shown == 0).then(|| nothing(ui)))
        .child(el("p").class("progress").text(&words))
        .child(el("div").class("more").child(load.on("click", move |_| session.load_older())))
}

/// Nothing is shown: there is nothing, or there is something outside of what the agent asked for.
fn nothing(ui: CustomerUi) -> El {
    let session = ui.session;
    let outside = session.timeline.with(|timeline| timeline.outside);
    let range = session.filter.with(|filter| filter.range);
    if outside.filtered > 0 {
        let advice = t_count("timeline.filtered.left", outside.filtered, &ui.count(outside.filtered));
        let clear = button("button").text(&t("timeline.filtered.clear"));
        let clear = clear.on("click", move |_| session.set_filter(Filter::clear));
        return empty(LuSearchX, &t("timeline.filtered"), &advice, Some(clear));
    }
    let (earlier, later) = (outside.earlier, outside.later);
    if earlier > 0 || later > 0 || range != TimeRange::All {
        let mut advice = Vec::new();
        if earlier > 0 || later == 0 {
            advice.push(t_count("timeline.outside.earlier", earlier, &ui.count(earlier)));
        }
        if later > 0 {
            advice.push(t_count("timeline.outside.later", later, &ui.count(later)));
        }
        let advice = advice.join(" ");
        let show_all = button("button").text(&t("timeline.outside.show"));
        let show_all = show_all.on("click", move |_| session.set_filter(|filter| filter.range = TimeRange::All));
        let title = t_with("timeline.outside", &[("range", &ui.range_in_sentence(range))]);
        return empty(LuHistory, &title, &advice, Some(show_all));
    }
    empty(LuHistory, &t("timeline.empty"), &t("timeline.empty.advice"), None)
}

/// "3 new": shows what waits, and goes to the top.
fn new_entries(ui: CustomerUi, top: Element) -> El {
    let session = ui.session;
    el("div").class("new-entries").dynamic(move || {
        let count = session.held_count.get();
        let top = top.clone();
        let show = move |_| {
            session.resume();
            top.scroll_into_view_with_bool(true);
        };
        let words = || t_count("timeline.new", count, &ui.count(count));
        let pill = || button("new-events").part("new-events").child(icon(LuArrowUp)).text(&words()).on("click", show);
        (count > 0).then(pill)
    })
}

/// Tells the session whether new entries may come in: the top of the timeline is in sight, or nothing of it is; whoever
/// scrolls: the widget, the desktop or the page.
fn watch_top(ui: CustomerUi, top: Element, whole: &Element) {
    let (top_seen, whole_seen) = (Cell::new(true), Cell::new(true));
    let targets = [top.clone(), whole.clone()];
    let seen = Closure::<dyn Fn(js_sys::Array)>::new(move |entries: js_sys::Array| {
        for entry in entries.iter() {
            let entry: IntersectionObserverEntry = entry.unchecked_into();
            let seen = if entry.target() == top { &top_seen } else { &whole_seen };
            seen.set(entry.is_intersecting());
        }
        ui.session.set_at_top(top_seen.get() || !whole_seen.get());
    });
    let Ok(observer) = IntersectionObserver::new(seen.as_ref().unchecked_ref()) else { return };
    targets.iter().for_each(|target| observer.observe(target));
    let watching = SendWrapper::new((observer, seen));
    on_cleanup(move || watching.0.disconnect());
}
