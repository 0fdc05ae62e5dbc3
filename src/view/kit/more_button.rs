//! The way from the first of some lines to the others, and back.

use leptos::prelude::*;

use super::{When, said, use_ui};

/// "3 more", "Show less"; none where there is one line.
#[component]
pub(crate) fn MoreButton(
    /// Whether all lines are shown.
    shows_all: RwSignal<bool>,
    /// How many there are.
    count: Memo<usize>,
) -> impl IntoView {
    let i18n = use_ui().i18n;
    let label = move || match shows_all.get() {
        true => i18n.t("profile.fewer"),
        false => i18n.t_count("timeline.left", count.get().saturating_sub(1)),
    };
    view! {
        <When is=move || { count.get() > 1 }>
            <button
                type="button"
                class="link"
                aria-expanded=move || said(shows_all.get())
                on:click=move |_| shows_all.update(|all| *all = !*all)
            >
                {move || label()}
            </button>
        </When>
    }
}
