//! The page of a journey action, and that of a new one.

use cjds::{Rules, Template};
use leptos::prelude::*;

use super::delete::DeleteAction;
use super::described::Described;
use super::editor::Editor;
use super::fields::ActionFields;
use super::log::Log;
use super::path_of;
use super::switch::ActionSwitch;
use super::tester::Tester;
use crate::http::{Ask, ask};
use crate::load::use_load;
use crate::rights::Right;
use crate::route::Route;
use crate::view::kit::{Empty, Heading, ProblemBox, Saving, SelectField, shown, use_ui};
use crate::view::templates;
use crate::wire::Action;

/// The page of an action.
#[component]
pub(crate) fn ActionPage(
    /// The project's id.
    project: String,
    /// The id of its template.
    template: String,
    /// The action's id.
    id: String,
) -> impl IntoView {
    let ui = use_ui();
    let asked = StoredValue::new((path_of(&project, &template, &id), templates::path_of(&project, &template)));
    let (project, id) = (StoredValue::new(project), StoredValue::new(id));
    let load = use_load(move || async move {
        let (action, template) = asked.get_value();
        let action = ask::<Action>(ui.session, Ask::get(action)).await?;
        Ok((action, ask::<Template>(ui.session, Ask::get(template)).await?))
    });
    shown(load, move |data: Signal<(Action, Template)>| {
        let may_write = move || ui.session.may(Right::WriteConfig);
        let action = Signal::derive(move || data.with(|(action, _)| action.clone()));
        let template = Signal::derive(move || data.with(|(_, template)| template.clone()));
        let fields = ActionFields::of(action.get_untracked());
        let switching = Saving::new();
        let switched = move |changed: Action| {
            fields.is_stored(changed.clone());
            load.change(|(action, _)| *action = changed);
        };
        let saved = move |changed: Action| {
            load.change(|(action, _)| *action = changed);
            ui.say(move || ui.words.t("form.saved"));
        };
        let rules = complete(fields, template);
        let href = move || Route::Template(project.get_value(), template.with(|one| one.id.clone())).href();
        view! {
            <div class="head">
                <Heading text=Signal::derive(move || action.with(|one| one.name.clone()))/>
                <Show when=may_write>
                    <ActionSwitch project action saving=switching switched/>
                </Show>
            </div>
            <p class="lead">
                {ui.words.words("actions.template")} ": " <a href=href dir="auto">{move || template.with(|one| one.name.clone())}</a>
            </p>
            <ProblemBox of=switching.problem()/>
            <div class="workbench">
                {move || match may_write() {
                    true => view! { <Editor project fields template saved/> }.into_any(),
                    false => view! { <Described action template/> }.into_any(),
                }}
                <Tester project template rules id=Some(id.get_value())/>
            </div>
            <Log project id=id.get_value()/>
            <Show when=may_write>
                <DeleteAction project action/>
            </Show>
        }
        .into_any()
    })
}

/// The rules as they stand, if they are complete.
fn complete(fields: ActionFields, template: Signal<Template>) -> Signal<Option<Rules>> {
    let rules = Memo::new(move |_| {
        let draft = fields.get();
        template.with(|template| draft.has_good_rules(template)).then(|| draft.rules.write()).flatten()
    });
    rules.into()
}

/// The page of an action that is not there yet.
#[component]
pub(crate) fn NewActionPage(
    /// The project's id.
    project: String,
) -> impl IntoView {
    let ui = use_ui();
    let project = StoredValue::new(project);
    let load = use_load(move || {
        let path = format!("{}?pageSize=10000", templates::path(&project.get_value()));
        ask::<Vec<Template>>(ui.session, Ask::get(path))
    });
    view! {
        <Heading text=ui.words.words("actions.new")/>
        {shown(load, move |all: Signal<Vec<Template>>| {
            if all.with_untracked(Vec::is_empty) {
                return view! {
                    <Empty title=ui.words.words("templates.none") advice=ui.words.words("actions.need.template")/>
                }
                .into_any();
            }
            view! { <New project templates=all/> }.into_any()
        })}
    }
}

#[component]
fn New(project: StoredValue<String>, templates: Signal<Vec<Template>>) -> impl IntoView {
    let ui = use_ui();
    let first = templates.with_untracked(|all| all.first().map(|one| one.id.clone())).unwrap_or_default();
    let chosen = RwSignal::new(first);
    let template = Memo::new(move |_| {
        templates.with(|all| all.iter().find(|one| chosen.with(|id| one.id == *id)).cloned()).unwrap_or_default()
    });
    let template = Signal::from(template);
    let options = Signal::derive(move || {
        templates.with(|all| all.iter().map(|one| (one.id.clone(), one.name.clone())).collect::<Vec<_>>())
    });
    let fields = ActionFields::of(Action { is_active: true, cooldown_period_in_minutes: 60, ..Action::default() });
    let choice = view! {
        <SelectField
            label=ui.words.words("actions.template")
            hint=ui.words.words("action.template.hint")
            value=chosen
            options
            name="template"
        />
    };
    let saved = move |made: Action| {
        let name = made.name.clone();
        ui.say(move || ui.words.t_with("action.made", &[("name", &name)]));
        ui.go(&Route::Action(project.get_value(), made.template_id, made.id));
    };
    view! {
        <div class="workbench">
            <Editor project fields template choice=choice.into_any() saved/>
            <Tester project template rules=complete(fields, template) id=None/>
        </div>
    }
}
