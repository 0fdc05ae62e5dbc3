//! How much a project holds.

use leptos::prelude::*;

use super::path;
use crate::http::{Ask, ask};
use crate::load::use_load;
use crate::view::kit::{shown, use_ui};
use crate::wire::Counts;

/// The part of a project's page.
#[component]
pub(super) fn Holds(
    /// Its id.
    project: String,
) -> impl IntoView {
    let ui = use_ui();
    let asked = format!("{}/counts", path(&project));
    let load = use_load(move || ask::<Counts>(ui.session, Ask::get(asked.clone())));
    view! {
        <section class="part">
            <h2>{ui.words.words("project.holds")}</h2>
            {shown(load, move |counts: Signal<Counts>| {
                let of = move |key: &'static str, count: fn(&Counts) -> i64| {
                    view! {
                        <li>{move || ui.words.t_count(key, counts.with(count))}</li>
                    }
                };
                view! {
                    <ul class="holds">
                        {of("holds.persons", |counts| counts.persons)}
                        {of("holds.events", |counts| counts.events)}
                        {of("holds.templates", |counts| counts.templates)}
                        {of("holds.actions", |counts| counts.actions)}
                    </ul>
                }
                .into_any()
            })}
        </section>
    }
}
