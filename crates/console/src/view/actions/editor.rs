//! A journey action while it is filled in: when it acts, what it calls, and how long it rests.

use cjds::Template;
use leptos::ev;
use leptos::prelude::*;
use serde_json::to_value;

use super::fields::ActionFields;
use super::trying::TryTarget;
use super::{path_of, path_of_template};
use crate::action::{ActionDraft, Field, METHODS};
use crate::attributes::nameable;
use crate::http::{Ask, ask};
use crate::view::kit::{
    ProblemBox, Saving, SelectField, SubmitButton, TextArea, TextField, focus_what_is_wrong, use_ui,
};
use crate::view::rules::{RulesEditor, Subject};
use crate::wire::Action;

/// The form of an action.
#[component]
pub(super) fn Editor(
    /// The project's id.
    project: StoredValue<String>,
    /// What is filled in.
    fields: ActionFields,
    /// The template whose values its rules look at.
    template: Signal<Template>,
    /// The choice of it, of a new action.
    #[prop(optional)]
    choice: Option<AnyView>,
    /// It was stored.
    #[prop(into)]
    saved: Callback<Action>,
) -> impl IntoView {
    let ui = use_ui();
    let draft = Memo::new(move |_| fields.get());
    let is_new = draft.with_untracked(|draft| draft.stored.id.is_empty());
    let (saving, is_tried, is_target_tried) = (Saving::new(), RwSignal::new(false), RwSignal::new(false));
    let has_good_rules = move || template.with(|template| draft.with(|draft| draft.has_good_rules(template)));
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        is_tried.set(true);
        saving.forget();
        if !draft.with_untracked(|draft| draft.faults().is_empty()) || !untrack(has_good_rules) {
            focus_what_is_wrong();
            return;
        }
        let (project, draft) = (project.get_value(), draft.get_untracked());
        let asked = match is_new {
            true => Ask::post(path_of_template(&project, &template.with_untracked(|one| one.id.clone()))),
            false => Ask::put(path_of(&project, &draft.stored.template_id, &draft.stored.id)),
        };
        let asked = asked.json(&to_value(draft.write()).unwrap_or_default());
        saving.run(ask::<Action>(ui.session, asked), move |action| {
            is_tried.set(false);
            fields.is_stored(action.clone());
            saved.run(action);
        });
    };
    let refused = move |field: Field| {
        saving.problem().with(|problem| {
            let problem = problem.as_ref()?;
            match field {
                Field::Name if problem.is_conflict() => Some(ui.words.t("problem.conflict")),
                Field::Name => saving.of_field("name"),
                Field::Rest => saving.of_field("cooldownPeriodInMinutes"),
                Field::Url => {
                    let first = problem.of_entry("actionTriggers", 0).into_iter().next();
                    first.map(|(_, reason)| ui.words.reason(&reason).words)
                }
                Field::Body => None,
            }
        })
    };
    let error = move |field: Field| {
        Signal::derive(move || {
            let is_of_target = matches!(field, Field::Url | Field::Body);
            let own = match is_tried.get() || (is_of_target && is_target_tried.get()) {
                true => draft.with(ActionDraft::faults),
                false => Vec::new(),
            };
            let own = own.into_iter().find(|(one, _)| *one == field).map(|(_, key)| ui.words.t(key));
            own.or_else(|| refused(field))
        })
    };
    // Somebody may miss those that cannot be chosen.
    let has_alike = move || template.with(|template| nameable(template).len() < template.attributes.len());
    let has_no_rules = move || is_tried.get() && draft.with(|draft| draft.rules.parts.is_empty());
    let rules_problem = move || saving.of_field("rules");
    let is_changed = move || !is_new && draft.with(|draft| *draft != ActionDraft::of(&draft.stored));
    let label = Signal::derive(move || ui.words.t(if is_new { "action.make" } else { "form.save" }));
    let methods = METHODS.map(|method| (method.to_owned(), method.to_owned())).to_vec();
    let other_problem = Signal::derive(move || saving.problem().get().filter(|problem| !problem.is_conflict()));
    view! {
        <form class="editor" on:submit=send novalidate>
            <TextField label=ui.words.words("projects.name") value=fields.name error=error(Field::Name) name="name" required=true/>
            {choice}
            <section class="part">
                <h2>{ui.words.words("action.when")}</h2>
                <RulesEditor
                    group=fields.rules
                    subject=Subject::Profile(template)
                    is_tried=is_tried
                    label=ui.words.words("action.rules")
                />
                <Show when=has_alike>
                    <p class="hint">{ui.words.words("action.alike")}</p>
                </Show>
                <p class="error" role="alert">{move || has_no_rules().then(|| ui.words.t("action.wrong.rules"))}</p>
                <p class="error">{rules_problem}</p>
                <TextField
                    label=ui.words.words("action.rest")
                    hint=ui.words.words("action.rest.hint")
                    value=fields.rest
                    error=error(Field::Rest)
                    kind="number"
                    name="rest"
                    required=true
                />
            </section>
            <section class="part">
                <h2>{ui.words.words("action.target")}</h2>
                <div class="pair target">
                    <TextField
                        label=ui.words.words("action.url")
                        hint=ui.words.words("action.url.hint")
                        value=fields.url
                        error=error(Field::Url)
                        kind="url"
                        name="url"
                        required=true
                    />
                    <SelectField
                        label=ui.words.words("action.method")
                        value=fields.method
                        options=Signal::stored(methods)
                        name="method"
                    />
                </div>
                <Show when=move || fields.method.with(|method| method != "GET")>
                    <TextArea
                        label=ui.words.words("action.body")
                        hint=ui.words.words("action.body.hint")
                        value=fields.body
                        error=error(Field::Body)
                        name="body"
                    />
                </Show>
                <TryTarget project draft is_tried=is_target_tried/>
            </section>
            <ProblemBox of=other_problem fields=&["name", "cooldownPeriodInMinutes", "rules", "actionTriggers"]/>
            <div class="buttons save">
                <SubmitButton saving label/>
                <span class="small" role="status">{move || is_changed().then(|| ui.words.t("form.changed"))}</span>
            </div>
        </form>
    }
}
