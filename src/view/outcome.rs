//! What came of a change: said where it was made, with a way back.

use std::sync::Arc;

use leptos::prelude::*;

use super::copy::copy_button;
use super::dom::{El, el};
use super::icon::{LuCheck, LuTriangleAlert, LuX, icon};
use super::{CustomerUi, button};
use crate::locale::{self, Words, t, t_with};
use crate::session::{How, Outcome, What};

/// The line; nothing while there is nothing to say.
pub(super) fn outcome(ui: CustomerUi) -> El {
    let edits = ui.session.edits;
    // The region is there before its words: only then are they read out.
    el("div").attr("role", "status").dynamic(move || edits.outcome.get().map(|outcome| line(ui, &outcome)))
}

fn line(ui: CustomerUi, outcome: &Arc<Outcome>) -> El {
    let Words { title, advice } = locale::outcome(outcome);
    let failure = match &outcome.how {
        How::Failed(failure) | How::Unknown(failure) => Some(failure),
        How::Done | How::Accepted => None,
    };
    let said = failure.map(|failure| failure.messages.join(" · ")).filter(|said| !said.is_empty());
    let said = said.map(|words| el("p").class("said").text(&t_with("failure.said", &[("words", &words)])));
    let tracking = failure.and_then(|failure| failure.tracking_id.as_ref()).map(|id| {
        let label = t("failure.tracking");
        let copy = copy_button(&label, id.to_string());
        el("p")
            .class("tracking")
            .child(el("span").class("label").text(&label))
            .child(el("code").part("tracking-id").text(id.as_str()))
            .child(copy)
    });
    let may_undo = outcome.how == How::Done && matches!(outcome.what, What::Change { .. });
    let undo = may_undo.then(|| button("link").text(&t("edit.undo")).on("click", move |_| ui.session.undo()));
    let refresh = matches!(outcome.how, How::Accepted | How::Unknown(_))
        .then(|| button("link").text(&t("menu.refresh")).on("click", move |_| ui.session.reload()));
    let dismiss = button("icon-button")
        .attr("aria-label", &t("edit.dismiss"))
        .attr("title", &t("edit.dismiss"))
        .on("click", move |_| ui.session.dismiss_outcome())
        .child(icon(LuX));
    let symbol = if failure.is_some() { LuTriangleAlert } else { LuCheck };
    let advice = (!advice.is_empty()).then(|| el("p").text(&advice));
    el("div")
        .class("edited")
        .part("outcome")
        .attr("data-tone", if failure.is_some() { "bad" } else { "good" })
        .child(icon(symbol))
        .child(
            el("div")
                .class("edited-words")
                .child(el("p").class("card-title").text(&title))
                .children(advice)
                .children(said)
                .children(tracking),
        )
        .children(undo)
        .children(refresh)
        .child(dismiss)
}
