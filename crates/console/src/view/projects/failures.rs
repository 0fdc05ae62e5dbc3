//! What a connector could not take in the last seven days: why, as it came, and taken again by a button.

use leptos::prelude::*;
use serde::Deserialize;

use super::CONNECTORS;
use crate::http::{Ask, ask};
use crate::load::use_load;
use crate::rights::Right;
use crate::view::kit::{Empty, ProblemBox, Reasons, Saving, shown, use_ui};
use crate::wire::Failure;

/// What taking it again came to; that it was done is enough.
#[derive(Default, Deserialize)]
struct Taken {}

/// The part of a connector's page.
#[component]
pub(super) fn Failures(
    /// The connector's id.
    connector: String,
    /// To be told that something was taken after all.
    #[prop(into)]
    taken: Callback<()>,
) -> impl IntoView {
    let ui = use_ui();
    let path = StoredValue::new(format!("{CONNECTORS}/{connector}/failures"));
    let load = use_load(move || ask::<Vec<Failure>>(ui.session, Ask::get(path.get_value())));
    let item = move |failure: Failure| {
        let saving = Saving::new();
        let (id, reasons) = (failure.id, failure.reasons());
        let replay = move |_| {
            let ask = ask::<Taken>(ui.session, Ask::post(format!("{}/{id}/replay", path.get_value())));
            saving.run(ask, move |_| {
                load.change(|all| all.retain(|one| one.id != id));
                ui.say(move || ui.words.t("failure.taken"));
                taken.run(());
            });
        };
        view! {
            <li class="failure">
                <p class="small">{move || ui.words.time(&failure.failed_at)}</p>
                <Reasons reasons/>
                <details>
                    <summary>{ui.words.words("failure.payload")}</summary>
                    <pre dir="ltr" tabindex="0">{failure.payload}</pre>
                </details>
                <ProblemBox of=saving.problem()/>
                <Show when=move || ui.session.may(Right::WriteOrganization)>
                    <button type="button" class="button" on:click=replay>
                        {move || ui.words.t(if saving.is_pending() { "form.pending" } else { "failure.replay" })}
                    </button>
                </Show>
            </li>
        }
    };
    view! {
        <section class="part wide">
            <h2>{ui.words.words("failure.heading")}</h2>
            <p class="hint">{ui.words.words("failure.lead")}</p>
            {shown(load, move |failures: Signal<Vec<Failure>>| {
                let is_empty = Memo::new(move |_| failures.with(Vec::is_empty));
                view! {
                    <Show
                        when=move || !is_empty.get()
                        fallback=move || view! {
                            <Empty title=ui.words.words("failure.none") advice=ui.words.words("failure.none.advice")/>
                        }
                    >
                        <ul class="failures">
                            <For each=move || failures.get() key=|failure| failure.id children=item/>
                        </ul>
                    </Show>
                }
                .into_any()
            })}
        </section>
    }
}
