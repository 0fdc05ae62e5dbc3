//! The rules of an attribute: which events count. A condition reads `item buy,price,integer,Sum GT 100`: event type,
//! key, type of its values, mode, operator, value. With the mode `Value` it looks at each event; with another, at all
//! events of that type within the look-back, and counts for all of them alike.

use crate::reason::Fault;
use std::cmp::Ordering;

use cjds::{AggregationMode, CloudEvent, ProfileAttribute, Rules, Template, TemplateAttribute};
use serde_json::Value;

use super::aggregate::{aggregate, number, plain};
use super::value_of;

/// How deep rules may nest.
const DEEPEST: usize = 16;

/// A rule, read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Rule {
    All(Vec<Rule>),
    Any(Vec<Rule>),
    Condition(Condition),
    /// What a condition over many events came to.
    Known(bool),
}

/// One condition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Condition {
    pub(crate) event: String,
    pub(crate) key: String,
    pub(crate) is_numeric: bool,
    pub(crate) mode: AggregationMode,
    pub(crate) comparison: Comparison,
    pub(crate) value: String,
    /// The condition as it was written.
    text: String,
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

fn unreadable(why: impl Into<String>) -> Fault {
    Fault::RuleUnreadable { why: why.into() }
}

impl Rule {
    /// Reads the rules of an attribute or of an action.
    pub(crate) fn read(rules: &Rules) -> Result<Self, Fault> {
        Self::read_at(rules, 0)
    }

    fn read_at(rules: &Rules, depth: usize) -> Result<Self, Fault> {
        if depth > DEEPEST {
            return Err(unreadable("The rules are nested too deeply"));
        }
        let logic = rules.logic.to_ascii_uppercase();
        let args = || -> Result<Vec<Self>, Fault> {
            let mut parts: Vec<Self> = rules.condition.iter().map(|text| condition(text)).collect::<Result<_, _>>()?;
            for argument in &rules.args {
                parts.push(match argument {
                    Value::String(text) => condition(text)?,
                    Value::Object(_) => {
                        let nested: Rules = serde_json::from_value(argument.clone())
                            .map_err(|_| unreadable("A nested rule is not one"))?;
                        Self::read_at(&nested, depth + 1)?
                    }
                    other => return Err(unreadable(format!("\"{other}\" is not a rule"))),
                });
            }
            if parts.is_empty() { Err(Fault::NoCondition) } else { Ok(parts) }
        };
        match logic.as_str() {
            "AND" => args().map(Self::All),
            "OR" => args().map(Self::Any),
            "SINGLE" | "" => {
                let mut parts = args()?;
                match parts.len() {
                    1 => Ok(parts.remove(0)),
                    count => Err(unreadable(format!("A rule with the logic SINGLE has {count} conditions"))),
                }
            }
            _ => Err(unreadable(format!("Unknown logic \"{}\" of a rule", rules.logic))),
        }
    }

    /// Adds the types of the events that the rule has conditions on.
    pub(crate) fn add_types(&self, types: &mut Vec<String>) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.add_types(types)),
            Self::Condition(condition) => types.push(condition.event.clone()),
            Self::Known(_) => {}
        }
    }

    /// What is wrong with the rule of an action on this template: a condition that none of its attributes can meet never
    /// acts, and nobody would know why.
    pub(crate) fn unmet_by(&self, template: &Template) -> Vec<Fault> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(|part| part.unmet_by(template)).collect(),
            Self::Known(_) => Vec::new(),
            Self::Condition(condition) if condition.attribute(template).is_some() => Vec::new(),
            Self::Condition(condition) => vec![Fault::ConditionUnmet { text: condition.text.clone() }],
        }
    }

    /// Whether a person's profile is as the rule of an action wants it. `value_of` computes an attribute.
    pub(crate) fn holds_of(
        &self,
        template: &Template,
        value_of: &dyn Fn(&TemplateAttribute) -> ProfileAttribute,
    ) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds_of(template, value_of)),
            Self::Any(parts) => parts.iter().any(|part| part.holds_of(template, value_of)),
            Self::Known(known) => *known,
            Self::Condition(condition) => condition.looked_at(template, value_of).is_some_and(|(_, holds)| holds),
        }
    }

    /// The rule over these events: what looks at all of them is decided once.
    pub(crate) fn over(self, events: &[&CloudEvent]) -> Self {
        let all = |parts: Vec<Self>| parts.into_iter().map(|part| part.over(events)).collect();
        match self {
            Self::All(parts) => Self::All(all(parts)),
            Self::Any(parts) => Self::Any(all(parts)),
            Self::Condition(condition) if condition.mode != AggregationMode::Value => {
                let values: Vec<Value> = events
                    .iter()
                    .filter(|event| event.kind == condition.event)
                    .filter_map(|event| value_of(event, &condition.key))
                    .collect();
                Self::Known(aggregate(condition.mode, &values).is_ok_and(|result| condition.holds(&result)))
            }
            other => other,
        }
    }

    /// Whether the rule lets the event count.
    pub(crate) fn admits(&self, event: &CloudEvent) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.admits(event)),
            Self::Any(parts) => parts.iter().any(|part| part.admits(event)),
            Self::Known(holds) => *holds,
            Self::Condition(condition) => {
                event.kind == condition.event
                    && value_of(event, &condition.key).is_some_and(|value| condition.holds(&value))
            }
        }
    }
}

