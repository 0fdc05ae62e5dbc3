//! The bar above the desktop: layout, persona, language, token, network, colours, findings.

use customer_journey_widget::settings::layout::{Persona, Severity};
use icondata_lu as lu;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::preview::icon::Glyph;
use crate::preview::layouts::{open_file, open_shipped};
use crate::preview::network;
use crate::preview::platforms::{Platforms, choose};
use crate::preview::shipped::SHIPPED;
use crate::preview::state::{Connection, Desk};
use crate::preview::token;

const LOCALES: [(&str, &str); 10] = [
    ("", "Browser's"),
    ("en-US", "English (US)"),
    ("en-GB", "English (UK)"),
    ("de-DE", "Deutsch"),
    ("fr-FR", "Français"),
    ("es-ES", "Español"),
    ("pt-BR", "Português"),
    ("pl-PL", "Polski"),
    ("ja-JP", "日本語"),
    ("ar", "العربية"),
];

/// The bar.
#[component]
pub(crate) fn Bar(desk: Desk) -> impl IntoView {
    view! {
        <div class="bar" role="region" aria-label="Preview controls" dir="ltr">
            <strong class="bar-name">"Preview"</strong>
            <LayoutPicker desk/>
            <label class="bar-field">
                <span>"Persona"</span>
                <select
                    data-testid="persona"
                    prop:value=move || desk.persona.get().as_str()
                    on:change=move |event| {
                        if let Some(persona) = Persona::from_word(&event_target_value(&event)) {
                            desk.persona.set(persona);
                        }
                    }
                >
                    <option value="agent">"Agent"</option>
                    <option value="supervisor">"Supervisor"</option>
                    <option value="supervisorAgent">"Supervisor agent"</option>
                </select>
            </label>
            <PlatformPicker desk/>
            <Language desk/>
            <Token desk/>
            <Switch name="Offline" testid="offline" about=network::WORDS.to_owned() on=desk.offline changed=move |on| network::switch(desk, on)/>
            <Dark desk/>
            <DrawerButton desk/>
        </div>
    }
}

/// Whose journeys the widgets show.
#[component]
fn PlatformPicker(desk: Desk) -> impl IntoView {
    let option = |one: Platforms| view! { <option value=one.key()>{one.name()}</option> };
    view! {
        <label class="bar-field">
            <span>"Platform"</span>
            <select
                data-testid="platform"
                prop:value=move || desk.platforms.get().key()
                on:change=move |event| {
                    if let Some(platforms) = Platforms::of(&event_target_value(&event)) {
                        choose(desk, platforms);
                    }
                }
            >
                {Platforms::ALL.map(option).into_iter().collect_view()}
            </select>
        </label>
    }
}

/// The language of the page and its widgets.
#[component]
pub(crate) fn Language(desk: Desk) -> impl IntoView {
    view! {
        <label class="bar-field">
            <span title="Language"><Glyph icon=lu::LuGlobe/><span class="visually-hidden">"Language"</span></span>
            <select
                data-testid="locale"
                prop:value=move || desk.locale.get()
                on:change=move |event| desk.locale.set(event_target_value(&event))
            >
                {LOCALES.map(|(tag, name)| view! { <option value=tag>{name}</option> }).into_iter().collect_view()}
            </select>
        </label>
    }
}

/// Dark colours, on or off.
#[component]
pub(crate) fn Dark(desk: Desk) -> impl IntoView {
    let about = "Dark mode: $STORE.app.darkMode".to_owned();
    view! { <Switch name="Dark" testid="dark-mode" about on=desk.dark changed=|_| ()/> }
}

