//! What an agent's desktop remembers of the widget itself: the density, and who was looked up lately. Kept by agent; the
//! look-ups are identities of customers, so they go with the tab, and one by one whenever the agent wants.

use leptos::prelude::*;
use serde_json::Value as Json;
use web_sys::Storage;

use super::Session;
use journey::Identity;

/// More than these nobody looks through.
const MOST_RECENT: usize = 8;
const RECENT: &str = "customer-journey-widget.recent.";
const DENSITY: &str = "customer-journey-widget.density.";

impl Session {
    /// Takes over what is remembered for the agent, whoever that is.
    pub(super) fn remember(self) {
        let agent = Memo::new(move |_| self.agent_key());
        Effect::new(move |_| {
            let agent = agent.get();
            let recent = read(tab(), &[RECENT, &agent].concat()).and_then(|text| basics::json::parse(&text).ok());
            let recent = recent.as_ref().and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
            let identities = recent.iter().filter_map(Json::as_str).filter_map(Identity::new);
            self.recent.set(identities.take(MOST_RECENT).collect());
            let density = read(browser(), &[DENSITY, &agent].concat());
            self.condensed.set(density.map(|density| density == "condensed"));
        });
    }

    /// Whether the compact density is shown: as the agent chose, else as the layout says.
    pub(crate) fn is_condensed(self) -> bool {
        self.condensed.get().unwrap_or_else(|| self.settings.with(|settings| settings.condensed))
    }

    /// Chooses the density, for as long as the browser remembers.
    pub(crate) fn set_condensed(self, condensed: bool) {
        self.condensed.set(Some(condensed));
        let word = if condensed { "condensed" } else { "comfortable" };
        write(browser(), &[DENSITY, &self.agent_key()].concat(), word);
    }

    /// Who was looked up lately, the latest first.
    pub(crate) fn recent(self) -> Vec<Identity> {
        self.recent.get()
    }

    /// Forgets that somebody was looked up; without an identity, everybody.
    pub(crate) fn forget_recent(self, identity: Option<&Identity>) {
        self.change_recent(|recent| recent.retain(|known| identity.is_some_and(|gone| gone != known)));
    }

    pub(super) fn add_recent(self, identity: Identity) {
        self.change_recent(|recent| {
            recent.retain(|known| !known.is_same(&identity));
            recent.insert(0, identity);
            recent.truncate(MOST_RECENT);
        });
    }

    fn change_recent(self, change: impl FnOnce(&mut Vec<Identity>)) {
        self.recent.update(change);
        let list: Json = self.recent.with_untracked(|recent| recent.iter().map(Identity::as_str).collect());
        write(tab(), &[RECENT, &self.agent_key_untracked()].concat(), &list.to_string());
    }

    /// Whose desktop it is, as far as the token says it; else the organization's.
    fn agent_key(self) -> String {
        self.settings.with(|settings| {
            let organization = || settings.sources.iter().find_map(|source| source.place.as_ref().ok()?.account());
            let token = settings.sources.iter().find_map(|source| source.token.subject());
            token.or_else(organization).unwrap_or_default()
        })
    }

    fn agent_key_untracked(self) -> String {
        leptos::prelude::untrack(|| self.agent_key())
    }
}

/// Ends with the tab. A page in a sandbox has none.
fn tab() -> Option<Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}

/// Stays.
fn browser() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

fn read(storage: Option<Storage>, key: &str) -> Option<String> {
    storage?.get_item(key).ok().flatten()
}

fn write(storage: Option<Storage>, key: &str, text: &str) {
    if let Some(storage) = storage {
        // Full or forbidden: then it is not remembered, and nothing else is amiss.
        let _ = storage.set_item(key, text);
    }
}
