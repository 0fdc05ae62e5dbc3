//! The customer's name, and where the token may, a button to edit it.

use leptos::html;
use leptos::prelude::*;

use crate::session::Load;
use crate::view::kit::*;
use crate::view::later;

/// The name, or the form in its place.
#[component]
pub(super) fn Name() -> impl IntoView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let may_rename = Memo::new(move |_| session.may_change().names);
    let shown = move || session.person.with(|person| person.ready().cloned().flatten());
    let id = Memo::new(move |_| shown().and_then(|person| person.id.clone()));
    let is_edited = Memo::new(move |_| session.edits.renaming.with(|of| of.is_some() && id.with(|id| id == of)));
    let may_edit = move || may_rename.get() && id.with(Option::is_some) && !is_edited.get();
    let pencil = NodeRef::<html::Button>::new();
    let label = i18n.words("header.rename");
    view! {
        <div class="name-line">
            <h2 class="name" part="name" hidden=move || is_edited.get()>
                <ShownName/>
            </h2>
            <button
                type="button"
                class="edit"
                part="rename-button"
                title=label
                aria-label=label
                hidden=move || !may_edit()
                disabled=move || session.edits.busy.get()
                node_ref=pencil
                on:click=move |_| session.edits.renaming.set(id.get_untracked())
            >
                <Glyph icon=LuPencil/>
            </button>
            {move || {
                let person = is_edited.get().then(|| untrack(shown)).flatten()?;
                Some(later::shown(|| later::rename(&person, pencil)))
            }}
        </div>
    }
}

#[component]
fn ShownName() -> impl IntoView {
    let CustomerUi { session, i18n, .. } = use_customer();
    move || {
        session.person.with(|person| match person {
            Load::Loading => view! {
                <span>
                    <Bone/>
                    <span class="unseen">{i18n.words("header.loading")}</span>
                </span>
            }
            .into_any(),
            Load::Ready(None) => view! { <span>{i18n.words("header.new-caller")}</span> }.into_any(),
            Load::Ready(Some(person)) => {
                let unnamed = if person.is_new { "header.new-caller" } else { "header.no-name" };
                let name = person.name();
                view! { <bdi>{move || name.clone().unwrap_or_else(|| i18n.t(unnamed))}</bdi> }.into_any()
            }
            // Not asked for: of several platforms none can be.
            Load::Idle | Load::Failed(_) => view! { <span>{i18n.words("header.name-failed")}</span> }.into_any(),
        })
    }
}
