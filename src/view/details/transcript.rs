//! What was said, as a conversation: the customer on one side, everybody else on the other; where nobody knows who
//! speaks, all on one.

use leptos::prelude::*;

use crate::view::kit::*;
use journey::{Sentiment, Speaker, Transcript, Turn};

/// So many turns are shown at first.
const FEW: usize = 8;

/// The conversation.
#[component]
pub(super) fn Conversation(
    /// What was said.
    transcript: Transcript,
) -> impl IntoView {
    let title = use_customer().i18n.words("details.transcript");
    let said = match transcript {
        Transcript::Text(text) => view! { <p class="spoken"><LongText text=text.to_string()/></p> }.into_any(),
        Transcript::Turns(turns) => view! { <Turns turns=turns.to_vec()/> }.into_any(),
    };
    view! {
        <section class="transcript">
            <h5>{title}</h5>
            {said}
        </section>
    }
}

#[component]
fn Turns(turns: Vec<Turn>) -> impl IntoView {
    let i18n = use_customer().i18n;
    let count = turns.len();
    let shows_all = RwSignal::new(count <= FEW + 2);
    let spoken = move || {
        let shown = if shows_all.get() { count } else { FEW };
        turns.iter().take(shown).map(|one| turn(one, None)).collect_view()
    };
    view! {
        <ol class="turns">{move || spoken()}</ol>
        <When is=move || !shows_all.get()>
            <button type="button" class="link" on:click=move |_| shows_all.set(true)>
                {move || i18n.t_with("details.transcript.more", &[("count", &i18n.count(count))])}
            </button>
        </When>
    }
}

/// One turn. `mark`: its number among what is worth a stop.
pub(in crate::view) fn turn(turn: &Turn, mark: Option<usize>) -> AnyView {
    let i18n = use_customer().i18n;
    let side = match turn.speaker {
        Speaker::Customer => "customer",
        Speaker::Unknown => "unknown",
        Speaker::Agent | Speaker::Bot | Speaker::Named(_) => "agent",
    };
    let speaker = turn.speaker.clone();
    let time =
        turn.time.map(|time| view! { <time>{move || i18n.formats(|formats| formats.time(time))}</time> }.into_any());
    // Most turns are neutral; only the others say something.
    let mood = turn.sentiment.filter(|mood| *mood != Sentiment::Neutral).map(|mood| {
        view! { <span class="mood" data-mood=mood.key()>{move || i18n.language().sentiment(mood)}</span> }.into_any()
    });
    view! {
        <li class="turn" data-side=side data-mark=mark.map(|mark| mark.to_string()) tabindex=mark.map(|_| "-1")>
            <p class="speaker">
                <span>{move || i18n.language().speaker(&speaker)}</span>
                {time}
                {mood}
            </p>
            <p class="spoken"><LongText text=turn.text.to_string()/></p>
        </li>
    }
    .into_any()
}
