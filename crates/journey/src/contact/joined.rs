//! One contact that several platforms told of.

use std::slice;

use chrono::{DateTime, Utc};

use super::{Contact, SILENCE, append};
use crate::customer_journey::insert;

/// What the first leg does not say, the next one that does.
macro_rules! fill {
    ($whole:ident, $leg:ident: $($field:ident)*) => {
        $(if $whole.$field.is_none() {
            $whole.$field.clone_from(&$leg.$field);
        })*
    };
}

impl Contact {
    /// The contact of these legs, in the order in which their platforms are believed. `None`: of none.
    pub(crate) fn joined(legs: Vec<Self>) -> Option<Self> {
        let mut whole = legs.first()?.clone();
        if legs.len() == 1 {
            return Some(whole);
        }
        // The same whichever platform is believed first: rows and links are called by it.
        if let Some(main) = legs.iter().min_by_key(|leg| leg.platform) {
            (whole.platform, whole.task) = (main.platform, main.task.clone());
        }
        for leg in legs.iter().skip(1) {
            fill!(whole, leg: channel channel_name direction origin destination team entry_point site contact_reason
                outcome reason terminating_party sentiment csat summary division);
            if whole.wrap_up.code.is_none() {
                whole.wrap_up = leg.wrap_up.clone();
            }
            if whole.stages.is_empty() {
                whole.stages.clone_from(&leg.stages);
            }
            if leg.transcript.as_ref().map(super::Transcript::turns)
                > whole.transcript.as_ref().map(super::Transcript::turns)
            {
                whole.transcript.clone_from(&leg.transcript);
            }
            leg.queues.iter().for_each(|name| append(&mut whole.queues, name));
            leg.agents.iter().for_each(|name| append(&mut whole.agents, name));
            for code in &leg.wrap_ups {
                if !whole.wrap_ups.contains(code) {
                    whole.wrap_ups.push(code.clone());
                }
            }
            whole.is_over &= leg.is_over;
            whole.has_ended |= leg.has_ended;
            whole.problems.extend(leg.problems.iter().cloned());
        }
        whole.start = legs.iter().filter_map(|leg| leg.start).min();
        whole.last = legs.iter().filter_map(|leg| leg.last).max();
        for event in legs.iter().skip(1).flat_map(|leg| &leg.events) {
            insert(&mut whole.events, event.clone());
        }
        whole.legs = legs;
        Some(whole)
    }

    /// The contact as each platform tells it, one leg for each, in the order in which they are believed; itself, if one
    /// platform does.
    pub fn legs(&self) -> &[Self] {
        if self.legs.is_empty() { slice::from_ref(self) } else { &self.legs }
    }

    /// From when to when it may be: one whose end nobody told may go on for as long as nothing is heard of one that does.
    pub(crate) fn reach(&self) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        let (start, last) = (self.start?, self.last?);
        Some((start, if self.is_over { last } else { last.checked_add_signed(SILENCE).unwrap_or(last) }))
    }
}
