//! The rules of an attribute or of a journey action, as a page can show and change them: conditions that are joined by
//! "and" or "or", groups of them in one another. The wire has a condition as text, `item buy,price,integer,Sum GT 100`; what
//! rules come to is the service's.

use cjds::{AggregationMode, Rules};
use serde_json::Value;

/// How deep the service reads groups in one another.
const DEEPEST: usize = 16;

/// Conditions and groups that are joined.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Group {
    pub(crate) logic: Logic,
    pub(crate) parts: Vec<Part>,
}

/// How the parts of a group are joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Logic {
    /// All of them hold.
    #[default]
    And,
    /// One of them holds.
    Or,
}

/// A part of a group.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Part {
    Condition(Condition),
    Group(Group),
}

/// One condition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Condition {
    /// The type of the events.
    pub(crate) event: String,
    /// The field of their data.
    pub(crate) key: String,
    /// `string`, `integer` and so on.
    pub(crate) kind: String,
    pub(crate) mode: AggregationMode,
    pub(crate) comparison: Comparison,
    pub(crate) value: String,
}

/// The operator of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

/// A part of a condition that somebody fills in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ConditionField {
    Event,
    Key,
    Value,
}

/// All modes, in the order in which they are offered, with the wire's word and the key of their name.
pub(crate) const MODES: [(AggregationMode, &str, &str); 7] = [
    (AggregationMode::Value, "Value", "mode.value"),
    (AggregationMode::Count, "Count", "mode.count"),
    (AggregationMode::Sum, "Sum", "mode.sum"),
    (AggregationMode::Average, "Average", "mode.average"),
    (AggregationMode::Min, "Min", "mode.min"),
    (AggregationMode::Max, "Max", "mode.max"),
    (AggregationMode::Distinct, "Distinct", "mode.distinct"),
];

/// The wire's word for a mode.
pub(crate) fn mode_word(mode: AggregationMode) -> &'static str {
    MODES.iter().find(|(one, ..)| *one == mode).map_or("Value", |(_, word, _)| word)
}

/// The key of a mode's name.
pub(crate) fn mode_key(mode: AggregationMode) -> &'static str {
    MODES.iter().find(|(one, ..)| *one == mode).map_or("mode.value", |(.., key)| key)
}

/// Whether a field of that kind holds numbers, as the service has it.
pub(crate) fn is_numeric_kind(kind: &str) -> bool {
    ["integer", "int", "long", "double", "float", "number"].contains(&kind.to_ascii_lowercase().as_str())
}

impl Comparison {
    pub(crate) const ALL: [Self; 6] =
        [Self::Equal, Self::NotEqual, Self::Greater, Self::GreaterOrEqual, Self::Less, Self::LessOrEqual];

    /// The wire's word.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Equal => "EQ",
            Self::NotEqual => "NE",
            Self::Greater => "GT",
            Self::GreaterOrEqual => "GTE",
            Self::Less => "LT",
            Self::LessOrEqual => "LTE",
        }
    }

    /// The key of its name.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Equal => "compare.eq",
            Self::NotEqual => "compare.ne",
            Self::Greater => "compare.gt",
            Self::GreaterOrEqual => "compare.ge",
            Self::Less => "compare.lt",
            Self::LessOrEqual => "compare.le",
        }
    }

    /// As it is written in every language.
    pub(crate) const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "≠",
            Self::Greater => ">",
            Self::GreaterOrEqual => "≥",
            Self::Less => "<",
            Self::LessOrEqual => "≤",
        }
    }

    /// Reads the wire's word, in any case.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Some(match word.to_ascii_uppercase().as_str() {
            "EQ" => Self::Equal,
            "NE" | "NEQ" => Self::NotEqual,
            "GT" => Self::Greater,
            "GE" | "GTE" => Self::GreaterOrEqual,
            "LT" => Self::Less,
            "LE" | "LTE" => Self::LessOrEqual,
            _ => return None,
        })
    }

    /// Whether it asks which is larger: that says something of numbers alone.
    pub(crate) const fn is_ordering(self) -> bool {
        !matches!(self, Self::Equal | Self::NotEqual)
    }
}

impl Group {
    /// Reads the wire's rules; `None`: they are none that the service knows.
    pub(crate) fn read(rules: &Rules) -> Option<Self> {
        Self::read_at(rules, 0)
    }

