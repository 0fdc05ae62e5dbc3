//! What a filter means for one value. Text compares as text, numbers as numbers, points in time as points in time.

use std::cmp::Ordering;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{Comparison, Expression, Operand, Operator, Selector};
use crate::lenient::scalar;
use crate::parse_time;

impl Expression {
    /// Whether the filter holds where `value_of` gives the value of each selector; `None`: there is none.
    pub fn matches<'v>(&self, value_of: &dyn Fn(&Selector) -> Option<&'v Value>) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.matches(value_of)),
            Self::Any(parts) => parts.iter().any(|part| part.matches(value_of)),
            Self::Comparison(comparison) => comparison.holds(value_of(&comparison.selector)),
        }
    }
}

impl Selector {
    /// The value in a JSON object: by the keys one inside the other, else by the whole name as one key.
    pub fn find<'v>(&self, object: &'v Value) -> Option<&'v Value> {
        let nested = self.keys.iter().try_fold(object, |value, key| value.get(key));
        nested.or_else(|| object.get(self.name())).filter(|value| !value.is_null())
    }

    /// The same selector without its first key, if that is `key` and others follow.
    pub fn below(&self, key: &str) -> Option<Self> {
        match self.keys.split_first() {
            Some((first, rest)) if first == key && !rest.is_empty() => Some(Self { keys: rest.to_vec() }),
            _ => None,
        }
    }
}

impl Comparison {
    fn holds(&self, value: Option<&Value>) -> bool {
        let value = value.filter(|value| !value.is_null());
        let first = self.values.first();
        let equals_one = || value.is_some_and(|value| self.values.iter().any(|operand| equals(value, operand)));
        let is = |wanted: fn(Ordering) -> bool| match (value, first.and_then(Operand::exact)) {
            (Some(value), Some(text)) => compare(value, text).is_some_and(wanted),
            _ => false,
        };
        match self.operator {
            Operator::Equal | Operator::In => equals_one(),
            Operator::NotEqual | Operator::Out => !equals_one(),
            Operator::Greater => is(Ordering::is_gt),
            Operator::GreaterOrEqual => is(Ordering::is_ge),
            Operator::Less => is(Ordering::is_lt),
            Operator::LessOrEqual => is(Ordering::is_le),
            Operator::Between => {
                let last = self.values.get(1).and_then(Operand::exact);
                is(Ordering::is_ge)
                    && value.zip(last).is_some_and(|(value, text)| compare(value, text).is_some_and(Ordering::is_le))
            }
            Operator::Like => value.and_then(scalar).zip(first).is_some_and(|(text, operand)| operand.is_within(&text)),
            Operator::IsNull => value.is_none(),
            Operator::NotNull => value.is_some(),
        }
    }
}

impl Operand {
    /// Whether the text is this one, `*` standing for any text.
    fn is(&self, text: &str) -> bool {
        let Some((first, rest)) = self.pieces.split_first() else { return false };
        let Some((last, middle)) = rest.split_last() else { return text == first };
        let Some(inner) = text.strip_prefix(first.as_str()).and_then(|text| text.strip_suffix(last.as_str())) else {
            return false;
        };
        in_order(inner, middle)
    }

    fn is_within(&self, text: &str) -> bool {
        in_order(text, &self.pieces)
    }
}

/// Whether the pieces occur in `text` one after the other. The first place of each is as good as any.
fn in_order(text: &str, pieces: &[String]) -> bool {
    let mut rest = text;
    pieces.iter().all(|piece| match rest.split_once(piece.as_str()) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

fn equals(value: &Value, operand: &Operand) -> bool {
    if let Value::Array(elements) = value {
        return elements.iter().any(|element| equals(element, operand));
    }
    let Some(text) = scalar(value) else { return false };
    if operand.is(&text) {
        return true;
    }
    match (value, operand.exact()) {
        (Value::Number(_), Some(exact)) => number(&text).zip(number(exact)).is_some_and(|(a, b)| a == b),
        (Value::String(_), Some(exact)) => moment(&text).zip(moment(exact)).is_some_and(|(a, b)| a == b),
        _ => false,
    }
}

fn compare(value: &Value, text: &str) -> Option<Ordering> {
    let found = scalar(value)?;
    if let (Some(a), Some(b)) = (number(&found), number(text)) {
        return a.partial_cmp(&b);
    }
    if let (Some(a), Some(b)) =
        (moment(&found).or_else(|| parse_time(&found)), moment(text).or_else(|| parse_time(text)))
    {
        return Some(a.cmp(&b));
    }
    Some(found.as_str().cmp(text))
}

fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

/// A point in time that is written as one: `2026-03-01` or longer. A bare number is not.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if !text.contains('-') || number(text).is_some() {
        return None;
    }
    parse_time(text).or_else(|| parse_time(&format!("{text}T00:00:00Z")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn holds(filter: &str, object: &Value) -> bool {
        Expression::parse(filter).expect(filter).matches(&|selector| selector.find(object))
    }

    #[test]
    fn each_operator_holds_where_it_should_and_nowhere_else() {
        let order = json!({"amount": 120.5, "state": "open", "Order State": "late", "tags": ["vip", "web"],
            "uiData": {"title": "Order 7"}, "a.b": 1, "when": "2026-03-01T10:00:00.000Z", "paid": false, "none": null});
        for (filter, expected) in [
            ("state=='open'", true),
            ("state=='Open'", false),
            ("state=='o*n'", true),
            ("state=='*pe*'", true),
            ("state=='o*o*n'", false),
            (r"state=='o\*n'", false),
            ("state!='open'", false),
            ("missing!='open'", true),
            ("missing=='*'", false),
            ("amount=='120.50'", true),
            ("amount=gt=100", true),
            ("amount=gt='99'", true),
            ("amount=le=120.5", true),
            ("amount<120.5", false),
            ("amount=bt=(100,130)", true),
            ("amount=bt=(1,100)", false),
            ("state=in=('late','open')", true),
            ("state=out=('late','open')", false),
            ("missing=out=('late')", true),
            ("'Order State'=='late'", true),
            ("uiData.title=='Order *'", true),
            ("a.b==1", true),
            ("tags=='web'", true),
            ("tags!='web'", false),
            ("when=gt='2026-03-01'", true),
            ("when=='2026-03-01T11:00:00+01:00'", true),
            ("when=lt='2026-03-01T10:00:00.001Z'", true),
            ("paid==false", true),
            ("none=isnull=''", true),
            ("paid=notnull=''", true),
            ("state=like='pe'", true),
            ("state=='open';amount=gt=200,paid==false", true),
            ("state=='open';(amount=gt=200,paid==true)", false),
        ] {
            assert_eq!(holds(filter, &order), expected, "{filter}");
        }
    }
}
