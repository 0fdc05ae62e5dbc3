//! What stands around every page: where one is, who one is, and in which language.

use leptos::prelude::*;

use super::actions::{ActionPage, ActionsPage, NewActionPage};
use super::kit::{Heading, use_ui};
use super::live::LivePage;
use super::people::{ImportPage, PeoplePage, PersonPage};
use super::projects::{ConnectorPage, ProjectPage, ProjectsPage};
use super::sign_in::SignInAgain;
use super::templates::{NewTemplatePage, TemplatePage, TemplatesPage};
use crate::http::{Ask, ask};
use crate::load::use_load;
use crate::rights::Right;
use crate::route::Route;
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
    let part = Memo::new(move |_| ui.route.with(Route::part));
    let tab = move |to: Route, key: &'static str, right: Option<Right>| {
        let (href, to) = (to.href(), StoredValue::new(to));
        let current = move || part.with(|part| to.with_value(|to| part.as_ref() == Some(to))).then_some("page");
        view! {
            <Show when=move || right.is_none_or(|right| ui.session.may(right))>
                <li><a href=href.clone() aria-current=current>{ui.words.words(key)}</a></li>
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
                {tab(Route::Project(project.clone()), "page.overview", None)}
                {tab(Route::People(project.clone()), "page.people", Some(Right::ReadPersons))}
                {tab(Route::Templates(project.clone()), "page.templates", Some(Right::ReadTemplates))}
                {tab(Route::Actions(project.clone()), "page.actions", Some(Right::ReadConfig))}
                {tab(Route::Live(project), "live.heading", Some(Right::ReadConfig))}
            </ul>
        </nav>
    }
}
