//! What agents noted on a contact or on the customer, where a platform keeps notes; and the forms for one. Called by the
//! details and by the header.

mod customer;
mod form;

use leptos::html;
use leptos::prelude::*;

use self::form::{NoteForm, Problem};
use super::kit::*;
use crate::session::{Notes, SourceSession};
use crate::sources::Note;
use journey::Contact;

pub(super) use customer::{note_details, write_note};

/// The notes on each leg whose platform keeps some.
pub(super) fn notes(contact: &Contact) -> AnyView {
    let session = use_customer().session;
    let of = |leg: &Contact| {
        let source = session.sources().into_iter().find(|source| source.platform() == leg.platform)?;
        let notes = Notes::of(source, Some(leg.task.clone()))?;
        Some(view! { <NotesOf notes source/> }.into_any())
    };
    contact.legs().iter().filter_map(of).collect_view().into_any()
}

#[component]
fn NotesOf(
    /// Of the contact.
    notes: Notes,
    /// The platform that keeps them.
    source: SourceSession,
) -> impl IntoView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let editing = editing(notes);
    let is_there = move || shown(notes, None).is_some_and(|list| !list.is_empty());
    let has_something =
        Memo::new(move |_| notes.may_write() || is_there() || notes.list.with(|list| list.failure().is_some()));
    let opener = NodeRef::<html::Button>::new();
    let may_begin = move || {
        let has_room = || notes.are_several || notes.list.with(|list| list.ready().is_some_and(Vec::is_empty));
        notes.may_write() && editing.with(Option::is_none) && has_room()
    };
    let platform = source.platform();
    // With one platform there is nothing to tell apart.
    let title = move || match session.has_several() || !notes.are_several {
        true => i18n.t_with("note.title", &[("platform", platform.name())]),
        false => i18n.t("note.notes"),
    };
    view! {
        <When is=move || has_something.get()>
            <section class="notes" part="notes">
                <h5>{title}</h5>
                <Rows notes editing only=None/>
                <When is=move || notes.was_there.get()>
                    <p role="status">{i18n.words("note.there")}</p>
                </When>
                <button
                    type="button"
                    class="link"
                    part="write-note"
                    hidden=move || !may_begin()
                    node_ref=opener
                    on:click=move |_| editing.set(Some(Note::default()))
                >
                    <Glyph icon=LuPlus/>
                    {i18n.words("note.write")}
                </button>
                <Editing notes editing opener/>
            </section>
        </When>
    }
}

/// Which note is edited; one without an id is a new one. It is none any more when it is written, and somebody else's where
/// that one was quicker.
fn editing(notes: Notes) -> RwSignal<Option<Note>> {
    let editing = RwSignal::new(None::<Note>);
    Effect::new(move |_| {
        if notes.written.get() > 0 {
            editing.set(None);
        }
    });
    Effect::new(move |_| {
        if notes.was_there.get() {
            editing.set(notes.list.with_untracked(|list| list.ready().and_then(|list| list.first().cloned())));
        }
    });
    editing
}

/// The notes, or the one of this id; until the platform has answered what the journey tells of them. `None`: nothing is known.
fn shown(notes: Notes, only: Option<&str>) -> Option<Vec<Note>> {
    let mut list = match notes.list.with(|list| list.ready().cloned()) {
        Some(list) => list,
        None => Some(notes.known.get()).filter(|known| !known.is_empty())?,
    };
    list.retain(|note| only.is_none_or(|only| note.id == only));
    Some(list)
}

/// The form for the note that is edited, and why it could not be written.
#[component]
fn Editing(
    /// Of the contact or of the customer.
    notes: Notes,
    /// Which note is edited.
    editing: RwSignal<Option<Note>>,
    /// What gets the focus when it closes.
    opener: NodeRef<html::Button>,
) -> impl IntoView {
    view! {
        {move || editing.with(Option::is_none).then(|| view! { <Problem notes/> }.into_any())}
        {move || {
            let note = editing.get()?;
            let close = move || {
                editing.set(None);
                focus_soon(opener);
            };
            Some(view! { <NoteForm notes note close/> }.into_any())
        }}
    }
}

#[component]
fn Rows(
    /// Of the contact or of the customer.
    notes: Notes,
    /// Which note is edited.
    editing: RwSignal<Option<Note>>,
    /// The id of the only one that is shown.
    #[prop(into)]
    only: Option<String>,
) -> impl IntoView {
    let i18n = use_customer().i18n;
    let rows = move || {
        let list = shown(notes, only.as_deref()).unwrap_or_default();
        list.iter().map(|note| row(notes, note, editing)).collect_view()
    };
    let failure = move || {
        let failure = notes.list.with(|list| list.failure().cloned())?;
        let words = move || i18n.language().failure(&failure).title;
        let row = view! {
            <p>
                {words}
                " "
                <button type="button" class="link" part="retry" on:click=move |_| notes.read()>
                    {i18n.words("failure.retry")}
                </button>
            </p>
        };
        Some(row.into_any())
    };
    view! {
        {rows}
        {failure}
    }
}

fn row(notes: Notes, note: &Note, editing: RwSignal<Option<Note>>) -> AnyView {
    let i18n = use_customer().i18n;
    let by = note.by.clone().map(|by| view! { <bdi>{by}</bdi> }.into_any());
    let at = note.at.map(|at| {
        view! { <time datetime=journey::write_time(at)>{move || i18n.formats(|formats| formats.moment(at))}</time> }
            .into_any()
    });
    let label = i18n.words("note.edit");
    let (text, edited, is_editable) = (note.text.clone(), note.clone(), note.may_edit);
    let may_edit = move || is_editable && notes.may_write() && editing.with(Option::is_none);
    view! {
        <div class="note" part="note">
            <p><LongText text/></p>
            <p class="note-by">{by} " " {at}</p>
            <button
                type="button"
                class="link"
                part="edit-note"
                hidden=move || !may_edit()
                on:click=move |_| editing.set(Some(edited.clone()))
            >
                {label}
            </button>
        </div>
    }
    .into_any()
}
