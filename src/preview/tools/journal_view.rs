//! The journal's lines, the newest first.

use leptos::prelude::*;

use crate::preview::state::Desk;

/// The list.
#[component]
pub(super) fn Journal(desk: Desk) -> impl IntoView {
    view! {
        <ol class="journal" data-testid="journal">
            <For each=move || desk.journal.get() key=|line| line.number let:line>
                <li data-testid="journal-line" data-kind=line.kind.word()>
                    <time>{line.at.format("%H:%M:%S").to_string()}</time>
                    <span class="journal-kind">{line.kind.word()}</span>
                    <span>{line.what.clone()}</span>
                </li>
            </For>
        </ol>
    }
}
