//! Adding and removing identities.

use journey::IdentityType;
use leptos::html;
use leptos::prelude::*;
use web_sys::SubmitEvent;

use crate::session::SourceSession;
use crate::view::kit::*;
use journey::{Change, Identity, IdentityProblem, KnownIdentity, PersonId};

/// The button that removes an identity.
#[component]
pub(super) fn RemoveIdentity(
    /// Whose it is.
    of: Option<PersonId>,
    /// Which one.
    known: KnownIdentity,
) -> impl IntoView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let identity = known.identity.to_string();
    let label = move || i18n.t_with("edit.identity.remove", &[("identity", &identity)]);
    let remove = move |_| {
        if let Some(of) = &of {
            session.change(of, Change::Remove(known.clone()));
        }
    };
    view! {
        <button
            type="button"
            class="copy"
            aria-label=label.clone()
            title=label
            disabled=move || session.edits.busy.get()
            on:click=remove
        >
            <Glyph icon=LuTrash2/>
        </button>
    }
}

/// The button that opens the form, and the form.
#[component]
pub(super) fn AddIdentity(
    /// The platform to which it is added.
    source: SourceSession,
) -> impl IntoView {
    let i18n = use_customer().i18n;
    let adding = RwSignal::new(false);
    let opener = NodeRef::<html::Button>::new();
    view! {
        <div>
            <button
                type="button"
                class="link add-identity"
                hidden=move || adding.get()
                node_ref=opener
                on:click=move |_| adding.set(true)
            >
                <Glyph icon=LuPlus/>
                {i18n.words("edit.identity.add")}
            </button>
            <When is=move || adding.get()>
                <IdentityForm source adding opener/>
            </When>
        </div>
    }
}

#[component]
fn IdentityForm(
    /// The platform to which it is added.
    source: SourceSession,
    /// Whether the form is open.
    adding: RwSignal<bool>,
    /// What gets the focus when it closes.
    opener: NodeRef<html::Button>,
) -> impl IntoView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let problem = RwSignal::new(None);
    let (kind, field) = (NodeRef::<html::Select>::new(), NodeRef::<html::Input>::new());
    let kinds = IdentityType::ALL.map(|kind| {
        view! { <option value=kind.as_str()>{move || i18n.language().identity_kind(Some(kind))}</option> }.into_any()
    });
    let close = move || {
        adding.set(false);
        focus_soon(opener);
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (Some(kind), Some(field)) = (kind.get_untracked(), field.get_untracked()) else { return };
        match entered(source, &kind.value(), &field.value()) {
            Ok((of, known)) => {
                close();
                session.change(&of, Change::Add(known));
            }
            Err(found) => problem.set(found),
        }
    };
    let said = move || {
        problem.get().map(|found| view! { <span>{move || i18n.language().identity_problem(found)}</span> }.into_any())
    };
    view! {
        <form
            class="identity-form"
            part="identity-form"
            aria-label=i18n.words("edit.identity.add")
            novalidate=true
            on:submit=submit
            on:keydown=move |event| {
                if is_escape(&event) {
                    event.stop_propagation();
                    close();
                }
            }
        >
            <label class="choice">
                <span class="label">{i18n.words("filters.kind")}</span>
                <select class="select" node_ref=kind use:has_focus>{kinds.collect_view()}</select>
            </label>
            <label class="choice">
                <span class="label">{i18n.words("details.identity")}</span>
                <span class="field">
                    <input type="text" autocomplete="off" spellcheck="false" node_ref=field/>
                </span>
            </label>
            <p class="problem" role="alert">{said}</p>
            <div class="form-actions">
                <button type="submit" class="button primary" disabled=move || session.edits.busy.get()>
                    {i18n.words("edit.identity.submit")}
                </button>
                <button type="button" class="button" on:click=move |_| close()>{i18n.words("edit.cancel")}</button>
            </div>
        </form>
    }
}

/// Whose identity it becomes, and which; what is wrong with it, or nothing if nobody is shown any more.
fn entered(
    source: SourceSession,
    kind: &str,
    text: &str,
) -> Result<(PersonId, KnownIdentity), Option<IdentityProblem>> {
    let person = source.person.with_untracked(|person| person.ready().cloned().flatten()).ok_or(None)?;
    let kind = IdentityType::from_word(kind).ok_or(None)?;
    let identity = Identity::entered(kind, text)?;
    if person.has(&identity, Some(kind)) {
        return Err(Some(IdentityProblem::Known));
    }
    Ok((person.id.clone().ok_or(None)?, KnownIdentity::of(Some(kind), identity)))
}
