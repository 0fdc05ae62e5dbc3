//! The platforms that the journey is read from, where there are several: how each stands, and what one lacks or failed at,
//! with another try of its own. With one platform there is nothing to tell apart, and nothing of this.

use leptos::prelude::*;

use super::kit::*;
use crate::session::{Cause, Failure, LiveStatus, SourceSession};
use crate::settings::Missing;
use journey::{FilterPart, Platform};

/// How the platforms stand, and what is wrong with one.
pub(super) fn sources() -> AnyView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let sources = session.sources();
    let states = sources.iter().map(|source| view! { <SourceStatus source=*source/> }.into_any()).collect_view();
    let troubles = sources.into_iter().map(|source| view! { <SourceTrouble source/> }.into_any()).collect_view();
    view! {
        <ul class="source-states" aria-label=i18n.words("sources.label")>
            {states}
        </ul>
        {troubles}
    }
    .into_any()
}

/// How one platform stands, and how much it told of; a filter.
#[component]
fn SourceStatus(
    /// What it knows of the customer.
    source: SourceSession,
) -> impl IntoView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let platform = source.platform();
    let status = source.live;
    let is_stopped = Memo::new(move |_| source.is_stopped());
    let words = move || match is_stopped.get() {
        true => i18n.t("sources.stopped"),
        false => i18n.language().live(status.get()).map(|(word, _)| word).unwrap_or_default(),
    };
    let tone = move || if is_stopped.get() { "bad" } else { status.get().tone() };
    let count = Memo::new(move |_| {
        session.counters.with(|counters| {
            counters.platforms.iter().find(|told| told.platform == platform).map_or(0, |told| told.count)
        })
    });
    view! {
        <li part="source-status" data-platform=platform.key() data-tone=tone>
            <FilterButton class="chip source-state" asks_for=Some(FilterPart::Platform(platform)) name="platform-filter">
                <Dot/>
                <span class="chip-name">{platform.name()}</span>
                " "
                <span class="number">{move || i18n.count(count.get())}</span>
                " "
                <span class="source-words">{move || words()}</span>
            </FilterButton>
        </li>
    }
}

/// What one platform lacks, or what it failed at.
#[component]
fn SourceTrouble(
    /// What it knows of the customer.
    source: SourceSession,
) -> impl IntoView {
    let trouble = Memo::new(move |_| match source.connection().missing() {
        Some(missing) => Err(missing),
        None => Ok(source.failures()),
    });
    move || match trouble.get() {
        Ok(failures) => (!failures.is_empty()).then(|| view! { <SourceFailure source failures/> }.into_any()),
        Err(missing) => Some(view! { <SourceMissing platform=source.platform() missing/> }.into_any()),
    }
}

#[component]
fn SourceFailure(source: SourceSession, failures: Vec<Failure>) -> impl IntoView {
    let i18n = use_ui().i18n;
    let platform = source.platform();
    let waits = failures.iter().all(|failure| failure.cause == Cause::Unauthorized).then_some("true");
    let one = move |failure: Failure| {
        let said = failure.messages.join(" · ");
        let tracking_id = failure.tracking_id.as_ref().map(ToString::to_string);
        let choices = choices(&failure);
        let failure = StoredValue::new(failure);
        let words = move || failure.with_value(|failure| i18n.language().failure(failure));
        view! {
            <p class="card-title">
                <PlatformMark platform/>
                " "
                {move || words().title}
            </p>
            <p>{move || words().advice}</p>
            <Said words=said/>
            {choices}
            {tracking_id.map(|id| view! { <Tracking id/> }.into_any())}
        }
        .into_any()
    };
    view! {
        <div class="source-error" part="source-error" role="status" data-platform=platform.key() data-waits=waits>
            {failures.into_iter().map(one).collect_view()}
            <button type="button" class="button" part="retry" on:click=move |_| source.retry()>
                <Glyph icon=LuRefreshCw/>
                {i18n.words("failure.retry")}
            </button>
        </div>
    }
}

#[component]
fn SourceMissing(platform: Platform, missing: Missing) -> impl IntoView {
    let i18n = use_ui().i18n;
    let missing = StoredValue::new(missing);
    let words = move || missing.with_value(|missing| i18n.language().missing(missing));
    view! {
        <div class="source-error" part="source-error" role="status" data-platform=platform.key() data-waits="true">
            <p class="card-title">
                <PlatformMark platform/>
                " "
                {move || words().title}
            </p>
            <p>{move || words().advice}</p>
        </div>
    }
}

impl LiveStatus {
    /// How it looks.
    pub(super) const fn tone(self) -> &'static str {
        match self {
            Self::Live | Self::Polling => "good",
            Self::Off | Self::Paused => "calm",
            Self::Connecting | Self::Reconnecting => "busy",
            Self::Offline | Self::WaitingForToken => "bad",
        }
    }
}
