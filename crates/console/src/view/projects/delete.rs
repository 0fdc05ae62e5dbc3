//! The end of a project.

use cjds::Workspace;
use leptos::prelude::*;

use super::path;
use crate::http::{Ask, ask};
use crate::route::Route;
use crate::view::kit::{ConfirmByName, Saving, use_ui};

/// The part of a project's page.
#[component]
pub(super) fn DeleteProject(
    /// The project.
    project: Signal<Workspace>,
) -> impl IntoView {
    let ui = use_ui();
    let (open, saving) = (RwSignal::new(false), Saving::new());
    let name = Signal::derive(move || project.with(|project| project.name.clone()));
    let confirmed = move |()| {
        let Workspace { id, name, .. } = project.get_untracked();
        saving.run(ask::<Workspace>(ui.session, Ask::delete(path(&id))), move |_| {
            open.set(false);
            ui.say(move || ui.words.t_with("project.deleted", &[("name", &name)]));
            ui.go(&Route::Projects);
        });
    };
    view! {
        <section class="part">
            <h2>{ui.words.words("project.delete")}</h2>
            <p>{ui.words.words("project.delete.warning")}</p>
            <button type="button" class="button grave" on:click=move |_| open.set(true)>
                {ui.words.words("project.delete.ask")}
            </button>
            <ConfirmByName
                open
                title=ui.words.words("project.delete")
                warning=ui.words.words("project.delete.warning")
                name
                label=ui.words.words("project.delete.do")
                saving
                confirmed
            />
        </section>
    }
}
