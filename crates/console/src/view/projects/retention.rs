//! How long events are kept, and what would go if it were for fewer days. The service is told how long at its start: here
//! nothing is changed or deleted.

use leptos::ev;
use leptos::prelude::*;

use crate::http::{Ask, ask};
use crate::load::use_load;
use crate::view::kit::{ProblemBox, Saving, SubmitButton, TextField, focus_what_is_wrong, shown, use_ui};
use crate::wire::Retention;

const RETENTION: &str = "/admin/v1/api/retention";
/// As many days as the service answers for.
const MOST_DAYS: i64 = 36_525;

/// The part of a project's page.
#[component]
pub(super) fn RetentionPart(
    /// Its id.
    project: String,
) -> impl IntoView {
    let ui = use_ui();
    let load = use_load(move || ask::<Retention>(ui.session, Ask::get(RETENTION)));
    let project = StoredValue::new(project);
    view! {
        <section class="part">
            <h2>{ui.words.words("retention.heading")}</h2>
            {shown(load, move |retention: Signal<Retention>| {
                view! {
                    <p>{move || ui.words.t_count("retention.kept", retention.with(|retention| retention.days))}</p>
                    <p class="hint">{ui.words.words("retention.how")}</p>
                    <WhatIf project=project.get_value()/>
                }
                .into_any()
            })}
        </section>
    }
}

/// Asks for how many days, and says what would go.
#[component]
fn WhatIf(
    /// The project's id.
    project: String,
) -> impl IntoView {
    let ui = use_ui();
    let (days, saving, is_wrong) = (RwSignal::new(String::new()), Saving::new(), RwSignal::new(false));
    let answer = RwSignal::new(None::<Retention>);
    let read = move || days.with(|days| days.trim().parse::<i64>().ok().filter(|days| (1..=MOST_DAYS).contains(days)));
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(days) = untrack(read) else {
            is_wrong.set(true);
            focus_what_is_wrong();
            return;
        };
        is_wrong.set(false);
        let work = ask::<Retention>(ui.session, Ask::get(format!("{RETENTION}?days={days}")));
        saving.run(work, move |retention| answer.set(Some(retention)));
    };
    let error = Signal::derive(move || (is_wrong.get() && read().is_none()).then(|| ui.words.t("retention.wrong")));
    let said = move || {
        let retention = answer.get()?;
        let days = ui.words.number(retention.asked_days);
        let of_project = retention.would_delete.iter().find(|old| old.workspace_id == project);
        Some(match of_project {
            None => ui.words.t_with("retention.nothing", &[("days", &days)]),
            Some(old) => {
                let (first, last) = (ui.words.time(&old.first), ui.words.time(&old.last));
                let events = ui.words.t_count("holds.events", old.events);
                ui.words.t_with(
                    "retention.would",
                    &[("days", &days), ("events", &events), ("first", &first), ("last", &last)],
                )
            }
        })
    };
    view! {
        <form class="line" on:submit=send novalidate>
            <TextField label=ui.words.words("retention.days") value=days error kind="number" name="days"/>
            <SubmitButton saving label=ui.words.words("retention.ask")/>
        </form>
        <ProblemBox of=saving.problem()/>
        <p role="status" class="outcome">{said}</p>
    }
}
