//! Makes one result of the values of many events.

use cjds::AggregationMode;
use serde_json::Value;

/// The result over values that come newest first: text, or a list of texts for `Distinct`. `Err`: why there is none.
pub(super) fn aggregate(mode: AggregationMode, values: &[Value]) -> Result<Value, String> {
    Ok(match mode {
        AggregationMode::Count => text(values.len()),
        AggregationMode::Value => values.first().map_or(Value::Null, |value| text(plain(value))),
        AggregationMode::Distinct => {
            let mut distinct: Vec<String> = Vec::new();
            for value in values.iter().map(plain) {
                if !distinct.contains(&value) {
                    distinct.push(value);
                }
            }
            Value::from(distinct)
        }
        AggregationMode::Sum => text(written(numbers(values)?.iter().sum())),
        AggregationMode::Average if values.is_empty() => Value::Null,
        AggregationMode::Average => {
            let numbers = numbers(values)?;
            text(written(numbers.iter().sum::<f64>() / numbers.len() as f64))
        }
        AggregationMode::Max => {
            numbers(values)?.into_iter().reduce(f64::max).map_or(Value::Null, |it| text(written(it)))
        }
        AggregationMode::Min => {
            numbers(values)?.into_iter().reduce(f64::min).map_or(Value::Null, |it| text(written(it)))
        }
    })
}

/// A value as people read it.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A value as a number, also where it is written as text.
pub(super) fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number| number.is_finite())
}

fn numbers(values: &[Value]) -> Result<Vec<f64>, String> {
    values.iter().map(|value| number(value).ok_or_else(|| "A value is not a number".to_owned())).collect()
}

/// A number without the digits that only its binary form has: 0.1 + 0.2 is 0.3.
fn written(number: f64) -> String {
    let text = format!("{number:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn text(value: impl ToString) -> Value {
    Value::String(value.to_string())
}
