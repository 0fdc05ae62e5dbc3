//! The shape of the file: personas, areas, keys that the desktop does not know, and whether there is a widget at all.

use serde_json::Value;

use crate::settings::attributes::PERSONAS;
use crate::settings::layout::finding::{Finding, Rule};
use crate::settings::layout::model::{Desktop, Layout};
use crate::settings::layout::path::JsonPath;
use crate::settings::nearest::nearest;

pub(super) const PERSONA_KEYS: &[&str] = &[
    "version",
    "appTitle",
    "logo",
    "taskPageIllustration",
    "stopNavigateOnAcceptTask",
    "dragDropEnabled",
    "notificationTimer",
    "maximumNotificationCount",
    "browserNotificationTimer",
    "wxmConfigured",
    "desktopChatApp",
    "headerActions",
    "area",
    "homePage",
    "homepage",
    "layoutName",
    "isRoleBasedLayout",
    "collapseVoiceIntPane",
    "msTeamConfigured",
    "widgetExplorer",
];

pub(super) const AREA_KEYS: &[&str] =
    &["header", "advancedHeader", "panel", "navigation", "persistent", "headless", "homePage", "homepage"];

/// `is_piece`: less than a persona, so that nothing can be missing.
pub(super) fn check(value: &Value, layout: &Layout, is_piece: bool, findings: &mut Vec<Finding>) {
    let root = JsonPath::root();
    let Some(fields) = value.as_object() else { return };
    for key in fields.keys().filter(|key| !PERSONAS.contains(&key.as_str())) {
        unknown(&root, key, PERSONAS, "persona", findings);
    }
    if layout.desktops.is_empty() {
        findings.push(Finding::error(
            Rule::NoPersona,
            &root,
            "No persona: the file has none of \"agent\", \"supervisor\" and \"supervisorAgent\" at its root.",
            "Put the desktop of each persona under its name, written exactly so.",
        ));
        return;
    }
    for desktop in &layout.desktops {
        keys(desktop, findings);
    }
    if !is_piece {
        widgets(layout, findings);
    }
}

fn keys(desktop: &Desktop, findings: &mut Vec<Finding>) {
    for key in desktop.rest.keys().filter(|key| !PERSONA_KEYS.contains(&key.as_str())) {
        unknown(&desktop.path, key, PERSONA_KEYS, "setting of a persona", findings);
    }
    let area = desktop.path.key("area");
    for key in desktop.rest.get("area").and_then(Value::as_object).into_iter().flat_map(|area| area.keys()) {
        if !AREA_KEYS.contains(&key.as_str()) {
            unknown(&area, key, AREA_KEYS, "area", findings);
        }
    }
    if !desktop.advanced_header.is_empty() && (desktop.header.is_some() || desktop.rest.contains_key("headerActions")) {
        findings.push(Finding::warning(
            Rule::UnknownKey,
            &area.key("advancedHeader"),
            "There is an advancedHeader and also a header or headerActions; the desktop shows only the advancedHeader.",
            "Take header and headerActions out.",
        ));
    }
}

fn widgets(layout: &Layout, findings: &mut Vec<Finding>) {
    let has_ours = |desktop: &&Desktop| desktop.widget().is_some();
    let has_none = |desktop: &&Desktop| desktop.widget().is_none() && desktop.built_in().is_empty();
    if layout.desktops.iter().all(|desktop| has_none(&desktop)) {
        findings.push(Finding::error(
            Rule::NoWidget,
            &JsonPath::root(),
            "No customer-journey-widget anywhere in this layout.",
            "Add a component with \"comp\": \"customer-journey-widget\" to the panel or to a navigation page; on a desktop that has a \
             customer journey of its own, by a name of your own (\"comp\": \"our-journey\", and ?tag=our-journey at the end of its script).",
        ));
        return;
    }
    // Where nothing but the desktop's own is there, that is said; a persona without it is as the vendor wrote it.
    if !layout.desktops.iter().any(|desktop| has_ours(&desktop)) {
        return;
    }
    for desktop in layout.desktops.iter().filter(has_none) {
        findings.push(Finding::warning(
            Rule::NoWidget,
            &desktop.path,
            format!("The persona \"{}\" has no customer-journey-widget.", desktop.persona.as_str()),
            "Add one to its panel or to a navigation page, if it should have one.",
        ));
    }
}

/// A key that stands twice.
pub(super) fn repeated(path: &JsonPath) -> Finding {
    Finding::warning(
        Rule::RepeatedKey,
        path,
        "This key stands twice in one object; only the last one counts.",
        "Keep one of the two.",
    )
}

/// Reports a key that is not known, louder when it looks like a slip.
pub(super) fn unknown(path: &JsonPath, key: &str, known: &[&str], what: &str, findings: &mut Vec<Finding>) {
    let place = path.key(key);
    findings.push(match nearest(key, known.iter().copied()) {
        Some(near) => Finding::error(
            Rule::UnknownKey,
            &place,
            format!("\"{key}\" is no {what}; the desktop leaves it out."),
            format!("Did you mean \"{near}\"? Upper and lower case matter."),
        ),
        None => Finding::note(
            Rule::UnknownKey,
            &place,
            format!("\"{key}\" is no {what} that we know; it is kept and has no effect here."),
            "Leave it if your desktop knows it.",
        ),
    });
}
