//! The end of a template, and of the journey actions that look at its values.

use cjds::Template;
use leptos::prelude::*;
use serde::Deserialize;

use super::path_of;
use crate::http::{Ask, ask, ask_plain, encoded};
use crate::load::use_load;
use crate::route::Route;
use crate::view::kit::{ConfirmByName, Saving, shown, use_ui};

/// What of a journey action is told here.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Using {
    name: String,
}

/// The part of a template's page.
#[component]
pub(super) fn DeleteTemplate(
    /// The project's id.
    project: String,
    /// The template.
    template: Signal<Template>,
) -> impl IntoView {
    let ui = use_ui();
    let project = StoredValue::new(project);
    let load = use_load(move || {
        let id = template.with_untracked(|one| one.id.clone());
        let path =
            format!("/admin/v1/api/journey-actions/workspace-id/{}/template-id/{}", project.get_value(), encoded(&id));
        ask::<Vec<Using>>(ui.session, Ask::get(path))
    });
    view! {
        <section class="part">
            <h2>{ui.words.words("template.delete")}</h2>
            {shown(load, move |using: Signal<Vec<Using>>| {
                let (open, saving) = (RwSignal::new(false), Saving::new());
                let confirmed = move |()| {
                    let Template { id, name, .. } = template.get_untracked();
                    let asked = Ask::delete(path_of(&project.get_value(), &id));
                    saving.run(ask_plain::<Template>(ui.session, asked), move |_| {
                        open.set(false);
                        ui.say(move || ui.words.t_with("template.deleted", &[("name", &name)]));
                        ui.go(&Route::Templates(project.get_value()));
                    });
                };
                let warning = Signal::derive(move || {
                    let names = using.with(|using| using.iter().map(|one| one.name.clone()).collect::<Vec<_>>());
                    if names.is_empty() {
                        return ui.words.t("template.delete.warning");
                    }
                    let count = i64::try_from(names.len()).unwrap_or_default();
                    ui.words.t_count("template.delete.with", count).replace("{names}", &names.join(", "))
                });
                view! {
                    <p>{move || warning.get()}</p>
                    <button type="button" class="button grave" on:click=move |_| open.set(true)>
                        {ui.words.words("template.delete.ask")}
                    </button>
                    <ConfirmByName
                        open
                        title=ui.words.words("template.delete")
                        warning
                        name=Signal::derive(move || template.with(|one| one.name.clone()))
                        label=ui.words.words("project.delete.do")
                        saving
                        confirmed
                    />
                }
                .into_any()
            })}
        </section>
    }
}
