//! One event: a line as a person reads it, what is odd about it in words, and the event as it is stored.

use leptos::prelude::*;

use crate::arrivals::{Arrival, Oddity};
use crate::view::kit::use_ui;

/// An entry of the list.
#[component]
pub(super) fn Row(
    /// The event.
    arrival: Arrival,
) -> impl IntoView {
    let ui = use_ui();
    let (received, summary, raw) = (arrival.told.received_at.clone(), arrival.summary(), arrival.raw());
    let datetime = received.clone();
    let field = |name: &str| arrival.field(name).to_owned();
    let (kind, source, identity) = (field("type"), field("source"), field("identity"));
    let of = move || ui.words.t_with("live.of", &[("source", &source), ("identity", &identity)]);
    let oddity = move |Oddity { kind, places }: Oddity| {
        let key = match kind.as_str() {
            "timeMissing" => "live.odd.time-missing",
            "timeAhead" => "live.odd.time-ahead",
            "timeTooOld" => "live.odd.time-too-old",
            "unresolved" => "live.odd.unresolved",
            "dataEmpty" => "live.odd.data-empty",
            "tooLong" => "live.odd.too-long",
            // Of a newer service.
            _ => "live.odd.other",
        };
        view! { <li>{move || ui.words.t_with(key, &[("places", &places.join(", ")), ("kind", &kind)])}</li> }
    };
    let oddities = arrival.told.problems.into_iter().map(oddity).collect_view();
    view! {
        <li class="arrival">
            <p class="arrival-line">
                <time datetime=datetime>{move || ui.words.moment(&received)}</time>
                <strong dir="auto">{kind}</strong>
                <span>{of}</span>
            </p>
            <p class="small" dir="auto">{summary}</p>
            <ul class="oddities">{oddities}</ul>
            <details>
                <summary>{ui.words.words("live.raw")}</summary>
                <pre dir="ltr" tabindex="0">{raw}</pre>
            </details>
        </li>
    }
}