    fn read_at(rules: &Rules, depth: usize) -> Option<Self> {
        if depth > DEEPEST {
            return None;
        }
        let mut parts = Vec::new();
        if let Some(text) = &rules.condition {
            parts.push(Part::Condition(Condition::read(text)?));
        }
        for argument in &rules.args {
            parts.push(match argument {
                Value::String(text) => Part::Condition(Condition::read(text)?),
                Value::Object(_) => match Self::read_at(&Rules::read(argument), depth + 1)? {
                    // A group of one is its part.
                    Self { parts, .. } if parts.len() == 1 => parts.into_iter().next()?,
                    group => Part::Group(group),
                },
                _ => return None,
            });
        }
        let logic = match rules.logic.to_ascii_uppercase().as_str() {
            "OR" => Logic::Or,
            "AND" => Logic::And,
            "SINGLE" | "" if parts.len() == 1 => Logic::And,
            _ => return None,
        };
        (!parts.is_empty()).then_some(Self { logic, parts })
    }

    /// The wire's rules; `None`: there is no condition, so all events count.
    pub(crate) fn write(&self) -> Option<Rules> {
        let logic = match self.logic {
            Logic::And => "AND",
            Logic::Or => "OR",
        };
        match self.parts.as_slice() {
            [] => None,
            [Part::Condition(one)] => {
                Some(Rules { logic: "SINGLE".to_owned(), condition: Some(one.write()), args: Vec::new() })
            }
            [Part::Group(group)] => group.write(),
            parts => {
                let each = parts.iter().filter_map(|part| match part {
                    Part::Condition(condition) => Some(Value::String(condition.write())),
                    Part::Group(group) => group.write().and_then(|rules| serde_json::to_value(rules).ok()),
                });
                Some(Rules { logic: logic.to_owned(), condition: None, args: each.collect() })
            }
        }
    }

    /// Whether all that it has is filled in as the wire can have it.
    pub(crate) fn is_good(&self) -> bool {
        self.parts.iter().all(|part| match part {
            Part::Condition(condition) => condition.faults().is_empty(),
            Part::Group(group) => !group.parts.is_empty() && group.is_good(),
        })
    }

    /// Changes the type of events of every condition.
    pub(crate) fn with_events(mut self, change: &dyn Fn(&str) -> String) -> Self {
        for part in &mut self.parts {
            match part {
                Part::Condition(condition) => condition.event = change(&condition.event),
                Part::Group(group) => *group = std::mem::take(group).with_events(change),
            }
        }
        self
    }
}

