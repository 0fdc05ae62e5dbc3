//! A template while it is filled in: its name, its attributes, and beside them what it would say of a customer.

use cjds::{Template, TemplateRequest};
use leptos::ev;
use leptos::prelude::*;
use serde_json::to_value;

use super::attribute::{AttributeCard, Order};
use super::fields::AttributeFields;
use super::preview::Preview;
use super::{DEFAULT, path, path_of};
use crate::draft::AttributeDraft;
use crate::http::{Ask, ask};
use crate::view::kit::{ProblemBox, Saving, SubmitButton, TextField, focus_what_is_wrong, use_ui};
use crate::view::rules::Catalog;

/// The form of a template, and its preview.
#[component]
pub(super) fn Editor(
    /// The project's id.
    project: String,
    /// What it begins with; without an id it is a new one.
    template: Template,
    /// It was stored.
    #[prop(into)]
    saved: Callback<Template>,
) -> impl IntoView {
    let ui = use_ui();
    let owner = StoredValue::new(Owner::current().unwrap_or_default());
    let catalog = Catalog::new(ui, project.clone());
    let is_new = template.id.is_empty();
    let (id, project) = (StoredValue::new(template.id), StoredValue::new(project));
    let numbers = StoredValue::new(0_u32);
    let number = move || {
        numbers.update_value(|number| *number = number.wrapping_add(1));
        numbers.get_value()
    };
    let name = RwSignal::new(template.name);
    let begin = template.attributes.iter().map(|one| AttributeFields::of(AttributeDraft::of(one), number(), false));
    let mut begin: Vec<AttributeFields> = begin.collect();
    if begin.is_empty() {
        begin.push(AttributeFields::of(AttributeDraft::default(), number(), true));
    }
    let attributes = RwSignal::new(begin);
    let drafts = Memo::new(move |_| attributes.with(|all| all.iter().map(|one| one.get()).collect::<Vec<_>>()));
    let request = Memo::new(move |_| TemplateRequest {
        name: name.with(|name| name.trim().to_owned()),
        attributes: drafts.with(|drafts| drafts.iter().map(AttributeDraft::write).collect()),
    });
    let stored = RwSignal::new((!is_new).then(|| request.get_untracked()));
    let (saving, is_tried) = (Saving::new(), RwSignal::new(false));
    let is_named = move || name.with(|name| !name.trim().is_empty());
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        is_tried.set(true);
        saving.forget();
        let wrong = attributes.with_untracked(|all| {
            all.iter().filter(|one| untrack(|| !one.get().is_good())).copied().collect::<Vec<_>>()
        });
        // What is wrong is seen, and has the focus.
        wrong.iter().for_each(|one| one.is_open.set(true));
        if !wrong.is_empty() || !untrack(is_named) || attributes.with_untracked(Vec::is_empty) {
            focus_what_is_wrong();
            return;
        }
        let body = request.get_untracked();
        let asked = match is_new {
            true => Ask::post(path(&project.get_value())),
            false => Ask::put(path_of(&project.get_value(), &id.get_value())),
        };
        let asked = asked.json(&to_value(&body).unwrap_or_default());
        saving.run(ask::<Template>(ui.session, asked), move |template| {
            is_tried.set(false);
            stored.set(Some(body));
            saved.run(template);
        });
    };
    // What the service refuses is seen, too.
    Effect::new(move |_| {
        let Some(problem) = saving.problem().get() else { return };
        let all = attributes.get_untracked();
        let is_refused = |index: &usize| !problem.of_entry("attributes", *index).is_empty();
        all.iter().enumerate().filter(|(index, _)| is_refused(index)).for_each(|(_, one)| one.is_open.set(true));
    });
    let name_error = Signal::derive(move || {
        if is_tried.get() && !is_named() {
            return Some(ui.words.t("form.required"));
        }
        let is_taken = saving.problem().with(|problem| problem.as_ref().is_some_and(|problem| problem.is_conflict()));
        if is_taken { Some(ui.words.t("problem.conflict")) } else { saving.of_field("name") }
    });
    let other_problem = Signal::derive(move || saving.problem().get().filter(|problem| !problem.is_conflict()));
    let add = move |_| {
        let fields = owner.get_value().with(|| AttributeFields::of(AttributeDraft::default(), number(), true));
        attributes.update(|all| all.push(fields));
        focus_in_card("last-child", "input");
    };
    let is_default = move || name.with(|name| name.trim() == DEFAULT);
    let has_none = move || is_tried.get() && attributes.with(Vec::is_empty);
    let is_changed =
        move || stored.with(|stored| stored.as_ref().is_some_and(|stored| request.with(|now| now != stored)));
    let label = Signal::derive(move || ui.words.t(if is_new { "template.make" } else { "form.save" }));
    let card = move |fields: AttributeFields| {
        let index = Memo::new(move |_| {
            attributes.with(|all| all.iter().position(|one| one.id == fields.id)).unwrap_or_default()
        });
        let count = Signal::derive(move || attributes.with(Vec::len));
        view! {
            <AttributeCard
                fields
                index=Signal::from(index)
                count
                catalog
                is_tried=is_tried.into()
                problem=saving.problem()
                ordered=move |order| ordered(attributes, fields.id, order)
            />
        }
    };
    view! {
        <div class="workbench">
            <form class="editor" on:submit=send novalidate>
                <ProblemBox of=catalog.problem()/>
                <TextField
                    label=ui.words.words("projects.name")
                    hint=ui.words.words("template.name.hint")
                    value=name
                    error=name_error
                    name="name"
                    required=true
                />
                <Show when=is_default>
                    <p class="hint">{ui.words.words("templates.default.hint")}</p>
                </Show>
                <h2>{ui.words.words("templates.attributes")}</h2>
                <ol class="attributes">
                    <For each=move || attributes.get() key=|one| one.id children=card/>
                </ol>
                <p class="error" role="alert">{move || has_none().then(|| ui.words.t("template.attributes.none"))}</p>
                <button type="button" class="button add-attribute" on:click=add>{ui.words.words("template.attribute.new")}</button>
                <ProblemBox of=other_problem fields=&["name", "attributes"]/>
                <div class="buttons save">
                    <SubmitButton saving label/>
                    <span class="small" role="status">{move || is_changed().then(|| ui.words.t("form.changed"))}</span>
                </div>
            </form>
            <Preview project=project.get_value() drafts/>
        </div>
    }
}

