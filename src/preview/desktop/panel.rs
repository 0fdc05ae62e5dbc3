//! The panel on the right: the layout's tabs on the home page, and the persistent ones on every page while a contact is open.

use customer_journey_widget::settings::layout::{Component, Desktop};
use leptos::prelude::*;

use super::build::component_view;
use super::tabs::{Tabs, pairs};
use crate::preview::state::Desk;

/// The panel. Its widgets stay while other pages are open; they are only hidden.
#[component]
pub(super) fn Panel(desk: Desk, desktop: Desktop, at_home: Signal<bool>) -> impl IntoView {
    let open = Memo::new(move |_| desk.contact().is_some());
    let is_tabs = |component: &&Component| component.comp == "md-tabs";
    let mut all = desktop.panel.as_ref().filter(is_tabs).map(|tabs| pairs(&tabs.children)).unwrap_or_default();
    for pair in &mut all {
        pair.visible = at_home;
    }
    let mut persistent = pairs(&desktop.persistent);
    for pair in &mut persistent {
        pair.exists = open.into();
        pair.visible = pair.exists;
        pair.kind = "persistent";
    }
    all.extend(persistent);
    let visible: Vec<Signal<bool>> = all.iter().map(|pair| pair.visible).collect();
    let plain = desktop.panel.filter(|component| !is_tabs(&component));
    let has_plain = plain.is_some();
    let shown = move || (has_plain && at_home.get()) || visible.iter().any(|visible| visible.get());
    view! {
        <aside class="panel" data-testid="panel" aria-label="Widgets" hidden=move || !shown()>
            {plain
                .map(|component| {
                    view! { <div class="panel-plain" hidden=move || !at_home.get()>{component_view(desk, &component)}</div> }
                })}
            <Tabs desk pairs=all/>
        </aside>
    }
}
