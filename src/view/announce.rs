//! What people who do not look are told: how many new entries wait. Once in a while, not with every event: a voice that
//! says "3 new, 4 new, 5 new" is one that nobody can work beside.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use leptos::prelude::*;

use super::Ui;
use super::dom::{El, el, follow};
use crate::locale::{Language, t_count};

/// Between two announcements, ms.
const REST: u32 = 5_000;

/// A voice, and what it has still to say.
struct Voice {
    place: El,
    next: RefCell<String>,
    rests: Cell<bool>,
}

/// The place where it is said, which nobody sees.
pub(super) fn announcements(ui: Ui) -> El {
    let place = el("p").class("unseen").attr("role", "status");
    let voice = Rc::new(Voice { place: place.clone(), next: RefCell::default(), rests: Cell::new(false) });
    let language = Language::spoken();
    follow(move || {
        let count = ui.session.customer.get().map_or(0, |customer| customer.held_count.get());
        let words = if count == 0 {
            String::new()
        } else {
            language.speak(|| t_count("timeline.new", count, &ui.count(count)))
        };
        voice.next.replace(words);
        say(&voice);
    });
    place
}

fn say(voice: &Rc<Voice>) {
    let words = voice.next.borrow();
    if voice.rests.get() || voice.place.node().text_content().as_deref() == Some(words.as_str()) {
        return;
    }
    voice.place.node().set_text_content(Some(&words));
    voice.rests.set(true);
    let voice = Rc::clone(voice);
    // It touches nothing of the session: by then that may have ended.
    let wakes = Timeout::new(REST, move || {
        voice.rests.set(false);
        say(&voice);
    });
    wakes.forget();
}
