//! The views whose code is in the second file, and what stands in their place until it is there.

use std::sync::Arc;

use icondata_core::Icon;
use leptos::html;
use leptos::prelude::*;

use super::header::Wanted;
use super::kit::*;
use crate::icons::Find;
use crate::later::{self, State, later};
use crate::session::{Conflict, Found, Inspected, SourceSession};
use journey::{Entry, Person, Row};

/// What `make` makes from a view of the second file; until that is there, a skeleton, and where it cannot be loaded, why
/// nothing is there and another try.
pub(super) fn shown(make: impl FnOnce() -> AnyView) -> AnyView {
    let words = use_ui().i18n.words("later.loading");
    shown_or(make, || view! { <Skeleton kind="details" count=3 words/> }.into_any())
}

/// The same with something else than a skeleton in its place.
pub(super) fn shown_or(make: impl FnOnce() -> AnyView, until_then: impl FnOnce() -> AnyView) -> AnyView {
    match later::state() {
        State::Ready => make(),
        State::Awaited => {
            later::load();
            until_then()
        }
        State::Failed => view! { <NotLoaded/> }.into_any(),
    }
}

/// The same for what the widget can do without: nothing until the second file is there, and nothing if it never is.
pub(super) fn if_there(make: impl FnOnce() -> AnyView) -> Option<AnyView> {
    (later::state() == State::Ready).then(make)
}

/// Why nothing is there, and another try.
#[component]
fn NotLoaded() -> impl IntoView {
    let i18n = use_ui().i18n;
    view! {
        <div class="card" part="error" role="status">
            <Glyph icon=LuCircleAlert/>
            <div class="card-body">
                <p class="card-title">{i18n.words("later.failed.title")}</p>
                <p>{i18n.words("later.failed")}</p>
                <button type="button" class="button" part="retry" on:click=|_| later::load()>
                    <Glyph icon=LuRefreshCw/>
                    {i18n.words("failure.retry")}
                </button>
            </div>
        </div>
    }
}

later! {
    /// The details of an entry.
    pub(super) fn details(entry: Memo<Option<Arc<Entry>>>) -> AnyView = super::details::details, "00000000000000000000000000000001"
}

later! {
    /// The entries that a row holds together.
    pub(super) fn together(row: Memo<Option<Row>>) -> AnyView = super::details::together, "00000000000000000000000000000016"
}

later! {
    /// The tiles of a platform without a profile template.
    pub(super) fn computed(source: SourceSession) -> AnyView = super::profile::computed, "00000000000000000000000000000012"
}

later! {
    /// What can be stated of the customer, in sentences. `is_kept`: their place stays, also if there is nothing to say.
    pub(super) fn sentences(is_kept: bool) -> AnyView = super::digest::sentences, "00000000000000000000000000000014"
}

later! {
    /// All conversations of what is filtered.
    pub(super) fn talks() -> AnyView = super::talks::talks, "00000000000000000000000000000019"
}

later! {
    /// How the customer is served, in numbers.
    pub(super) fn numbers() -> AnyView = super::numbers::numbers, "00000000000000000000000000000017"
}

later! {
    /// The flags beside the customer's name.
    pub(super) fn flags() -> AnyView = super::header::flags, "00000000000000000000000000000015"
}

later! {
    /// How the platforms stand.
    pub(super) fn sources() -> AnyView = super::sources::sources, "00000000000000000000000000000010"
}

later! {
    /// What is still to come.
    pub(super) fn coming_up() -> AnyView = super::coming_up::coming_up, "00000000000000000000000000000013"
}

later! {
    /// The chart of contacts over time.
    pub(super) fn chart() -> AnyView = super::channels::chart, "00000000000000000000000000000002"
}

later! {
    /// The filters that are needed less often.
    pub(super) fn more_filters() -> AnyView = super::filters::more, "00000000000000000000000000000003"
}

later! {
    /// The dates of a time range.
    pub(super) fn dates() -> AnyView = super::filters::dates, "00000000000000000000000000000004"
}

later! {
    /// The row of filters.
    pub(super) fn filters() -> AnyView = super::filters::filters, "0000000000000000000000000000000f"
}

later! {
    /// Who was found by a name.
    pub(super) fn found(found: &Found) -> AnyView = super::search::found, "00000000000000000000000000000018"
}

later! {
    /// The panel of identities.
    pub(super) fn identities(is_open: RwSignal<bool>, done: NodeRef<html::Button>) -> AnyView = super::people::identities, "0000000000000000000000000000000b"
}

later! {
    /// What came of a change.
    pub(super) fn outcome() -> AnyView = super::people::outcome, "00000000000000000000000000000005"
}

later! {
    /// Two persons side by side.
    pub(super) fn comparison(conflict: &Arc<Conflict>) -> AnyView = super::people::comparison, "00000000000000000000000000000006"
}

later! {
    /// What is to go into a file.
    pub(super) fn export(is_open: RwSignal<bool>) -> AnyView = super::export::export, "00000000000000000000000000000007"
}

later! {
    /// What made what is shown, for administrators.
    pub(super) fn inspect() -> AnyView = super::inspect::inspect, "15bec700000000000000000000000001"
}

later! {
    /// What leads there from a part of the widget.
    pub(super) fn why(of: Inspected) -> AnyView = super::inspect::why, "15bec700000000000000000000000002"
}

later! {
    /// The header's menu.
    pub(super) fn menu(is_open: RwSignal<bool>, wanted: Wanted, opener: NodeRef<html::Button>) -> AnyView = super::header::menu, "00000000000000000000000000000008"
}

later! {
    /// The panel where a note on the customer is written.
    pub(super) fn write_note(is_open: RwSignal<bool>, done: NodeRef<html::Button>) -> AnyView = super::notes::write_note, "0000000000000000000000000000001d"
}

later! {
    /// The form for a name.
    pub(super) fn rename(person: &Person, done: NodeRef<html::Button>) -> AnyView = super::people::rename, "00000000000000000000000000000009"
}

later! {
    /// What an icon map says of an entry.
    pub(super) fn mapped(find: &Find, entry: &Arc<Entry>, built_in: Icon) -> AnyView = super::timeline::mapped, "f11e5000000000000000000000000004"
}

later! {
    /// The stylesheet of these views.
    pub(crate) fn style() -> String = super::style_of_later, "0000000000000000000000000000000a"
}
