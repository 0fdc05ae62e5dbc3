//! Tabs: the desktop pairs the first tab with the first panel, the second with the second, and so on.

use crate::settings::layout::finding::{Finding, Rule};
use crate::settings::layout::model::{Component, Desktop};
use crate::settings::layout::path::JsonPath;

pub(super) fn check(desktop: &Desktop, findings: &mut Vec<Finding>) {
    for tabs in desktop.components().into_iter().filter(|component| component.comp == "md-tabs") {
        pairs(&tabs.path.key("children"), &tabs.children, findings);
    }
    if !desktop.persistent.is_empty() {
        pairs(&desktop.path.key("area").key("persistent"), &desktop.persistent, findings);
    }
}

fn pairs(path: &JsonPath, children: &[Component], findings: &mut Vec<Finding>) {
    let mut open: Option<&Component> = None;
    for child in children {
        match child.comp.as_str() {
            "md-tab" => {
                if let Some(tab) = open.replace(child) {
                    findings.push(lonely_tab(tab));
                }
                slot(child, "tab", findings);
            }
            "md-tab-panel" => {
                if open.take().is_none() {
                    findings.push(Finding::error(
                        Rule::UnpairedTab,
                        &child.path,
                        "A panel without a tab before it: no tab opens it, and the tabs after it open the wrong ones.",
                        "Put an md-tab before it.",
                    ));
                }
                slot(child, "panel", findings);
            }
            other => findings.push(Finding::warning(
                Rule::UnpairedTab,
                &child.path,
                format!("\"{other}\" among the tabs: it is neither an md-tab nor an md-tab-panel and will not show."),
                "Move it into an md-tab-panel.",
            )),
        }
    }
    if let Some(tab) = open {
        findings.push(lonely_tab(tab));
    }
    if children.is_empty() {
        findings.push(Finding::warning(
            Rule::UnpairedTab,
            path,
            "Tabs without a single tab.",
            "Add md-tab and md-tab-panel.",
        ));
    }
}

fn lonely_tab(tab: &Component) -> Finding {
    Finding::error(
        Rule::UnpairedTab,
        &tab.path,
        "A tab without a panel after it: it opens nothing, or the panel of the tab that follows.",
        "Put an md-tab-panel after it.",
    )
}

fn slot(component: &Component, wanted: &str, findings: &mut Vec<Finding>) {
    let found = component.attributes.get("slot").and_then(|slot| slot.as_str()).unwrap_or_default();
    if found != wanted {
        findings.push(Finding::warning(
            Rule::UnpairedTab,
            &component.path.key("attributes"),
            format!("\"{}\" needs the attribute \"slot\": \"{wanted}\" to show in its place.", component.comp),
            format!("Add \"slot\": \"{wanted}\" to its attributes."),
        ));
    }
}
