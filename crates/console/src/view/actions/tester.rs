//! Whether an action would act for a customer now, and why: each condition with the customer's value. Nobody is called.

use cjds::{Person, Rules, Template, read_result};
use leptos::prelude::*;
use serde_json::json;

use super::path_of_template;
use crate::http::{Ask, ask, encoded};
use crate::rules::Condition;
use crate::view::kit::{ProblemBox, Saving, Ui, use_ui};
use crate::view::people::{PickPerson, title};
use crate::wire::{Outcome, TestedAction};

/// The part beside an action.
#[component]
pub(super) fn Tester(
    /// The project's id.
    project: StoredValue<String>,
    /// The template whose values its rules look at.
    template: Signal<Template>,
    /// The rules as they stand; `None`: they are not complete.
    rules: Signal<Option<Rules>>,
    /// The action's id, of one that is stored.
    id: Option<String>,
) -> impl IntoView {
    let ui = use_ui();
    let chosen = RwSignal::new(None::<Person>);
    let id = StoredValue::new(id);
    view! {
        <aside class="preview part" aria-label=ui.words.words("test.heading")>
            <h2>{ui.words.words("test.heading")}</h2>
            <p class="hint">{ui.words.words("test.hint")}</p>
            {move || match chosen.get() {
                None => view! { <PickPerson project=project.get_value() chosen/> }.into_any(),
                Some(person) => view! { <Test project person template rules id chosen/> }.into_any(),
            }}
        </aside>
    }
}

#[component]
fn Test(
    project: StoredValue<String>,
    person: Person,
    template: Signal<Template>,
    rules: Signal<Option<Rules>>,
    id: StoredValue<Option<String>>,
    chosen: RwSignal<Option<Person>>,
) -> impl IntoView {
    let ui = use_ui();
    let (saving, tested) = (Saving::new(), RwSignal::new(None::<(Rules, TestedAction)>));
    let name = title(&person);
    let person = StoredValue::new(person.id);
    let test = move || {
        let Some(rules) = rules.get_untracked() else { return };
        let path = path_of_template(&project.get_value(), &template.with_untracked(|one| one.id.clone()));
        let path = format!("{path}/tests/person-id/{}", encoded(&person.get_value()));
        let asked = Ask::post(path).json(&json!({ "rules": rules, "actionId": id.get_value() }));
        saving.run(ask::<TestedAction>(ui.session, asked), move |answer| tested.set(Some((rules, answer))));
    };
    // Whoever chooses a customer wants to know.
    test();
    let is_ready = move || rules.with(Option::is_some);
    // What was said of other rules is no answer to these.
    let answer = Memo::new(move |_| {
        let (of, answer) = tested.get()?;
        (rules.get().as_ref() == Some(&of)).then_some(answer)
    });
    let said = move || {
        answer.get().map(|TestedAction { holds, rules, rests_until }| {
            let (class, key) = match (holds, rests_until.is_some()) {
                (true, false) => ("tag good", "test.would"),
                (true, true) => ("tag quiet", "test.rests"),
                (false, _) => ("tag quiet", "test.would-not"),
            };
            let until = rests_until.map(|until| {
                view! { <p class="small">{move || ui.words.t_with("test.rests-until", &[("time", &ui.words.time(&until))])}</p> }
            });
            view! {
                <p><span class=class>{ui.words.words(key)}</span></p>
                {until}
                <ul class="outcomes">{outcome(ui, rules)}</ul>
            }
        })
    };
    view! {
        <div class="head">
            <h3><bdi>{name}</bdi></h3>
            <button type="button" class="button small-button" on:click=move |_| chosen.set(None)>
                {ui.words.words("preview.another")}
            </button>
        </div>
        <ProblemBox of=saving.problem()/>
        <div role="status">{said}</div>
        <Show when=move || !is_ready()>
            <p class="hint">{ui.words.words("test.incomplete")}</p>
        </Show>
        <button
            type="button"
            class="button"
            aria-disabled=move || (!is_ready()).then_some("true")
            on:click=move |_| test()
        >
            {move || ui.words.t(if saving.is_pending() { "form.pending" } else { "test.do" })}
        </button>
    }
}

/// What a rule came to, and its parts below it.
fn outcome(ui: Ui, outcome: Outcome) -> AnyView {
    let Outcome { logic, condition, attribute, value, error, holds, parts } = outcome;
    let mark = move || {
        let (class, key) = if holds { ("tag good", "test.holds") } else { ("tag quiet", "test.holds-not") };
        view! { <span class=class>{ui.words.words(key)}</span> }
    };
    if let Some(logic) = logic {
        let key = if logic == "OR" { "rules.some" } else { "rules.every" };
        let each = parts.into_iter().map(|part| self::outcome(ui, part)).collect_view();
        return view! {
            <li>
                <p class="outcome-line"><span class="small">{ui.words.words(key)}</span> " " {mark()}</p>
                <ul class="outcomes">{each}</ul>
            </li>
        }
        .into_any();
    }
    let written = condition.unwrap_or_default();
    let wanted = Condition::read(&written).map(|one| format!("{} {}", one.comparison.sign(), one.value));
    let name = attribute.unwrap_or_else(|| written.clone());
    let values = read_result(&value);
    let found = match (error, values.is_empty()) {
        (Some(error), _) => view! { <span class="error" lang="en" dir="ltr">{error}</span> }.into_any(),
        (None, true) => view! { <span class="small">{ui.words.words("preview.none")}</span> }.into_any(),
        (None, false) => view! { <strong dir="auto">{values.join(", ")}</strong> }.into_any(),
    };
    view! {
        <li>
            <p class="outcome-line"><bdi>{name}</bdi> " " {mark()}</p>
            <p>{found} " " <bdi dir="ltr"><code class="wanted">{wanted}</code></bdi></p>
        </li>
    }
    .into_any()
}