#[component]
fn LayoutPicker(desk: Desk) -> impl IntoView {
    let chosen = Memo::new(move |_| {
        desk.layout.with(|loaded| loaded.as_ref().map(|loaded| loaded.name.clone()).unwrap_or_default())
    });
    let own = Memo::new(move |_| {
        let name = chosen.get();
        (!name.is_empty() && SHIPPED.iter().all(|(file, _)| *file != name)).then_some(name)
    });
    let pick = move |event: ev::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        let Some(input) = input else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            open_file(desk, file);
        }
        // The same file can be chosen again after it was mended.
        input.set_value("");
    };
    view! {
        <label class="bar-field">
            <span>"Layout"</span>
            <select
                data-testid="layout"
                prop:value=move || chosen.get()
                on:change=move |event| open_shipped(desk, event_target_value(&event))
            >
                {SHIPPED
                    .map(|(file, name)| view! { <option value=file selected=move || chosen.get() == file>{name}</option> })
                    .into_iter()
                    .collect_view()}
                {move || own.get().map(|name| view! { <option value=name.clone() selected=true>{name.clone()}</option> })}
            </select>
        </label>
        <label class="bar-button" title="Read a layout of your own; a file can also be dropped anywhere on this page">
            <Glyph icon=lu::LuFolderOpen/>
            <span>"Open"</span>
            <input
                type="file"
                class="visually-hidden"
                accept=".json,application/json"
                data-testid="layout-file"
                aria-label="Open a layout file"
                on:change=pick
            />
        </label>
    }
}

#[component]
fn Token(desk: Desk) -> impl IntoView {
    let words = Memo::new(move |_| {
        let access = desk.access.get();
        match (access.token.is_some(), access.expires_at) {
            (false, _) => ("none", "No token".to_owned()),
            (true, Some(at)) => {
                let left = (at - desk.now.get()).num_seconds();
                if left <= 0 {
                    ("expired", "Expired".to_owned())
                } else if left < 120 {
                    ("good", format!("{left} s left"))
                } else {
                    ("good", format!("{} min left", left / 60))
                }
            }
            (true, None) => ("good", "No expiry".to_owned()),
        }
    });
    view! {
        <div class="bar-field bar-token" role="group" aria-label="Token">
            <span>"Token"</span>
            <span class="token-state" data-testid="token-state" data-state=move || words.get().0>{move || words.get().1}</span>
            <button
                type="button"
                class="bar-button"
                data-testid="expire-token"
                title="Put a token into the store whose time is over"
                on:click=move |_| token::let_expire(desk)
            >
                "Let expire"
            </button>
            <button
                type="button"
                class="bar-button"
                data-testid="renew-token"
                title="Put a new token into the store, as the desktop does"
                on:click=move |_| token::renew(desk)
            >
                "Renew"
            </button>
        </div>
    }
}

/// An on-off control of the bar.
#[component]
fn Switch(
    name: &'static str,
    testid: &'static str,
    about: String,
    on: RwSignal<bool>,
    changed: impl Fn(bool) + 'static,
) -> impl IntoView {
    view! {
        <button
            type="button"
            role="switch"
            class="switch"
            data-testid=testid
            title=about
            aria-checked=move || on.get().to_string()
            on:click=move |_| {
                let now = !on.get_untracked();
                on.set(now);
                changed(now);
            }
        >
            <span class="switch-track" aria-hidden="true"></span>
            {name}
        </button>
    }
}

/// Opens the drawer; says how many findings there are and whether the journey API is there.
#[component]
fn DrawerButton(desk: Desk) -> impl IntoView {
    let findings = Memo::new(move |_| {
        desk.layout.with(|loaded| {
            let findings = loaded.as_ref().map(|loaded| loaded.checked.findings.as_slice()).unwrap_or_default();
            let worst = findings.iter().map(|finding| finding.severity).min();
            (findings.len(), worst)
        })
    });
    let state = move || match desk.connection.get() {
        Connection::Trying => "trying",
        Connection::Ready => "ready",
        Connection::Failed(_) => "failed",
    };
    let api = desk.api.with_value(|api| api.base().to_owned());
    view! {
        <button
            type="button"
            class="bar-button bar-drawer"
            data-testid="drawer"
            aria-expanded=move || desk.drawer.get().to_string()
            aria-controls="drawer"
            on:click=move |_| desk.drawer.update(|open| *open = !*open)
        >
            <span class="api-dot" data-testid="api-state" data-state=state title=api></span>
            "Details"
            {move || {
                let (count, worst) = findings.get();
                (count > 0)
                    .then(|| {
                        let word = worst.map_or("", Severity::as_str);
                        view! { <span class="count" data-severity=word>{count}<span class="visually-hidden">" findings"</span></span> }
                    })
            }}
        </button>
    }
}
