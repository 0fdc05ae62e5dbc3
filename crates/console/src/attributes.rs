//! Which attributes of a template the rules of a journey action can name. The wire names one by its type of events, its
//! field and its mode; of two that have all three alike, the service takes the first.

use cjds::{AggregationMode, Template, TemplateAttribute};

use crate::rules::{Comparison, Condition};

/// The attributes that can be named, by their places in the template.
pub(crate) fn nameable(template: &Template) -> Vec<usize> {
    let can_be_written = |one: &TemplateAttribute| {
        one.mode().is_some() && ![&one.event, &one.meta_data].iter().any(|text| text.contains(','))
    };
    let is_first = |index: usize, one: &TemplateAttribute| {
        let before = template.attributes.iter().take(index);
        !before.into_iter().any(|earlier| {
            (&earlier.event, &earlier.meta_data, earlier.mode()) == (&one.event, &one.meta_data, one.mode())
        })
    };
    let each = template.attributes.iter().enumerate();
    each.filter(|(index, one)| can_be_written(one) && is_first(*index, one)).map(|(index, _)| index).collect()
}

/// The attribute that the service takes a condition to be about, by its place.
pub(crate) fn named_by(template: &Template, condition: &Condition) -> Option<usize> {
    let of_mode = |mode: Option<AggregationMode>| {
        template.attributes.iter().position(|one| {
            one.event == condition.event.trim()
                && one.meta_data == condition.key.trim()
                && (mode.is_none() || one.mode() == mode)
        })
    };
    // Texts are not greater than a number: then it is how many there are that counts.
    let counts = condition.mode == AggregationMode::Value
        && !condition.is_numeric()
        && condition.comparison.is_ordering()
        && condition.value.trim().parse::<f64>().is_ok_and(f64::is_finite);
    if counts {
        return of_mode(Some(AggregationMode::Count)).or_else(|| of_mode(None));
    }
    let any = || if condition.mode == AggregationMode::Value { of_mode(None) } else { None };
    of_mode(Some(condition.mode)).or_else(any)
}

/// A condition on an attribute, beginning as it was on another.
pub(crate) fn on(attribute: &TemplateAttribute, before: &Condition) -> Condition {
    let condition = Condition {
        event: attribute.event.clone(),
        key: attribute.meta_data.clone(),
        kind: attribute.meta_data_type.clone(),
        mode: attribute.mode().unwrap_or(AggregationMode::Value),
        ..before.clone()
    };
    if condition.is_numeric() || !condition.comparison.is_ordering() {
        return condition;
    }
    Condition { comparison: Comparison::Equal, ..condition }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn template() -> Template {
        let attribute = |name: &str, event: &str, key: &str, mode: &str| json!({"displayName": name, "event": event, "metaData": key, "metaDataType": "string", "aggregationMode": mode});
        Template::read(&json!({"attributes": [
            attribute("Ten days", "task:new", "origin", "Count"), attribute("A day", "task:new", "origin", "count"),
            attribute("Channel", "task:new", "channelType", "Value"), attribute("Odd", "task:new", "origin", "Median"),
            attribute("Comma", "task, new", "origin", "Count")]}))
    }

    fn condition(text: &str) -> Condition {
        Condition::read(text).expect("a condition")
    }

    #[test]
    fn of_attributes_that_the_wire_cannot_tell_apart_the_first_can_be_named() {
        assert_eq!(nameable(&template()), [0, 2]);
    }

    #[test]
    fn a_condition_is_about_the_attribute_that_the_service_takes() {
        let named = |text: &str| named_by(&template(), &condition(text));
        assert_eq!(named("task:new,origin,string,Count GTE 2"), Some(0));
        assert_eq!(named("task:new,channelType,string,Value EQ chat"), Some(2));
        assert_eq!(named("task:new,origin,integer,Value GT 2"), Some(0), "Value may be said of any mode");
        assert_eq!(named("task:new,channelType,string,value GT 2"), Some(2), "how many there are");
        assert_eq!(named("task:new,origin,string,Sum GT 2"), None);
        assert_eq!(named("task:ended,origin,string,Count GT 2"), None);
    }

    #[test]
    fn a_comparison_of_numbers_does_not_stay_with_an_attribute_of_texts() {
        let template = template();
        let (count, channel) = (&template.attributes[0], &template.attributes[2]);
        let numbers = on(count, &condition("a,b,string,Value EQ 2"));
        assert_eq!(numbers.write(), "task:new,origin,string,Count EQ 2");
        assert_eq!(on(channel, &condition("a,b,string,Count GT 2")).comparison, Comparison::Equal);
    }
}
