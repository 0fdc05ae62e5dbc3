//! By what the calls of a project's journey actions are signed: a new secret is shown once, and the one before goes on for a
//! day.

use leptos::prelude::*;
use serde_json::json;

use super::path;
use crate::http::{Ask, ask};
use crate::view::kit::{Dialog, ProblemBox, Saving, use_ui};
use crate::view::projects::Copyable;
use crate::wire::Secret;

/// So long secrets of before go on, in minutes: time to give the new one to whoever is called.
const OVERLAP: i64 = 24 * 60;

/// The part of the list's page.
#[component]
pub(super) fn Signing(
    /// The project's id.
    project: StoredValue<String>,
) -> impl IntoView {
    let ui = use_ui();
    let (saving, open, made) = (Saving::new(), RwSignal::new(false), RwSignal::new(None::<String>));
    // Closed, a secret is told no more.
    Effect::new(move |_| {
        if !open.get() {
            made.set(None);
        }
    });
    let make = move |_| {
        let path = format!("{}/webhook-secrets", path(&project.get_value()));
        let asked = Ask::post(path).json(&json!({ "othersEndInMinutes": OVERLAP }));
        saving.run(ask::<Secret>(ui.session, asked), move |secret| {
            made.set(Some(secret.secret));
            open.set(true);
        });
    };
    view! {
        <section class="part">
            <h2>{ui.words.words("secret.heading")}</h2>
            <p class="hint">{ui.words.words("secret.hint")}</p>
            <ProblemBox of=saving.problem()/>
            <button type="button" class="button" on:click=make>
                {move || ui.words.t(if saving.is_pending() { "form.pending" } else { "secret.make" })}
            </button>
            <Dialog open title=ui.words.words("secret.new")>
                <p>{ui.words.words("secret.once")}</p>
                {move || made.get().map(|text| view! { <Copyable label=ui.words.words("secret.secret") text/> })}
                <div class="buttons">
                    <button type="button" class="button main" on:click=move |_| open.set(false)>
                        {ui.words.words("key.kept")}
                    </button>
                </div>
            </Dialog>
        </section>
    }
}
