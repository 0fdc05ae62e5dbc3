//! What the agent chose to see, kept in the tab's sessionStorage by agent: it is there again after a reload. Nothing else
//! is ever stored.

use web_sys::Storage;

use super::aim::{Choice, default_filter};
use super::{Derived, Session, whenever};
use crate::journey::Filter;

impl Session {
    /// Takes over what was kept for the agent, as soon as the desktop says who that is.
    pub(super) fn keep_filter(self) {
        let agent = Derived::new(move || {
            self.settings.with(|settings| settings.contact.as_ref().and_then(|contact| contact.agent.clone()))
        });
        self.take_kept();
        whenever(move || {
            let Some(agent) = agent.get() else { return };
            let before = self.agent.get_untracked();
            if before.as_ref() == Some(&agent) {
                return;
            }
            self.agent.set(Some(agent));
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
        let Some(kept) = kept.and_then(|text| cjds::json::parse(&text).ok()) else { return };
        let (filter, has_range) = Filter::kept(&kept);
        self.chosen_range.set(has_range.then_some(filter.range));
        if filter.is_narrowed() || has_range {
            let preset = self.settings.with_untracked(|settings| default_filter(settings).map(str::to_owned));
            self.chosen.set(Some(Choice { filter, preset }));
        }
    }

    fn storage_key(self) -> String {
        let agent = self.agent.get_untracked().unwrap_or_default();
        ["customer-journey-widget.filter.", &agent].concat()
    }
}

/// A page in a sandbox has none.
fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}
