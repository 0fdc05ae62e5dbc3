//! Who was found by a name: several to choose from, each with what tells them apart.

use leptos::prelude::*;

use crate::session::Found;
use crate::view::kit::*;
use journey::{KnownIdentity, Person};

/// So many identities stand beside a name.
const FEW: usize = 2;

/// The list.
pub(in crate::view) fn found(found: &Found) -> AnyView {
    let Ui { session, i18n, .. } = use_ui();
    let typed = found.typed.clone();
    let (named, as_identity) = (typed.clone(), typed.clone());
    let persons = found.persons.ready().cloned().unwrap_or_default();
    let count = persons.len();
    let failure = found.failure().cloned();
    let title = move || match &failure {
        Some(failure) => i18n.language().failure(failure).title,
        None => i18n.t_count("search.found", count).replace("{name}", &named),
    };
    let rows = persons.iter().map(|person| row(person, &persons, &typed)).collect_view();
    let exactly = typed.clone();
    view! {
        <div class="recent" part="found">
            <span class="label" role="status">
                <Glyph icon=LuUserRound/>
                {title}
            </span>
            <ul>{rows}</ul>
            <button type="button" class="link" on:click=move |_| {
                session.end_finding();
                session.look_up(&exactly);
            }>
                {move || i18n.t_with("search.as-identity", &[("identity", &as_identity)])}
            </button>
        </div>
    }
    .into_any()
}

fn row(person: &Person, others: &[Person], typed: &str) -> AnyView {
    let Ui { session, i18n, .. } = use_ui();
    let name = match person.name() {
        Some(name) => marked(&name, typed),
        None => i18n.words("header.no-name").into_any(),
    };
    let identity = |known: &KnownIdentity| view! { <bdi>{known.identity.to_string()}</bdi> }.into_any();
    let identities = person.identities.iter().take(FEW).map(identity).collect_view();
    let (person, others) = (person.clone(), others.to_vec());
    view! {
        <li class="found-person">
            <button type="button" class="recent-choice" part="person" on:click=move |_| session.take(&person, &others)>
                <bdi class="found-name">{name}</bdi>
                <span class="label">{identities}</span>
            </button>
        </li>
    }
    .into_any()
}
