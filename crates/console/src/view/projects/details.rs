//! Name and description of a project: to be changed by whoever may.

use cjds::Workspace;
use leptos::ev;
use leptos::prelude::*;
use serde_json::json;

use super::path;
use crate::http::{Ask, ask};
use crate::load::Load;
use crate::rights::Right;
use crate::view::kit::{ProblemBox, Saving, SubmitButton, TextField, use_ui};

/// The part of a project's page.
#[component]
pub(super) fn Details(
    /// The project.
    load: Load<Workspace>,
) -> impl IntoView {
    let ui = use_ui();
    let project = load.get_untracked().unwrap_or_default();
    let (name, description) = (RwSignal::new(project.name.clone()), RwSignal::new(project.description));
    let (saving, is_missing) = (Saving::new(), RwSignal::new(false));
    let asked = StoredValue::new(path(&project.id));
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let named = name.get_untracked().trim().to_owned();
        is_missing.set(named.is_empty());
        if named.is_empty() {
            crate::view::kit::focus_what_is_wrong();
            return;
        }
        let body = json!({ "name": named, "description": description.get_untracked().trim() });
        saving.run(ask::<Workspace>(ui.session, Ask::put(asked.get_value()).json(&body)), move |project| {
            load.set(project);
            ui.project_changed();
            ui.say(move || ui.words.t("form.saved"));
        });
    };
    let error = Signal::derive(move || {
        let is_empty = name.with(|name| name.trim().is_empty());
        if is_missing.get() && is_empty { Some(ui.words.t("form.required")) } else { saving.of_field("name") }
    });
    view! {
        <Show
            when=move || ui.session.may(Right::WriteOrganization)
            fallback=move || view! { <p class="lead" dir="auto">{move || description.get()}</p> }
        >
            <section class="part">
                <h2>{ui.words.words("project.details")}</h2>
                <form on:submit=send novalidate>
                    <TextField label=ui.words.words("projects.name") value=name error name="name" required=true/>
                    <TextField
                        label=ui.words.words("projects.description")
                        value=description
                        error=Signal::derive(move || saving.of_field("description"))
                        name="description"
                    />
                    <ProblemBox of=saving.problem() fields=&["name", "description"]/>
                    <SubmitButton saving label=ui.words.words("form.save")/>
                </form>
            </section>
        </Show>
    }
}
