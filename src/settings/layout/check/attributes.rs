//! The attributes of the customer-journey-widget: which it knows, in whatever spelling, and what they take.

use serde_json::Value;

use crate::settings::attributes::{ALSO_READ, Attribute, Kind, PROPERTIES, Property, PropertyKind};
use crate::settings::layout::finding::{Finding, Rule};
use crate::settings::layout::path::JsonPath;
use crate::settings::names::{attribute, is_same_name, nearest_attribute, nearest_property};
use journey::{FollowUp, Withheld};

/// Attributes of any HTML element.
const GLOBAL: &[&str] =
    &["class", "style", "id", "slot", "title", "dir", "lang", "hidden", "tabindex", "role", "part", "exportparts"];

pub(super) fn check_attribute(name: &str, value: &Value, path: &JsonPath, findings: &mut Vec<Finding>) {
    let lower = name.to_ascii_lowercase();
    if GLOBAL.contains(&lower.as_str()) || lower.starts_with("aria-") || lower.starts_with("data-") {
        return;
    }
    if ALSO_READ.contains(&lower.as_str()) {
        return;
    }
    if let Some(known) = attribute(name) {
        return check_attribute_value(known, value, path, findings);
    }
    if let Some(property) = property_as_attribute(name) {
        return check_property_as_attribute(name, property, value, path, findings);
    }
    if let Some(property) = nearest_property(name).filter(|_| nearest_attribute(name).is_none()) {
        return findings.push(Finding::warning(
            Rule::UnknownAttribute,
            path,
            format!("The widget has no attribute \"{name}\"; it is ignored."),
            format!("Did you mean the property \"{}\"{}?", property.name, from_store(property)),
        ));
    }
    findings.push(Finding::warning(
        Rule::UnknownAttribute,
        path,
        format!("The widget has no attribute \"{name}\"; it is ignored."),
        nearest_attribute(name).map_or_else(
            || "Take it out, or look it up in the list of attributes.".to_owned(),
            |near| format!("Did you mean \"{near}\"?"),
        ),
    ));
}

/// The property that an attribute of this name says, as the element reads it: `organization-id`, `organizationid` and
/// `organizationId` are `organizationId`.
pub(super) fn property_as_attribute(name: &str) -> Option<&'static Property> {
    PROPERTIES.iter().find(|property| is_same_name(property.name, name))
}

/// Most of them have an effect as attributes, too. A token should not stand in the page's markup, and an object cannot.
fn check_property_as_attribute(
    name: &str,
    property: &Property,
    value: &Value,
    path: &JsonPath,
    findings: &mut Vec<Finding>,
) {
    let bind = format!("Move it to \"properties\" as \"{}\"{}.", property.name, from_store(property));
    if property.name.ends_with("Token") {
        findings.push(Finding::warning(
            Rule::WrongPlace,
            path,
            format!("\"{name}\" is an attribute here: it works, but everything on the page can read the token in it."),
            bind,
        ));
    } else if property.kind == PropertyKind::Object && !holds_object(value) {
        findings.push(Finding::error(
            Rule::WrongPlace,
            path,
            format!("\"{name}\" is a property, not an attribute: as an attribute it has no effect."),
            bind,
        ));
    } else if property.kind == PropertyKind::Text && (value.is_object() || value.is_array() || value.is_null()) {
        findings.push(Finding::error(
            Rule::WrongValue,
            path,
            format!("\"{name}\" is an attribute, and attributes are text; a list, an object or null cannot be."),
            "Write it as text in double quotes.",
        ));
    }
}

/// Whether it is the JSON text of an object, as attributes carry one.
fn holds_object(value: &Value) -> bool {
    let read = value.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok());
    read.is_some_and(|value| value.is_object())
}

pub(super) fn check_attribute_value(known: &Attribute, value: &Value, path: &JsonPath, findings: &mut Vec<Finding>) {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => {
            return findings.push(Finding::error(
                Rule::WrongValue,
                path,
                format!(
                    "\"{}\" is an attribute, and attributes are text; a list, an object or null cannot be.",
                    known.name
                ),
                "Write it as text in double quotes.",
            ));
        }
    };
    if text.contains("$STORE") {
        return;
    }
    address(known.name, &text, path, findings);
    let wanted = match known.kind {
        Kind::Boolean if !["", "true", "false", "0", "1"].contains(&text.to_ascii_lowercase().as_str()) => {
            "\"true\" or \"false\" (anything else counts as true)".to_owned()
        }
        Kind::Number if text.parse::<u32>().is_ok_and(|number| number > 0) => return,
        Kind::Number => "a whole number above 0, such as \"20\"".to_owned(),
        Kind::Choice(words) if !words.iter().any(|word| word.eq_ignore_ascii_case(&text)) => {
            format!("one of {}", listed(words))
        }
        Kind::Choices(words) if FollowUp::unknown_in(&text).is_some() => {
            format!("some of {}, with commas between", listed(words))
        }
        Kind::Text if known.name == "withheld-callers" && Withheld::everybody(&text).is_some() => {
            "words or numbers with * for the rest, such as \"Kiosk*\"; * alone would be everybody, and is left out"
                .to_owned()
        }
        _ => return,
    };
    findings.push(Finding::warning(
        Rule::WrongValue,
        path,
        format!("\"{}\" does not take \"{text}\".", known.name),
        format!("Write {wanted}."),
    ));
}

fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ")
}

/// The widget's own requests go to these; the desktop is a page on https, where no browser lets them go elsewhere.
fn address(name: &str, text: &str, path: &JsonPath, findings: &mut Vec<Finding>) {
    let asked = [
        "base-url",
        "avaya-base-url",
        "genesys-base-url",
        "icon-data-url",
        "icon-data-path",
        "flags-url",
        "links-url",
        "layout-url",
    ];
    if !asked.contains(&name) {
        return;
    }
    let is_local = ["http://localhost", "http://127.0.0.1"].iter().any(|start| text.starts_with(start));
    if !text.starts_with("https://") && !is_local {
        findings.push(Finding::error(
            Rule::WrongValue,
            path,
            format!("\"{name}\" is not an https:// address; the desktop, itself on https, will not ask it."),
            "Write the full address, beginning with https://.",
        ));
    }
    if name == "layout-url" {
        findings.push(Finding::note(
            Rule::WrongValue,
            path,
            "\"layout-url\" is for pages without a layout engine; here the desktop reads this layout itself.",
            "Take it out, unless another layout's settings are meant to fill in what this one does not say.",
        ));
    }
}

fn from_store(property: &Property) -> String {
    if property.store.is_empty() { String::new() } else { format!(": \"{}\"", property.store) }
}
