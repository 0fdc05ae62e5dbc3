//! The customer-journey-widget itself: its attributes, its properties, and whether it will get a contact.

use serde_json::Value;

use crate::icons::{colour, is_address, is_expression, is_harmless, picture};
use crate::settings::attributes::{
    ATTRIBUTES, Attribute, Kind, PROPERTIES, Property, PropertyKind, attribute, attribute_of_property, is_same_name,
    nearest_attribute, nearest_property, property_named, property_of,
};
use crate::settings::layout::finding::{Finding, Rule};
use crate::settings::layout::model::{Component, Desktop};
use crate::settings::layout::path::JsonPath;
use crate::settings::layout::store_paths::bindings;

/// Attributes of any HTML element.
const GLOBAL: &[&str] =
    &["class", "style", "id", "slot", "title", "dir", "lang", "hidden", "tabindex", "role", "part", "exportparts"];

pub(super) fn check(desktop: &Desktop, findings: &mut Vec<Finding>) {
    for widget in desktop.widgets() {
        let attributes = widget.path.key("attributes");
        for (name, value) in &widget.attributes {
            check_attribute(name, value, &attributes.key(name), findings);
        }
        let properties = widget.path.key("properties");
        for (name, value) in &widget.properties {
            check_property(name, value, &properties.key(name), findings);
        }
        contact(widget, findings);
        connection(widget, findings);
    }
}

