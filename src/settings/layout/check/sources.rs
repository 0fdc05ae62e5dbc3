//! The platforms that a widget reads journeys from: an unknown one, and what a known one lacks.

use serde_json::Value;

use crate::settings::layout::finding::{Finding, Rule};
use crate::settings::layout::model::Component;
use crate::settings::layout::path::JsonPath;
use crate::settings::names::is_same_name;
use crate::settings::source_settings::{self, SOURCES};
use crate::settings::{Missing, Told};
use journey::Platform;

/// Says what is wrong; whether the journey data service is one of them.
pub(super) fn check(widget: &Component, findings: &mut Vec<Finding>) -> bool {
    let (named, unknown) = source_settings::read(&told_by(widget));
    for word in unknown {
        let known: Vec<&str> = SOURCES.iter().map(|(name, _)| *name).collect();
        findings.push(Finding::warning(
            Rule::WrongValue,
            &place_of(widget, "sources"),
            format!("There is no source \"{}\"; the others are read.", word.name),
            match word.near {
                Some(near) => format!("Did you mean \"{near}\"?"),
                None => format!("Write some of {}.", known.join(", ")),
            },
        ));
    }
    for source in &named {
        let platform = source.platform.name();
        match &source.place {
            Err(Missing::Attribute(name)) => findings.push(Finding::error(
                Rule::NoConnection,
                &widget.path,
                format!("This widget is to read {platform}'s journeys and is not told {name}."),
                format!("Add the attribute \"{name}\"."),
            )),
            Err(Missing::Usable(name, value)) => findings.push(Finding::error(
                Rule::WrongValue,
                &place_of(widget, name),
                format!("\"{name}\" cannot be used: \"{value}\"."),
                wanted(name).to_owned(),
            )),
            Err(Missing::Property("lcmRequest")) => findings.push(Finding::warning(
                Rule::NoConnection,
                &widget.path,
                format!("{platform} is asked by a function (lcmRequest), which no layout can set."),
                "Read it in Acqueon's own workspace, or have a script of the page set the property.",
            )),
            _ => {}
        }
    }
    named.iter().any(|source| source.platform == Platform::Webex)
}

/// What it will be told. What the desktop fills in is not known, and is not missing.
fn told_by(widget: &Component) -> Told {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut told = Told::default();
    for (name, value) in widget.attributes.iter().filter(|(_, value)| !value.is_null()) {
        told.set_attribute(name, Some(text(value)));
    }
    for (name, value) in &widget.properties {
        told.set_property(name, value.clone());
    }
    told
}

/// Where an attribute, or its property, stands.
fn place_of(widget: &Component, name: &str) -> JsonPath {
    let within = |part: &str, key: Option<&String>| key.map(|key| widget.path.key(part).key(key));
    let attribute = widget.attributes.keys().find(|key| is_same_name(key, name));
    let property = widget.properties.keys().find(|key| is_same_name(key, name));
    within("attributes", attribute).or_else(|| within("properties", property)).unwrap_or_else(|| widget.path.clone())
}

fn wanted(name: &str) -> &'static str {
    match name {
        "avaya-account-id" => "Write the six letters of the account.",
        "avaya-identifiers" => "Write pairs such as \"customerId:universalIds\", with blanks between.",
        "genesys-domain" => {
            "Write the region's domain, such as \"mypurecloud.de\", or its name, such as \"prod-euc1\"."
        }
        "lcm-channel" => "Write \"-1\" for all, \"1\" for SMS, \"2\" for voice or \"3\" for e-mail.",
        "lcm-months" => "Write \"3\", \"6\", \"9\" or \"12\".",
        _ => "Write the full address, beginning with https://.",
    }
}
