//! What stands around every page: where one is, who one is, and in which language.

use leptos::prelude::*;

use super::actions::{ActionPage, ActionsPage, NewActionPage};
use super::health::HealthPage;
use super::journeys::JourneysPage;
use super::kit::{Heading, use_ui};
use super::live::LivePage;
use super::people::{ImportPage, PeoplePage, PersonPage};
use super::projects::{ConnectorPage, ProjectPage, ProjectsPage};
use super::sign_in::SignInAgain;
use super::templates::{NewTemplatePage, TemplatePage, TemplatesPage};
use crate::http::{Ask, ask};
use crate::load::use_load;
use crate::rights::Right;
use crate::route::{Route, Tab};
use crate::words::{LANGUAGES, own_name};

use cjds::Workspace;
use leptos::html;

/// The page, and what is around it.
#[component]
pub(crate) fn Shell() -> impl IntoView {
    let ui = use_ui();
    let main = NodeRef::<html::Main>::new();
    let skip = move |_| {
        if let Some(main) = main.get_untracked() {
            // Only an element that is gone cannot have it.
            let _ = main.focus();
        }
    };
    let project = Memo::new(move |_| ui.route.with(|route| route.project().map(str::to_owned)));
    let page = move || match ui.route.get() {
        Route::Projects => view! { <ProjectsPage/> }.into_any(),
        Route::Health => view! { <HealthPage/> }.into_any(),
        Route::Project(project) => view! { <ProjectPage project/> }.into_any(),
        Route::Connector(project, id) => view! { <ConnectorPage project id/> }.into_any(),
        Route::People(project) => view! { <PeoplePage project/> }.into_any(),
        Route::Person(project, id) => view! { <PersonPage project id/> }.into_any(),
        Route::Import(project) => view! { <ImportPage project/> }.into_any(),
        Route::Templates(project) => view! { <TemplatesPage project/> }.into_any(),
        Route::Template(project, id) => view! { <TemplatePage project id/> }.into_any(),
        Route::NewTemplate(project, copied) => view! { <NewTemplatePage project copied/> }.into_any(),
        Route::Actions(project) => view! { <ActionsPage project/> }.into_any(),
        Route::Action(project, template, id) => view! { <ActionPage project template id/> }.into_any(),
        Route::NewAction(project) => view! { <NewActionPage project/> }.into_any(),
        Route::Journeys(project) => view! { <JourneysPage project/> }.into_any(),
        Route::Live(project) => view! { <LivePage project/> }.into_any(),
        Route::Unknown => view! {
            <Heading text=ui.words.words("page.unknown")/>
            <p><a href="#/projects">{ui.words.words("page.projects")}</a></p>
        }
        .into_any(),
    };
    view! {
        <button type="button" class="skip" on:click=skip>{ui.words.words("page.skip")}</button>
        <header class="top">
            <a class="brand" href="#/projects">{ui.words.words("page.brand")}</a>
            <Show when=move || ui.session.may(Right::ReadOrganization)>
                <nav class="links" aria-label=ui.words.words("page.service")>
                    <a
                        href=Route::Health.href()
                        aria-current=move || ui.route.with(|route| *route == Route::Health).then_some("page")
                    >
                        {ui.words.words("health.heading")}
                    </a>
                </nav>
            </Show>
            <Account/>
        </header>
        {move || project.get().map(|project| view! { <ProjectTabs project/> })}
        <main tabindex="-1" node_ref=main>{page}</main>
        <SignInAgain/>
    }
}

/// Who is signed in, and in which language the page is.
#[component]
fn Account() -> impl IntoView {
    let ui = use_ui();
    let subject = move || ui.session.who().map(|who| who.subject);
    view! {
        <div class="account">
            <label class="language">
                <span class="unseen">{ui.words.words("page.language")}</span>
                <select
                    name="language"
                    prop:value=move || ui.words.tag()
                    on:change=move |event| ui.words.choose(&event_target_value(&event))
                >
                    {LANGUAGES
                        .map(|tag| view! { <option value=tag lang=tag selected=move || ui.words.tag() == tag>{own_name(tag)}</option> })
                        .collect_view()}
                </select>
            </label>
            <span class="subject" dir="auto">{subject}</span>
            <button type="button" class="button" on:click=move |_| ui.session.leave()>
                {ui.words.words("page.sign-out")}
            </button>
        </div>
    }
}

/// Where one is in a project.
#[component]
fn ProjectTabs(
    /// Its id.
    project: String,
) -> impl IntoView {
    let ui = use_ui();
    let id = project.clone();
    let load = use_load(move || {
        ui.track_projects();
        ask::<Workspace>(ui.session, Ask::get(format!("/admin/v1/api/workspace/workspace-id/{id}")))
    });
    let project = StoredValue::new(project);
    let tab = move |tab: Tab, right: Option<Right>, key: &'static str, route: fn(String) -> Route| {
        let is_offered = move || right.is_none_or(|right| ui.session.may(right));
        let href = move || route(project.get_value()).href();
        let current = move || (ui.route.with(Route::tab) == tab).then_some("page");
        view! {
            <Show when=is_offered>
                <li><a href=href aria-current=current>{ui.words.words(key)}</a></li>
            </Show>
        }
    };
    view! {
        <nav class="where" aria-label=ui.words.words("page.where")>
            <ol class="path">
                <li><a href="#/projects">{ui.words.words("page.projects")}</a></li>
                <li dir="auto">{move || load.get().map(|project| project.name)}</li>
            </ol>
            <ul class="tabs">
                {tab(Tab::Overview, None, "page.overview", Route::Project)}
                {tab(Tab::People, Some(Right::ReadPersons), "page.people", Route::People)}
                {tab(Tab::Templates, Some(Right::ReadTemplates), "page.templates", Route::Templates)}
                {tab(Tab::Actions, Some(Right::ReadConfig), "page.actions", Route::Actions)}
                {tab(Tab::Journeys, Some(Right::ReadPersons), "journeys.heading", Route::Journeys)}
                {tab(Tab::Live, Some(Right::ReadConfig), "live.heading", Route::Live)}
            </ul>
        </nav>
    }
}
