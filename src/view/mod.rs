//! What is seen: Leptos components, a folder or a file for each visible thing, its style sheet of the same name in
//! `style/`; what several of them use is in `kit`. What changes follows the session. No logic that the domain could hold,
//! no words: those are of `locale`, and come as signals.

mod announce;
mod app;
mod channels;
mod coming_up;
mod details;
mod digest;
mod export;
mod filters;
mod header;
mod inspect;
mod kit;
mod later;
mod notes;
mod notice;
mod numbers;
mod people;
mod profile;
mod search;
mod sources;
mod talks;
mod timeline;
mod wrap_ups;

#[cfg(test)]
mod tests;

pub(crate) use later::style as later_style;

use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use wasm_bindgen::JsCast;
use web_sys::Node;

use self::app::App;
use crate::session::Session;

/// The stylesheet of what is drawn first.
pub(crate) fn style() -> String {
    [
        include_str!("../../style/tokens.css"),
        include_str!("../../style/base.css"),
        include_str!("../../style/app.css"),
        include_str!("../../style/header.css"),
        include_str!("../../style/flags.css"),
        include_str!("../../style/digest.css"),
        include_str!("../../style/card.css"),
        include_str!("../../style/section.css"),
        include_str!("../../style/profile.css"),
        include_str!("../../style/channels.css"),
        include_str!("../../style/wrap_ups.css"),
        include_str!("../../style/timeline.css"),
        include_str!("../../style/row.css"),
        include_str!("../../style/notice.css"),
        include_str!("../../style/first-sight.css"),
    ]
    .concat()
}

/// The stylesheet of the views whose code is in the second file, and so is this.
fn style_of_later() -> String {
    [
        include_str!("../../style/sources.css"),
        include_str!("../../style/coming_up.css"),
        include_str!("../../style/people.css"),
        include_str!("../../style/filters.css"),
        include_str!("../../style/details.css"),
        include_str!("../../style/notes.css"),
        include_str!("../../style/transcript.css"),
        include_str!("../../style/numbers.css"),
        include_str!("../../style/talks.css"),
        include_str!("../../style/inspect.css"),
        include_str!("../../style/print.css"),
    ]
    .concat()
}

/// A mounted widget; it is gone from the page when this is dropped.
pub(crate) type Mounted = UnmountHandle<AnyViewState>;

/// Mounts the widget of a session into an element or a shadow root, as a child of the current owner.
pub(crate) fn mount(session: Session, place: &Node) -> Mounted {
    // Leptos asks for an element, and only puts something into it.
    mount_to(place.clone().unchecked_into(), move || view! { <App session/> }.into_any())
}
