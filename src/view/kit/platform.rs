//! A platform's mark: which of several told of something.

use leptos::prelude::*;

use journey::Platform;

/// The mark.
#[component]
pub(crate) fn PlatformMark(
    /// Which.
    platform: Platform,
) -> impl IntoView {
    view! { <span class="platform" part="platform" data-platform=platform.key()>{platform.name()}</span> }
}
