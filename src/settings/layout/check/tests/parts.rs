//! Parts of a layout that stand alone in a file: one finding that helps, and the rest is checked.

use serde_json::{Value, json};

use super::{layout, page, panel, tab, widget};
use crate::settings::layout::check::{check, check_value};
use crate::settings::layout::finding::{Finding, Rule, Severity};

const PERSONA: &str = include_str!("../../../../../tests/cases/26-single-persona-layout/persona-contents-at-root.json");

/// Exactly one finding, about the whole file, with these words in its fix.
fn only_a_part(text: &str, words: &str) -> Finding {
    let findings = check(text).findings;
    let [finding] = findings.as_slice() else { panic!("one finding for {text}, not {findings:#?}") };
    assert_eq!((finding.severity, finding.rule), (Severity::Error, Rule::NoPersona), "{finding}");
    assert!(finding.fix.contains(words), "{finding}");
    finding.clone()
}

#[test]
fn the_inside_of_one_persona_is_one_finding_that_says_where_it_belongs() {
    let finding = only_a_part(PERSONA, "\"agent\": {…}");
    assert!(finding.what.contains("the inside of one persona"), "{finding}");
    assert_eq!(finding.position.map(|at| (at.line, at.column)), Some((1, 1)));
    let desktop = check(PERSONA).layout.expect("a layout").desktops.remove(0);
    assert_eq!(desktop.app_title, "Desk");
}

#[test]
fn what_is_wrong_inside_of_a_part_is_found_where_it_stands_in_the_file() {
    let broken = PERSONA.replace("\"show-alias-icon\"", "\"show-alais-icon\"");
    let findings = check(&broken).findings;
    let [whole, inside] = findings.as_slice() else { panic!("two findings, not {findings:#?}") };
    assert_eq!((whole.rule, inside.rule), (Rule::NoPersona, Rule::UnknownAttribute));
    assert_eq!(inside.path.as_str(), "area.panel.children[1].children[0].attributes.show-alais-icon");
    let line = broken.lines().position(|line| line.contains("show-alais-icon")).expect("a line") + 1;
    assert_eq!(inside.position.map(|at| (at.line, at.column)), Some((line, 17)));
}

#[test]
fn every_kind_of_part_is_told_from_every_other() {
    let whole = layout();
    let agent = &whole["agent"];
    let area = &agent["area"];
    let entry = page("journeys", "journeys", widget());
    let parts = [
        (agent.clone(), "the inside of one persona", "\"agent\": {…}"),
        (json!({"area": area}), "the inside of one persona", "\"agent\": {…}"),
        (json!({"version": "0.1.0", "appTitle": "Desk", "area": area}), "the inside of one persona", "\"agent\": {…}"),
        (area.clone(), "the areas of one persona", "\"agent\": { \"area\": {…} }"),
        (json!({"panel": area["panel"]}), "the areas of one persona", "\"agent\": { \"area\""),
        (widget(), "one component (\"customer-journey-widget\")", "\"agent\": {"),
        (panel(json!([widget()])), "one component (\"md-tab-panel\")", "\"agent\": {"),
        (area["panel"].clone(), "one component (\"md-tabs\")", "\"agent\": {"),
        (json!([tab("Journey"), panel(json!([widget()]))]), "a list of components", "\"children\": […]"),
        (json!([widget()]), "a list of components", "\"agent\": {"),
        (entry.clone(), "one page of the navigation", "\"navigation\": [{…}]"),
        (json!([entry.clone()]), "the navigation of one persona", "\"navigation\": […]"),
        (entry["page"].clone(), "one page", "\"page\": {…}"),
        (json!({"comp1": widget()}), "the widgets of one page", "\"widgets\": {…}"),
    ];
    for (part, what, fix) in parts {
        let finding = only_a_part(&part.to_string(), fix);
        assert!(finding.what.contains(what), "{what}: {finding}");
    }
}

#[test]
fn a_part_is_checked_as_if_it_stood_in_its_place() {
    let mut broken = widget();
    broken["attributes"]["limit"] = json!("many");
    let mut entry = page("journeys", "journeys", broken.clone());
    let within = |part: &Value, path: &str| {
        let findings = check_value(part).findings;
        assert!(
            findings.iter().any(|finding| finding.path.as_str() == path && finding.rule == Rule::WrongValue),
            "{path}: {findings:#?}"
        );
        assert_eq!(findings.len(), 2, "{findings:#?}");
    };
    within(&broken, "attributes.limit");
    within(&json!([tab("Journey"), panel(json!([broken]))]), "[1].children[0].attributes.limit");
    within(&entry, "page.widgets.comp1.attributes.limit");
    within(&json!([entry]), "[0].page.widgets.comp1.attributes.limit");
    within(&entry["page"].take(), "widgets.comp1.attributes.limit");
    within(&json!({"comp1": broken}), "comp1.attributes.limit");
    within(&json!({"area": {"panel": broken}}), "area.panel.attributes.limit");
    within(&json!({"panel": broken}), "panel.attributes.limit");
    let lonely = check_value(&json!([tab("Journey")])).findings;
    assert!(
        lonely.iter().any(|finding| finding.rule == Rule::UnpairedTab && finding.path.as_str() == "[0]"),
        "{lonely:#?}"
    );
}

