//! What a contact went through, as a bar of its parts and a legend with their times.

use chrono::Duration;
use leptos::prelude::*;
use web_sys::HtmlElement;

use super::CustomerUi;
use super::dom::{El, el, follow};
use crate::locale::{self, t, t_with};
use journey::{Channel, Contact, ContactState, Stage};

/// The bar; none for a contact whose events have no times.
pub(super) fn stages(ui: CustomerUi, contact: &Contact) -> Option<El> {
    if contact.stages.is_empty() {
        return None;
    }
    // What runs on is measured until now, but only while the contact goes on: else its end is not known.
    let now = ui.session.now;
    let goes_on = contact.state(now.get_untracked()) == ContactState::Ongoing;
    let last = contact.last_at(now.get_untracked());
    let measured = move |stage: &Stage| -> Duration {
        stage.duration(if goes_on { now.get() } else { last.unwrap_or(stage.start) })
    };
    let bar = contact.stages.iter().cloned().map(|stage| {
        let shown = el("span").class("stage").attr("data-stage", stage.kind.key());
        let style = shown.node_as::<HtmlElement>().style();
        follow(move || {
            // By the object model, which a strict Content Security Policy allows. It fails for no number.
            let _ = style.set_property("flex-grow", &measured(&stage).num_seconds().max(1).to_string());
        });
        shown
    });
    let channel = contact.channel.as_ref();
    let legend = contact.stages.iter().cloned().map(|stage| line(ui, stage, channel, measured));
    let shown = el("section")
        .class("stages")
        .attr("aria-label", &t("details.stages"))
        .child(el("div").class("stage-bar").attr("aria-hidden", "true").children(bar))
        .child(el("ol").class("legend").children(legend));
    Some(shown)
}

fn line(
    ui: CustomerUi,
    stage: Stage,
    channel: Option<&Channel>,
    measured: impl Fn(&Stage) -> Duration + 'static,
) -> El {
    let times = (stage.times > 1).then(|| t_with("stage.times", &[("count", &stage.times.to_string())]));
    el("li")
        .attr("title", &ui.write(|formats| formats.second(stage.start)))
        .child(el("span").class("swatch").attr("data-stage", stage.kind.key()).attr("aria-hidden", "true"))
        .child(el("span").text(&locale::stage(stage.kind, channel)))
        .child(el("span").class("number").text_with(move || ui.write(|formats| formats.duration(measured(&stage)))))
        .children(times.map(|times| el("span").class("times").text(&times)))
}
