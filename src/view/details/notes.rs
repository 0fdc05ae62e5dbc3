//! What agents noted on a contact, where its platform keeps notes; and the form for one.

use leptos::html;
use leptos::prelude::*;
use web_sys::SubmitEvent;

use crate::session::{Load, Notes, SourceSession};
use crate::sources::Note;
use crate::view::kit::*;
use journey::Contact;

/// No platform takes a longer one, letters.
const LONGEST: usize = 512;

/// The notes on each leg whose platform keeps some.
pub(super) fn notes(contact: &Contact) -> AnyView {
    let session = use_customer().session;
    let of = |leg: &Contact| {
        let source = session.sources().into_iter().find(|source| source.platform() == leg.platform)?;
        let notes = Notes::of(source, leg.task.clone())?;
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
    let i18n = use_customer().i18n;
    // Which note is edited; an empty id: a new one.
    let editing = RwSignal::new(None::<Note>);
    let is_there = move || notes.list.with(|list| list.ready().is_some_and(|list| !list.is_empty()));
    let has_something = Memo::new(move |_| {
        notes.may_write() || is_there() || notes.list.with(|list| list.failure().is_some_and(|_| true))
    });
    let opener = NodeRef::<html::Button>::new();
    Effect::new(move |_| {
        // Somebody was quicker: theirs is opened, to be edited.
        if notes.was_there.get() {
            editing.set(notes.list.with_untracked(|list| list.ready().and_then(|list| list.first().cloned())));
        }
    });
    let rows = move || {
        notes.list.with(|list| match list {
            Load::Ready(list) => list.iter().map(|note| row(notes, note, editing)).collect_view().into_any(),
            Load::Failed(failure) => {
                let failure = StoredValue::new(failure.clone());
                let words = move || failure.with_value(|failure| i18n.language().failure(failure).title);
                view! {
                    <p>
                        {move || words()}
                        " "
                        <button type="button" class="link" part="retry" on:click=move |_| notes.read()>
                            {i18n.words("failure.retry")}
                        </button>
                    </p>
                }
                .into_any()
            }
            Load::Idle | Load::Loading => ().into_any(),
        })
    };
    let may_begin = move || {
        notes.may_write()
            && notes.list.with(|list| list.ready().is_some_and(Vec::is_empty))
            && editing.with(Option::is_none)
    };
    let problem = move || {
        notes.failure.get().map(|failure| {
            let words = move || {
                let words = i18n.language().failure(&failure);
                [words.title.as_str(), " ", &words.advice].concat()
            };
            view! { <p class="problem" role="alert">{words}</p> }.into_any()
        })
    };
    let platform = source.platform();
    let title = move || i18n.t_with("note.title", &[("platform", platform.name())]);
    view! {
        <When is=move || has_something.get()>
            <section class="notes" part="notes">
                <h5>{title}</h5>
                {rows}
                <When is=move || notes.was_there.get()>
                    <p role="status">{i18n.words("note.there")}</p>
                </When>
                {problem}
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
                {move || editing.get().map(|note| view! { <NoteForm notes note editing opener/> }.into_any())}
            </section>
        </When>
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
    let (text, edited) = (note.text.clone(), note.clone());
    let may_edit = move || notes.may_write() && editing.with(Option::is_none);
    view! {
        <div class="note" part="note">
            <p><LongText text/></p>
            <p class="note-by">{by} " " {at}</p>
            <button
                type="button"
                class="link"
                hidden=move || !may_edit()
                on:click=move |_| editing.set(Some(edited.clone()))
            >
                {label}
            </button>
        </div>
    }
    .into_any()
}

#[component]
fn NoteForm(
    /// Of the contact.
    notes: Notes,
    /// The one that is edited; without an id it is a new one.
    note: Note,
    /// Which note is edited.
    editing: RwSignal<Option<Note>>,
    /// What gets the focus when it closes.
    opener: NodeRef<html::Button>,
) -> impl IntoView {
    let i18n = use_customer().i18n;
    let field = NodeRef::<html::Textarea>::new();
    let id = Some(note.id.clone()).filter(|id| !id.is_empty());
    let is_empty = RwSignal::new(note.text.trim().is_empty());
    let close = move || {
        editing.set(None);
        focus_soon(opener);
    };
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(field) = field.get_untracked() else { return };
        let text: String = field.value().trim().chars().take(LONGEST).collect();
        if !text.is_empty() {
            close();
            notes.write(id.clone(), text);
        }
    };
    view! {
        <form
            class="note-form"
            part="note-form"
            novalidate=true
            on:submit=save
            on:keydown=move |event| {
                if is_escape(&event) {
                    event.stop_propagation();
                    close();
                }
            }
        >
            <label class="choice">
                <span class="label">{i18n.words("note.text")}</span>
                <textarea
                    class="select"
                    rows="3"
                    maxlength=LONGEST.to_string()
                    node_ref=field
                    use:has_focus
                    on:input=move |event| is_empty.set(event_target_value(&event).trim().is_empty())
                >
                    {note.text}
                </textarea>
            </label>
            <div class="form-actions">
                <button
                    type="submit"
                    class="button primary"
                    disabled=move || is_empty.get() || notes.is_busy.get()
                >
                    {i18n.words("edit.save")}
                </button>
                <button type="button" class="button" on:click=move |_| close()>{i18n.words("edit.cancel")}</button>
            </div>
        </form>
    }
}
