//! The form for a note. It stays until the note is written: what was typed is not lost by a failure.

use leptos::html;
use leptos::prelude::*;
use web_sys::SubmitEvent;

use crate::session::Notes;
use crate::sources::Note;
use crate::view::kit::*;

#[component]
pub(super) fn NoteForm(
    /// Of the contact or of the customer.
    notes: Notes,
    /// The one that is edited; without an id it is a new one.
    note: Note,
    /// Closes the form.
    close: impl Fn() + Copy + 'static,
) -> impl IntoView {
    let i18n = use_customer().i18n;
    let field = NodeRef::<html::Textarea>::new();
    let id = Some(note.id.clone()).filter(|id| !id.is_empty());
    let may_be_empty = notes.are_several && id.is_some();
    let is_empty = RwSignal::new(note.text.trim().is_empty());
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(field) = field.get_untracked() else { return };
        let text: String = field.value().trim().chars().take(notes.longest).collect();
        if may_be_empty || !text.is_empty() {
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
                    maxlength=notes.longest.to_string()
                    dir="auto"
                    node_ref=field
                    use:has_focus
                    on:input=move |event| is_empty.set(event_target_value(&event).trim().is_empty())
                >
                    {note.text}
                </textarea>
            </label>
            <When is=move || may_be_empty && is_empty.get()>
                <p class="note-by" role="status">{i18n.words("note.empty")}</p>
            </When>
            <Problem notes/>
            <div class="form-actions">
                <button
                    type="submit"
                    class="button primary"
                    disabled=move || (is_empty.get() && !may_be_empty) || notes.is_busy.get()
                >
                    {i18n.words("edit.save")}
                </button>
                <button type="button" class="button" on:click=move |_| close()>{i18n.words("edit.cancel")}</button>
            </div>
        </form>
    }
}

/// Why the last one was not written.
#[component]
pub(super) fn Problem(
    /// Of the contact or of the customer.
    notes: Notes,
) -> impl IntoView {
    let i18n = use_customer().i18n;
    move || {
        notes.failure.get().map(|failure| {
            let words = move || {
                let words = i18n.language().failure(&failure);
                [words.title.as_str(), " ", &words.advice].concat()
            };
            view! { <p class="problem" role="alert">{words}</p> }.into_any()
        })
    }
}
