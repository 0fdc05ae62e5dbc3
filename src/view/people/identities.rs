//! By what the customer is known: a list by kind, to read and to copy from, and to change where the token may.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use super::identity_form::{AddIdentity, RemoveIdentity};
use crate::view::kit::*;
use journey::{KnownIdentity, Person};

/// The panel; Escape closes it. `done`: what gets the focus then.
pub(in crate::view) fn identities(is_open: RwSignal<bool>, done: NodeRef<html::Button>) -> AnyView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let may_change = Memo::new(move |_| session.may_change());
    let list = move || {
        let person = session.person.with(|person| person.ready().cloned().flatten())?;
        let may_change = may_change.get();
        let rows = person
            .identities
            .iter()
            .map(|known| row(&person, known.clone(), may_change.remove_identity))
            .collect_view();
        Some(view! { <ul>{rows}</ul> }.into_any())
    };
    view! {
        <section
            class="identities"
            part="identities"
            aria-label=i18n.words("identities.title")
            on:keydown=move |event| {
                if is_escape(&event) {
                    event.stop_propagation();
                    is_open.set(false);
                    focus_soon(done);
                }
            }
        >
            {list}
            <When is=move || may_change.get().add_identity>
                <AddIdentity/>
            </When>
        </section>
    }
    .into_any()
}

fn row(person: &Arc<Person>, known: KnownIdentity, may_remove: bool) -> AnyView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let of = known.kind;
    let kind = move || i18n.language().identity_kind(of);
    let text = known.identity.to_string();
    // Without the identity that the contact came in by, nobody would be shown any more.
    let shown = session.sought();
    let is_shown = known.is(&shown.identity, shown.kind);
    let in_use = is_shown
        .then(|| view! { <span class="badge" part="badge">{i18n.words("edit.identity.shown")}</span> }.into_any());
    let may_remove = may_remove && !is_shown && known.kind.is_some();
    let remove = may_remove.then(|| view! { <RemoveIdentity of=person.id.clone() known/> }.into_any());
    view! {
        <li class="identity" part="identity">
            <span class="label">{kind}</span>
            <span class="identity-value">
                <bdi>{text.clone()}</bdi>
                {in_use}
            </span>
            <span class="identity-actions">
                <CopyButton what=kind text/>
                {remove}
            </span>
        </li>
    }
    .into_any()
}
