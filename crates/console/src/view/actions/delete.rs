//! The end of a journey action.

use leptos::prelude::*;

use super::path_of;
use crate::http::{Ask, ask_plain};
use crate::route::Route;
use crate::view::kit::{ConfirmByName, Saving, use_ui};
use crate::wire::Action;

/// The part of an action's page.
#[component]
pub(super) fn DeleteAction(
    /// The project's id.
    project: StoredValue<String>,
    /// The action.
    action: Signal<Action>,
) -> impl IntoView {
    let ui = use_ui();
    let (open, saving) = (RwSignal::new(false), Saving::new());
    let confirmed = move |()| {
        let Action { id, name, template_id, .. } = action.get_untracked();
        let asked = Ask::delete(path_of(&project.get_value(), &template_id, &id));
        saving.run(ask_plain::<Action>(ui.session, asked), move |_| {
            open.set(false);
            ui.say(move || ui.words.t_with("action.deleted", &[("name", &name)]));
            ui.go(&Route::Actions(project.get_value()));
        });
    };
    view! {
        <section class="part">
            <h2>{ui.words.words("action.delete")}</h2>
            <p>{ui.words.words("action.delete.warning")}</p>
            <button type="button" class="button grave" on:click=move |_| open.set(true)>
                {ui.words.words("action.delete.ask")}
            </button>
            <ConfirmByName
                open
                title=ui.words.words("action.delete")
                warning=ui.words.words("action.delete.warning")
                name=Signal::derive(move || action.with(|one| one.name.clone()))
                label=ui.words.words("project.delete.do")
                saving
                confirmed
            />
        </section>
    }
}
