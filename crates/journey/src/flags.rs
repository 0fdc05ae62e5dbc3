//! What an administrator's rules say of a customer in a word: VIP, risk, do not call, a language, a consent. A rule looks
//! at a field of the events, or at a profile attribute; what nobody says flags nobody.
//!
//! Reads and judges; the session loads the file, the view draws the flags, and the layout check tells what is odd in it.

mod judged;
mod read;
mod rule;

use std::sync::Arc;

use chrono::{DateTime, Utc};

pub use self::judged::{JudgedFlag, WhyNoFlag};
use self::rule::{Rule, Subject};
use super::said_field::said_of;
use super::values::is_set;
use super::{Entry, EntryId, Filter, Journey, ProfileAttribute, RuleMap, is_ahead};

/// So many flags can be told apart at a glance.
const MOST: usize = 8;
/// So many of the newest entries are looked at for a field.
const NEWEST: usize = 1_000;

/// A flag beside the customer's name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Flag {
    /// What it says.
    pub word: String,
    /// Its colour, as the administrator wrote it.
    pub colour: Option<String>,
}

/// The rules, in the administrator's order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlagRules {
    rules: Vec<Rule>,
    /// In which map those stand that are added.
    map: RuleMap,
}

/// What the latest event that says something of a field says.
struct Said<'a> {
    field: &'a str,
    values: Vec<String>,
    entry: &'a EntryId,
}

impl FlagRules {
    /// The flags of a customer, each word once. `filter`: of which division events are for this agent.
    pub fn flags(
        &self,
        journey: &Journey,
        attributes: &[ProfileAttribute],
        filter: &Filter,
        now: DateTime<Utc>,
    ) -> Vec<Flag> {
        let judged = self.judged(journey, attributes, filter, now).into_iter();
        judged.filter_map(|rule| rule.verdict.ok().map(|word| Flag { word, colour: rule.colour })).collect()
    }

    /// Rules that stand in a file.
    pub fn of_file() -> Self {
        Self { map: RuleMap::File, ..Self::default() }
    }

    /// These rules, and then those.
    #[must_use]
    pub fn followed_by(mut self, others: Self) -> Self {
        self.rules.extend(others.rules);
        self
    }

    /// What the latest event that says something of a field says, for each field of the rules.
    fn fields<'a>(&'a self, journey: &'a Journey, filter: &Filter, now: DateTime<Utc>) -> Vec<Said<'a>> {
        let mut wanted: Vec<&str> = Vec::new();
        for rule in &self.rules {
            match &rule.subject {
                Subject::Field(name) if !wanted.contains(&name.as_str()) => wanted.push(name),
                _ => {}
            }
        }
        let everything = Filter { division: filter.division.clone(), ..Filter::default() };
        let everything = everything.at(now);
        let is_for_agent = |entry: &&Arc<Entry>| !is_ahead(entry.time, now) && everything.matches(entry);
        let mut found = Vec::new();
        for entry in journey.shown_at(now).take(NEWEST).filter(is_for_agent) {
            if wanted.is_empty() {
                break;
            }
            wanted.retain(|field| match said_of(entry, field) {
                Some(values) => {
                    found.push(Said { field, values, entry: &entry.id });
                    false
                }
                None => true,
            });
        }
        found
    }
}

/// Whether a text says yes or no; a text that says neither says something, and so yes.
fn says_yes(text: &str) -> bool {
    is_set(&serde_json::Value::String(text.to_owned()))
}

#[cfg(test)]
mod tests;
