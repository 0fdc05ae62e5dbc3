//! Contacts over time, as bars. A stretch of them is chosen by pointer or by keys, and shows that time only; the same
//! numbers are there as a table.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, PointerEvent};

use crate::view::kit::*;
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

/// What the chart's pieces share. A handle.
#[derive(Clone, Copy)]
struct Chart {
    ui: CustomerUi,
    bars: Memo<Option<Bars>>,
    brush: RwSignal<Brush>,
}

/// The chart of the session's counters; none without a contact.
pub(in crate::view) fn chart() -> AnyView {
    let ui = use_customer();
    let bars = Memo::new(move |_| ui.session.counters.with(|counters| counters.bars.clone()));
    let unit = Memo::new(move |_| {
        bars.with(|bars| bars.as_ref().map(|bars| (bars.unit, bars.bars.first().map(|bar| bar.start), bars.bars.len())))
    });
    let brush = RwSignal::new(Brush::default());
    let is_table = RwSignal::new(false);
    Effect::new(move |_| {
        // Other bars than those that were brushed.
        unit.track();
        brush.set(Brush::default());
    });
    let chart = Chart { ui, bars, brush };
    let drawn = move || {
        unit.get()?;
        Some(
            view! {
                <figure class="chart" part="chart">
                    <Drawn chart/>
                    <Caption chart is_table/>
                    <When is=move || is_table.get()>
                        <Table chart/>
                    </When>
                </figure>
            }
            .into_any(),
        )
    };
    view! { <div>{move || drawn()}</div> }.into_any()
}

/// The bars: a list of options, of which one is the current one.
#[component]
fn Drawn(chart: Chart) -> impl IntoView {
    let Chart { ui, bars, brush } = chart;
    let count = bars.with_untracked(|bars| bars.as_ref().map_or(0, |bars| bars.bars.len()));
    let columns = (0..count).map(|place| view! { <Column chart place/> }.into_any()).collect_view();
    let view_box = ["0 0 ", &(count * STEP).to_string(), " ", &HEIGHT.to_string()].concat();
    let press = move |event: PointerEvent| {
        let Some(at) = pointed(&event, count).filter(|_| event.button() == 0) else { return };
        if let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
            // Fails only for a pointer that is gone again.
            let _ = target.set_pointer_capture(event.pointer_id());
        }
        brush.set(Brush { at: Some(at), from: Some(at) });
    };
    let drag = move |event: PointerEvent| {
        let Some(at) = pointed(&event, count) else { return };
        if event.buttons() & 1 == 1 && brush.get_untracked().from.is_some() {
            brush.update(|brush| brush.at = Some(at));
        }
    };
    view! {
        <svg
            viewBox=view_box
            preserveAspectRatio="none"
            role="listbox"
            aria-multiselectable="true"
            aria-orientation="horizontal"
            aria-label=move || chart.all_words()
            aria-description=ui.i18n.words("channels.chart.how")
            tabindex="0"
            aria-activedescendant=move || brush.get().at.map(option_id)
            on:keydown=move |event| chart.key(&event)
            on:pointerdown=press
            on:pointermove=drag
            on:pointerup=move |_| chart.choose()
            on:pointercancel=move |_| brush.set(Brush::default())
            on:blur=move |_| brush.set(Brush::default())
        >
            {columns}
        </svg>
    }
}

fn option_id(place: usize) -> String {
    ["bar-", &place.to_string()].concat()
}

/// One bar.
#[component]
fn Column(chart: Chart, place: usize) -> impl IntoView {
    let Chart { bars, brush, .. } = chart;
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
    let words = move || chart.words(place);
    view! {
        <g
            id=option_id(place)
            role="option"
            aria-selected=move || said(brush.get().covers(place))
            data-at=move || (brush.get().at == Some(place)).then_some("")
            aria-label=words
        >
            <title>{move || words()}</title>
            // The whole height can be pointed at, not only the bar.
            <rect class="ground" x=(place * STEP).to_string() y="0" width="10" height="32"></rect>
            <rect
                class=move || if count.get() == 0 { "bar none" } else { "bar" }
                x=(place * STEP + 1).to_string()
                y=move || (HEIGHT - height()).to_string()
                width="8"
                height=move || height().to_string()
            ></rect>
        </g>
    }
}

/// Where the bars begin and end; while they are brushed, what is brushed. And the way to the table.
#[component]
fn Caption(chart: Chart, is_table: RwSignal<bool>) -> impl IntoView {
    let label = chart.ui.i18n.words("channels.chart.table");
    let has_brush = move || chart.brush.get().at.is_some();
    view! {
        <figcaption>
            <span class="ends" aria-hidden="true">
                <span>{move || if has_brush() { chart.brushed() } else { chart.edge(false) }}</span>
                <span>{move || if has_brush() { String::new() } else { chart.edge(true) }}</span>
            </span>
            <button
                type="button"
                class="icon-button small"
                title=label
                aria-label=label
                aria-expanded=move || said(is_table.get())
                on:click=move |_| is_table.update(|shown| *shown = !*shown)
            >
                <Glyph icon=LuTable2/>
            </button>
        </figcaption>
    }
}

