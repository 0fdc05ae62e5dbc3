//! The preview page as a whole: its state, its clock, and what is shown while there is no journey API or no layout.

use std::time::Duration;

use customer_journey_widget::settings::layout::Persona;
use leptos::ev;
use leptos::prelude::*;

use super::api::Api;
use super::clock::now;
use super::desktop::Desktop;
use super::desktop::trouble::Trouble;
use super::gallery::Gallery;
use super::journal;
use super::layouts::{open_file, open_shipped};
use super::network;
use super::platforms::{self, Platforms};
use super::simulate::actions::Actions;
use super::state::{Connection, Desk};
use super::supervisor::Supervisor;
use super::token;
use super::tools::bar::Bar;
use super::tools::drawer::Drawer;
use super::tools::notice::NoticeBar;

/// Where `journey-api serve` listens unless it is told otherwise.
const DEFAULT_API: &str = "http://127.0.0.1:8787";

/// Where `sample-platforms` listens unless it is told otherwise.
const DEFAULT_PLATFORMS: &str = "http://127.0.0.1:8788";

/// Mounts the page.
pub(crate) fn run() {
    match page_of_its_own().as_deref() {
        Some("gallery") => mount_to_body(Gallery),
        Some(_) => mount_to_body(Supervisor),
        None => mount_to_body(App),
    }
}

/// The folder of the page's address, where that is not the agent desktop.
pub(super) fn page_of_its_own() -> Option<String> {
    let path = window().location().pathname().unwrap_or_default();
    let folder = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    ["gallery", "supervisor"].contains(&folder).then(|| folder.to_owned())
}

/// A desk of this persona, as the page's address says, which signs in.
pub(super) fn desk_of(persona: Persona) -> Desk {
    let platforms = asked("platforms").unwrap_or_else(|| DEFAULT_PLATFORMS.to_owned());
    let desk = Desk::new(
        Api::at(asked("api").as_deref().unwrap_or(DEFAULT_API)),
        platforms.trim().trim_end_matches('/').to_owned(),
    );
    desk.persona.set(persona);
    let prefers_dark =
        window().match_media("(prefers-color-scheme: dark)").ok().flatten().is_some_and(|media| media.matches());
    desk.dark.set(query("dark").map_or(prefers_dark, |value| value != "false" && value != "0"));

    network::guard(desk);
    journal::listen(desk);
    token::connect(desk);
    if let Some(chosen) = asked("platform").as_deref().and_then(Platforms::of) {
        platforms::choose(desk, chosen);
    }
    every_second(desk);
    follow_the_page(desk);
    desk
}

#[component]
fn App() -> impl IntoView {
    let desk = desk_of(asked("persona").as_deref().and_then(Persona::from_word).unwrap_or(Persona::Agent));
    let actions = Actions::new(desk);
    open_shipped(desk, asked("layout").unwrap_or_else(|| "agent.json".to_owned()));
    sign_in_as_the_persona(desk);
    let dragging = take_dropped_files(desk);

    view! {
        <Bar desk/>
        <NoticeBar desk actions/>
        <div class="stage">
            {move || match desk.connection.get() {
                Connection::Trying => view! { <Trouble desk/> }.into_any(),
                Connection::Failed(_) => view! { <Trouble desk/> }.into_any(),
                Connection::Ready => view! { <Desktop desk actions/> }.into_any(),
            }}
        </div>
        <Drawer desk/>
        <div class="drop-hint" hidden=move || !dragging.get()>
            <p>"Drop the layout here. It is read in this page and sent nowhere."</p>
        </div>
    }
}

fn every_second(desk: Desk) {
    let tick = move || {
        desk.now.set(now());
        token::watch(desk);
    };
    if let Ok(handle) = set_interval_with_handle(tick, Duration::from_secs(1)) {
        on_cleanup(move || handle.clear());
    }
}

/// The page itself wears the colours and the language, as a desktop's page does.
fn follow_the_page(desk: Desk) {
    Effect::new(move |_| {
        let Some(root) = document().document_element() else { return };
        let dark = desk.dark.get();
        let locale = desk.locale.get();
        let language = if locale.is_empty() { window().navigator().language().unwrap_or_default() } else { locale };
        let direction =
            if ["ar", "he", "fa", "ur"].iter().any(|rtl| language.starts_with(rtl)) { "rtl" } else { "ltr" };
        for (name, value) in
            [("data-theme", if dark { "dark" } else { "light" }), ("lang", language.as_str()), ("dir", direction)]
        {
            if let Err(error) = root.set_attribute(name, value) {
                leptos::logging::error!("the page does not take {name}: {error:?}");
            }
        }
    });
}

/// Another persona has other rights, and so another token.
fn sign_in_as_the_persona(desk: Desk) {
    Effect::new(move |before: Option<Persona>| {
        let persona = desk.persona.get();
        if before.is_some_and(|before| before != persona) {
            desk.page.set(None);
            desk.maximized.set(None);
            if desk.connection.get_untracked() == Connection::Ready {
                token::renew(desk);
            }
        }
        persona
    });
}

/// Says whether a file is being dragged over the page.
fn take_dropped_files(desk: Desk) -> RwSignal<bool> {
    let dragging = RwSignal::new(false);
    let over = window_event_listener(ev::dragover, move |event| {
        event.prevent_default();
        dragging.set(true);
    });
    let leave = window_event_listener(ev::dragleave, move |event| {
        if event.related_target().is_none() {
            dragging.set(false);
        }
    });
    let drop = window_event_listener(ev::drop, move |event| {
        event.prevent_default();
        dragging.set(false);
        let file = event.data_transfer().and_then(|data| data.files()).and_then(|files| files.get(0));
        if let Some(file) = file {
            open_file(desk, file);
        }
    });
    on_cleanup(move || {
        over.remove();
        leave.remove();
        drop.remove();
    });
    dragging
}

fn asked(name: &str) -> Option<String> {
    query(name).filter(|value| !value.is_empty())
}

pub(super) fn query(name: &str) -> Option<String> {
    let search = window().location().search().ok()?;
    web_sys::UrlSearchParams::new_with_str(&search).ok()?.get(name)
}
