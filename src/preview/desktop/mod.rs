//! The agent desktop that a layout describes: header, rail, contacts, interaction, pages and panel.
//!
//! Knows a layout only through its model; what the widget does with what it is told is the widget's own.

pub(crate) mod bind;
mod build;
mod frame;
mod grid;
mod header;
mod interaction;
mod panel;
mod rail;
mod tabs;
mod tasks;
pub(crate) mod trouble;
pub(crate) mod widget;

use leptos::prelude::*;

use super::simulate::actions::Actions;
use super::state::{Desk, HOME};
use grid::PageView;
use header::Header;
use interaction::Interaction;
use panel::Panel;
use rail::Rail;
use tasks::Tasks;
use trouble::LayoutTrouble;

/// The whole desktop. It is built anew when the layout or the persona changes, and only then.
#[component]
pub(crate) fn Desktop(desk: Desk, actions: Actions) -> impl IntoView {
    let desktop = Memo::new(move |_| desk.desktop());
    move || {
        let Some(desktop) = desktop.get() else { return view! { <LayoutTrouble desk/> }.into_any() };
        let has_contacts = desktop.persona != customer_journey_widget::settings::layout::Persona::Supervisor;
        let page = Memo::new(move |_| desk.open_page());
        let navigation = desktop.navigation.clone();
        let home = desktop.home.clone();
        view! {
            <div class="desktop" class:desktop-alone=!has_contacts>
                <Header desk desktop=desktop.clone()/>
                <Rail desk desktop=desktop.clone() page/>
                {has_contacts.then(|| view! { <Tasks desk actions/> })}
                <main class="main" aria-label="Workspace">
                    {move || {
                        let page = page.get();
                        match navigation.iter().find(|entry| entry.navigate_to == page) {
                            Some(entry) => view! { <PageView desk page=entry.page.clone()/> }.into_any(),
                            None => match &home {
                                Some(home) => view! { <Home desk actions page=home.page.clone()/> }.into_any(),
                                None => view! { <Interaction desk actions/> }.into_any(),
                            },
                        }
                    }}
                </main>
                <Panel desk desktop=desktop.clone() at_home=Signal::derive(move || page.get() == HOME)/>
                <div id="app-maximize-area" class="maximize-area" data-testid="maximize-area"></div>
            </div>
        }
        .into_any()
    }
}

/// The layout's home page, which makes room for a contact while one is selected.
#[component]
fn Home(desk: Desk, actions: Actions, page: customer_journey_widget::settings::layout::Page) -> impl IntoView {
    let busy = Memo::new(move |_| desk.contact().is_some());
    move || {
        if busy.get() {
            view! { <Interaction desk actions/> }.into_any()
        } else {
            view! { <PageView desk page=page.clone()/> }.into_any()
        }
    }
}
