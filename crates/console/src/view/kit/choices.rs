//! One of a few, each with a title and what may be helpful to know of it.

use leptos::prelude::*;

use super::use_ui;

/// A group of radio buttons. What is chosen is `value`.
#[component]
pub(crate) fn Choices<T: Copy + PartialEq + Send + Sync + 'static>(
    /// The key of what they are for.
    legend: &'static str,
    /// The group's name, by which tests know it, too.
    name: &'static str,
    /// Each: its value, its word, and the keys of its title and its hint.
    of: &'static [(T, &'static str, &'static str, &'static str)],
    /// Which is chosen.
    value: RwSignal<T>,
    /// What is to be done before another one is.
    #[prop(into, optional)]
    before: Option<Callback<()>>,
) -> impl IntoView {
    let ui = use_ui();
    let each = of.iter().map(|(of, word, title, hint)| {
        let choose = move |_| {
            if let Some(before) = before {
                before.run(());
            }
            value.set(*of);
        };
        view! {
            <label class="choice">
                <input type="radio" name=name value=*word prop:checked=move || value.get() == *of on:change=choose/>
                <span>
                    <span class="choice-title">{ui.words.words(title)}</span>
                    <span class="hint">{ui.words.words(hint)}</span>
                </span>
            </label>
        }
    });
    view! {
        <fieldset>
            <legend>{ui.words.words(legend)}</legend>
            {each.collect_view()}
        </fieldset>
    }
}
