//! The entries that one row holds together: the pages of a visit, or the times at which the same happened. Each opens to its
//! own details.

use std::sync::Arc;

use leptos::prelude::*;

use crate::view::kit::*;
use journey::{Entry, EntryId, EntryKind, Row, label};

/// The entries of a row, the newest first.
pub(in crate::view) fn together(row: Memo<Option<Row>>) -> AnyView {
    let ids = move || {
        let of = |row: &Row| row.entries().map(|entry| entry.id.clone()).collect::<Vec<_>>();
        row.with(|row| row.as_ref().map(of)).unwrap_or_default()
    };
    view! {
        <div class="details" part="details">
            <ol class="together">
                <ForEach each=ids key=ToString::to_string let(id)>
                    <One row id/>
                </ForEach>
            </ol>
        </div>
    }
    .into_any()
}

#[component]
fn One(
    /// The row that holds it.
    row: Memo<Option<Row>>,
    /// Which entry.
    id: EntryId,
) -> impl IntoView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let id = StoredValue::new(id);
    let entry = Memo::new(move |_| {
        let of = |row: &Row| id.with_value(|id| row.entries().find(|entry| entry.id == *id).cloned());
        row.with(|row| row.as_ref().and_then(of))
    });
    let is_open = Memo::new(move |_| session.open.with(|open| id.with_value(|id| open.contains(id))));
    let title = move |entry: &Entry| match &entry.kind {
        EntryKind::Custom(custom) => label(&i18n.language().custom_event(custom)),
        EntryKind::Contact(_) | EntryKind::Unreadable(_) => String::new(),
    };
    let head = move |entry: Arc<Entry>| {
        let time = entry.time.map(|time| {
            view! {
                <time class="number" datetime=journey::write_time(time)>
                    {move || i18n.formats(|formats| formats.second(time))}
                </time>
            }
            .into_any()
        });
        view! {
            <bdi>{marked(&title(&entry), &use_customer().search())}</bdi>
            {time}
        }
        .into_any()
    };
    view! {
        <li part="event">
            <button
                type="button"
                class="one-of-several"
                aria-expanded=move || said(is_open.get())
                on:click=move |_| id.with_value(|id| session.toggle(id))
            >
                {move || entry.get().map(head)}
            </button>
            {move || is_open.get().then(|| super::details(entry))}
        </li>
    }
}
