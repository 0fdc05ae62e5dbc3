//! The sentences of the digest. In a narrow widget the first is seen, and the others one click away.

use leptos::prelude::*;

use crate::view::kit::*;
use journey::{Claim, Statement, Topic};

/// The sentences of what is stated. `is_kept`: their place stays, also if there is nothing to say.
pub(in crate::view) fn sentences(is_kept: bool) -> AnyView {
    let session = use_customer().session;
    let statements = session.digest();
    let has_place = move || is_kept || session.awaits_digest() || statements.with(|all| !all.is_empty());
    view! {
        <When is=has_place>
            <div class="digest">
                <Sentences statements/>
            </div>
        </When>
    }
    .into_any()
}

#[component]
fn Sentences(
    /// What is stated.
    statements: Memo<Vec<Statement>>,
) -> impl IntoView {
    let i18n = use_customer().i18n;
    let count = Memo::new(move |_| statements.with(Vec::len));
    let left = Memo::new(move |_| count.get().saturating_sub(1));
    let shows_all = RwSignal::new(false);
    view! {
        <div class="sentences" data-all=move || present(shows_all.get())>
            <When is=move || { count.get() > 0 }>
                <ul part="digest" aria-label=i18n.words("digest.label")>
                    <ForEach
                        each=move || statements.get()
                        key=|statement| format!("{statement:?}")
                        let(statement)
                    >
                        <Sentence statement/>
                    </ForEach>
                </ul>
            </When>
            <MoreButton shows_all left/>
        </div>
    }
}

#[component]
fn Sentence(
    /// What it says, and of which entries.
    statement: Statement,
) -> impl IntoView {
    let ui = use_customer();
    let Statement { claim, entries } = statement;
    let words = Memo::new(move |_| words(ui, &claim));
    view! {
        <li>
            <button
                type="button"
                class="claim"
                part="claim"
                title=move || words.get()
                on:click=move |_| ui.session.lead_to(&entries)
            >
                <span>{move || words.get()}</span>
            </button>
        </li>
    }
}

fn words(ui: CustomerUi, claim: &Claim) -> String {
    let i18n = ui.i18n;
    let language = i18n.language();
    match claim {
        Claim::Repeated { topic, count } => {
            let (key, name) = match topic {
                Topic::Reason(name) => ("digest.repeated.reason", name),
                Topic::Queue(name) => ("digest.repeated.queue", name),
            };
            i18n.t_count(key, *count).replace("{name}", &language.isolated(name))
        }
        Claim::NextStep { noted, step } => {
            let date = ui.session.zone().date(*noted);
            i18n.t_with("digest.step", &[("date", &i18n.formats(|formats| formats.date_of_year(date))), ("step", step)])
        }
        Claim::Unanswered(count) => i18n.t_count("digest.unanswered", *count),
        Claim::MoodFalls(count) => i18n.t_count("digest.mood-falls", *count),
        Claim::MoodNegative(count) => i18n.t_count("digest.mood-negative", *count),
        Claim::Last { code, agent: None } => i18n.t_with("digest.last", &[("code", code.as_str())]),
        Claim::Last { code, agent: Some(agent) } => {
            i18n.t_with("digest.last.by", &[("code", code.as_str()), ("agent", agent)])
        }
    }
}
