//! A part of a layout that stands alone in its file: the inside of one persona, as older desktops took it; a component or a
//! page, as documentation shows it; or a whole layout with something around it. It is put where it belongs, so that the
//! rest can be checked, and one finding says so.

use serde_json::{Map, Value, json};

use super::structure::{AREA_KEYS, PERSONA_KEYS};
use crate::settings::attributes::PERSONAS;
use crate::settings::layout::finding::{Finding, Rule};
use crate::settings::layout::path::JsonPath;
use crate::settings::nearest::nearest;

/// A part, made a layout.
pub(super) struct Whole {
    /// The layout.
    pub(super) layout: Value,
    /// What the file holds.
    pub(super) finding: Finding,
    /// Where the part is in the layout.
    inside: JsonPath,
    /// Where it is in the file.
    outside: JsonPath,
    /// Less than a persona: what is missing may well be elsewhere.
    pub(super) is_piece: bool,
}

impl Whole {
    /// The place in the file of a place in the layout; the root for what the file does not hold.
    pub(super) fn in_file(&self, path: &JsonPath) -> JsonPath {
        path.moved(&self.inside, &self.outside).unwrap_or_default()
    }
}

/// What the value is a part of; `None` for a layout, and for what is none by any reading.
pub(super) fn whole(value: &Value) -> Option<Whole> {
    match value {
        Value::Object(fields) => object(fields, value),
        Value::Array(list) => several(list, value),
        Value::String(text) => {
            let inner = serde_json::from_str(text).ok().filter(is_layout)?;
            let what = "The whole layout is a text in quotes: it was written as JSON twice.";
            Some(around(inner, JsonPath::root(), what, "Take the outer quotes and the backslashes out."))
        }
        _ => None,
    }
}

fn object(fields: &Map<String, Value>, value: &Value) -> Option<Whole> {
    let has = |key: &str| fields.contains_key(key);
    if PERSONAS.iter().any(|persona| has(persona)) {
        return None;
    }
    if let Some((key, persona)) = misspelt_persona(fields) {
        let mut whole = around(json!({persona: fields.get(key)}), JsonPath::root(), "", "");
        (whole.inside, whole.outside) = (root().key(persona), root().key(key));
        whole.finding = Finding::error(
            Rule::UnknownKey,
            &whole.outside,
            format!("\"{key}\" is no persona; the desktop leaves it out."),
            format!("Did you mean \"{persona}\"? Upper and lower case matter."),
        );
        return Some(whole);
    }
    let persona_keys = fields.keys().filter(|key| PERSONA_KEYS.contains(&key.as_str())).count();
    if has("area") || persona_keys >= 2 {
        return Some(piece(value.clone(), Place::Persona));
    }
    if ["comp", "script", "properties", "attributes", "children"].iter().any(|key| has(key)) {
        return Some(piece(value.clone(), Place::Component));
    }
    if has("nav") || fields.get("page").is_some_and(Value::is_object) {
        return Some(piece(value.clone(), Place::Entry));
    }
    if fields.get("widgets").is_some_and(Value::is_object) {
        return Some(piece(value.clone(), Place::Page));
    }
    if fields.keys().any(|key| AREA_KEYS.contains(&key.as_str())) {
        return Some(piece(value.clone(), Place::Area));
    }
    if !fields.is_empty() && fields.values().all(|value| value.get("comp").is_some()) {
        return Some(piece(value.clone(), Place::Widgets));
    }
    fields.iter().find_map(|(key, inner)| {
        let read = inner.as_str().and_then(|text| serde_json::from_str(text).ok());
        let (layout, how) = match read {
            Some(layout) => (layout, " as a text in quotes"),
            None => (inner.clone(), ""),
        };
        let what = format!("The layout stands inside of \"{key}\"{how}: there the desktop does not look for it.");
        let fix = format!("Put what is in \"{key}\" into a file of its own, so that \"agent\": {{…}} is at its root.");
        is_layout(&layout).then(|| around(layout, root().key(key), what, fix))
    })
}

fn several(list: &[Value], value: &Value) -> Option<Whole> {
    if let Some((index, inner)) = list.iter().enumerate().find(|(_, inner)| is_layout(inner)) {
        let fix = "Take the brackets [ and ] around it out.";
        return Some(around(
            inner.clone(),
            root().index(index),
            "The layout stands in a list [ … ]: there the desktop does not look for it.",
            fix,
        ));
    }
    let all = |is_one: fn(&Value) -> bool| !list.is_empty() && list.iter().all(is_one);
    if all(|one| one.get("nav").is_some() || one.get("page").is_some_and(Value::is_object)) {
        return Some(piece(value.clone(), Place::Navigation));
    }
    all(|one| one.get("comp").is_some() || one.get("attributes").is_some())
        .then(|| piece(value.clone(), Place::Components))
}

