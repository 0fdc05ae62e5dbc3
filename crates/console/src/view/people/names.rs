//! The names of a person.

use cjds::Person;
use leptos::ev;
use leptos::prelude::*;
use serde_json::{Value, json};

use super::page::OnePerson;
use crate::http::{Ask, ask};
use crate::rights::Right;
use crate::view::kit::{ProblemBox, Saving, SubmitButton, TextField, use_ui};

/// The part of a person's page.
#[component]
pub(super) fn Names(
    /// Whose.
    person: OnePerson,
) -> impl IntoView {
    let ui = use_ui();
    let now = untrack(|| person.get());
    let (first, last) =
        (RwSignal::new(now.first_name.unwrap_or_default()), RwSignal::new(now.last_name.unwrap_or_default()));
    let saving = Saving::new();
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let now = untrack(|| person.get());
        let operation = |path: &str, before: Option<&String>, after: String| -> Option<Value> {
            match (before, after.trim()) {
                (None, "") => None,
                (Some(before), after) if before == after => None,
                (Some(_), "") => Some(json!({ "op": "remove", "path": path })),
                (_, after) => Some(json!({ "op": "add", "path": path, "value": after })),
            }
        };
        let operations: Vec<Value> = [
            operation("/firstName", now.first_name.as_ref(), first.get_untracked()),
            operation("/lastName", now.last_name.as_ref(), last.get_untracked()),
        ]
        .into_iter()
        .flatten()
        .collect();
        if operations.is_empty() {
            ui.say(move || ui.words.t("form.saved"));
            return;
        }
        let asked = Ask::patch(untrack(|| person.path("", ""))).json(&Value::Array(operations));
        saving.run(ask::<Person>(ui.session, asked), move |changed| {
            person.changed(changed);
            ui.say(move || ui.words.t("form.saved"));
        });
    };
    view! {
        <Show when=move || ui.session.may(Right::PatchNames)>
            <section class="part">
                <h2>{ui.words.words("person.names")}</h2>
                <form on:submit=send novalidate>
                    <TextField
                        label=ui.words.words("person.first-name")
                        value=first
                        error=Signal::derive(move || saving.of_field("firstName"))
                        name="firstName"
                    />
                    <TextField
                        label=ui.words.words("person.last-name")
                        value=last
                        error=Signal::derive(move || saving.of_field("lastName"))
                        name="lastName"
                    />
                    <ProblemBox of=saving.problem() fields=&["firstName", "lastName"]/>
                    <SubmitButton saving label=ui.words.words("form.save")/>
                </form>
            </section>
        </Show>
    }
}
