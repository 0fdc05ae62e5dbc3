//! The flags of the administrator's rules, on a line of their own below the name. Each is a word on its colour; what is
//! written on that is black or white, whichever can be read. A narrow widget shows the first three, the others are one
//! click away.

use leptos::prelude::*;

use crate::icons::{Fill, fill};
use crate::session::Inspected;
use crate::view::inspect::is_on;
use crate::view::kit::*;
use crate::view::later::{self, if_there};
use journey::Flag;

/// So many are seen at once in a narrow widget; the style sheet hides the others.
const SEEN: usize = 3;

/// The line. Its place is kept wherever there are rules, so that nothing moves when flags come, change or go.
#[component]
pub(super) fn Flags() -> impl IntoView {
    let session = use_customer().session;
    let has_rules = Memo::new(move |_| session.settings.with(|settings| settings.flags.is_some()));
    move || has_rules.get().then(|| view! { <div class="flags-room">{move || if_there(later::flags)}</div> }.into_any())
}

/// The flags.
pub(in crate::view) fn flags() -> AnyView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let flags = Memo::new(move |_| {
        let Some(rules) = session.flags.get() else { return Vec::new() };
        let attributes = session.attributes();
        session
            .journey
            .with(|journey| session.filter.with(|filter| rules.flags(journey, &attributes, filter, session.now.get())))
    });
    let left = Memo::new(move |_| flags.with(|flags| flags.len().saturating_sub(SEEN)));
    let shows_all = RwSignal::new(false);
    view! {
        <When is=move || flags.with(|flags| !flags.is_empty())>
            <div class="flags" data-all=move || present(shows_all.get())>
                <ul part="flags" aria-label=i18n.words("flags.label")>
                    <ForEach each=move || flags.get() key=|flag| format!("{flag:?}") let(flag)>
                        <OneFlag flag/>
                    </ForEach>
                </ul>
                <MoreButton shows_all left/>
            </div>
        </When>
    }
    .into_any()
}

#[component]
fn OneFlag(
    /// Which.
    flag: Flag,
) -> impl IntoView {
    let Flag { word, colour } = flag;
    let (ground, ink) = colour.as_deref().and_then(fill).map(|Fill { ground, ink }| (ground, ink)).unzip();
    let title = word.clone();
    // By the object model: no page's policy forbids that.
    view! {
        <li class="flag" part="flag" title=title style:background-color=ground style:color=ink>
            {move || match is_on() {
                true => view! { <WhyFlag word=word.clone()/> }.into_any(),
                false => view! { <bdi>{word.clone()}</bdi> }.into_any(),
            }}
        </li>
    }
}

/// For administrators a flag leads to the rule that made it.
#[component]
fn WhyFlag(
    /// What it says.
    word: String,
) -> impl IntoView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let flag = word.clone();
    view! {
        <button
            type="button"
            part="why"
            title=i18n.words("inspect.title")
            on:click=move |_| session.inspected.set(Some(Inspected::Flag(flag.clone())))
        >
            <bdi>{word}</bdi>
        </button>
    }
}