/// A key that is a persona's name but for a slip or its case, with a persona's contents.
fn misspelt_persona(fields: &Map<String, Value>) -> Option<(&str, &'static str)> {
    fields
        .iter()
        .filter(|(_, value)| value.is_object())
        .find_map(|(key, _)| Some((key.as_str(), nearest(key, PERSONAS.iter().copied())?)))
}

fn is_layout(value: &Value) -> bool {
    value
        .as_object()
        .is_some_and(|fields| PERSONAS.iter().any(|persona| fields.get(*persona).is_some_and(Value::is_object)))
}

fn root() -> JsonPath {
    JsonPath::root()
}

/// A whole layout with something around it.
fn around(layout: Value, outside: JsonPath, what: impl Into<String>, fix: impl Into<String>) -> Whole {
    let finding = Finding::error(Rule::NoPersona, &outside, what, fix);
    Whole { layout, finding, inside: root(), outside, is_piece: false }
}

/// Where a part belongs.
#[derive(Clone, Copy)]
enum Place {
    Persona,
    Area,
    Navigation,
    Entry,
    Page,
    Widgets,
    Components,
    Component,
}

/// A part, put into an agent's layout.
fn piece(value: Value, place: Place) -> Whole {
    let agent = root().key("agent");
    let area = agent.key("area");
    let page = area.key("navigation").index(0).key("page");
    let nav = json!({"navigateTo": "page", "label": "Page"});
    let (layout, inside, what, where_to) = match place {
        Place::Persona => (value, agent, "the inside of one persona".to_owned(), "\"agent\": {…}"),
        Place::Area => {
            (json!({"area": value}), area, "the areas of one persona".to_owned(), "\"agent\": { \"area\": {…} }")
        }
        Place::Navigation => (
            json!({"area": {"navigation": value}}),
            area.key("navigation"),
            "the navigation of one persona".to_owned(),
            "\"agent\": { \"area\": { \"navigation\": […] } }",
        ),
        Place::Entry => (
            json!({"area": {"navigation": [value]}}),
            area.key("navigation").index(0),
            "one page of the navigation".to_owned(),
            "\"agent\": { \"area\": { \"navigation\": [{…}] } }",
        ),
        Place::Page => (
            json!({"area": {"navigation": [{"nav": nav, "page": value}]}}),
            page,
            "one page".to_owned(),
            "\"agent\": { \"area\": { \"navigation\": [{ \"nav\": {…}, \"page\": {…} }] } }",
        ),
        Place::Widgets => {
            let names: Vec<&String> = value.as_object().into_iter().flat_map(Map::keys).collect();
            let grid = json!({"areas": [names]});
            (
                json!({"area": {"navigation": [{"nav": nav, "page": {"layout": grid, "widgets": value}}]}}),
                page.key("widgets"),
                "the widgets of one page".to_owned(),
                "\"agent\": { \"area\": { \"navigation\": [{ \"nav\": {…}, \"page\": { \"widgets\": {…} } }] } }",
            )
        }
        Place::Components => {
            let is_tab =
                |one: &Value| one.get("comp").and_then(Value::as_str).is_some_and(|comp| comp.starts_with("md-tab"));
            let has_tabs = value.as_array().is_some_and(|list| list.iter().any(is_tab));
            (
                json!({"area": {"panel": {"comp": if has_tabs { "md-tabs" } else { "div" }, "children": value}}}),
                area.key("panel").key("children"),
                "a list of components".to_owned(),
                "\"agent\": { \"area\": { \"panel\": { \"comp\": \"md-tabs\", \"children\": […] } } }",
            )
        }
        Place::Component => {
            let name = value.get("comp").and_then(Value::as_str).unwrap_or("without a name").to_owned();
            (
                json!({"area": {"panel": value}}),
                area.key("panel"),
                format!("one component (\"{name}\")"),
                "\"agent\": { \"area\": { \"panel\": {…} } }, usually in the children of an md-tab-panel there",
            )
        }
    };
    let is_piece = !matches!(place, Place::Persona | Place::Area);
    let finding = Finding::error(
        Rule::NoPersona,
        &root(),
        format!("This is {what}, and no whole layout: the desktop finds nobody in it."),
        format!(
            "Put it under the persona's name: {where_to}; for others \"supervisor\" or \"supervisorAgent\". The rest was checked as if it stood there."
        ),
    );
    Whole { layout: json!({"agent": layout}), finding, inside, outside: root(), is_piece }
}
