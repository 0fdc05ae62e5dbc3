//! A labelled field for several lines of text, with a hint and what is wrong beside it.

use leptos::prelude::*;

use super::next_id;

/// A field for several lines.
#[component]
pub(crate) fn TextArea(
    /// What it is for.
    #[prop(into)]
    label: Signal<String>,
    /// What is in it.
    value: RwSignal<String>,
    /// What is wrong with that, if anything.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// What may be helpful to know before.
    #[prop(into)]
    hint: Signal<String>,
    /// By which tests know it.
    name: &'static str,
) -> impl IntoView {
    let id = next_id("area");
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = {
        let (hint_id, error_id) = (hint_id.clone(), error_id.clone());
        move || match error.with(Option::is_some) {
            true => format!("{hint_id} {error_id}"),
            false => hint_id.clone(),
        }
    };
    view! {
        <div class="field">
            <label for=id.clone()>{move || label.get()}</label>
            <p class="hint" id=hint_id>{move || hint.get()}</p>
            <textarea
                id=id
                name=name
                dir="ltr"
                spellcheck="false"
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
            <p class="error" id=error_id hidden=move || error.with(Option::is_none)>
                {move || error.get()}
            </p>
        </div>
    }
}