fn check_attribute(name: &str, value: &Value, path: &JsonPath, findings: &mut Vec<Finding>) {
    let lower = name.to_ascii_lowercase();
    if GLOBAL.contains(&lower.as_str()) || lower.starts_with("aria-") || lower.starts_with("data-") {
        return;
    }
    if let Some(known) = attribute(name).or_else(|| attribute_without_dashes(name)) {
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

/// `templateid` and `templateId` are `template-id`: frameworks write attributes so.
fn attribute_without_dashes(name: &str) -> Option<&'static Attribute> {
    let lower = name.to_ascii_lowercase();
    ATTRIBUTES.iter().find(|attribute| attribute.name.replace('-', "") == lower)
}

/// The property that an attribute of this name says, as the element reads it: `organization-id`, `organizationid` and
/// `organizationId` are `organizationId`.
fn property_as_attribute(name: &str) -> Option<&'static Property> {
    let plain = |name: &str| name.replace('-', "").to_ascii_lowercase();
    PROPERTIES.iter().find(|property| plain(property.name) == plain(name))
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
    if property.name == "bearerToken" {
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

fn check_attribute_value(known: &Attribute, value: &Value, path: &JsonPath, findings: &mut Vec<Finding>) {
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
            format!("one of {}", words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", "))
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

/// The widget's own requests go to these; the desktop is a page on https, where no browser lets them go elsewhere.
fn address(name: &str, text: &str, path: &JsonPath, findings: &mut Vec<Finding>) {
    if !["base-url", "icon-data-url", "icon-data-path", "layout-url"].contains(&name) {
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

fn check_property(name: &str, value: &Value, path: &JsonPath, findings: &mut Vec<Finding>) {
    let Some(known) = property_named(name) else {
        // Every attribute is a property, too; there it may be taken back.
        if let Some(attribute) = attribute_of_property(name) {
            if !value.is_null() {
                check_attribute_value(attribute, value, path, findings);
            }
            return;
        }
        return findings.push(unknown_property(name, path));
    };
    let bound = value.as_str().is_some_and(|text| text.to_ascii_uppercase().contains("STORE."));
    let fits = match known.kind {
        PropertyKind::Text => value.is_string() || value.is_null(),
        PropertyKind::Boolean => value.is_boolean() || value.is_null(),
        PropertyKind::Object => value.is_object() || value.is_null(),
    };
    if known.name == "eventIconTemplate" {
        icons(value, path, findings);
    }
    if !bound && !fits {
        let wanted = match known.kind {
            PropertyKind::Text => "text",
            PropertyKind::Boolean => "true or false without quotes",
            PropertyKind::Object => "an object",
        };
        findings.push(Finding::error(
            Rule::WrongValue,
            path,
            format!("\"{name}\" must be {wanted}."),
            format!(
                "Write {wanted}{}.",
                if known.store.is_empty() { String::new() } else { format!(", or \"{}\"", known.store) }
            ),
        ));
    }
}

/// The icon map, as far as it can be judged without a browser.
fn icons(map: &Value, path: &JsonPath, findings: &mut Vec<Finding>) {
    let fields = map.get("default").unwrap_or(map).as_object();
    for (key, entry) in fields.into_iter().flatten() {
        let place = path.key(key);
        let mut odd = |what: &str, fix: &str| findings.push(Finding::warning(Rule::WrongValue, &place, what, fix));
        let text = |name: &str| entry.get(name).and_then(Value::as_str);
        let named = entry.as_str().or_else(|| ["src", "url", "icon", "name"].into_iter().find_map(text));
        match named {
            Some(address) if is_address(address) && picture(address).is_none() => odd(
                "This picture is not at an https:// address; the built-in icon will be shown.",
                "Write an https:// address, or the name of a Momentum icon.",
            ),
            None if text("color").is_none() => {
                odd("This entry names no icon.", "Add \"name\" with a Momentum icon, or \"src\" with a picture.");
            }
            _ => {}
        }
        if text("color").is_some_and(|written| colour(written).is_none()) {
            odd("This is no colour; it will be left out.", "Write a colour's name or #rrggbb.");
        }
        if is_expression(key) && !is_harmless(key) {
            odd(
                "This expression could take for ever to try, so it is taken as plain words.",
                "Repeat nothing that repeats or chooses by itself, and use at most three of *, + and {…}.",
            );
        }
    }
}

fn unknown_property(name: &str, path: &JsonPath) -> Finding {
    if let Some(property) = nearest_property(name) {
        return Finding::error(
            Rule::UnknownProperty,
            path,
            format!("The widget has no property \"{name}\": what is set there is not read."),
            format!("Did you mean \"{}\"? Upper and lower case matter.", property.name),
        );
    }
    match attribute(name).map(|attribute| attribute.name).or_else(|| nearest_attribute(name)) {
        Some(near) => Finding::warning(
            Rule::WrongPlace,
            path,
            format!("\"{name}\" is an attribute, not a property: as a property it has no effect."),
            format!("Move it to \"attributes\" as \"{near}\"."),
        ),
        None => Finding::warning(
            Rule::UnknownProperty,
            path,
            format!("The widget has no property \"{name}\"; it is ignored."),
            "Take it out, or look it up in the list of properties.",
        ),
    }
}

/// Without a contact, a customer or the look-up there is nobody whose journey could be shown.
fn contact(widget: &Component, findings: &mut Vec<Finding>) {
    let on = |name: &str| said(widget, name).is_some_and(|value| !matches!(as_text(value).as_str(), "false" | "0"));
    let look_up = (on("enable-user-search") || on("user-search")) && !on("disable-user-search");
    let customer = [&widget.attributes, &widget.properties]
        .into_iter()
        .any(|fields| fields.get("customer").is_some_and(|value| !as_text(value).trim().is_empty()));
    match widget.properties.get("interactionData").filter(|value| !value.is_null()) {
        None if !look_up && !customer => findings.push(Finding::error(
            Rule::NoContact,
            &widget.path,
            "This widget will get no contact: it has no interactionData, no customer and no look-up.",
            "Add the property \"interactionData\": \"$STORE.agentContact.taskSelected\", or the attribute \"enable-user-search\": \"true\".",
        )),
        Some(Value::String(text)) if text.contains("$STORE") && bindings(text) != ["agentContact.taskSelected"] => {
            findings.push(Finding::warning(
                Rule::NoContact,
                &widget.path.key("properties").key("interactionData"),
                "interactionData is not bound to the selected contact.",
                "Write \"$STORE.agentContact.taskSelected\".",
            ));
        }
        _ => {}
    }
}

/// What every request needs: the token, the organization, and the address.
fn connection(widget: &Component, findings: &mut Vec<Finding>) {
    let has = |name: &str| {
        let is_it = |key: &String| property_as_attribute(key).is_some_and(|property| property.name == name);
        widget.properties.keys().any(|key| key.eq_ignore_ascii_case(name)) || widget.attributes.keys().any(is_it)
    };
    if !has("bearerToken") {
        findings.push(Finding::error(
            Rule::NoConnection,
            &widget.path,
            "This widget will get no token: it has no bearerToken, and the journey API will refuse it.",
            "Add the property \"bearerToken\": \"$STORE.auth.accessToken\".",
        ));
    }
    if !has("organizationId") {
        findings.push(Finding::warning(
            Rule::NoConnection,
            &widget.path,
            "This widget is not told its organization.",
            "Add the property \"organizationId\": \"$STORE.agent.orgId\".",
        ));
    }
    if !has("dataCenter") && said(widget, "base-url").is_none() {
        findings.push(Finding::error(
            Rule::NoConnection,
            &widget.path,
            "This widget cannot know where the journey API is: it has neither dataCenter nor base-url.",
            "Add the property \"dataCenter\": \"$STORE.app.datacenter\", or the attribute \"base-url\".",
        ));
    }
}

/// What the layout says for an attribute, also by its property.
fn said<'a>(widget: &'a Component, name: &str) -> Option<&'a Value> {
    let property = widget.properties.get(&property_of(name)).filter(|value| !value.is_null());
    property.or_else(|| widget.attributes.iter().find(|(known, _)| is_same_name(known, name)).map(|(_, value)| value))
}

fn from_store(property: &Property) -> String {
    if property.store.is_empty() { String::new() } else { format!(": \"{}\"", property.store) }
}

fn as_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
