//! What a contact went through, as a bar of its parts and a legend with their times.

use chrono::Duration;
use leptos::prelude::*;

use crate::view::kit::*;
use journey::{Contact, ContactState, Platform, Stage};

/// The bar; none for a contact whose events have no times.
/// `of`: the platform that tells of them, where several tell of the contact.
pub(super) fn stages(contact: &Contact, of: Option<Platform>) -> Option<AnyView> {
    if contact.stages.is_empty() {
        return None;
    }
    let CustomerUi { session, i18n, .. } = use_customer();
    // What runs on is measured until now, but only while the contact goes on: else its end is not known.
    let now = session.now;
    let goes_on = contact.state(now.get_untracked()) == ContactState::Ongoing;
    let last = contact.last_at(now.get_untracked());
    let measured = move |stage: &Stage| -> Duration {
        stage.duration(if goes_on { now.get() } else { last.unwrap_or(stage.start) })
    };
    let piece = |stage: &Stage| {
        let stage = stage.clone();
        let kind = stage.kind.key();
        let width = move || measured(&stage).num_seconds().max(1).to_string();
        view! { <span class="stage" data-stage=kind style:flex-grow=width></span> }.into_any()
    };
    let line = |stage: &Stage| {
        let (kind, start, times) = (stage.kind, stage.start, stage.times);
        let (channel, stage) = (contact.channel.clone(), stage.clone());
        let count = times.to_string();
        view! {
            <li title=move || i18n.formats(|formats| formats.second(start))>
                <span class="swatch" data-stage=kind.key() aria-hidden="true"></span>
                <span>{move || i18n.language().stage(kind, channel.as_ref())}</span>
                <span class="number">{move || i18n.formats(|formats| formats.duration(measured(&stage)))}</span>
                {(times > 1).then(|| view! {
                    <span class="times">{move || i18n.t_with("stage.times", &[("count", &count)])}</span>
                }.into_any())}
            </li>
        }
        .into_any()
    };
    let (bar, legend) =
        (contact.stages.iter().map(piece).collect_view(), contact.stages.iter().map(line).collect_view());
    let label = move || {
        let words = i18n.t("details.stages");
        of.map_or_else(|| words.clone(), |platform| [words.as_str(), " · ", platform.name()].concat())
    };
    let shown = view! {
        <section class="stages" aria-label=label>
            <div class="stage-bar" aria-hidden="true">{bar}</div>
            <ol class="legend">{legend}</ol>
        </section>
    };
    Some(shown.into_any())
}
