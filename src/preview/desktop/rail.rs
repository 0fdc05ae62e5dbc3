//! The rail on the left: home, and the layout's navigation pages.

use customer_journey_widget::settings::layout::Desktop;
use leptos::prelude::*;

use super::build::shown;
use crate::preview::icon::{Glyph, named};
use crate::preview::state::{Desk, HOME};
use crate::preview::store::interpolate;

/// Buttons, one per page.
#[component]
pub(super) fn Rail(desk: Desk, desktop: Desktop, page: Memo<String>) -> impl IntoView {
    let home_label = desktop.home.as_ref().map_or_else(|| "Home".to_owned(), |home| home.label.clone());
    let items = std::iter::once((HOME.to_owned(), home_label, "home".to_owned()))
        .chain(desktop.navigation.iter().filter(|entry| shown(&entry.visibility)).map(|entry| {
            let icon = format!("{} {}", entry.icon, entry.navigate_to);
            (entry.navigate_to.clone(), entry.label.clone(), icon)
        }))
        .map(|(word, label, icon)| {
            let name = Memo::new(move |_| desk.store.with(|store| interpolate(&label, store)));
            let (here, target) = (word.clone(), word.clone());
            view! {
                <li>
                    <button
                        type="button"
                        class="rail-item"
                        data-testid=format!("rail-{word}")
                        aria-current=move || if page.get() == here { Some("page") } else { None }
                        title=move || name.get()
                        on:click=move |_| {
                            desk.maximized.set(None);
                            desk.page.set(Some(target.clone()));
                        }
                    >
                        <Glyph icon=named(&icon)/>
                        <span>{move || name.get()}</span>
                    </button>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="rail" aria-label="Pages">
            <ul>{items}</ul>
        </nav>
    }
}
