//! One rule: what it looks at, and when that makes a flag.

use super::says_yes;
use crate::RuleMap;
use crate::profile::Decimal;
use crate::values::{is_same_word, plain_key};

/// A rule that can be followed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rule {
    /// What the flag says; `{value}` stands for the value.
    pub(super) word: String,
    pub(super) subject: Subject,
    pub(super) test: Test,
    pub(super) colour: Option<String>,
    /// In which map it stands.
    pub(super) map: RuleMap,
    /// Of several rules for its word which one, from 0.
    pub(super) place: Option<usize>,
    /// What it compares with, as the administrator wrote it: the key of the comparison, and its values.
    pub(super) compared: (&'static str, Vec<String>),
}

/// What it looks at, by its plain key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// A field of events, or a contact variable.
    Field(String),
    /// A tile of the profile, by its label.
    Attribute(String),
}

/// When there is a flag.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Test {
    /// The value says something, and not "no".
    Set,
    /// It is one of these.
    Is(Vec<Wanted>),
    /// It is there, and none of these.
    Not(Vec<Wanted>),
    /// It has this text in it.
    Has(String),
    /// It is a higher number.
    Above(Decimal),
    /// It is a lower number.
    Below(Decimal),
}

/// What a value may be compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// A text or number, without regard to case and blanks.
    Word(String),
    /// `true` or `false`, as senders write them: "Yes", "0" …
    Flag(bool),
}

impl Test {
    /// The value for which there is a flag.
    pub(super) fn first_that_fits<'a>(&self, values: &'a [String]) -> Option<&'a str> {
        let values = values.iter().map(String::as_str).filter(|value| !value.trim().is_empty());
        let mut fitting = values.clone().filter(|value| match self {
            Self::Set => says_yes(value),
            Self::Is(wanted) => wanted.iter().any(|wanted| wanted.is(value)),
            // Of several values none may be one of these.
            Self::Not(unwanted) => !values.clone().any(|value| unwanted.iter().any(|one| one.is(value))),
            Self::Has(part) => plain_key(value).contains(part),
            Self::Above(limit) => Decimal::read(value).is_some_and(|number| number.is_more_than(limit)),
            Self::Below(limit) => Decimal::read(value).is_some_and(|number| limit.is_more_than(&number)),
        });
        fitting.next()
    }
}

impl Wanted {
    fn is(&self, value: &str) -> bool {
        match self {
            Self::Word(word) => is_same_word(word, value.trim()),
            Self::Flag(flag) => {
                let words: &[&str] =
                    if *flag { &["true", "yes", "y", "on", "1"] } else { &["false", "no", "n", "off", "0"] };
                words.iter().any(|word| word.eq_ignore_ascii_case(value.trim()))
            }
        }
    }
}
