//! Something that is on or off, and is switched by a press.

use leptos::prelude::*;

use super::use_ui;

/// A constant and no literal: of elements that are all literals the macro makes HTML, which the page's policy refuses.
const TRACK: &str = "track";

/// The switch.
#[component]
pub(crate) fn Switch(
    /// Whether it is on.
    #[prop(into)]
    is_on: Signal<bool>,
    /// What is switched, in words.
    #[prop(into)]
    label: Signal<String>,
    /// It was pressed.
    press: impl Fn() + 'static,
) -> impl IntoView {
    let ui = use_ui();
    view! {
        <button
            type="button"
            role="switch"
            class="switch"
            aria-checked=move || if is_on.get() { "true" } else { "false" }
            aria-label=move || label.get()
            on:click=move |_| press()
        >
            <span class=TRACK aria-hidden="true"></span>
            <span aria-hidden="true">
                {move || ui.words.t(if is_on.get() { "connector.on" } else { "connector.off" })}
            </span>
        </button>
    }
}
