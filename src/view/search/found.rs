//! Who was found by a name or a part of an identity: several to choose from, each with what tells them apart and why it is
//! there.

use std::ops::Range;

use leptos::prelude::*;

use crate::locale::I18n;
use crate::session::Found;
use crate::view::kit::*;
use journey::{IdentityPart, IdentityType, KnownIdentity, PartHit, PartPlace, Person};

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
    let key = if found.by_name { "search.found" } else { "search.found.part" };
    let title = move || match &failure {
        Some(failure) => i18n.language().failure(failure).title,
        None => i18n.t_count(key, count).replace("{name}", &named),
    };
    let part = if found.by_name { None } else { IdentityPart::of(&typed) };
    let rows = persons.iter().map(|person| row(person, &persons, &typed, part.as_ref())).collect_view();
    let more = found.has_more.then(|| view! { <p class="label">{i18n.words("search.found.more")}</p> }.into_any());
    let exactly = typed.clone();
    view! {
        <div class="recent" part="found">
            <span class="label" role="status">
                <Glyph icon=LuUserRound/>
                {title}
            </span>
            <ul>{rows}</ul>
            {more}
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

fn row(person: &Person, others: &[Person], typed: &str, part: Option<&IdentityPart>) -> AnyView {
    let Ui { session, i18n, .. } = use_ui();
    let name = match person.name() {
        Some(name) => marked(&name, typed),
        None => i18n.words("header.no-name").into_any(),
    };
    let hit = |known: &KnownIdentity| Some((known.kind?, part?.hit(known.identity.as_str(), known.kind?)?));
    let mut all: Vec<(&KnownIdentity, Option<(IdentityType, PartHit)>)> =
        person.identities.iter().map(|known| (known, hit(known))).collect();
    // Why somebody is here is seen, however many identities there are.
    all.sort_by_key(|(_, hit)| hit.is_none());
    let why = all.first().and_then(|(known, hit)| why(i18n, known.identity.as_str(), hit.as_ref()?));
    let identity = |(known, hit): &(&KnownIdentity, Option<(IdentityType, PartHit)>)| {
        let text = known.identity.as_str();
        let inside = match hit {
            Some((_, hit)) => with_marks(text, &hit.marks),
            None => text.to_owned().into_any(),
        };
        view! { <bdi>{inside}</bdi> }.into_any()
    };
    let identities = all.iter().take(FEW).map(identity).collect_view();
    let (person, others) = (person.clone(), others.to_vec());
    view! {
        <li class="found-person">
            <button type="button" class="recent-choice" part="person" on:click=move |_| session.take(&person, &others)>
                <bdi class="found-name">{name}</bdi>
                <span class="label">{identities}</span>
                {why}
            </button>
        </li>
    }
    .into_any()
}

/// "Phone ends in 0123".
fn why(i18n: I18n, identity: &str, (kind, hit): &(IdentityType, PartHit)) -> Option<AnyView> {
    let part = identity.get(hit.marks.last()?.clone())?.to_owned();
    let key = match (kind, hit.place) {
        (IdentityType::Phone, _) => "search.why.phone",
        (IdentityType::Email, PartPlace::Domain) => "search.why.domain",
        (IdentityType::Email, _) => "search.why.email",
        (_, PartPlace::Beginning) => "search.why.number-begins",
        (_, _) => "search.why.number-ends",
    };
    let words = move || i18n.t_with(key, &[("part", &part)]);
    Some(view! { <span class="label found-why" part="why-found">{words}</span> }.into_any())
}

/// The text with these bytes of it marked.
fn with_marks(text: &str, marks: &[Range<usize>]) -> AnyView {
    let mut from = 0;
    let mut pieces = Vec::new();
    for mark in marks {
        let (before, inside) =
            (text.get(from..mark.start).unwrap_or_default(), text.get(mark.clone()).unwrap_or_default());
        let (before, inside) = (before.to_owned(), inside.to_owned());
        pieces.push(view! { {before} <mark>{inside}</mark> }.into_any());
        from = mark.end;
    }
    let rest = text.get(from..).unwrap_or_default().to_owned();
    view! { {pieces} {rest} }.into_any()
}
