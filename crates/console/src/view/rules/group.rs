//! A group of conditions, with groups in it.

use leptos::prelude::*;

use super::condition::ConditionEditor;
use super::fields::{GroupFields, PartFields, PartKind, Subject};
use crate::rules::{Group, Part};
use crate::view::kit::{SelectField, next_id, use_ui};

/// So deep groups can be made in one another; those that are deeper are shown all the same.
const DEEPEST: usize = 3;

/// The rules, filled in by choosing.
#[component]
pub(crate) fn RulesEditor(
    /// What is filled in.
    group: GroupFields,
    /// What it is about.
    subject: Subject,
    /// Whether what is wrong is told.
    #[prop(into)]
    is_tried: Signal<bool>,
    /// What it is called.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let id = next_id("rules");
    let labelled_by = id.clone();
    let is_empty = move || group.parts.with(Vec::is_empty);
    let ui = use_ui();
    let none = match subject {
        Subject::Events { .. } => "rules.all-events",
        Subject::Profile(_) => "rules.none",
    };
    view! {
        <div class="rules" role="group" aria-labelledby=labelled_by>
            <p class="rules-title" id=id>{move || label.get()}</p>
            <Show when=is_empty>
                <p class="hint">{ui.words.words(none)}</p>
            </Show>
            {group_editor(group, subject, is_tried, 0)}
        </div>
    }
}

/// Beyond each level the type is the same, or it would have no end.
fn group_editor(group: GroupFields, subject: Subject, is_tried: Signal<bool>, depth: usize) -> AnyView {
    let ui = use_ui();
    let owner = Owner::current().unwrap_or_default();
    let id = next_id("group");
    let has_several = Memo::new(move |_| group.parts.with(|parts| parts.len() > 1));
    let add = {
        let id = id.clone();
        move |part: Part| {
            // What is added lives as long as the group, and not as long as the click.
            let part = owner.with(|| PartFields::of(&part));
            group.parts.update(|parts| parts.push(part));
            focus_last_field(id.clone());
        }
    };
    let add_condition = {
        let add = add.clone();
        move |_| add(Part::Condition(subject.new_condition()))
    };
    let add_group =
        move |_| add(Part::Group(Group { parts: vec![Part::Condition(subject.new_condition())], ..Group::default() }));
    let remove = {
        let id = id.clone();
        Callback::new(move |part: u32| {
            group.parts.update(|parts| parts.retain(|one| one.id != part));
            focus_add(id.clone());
        })
    };
    let children = move |part: PartFields| match part.kind {
        PartKind::Condition(condition) => {
            view! { <ConditionEditor condition subject is_tried removed=move || remove.run(part.id)/> }.into_any()
        }
        PartKind::Group(inner) => {
            let is_empty = move || is_tried.get() && inner.parts.with(Vec::is_empty);
            view! {
                <div class="rule-group" role="group" aria-label=ui.words.words("rules.group")>
                    {group_editor(inner, subject, is_tried, depth + 1)}
                    <p class="error" role="alert">{move || is_empty().then(|| ui.words.t("rules.wrong.empty-group"))}</p>
                    <button type="button" class="button small-button" on:click=move |_| remove.run(part.id)>
                        {ui.words.words("rules.remove-group")}
                    </button>
                </div>
            }
            .into_any()
        }
    };
    let logics = Signal::derive(move || {
        [("AND", "rules.every"), ("OR", "rules.some")].map(|(word, key)| (word.to_owned(), ui.words.t(key))).to_vec()
    });
    view! {
        <div class="rule-parts" id=id>
            <Show when=move || has_several.get()>
                <SelectField label=ui.words.words("rules.logic") value=group.logic options=logics name="logic"/>
            </Show>
            <div class="conditions">
                <For each=move || group.parts.get() key=|part| part.id children=children/>
            </div>
            <div class="buttons">
                <button type="button" class="button small-button add-condition" on:click=add_condition>
                    {ui.words.words("rules.add")}
                </button>
                {(depth < DEEPEST)
                    .then(|| {
                        view! {
                            <button type="button" class="button small-button" on:click=add_group>
                                {ui.words.words("rules.add-group")}
                            </button>
                        }
                    })}
            </div>
        </div>
    }
    .into_any()
}

/// Puts the focus into the first field of what was added last.
fn focus_last_field(group: String) {
    focus(format!("#{group} > .conditions > :last-child :is(select, input)"));
}

/// Puts the focus to where another one is added: what had it is gone.
fn focus_add(group: String) {
    focus(format!("#{group} > .buttons > .add-condition"));
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
