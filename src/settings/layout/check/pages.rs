//! The pages of the rail: how they are reached, and whether what is in them is placed.

use std::collections::BTreeSet;

use crate::settings::layout::finding::{Finding, Rule};
use crate::settings::layout::model::{Desktop, Entry, Page};

/// Words that the desktop's own files take in its address.
const RESERVED: &[&str] =
    &["images", "fonts", "css", "build_info", "help", "app", "i18n", "icons", "images-mfe-wc", "sounds"];

pub(super) fn check(desktop: &Desktop, findings: &mut Vec<Finding>) {
    let mut addresses = BTreeSet::new();
    let mut ids = BTreeSet::new();
    let mut landing = false;
    for entry in desktop.home.iter().chain(&desktop.navigation) {
        address(entry, &mut addresses, findings);
        if !entry.page.id.is_empty() && !ids.insert(entry.page.id.as_str()) {
            findings.push(Finding::warning(
                Rule::SamePage,
                &entry.page.path.key("id"),
                format!("Two pages have the id \"{}\".", entry.page.id),
                "Give each page an id of its own.",
            ));
        }
        if entry.is_landing_page && std::mem::replace(&mut landing, true) {
            findings.push(Finding::warning(
                Rule::SamePage,
                &entry.path.key("nav").key("isDefaultLandingPage"),
                "A second page asks to be shown first.",
                "Keep isDefaultLandingPage on one page.",
            ));
        }
        if entry.page.widgets.is_empty() {
            findings.push(Finding::warning(
                Rule::BadPage,
                &entry.path,
                format!("The page \"{}\" has no widgets.", entry.navigate_to),
                "Add \"page\": { \"widgets\": { \"comp1\": … } }, or take the page out.",
            ));
        }
    }
    let grids = desktop.header.iter().chain(&desktop.headless);
    for page in grids.chain(desktop.home.iter().chain(&desktop.navigation).map(|entry| &entry.page)) {
        placing(page, findings);
    }
}

fn address<'a>(entry: &'a Entry, taken: &mut BTreeSet<&'a str>, findings: &mut Vec<Finding>) {
    let path = entry.path.key("nav").key("navigateTo");
    let word = entry.navigate_to.as_str();
    if word.is_empty() {
        findings.push(Finding::error(
            Rule::BadPage,
            &entry.path.key("nav"),
            "A page without navigateTo: the rail cannot open it.",
            "Add \"navigateTo\" with a word of its own, such as \"customer-journey\".",
        ));
    } else if RESERVED.contains(&word) {
        findings.push(Finding::error(
            Rule::ReservedPage,
            &path,
            format!("\"{word}\" is a word that the desktop keeps for its own files."),
            "Choose another word for navigateTo.",
        ));
    } else if !taken.insert(word) {
        findings.push(Finding::error(
            Rule::SamePage,
            &path,
            format!("Two pages of this persona have navigateTo \"{word}\"; only one of them opens."),
            "Give each page a navigateTo of its own.",
        ));
    }
}

fn placing(page: &Page, findings: &mut Vec<Finding>) {
    if page.use_flex_layout {
        for (_, component) in &page.widgets {
            if component.width.is_none() || component.height.is_none() {
                findings.push(Finding::warning(
                    Rule::NotPlaced,
                    &component.path,
                    "The page uses the flexible layout, and this component has no width or height.",
                    "Add \"width\" (of 12 columns) and \"height\" (1 is 40 px).",
                ));
            }
        }
        return;
    }
    let placed: BTreeSet<&str> = page.areas.iter().flatten().map(String::as_str).collect();
    for (name, component) in &page.widgets {
        if !placed.contains(name.as_str()) {
            findings.push(Finding::error(
                Rule::NotPlaced,
                &component.path,
                format!("\"{name}\" has no place in the grid and will not show."),
                format!("Add \"{name}\" to layout.areas, or set \"useFlexLayout\": true with widths and heights."),
            ));
        }
    }
    let grid = page.path.key("layout").key("areas");
    for name in placed {
        if ![".", ""].contains(&name) && page.widgets.iter().all(|(known, _)| known != name) {
            findings.push(Finding::warning(
                Rule::NotPlaced,
                &grid,
                format!("The grid has a place for \"{name}\", and there is no such widget on the page."),
                "Add it to \"widgets\", or take it out of the grid.",
            ));
        }
    }
}
