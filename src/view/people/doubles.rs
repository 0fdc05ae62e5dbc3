//! "Also known as?": who may be the customer once more, with the reason. It leads to the comparison, and to nothing by itself.

use std::sync::Arc;

use leptos::prelude::*;

use crate::session::SourceSession;
use crate::session::{Cause, Load};
use crate::view::kit::*;
use journey::{Double, Likeness, Person};

/// The list; nothing where nobody is alike. Looked for when the panel is opened, and for each other person.
#[component]
pub(super) fn Doubles(
    /// The platform.
    source: SourceSession,
) -> impl IntoView {
    let i18n = use_customer().i18n;
    let found = RwSignal::new(Load::Idle);
    let person = Memo::new(move |_| source.person.with(|person| person.ready().cloned().flatten()));
    let look = move || {
        if let Some(person) = person.get_untracked() {
            source.look_for_doubles(person, found);
        }
    };
    Effect::new(move |_| {
        person.track();
        look();
    });
    move || match found.get() {
        Load::Ready(doubles) if !doubles.is_empty() => {
            let rows = doubles.into_iter().filter_map(|double| row(source, person.get_untracked()?, double));
            let rows = rows.collect_view();
            Some(
                view! {
                    <section class="doubles" part="doubles">
                        <h3>{i18n.words("doubles.title")}</h3>
                        <ul>{rows}</ul>
                    </section>
                }
                .into_any(),
            )
        }
        // Who may not look for others is not told of them.
        Load::Failed(failure) if failure.cause != Cause::Forbidden => Some(
            view! {
                <p class="doubles" role="status">
                    {move || i18n.language().failure(&failure).title}
                    <button type="button" class="link" part="retry" on:click=move |_| look()>
                        {i18n.words("failure.retry")}
                    </button>
                </p>
            }
            .into_any(),
        ),
        _ => None,
    }
}

fn row(source: SourceSession, shown: Arc<Person>, double: Double) -> Option<AnyView> {
    let i18n = use_customer().i18n;
    let Double { person, why } = double;
    // Without one there is nothing to compare by.
    let identity = person.identities.first()?.identity.to_string();
    let name = person.name();
    let name = move || name.clone().unwrap_or_else(|| i18n.t("header.no-name"));
    let reason = move || match &why {
        Likeness::Identity(identity) => i18n.t_with("doubles.identity", &[("identity", identity.as_str())]),
        Likeness::Name => i18n.t("doubles.name"),
    };
    let compare = move |_| source.compare(Arc::clone(&shown), person.clone());
    let row = view! {
        <li class="double" part="double">
            <span class="identity-value">
                <bdi>{name}</bdi>
                <bdi class="label">{identity}</bdi>
            </span>
            <span class="label">{reason}</span>
            <button type="button" class="link" on:click=compare>
                {i18n.words("doubles.compare")}
            </button>
        </li>
    };
    Some(row.into_any())
}
