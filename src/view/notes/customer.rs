//! Notes on the customer: a row of the timeline each, whose details are these; and the panel below the header where one is
//! written.

use leptos::html;
use leptos::prelude::*;

use super::form::NoteForm;
use super::{Editing, Rows, editing};
use crate::session::Notes;
use crate::sources::Note;
use crate::view::kit::*;
use journey::{CustomEvent, Note as Told};

/// The details of a note on the customer: all that it says, and a form where it is the agent's own.
pub(in crate::view) fn note_details(custom: &CustomEvent) -> Option<AnyView> {
    let session = use_customer().session;
    let told = Told::of(&custom.event)?;
    let source = session.sources().into_iter().find(|source| source.platform() == custom.event.platform)?;
    let notes = Notes::of(source, None)?;
    let editing = editing(notes);
    let opener = NodeRef::<html::Button>::new();
    let view = view! {
        <section class="notes" part="notes">
            <Rows notes editing only=told.id/>
            <Editing notes editing opener/>
        </section>
    };
    Some(view.into_any())
}

/// The panel where a note on the customer is written; Escape closes it. `done`: what gets the focus then.
pub(in crate::view) fn write_note(is_open: RwSignal<bool>, done: NodeRef<html::Button>) -> AnyView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let close = move || {
        is_open.set(false);
        focus_soon(done);
    };
    let Some(notes) = session.notes() else { return ().into_any() };
    notes.begin();
    let before = notes.written.get_untracked();
    Effect::new(move |_| {
        if notes.written.get() != before {
            close();
        }
    });
    view! {
        <section class="notes write-note" part="customer-note" aria-label=i18n.words("note.write")>
            <NoteForm notes note=Note::default() close/>
        </section>
    }
    .into_any()
}
