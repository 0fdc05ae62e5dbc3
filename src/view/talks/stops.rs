//! From one thing that is worth a stop to the next, and back: a line that stays in sight while one reads.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::Reading;
use crate::view::kit::*;
use journey::Talk;

/// The line: how many there are, which one one is at, and the buttons.
#[component]
pub(super) fn Stops(
    /// What is read.
    reading: Reading,
) -> impl IntoView {
    let i18n = use_customer().i18n;
    let count = Memo::new(move |_| reading.talks.with(|talks| talks.iter().map(Talk::marks).sum::<usize>()));
    let at = RwSignal::new(None::<usize>);
    let frame = StoredValue::new_local(NextFrame::new());
    let go = move |to: Option<usize>| {
        let Some(to) = to.filter(|to| *to < count.get_untracked()) else { return };
        at.set(Some(to));
        reading.show_stop(to);
        // It is drawn by then.
        frame.get_value().ask(move || reading.focus_stop(to));
    };
    let next = move |_| go(Some(at.get_untracked().map_or(0, |at| at + 1)));
    let previous = move |_| go(at.get_untracked().and_then(|at| at.checked_sub(1)));
    let words = move || match at.get() {
        Some(at) => {
            let (at, count) = (i18n.count(at + 1), i18n.count(count.get()));
            i18n.t_with("talks.stop", &[("place", &at), ("count", &count)])
        }
        None => i18n.t_count("talks.stops", count.get()),
    };
    view! {
        <When is=move || { count.get() > 0 }>
            <div class="stops" part="stops">
                <span class="label" role="status">{words}</span>
                <button
                    type="button"
                    class="link"
                    aria-disabled=move || said(at.get().is_none_or(|at| at == 0))
                    on:click=previous
                >
                    {i18n.words("talks.previous")}
                </button>
                <button
                    type="button"
                    class="link"
                    aria-disabled=move || said(at.get().is_some_and(|at| at + 1 >= count.get()))
                    on:click=next
                >
                    {i18n.words("talks.next")}
                </button>
            </div>
        </When>
    }
}

impl Reading {
    /// Takes in as many conversations as it needs to have this stop in the page.
    fn show_stop(self, stop: usize) {
        let needed = self.talks.with_untracked(|talks| {
            let mut stops = talks.iter().scan(0, |sum, talk| {
                *sum += talk.marks();
                Some(*sum)
            });
            stops.position(|sum| sum > stop).map_or(0, |place| place + 1)
        });
        if self.shown.get_untracked() < needed {
            self.shown.set(needed);
        }
    }

    fn focus_stop(self, stop: usize) {
        let Some(list) = self.list.get_untracked() else { return };
        let found = list.query_selector(&format!("[data-mark='{stop}']")).ok().flatten();
        if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            // It fails only where the browser has nothing to focus on any more.
            let _ = element.focus();
        }
    }
}
