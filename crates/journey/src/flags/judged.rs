//! What each rule came to: which value it looked at, where that stands, and why there is a flag or none. The flags
//! themselves are those that this says.

use chrono::{DateTime, Utc};

use super::rule::{Rule, Subject};
use super::{FlagRules, MOST, Said};
use crate::values::{plain_key, shortened};
use crate::{EntryId, Filter, Journey, ProfileAttribute, RuleMap, label};

/// A value in a flag's word is shortened to so many letters.
const LONGEST_VALUE: usize = 24;

/// What one rule came to.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedFlag {
    /// The flag's word as the administrator wrote it, with `{value}`.
    pub rule: String,
    /// Its colour, likewise.
    pub colour: Option<String>,
    /// In which map the rule stands.
    pub map: RuleMap,
    /// Of several rules for its word which one, from 0.
    pub place: Option<usize>,
    /// It looks at a profile attribute, and not at a field of the events.
    pub is_of_profile: bool,
    /// The plain key of the field, or of the attribute's label.
    pub subject: String,
    /// How it compares: `is`, `not`, `has`, `above`, `below`; empty: whether the value says something, and not "no".
    pub comparison: &'static str,
    /// What it compares with.
    pub wanted: Vec<String>,
    /// What is said there.
    pub values: Vec<String>,
    /// Which entry says it.
    pub entry: Option<EntryId>,
    /// The flag's word, or why there is none.
    pub verdict: Result<String, WhyNoFlag>,
}

/// Why a rule makes no flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNoFlag {
    /// No event and no tile says anything there.
    NobodySays,
    /// What is said there does not fit.
    SaysOtherwise,
    /// A rule before it made the same flag.
    IsThere,
    /// There are as many flags as can be told apart.
    TooMany,
}

impl WhyNoFlag {
    /// A stable word for it, for keys of words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NobodySays => "nobody-says",
            Self::SaysOtherwise => "says-otherwise",
            Self::IsThere => "is-there",
            Self::TooMany => "too-many",
        }
    }
}

impl FlagRules {
    /// What each rule comes to, in their order; as [`FlagRules::flags`] is asked.
    pub fn judged(
        &self,
        journey: &Journey,
        attributes: &[ProfileAttribute],
        filter: &Filter,
        now: DateTime<Utc>,
    ) -> Vec<JudgedFlag> {
        let fields = self.fields(journey, filter, now);
        let mut words: Vec<String> = Vec::new();
        let judged = self.rules.iter().map(|rule| {
            let (values, entry) = said_to(rule, &fields, attributes);
            let verdict = match (values.is_empty(), rule.test.first_that_fits(&values)) {
                (true, _) => Err(WhyNoFlag::NobodySays),
                (false, None) => Err(WhyNoFlag::SaysOtherwise),
                (false, Some(value)) => {
                    let word = rule.word.replace("{value}", &shortened(&label(value), LONGEST_VALUE));
                    if words.contains(&word) {
                        Err(WhyNoFlag::IsThere)
                    } else if words.len() == MOST {
                        Err(WhyNoFlag::TooMany)
                    } else {
                        words.push(word.clone());
                        Ok(word)
                    }
                }
            };
            judged(rule, values, entry, verdict)
        });
        judged.collect()
    }
}

