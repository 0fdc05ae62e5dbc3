//! The live-region announcement: how many new entries wait, for people who do not look. Once in a while, not with every
//! event: a voice that says "3 new, 4 new, 5 new" is one that nobody can work beside.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;

use super::kit::*;

/// Between two announcements, ms.
const REST: u32 = 5_000;

/// The place where it is said, which nobody sees.
#[component]
pub(super) fn Announcements() -> impl IntoView {
    let Ui { session, i18n, .. } = use_ui();
    let said = RwSignal::new(String::new());
    let rests = StoredValue::new_local(None::<Timeout>);
    let words = Memo::new(move |_| match session.customer.get().map_or(0, |customer| customer.held_count.get()) {
        0 => String::new(),
        count => i18n.t_count("timeline.new", count),
    });
    let speaker = Speaker { words, said, rests };
    Effect::new(move |_| {
        words.track();
        speaker.say();
    });
    view! { <p class="unseen" role="status">{move || said.get()}</p> }
}

/// What is to be said, what was, and how long nothing more is.
#[derive(Clone, Copy)]
struct Speaker {
    words: Memo<String>,
    said: RwSignal<String>,
    rests: StoredValue<Option<Timeout>, LocalStorage>,
}

impl Speaker {
    fn say(self) {
        let words = self.words.get_untracked();
        if self.rests.with_value(Option::is_some) || self.said.with_untracked(|said| *said == words) {
            return;
        }
        self.said.set(words);
        // It ends with the owner of this.
        let wakes = Timeout::new(REST, move || {
            self.rests.set_value(None);
            self.say();
        });
        self.rests.set_value(Some(wakes));
    }
}
