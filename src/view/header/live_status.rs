//! How new events come in; a button, since most states can be changed.

use leptos::prelude::*;

use crate::session::LiveStatus;
use crate::view::kit::*;

/// The button; none while nothing is to be said.
#[component]
pub(super) fn LiveStatusButton() -> impl IntoView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let status = session.live;
    let words = move || i18n.language().live(status.get()).unwrap_or_default();
    let label = move || {
        let (word, means) = words();
        [word.as_str(), ". ", &means].concat()
    };
    let tone = move || status.get().tone();
    let press = move |_| match status.get_untracked() {
        LiveStatus::Live | LiveStatus::Polling => session.pause(),
        LiveStatus::Paused => session.resume(),
        LiveStatus::Reconnecting | LiveStatus::Offline => session.restart_streams(),
        LiveStatus::Off | LiveStatus::Connecting | LiveStatus::WaitingForToken => {}
    };
    view! {
        <When is=move || status.get() != LiveStatus::Off>
            <button
                type="button"
                class="live"
                part="live-status"
                data-tone=tone
                title=move || words().1
                aria-label=label
                on:click=press
            >
                <Dot/>
                <span class="live-words">{move || words().0}</span>
            </button>
        </When>
    }
}
