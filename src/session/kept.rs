//! What the agent chose to see, kept in the tab's sessionStorage: it is there again after a reload. Kept by agent, and for
//! a widget beside the desktop's contacts apart from one on a page to look customers up: what is chosen in the one is
//! nobody's wish in the other. Nothing else is ever stored.

use leptos::prelude::*;
use web_sys::Storage;

use super::Session;
use super::aim::{Choice, default_filter};
use crate::settings::Settings;
use journey::Filter;

/// Before the name of an agent, for widgets that follow no contact.
const PAGE: &str = "page/";

impl Session {
    /// Takes over what was kept for the agent, as soon as the desktop says who that is.
    pub(super) fn keep_filter(self) {
        let keeper = Memo::new(move |_| self.settings.with(keeper));
        self.keeper.set(keeper.get_untracked());
        self.take_kept();
        Effect::new(move |_| {
            let (keeper, before) = (keeper.get(), self.keeper.get_untracked());
            let was_page = before.as_ref().is_some_and(|before| before.starts_with(PAGE));
            // A contact that does not name its agent is the same agent's as the one before.
            if keeper == before || (keeper.is_none() && !was_page) {
                return;
            }
            self.keeper.set(keeper);
            // Another agent at this desk has chosen nothing yet; one who is known only now has chosen what is chosen.
            if before.is_some() {
                self.chosen.set(None);
                self.chosen_range.set(None);
            }
            self.take_kept();
        });
    }

    /// Keeps what is chosen now.
    pub(super) fn write_filter(self) {
        let has_range = self.chosen_range.with_untracked(Option::is_some);
        let kept = self.chosen.with_untracked(|chosen| chosen.as_ref().map(|choice| choice.filter.keep(has_range)));
        if let (Some(storage), Some(kept)) = (storage(), kept) {
            // Full or forbidden: then it is not kept, and nothing else is amiss.
            let _ = storage.set_item(&self.storage_key(), &kept.to_string());
        }
    }

    fn take_kept(self) {
        let kept = storage().and_then(|storage| storage.get_item(&self.storage_key()).ok().flatten());
        let Some(kept) = kept.and_then(|text| basics::json::parse(&text).ok()) else { return };
        let (filter, has_range) = Filter::kept(&kept);
        self.chosen_range.set(has_range.then_some(filter.range));
        if filter.is_narrowed() || has_range {
            let preset = self.settings.with_untracked(|settings| default_filter(settings).map(str::to_owned));
            self.chosen.set(Some(Choice { filter, preset }));
        }
    }

    fn storage_key(self) -> String {
        let keeper = self.keeper.get_untracked().unwrap_or_default();
        ["customer-journey-widget.filter.", &keeper].concat()
    }
}

/// For whom it is kept: beside contacts their agent, as far as they name one; on a page whoever the token says.
fn keeper(settings: &Settings) -> Option<String> {
    match &settings.contact {
        Some(contact) => contact.agent.clone(),
        None if settings.follows_contact => None,
        None => Some([PAGE, &settings.token.subject().unwrap_or_default()].concat()),
    }
}

/// A page in a sandbox has none.
fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}
