//! Contacts over time, as bars. A stretch of them is chosen by pointer or by keys, and shows that time only; the same
//! numbers are there as a table.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent, PointerEvent};

use super::dom::{El, el, svg};
use super::icon::{LuTable2, icon};
use super::{CustomerUi, button, said};
use crate::locale::{t, t_count};
use journey::{Bars, TimeRange};

/// The height of the chart in its own units.
const HEIGHT: usize = 32;
/// How much of a bar's width is its own, of ten units.
const STEP: usize = 10;

/// What a person is at: the bar they are on, and the one from which they began.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Brush {
    at: Option<usize>,
    from: Option<usize>,
}

impl Brush {
    fn covers(self, bar: usize) -> bool {
        let Some(at) = self.at else { return false };
        let from = self.from.unwrap_or(at);
        (from.min(at)..=from.max(at)).contains(&bar)
    }
}

/// The chart of the session's counters; none without a contact.
pub(super) fn chart(ui: CustomerUi) -> El {
    let bars = Memo::new(move |_| ui.session.counters.with(|counters| counters.bars.clone()));
    let unit = Memo::new(move |_| {
        bars.with(|bars| bars.as_ref().map(|bars| (bars.unit, bars.bars.first().map(|bar| bar.start), bars.bars.len())))
    });
    let brush = RwSignal::new(Brush::default());
    let is_table = RwSignal::new(false);
    Effect::new(move |_| {
        // Other bars than those that were brushed.
        unit.with(|_| ());
        brush.set(Brush::default());
    });
    el("div").dynamic(move || {
        unit.get()?;
        let table = move || (is_table.get()).then(|| table(ui, bars));
        Some(
            el("figure")
                .class("chart")
                .part("chart")
                .child(drawn(ui, bars, brush))
                .child(caption(ui, bars, brush, is_table))
                .dynamic(table),
        )
    })
}

/// The bars: a list of options, of which one is the current one.
fn drawn(ui: CustomerUi, bars: Memo<Option<Bars>>, brush: RwSignal<Brush>) -> El {
    let count = bars.with_untracked(|bars| bars.as_ref().map_or(0, |bars| bars.bars.len()));
    let columns = (0..count).map(|place| column(ui, bars, brush, place));
    let view_box = ["0 0 ", &(count * STEP).to_string(), " ", &HEIGHT.to_string()].concat();
    svg("svg")
        .attr("viewBox", &view_box)
        .attr("preserveAspectRatio", "none")
        .attr("role", "listbox")
        .attr("aria-multiselectable", "true")
        .attr("aria-orientation", "horizontal")
        .bind("aria-label", move || Some(all_words(ui, bars)))
        .attr("aria-description", &t("channels.chart.how"))
        .attr("tabindex", "0")
        .bind("aria-activedescendant", move || brush.get().at.map(option_id))
        .on("keydown", move |event| key(ui, bars, brush, &event))
        .on("pointerdown", move |event| {
            let Some((event, at)) = pointed(&event, count) else { return };
            if event.button() != 0 {
                return;
            }
            // Fails only for a pointer that is gone again.
            let _ = event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok())
                .map(|target| target.set_pointer_capture(event.pointer_id()));
            brush.set(Brush { at: Some(at), from: Some(at) });
        })
        .on("pointermove", move |event| {
            let Some((event, at)) = pointed(&event, count) else { return };
            if event.buttons() & 1 == 1 && brush.get_untracked().from.is_some() {
                brush.update(|brush| brush.at = Some(at));
            }
        })
        .on("pointerup", move |_| choose(ui, bars, brush))
        .on("pointercancel", move |_| brush.set(Brush::default()))
        .on("blur", move |_| brush.set(Brush::default()))
        .children(columns)
}

fn all_words(ui: CustomerUi, bars: Memo<Option<Bars>>) -> String {
    bars.with(|bars| {
        let Some((bars, first)) = bars.as_ref().and_then(|bars| Some((bars, bars.bars.first()?))) else {
            return String::new();
        };
        let total: usize = bars.bars.iter().map(|bar| bar.count).sum();
        let since = ui.write(|formats| formats.bar(bars.unit, first.start));
        t_count("channels.chart", total, &ui.count(total)).replace("{since}", &since)
    })
}

fn option_id(place: usize) -> String {
    ["bar-", &place.to_string()].concat()
}

fn column(ui: CustomerUi, bars: Memo<Option<Bars>>, brush: RwSignal<Brush>, place: usize) -> El {
    let count = Memo::new(move |_| {
        bars.with(|bars| bars.as_ref().and_then(|bars| bars.bars.get(place)).map_or(0, |bar| bar.count))
    });
    let height = move || {
        let highest = bars.with(|bars| bars.as_ref().map_or(1, |bars| bars.highest().max(1)));
        match count.get() {
            0 => 1,
            // Something is always to be seen where something was.
            count => (count * HEIGHT / highest).max(4),
        }
    };
    let x = (place * STEP).to_string();
    // The whole height can be pointed at, not only the bar.
    let ground = svg("rect").class("ground").attr("x", &x).attr("y", "0").attr("width", "10").attr("height", "32");
    let bar = svg("rect")
        .bind("class", move || Some(if count.get() == 0 { "bar none" } else { "bar" }.to_owned()))
        .attr("x", &(place * STEP + 1).to_string())
        .bind("y", move || Some((HEIGHT - height()).to_string()))
        .attr("width", "8")
        .bind("height", move || Some(height().to_string()));
    let words = move || bar_words(ui, bars, place);
    svg("g")
        .attr("id", &option_id(place))
        .attr("role", "option")
        .bind("aria-selected", move || said(brush.get().covers(place)))
        .bind("data-at", move || (brush.get().at == Some(place)).then(String::new))
        .bind("aria-label", move || Some(words()))
        .child(svg("title").text_with(words))
        .child(ground)
        .child(bar)
}

