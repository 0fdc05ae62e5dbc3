//! A button that is a filter: pressed, only what fits is shown.

use leptos::prelude::*;

use super::{said, use_customer};
use journey::FilterPart;

/// Asks for something, or no longer.
#[component]
pub(crate) fn FilterButton(
    /// Its classes.
    class: &'static str,
    /// What is asked for; without it the button does nothing.
    asks_for: Option<FilterPart>,
    /// Its name for themes and tests.
    #[prop(optional)]
    name: Option<&'static str>,
    /// What is on it.
    children: Children,
) -> impl IntoView {
    let session = use_customer().session;
    let is_disabled = asks_for.is_none();
    let asks_for = StoredValue::new(asks_for);
    let pressed = move || {
        asks_for.with_value(|part| part.as_ref().map(|part| said(session.filter.with(|filter| filter.has(part)))))
    };
    let toggle = move |_| {
        if let Some(part) = asks_for.get_value() {
            session.set_filter(|filter| filter.toggle(part));
        }
    };
    view! {
        <button type="button" class=class part=name disabled=is_disabled aria-pressed=pressed on:click=toggle>
            {children()}
        </button>
    }
}
