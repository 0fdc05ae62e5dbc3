//! What the components are made of: small ones that several of them use, directives, and browser features.
//!
//! Markup that is all literals is handed to the browser as a text by `view!`, which a page that requires trusted types
//! forbids. So what never changes is a component of its own ([`Bone`], [`Dot`]): the outermost element is always made by
//! the object model.

mod card;
mod control_flow;
mod copy;
mod dialog;
mod filter_button;
mod focus;
mod follow_ups;
mod frame;
mod icon;
mod icon_names;
mod keep_focus;
mod more_button;
mod platform;
mod record_link;
mod rich_text;
mod section;
mod ui;

pub(crate) use card::{Bone, Empty, ErrorCard, Said, Skeleton, Tracking, choices};
pub(crate) use control_flow::{ForEach, When};
pub(crate) use copy::CopyButton;
pub(crate) use dialog::{Dialog, close_dialog};
pub(crate) use filter_button::FilterButton;
pub(crate) use focus::{focus_soon, has_focus};
pub(crate) use follow_ups::FollowUps;
pub(crate) use frame::NextFrame;
pub(crate) use icon::*;
pub(crate) use icon_names::named_icon;
pub(crate) use keep_focus::keep_focus;
pub(crate) use more_button::MoreButton;
pub(crate) use platform::PlatformMark;
pub(crate) use record_link::OpenRecord;
pub(crate) use rich_text::{LongText, marked, shortened, unbroken};
pub(crate) use section::Section;
pub(crate) use ui::{CustomerUi, Ui, use_customer, use_ui};

use leptos::prelude::*;
use web_sys::KeyboardEvent;

/// A state for ARIA, which wants both words.
pub(crate) fn said(state: bool) -> &'static str {
    if state { "true" } else { "false" }
}

/// A data attribute that is there or not.
pub(crate) fn present(is_there: bool) -> Option<&'static str> {
    is_there.then_some("true")
}

/// Whether a key is Escape.
pub(crate) fn is_escape(event: &KeyboardEvent) -> bool {
    event.key() == "Escape"
}

/// A round ornament.
#[component]
pub(crate) fn Dot() -> impl IntoView {
    view! { <span class="dot" aria-hidden="true"></span> }
}

/// Mounts a view for a test, until what is returned is dropped.
#[cfg(test)]
pub(crate) fn shown_in<N: IntoView + 'static>(
    place: &web_sys::Element,
    view: impl FnOnce() -> N + 'static,
) -> super::Mounted {
    leptos::mount::mount_to(wasm_bindgen::JsCast::unchecked_into(place.clone()), move || view().into_any())
}
