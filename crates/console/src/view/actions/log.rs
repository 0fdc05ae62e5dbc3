//! What an action called: how it went, when it is tried next, and once more by a button.

use leptos::prelude::*;

use super::answered::Answered;
use super::{host_of, path};
use crate::http::{Ask, ask, ask_plain};
use crate::load::{Load, use_load};
use crate::rights::Right;
use crate::route::Route;
use crate::view::kit::{Empty, ProblemBox, Saving, shown, use_ui};
use crate::wire::Delivery;

/// The part of an action's page.
#[component]
pub(super) fn Log(
    /// The project's id.
    project: StoredValue<String>,
    /// The action's id.
    id: String,
) -> impl IntoView {
    let ui = use_ui();
    let id = StoredValue::new(id);
    let load = use_load(move || {
        let path =
            format!("{}/deliveries?actionId={}", path(&project.get_value()), crate::http::encoded(&id.get_value()));
        ask::<Vec<Delivery>>(ui.session, Ask::get(path))
    });
    let saving = Saving::new();
    view! {
        <section class="part wide">
            <div class="head">
                <h2>{ui.words.words("log.heading")}</h2>
                <button type="button" class="button small-button" on:click=move |_| load.again()>
                    {ui.words.words("log.again")}
                </button>
            </div>
            <ProblemBox of=saving.problem()/>
            {shown(load, move |deliveries| view! { <Table project load deliveries saving/> }.into_any())}
        </section>
    }
}

#[component]
fn Table(
    project: StoredValue<String>,
    load: Load<Vec<Delivery>>,
    deliveries: Signal<Vec<Delivery>>,
    saving: Saving,
) -> impl IntoView {
    let ui = use_ui();
    let is_empty = Memo::new(move |_| deliveries.with(Vec::is_empty));
    let row = move |delivery: Delivery| {
        let Delivery { id, person_id, url, body, state, attempts, outcome, detail, created_at, next_at, .. } = delivery;
        let (class, key) = match state.as_str() {
            "done" => ("tag good", "log.done"),
            "failed" => ("tag wrong", "log.failed"),
            _ => ("tag quiet", "log.pending"),
        };
        let is_pending = state == "pending";
        let made = created_at.clone();
        let replay = move |_| {
            let path = format!("{}/deliveries/{id}/replay", path(&project.get_value()));
            saving.run(ask_plain::<String>(ui.session, Ask::post(path)), move |_| {
                ui.say(move || ui.words.t("log.replayed"));
                load.again();
            });
        };
        let next = next_at.map(|at| {
            view! { <span class="small names">{move || ui.words.t_with("log.next", &[("time", &ui.words.time(&at))])}</span> }
        });
        let person = Route::Person(project.get_value(), person_id).href();
        view! {
            <tr>
                <th scope="row">
                    {move || ui.words.time(&created_at)}
                    <span class="small names"><a href=person>{ui.words.words("log.person")}</a></span>
                </th>
                <td data-label=ui.words.words("connectors.state")>
                    <span class=class>{ui.words.words(key)}</span>
                    {next}
                </td>
                <td data-label=ui.words.words("log.tries") class="count">{move || ui.words.number(attempts)}</td>
                <td data-label=ui.words.words("log.answer")>
                    <Answered outcome=outcome.unwrap_or_default() detail/>
                    <details>
                        <summary>{move || host_of(&url)}</summary>
                        <pre dir="ltr" tabindex="0">{body}</pre>
                    </details>
                </td>
                <td class="does">
                    {(!is_pending)
                        .then(|| {
                            view! {
                                <Show when=move || ui.session.may(Right::WriteConfig)>
                                    <button
                                        type="button"
                                        class="button small-button"
                                        aria-label={
                                            let made = made.clone();
                                            move || ui.words.t_with("log.replay.which", &[("time", &ui.words.time(&made))])
                                        }
                                        on:click=replay
                                    >
                                        {ui.words.words("log.replay")}
                                    </button>
                                </Show>
                            }
                        })}
                </td>
            </tr>
        }
    };
    view! {
        <Show
            when=move || !is_empty.get()
            fallback=move || view! {
                <Empty title=ui.words.words("log.none") advice=ui.words.words("log.none.advice")/>
            }
        >
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{ui.words.words("log.when")}</th>
                        <th scope="col">{ui.words.words("connectors.state")}</th>
                        <th scope="col" class="count">{ui.words.words("log.tries")}</th>
                        <th scope="col">{ui.words.words("log.answer")}</th>
                        <th scope="col"><span class="unseen">{ui.words.words("log.replay")}</span></th>
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || deliveries.get()
                        key=|one| (one.id, one.state.clone(), one.attempts, one.next_at.clone())
                        children=row
                    />
                </tbody>
            </table>
        </Show>
    }
}
