//! The customer's name, edited in place. The form belongs to one person: it goes when another is shown, and whatever is
//! in it goes with it.

use leptos::html;
use leptos::prelude::*;
use web_sys::SubmitEvent;

use crate::view::kit::*;
use journey::{Change, Names, Person};

/// The form. `done`: what gets the focus when it closes.
pub(in crate::view) fn rename(person: &Person, done: NodeRef<html::Button>) -> AnyView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let was = Names::of(person);
    let of = person.id.clone();
    let problem = RwSignal::new(None);
    let (first, last) = (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    let (first_was, last_was) =
        (was.first.clone().unwrap_or_default().to_string(), was.last.clone().unwrap_or_default().to_string());
    let close = move || {
        session.edits.renaming.set(None);
        focus_soon(done);
    };
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let (Some(first), Some(last)) = (first.get_untracked(), last.get_untracked()) else { return };
        match (Names::read(&first.value(), &last.value()), &of) {
            (Ok(is), Some(of)) => {
                close();
                if is != was {
                    session.change(of, Change::Names { was: was.clone(), is });
                }
            }
            (Err(found), _) => problem.set(Some(found)),
            (Ok(_), None) => close(),
        }
    };
    let said = move || {
        problem.get().map(|problem| view! { <span>{move || i18n.language().name_problem(problem)}</span> }.into_any())
    };
    view! {
        <form
            class="rename"
            part="rename"
            aria-label=i18n.words("header.rename")
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
                <span class="label">{i18n.words("edit.first-name")}</span>
                <span class="field">
                    <input
                        type="text"
                        name="edit.first-name"
                        value=first_was
                        autocomplete="off"
                        spellcheck="false"
                        dir="auto"
                        node_ref=first
                        use:has_focus
                    />
                </span>
            </label>
            <label class="choice">
                <span class="label">{i18n.words("edit.last-name")}</span>
                <span class="field">
                    <input
                        type="text"
                        name="edit.last-name"
                        value=last_was
                        autocomplete="off"
                        spellcheck="false"
                        dir="auto"
                        node_ref=last
                    />
                </span>
            </label>
            <p class="problem" role="alert">{said}</p>
            <div class="form-actions">
                <button type="submit" class="button primary">{i18n.words("edit.save")}</button>
                <button type="button" class="button" on:click=move |_| close()>{i18n.words("edit.cancel")}</button>
            </div>
        </form>
    }
    .into_any()
}
