//! Components of any kind: whether somebody defines them, where their script is, and the frame around them.

use std::collections::{BTreeMap, BTreeSet};

use crate::settings::layout::WIDGET;
use crate::settings::layout::finding::{Finding, Rule};
use crate::settings::layout::journeys::tag_of_script;
use crate::settings::layout::model::{Component, Desktop, Layout};
use crate::settings::nearest::nearest;

use super::structure::unknown;

const COMPONENT_KEYS: &[&str] = &[
    "comp",
    "script",
    "properties",
    "attributes",
    "children",
    "textContent",
    "style",
    "wrapper",
    "visibility",
    "responsive",
    "width",
    "height",
    "id",
];

/// Elements of the desktop itself, beside those of [`DESKTOP_FAMILIES`]. Nobody needs to name a script for them.
const DESKTOP_COMPONENTS: &[&str] = &[
    WIDGET,
    "ai-assistant",
    "analyzer-widget",
    "digital-outbound",
    "dynamic-area",
    "page-title",
    "slot",
    "timezone-label",
    "uuip-widget",
];

/// What the names of the desktop's elements begin with.
const DESKTOP_FAMILIES: &[&str] = &["md-", "mdc-", "agentx-", "uuip-", "dynamic-"];

/// HTML elements that layouts use.
const HTML: &[&str] = &[
    "a", "article", "aside", "b", "button", "div", "em", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "i", "iframe", "img", "input", "label", "li", "main", "nav", "ol", "p", "pre", "section", "small",
    "span", "strong", "style", "svg", "table", "tbody", "td", "th", "thead", "tr", "ul", "video",
];

pub(super) fn check(desktop: &Desktop, findings: &mut Vec<Finding>) {
    let components = desktop.components();
    // What one component loads is there for the others of its name.
    let with_script = components.iter().filter(|component| !component.script.is_empty());
    let defined: BTreeSet<String> = with_script
        .map(|component| tag_of_script(&component.script).unwrap_or_else(|| component.comp.clone()))
        .collect();
    for component in components {
        for key in component.rest.keys().filter(|key| !COMPONENT_KEYS.contains(&key.as_str())) {
            unknown(&component.path, key, COMPONENT_KEYS, "key of a component", findings);
        }
        name(component, &defined, findings);
        wrapper(component, findings);
    }
}

fn name(component: &Component, defined: &BTreeSet<String>, findings: &mut Vec<Finding>) {
    let comp = component.comp.as_str();
    let path = component.path.key("comp");
    if comp.is_empty() {
        return findings.push(Finding::error(
            Rule::UnknownComponent,
            &component.path,
            "A component without \"comp\": the desktop does not know what to create.",
            "Add \"comp\" with the name of the element.",
        ));
    }
    let tag = tag_of_script(&component.script);
    if tag.as_deref() == Some(comp) {
        return;
    }
    if nearest(comp, [WIDGET]).is_some() && tag.as_deref().is_none_or(|tag| tag == WIDGET) {
        return findings.push(Finding::error(
            Rule::UnknownComponent,
            &path,
            format!("There is no component \"{comp}\"."),
            format!("Did you mean \"{WIDGET}\"?"),
        ));
    }
    let is_the_desktops =
        DESKTOP_COMPONENTS.contains(&comp) || DESKTOP_FAMILIES.iter().any(|family| comp.starts_with(family));
    if is_the_desktops || HTML.contains(&comp) || !component.script.is_empty() || defined.contains(comp) {
        return;
    }
    if comp.contains('-') {
        findings.push(Finding::warning(
            Rule::MissingScript,
            &component.path,
            format!("The component \"{comp}\" is not the desktop's own and has no script."),
            "Add \"script\" with the URL that defines it, unless another component loads it already.",
        ));
    } else {
        let near = nearest(comp, HTML.iter().chain(DESKTOP_COMPONENTS).copied());
        findings.push(Finding::error(
            Rule::UnknownComponent,
            &path,
            format!("There is no component \"{comp}\": it is neither HTML nor a custom element (which has a dash)."),
            near.map_or_else(
                || "Write the name that its maker gives.".to_owned(),
                |near| format!("Did you mean \"{near}\"?"),
            ),
        ));
    }
}

fn wrapper(component: &Component, findings: &mut Vec<Finding>) {
    let Some(wrapper) = &component.wrapper else { return };
    if !["", "app-maximize-area"].contains(&wrapper.maximize_area.as_str()) {
        findings.push(Finding::warning(
            Rule::BadWrapper,
            &component.path.key("wrapper").key("maximizeAreaName"),
            format!("There is no area \"{}\" to maximize into.", wrapper.maximize_area),
            "Write \"app-maximize-area\", the only one there is.",
        ));
    }
}

/// A component keeps the script that it was loaded with first, and that script must come over HTTPS.
pub(super) fn scripts(layout: &Layout, findings: &mut Vec<Finding>) {
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    let components = layout.desktops.iter().flat_map(Desktop::components);
    for component in components.filter(|component| !component.script.is_empty()) {
        let path = component.path.key("script");
        let script = component.script.as_str();
        let local = script.starts_with("http://localhost") || script.starts_with("http://127.0.0.1");
        if !script.starts_with("https://") && !local {
            findings.push(Finding::error(
                Rule::BadScript,
                &path,
                "The script is not an https:// address; the desktop, itself on https, will not load it.",
                "Write the full address of the script, beginning with https://.",
            ));
        }
        let known = first.entry(&component.comp).or_insert(script);
        if *known != script {
            findings.push(Finding::warning(
                Rule::BadScript,
                &path,
                format!(
                    "\"{}\" has another script elsewhere ({known}); the desktop keeps the one it loads first.",
                    component.comp
                ),
                "Use one address for one component.",
            ));
        }
    }
}
