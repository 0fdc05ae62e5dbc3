//! A box that is ticked or not, with what it means.

use leptos::prelude::*;

/// A box to tick.
#[component]
pub(crate) fn CheckField(
    /// What it means.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is ticked.
    value: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || value.get()
                on:change=move |event| value.set(event_target_checked(&event))
            />
            <span>{move || label.get()}</span>
        </label>
    }
}