fn bar_words(ui: CustomerUi, bars: Memo<Option<Bars>>, place: usize) -> String {
    bars.with(|bars| {
        let bar = bars.as_ref().and_then(|bars| Some((bars.unit, bars.bars.get(place)?)));
        let words = bar.map(|(unit, bar)| {
            let when = ui.write(|formats| formats.bar(unit, bar.start));
            t_count("channels.bar", bar.count, &ui.count(bar.count)).replace("{when}", &when)
        });
        words.unwrap_or_default()
    })
}

/// Which bar the pointer is on.
fn pointed(event: &Event, count: usize) -> Option<(&PointerEvent, usize)> {
    let event = event.dyn_ref::<PointerEvent>()?;
    let drawn = event.current_target()?.dyn_into::<Element>().ok()?;
    let frame = drawn.get_bounding_client_rect();
    let part = (f64::from(event.client_x()) - frame.left()) / frame.width().max(1.0);
    let at = (part.clamp(0.0, 1.0) * count as f64) as usize;
    Some((event, at.min(count.checked_sub(1)?)))
}

fn key(ui: CustomerUi, bars: Memo<Option<Bars>>, brush: RwSignal<Brush>, event: &Event) {
    let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
    let last = bars.with_untracked(|bars| bars.as_ref().map_or(0, |bars| bars.bars.len().saturating_sub(1)));
    let Brush { at, from } = brush.get_untracked();
    let at_first = at.unwrap_or(last);
    let next = match event.key().as_str() {
        "ArrowLeft" if at.is_some() => at_first.saturating_sub(1),
        "ArrowRight" if at.is_some() => (at_first + 1).min(last),
        "ArrowLeft" | "ArrowRight" => at_first,
        "Home" => 0,
        "End" => last,
        "Enter" | " " => {
            event.prevent_default();
            return choose(ui, bars, brush);
        }
        "Escape" if at.is_some() => {
            event.stop_propagation();
            return brush.set(Brush::default());
        }
        _ => return,
    };
    event.prevent_default();
    let from = if event.shift_key() { from.or(at).or(Some(next)) } else { Some(next) };
    brush.set(Brush { at: Some(next), from });
}

/// Shows the time of what is brushed, and nothing else.
fn choose(ui: CustomerUi, bars: Memo<Option<Bars>>, brush: RwSignal<Brush>) {
    let Brush { at: Some(at), from } = brush.get_untracked() else { return };
    let span = bars.with_untracked(|bars| bars.as_ref()?.span(from.unwrap_or(at), at, ui.session.zone()));
    if let Some(span) = span {
        brush.set(Brush::default());
        ui.session.set_filter(|filter| filter.range = TimeRange::Span(span));
    }
}

/// Where the bars begin and end; while they are brushed, what is brushed. And the way to the table.
fn caption(ui: CustomerUi, bars: Memo<Option<Bars>>, brush: RwSignal<Brush>, is_table: RwSignal<bool>) -> El {
    let edge = move |is_last: bool| {
        bars.with(|bars| {
            let bar = bars.as_ref().and_then(|bars| {
                let bar = if is_last { bars.bars.last() } else { bars.bars.first() };
                Some((bars.unit, bar?.start))
            });
            bar.map(|(unit, start)| ui.write(|formats| formats.bar(unit, start))).unwrap_or_default()
        })
    };
    let brushed = move || {
        let Brush { at: Some(at), from } = brush.get() else { return String::new() };
        let from = from.unwrap_or(at);
        if from == at {
            return bar_words(ui, bars, at);
        }
        let span = bars.with(|bars| bars.as_ref()?.span(from, at, ui.session.zone()));
        span.map(|span| ui.span(span)).unwrap_or_default()
    };
    let toggle = button("icon-button small")
        .attr("title", &t("channels.chart.table"))
        .attr("aria-label", &t("channels.chart.table"))
        .bind("aria-expanded", move || said(is_table.get()))
        .on("click", move |_| is_table.update(|shown| *shown = !*shown))
        .child(icon(LuTable2));
    let has_brush = move || brush.get().at.is_some();
    let ends = el("span")
        .class("ends")
        .attr("aria-hidden", "true")
        .child(el("span").text_with(move || if has_brush() { brushed() } else { edge(false) }))
        .child(el("span").text_with(move || if has_brush() { String::new() } else { edge(true) }));
    el("figcaption").child(ends).child(toggle)
}

fn table(ui: CustomerUi, bars: Memo<Option<Bars>>) -> El {
    el("div")
        .class("chart-table")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", &t("channels.chart.title"))
        .dynamic(move || {
            bars.with(|bars| {
                let bars = bars.as_ref()?;
                let heading = |key: &str| el("th").attr("scope", "col").text(&t(key));
                let rows = bars.bars.iter().rev().map(|bar| {
                    let when = ui.write(|formats| formats.bar(bars.unit, bar.start));
                    el("tr")
                        .child(el("th").attr("scope", "row").text(&when))
                        .child(el("td").class("number").text(&ui.count(bar.count)))
                });
                let head =
                    el("thead").child(el("tr").child(heading("channels.chart.when")).child(heading("channels.title")));
                Some(el("table").child(head).child(el("tbody").children(rows)))
            })
        })
}
