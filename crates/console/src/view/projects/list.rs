//! The list of projects.

use std::collections::HashMap;

use cjds::Workspace;
use leptos::prelude::*;

use super::CONNECTORS;
use super::create::CreateProject;
use crate::http::{Ask, ask};
use crate::load::use_load;
use crate::rights::Right;
use crate::route::Route;
use crate::view::kit::{Empty, Heading, shown, use_ui};
use crate::wire::{Connector, Who};

/// All projects that one may see.
#[component]
pub(crate) fn ProjectsPage() -> impl IntoView {
    let ui = use_ui();
    let load = use_load(move || ask::<Vec<Workspace>>(ui.session, Ask::get("/admin/v1/api/workspace?pageSize=10000")));
    let connectors = use_load(move || {
        let may = ui.session.may(Right::ReadOrganization);
        async move {
            match may {
                true => ask::<Vec<Connector>>(ui.session, Ask::get(format!("{CONNECTORS}?pageSize=10000"))).await,
                false => Ok(Vec::new()),
            }
        }
    });
    let on = Memo::new(move |_| {
        let mut on: HashMap<String, i64> = HashMap::new();
        for connector in connectors.get().unwrap_or_default().into_iter().filter(|connector| connector.is_on) {
            *on.entry(connector.workspace_id).or_default() += 1;
        }
        on
    });
    let creating = RwSignal::new(false);
    let may_make = move || ui.session.who().as_ref().is_some_and(Who::may_make_projects);
    let table = move |projects: Signal<Vec<Workspace>>| {
        let is_empty = Memo::new(move |_| projects.with(Vec::is_empty));
        let row = move |project: Workspace| {
            let id = project.id.clone();
            view! {
                <tr>
                    <th scope="row">
                        <a href=Route::Project(project.id).href() dir="auto">{project.name}</a>
                    </th>
                    <td data-label=ui.words.words("projects.description") dir="auto">{project.description}</td>
                    <td data-label=ui.words.words("projects.connectors") class="count">
                        {move || {
                            let on = on.with(|on| on.get(&id).copied().unwrap_or_default());
                            ui.words.t_count("projects.on", on)
                        }}
                    </td>
                </tr>
            }
        };
        view! {
            <Show
                when=move || !is_empty.get()
                fallback=move || view! {
                    <Empty title=ui.words.words("projects.none") advice=ui.words.words("projects.none.advice")/>
                }
            >
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{ui.words.words("projects.name")}</th>
                            <th scope="col">{ui.words.words("projects.description")}</th>
                            <th scope="col">{ui.words.words("projects.connectors")}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || projects.get() key=|project| (project.id.clone(), project.name.clone()) children=row/>
                    </tbody>
                </table>
            </Show>
        }
        .into_any()
    };
    view! {
        <div class="head">
            <Heading text=ui.words.words("page.projects")/>
            <Show when=may_make>
                <button type="button" class="button main" on:click=move |_| creating.set(true)>
                    {ui.words.words("projects.new")}
                </button>
            </Show>
        </div>
        <p class="lead">{ui.words.words("projects.lead")}</p>
        {shown(load, table)}
        <CreateProject open=creating/>
    }
}