impl Condition {
    /// Reads the wire's text.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(4, ',').map(str::trim);
        let (event, key, kind, test) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let (mode, rest) = test.split_once(' ')?;
        let (operator, value) = rest.trim_start().split_once(' ')?;
        Some(Self {
            event: event.to_owned(),
            key: key.to_owned(),
            kind: kind.to_owned(),
            mode: AggregationMode::from_word(mode)?,
            comparison: Comparison::from_word(operator)?,
            value: value.trim().to_owned(),
        })
    }

    /// The wire's text.
    pub(crate) fn write(&self) -> String {
        let (event, key, kind) = (self.event.trim(), self.key.trim(), self.kind.trim());
        let (mode, comparison, value) = (mode_word(self.mode), self.comparison.word(), self.value.trim());
        format!("{event},{key},{kind},{mode} {comparison} {value}")
    }

    /// Whether what it compares is a number.
    pub(crate) fn is_numeric(&self) -> bool {
        !matches!(self.mode, AggregationMode::Value | AggregationMode::Distinct) || is_numeric_kind(&self.kind)
    }

    /// The comparisons that say something of what it compares, and the one that it has.
    pub(crate) fn comparisons(&self) -> Vec<Comparison> {
        let fits = |one: &Comparison| !one.is_ordering() || self.is_numeric() || *one == self.comparison;
        Comparison::ALL.into_iter().filter(fits).collect()
    }

    /// What is wrong with what was filled in, with the key of the words for it.
    pub(crate) fn faults(&self) -> Vec<(ConditionField, &'static str)> {
        let mut faults = Vec::new();
        for (field, text) in [(ConditionField::Event, &self.event), (ConditionField::Key, &self.key)] {
            if text.trim().is_empty() {
                faults.push((field, "form.required"));
            } else if text.contains(',') {
                faults.push((field, "rules.wrong.comma"));
            }
        }
        let value = self.value.trim();
        if value.is_empty() {
            faults.push((ConditionField::Value, "form.required"));
        } else if self.is_numeric() && !value.parse::<f64>().is_ok_and(f64::is_finite) {
            faults.push((ConditionField::Value, "rules.wrong.number"));
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn rules(value: Value) -> Rules {
        Rules::read(&value)
    }

    #[test]
    fn rules_are_read_and_written_as_they_were_however_deep_they_are() {
        for written in [
            json!({"logic": "SINGLE", "condition": "item buy,price,integer,Sum GT 100"}),
            json!({"logic": "OR", "args": ["Order,state,string,Value EQ paid, in full",
                {"logic": "AND", "args": ["Order,state,string,Value NE open", "Order,price,double,Value LTE 9.5"]}]}),
        ] {
            let group = Group::read(&rules(written.clone())).expect("rules");
            assert!(group.is_good(), "{written}");
            assert_eq!(serde_json::to_value(group.write()).expect("written"), written);
        }
    }

    #[test]
    fn words_of_rules_are_read_in_any_case_and_a_group_of_one_is_its_part() {
        let group = Group::read(&rules(json!({"logic": "and", "args": [
            {"logic": "single", "condition": "task:new,channelType,string,value gte 2"},
            {"logic": "OR", "condition": "task:new,origin,STRING,count neq 3", "args": []}]})));
        let parts = group.expect("rules").parts;
        let [Part::Condition(first), Part::Condition(second)] = parts.as_slice() else { panic!("{parts:?}") };
        assert_eq!((first.mode, first.comparison), (AggregationMode::Value, Comparison::GreaterOrEqual));
        assert_eq!(
            (second.mode, second.comparison, second.value.as_str()),
            (AggregationMode::Count, Comparison::NotEqual, "3")
        );
    }

    #[test]
    fn what_the_service_does_not_know_as_rules_is_not_taken_for_some() {
        let mut deep = json!({"logic": "SINGLE", "condition": "a,b,string,Value EQ c"});
        for _ in 0..20 {
            deep = json!({"logic": "AND", "args": [deep, "a,b,string,Value EQ c"]});
        }
        for odd in [
            deep,
            json!({"logic": "XOR", "args": ["a,b,string,Value EQ c", "a,b,string,Value EQ d"]}),
            json!({"logic": "SINGLE", "args": ["a,b,string,Value EQ c", "a,b,string,Value EQ d"]}),
            json!({"logic": "AND", "args": [7]}),
            json!({"logic": "AND", "args": []}),
            json!({"logic": "SINGLE", "condition": "nonsense"}),
            json!({"logic": "SINGLE", "condition": "a,b,string,Median EQ c"}),
        ] {
            assert_eq!(Group::read(&rules(odd.clone())), None, "{odd}");
        }
    }

    #[test]
    fn texts_are_the_same_or_not_and_numbers_are_compared_by_size_too() {
        let condition = |text: &str| Condition::read(text).expect("a condition");
        let of = |text: &str| condition(text).comparisons().len();
        assert_eq!([of("a,b,string,Value EQ c"), of("a,b,integer,Value EQ 1"), of("a,b,string,Count EQ 1")], [2, 6, 6]);
        assert!(condition("a,b,string,value GT 2").comparisons().contains(&Comparison::Greater), "as it was stored");
        let faults = |text: &str| condition(text).faults();
        assert_eq!(faults("a,b,integer,Value EQ many"), [(ConditionField::Value, "rules.wrong.number")]);
        assert_eq!(faults("a,b,string,Value EQ many"), []);
        assert_eq!(faults(",b,string,Value EQ c"), [(ConditionField::Event, "form.required")]);
        let comma = Condition { key: "b,c".to_owned(), ..condition("a,b,string,Value EQ c") };
        assert_eq!(comma.faults(), [(ConditionField::Key, "rules.wrong.comma")]);
    }

    #[test]
    fn without_a_condition_there_are_no_rules_and_a_group_needs_one() {
        assert_eq!(Group::default().write(), None);
        assert!(Group::default().is_good());
        assert!(!Group { parts: vec![Part::Group(Group::default())], ..Group::default() }.is_good());
    }
}