#[test]
fn components_that_were_copied_without_their_list_are_read_where_they_stand() {
    let two = format!("{},\n{}", tab("Journey"), panel(json!([widget()])));
    only_a_part(&two, "\"children\": […]");
    only_a_part(&format!("{two},\n"), "\"children\": […]");
    let broken = format!("{},\n{}", tab("Journey"), panel(json!([{"comp": "spam"}])));
    let findings = check(&broken).findings;
    let spam = findings.iter().find(|finding| finding.rule == Rule::UnknownComponent).expect("the misspelt one");
    let column = broken.lines().nth(1).expect("a line").find("\"comp\":\"spam\"").expect("its place") + 1;
    assert_eq!(spam.position.map(|at| (at.line, at.column)), Some((2, column)));
    let first = check(&broken.replace("\"span\"", "\"spam\"")).findings;
    let column = broken.find("\"comp\":\"span\"").expect("its place") + 1;
    assert!(
        first.iter().any(|finding| finding.position.is_some_and(|at| (at.line, at.column) == (1, column))),
        "{first:#?}"
    );
    only_a_part(&format!("{},", widget()), "\"agent\": {");
}

#[test]
fn members_that_were_copied_without_their_braces_are_read() {
    let text = PERSONA.trim();
    let members = text.trim_start_matches('{').trim_end_matches('}');
    only_a_part(members, "\"agent\": {…}");
    let whole = format!("\"agent\": {text}");
    let findings = check(&whole).findings;
    let [finding] = findings.as_slice() else { panic!("one finding, not {findings:#?}") };
    assert!(finding.rule == Rule::NotJson && finding.fix.contains("Put { before it"), "{finding}");
}

#[test]
fn a_layout_with_something_around_it_is_found_inside() {
    let text = layout().to_string();
    for (around, place) in [
        (json!({"layout": layout()}), "layout"),
        (json!([layout()]), "[0]"),
        (json!({"name": "Desk", "jsonFileContent": text}), "jsonFileContent"),
        (Value::String(text), ""),
    ] {
        let findings = check_value(&around).findings;
        let [finding] = findings.as_slice() else { panic!("one finding, not {findings:#?}") };
        assert_eq!((finding.rule, finding.path.as_str()), (Rule::NoPersona, place));
    }
    let broken = json!({"layout": {"agent": {"area": {"panel": {"comp": "spam"}}}}});
    assert!(
        check_value(&broken).findings.iter().any(|finding| finding.path.as_str() == "layout.agent.area.panel.comp")
    );
}

#[test]
fn a_persona_with_a_slip_in_its_name_is_checked_under_that_name() {
    for (name, meant) in [("Agent", "agent"), ("agents", "agent"), ("supervisoragent", "supervisorAgent")] {
        let checked = check_value(&json!({name: layout()["agent"]}));
        let [finding] = checked.findings.as_slice() else { panic!("one finding, not {:#?}", checked.findings) };
        assert_eq!((finding.rule, finding.path.as_str()), (Rule::UnknownKey, name));
        assert!(finding.fix.contains(&format!("\"{meant}\"")), "{finding}");
    }
    let inside = check_value(&json!({"Agent": {"area": {"panel": {"comp": "spam"}}}}));
    assert!(
        inside.findings.iter().any(|finding| finding.path.as_str() == "Agent.area.panel.comp"),
        "{:#?}",
        inside.findings
    );
}

#[test]
fn what_is_no_part_of_a_layout_is_no_layout() {
    for value in
        [json!({}), json!([]), json!({"name": "x"}), json!([1, 2]), json!("text"), json!({"a": {"b": 1}}), json!(null)]
    {
        let findings = check_value(&value).findings;
        assert!(findings.iter().any(|finding| finding.severity == Severity::Error), "{value}: {findings:#?}");
        assert!(!findings.iter().any(|finding| finding.what.contains("no whole layout")), "{value}: {findings:#?}");
    }
}