/// Moves an attribute or takes it away; the focus stays with it, or goes to where another one is added.
fn ordered(attributes: RwSignal<Vec<AttributeFields>>, id: u32, order: Order) {
    let Some(index) = attributes.with_untracked(|all| all.iter().position(|one| one.id == id)) else { return };
    let count = attributes.with_untracked(Vec::len);
    let (to, button) = match order {
        Order::Remove => {
            attributes.update(|all| all.retain(|one| one.id != id));
            focus(".add-attribute".to_owned());
            return;
        }
        Order::Up => (index.saturating_sub(1), 1),
        Order::Down => ((index + 1).min(count.saturating_sub(1)), 2),
    };
    attributes.update(|all| {
        if index < all.len() && to < all.len() {
            all.swap(index, to);
        }
    });
    focus_in_card(
        &format!("nth-child({})", to + 1),
        &format!(".attribute-fields > .buttons > button:nth-child({button})"),
    );
}

/// Puts the focus into an attribute, by its place and what is in it.
fn focus_in_card(place: &str, what: &str) {
    focus(format!(".attributes > li:{place} {what}"));
}

fn focus(selector: String) {
    use wasm_bindgen::JsCast;
    request_animation_frame(move || {
        let found = document().query_selector(&selector).ok().flatten();
        if let Some(element) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
            // Only an element that is gone cannot have it.
            let _ = element.focus();
        }
    });
}
