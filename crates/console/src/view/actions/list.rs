//! The list of journey actions.

use cjds::Template;
use leptos::prelude::*;

use super::secret::Signing;
use super::switch::ActionSwitch;
use super::{host_of, path};
use crate::http::{Ask, ask};
use crate::load::{Load, use_load};
use crate::rights::Right;
use crate::route::Route;
use crate::view::kit::{Empty, Heading, ProblemBox, Saving, shown, use_ui};
use crate::view::templates;
use crate::wire::Action;

/// The journey actions of a project.
#[component]
pub(crate) fn ActionsPage(
    /// The project's id.
    project: String,
) -> impl IntoView {
    let ui = use_ui();
    let project = StoredValue::new(project);
    let load = use_load(move || async move {
        let actions = format!("{}?pageSize=10000", path(&project.get_value()));
        let actions = ask::<Vec<Action>>(ui.session, Ask::get(actions)).await?;
        let templates = format!("{}?pageSize=10000", templates::path(&project.get_value()));
        let templates = ask::<Vec<Template>>(ui.session, Ask::get(templates)).await?;
        let names: Vec<(String, String)> = templates.into_iter().map(|one| (one.id, one.name)).collect();
        Ok((actions, names))
    });
    let may_write = move || ui.session.may(Right::WriteConfig);
    view! {
        <div class="head">
            <Heading text=ui.words.words("page.actions")/>
            <Show when=may_write>
                <a class="button main" href=Route::NewAction(project.get_value()).href()>{ui.words.words("actions.new")}</a>
            </Show>
        </div>
        <p class="lead">{ui.words.words("actions.lead")}</p>
        {shown(load, move |data| view! { <Table project load data/> }.into_any())}
        <Show when=may_write>
            <Signing project/>
        </Show>
    }
}

type Data = (Vec<Action>, Vec<(String, String)>);

#[component]
fn Table(project: StoredValue<String>, load: Load<Data>, data: Signal<Data>) -> impl IntoView {
    let ui = use_ui();
    let saving = Saving::new();
    let is_empty = Memo::new(move |_| data.with(|(actions, _)| actions.is_empty()));
    let row = move |id: String| {
        let action = Memo::new(move |_| {
            data.with(|(actions, _)| actions.iter().find(|one| one.id == id).cloned()).unwrap_or_default()
        });
        let href = move || {
            action.with(|one| Route::Action(project.get_value(), one.template_id.clone(), one.id.clone()).href())
        };
        let template = move || {
            let id = action.with(|one| one.template_id.clone());
            data.with(|(_, names)| names.iter().find(|(one, _)| *one == id).map(|(_, name)| name.clone()))
        };
        let target = move || {
            action.with(|one| one.action_triggers.first().and_then(|one| one.webhook_url.as_deref()).map(host_of))
        };
        let switched = move |changed: Action| {
            load.change(|(actions, _)| {
                actions.iter_mut().filter(|one| one.id == changed.id).for_each(|one| *one = changed.clone());
            });
        };
        view! {
            <tr>
                <th scope="row"><a href=href dir="auto">{move || action.with(|one| one.name.clone())}</a></th>
                <td data-label=ui.words.words("connectors.state")>
                    <Show
                        when=move || ui.session.may(Right::WriteConfig)
                        fallback=move || ui.words.t(if action.with(|one| one.is_active) { "connector.on" } else { "connector.off" })
                    >
                        <ActionSwitch project action saving switched/>
                    </Show>
                </td>
                <td data-label=ui.words.words("actions.template")><bdi>{template}</bdi></td>
                <td data-label=ui.words.words("actions.target")><bdi>{target}</bdi></td>
            </tr>
        }
    };
    view! {
        <ProblemBox of=saving.problem()/>
        <Show
            when=move || !is_empty.get()
            fallback=move || view! {
                <Empty title=ui.words.words("actions.none") advice=ui.words.words("actions.none.advice")/>
            }
        >
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{ui.words.words("projects.name")}</th>
                        <th scope="col">{ui.words.words("connectors.state")}</th>
                        <th scope="col">{ui.words.words("actions.template")}</th>
                        <th scope="col">{ui.words.words("actions.target")}</th>
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || data.with(|(actions, _)| actions.iter().map(|one| one.id.clone()).collect::<Vec<_>>())
                        key=String::clone
                        children=row
                    />
                </tbody>
            </table>
        </Show>
    }
}
