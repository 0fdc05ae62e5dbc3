//! Which events are shown: by type, source and identity. What is shown already and not wanted any more goes.

use leptos::ev;
use leptos::prelude::*;

use crate::arrivals::{Arrivals, Wanted};
use crate::view::kit::{TextField, use_ui};

/// The form that chooses.
#[component]
pub(super) fn Filters(
    /// What is chosen.
    wanted: RwSignal<Wanted>,
    /// What is shown.
    arrivals: RwSignal<Arrivals>,
) -> impl IntoView {
    let ui = use_ui();
    let fields = [(); 3].map(|()| RwSignal::new(String::new()));
    let [kind, source, identity] = fields;
    let choose = move || {
        let trimmed = |field: RwSignal<String>| field.with_untracked(|text| text.trim().to_owned());
        let choice = Wanted { kind: trimmed(kind), source: trimmed(source), identity: trimmed(identity) };
        if wanted.with_untracked(|wanted| *wanted != choice) {
            arrivals.update(|arrivals| arrivals.keep(&choice));
            wanted.set(choice);
        }
    };
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        choose();
    };
    let clear = move |_| {
        fields.iter().for_each(|field| field.set(String::new()));
        choose();
    };
    view! {
        <form class="people-tools live-tools" role="search" on:submit=send novalidate>
            <TextField label=ui.words.words("live.type") value=kind kind="search" name="type"/>
            <TextField label=ui.words.words("live.source") value=source kind="search" name="source"/>
            <TextField label=ui.words.words("live.identity") value=identity kind="search" name="identity"/>
            <button type="submit" class="button">{ui.words.words("live.filter")}</button>
            <button type="button" class="button plain" on:click=clear>{ui.words.words("live.all")}</button>
        </form>
    }
}
