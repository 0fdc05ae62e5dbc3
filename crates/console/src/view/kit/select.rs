//! A labelled list of which one is chosen.

use leptos::prelude::*;

use super::next_id;

/// A field for one of several. What is chosen and not among them (it was stored by somebody else) is offered as it is.
#[component]
pub(crate) fn SelectField(
    /// What it is for.
    #[prop(into)]
    label: Signal<String>,
    /// The value that is chosen.
    value: RwSignal<String>,
    /// Values and what they are called.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// What is wrong with the choice, if anything.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// What may be helpful to know before.
    #[prop(into, optional)]
    hint: Option<Signal<String>>,
    /// By which tests know it.
    #[prop(default = "")]
    name: &'static str,
) -> impl IntoView {
    let id = next_id("field");
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = {
        let (hint_id, error_id) = (hint.map(|_| hint_id.clone()), error_id.clone());
        move || {
            let error = error.with(Option::is_some).then_some(error_id.as_str());
            let ids: Vec<&str> = hint_id.as_deref().into_iter().chain(error).collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    };
    let each = move || {
        let chosen = value.get();
        let mut options = options.get();
        if !options.iter().any(|(value, _)| *value == chosen) {
            options.insert(0, (chosen.clone(), chosen.clone()));
        }
        let option = |(value, words): (String, String)| {
            let is_chosen = value == chosen;
            view! { <option value=value selected=is_chosen>{words}</option> }
        };
        options.into_iter().map(option).collect_view()
    };
    view! {
        <div class="field">
            <label for=id.clone()>{move || label.get()}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{move || hint.get()}</p> })}
            <select
                id=id
                name=name
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described
                prop:value=move || value.get()
                on:change=move |event| value.set(event_target_value(&event))
            >
                {each}
            </select>
            <p class="error" id=error_id hidden=move || error.with(Option::is_none)>
                {move || error.get()}
            </p>
        </div>
    }
}
