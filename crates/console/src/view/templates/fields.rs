//! An attribute while it is filled in: a signal for each field.

use cjds::TemplateAttribute;
use leptos::prelude::*;

use crate::draft::AttributeDraft;
use crate::view::rules::GroupFields;

/// An attribute that is being filled in, told from others by its number. A handle: copies are the same.
#[derive(Clone, Copy)]
pub(super) struct AttributeFields {
    pub(super) id: u32,
    stored: StoredValue<TemplateAttribute>,
    pub(super) name: RwSignal<String>,
    pub(super) event: RwSignal<String>,
    pub(super) key: RwSignal<String>,
    pub(super) kind: RwSignal<String>,
    pub(super) mode: RwSignal<String>,
    pub(super) unit: RwSignal<String>,
    pub(super) period: RwSignal<String>,
    pub(super) limit: RwSignal<String>,
    pub(super) is_shown: RwSignal<bool>,
    pub(super) is_verbose: RwSignal<bool>,
    pub(super) rules: GroupFields,
    /// Whether its fields are seen.
    pub(super) is_open: RwSignal<bool>,
}

impl AttributeFields {
    /// To be filled in, beginning with this. Its signals are of the owner that is current.
    pub(super) fn of(draft: AttributeDraft, id: u32, is_open: bool) -> Self {
        Self {
            id,
            rules: GroupFields::of(&draft.rules),
            name: RwSignal::new(draft.name),
            event: RwSignal::new(draft.event),
            key: RwSignal::new(draft.key),
            kind: RwSignal::new(draft.kind),
            mode: RwSignal::new(draft.mode),
            unit: RwSignal::new(draft.unit),
            period: RwSignal::new(draft.period),
            limit: RwSignal::new(draft.limit),
            is_shown: RwSignal::new(draft.is_shown),
            is_verbose: RwSignal::new(draft.is_verbose),
            is_open: RwSignal::new(is_open),
            stored: StoredValue::new(draft.stored),
        }
    }

    /// As it was stored.
    pub(super) fn stored(self) -> TemplateAttribute {
        self.stored.get_value()
    }

    /// What it says by now.
    pub(super) fn get(self) -> AttributeDraft {
        AttributeDraft {
            stored: self.stored.get_value(),
            name: self.name.get(),
            event: self.event.get(),
            key: self.key.get(),
            kind: self.kind.get(),
            mode: self.mode.get(),
            unit: self.unit.get(),
            period: self.period.get(),
            limit: self.limit.get(),
            is_shown: self.is_shown.get(),
            is_verbose: self.is_verbose.get(),
            rules: self.rules.get(),
        }
    }
}
