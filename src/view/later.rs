//! The views whose code is in the second file, and what stands in their place until it is there.

use std::sync::Arc;

use leptos::prelude::*;

use super::card::skeleton;
use super::dom::El;
use super::icon::{LuCircleAlert, LuRefreshCw, icon};
use super::{CustomerUi, button, el};
use crate::later::{self, State, later};
use crate::locale::t;
use crate::session::Conflict;
use journey::{Entry, Person};

/// What `make` makes from a view of the second file; until that is there, a skeleton, and where it cannot be loaded, why
/// nothing is there and another try.
pub(super) fn shown(make: impl FnOnce() -> El) -> El {
    shown_or(make, || skeleton("details", 3, &t("later.loading")))
}

/// The same with something else than a skeleton in its place.
pub(super) fn shown_or(make: impl FnOnce() -> El, until_then: impl FnOnce() -> El) -> El {
    match later::state() {
        State::Ready => make(),
        State::Awaited => {
            later::load();
            until_then()
        }
        State::Failed => failed(),
    }
}

/// The same for what the widget can do without: nothing until the second file is there, and nothing if it never is.
pub(super) fn if_there(make: impl FnOnce() -> El) -> Option<El> {
    (later::state() == State::Ready).then(make)
}

fn failed() -> El {
    let retry = button("button")
        .part("retry")
        .child(icon(LuRefreshCw))
        .text(&t("failure.retry"))
        .on("click", |_| later::load());
    let body = el("div")
        .class("card-body")
        .child(el("p").class("card-title").text(&t("later.failed.title")))
        .child(el("p").text(&t("later.failed")))
        .child(retry);
    el("div").class("card").part("error").attr("role", "status").child(icon(LuCircleAlert)).child(body)
}

later! {
    /// The details of an entry.
    pub(super) fn details(ui: CustomerUi, entry: Memo<Option<Arc<Entry>>>) -> El = super::details::details, "00000000000000000000000000000001"
}

later! {
    /// The chart of contacts over time.
    pub(super) fn chart(ui: CustomerUi) -> El = super::chart::chart, "00000000000000000000000000000002"
}

later! {
    /// The filters that are needed less often.
    pub(super) fn more_filters(ui: CustomerUi) -> El = super::more_filters::more, "00000000000000000000000000000003"
}

later! {
    /// The dates of a time range.
    pub(super) fn dates(ui: CustomerUi) -> El = super::more_filters::dates, "00000000000000000000000000000004"
}

later! {
    /// The row of filters.
    pub(super) fn filters(ui: CustomerUi) -> El = super::filters::filters, "0000000000000000000000000000000f"
}

later! {
    /// The panel of identities.
    pub(super) fn identities(ui: CustomerUi, is_open: RwSignal<bool>, done: &El) -> El = super::identities::identities, "0000000000000000000000000000000b"
}

later! {
    /// What came of a change.
    pub(super) fn outcome(ui: CustomerUi) -> El = super::outcome::outcome, "00000000000000000000000000000005"
}

later! {
    /// Two persons side by side.
    pub(super) fn comparison(ui: CustomerUi, conflict: &Arc<Conflict>) -> El = super::comparison::comparison, "00000000000000000000000000000006"
}

later! {
    /// What is to go into a file.
    pub(super) fn export(ui: CustomerUi, is_open: RwSignal<bool>) -> El = super::export::export, "00000000000000000000000000000007"
}

later! {
    /// The header's menu.
    pub(super) fn menu(ui: CustomerUi, is_open: RwSignal<bool>, exporting: RwSignal<bool>, opener: &El) -> El = super::menu::menu, "00000000000000000000000000000008"
}

later! {
    /// The form for a name.
    pub(super) fn rename(ui: CustomerUi, person: &Person, done: &El) -> El = super::rename::rename, "00000000000000000000000000000009"
}

later! {
    /// The stylesheet of these views.
    pub(crate) fn style() -> String = super::style_of_later, "0000000000000000000000000000000a"
}
