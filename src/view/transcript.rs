//! What was said, as a conversation: the customer on one side, everybody else on the other; where nobody knows who
//! speaks, all on one.

use leptos::prelude::*;

use super::dom::{El, el};
use super::rich_text::value;
use super::{CustomerUi, button};
use crate::locale::{self, t, t_with};
use journey::{Sentiment, Speaker, Transcript, Turn};

/// So many turns are shown at first.
const FEW: usize = 8;

/// The conversation.
pub(super) fn transcript(ui: CustomerUi, transcript: &Transcript) -> El {
    let shown = el("section").class("transcript").child(el("h5").text(&t("details.transcript")));
    match transcript {
        Transcript::Text(text) => shown.child(el("p").class("spoken").child(value(ui, text))),
        Transcript::Turns(turns) => conversation(ui, shown, turns.clone()),
    }
}

fn conversation(ui: CustomerUi, shown: El, turns: Vec<Turn>) -> El {
    let count = turns.len();
    let shows_all = RwSignal::new(count <= FEW + 2);
    let spoken = move || {
        let shown = if shows_all.get() { count } else { FEW };
        Some(el("ol").class("turns").children(turns.iter().take(shown).map(|spoken| turn(ui, spoken))))
    };
    let more = move || {
        let label = || t_with("details.transcript.more", &[("count", &ui.count(count))]);
        let button = || button("link").text(&label()).on("click", move |_| shows_all.set(true));
        (!shows_all.get()).then(button)
    };
    shown.dynamic(spoken).dynamic(more)
}

fn turn(ui: CustomerUi, turn: &Turn) -> El {
    let side = match turn.speaker {
        Speaker::Customer => "customer",
        Speaker::Unknown => "unknown",
        Speaker::Agent | Speaker::Bot | Speaker::Named(_) => "agent",
    };
    let time = turn.time.map(|time| el("time").text(&ui.write(|formats| formats.time(time))));
    // Most turns are neutral; only the others say something.
    let mood = turn
        .sentiment
        .filter(|mood| *mood != Sentiment::Neutral)
        .map(|mood| el("span").class("mood").attr("data-mood", mood.key()).text(&locale::sentiment(mood)));
    let speaker = el("span").text(&locale::speaker(&turn.speaker));
    el("li")
        .class("turn")
        .attr("data-side", side)
        .child(el("p").class("speaker").child(speaker).children(time).children(mood))
        .child(el("p").class("spoken").child(value(ui, &turn.text)))
}
