//! A labelled field of a form, with a hint and what is wrong beside it.

use std::sync::atomic::{AtomicU32, Ordering};

use leptos::prelude::*;

static IDS: AtomicU32 = AtomicU32::new(0);

/// An id that nothing else on the page has.
pub(crate) fn next_id(kind: &str) -> String {
    format!("{kind}-{}", IDS.fetch_add(1, Ordering::Relaxed))
}

/// A field for a line of text.
#[component]
pub(crate) fn TextField(
    /// What it is for.
    #[prop(into)]
    label: Signal<String>,
    /// What is in it.
    value: RwSignal<String>,
    /// What is wrong with that, if anything.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// What may be helpful to know before.
    #[prop(into, optional)]
    hint: Option<Signal<String>>,
    /// `text`, `number`, `password`, `search`.
    #[prop(default = "text")]
    kind: &'static str,
    /// Whether it must not be empty.
    #[prop(optional)]
    required: bool,
    /// By which tests and password managers know it.
    #[prop(default = "")]
    name: &'static str,
    /// What may be chosen instead of typed.
    #[prop(into, optional)]
    options: Option<Signal<Vec<String>>>,
) -> impl IntoView {
    let id = next_id("field");
    let list_id = options.map(|_| format!("{id}-options"));
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let has_hint = hint.is_some();
    // A browser's own field for numbers says that it is empty amid "1.5", and the 5 would be left.
    let (kind, mode) = if kind == "number" { ("text", Some("numeric")) } else { (kind, None) };
    let described = {
        let (hint_id, error_id) = (hint_id.clone(), error_id.clone());
        move || {
            let error = error.with(Option::is_some).then_some(error_id.as_str());
            let ids: Vec<&str> = has_hint.then_some(hint_id.as_str()).into_iter().chain(error).collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    };
    view! {
        <div class="field">
            <label for=id.clone()>{move || label.get()}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{move || hint.get()}</p> })}
            <input
                id=id
                type=kind
                inputmode=mode
                name=name
                autocomplete="off"
                aria-required=required.then_some("true")
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described
                list=list_id.clone()
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
            {options
                .map(|options| {
                    let each = move || options.get().into_iter().map(|value| view! { <option value=value></option> }).collect_view();
                    view! { <datalist id=list_id>{each}</datalist> }
                })}
            <p class="error" id=error_id hidden=move || error.with(Option::is_none)>
                {move || error.get()}
            </p>
        </div>
    }
}
