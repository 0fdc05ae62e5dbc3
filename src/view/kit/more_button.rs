//! The way from the first of some things to the others, and back.

use leptos::prelude::*;

use super::{When, said, use_ui};

/// "3 more", "Show less"; none where nothing is left.
#[component]
pub(crate) fn MoreButton(
    /// Whether all are shown.
    shows_all: RwSignal<bool>,
    /// How many are not among the first.
    left: Memo<usize>,
) -> impl IntoView {
    let i18n = use_ui().i18n;
    let label = move || match shows_all.get() {
        true => i18n.t("profile.fewer"),
        false => i18n.t_count("timeline.left", left.get()),
    };
    view! {
        <When is=move || { left.get() > 0 }>
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
