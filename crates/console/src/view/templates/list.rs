//! The list of profile templates.

use cjds::Template;
use leptos::prelude::*;

use super::{DEFAULT, path};
use crate::http::{Ask, ask};
use crate::load::use_load;
use crate::rights::Right;
use crate::route::Route;
use crate::view::kit::{Empty, Heading, shown, use_ui};

/// The profile templates of a project.
#[component]
pub(crate) fn TemplatesPage(
    /// The project's id.
    project: String,
) -> impl IntoView {
    let ui = use_ui();
    let project = StoredValue::new(project);
    let load = use_load(move || {
        let query = format!("{}?pageSize=10000", path(&project.get_value()));
        ask::<Vec<Template>>(ui.session, Ask::get(query))
    });
    view! {
        <div class="head">
            <Heading text=ui.words.words("page.templates")/>
            <Show when=move || ui.session.may(Right::WriteConfig)>
                <a class="button main" href=Route::NewTemplate(project.get_value(), None).href()>{ui.words.words("templates.new")}</a>
            </Show>
        </div>
        <p class="lead">{ui.words.words("templates.lead")}</p>
        {shown(load, move |templates| view! { <Table project=project.get_value() templates/> }.into_any())}
    }
}

#[component]
fn Table(project: String, templates: Signal<Vec<Template>>) -> impl IntoView {
    let ui = use_ui();
    let project = StoredValue::new(project);
    // Where none is called so, desktops take the first that the service lists.
    let default = Memo::new(move |_| {
        templates
            .with(|all| all.iter().find(|one| one.name == DEFAULT).or_else(|| all.first()).map(|one| one.id.clone()))
    });
    let row = move |template: Template| {
        let href = Route::Template(project.get_value(), template.id.clone()).href();
        let count = i64::try_from(template.attributes.len()).unwrap_or_default();
        let names: Vec<String> = template.attributes.iter().map(|one| one.display_name.clone()).collect();
        let changed = template.updated_at.clone().unwrap_or_default();
        let id = template.id.clone();
        let is_default = move || default.with(|default| default.as_ref() == Some(&id));
        view! {
            <tr>
                <th scope="row">
                    <a href=href dir="auto">{template.name}</a>
                    {move || is_default().then(|| view! { " " <span class="tag">{ui.words.words("templates.default")}</span> })}
                </th>
                <td data-label=ui.words.words("templates.attributes")>
                    {move || ui.words.t_count("templates.count", count)}
                    <span class="small names"><bdi>{names.join(", ")}</bdi></span>
                </td>
                <td data-label=ui.words.words("people.updated")>{move || ui.words.time(&changed)}</td>
            </tr>
        }
    };
    let is_empty = Memo::new(move |_| templates.with(Vec::is_empty));
    view! {
        <Show
            when=move || !is_empty.get()
            fallback=move || view! {
                <Empty title=ui.words.words("templates.none") advice=ui.words.words("templates.none.advice")/>
            }
        >
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{ui.words.words("projects.name")}</th>
                        <th scope="col">{ui.words.words("templates.attributes")}</th>
                        <th scope="col">{ui.words.words("people.updated")}</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || templates.get() key=|one| (one.id.clone(), one.updated_at.clone()) children=row/>
                </tbody>
            </table>
            <p class="hint">{ui.words.words("templates.default.hint")}</p>
        </Show>
    }
}
