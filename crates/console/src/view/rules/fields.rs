//! Rules while they are filled in: a signal for each field. What they say by now is read out of them as plain rules.

use cjds::{AggregationMode, Template};
use leptos::prelude::*;

use super::Catalog;
use crate::rules::{Comparison, Condition, Group, Logic, Part, mode_word};

/// What the conditions are about.
#[derive(Clone, Copy)]
pub(crate) enum Subject {
    /// Events: of the attribute's own type, where a condition says no other.
    Events {
        /// The attribute's type of events.
        event: RwSignal<String>,
        /// What may be chosen.
        catalog: Catalog,
    },
    /// The values of a template.
    Profile(Signal<Template>),
}

/// A group that is being filled in. A handle: copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct GroupFields {
    pub(super) logic: RwSignal<String>,
    pub(super) parts: RwSignal<Vec<PartFields>>,
}

/// A part of it, told from others by its number.
#[derive(Clone, Copy)]
pub(super) struct PartFields {
    pub(super) id: u32,
    pub(super) kind: PartKind,
}

#[derive(Clone, Copy)]
pub(super) enum PartKind {
    Condition(ConditionFields),
    Group(GroupFields),
}

/// A condition that is being filled in.
#[derive(Clone, Copy)]
pub(super) struct ConditionFields {
    pub(super) event: RwSignal<String>,
    pub(super) key: RwSignal<String>,
    pub(super) kind: RwSignal<String>,
    pub(super) mode: RwSignal<String>,
    pub(super) comparison: RwSignal<String>,
    pub(super) value: RwSignal<String>,
}

fn next_number() -> u32 {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NUMBERS: AtomicU32 = AtomicU32::new(0);
    NUMBERS.fetch_add(1, Ordering::Relaxed)
}

impl GroupFields {
    /// To be filled in, beginning with these rules. Its signals are of the owner that is current.
    pub(crate) fn of(group: &Group) -> Self {
        let logic = match group.logic {
            Logic::And => "AND",
            Logic::Or => "OR",
        };
        let parts = group.parts.iter().map(PartFields::of).collect();
        Self { logic: RwSignal::new(logic.to_owned()), parts: RwSignal::new(parts) }
    }

    /// What it says by now.
    pub(crate) fn get(self) -> Group {
        let part = |part: &PartFields| match part.kind {
            PartKind::Condition(condition) => Part::Condition(condition.get()),
            PartKind::Group(group) => Part::Group(group.get()),
        };
        Group {
            logic: if self.logic.with(|logic| logic == "OR") { Logic::Or } else { Logic::And },
            parts: self.parts.with(|parts| parts.iter().map(part).collect()),
        }
    }
}

impl PartFields {
    pub(super) fn of(part: &Part) -> Self {
        let kind = match part {
            Part::Condition(condition) => PartKind::Condition(ConditionFields::of(condition)),
            Part::Group(group) => PartKind::Group(GroupFields::of(group)),
        };
        Self { id: next_number(), kind }
    }
}

impl ConditionFields {
    fn of(condition: &Condition) -> Self {
        Self {
            event: RwSignal::new(condition.event.clone()),
            key: RwSignal::new(condition.key.clone()),
            kind: RwSignal::new(condition.kind.clone()),
            mode: RwSignal::new(mode_word(condition.mode).to_owned()),
            comparison: RwSignal::new(condition.comparison.word().to_owned()),
            value: RwSignal::new(condition.value.clone()),
        }
    }

    /// What it says by now.
    pub(super) fn get(self) -> Condition {
        Condition {
            event: self.event.get(),
            key: self.key.get(),
            kind: self.kind.get(),
            mode: self.mode.with(|mode| AggregationMode::from_word(mode)).unwrap_or(AggregationMode::Value),
            comparison: self.comparison.with(|word| Comparison::from_word(word)).unwrap_or(Comparison::Equal),
            value: self.value.get(),
        }
    }
}

impl Subject {
    /// A condition to begin with.
    pub(super) fn new_condition(self) -> Condition {
        let condition = Condition {
            event: String::new(),
            key: String::new(),
            kind: "string".to_owned(),
            mode: AggregationMode::Value,
            comparison: Comparison::Equal,
            value: String::new(),
        };
        match self {
            Self::Events { .. } => condition,
            // The first attribute that can be named.
            Self::Profile(template) => template.with_untracked(|template| match template.attributes.first() {
                Some(attribute) => Condition {
                    event: attribute.event.clone(),
                    key: attribute.meta_data.clone(),
                    kind: attribute.meta_data_type.clone(),
                    mode: attribute.mode().unwrap_or(AggregationMode::Value),
                    ..condition
                },
                None => condition,
            }),
        }
    }
}
