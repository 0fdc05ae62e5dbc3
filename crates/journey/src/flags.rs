//! What an administrator's rules say of a customer in a word: VIP, risk, do not call, a language, a consent. A rule looks
//! at a field of the events, or at a profile attribute; what nobody says flags nobody.
//!
//! Reads and judges; the session loads the file, the view draws the flags, and the layout check tells what is odd in it.

mod read;
mod rule;

use std::sync::Arc;

use chrono::{DateTime, Utc};

use self::rule::{Rule, Subject};
use super::said_field::said_of;
use super::values::{is_set, plain_key, shortened};
use super::{Entry, Filter, Journey, ProfileAttribute, is_ahead, label};

/// So many flags can be told apart at a glance.
const MOST: usize = 8;
/// So many of the newest entries are looked at for a field.
const NEWEST: usize = 1_000;
/// A value in a flag's word is shortened to so many letters.
const LONGEST_VALUE: usize = 24;

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
        let fields = self.fields(journey, filter, now);
        let mut flags: Vec<Flag> = Vec::new();
        for rule in &self.rules {
            let values = match &rule.subject {
                Subject::Field(name) => {
                    fields.iter().find(|(known, _)| *known == name).map(|(_, values)| values.clone())
                }
                Subject::Attribute(name) => attributes
                    .iter()
                    .find(|tile| tile.error.is_none() && plain_key(&tile.label) == *name)
                    .map(|tile| tile.values.clone()),
            };
            let Some(value) = values.as_deref().and_then(|values| rule.test.first_that_fits(values)) else { continue };
            let word = rule.word.replace("{value}", &shortened(&label(value), LONGEST_VALUE));
            if flags.len() < MOST && !flags.iter().any(|flag| flag.word == word) {
                flags.push(Flag { word, colour: rule.colour.clone() });
            }
        }
        flags
    }

    /// These rules, and then those.
    #[must_use]
    pub fn followed_by(mut self, others: Self) -> Self {
        self.rules.extend(others.rules);
        self
    }

    /// What the latest event that says something of a field says, for each field of the rules.
    fn fields(&self, journey: &Journey, filter: &Filter, now: DateTime<Utc>) -> Vec<(&str, Vec<String>)> {
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
            wanted.retain(|name| match said_of(entry, name) {
                Some(values) => {
                    found.push((*name, values));
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
