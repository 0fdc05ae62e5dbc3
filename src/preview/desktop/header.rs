//! The title bar: the layout's title, its header components, the agent's state and name.

use customer_journey_widget::settings::layout::{Component, Desktop};
use icondata_core::Icon;
use icondata_lu as lu;
use leptos::prelude::*;

use crate::preview::icon::Glyph;
use crate::preview::simulate::contact::AGENT;
use crate::preview::state::Desk;
use crate::preview::store::interpolate;

const STATES: &[&str] = &["Available", "Idle: Lunch", "Idle: Meeting", "Idle: Training"];

/// The title bar of this persona.
#[component]
pub(super) fn Header(desk: Desk, desktop: Desktop) -> impl IntoView {
    let title = desktop.app_title.clone();
    let components: Vec<Component> = desktop
        .header
        .iter()
        .flat_map(|page| page.components())
        .chain(&desktop.advanced_header)
        .filter(|component| component.comp != "agentx-state-selector")
        .cloned()
        .collect();
    let has_state = desktop.persona != customer_journey_widget::settings::layout::Persona::Supervisor;
    view! {
        <header class="header">
            <div class="brand">
                <span class="brand-mark" aria-hidden="true"></span>
                <h1>{move || desk.store.with(|store| interpolate(&title, store))}</h1>
            </div>
            <div class="header-tools">
                {components.into_iter().map(|component| view! { <Chip desk component/> }).collect_view()}
            </div>
            {has_state.then(|| view! { <StateSelector desk/> })}
            <div class="me" title=AGENT.email>
                <span class="avatar avatar-small" aria-hidden="true">{initials(AGENT.name)}</span>
                <span class="me-name">{AGENT.name}</span>
            </div>
        </header>
    }
}

/// A header component that the preview does not run.
#[component]
fn Chip(desk: Desk, component: Component) -> impl IntoView {
    let icon: Option<Icon> = match component.comp.as_str() {
        "agentx-webex" => Some(lu::LuVideo),
        "agentx-outdial" => Some(lu::LuGrip),
        "agentx-notification" => Some(lu::LuBell),
        "agentx-notes" => Some(lu::LuNotebookPen),
        _ => None,
    };
    let about = format!("{}: a part of the desktop itself, not run by the preview", component.comp);
    let text = component.text_content.clone().unwrap_or_else(|| component.comp.clone());
    view! {
        <span
            class="chip"
            role="img"
            aria-label=about.clone()
            title=about
            data-testid="placeholder"
            data-comp=component.comp.clone()
        >
            {match icon {
                Some(icon) => view! { <Glyph icon/> }.into_any(),
                None => (move || desk.store.with(|store| interpolate(&text, store))).into_any(),
            }}
        </span>
    }
}

/// The agent's state. With a contact open, the agent is engaged and cannot be sent another.
#[component]
fn StateSelector(desk: Desk) -> impl IntoView {
    let engaged = Memo::new(move |_| desk.contacts.with(|contacts| !contacts.is_empty()));
    view! {
        <label class="state" class:state-engaged=move || engaged.get()>
            <span class="state-dot" class:state-idle=move || desk.agent_state.get() != "Available"></span>
            <span class="visually-hidden">"Agent state"</span>
            <select
                data-testid="agent-state"
                on:change=move |event| desk.agent_state.set(event_target_value(&event))
                prop:value=move || desk.agent_state.get()
            >
                {STATES.iter().map(|state| view! { <option value=*state>{*state}</option> }).collect_view()}
            </select>
            <span class="state-note">{move || engaged.get().then_some("Engaged")}</span>
        </label>
    }
}

/// The first letters of the first and the last name.
pub(super) fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}
