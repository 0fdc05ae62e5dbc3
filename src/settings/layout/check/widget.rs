//! The customer-journey-widget itself: its properties, its icon map, its flags and links, and whether it will get a contact.

use serde_json::Value;

use super::attributes::{check_attribute, check_attribute_value, property_as_attribute};
use super::sources;
use crate::icons::{colour, fill, is_address, is_expression, is_harmless, picture};
use crate::settings::attributes::PropertyKind;
use crate::settings::layout::finding::{Finding, Rule};
use crate::settings::layout::model::{Component, Desktop};
use crate::settings::layout::path::JsonPath;
use crate::settings::layout::store_paths::bindings;
use crate::settings::names::{
    attribute, attribute_of_property, is_same_name, nearest_attribute, nearest_property, property_named, property_of,
};
use journey::{FlagRules, LinkRules, RuleProblem};

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
        if sources::check(widget, findings) {
            connection(widget, findings);
        }
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
        PropertyKind::List => value.is_array() || value.is_null(),
        PropertyKind::Function => value.is_null(),
    };
    if known.name == "eventIconTemplate" {
        icons(value, path, findings);
    }
    if known.name == "flags" {
        let problems = FlagRules::default().add(value, |colour| fill(colour).is_some()).unwrap_or_default();
        rules("flag", problems, path, findings);
    }
    if known.name == "links" {
        rules("link", LinkRules::default().add(value).unwrap_or_default(), path, findings);
    }
    if !bound && !fits {
        let wanted = match known.kind {
            PropertyKind::Text => "text",
            PropertyKind::Boolean => "true or false without quotes",
            PropertyKind::Object => "an object",
            PropertyKind::List => "a list",
            PropertyKind::Function => "a function, which only a script can set",
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

/// What is odd in the rules of flags or links, as the widget itself reads them.
fn rules(of: &str, problems: Vec<RuleProblem>, path: &JsonPath, findings: &mut Vec<Finding>) {
    findings.extend(problems.into_iter().map(|RuleProblem { word, place, part, what, fix }| {
        let rule = path.key(&word);
        let rule = place.map_or(rule.clone(), |place| rule.index(place));
        let place = part.map_or(rule.clone(), |part| rule.key(&part));
        Finding::warning(Rule::WrongValue, &place, format!("In the {of} \"{word}\", {what}."), fix)
    }));
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

fn as_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
