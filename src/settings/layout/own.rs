//! What a widget on a page without a layout engine takes from a desktop layout (`layout-url`): the attributes and the
//! constant properties of the persona's first customer-journey-widget.
//!
//! A short walk and not `read`: the element carries this code, and it judges nothing.

use serde_json::Value;

use super::WIDGET;
use super::journeys::tag_of_script;

/// Deeper than any layout is.
const DEEPEST: usize = 60;

/// What the layout sets on the widget.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OwnSettings {
    /// Attributes, as text.
    pub attributes: Vec<(String, String)>,
    /// Properties, as they stand.
    pub properties: Vec<(String, Value)>,
}

impl OwnSettings {
    /// The settings of the first widget of `persona`; `None` if it has none. What a desktop would fill in (`$STORE.…`,
    /// `$I18N.…`) is left out, and so is a token: what stands in a file that anybody can fetch is none.
    pub fn read(layout: &Value, persona: &str) -> Option<Self> {
        // An older layout has the one persona's contents at its root.
        let desktop = layout.get(persona).or_else(|| layout.get("area").map(|_| layout))?;
        let widget = first(desktop, 0, &is_this_widget).or_else(|| first(desktop, 0, &is_of_its_name))?;
        let mut own = Self::default();
        for (name, value) in fields(widget, "attributes") {
            let text = match value {
                Value::String(text) => text.clone(),
                Value::Bool(_) | Value::Number(_) => value.to_string(),
                _ => continue,
            };
            if !is_bound(&text) && !is_token(name) {
                own.attributes.push((name.to_ascii_lowercase(), text));
            }
        }
        for (name, value) in fields(widget, "properties") {
            if !value.is_null() && !value.as_str().is_some_and(is_bound) && !is_token(name) {
                own.properties.push((name.clone(), value.clone()));
            }
        }
        Some(own)
    }
}

fn first<'a>(value: &'a Value, depth: usize, is_wanted: &impl Fn(&Value) -> bool) -> Option<&'a Value> {
    match value {
        _ if depth > DEEPEST => None,
        Value::Object(_) if is_wanted(value) => Some(value),
        Value::Object(fields) => fields.values().find_map(|value| first(value, depth + 1, is_wanted)),
        Value::Array(values) => values.iter().find_map(|value| first(value, depth + 1, is_wanted)),
        _ => None,
    }
}

/// By its script, under whatever name; or by its name, with a script.
fn is_this_widget(component: &Value) -> bool {
    let text = |name: &str| component.get(name).and_then(Value::as_str).unwrap_or_default();
    tag_of_script(text("script")).is_some() || (text("comp") == WIDGET && !text("script").is_empty())
}

/// Without a script it is the desktop's own: its settings are good for this one, too, where there is no other.
fn is_of_its_name(component: &Value) -> bool {
    component.get("comp").and_then(Value::as_str) == Some(WIDGET)
}

fn fields<'a>(widget: &'a Value, name: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    widget.get(name).and_then(Value::as_object).into_iter().flatten()
}

fn is_bound(text: &str) -> bool {
    text.contains("$STORE.") || text.contains("$I18N.")
}

fn is_token(name: &str) -> bool {
    let plain = name.bytes().filter(u8::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase());
    plain.eq("bearertoken".bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn layout() -> Value {
        json!({
            "agent": {"area": {"panel": {"comp": "md-tabs", "children": [
                {"comp": "md-tab"},
                {"comp": "md-tab-panel", "children": [{
                    "comp": "customer-journey-widget",
                    "attributes": {"Limit": 5, "show-alias-icon": false, "title": "Hey {$STORE.agent.agentName}",
                        "bearer-token": "secret", "odd": {"a": 1}},
                    "properties": {"bearerToken": "secret", "organizationId": "org", "dataCenter": "$STORE.app.datacenter",
                        "darkMode": true, "interactionData": null, "eventIconTemplate": {"call": {"name": "chat"}}},
                }]},
            ]}}},
            "supervisor": {"area": {"navigation": [{"page": {"widgets": {"comp1":
                {"comp": "customer-journey-widget", "attributes": {"limit": "50"}}}}}]}},
        })
    }

    #[test]
    fn the_first_widget_of_the_persona_says_what_is_constant() {
        let own = OwnSettings::read(&layout(), "agent").expect("a widget");
        let text = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(own.attributes, [text("limit", "5"), text("show-alias-icon", "false")]);
        let names: Vec<_> = own.properties.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["organizationId", "darkMode", "eventIconTemplate"]);
        let own = OwnSettings::read(&layout(), "supervisor").expect("a widget");
        assert_eq!(own.attributes, [text("limit", "50")]);
    }

    #[test]
    fn a_widget_under_a_name_of_ones_own_is_found_beside_the_desktops() {
        let journey = |comp: &str, script: &str, limit: u32| json!({"comp": comp, "script": script, "attributes": {"limit": limit}});
        let ours = journey("our-journey", "https://static.example/customer-journey-widget.js?tag=our-journey", 5);
        let beside =
            json!({"area": {"panel": [{"comp": "customer-journey-widget", "attributes": {"limit": 9}}, ours]}});
        let limit = |layout: Value| OwnSettings::read(&layout, "agent").map(|own| own.attributes);
        let said = |limit: &str| Some(vec![("limit".to_owned(), limit.to_owned())]);
        assert_eq!(limit(json!({"agent": beside})), said("5"));
        assert_eq!(limit(beside), said("5"), "one persona at the root");
        let alone = json!({"agent": {"comp": "customer-journey-widget", "attributes": {"limit": 9}}});
        assert_eq!(limit(alone), said("9"));
        assert_eq!(limit(json!({"agent": journey("other-widget", "https://static.example/o.js", 5)})), None);
    }

    #[test]
    fn a_layout_without_the_persona_or_its_widget_says_nothing() {
        assert_eq!(OwnSettings::read(&layout(), "supervisorAgent"), None);
        assert_eq!(OwnSettings::read(&json!({"agent": {"area": {}}}), "agent"), None);
        for value in [json!(null), json!([]), json!("text"), json!({"agent": 7})] {
            assert_eq!(OwnSettings::read(&value, "agent"), None);
        }
        let mut deep = json!({"comp": WIDGET});
        (0..100).for_each(|_| deep = json!([deep]));
        assert_eq!(OwnSettings::read(&json!({"agent": deep}), "agent"), None);
    }
}
