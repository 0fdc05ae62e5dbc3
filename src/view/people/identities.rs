//! By what the customer is known: a list by kind, to read and to copy from, and to change where the token may.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use super::doubles::Doubles;
use super::identity_form::{AddIdentity, RemoveIdentity};
use crate::session::SourceSession;
use crate::view::kit::*;
use journey::{KnownIdentity, Person, Strength};

/// The panel; Escape closes it. `done`: what gets the focus then.
pub(in crate::view) fn identities(is_open: RwSignal<bool>, done: NodeRef<html::Button>) -> AnyView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let sources = session.sources();
    let is_alone = sources.len() == 1;
    let lists = sources.into_iter().map(|source| view! { <OfSource source is_alone/> }.into_any()).collect_view();
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
            {lists}
        </section>
    }
    .into_any()
}

/// By what one platform knows the customer.
#[component]
fn OfSource(
    /// The platform.
    source: SourceSession,
    /// Whether it is the only one.
    is_alone: bool,
) -> impl IntoView {
    let may_change = Memo::new(move |_| source.may_change());
    let person = move || source.person.with(|person| person.ready().cloned().flatten());
    let list = move || {
        let person = person()?;
        let may_remove = may_change.get().remove_identity;
        let rows = person.identities.iter().map(|known| row(&person, known.clone(), may_remove)).collect_view();
        let platform = source.platform();
        let mark = (!is_alone).then(|| view! { <PlatformMark platform/> }.into_any());
        Some(view! { {mark}<ul>{rows}</ul> }.into_any())
    };
    view! {
        {list}
        <When is=move || may_change.get().add_identity && (is_alone || person().is_some())>
            <AddIdentity source/>
        </When>
        <When is=move || may_change.get().find>
            <Doubles source/>
        </When>
    }
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
    let strength = known.strength.map(|strength| {
        let words = i18n.words(match strength {
            Strength::Weak => "identity.weak",
            Strength::Strong => "identity.strong",
            Strength::VeryStrong => "identity.very-strong",
        });
        view! { <span class="badge strength" part="badge" data-strength=strength.key()>{words}</span> }.into_any()
    });
    let may_remove = may_remove && !is_shown && known.kind.is_some();
    let remove = may_remove.then(|| view! { <RemoveIdentity of=person.id.clone() known/> }.into_any());
    view! {
        <li class="identity" part="identity">
            <span class="label">{kind}</span>
            <span class="identity-value">
                <bdi>{text.clone()}</bdi>
                {in_use}
                {strength}
            </span>
            <span class="identity-actions">
                <FollowUps identity=text.clone() kind=of/>
                <CopyButton what=kind text/>
                {remove}
            </span>
        </li>
    }
    .into_any()
}
