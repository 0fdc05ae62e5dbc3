//! Whether anybody is there: the network, and somebody who looks at the page. Streams rest while neither is.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;

use super::Session;
use crate::http::part_of;
use crate::listen::on_window;

/// How long nobody looks at the page before its streams rest, ms: who only glances at another tab finds it live.
const REST_AFTER_MS: u32 = 60_000;
/// When the network is back every tab of the browser hears of it at the same moment: each comes back within this, ms.
const COME_BACK_MS: u32 = 1500;

/// Whether the browser has a network.
pub(super) fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

fn is_hidden() -> bool {
    web_sys::window().and_then(|window| window.document()).is_some_and(|document| document.hidden())
}

impl Session {
    /// Follows the browser's network and the page's visibility.
    pub(super) fn keep_presence(self) {
        on_window("online", move || self.come_back(part_of(COME_BACK_MS)));
        on_window("offline", move || self.leave());
        // A page that was left may be kept for "back": its streams would go on holding connections of the browser, which
        // has six for each host, and the next page would wait for them.
        on_window("pagehide", move || self.leave());
        on_window("pageshow", move || self.come_back(0));
        // The document's event, on its way up.
        on_window("visibilitychange", move || self.look());
        self.look();
        // It may have gone before anybody listened.
        if !is_online() {
            self.leave();
        }
    }

    fn leave(self) {
        self.coming_back.end();
        self.online.set(false);
    }

    fn come_back(self, wait: u32) {
        if self.online.get_untracked() || !is_online() {
            return;
        }
        self.coming_back.run(async move {
            TimeoutFuture::new(wait).await;
            self.online.set(true);
            self.retry_unanswered();
        });
    }

    fn look(self) {
        self.going_to_rest.end();
        if is_hidden() {
            self.going_to_rest.run(async move {
                TimeoutFuture::new(REST_AFTER_MS).await;
                self.resting.set(true);
            });
        } else if self.resting.get_untracked() {
            self.resting.set(false);
        }
    }
}
