//! What is shown instead of the desktop: no journey API yet, or a layout that gives this persona nothing.

use icondata_lu as lu;
use leptos::prelude::*;

use crate::preview::api::ApiFailure;
use crate::preview::app::page_of_its_own;
use crate::preview::icon::Glyph;
use crate::preview::state::{Connection, Desk};
use crate::preview::token;

/// Waiting for the journey API, or what to do when it does not answer.
#[component]
pub(crate) fn Trouble(desk: Desk) -> impl IntoView {
    let base = desk.api.with_value(|api| api.base().to_owned());
    move || match desk.connection.get() {
        Connection::Failed(failure) => {
            let listen = base.split_once("://").map_or(base.as_str(), |(_, host)| host).to_owned();
            let origin = window().location().origin().unwrap_or_default();
            let title = match failure {
                ApiFailure::Unreachable(_) | ApiFailure::TooSlow(_) => "The journey API is not running",
                ApiFailure::NoPreviewTokens(_) => "The journey API gives no preview tokens",
                ApiFailure::Refused { .. } => "The journey API refused the preview",
                _ => "The journey API is not of this version",
            };
            view! {
                <main class="card trouble" data-testid="api-missing">
                    <Glyph icon=lu::LuUnplug/>
                    <div role="alert">
                        <h1>{title}</h1>
                        <p>{failure.to_string()}</p>
                    </div>
                    <p>
                        "The widget can be seen without it: "
                        <a href=gallery_address() data-testid="to-gallery">"the gallery"</a>
                        " shows it in every state, with sample data of its own."
                    </p>
                    <h2>"Start everything with one command"</h2>
                    <pre><code>"cargo xtask preview"</code></pre>
                    <h2>"Or only the service"</h2>
                    <pre>
                        <code>
                            {format!(
                                "JOURNEY_API_SECRET=$(openssl rand -hex 32) cargo run -p journey-api -- serve \\\n  --listen {listen} --database sqlite://preview.sqlite --seed \\\n  --preview-tokens --allow-origin {origin}",
                            )}
                        </code>
                    </pre>
                    <p class="quiet">"Another address: add ?api=http://host:port to this page's address."</p>
                    <button type="button" class="button button-main" data-testid="try-again" on:click=move |_| token::connect(desk)>
                        "Try again"
                    </button>
                </main>
            }
                .into_any()
        }
        _ => view! {
            <section class="trouble-wait" aria-busy="true">
                <p class="quiet">{format!("Signing in at {base}…")}</p>
            </section>
        }
        .into_any(),
    }
}

/// The gallery, seen from this page.
fn gallery_address() -> &'static str {
    if page_of_its_own().is_some() { "../gallery/" } else { "gallery/" }
}

/// The layout was not JSON, or has nothing for this persona.
#[component]
pub(crate) fn LayoutTrouble(desk: Desk) -> impl IntoView {
    move || {
        let Some(loaded) = desk.layout.get() else {
            return view! {
                <section class="trouble-wait" aria-busy="true"><p class="quiet">"Loading the layout…"</p></section>
            }
            .into_any();
        };
        let persona = desk.persona.get().as_str();
        let (title, words) = match (&loaded.checked.layout, loaded.checked.findings.first()) {
            (None, Some(finding)) => {
                (format!("{} is not a layout", loaded.name), format!("{} {}", finding.what, finding.fix))
            }
            (Some(layout), Some(finding)) if layout.desktops.is_empty() => {
                (format!("{} is not a layout", loaded.name), format!("{} {}", finding.what, finding.fix))
            }
            (Some(layout), _) => {
                let names: Vec<&str> = layout.desktops.iter().map(|desktop| desktop.persona.as_str()).collect();
                (
                    format!("{} has nothing for the persona \"{persona}\"", loaded.name),
                    format!("It describes {}. Choose one of them above.", names.join(", ")),
                )
            }
            (None, None) => (format!("{} is not a layout", loaded.name), "It could not be read.".to_owned()),
        };
        view! {
            <main class="card trouble" data-testid="layout-broken">
                <Glyph icon=lu::LuFileX/>
                <div role="alert">
                    <h1>{title}</h1>
                    <p>{words}</p>
                </div>
                <button type="button" class="button" on:click=move |_| desk.drawer.set(true)>"Show all findings"</button>
            </main>
        }
        .into_any()
    }
}
