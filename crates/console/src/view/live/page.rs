//! The page: how it goes with the stream, what is chosen of it, and the list.

use leptos::html;
use leptos::prelude::*;
use serde_json::json;

use super::arrival::Row;
use super::filters::Filters;
use crate::arrivals::{Arrival, Arrivals, Told, Wanted};
use crate::stream::{Connection, follow};
use crate::view::kit::{Empty, Heading, ProblemBox, use_ui};

/// The page of what arrives in a project.
#[component]
pub(crate) fn LivePage(
    /// Its id.
    project: String,
) -> impl IntoView {
    let ui = use_ui();
    let (wanted, arrivals) = (RwSignal::new(Wanted::default()), RwSignal::new(Arrivals::default()));
    let (connection, again) = (RwSignal::new(Connection::Opening), RwSignal::new(0_u32));
    let position = StoredValue::new(None);
    let heading = NodeRef::<html::H2>::new();
    let path = format!("/admin/v1/api/live/workspace-id/{project}");
    let heard = Callback::new(move |data: String| match serde_json::from_str::<Told>(&data) {
        Ok(told) => {
            arrivals.update(|arrivals| arrivals.take(told));
            keep_the_focus(heading);
        }
        Err(error) => leptos::logging::warn!("what arrived cannot be read: {error}"),
    });
    // What another choice began ends with it, and this one begins where that was.
    let following = move || {
        again.track();
        let Wanted { kind, source, identity } = wanted.get();
        let body = json!({ "type": kind, "source": source, "identity": identity });
        follow(ui.session, path.clone(), &body, (connection, position), heard);
    };
    view! {
        <Heading text=ui.words.words("live.heading")/>
        <p class="lead">{ui.words.words("live.lead")}</p>
        <Filters wanted arrivals/>
        {following}
        <State connection arrivals again/>
        <section class="part wide">
            <h2 tabindex="-1" node_ref=heading>{ui.words.words("live.list")}</h2>
            <Missing arrivals/>
            <List arrivals/>
        </section>
    }
}

/// How it goes, and the buttons that let the list stand still or try again.
#[component]
fn State(connection: RwSignal<Connection>, arrivals: RwSignal<Arrivals>, again: RwSignal<u32>) -> impl IntoView {
    let ui = use_ui();
    let is_paused = Memo::new(move |_| arrivals.with(|arrivals| arrivals.is_paused));
    let waiting =
        Memo::new(move |_| arrivals.with(|arrivals| i64::try_from(arrivals.waiting.len()).unwrap_or(i64::MAX)));
    let kind = move || {
        connection.with(|connection| match connection {
            Connection::Open if is_paused.get() => "paused",
            Connection::Open => "open",
            Connection::Opening => "opening",
            Connection::Lost(_) | Connection::Refused(_) => "lost",
        })
    };
    let said = move || match kind() {
        "paused" => ui.words.t("live.paused"),
        "open" => ui.words.t("live.open"),
        "opening" => ui.words.t("live.opening"),
        _ if connection.with(|connection| matches!(connection, Connection::Lost(_))) => ui.words.t("live.lost"),
        _ => ui.words.t("live.refused"),
    };
    let problem = Signal::derive(move || {
        connection.with(|connection| match connection {
            Connection::Refused(problem) => Some(problem.clone()),
            // That it is lost is said; why only where the service gave a reason.
            Connection::Lost(problem) => Some(problem.clone()).filter(|problem| !problem.reasons().is_empty()),
            _ => None,
        })
    });
    let is_refused = Memo::new(move |_| connection.with(|connection| matches!(connection, Connection::Refused(_))));
    view! {
        <div class="live-state" data-state=kind>
            <p role="status">{said}</p>
            <button type="button" class="button" on:click=move |_| {
                let is_paused = arrivals.with_untracked(|arrivals| arrivals.is_paused);
                arrivals.update(|arrivals| arrivals.pause(!is_paused));
            }>
                {move || ui.words.t(if is_paused.get() { "live.go-on" } else { "live.pause" })}
            </button>
            <Show when=move || { waiting.get() > 0 }>
                <span class="small">{move || ui.words.t_count("live.waiting", waiting.get())}</span>
            </Show>
            <Show when=move || is_refused.get()>
                <button type="button" class="button" on:click=move |_| again.update(|times| *times = times.wrapping_add(1))>
                    {ui.words.words("form.try-again")}
                </button>
            </Show>
        </div>
        <ProblemBox of=problem/>
    }
}

/// How much of what arrived is not in the list.
#[component]
fn Missing(arrivals: RwSignal<Arrivals>) -> impl IntoView {
    let ui = use_ui();
    let line = move |key: &'static str, count: fn(&Arrivals) -> i64| {
        let count = Memo::new(move |_| arrivals.with(count));
        view! {
            <Show when=move || { count.get() > 0 }>
                <p class="small">{move || ui.words.t_count(key, count.get())}</p>
            </Show>
        }
    };
    view! {
        {line("live.passed", |arrivals| arrivals.passed_over)}
        {line("live.dropped", |arrivals| arrivals.dropped)}
    }
}

#[component]
fn List(arrivals: RwSignal<Arrivals>) -> impl IntoView {
    let ui = use_ui();
    let is_empty = Memo::new(move |_| arrivals.with(|arrivals| arrivals.shown.is_empty()));
    let each = move || arrivals.with(|arrivals| arrivals.shown.iter().cloned().collect::<Vec<Arrival>>());
    view! {
        <Show
            when=move || !is_empty.get()
            fallback=move || view! {
                <Empty title=ui.words.words("live.none") advice=ui.words.words("live.none.advice")/>
            }
        >
            <ol class="live">
                <For each key=|arrival| arrival.number children=move |arrival| view! { <Row arrival/> }/>
            </ol>
        </Show>
    }
}

/// Whoever looked at an event that has no room any more is at the list's heading, and not at the beginning of the page.
fn keep_the_focus(heading: NodeRef<html::H2>) {
    let had = document().active_element().is_some_and(|element| element.closest("ol.live").ok().flatten().is_some());
    if had {
        request_animation_frame(move || {
            let is_lost = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
            if let Some(heading) = heading.try_get_untracked().flatten().filter(|_| is_lost) {
                // Only an element that is gone cannot have it.
                let _ = heading.focus();
            }
        });
    }
}
