//! What a person may ask for by law: that what is kept of them is handed out, and that all of it is erased.

use leptos::prelude::*;
use serde_json::json;

use super::page::OnePerson;
use super::{path, title};
use crate::http::{Ask, ask, file};
use crate::route::Route;
use crate::view::kit::{ConfirmByName, ProblemBox, Saving, download, use_ui};
use crate::wire::Erasure;

/// The part of a person's page.
#[component]
pub(super) fn Privacy(
    /// Whose.
    person: OnePerson,
) -> impl IntoView {
    let ui = use_ui();
    let (handing, looking, erasing) = (Saving::new(), Saving::new(), Saving::new());
    let (open, would) = (RwSignal::new(false), RwSignal::new(Erasure::default()));
    let hand_out = move |_| {
        let asked = Ask::get(untrack(|| person.path("", "/export")));
        handing.run(file(ui.session, asked), move |bytes| {
            download("personal-data.json", "application/json", &bytes.into());
            ui.say(move || ui.words.t("privacy.handed"));
        });
    };
    let asked = move |dry_run: bool| {
        let body = json!({ "personId": untrack(|| person.get()).id, "dryRun": dry_run });
        Ask::post(path("/erasures", &person.project.get_value(), "")).json(&body)
    };
    let look = move |_| {
        looking.run(ask::<Erasure>(ui.session, asked(true)), move |erasure| {
            would.set(erasure);
            open.set(true);
        });
    };
    let confirmed = move |()| {
        erasing.run(ask::<Erasure>(ui.session, asked(false)), move |_| {
            open.set(false);
            ui.say(move || ui.words.t("privacy.erased"));
            ui.go(&Route::People(person.project.get_value()));
        });
    };
    let warning = Signal::derive(move || {
        let Erasure { identities, events, changes, webhooks, failures, .. } = would.get();
        let [identities, events] = [("erase.identities", identities), ("holds.events", events)]
            .map(|(key, count)| ui.words.t_count(key, count));
        let rest = ui.words.t_count("erase.traces", changes + webhooks + failures);
        ui.words.t_with("privacy.erase.warning", &[("identities", &identities), ("events", &events), ("rest", &rest)])
    });
    let label = move |saving: Saving, key: &'static str| {
        move || ui.words.t(if saving.is_pending() { "form.pending" } else { key })
    };
    view! {
        <section class="part">
            <h2>{ui.words.words("privacy.heading")}</h2>
            <p class="hint">{ui.words.words("privacy.hint")}</p>
            <div class="buttons">
                <button type="button" class="button" on:click=hand_out>{label(handing, "privacy.hand-out")}</button>
                <button type="button" class="button grave" on:click=look>{label(looking, "privacy.erase.ask")}</button>
            </div>
            <ProblemBox of=handing.problem()/>
            <ProblemBox of=looking.problem()/>
            <ConfirmByName
                open
                title=ui.words.words("privacy.erase")
                warning
                name=Signal::derive(move || title(&person.get()))
                label=ui.words.words("privacy.erase.do")
                saving=erasing
                confirmed
            />
        </section>
    }
}
