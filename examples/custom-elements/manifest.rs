//! The custom-elements manifest.

use customer_journey_widget::settings::attributes::{ATTRIBUTES, Attribute, Kind, PROPERTIES, Property, PropertyKind};
use customer_journey_widget::settings::names::{property_named, property_of};
use serde_json::{Value, json};

use super::{EVENTS, PARTS, TAG, VARIABLES};

/// The manifest, schema 1.0.0.
pub(super) fn value() -> Value {
    json!({
        "schemaVersion": "1.0.0",
        "readme": "README.md",
        "modules": [{
            "kind": "javascript-module",
            "path": format!("{TAG}.js"),
            "declarations": [{
                "kind": "class",
                "customElement": true,
                "name": "CustomerJourneyWidget",
                "tagName": TAG,
                "summary": "A customer's journey, beside the agent's call.",
                "description": env!("CARGO_PKG_DESCRIPTION"),
                "superclass": {"name": "HTMLElement"},
                "attributes": ATTRIBUTES.iter().map(attribute).collect::<Vec<_>>(),
                "members": PROPERTIES.iter().map(member).chain(ATTRIBUTES.iter().filter_map(attribute_member)).collect::<Vec<_>>(),
                "events": EVENTS.map(|(name, detail, description)| json!({
                    "name": name, "type": {"text": format!("CustomEvent<{detail}>")}, "description": description,
                })),
                "cssParts": PARTS.iter().map(|(name, description)| json!({"name": name, "description": description})).collect::<Vec<_>>(),
                "cssProperties": VARIABLES.map(|(name, default, description)| json!({
                    "name": name, "default": default, "description": description,
                })),
            }],
            "exports": [{
                "kind": "custom-element-definition",
                "name": TAG,
                "declaration": {"name": "CustomerJourneyWidget", "module": format!("{TAG}.js")},
            }],
        }],
    })
}

fn attribute(attribute: &Attribute) -> Value {
    let kind = kind_of(attribute);
    let mut entry = json!({
        "name": attribute.name, "type": {"text": kind}, "description": attribute.doc, "fieldName": property_of(attribute.name),
    });
    if let Some(default) = attribute.default {
        entry["default"] = default.into();
    }
    entry
}

fn member(property: &Property) -> Value {
    let kind = match property.kind {
        PropertyKind::Text => "string",
        PropertyKind::Boolean => "boolean",
        PropertyKind::Object => "object | null",
        PropertyKind::List => "object[] | null",
        PropertyKind::Function => "function | null",
    };
    json!({"kind": "field", "name": property.name, "type": {"text": kind}, "description": property.doc})
}

/// An attribute's property, unless that is listed for itself.
fn attribute_member(attribute: &Attribute) -> Option<Value> {
    let name = property_of(attribute.name);
    property_named(&name).is_none().then(|| {
        let description = format!("{} The same as the attribute `{}`.", attribute.doc, attribute.name);
        json!({
            "kind": "field", "name": name, "attribute": attribute.name,
            "type": {"text": format!("{} | null", kind_of(attribute))}, "description": description,
        })
    })
}

fn kind_of(attribute: &Attribute) -> String {
    match attribute.kind {
        Kind::Boolean => "boolean".to_owned(),
        Kind::Number => "number".to_owned(),
        Kind::Text | Kind::Choices(_) => "string".to_owned(),
        Kind::Choice(words) => words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" | "),
    }
}
