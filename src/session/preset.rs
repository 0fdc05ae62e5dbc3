//! A contact's default filter (`JDSDefaultFilter`) that would hide everything: it was typed by hand, for other events than
//! this customer has. It gives way, once and for this customer, and the view says so.

use leptos::prelude::*;

use super::aim::{default_filter, is_meant};
use super::customer_session::CustomerSession;

impl CustomerSession {
    /// Lets the default filter give way once no more of the history comes by itself and nothing of it is shown.
    pub(super) fn keep_preset(self) {
        let hides_all = Memo::new(move |_| {
            let preset = self.followed_preset()?;
            let rests = self
                .history
                .with(|history| history.ready().is_some_and(|progress| progress.complete || progress.has_older));
            let hides = self.timeline.with(|timeline| timeline.is_empty() && timeline.outside.filtered > 0);
            let asks = self.filter.with(|filter| filter.is_narrowed());
            (rests && hides && asks).then_some(preset)
        });
        Effect::new(move |_| {
            if let Some(preset) = hides_all.get() {
                self.given_way.set(Some(preset));
            }
        });
    }

    /// The default filter that has given way and is not followed now.
    pub(crate) fn preset_given_way(self) -> Option<String> {
        self.preset_in_place().filter(|_| self.has_given_way.get())
    }

    /// The default filter that is followed now.
    fn followed_preset(self) -> Option<String> {
        self.preset_in_place().filter(|_| !self.has_given_way.get())
    }

    /// The contact's default filter, unless the agent chose something else.
    fn preset_in_place(self) -> Option<String> {
        self.settings.with(|settings| {
            let is_chosen = self.chosen.with(|chosen| chosen.as_ref().is_some_and(|chosen| is_meant(settings, chosen)));
            default_filter(settings).filter(|_| !is_chosen).map(str::to_owned)
        })
    }
}
