//! What happened in the preview: published events, tokens, and what the widget said. Shown in the drawer.

use chrono::{DateTime, Utc};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::clock::now;
use super::state::Desk;

/// How many lines are kept.
const KEPT: usize = 200;

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Sent to the journey API.
    Published,
    /// Said by the widget.
    Widget,
    /// Done by the desktop.
    Desktop,
    /// Did not work.
    Failed,
}

impl Kind {
    /// The word for it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Widget => "widget",
            Self::Desktop => "desktop",
            Self::Failed => "failed",
        }
    }
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) number: usize,
    pub(crate) at: DateTime<Utc>,
    pub(crate) kind: Kind,
    pub(crate) what: String,
}

/// Adds a line; the newest is first.
pub(crate) fn note(desk: Desk, kind: Kind, what: impl Into<String>) {
    let what = what.into();
    desk.journal.update(|lines| {
        let number = lines.first().map_or(0, |line: &Line| line.number + 1);
        lines.insert(0, Line { number, at: now(), kind, what });
        lines.truncate(KEPT);
    });
}

/// Listens to what widgets tell the page: their events bubble up to the window.
pub(crate) fn listen(desk: Desk) {
    let names = [
        "journey-ready",
        "journey-loaded",
        "journey-error",
        "journey-contact-selected",
        "journey-search",
        "journey-action",
    ];
    for name in names {
        let handle = window_event_listener(ev::Custom::<web_sys::Event>::new(name), move |event| {
            let detail = event
                .dyn_ref::<web_sys::CustomEvent>()
                .and_then(|event| js_sys::JSON::stringify(&event.detail()).ok())
                .and_then(|text| text.as_string())
                .filter(|text| text != "null")
                .unwrap_or_default();
            let kind = if name == "journey-error" { Kind::Failed } else { Kind::Widget };
            note(desk, kind, format!("{name} {detail}"));
        });
        on_cleanup(move || handle.remove());
    }
}
