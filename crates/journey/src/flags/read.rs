//! The rules as an administrator writes them, and what is odd in them:
//! `{"VIP": {"field": "tier", "is": ["Gold", "Platinum"], "color": "gold"}}`; a list of rules where any of them will do.

use serde_json::{Map, Value};

use super::FlagRules;
use super::rule::{Rule, Subject, Test, Wanted};
use crate::profile::Decimal;
use crate::values::{line, plain_key, text, texts};
use crate::{RuleMap, RuleProblem};

/// More rules than this are not read.
const MOST: usize = 100;
/// A flag is a word or two, letters.
const LONGEST_WORD: usize = 40;
const KNOWN: [&str; 9] = ["field", "attribute", "is", "not", "has", "above", "below", "color", "colour"];
const COMPARISONS: [&str; 5] = ["is", "not", "has", "above", "below"];

impl FlagRules {
    /// Adds the rules of a file or of a property; gives what is odd in them. A rule that is odd spoils no other.
    /// `is_colour`: whether this is a colour that can be shown.
    ///
    /// # Errors
    /// It is no map at all; says what it is.
    pub fn add(&mut self, map: &Value, is_colour: impl Fn(&str) -> bool) -> Result<Vec<RuleProblem>, &'static str> {
        let words = map.as_object().ok_or("it is no JSON object of words and rules")?;
        let mut problems = Vec::new();
        for (word, value) in words {
            let written = match value {
                Value::Array(rules) => rules.iter().enumerate().map(|(place, rule)| (Some(place), rule)).collect(),
                rule => vec![(None, rule)],
            };
            for (place, rule) in written {
                let mut say = |part: Option<&str>, what, fix| {
                    problems.push(RuleProblem { word: word.clone(), place, part: part.map(str::to_owned), what, fix });
                };
                if self.rules.len() == MOST {
                    let what = "there are more than 100 rules; this one and those after it are left out";
                    say(None, what, "Take out rules that nobody needs.");
                    return Ok(problems);
                }
                let read = read(word, rule, &is_colour, &mut say);
                self.rules.extend(read.map(|rule| Rule { map: self.map, place, ..rule }));
            }
        }
        Ok(problems)
    }
}

type Say<'a> = dyn FnMut(Option<&str>, &'static str, &'static str) + 'a;

fn read(word: &str, rule: &Value, is_colour: &impl Fn(&str) -> bool, say: &mut Say<'_>) -> Option<Rule> {
    let word = line(word, LONGEST_WORD);
    if word.is_empty() {
        say(None, "this flag has no word; the rule is left out", "Write the word to be shown before the rule.");
        return None;
    }
    let Some(fields) = rule.as_object() else {
        say(
            None,
            "this is no rule; it is left out",
            "Write an object, such as {\"field\": \"tier\", \"is\": \"Gold\"}.",
        );
        return None;
    };
    if let Some(unknown) = fields.keys().find(|key| !KNOWN.contains(&key.as_str())) {
        say(
            Some(unknown),
            "this is no part of a rule; it is left out of account",
            "A rule has field or attribute, one of is, not, has, above and below, and color.",
        );
    }
    let subject = subject(fields, say)?;
    let test = test(fields, say)?;
    let (key, written) = match (fields.get("color"), fields.get("colour")) {
        (Some(written), _) => ("color", Some(written)),
        (None, written) => ("colour", written),
    };
    let colour = written.and_then(Value::as_str).filter(|colour| is_colour(colour)).map(str::to_owned);
    if written.is_some_and(|written| !written.is_null()) && colour.is_none() {
        say(
            Some(key),
            "this is no colour that can be shown; the flag is grey",
            "Write #rrggbb, or a name of Momentum's palette, such as red, gold or mint.",
        );
    }
    let compared = compared(fields);
    Some(Rule { word, subject, test, colour, map: RuleMap::default(), place: None, compared })
}

/// What a rule compares with, as it was written.
fn compared(fields: &Map<String, Value>) -> (&'static str, Vec<String>) {
    let found = COMPARISONS.into_iter().find_map(|key| fields.get(key).map(|value| (key, texts(value))));
    found.unwrap_or_default()
}

fn subject(fields: &Map<String, Value>, say: &mut Say<'_>) -> Option<Subject> {
    let named = |key: &str| fields.get(key).and_then(text).map(|name| plain_key(&name)).filter(|name| !name.is_empty());
    let subject = match (named("field"), named("attribute")) {
        (Some(field), None) => Some(Subject::Field(field)),
        (None, Some(attribute)) => Some(Subject::Attribute(attribute)),
        _ => None,
    };
    if subject.is_none() {
        say(
            None,
            "this rule does not say what it looks at; it is left out",
            "Name one field of the events (\"field\") or one profile attribute (\"attribute\").",
        );
    }
    subject
}

fn test(fields: &Map<String, Value>, say: &mut Say<'_>) -> Option<Test> {
    let mut compared = COMPARISONS.into_iter().filter_map(|key| fields.get_key_value(key));
    let Some((key, value)) = compared.next() else { return Some(Test::Set) };
    if compared.next().is_some() {
        say(None, "this rule compares in two ways; it is left out", "Write a rule for each, in a list.");
        return None;
    }
    let wanted = || {
        let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        let wanted: Option<Vec<Wanted>> = values.iter().map(wanted).collect();
        wanted.filter(|wanted| !wanted.is_empty())
    };
    let number = || text(value).and_then(|number| Decimal::read(&number));
    let test = match key.as_str() {
        "is" => wanted().map(Test::Is),
        "not" => wanted().map(Test::Not),
        "has" => value.as_str().map(plain_key).filter(|part| !part.is_empty()).map(Test::Has),
        "above" => number().map(Test::Above),
        _ => number().map(Test::Below),
    };
    if test.is_none() {
        let (what, fix) = match key.as_str() {
            "is" | "not" => (
                "this is nothing to compare with; the rule is left out",
                "Write a text, a number, true or false, or a list of them.",
            ),
            "has" => ("this is no text to look for; the rule is left out", "Write a text."),
            _ => ("this is no number; the rule is left out", "Write a number, such as 70 or 2.5."),
        };
        say(Some(key), what, fix);
    }
    test
}

fn wanted(value: &Value) -> Option<Wanted> {
    match value {
        Value::Bool(flag) => Some(Wanted::Flag(*flag)),
        value => text(value).map(Wanted::Word),
    }
}
