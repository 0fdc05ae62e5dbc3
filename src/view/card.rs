//! What a section shows when it has nothing to show: why, and a way on.

use icondata_core::Icon;

use super::copy::copy_button;
use super::dom::{El, el};
use super::icon::{LuCircleAlert, LuRefreshCw, icon};
use super::{Ui, button};
use crate::locale::{Words, failure as words_of, t, t_with};
use crate::session::{Cause, Failure};

/// A failure: what did not work, what to do, what to quote to support, and another try.
pub(super) fn error_card(ui: Ui, failure: &Failure) -> El {
    let part = failure.part;
    let Words { title, advice } = words_of(failure);
    let said = failure.messages.join(" · ");
    let said = (!said.is_empty()).then(|| el("p").class("said").text(&t_with("failure.said", &[("words", &said)])));
    let tracking = failure.tracking_id.as_ref().map(|id| {
        el("p")
            .class("tracking")
            .child(el("span").class("label").text(&t("failure.tracking")))
            .child(el("code").part("tracking-id").text(id.as_str()))
            .child(copy_button(&t("failure.tracking"), id.to_string()))
    });
    let retry = button("button")
        .part("retry")
        .child(icon(LuRefreshCw))
        .text(&t("failure.retry"))
        .on("click", move |_| ui.session.retry(part));
    let body = el("div")
        .class("card-body")
        .child(el("p").class("card-title").text(&title))
        .child(el("p").text(&advice))
        .children(said)
        .children(tracking)
        .child(retry);
    let card = el("div").class("card").part("error").attr("role", "status").child(icon(LuCircleAlert)).child(body);
    // A new token starts everything again by itself; nothing is wrong that a person could mend.
    if failure.cause == Cause::Unauthorized { card.attr("data-waits", "true") } else { card }
}

/// Nothing there: what that means, and a way on if there is one.
pub(super) fn empty(symbol: Icon, title: &str, advice: &str, way_on: Option<El>) -> El {
    el("div")
        .class("empty")
        .part("empty")
        .child(icon(symbol))
        .child(el("p").class("card-title").text(title))
        .child(el("p").text(advice))
        .children(way_on)
}

/// Grey shapes where something will be; `words` for those who do not see them.
pub(super) fn skeleton(kind: &'static str, count: usize, words: &str) -> El {
    el("div")
        .class("skeleton")
        .part("loading")
        .attr("data-kind", kind)
        .attr("role", "status")
        .child(el("span").class("unseen").text(words))
        .children((0..count).map(|_| el("span").class("bone").attr("aria-hidden", "true")))
}
