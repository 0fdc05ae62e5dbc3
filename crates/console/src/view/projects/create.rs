//! Making a project.

use cjds::Workspace;
use leptos::ev;
use leptos::prelude::*;
use serde::Deserialize;
use serde_json::json;

use crate::http::{Ask, ask};
use crate::route::Route;
use crate::view::kit::{Dialog, ProblemBox, Saving, SubmitButton, TextField, use_ui};

/// What the service answers: the organization, with all its projects.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Organization {
    workspaces: Vec<Workspace>,
}

/// The dialog that makes a project, and goes to it.
#[component]
pub(super) fn CreateProject(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let ui = use_ui();
    view! {
        <Dialog open title=ui.words.words("projects.new")>
            {move || {
                let (name, description) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
                let (saving, is_missing) = (Saving::new(), RwSignal::new(false));
                let send = move |event: ev::SubmitEvent| {
                    event.prevent_default();
                    let named = name.get_untracked().trim().to_owned();
                    is_missing.set(named.is_empty());
                    if named.is_empty() {
                        crate::view::kit::focus_what_is_wrong();
                        return;
                    }
                    let body = json!({ "name": named, "description": description.get_untracked().trim() });
                    let work = ask::<Organization>(ui.session, Ask::post("/admin/v1/api/workspace").json(&body));
                    saving.run(work, move |organization| {
                        open.set(false);
                        let made = organization.workspaces.into_iter().find(|project| project.name == named);
                        ui.say(move || ui.words.t_with("projects.made", &[("name", &named)]));
                        if let Some(project) = made {
                            ui.go(&Route::Project(project.id));
                        }
                    });
                };
                let error = Signal::derive(move || {
                    let is_empty = name.with(|name| name.trim().is_empty());
                    if is_missing.get() && is_empty { Some(ui.words.t("form.required")) } else { saving.of_field("name") }
                });
                view! {
                    <form on:submit=send novalidate>
                        <TextField label=ui.words.words("projects.name") value=name error name="name" required=true/>
                        <TextField
                            label=ui.words.words("projects.description")
                            hint=ui.words.words("projects.description.hint")
                            value=description
                            error=Signal::derive(move || saving.of_field("description"))
                            name="description"
                        />
                        <ProblemBox of=saving.problem() fields=&["name", "description"]/>
                        <div class="buttons">
                            <SubmitButton saving label=ui.words.words("projects.make")/>
                            <button type="button" class="button" on:click=move |_| open.set(false)>
                                {ui.words.words("form.cancel")}
                            </button>
                        </div>
                    </form>
                }
            }}
        </Dialog>
    }
}