/// The same numbers to be read.
#[component]
fn Table(chart: Chart) -> impl IntoView {
    let i18n = chart.ui.i18n;
    let rows = move || {
        chart.bars.with(|bars| {
            let bars = bars.as_ref()?;
            let row = |bar: &journey::Bar| {
                let when = i18n.formats(|formats| formats.bar(bars.unit, bar.start));
                view! {
                    <tr>
                        <th scope="row">{when}</th>
                        <td class="number">{i18n.count(bar.count)}</td>
                    </tr>
                }
                .into_any()
            };
            Some(bars.bars.iter().rev().map(row).collect_view())
        })
    };
    view! {
        <div class="chart-table" tabindex="0" role="region" aria-label=i18n.words("channels.chart.title")>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{i18n.words("channels.chart.when")}</th>
                        <th scope="col">{i18n.words("channels.title")}</th>
                    </tr>
                </thead>
                <tbody>{move || rows()}</tbody>
            </table>
        </div>
    }
}

/// Which bar the pointer is on.
fn pointed(event: &PointerEvent, count: usize) -> Option<usize> {
    let drawn = event.current_target()?.dyn_into::<Element>().ok()?;
    let frame = drawn.get_bounding_client_rect();
    let part = (f64::from(event.client_x()) - frame.left()) / frame.width().max(1.0);
    let at = (part.clamp(0.0, 1.0) * count as f64) as usize;
    Some(at.min(count.checked_sub(1)?))
}

impl Chart {
    fn all_words(self) -> String {
        let all = self.bars.with(|bars| {
            let bars = bars.as_ref()?;
            let total: usize = bars.bars.iter().map(|bar| bar.count).sum();
            Some((bars.unit, bars.bars.first()?.start, total))
        });
        let Some((unit, first, total)) = all else { return String::new() };
        let since = self.ui.i18n.formats(|formats| formats.bar(unit, first));
        self.ui.i18n.t_count("channels.chart", total).replace("{since}", &since)
    }

    fn words(self, place: usize) -> String {
        let bar = self.bars.with(|bars| {
            let bars = bars.as_ref()?;
            let bar = bars.bars.get(place)?;
            Some((bars.unit, bar.start, bar.count))
        });
        let Some((unit, start, count)) = bar else { return String::new() };
        let when = self.ui.i18n.formats(|formats| formats.bar(unit, start));
        self.ui.i18n.t_count("channels.bar", count).replace("{when}", &when)
    }

    fn edge(self, is_last: bool) -> String {
        let bar = self.bars.with(|bars| {
            let bars = bars.as_ref()?;
            let bar = if is_last { bars.bars.last() } else { bars.bars.first() };
            Some((bars.unit, bar?.start))
        });
        bar.map(|(unit, start)| self.ui.i18n.formats(|formats| formats.bar(unit, start))).unwrap_or_default()
    }

    fn brushed(self) -> String {
        let Brush { at: Some(at), from } = self.brush.get() else { return String::new() };
        let from = from.unwrap_or(at);
        if from == at {
            return self.words(at);
        }
        let span = self.bars.with(|bars| bars.as_ref()?.span(from, at, self.ui.session.zone()));
        span.map(|span| self.ui.span(span)).unwrap_or_default()
    }

    fn key(self, event: &KeyboardEvent) {
        let last = self.bars.with_untracked(|bars| bars.as_ref().map_or(0, |bars| bars.bars.len().saturating_sub(1)));
        let Brush { at, from } = self.brush.get_untracked();
        let at_first = at.unwrap_or(last);
        let next = match event.key().as_str() {
            "ArrowLeft" if at.is_some() => at_first.saturating_sub(1),
            "ArrowRight" if at.is_some() => (at_first + 1).min(last),
            "ArrowLeft" | "ArrowRight" => at_first,
            "Home" => 0,
            "End" => last,
            "Enter" | " " => {
                event.prevent_default();
                return self.choose();
            }
            "Escape" if at.is_some() => {
                event.stop_propagation();
                return self.brush.set(Brush::default());
            }
            _ => return,
        };
        event.prevent_default();
        let from = if event.shift_key() { from.or(at).or(Some(next)) } else { Some(next) };
        self.brush.set(Brush { at: Some(next), from });
    }

    /// Shows the time of what is brushed, and nothing else.
    fn choose(self) {
        let Brush { at: Some(at), from } = self.brush.get_untracked() else { return };
        let session = self.ui.session;
        let zone = untrack(|| session.zone());
        let span = self.bars.with_untracked(|bars| bars.as_ref()?.span(from.unwrap_or(at), at, zone));
        if let Some(span) = span {
            self.brush.set(Brush::default());
            session.set_filter(|filter| filter.range = TimeRange::Span(span));
        }
    }
}