/// What is said to a rule, and in which entry.
fn said_to(rule: &Rule, fields: &[Said<'_>], attributes: &[ProfileAttribute]) -> (Vec<String>, Option<EntryId>) {
    match &rule.subject {
        Subject::Field(name) => {
            let said = fields.iter().find(|said| said.field == name);
            said.map(|said| (said.values.clone(), Some(said.entry.clone()))).unwrap_or_default()
        }
        Subject::Attribute(name) => {
            let tile = attributes.iter().find(|tile| tile.error.is_none() && plain_key(&tile.label) == *name);
            (tile.map(|tile| tile.values.clone()).unwrap_or_default(), None)
        }
    }
}

fn judged(rule: &Rule, values: Vec<String>, entry: Option<EntryId>, verdict: Result<String, WhyNoFlag>) -> JudgedFlag {
    let (is_of_profile, subject) = match &rule.subject {
        Subject::Field(name) => (false, name.clone()),
        Subject::Attribute(name) => (true, name.clone()),
    };
    let (comparison, wanted) = rule.compared.clone();
    JudgedFlag {
        rule: rule.word.clone(),
        colour: rule.colour.clone(),
        map: rule.map,
        place: rule.place,
        is_of_profile,
        subject,
        comparison,
        wanted,
        values,
        entry,
        verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{at, call, custom, journey};
    use serde_json::json;

    const NOW: &str = "2026-03-02T12:00:00Z";

    fn tile(label: &str, value: &str) -> ProfileAttribute {
        ProfileAttribute::new(label, &[value.to_owned()], false)
    }

    #[test]
    fn a_flag_says_which_rule_of_which_map_compared_which_value_with_what() {
        let mut rules = FlagRules::default();
        rules.add(&json!({"VIP {value}": {"field": "tier", "is": ["Gold", 7]}}), |_| true).expect("a map");
        let mut file = FlagRules::of_file();
        let written =
            json!({"Risk": [{"attribute": "Open cases", "above": 9}, {"attribute": "Open cases", "above": 2}]});
        file.add(&written, |_| true).expect("a map");
        let rules = rules.followed_by(file);
        let journey = journey(&[custom("Order", "2026-03-01T10:00:00Z", json!({"Tier": "gold"}))]);
        let found = rules.judged(&journey, &[tile("Open cases", "3")], &Filter::default(), at(NOW));
        let first = &found[0];
        assert_eq!((first.rule.as_str(), first.map, first.place), ("VIP {value}", RuleMap::Property, None));
        assert_eq!((first.subject.as_str(), first.is_of_profile, first.comparison), ("tier", false, "is"));
        assert_eq!((first.wanted.join(" "), first.values.join(" ")), ("Gold 7".to_owned(), "gold".to_owned()));
        assert_eq!(first.entry.as_ref(), journey.entries().next().map(|entry| &entry.id));
        assert_eq!(first.verdict, Ok("VIP gold".to_owned()));
        let places: Vec<_> = found.iter().map(|one| (one.map, one.place)).collect();
        let file = |place| (RuleMap::File, Some(place));
        assert_eq!(places[1..], [file(0), file(1)]);
        assert_eq!((&found[1].verdict, &found[2].verdict), (&Err(WhyNoFlag::SaysOtherwise), &Ok("Risk".to_owned())));
        assert_eq!((found[2].is_of_profile, found[2].entry.clone()), (true, None));
    }

    #[test]
    fn a_rule_without_a_flag_says_why_and_the_flags_are_those_that_are_left() {
        let mut rules = FlagRules::default();
        let mut map = json!({"Nobody": {"field": "nothing"}, "Once": [{"field": "queueName"}, {"field": "agentName"}]});
        for number in 0..9 {
            map[format!("Flag {number}")] = json!({"field": "queueName"});
        }
        rules.add(&map, |_| true).expect("a map");
        let journey = journey(&call("c", "2026-03-01", None));
        let judged = rules.judged(&journey, &[], &Filter::default(), at(NOW));
        let of = |why| judged.iter().filter(|one| one.verdict == Err(why)).count();
        assert_eq!((of(WhyNoFlag::NobodySays), of(WhyNoFlag::IsThere), of(WhyNoFlag::TooMany)), (1, 1, 2));
        let words: Vec<_> = judged.iter().filter_map(|one| one.verdict.clone().ok()).collect();
        let flags = rules.flags(&journey, &[], &Filter::default(), at(NOW));
        assert_eq!(words, flags.into_iter().map(|flag| flag.word).collect::<Vec<_>>());
    }
}