impl Condition {
    /// The condition as it was written.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// What an action's condition is about for a person, and whether that is as it wants it; `None`: the template has no
    /// such attribute.
    pub(super) fn looked_at(
        &self,
        template: &Template,
        value_of: &dyn Fn(&TemplateAttribute) -> ProfileAttribute,
    ) -> Option<(ProfileAttribute, bool)> {
        let attribute = self.attribute(template)?;
        let value = value_of(&attribute);
        let holds = value.error.is_none() && self.holds_of(&attribute, &value.result);
        Some((value, holds))
    }

    /// The attribute of a template that an action's condition is about: that of the same event and key, and of the same
    /// mode where there is one. `Value` may be said of the value of any mode; and where values that are no numbers are
    /// held against one, it is how many there are that counts.
    fn attribute(&self, template: &Template) -> Option<TemplateAttribute> {
        let of_mode = |mode: Option<AggregationMode>| {
            template.attributes.iter().find(|attribute| {
                attribute.event == self.event
                    && attribute.meta_data == self.key
                    && (mode.is_none() || attribute.mode() == mode)
            })
        };
        if self.counts_values() {
            let found = of_mode(Some(AggregationMode::Count)).or_else(|| of_mode(None))?;
            return Some(TemplateAttribute { aggregation_mode: "Count".to_owned(), ..found.clone() });
        }
        let any = || of_mode(None).filter(|_| self.mode == AggregationMode::Value);
        of_mode(Some(self.mode)).or_else(any).cloned()
    }

    /// Whether the result of an attribute is as an action's condition wants it.
    fn holds_of(&self, attribute: &TemplateAttribute, result: &Value) -> bool {
        let is_text = matches!(attribute.mode(), Some(AggregationMode::Value | AggregationMode::Distinct));
        let is_numeric = self.is_numeric || !is_text && self.value.parse::<f64>().is_ok();
        Self { is_numeric, ..self.clone() }.holds(result)
    }

    /// `channelType,string,value GT 2`: no text is greater than 2.
    fn counts_values(&self) -> bool {
        use Comparison::{Greater, GreaterOrEqual, Less, LessOrEqual};
        self.mode == AggregationMode::Value
            && !self.is_numeric
            && matches!(self.comparison, Greater | GreaterOrEqual | Less | LessOrEqual)
            && self.value.parse::<f64>().is_ok_and(f64::is_finite)
    }

    /// Whether a value (or one of a list of values) is as the condition wants it.
    pub(crate) fn holds(&self, found: &Value) -> bool {
        match found {
            Value::Null => false,
            Value::Array(values) if self.comparison == Comparison::NotEqual => {
                values.iter().all(|value| self.holds(value))
            }
            Value::Array(values) => values.iter().any(|value| self.holds(value)),
            found => self.order(found).is_some_and(|order| match self.comparison {
                Comparison::Equal => order.is_eq(),
                Comparison::NotEqual => order.is_ne(),
                Comparison::Greater => order.is_gt(),
                Comparison::GreaterOrEqual => order.is_ge(),
                Comparison::Less => order.is_lt(),
                Comparison::LessOrEqual => order.is_le(),
            }),
        }
    }

    fn order(&self, found: &Value) -> Option<Ordering> {
        if self.is_numeric {
            return number(found)?.partial_cmp(&self.value.trim().parse().ok()?);
        }
        Some(plain(found).as_str().cmp(self.value.as_str()))
    }
}

/// Reads `item buy,price,integer,Sum GT 100`.
fn condition(text: &str) -> Result<Rule, Fault> {
    let unreadable = || unreadable(format!("The condition \"{text}\" is not \"event,key,type,Mode OPERATOR value\""));
    let mut parts = text.splitn(4, ',');
    let mut part = || parts.next().map(str::trim).ok_or_else(unreadable);
    let (event, key, kind, test) = (part()?, part()?, part()?, part()?);
    let (mode, rest) = test.split_once(' ').ok_or_else(unreadable)?;
    let (operator, value) = rest.trim_start().split_once(' ').ok_or_else(unreadable)?;
    let mode = AggregationMode::from_word(mode).ok_or_else(unreadable)?;
    let comparison = match operator.to_ascii_uppercase().as_str() {
        "EQ" => Comparison::Equal,
        "NE" | "NEQ" => Comparison::NotEqual,
        "GT" => Comparison::Greater,
        "GE" | "GTE" => Comparison::GreaterOrEqual,
        "LT" => Comparison::Less,
        "LE" | "LTE" => Comparison::LessOrEqual,
        _ => return Err(unreadable()),
    };
    let counts = matches!(
        mode,
        AggregationMode::Count
            | AggregationMode::Sum
            | AggregationMode::Average
            | AggregationMode::Max
            | AggregationMode::Min
    );
    let is_numeric = counts
        || matches!(kind.to_ascii_lowercase().as_str(), "integer" | "int" | "long" | "double" | "float" | "number");
    let value = value.trim().to_owned();
    if is_numeric && value.parse::<f64>().is_err() {
        return Err(unreadable());
    }
    let (event, key) = (event.to_owned(), key.to_owned());
    Ok(Rule::Condition(Condition { event, key, is_numeric, mode, comparison, value, text: text.to_owned() }))
}
