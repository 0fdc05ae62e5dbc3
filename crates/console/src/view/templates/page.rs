//! The page of a template, and that of a new one.

use cjds::Template;
use leptos::prelude::*;

use super::delete::DeleteTemplate;
use super::described::Described;
use super::editor::Editor;
use super::path_of;
use crate::http::{Ask, ask};
use crate::load::use_load;
use crate::rights::Right;
use crate::route::Route;
use crate::view::kit::{Heading, shown, use_ui};

/// The page of a template.
#[component]
pub(crate) fn TemplatePage(
    /// The project's id.
    project: String,
    /// The template's id.
    id: String,
) -> impl IntoView {
    let ui = use_ui();
    let asked = StoredValue::new(path_of(&project, &id));
    let project = StoredValue::new(project);
    let load = use_load(move || ask::<Template>(ui.session, Ask::get(asked.get_value())));
    shown(load, move |template: Signal<Template>| {
        let may_write = move || ui.session.may(Right::WriteConfig);
        let copy = move || Route::NewTemplate(project.get_value(), Some(template.with(|one| one.id.clone()))).href();
        let saved = move |changed: Template| {
            load.set(changed);
            ui.say(move || ui.words.t("form.saved"));
        };
        view! {
            <div class="head">
                <Heading text=Signal::derive(move || template.with(|one| one.name.clone()))/>
                <Show when=may_write>
                    <a class="button" href=copy>{ui.words.words("template.copy")}</a>
                </Show>
            </div>
            {move || match may_write() {
                true => view! { <Editor project=project.get_value() template=template.get_untracked() saved/> }.into_any(),
                false => view! { <Described template project=project.get_value()/> }.into_any(),
            }}
            <Show when=may_write>
                <DeleteTemplate project=project.get_value() template/>
            </Show>
        }
        .into_any()
    })
}

/// The page of a template that is not there yet.
#[component]
pub(crate) fn NewTemplatePage(
    /// The project's id.
    project: String,
    /// Of which it begins as a copy.
    copied: Option<String>,
) -> impl IntoView {
    let ui = use_ui();
    let (project, copied) = (StoredValue::new(project), StoredValue::new(copied));
    let load = use_load(move || async move {
        match copied.get_value() {
            None => Ok(Template::default()),
            Some(id) => ask::<Template>(ui.session, Ask::get(path_of(&project.get_value(), &id))).await,
        }
    });
    shown(load, move |template: Signal<Template>| {
        let mut template = template.get_untracked();
        if !template.id.is_empty() {
            template.id.clear();
            template.name = ui.words.t_with("template.copy.name", &[("name", &template.name)]);
        }
        let saved = move |made: Template| {
            let name = made.name.clone();
            ui.say(move || ui.words.t_with("template.made", &[("name", &name)]));
            ui.go(&Route::Template(project.get_value(), made.id));
        };
        view! {
            <Heading text=ui.words.words("templates.new")/>
            <Editor project=project.get_value() template saved/>
        }
        .into_any()
    })
}
