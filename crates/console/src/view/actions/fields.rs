//! A journey action while it is filled in: a signal for each field.

use leptos::prelude::*;

use crate::action::ActionDraft;
use crate::view::rules::GroupFields;
use crate::wire::Action;

/// An action that is being filled in. A handle: copies are the same.
#[derive(Clone, Copy)]
pub(super) struct ActionFields {
    stored: RwSignal<Action>,
    pub(super) name: RwSignal<String>,
    pub(super) rest: RwSignal<String>,
    pub(super) url: RwSignal<String>,
    pub(super) method: RwSignal<String>,
    pub(super) body: RwSignal<String>,
    pub(super) rules: GroupFields,
}

impl ActionFields {
    /// To be filled in, beginning with this.
    pub(super) fn of(stored: Action) -> Self {
        let draft = ActionDraft::of(&stored);
        Self {
            stored: RwSignal::new(stored),
            name: RwSignal::new(draft.name),
            rest: RwSignal::new(draft.rest),
            url: RwSignal::new(draft.url),
            method: RwSignal::new(draft.method),
            body: RwSignal::new(draft.body),
            rules: GroupFields::of(&draft.rules),
        }
    }

    /// Takes the action as it is stored by now.
    pub(super) fn is_stored(self, action: Action) {
        self.stored.set(action);
    }

    /// What it says by now.
    pub(super) fn get(self) -> ActionDraft {
        ActionDraft {
            stored: self.stored.get(),
            name: self.name.get(),
            rest: self.rest.get(),
            url: self.url.get(),
            method: self.method.get(),
            body: self.body.get(),
            rules: self.rules.get(),
        }
    }
}
