//! Each rule, on a layout that breaks that rule and no other. Here: the samples, and the shape of the file.

mod broken;
mod pages;
mod parts;
mod shipped;
mod today;
mod widget;

use serde_json::{Value, json};

use super::{check, check_value};
use crate::settings::layout::finding::{Rule, Severity};
use crate::settings::layout::model::Persona;

/// A widget as an administrator should write it.
fn widget() -> Value {
    json!({
        "comp": "customer-journey-widget",
        "script": "https://static.example.com/customer-journey-widget.js",
        "attributes": {"show-alias-icon": "true", "condensed-view": "true"},
        "properties": {
            "interactionData": "$STORE.agentContact.taskSelected",
            "bearerToken": "$STORE.auth.accessToken",
            "organizationId": "$STORE.agent.orgId",
            "dataCenter": "$STORE.app.datacenter"
        },
        "wrapper": {"title": "Customer Journey", "maximizeAreaName": "app-maximize-area"}
    })
}

fn tab(label: &str) -> Value {
    json!({"comp": "md-tab", "attributes": {"slot": "tab", "class": "widget-pane-tab"},
        "children": [{"comp": "span", "textContent": label}]})
}

fn panel(children: Value) -> Value {
    json!({"comp": "md-tab-panel", "attributes": {"slot": "panel", "class": "widget-pane"}, "children": children})
}

fn page(navigate_to: &str, id: &str, comp: Value) -> Value {
    json!({
        "nav": {"label": "Journeys", "icon": "search", "iconType": "momentumDesign", "align": "top", "navigateTo": navigate_to},
        "page": {"id": id, "widgets": {"comp1": comp}, "layout": {"areas": [["comp1"]], "size": {"cols": [1], "rows": [1]}}}
    })
}

/// A layout in the vendor's form, with built-in slots, features that are off, a home page and two navigation pages.
fn layout() -> Value {
    let slot = |name: &str| json!({"comp": "slot", "attributes": {"name": name}});
    json!({"agent": {
        "version": "0.1.0", "appTitle": "Contact Center", "logo": "", "stopNavigateOnAcceptTask": false,
        "dragDropEnabled": false, "notificationTimer": 8, "maximumNotificationCount": 3, "browserNotificationTimer": 8,
        "wxmConfigured": false, "desktopChatApp": {"webexConfigured": false},
        "area": {
            "advancedHeader": [{"comp": "agentx-webex"}, {"comp": "agentx-state-selector"}],
            "panel": {"comp": "md-tabs", "attributes": {"class": "widget-tabs"}, "children": [
                {"comp": "md-tab", "attributes": {"slot": "tab"}, "children": [slot("IVR_TRANSCRIPT_TAB")], "visibility": "IVR_TRANSCRIPT"},
                {"comp": "md-tab-panel", "attributes": {"slot": "panel"}, "children": [slot("IVR_TRANSCRIPT")], "visibility": "IVR_TRANSCRIPT"},
                tab("Customer Journey"), panel(json!([widget()])),
                tab("Feedback"), panel(json!([{"comp": "agentx-wc-cloudcherry-widget", "properties": {
                    "userModel": "$STORE.app.userModel", "spaceId": "", "ani": "$STORE.agentContact.taskSelected.ani"}}]))
            ]},
            "homepage": {"nav": {"label": "$I18N.common.homePageLabel", "icon": "home", "iconType": "momentum", "navigateTo": "home", "align": "top"},
                "page": {"id": "landing", "useFlexLayout": true,
                    "pageHeader": {"comp": "div", "attributes": {"style": "margin: 16px"}, "children": [
                        {"comp": "page-title", "attributes": {"pageTitle": "$STORE.page.getDefaultPageTitle"}}]},
                    "widgets": {"comp1": {"comp": "analyzer-widget", "width": 3, "height": 5, "attributes": {
                        "is-dark-mode": "$STORE.app.darkMode", "access-token": "$STORE.auth.accessToken", "org-id": "$STORE.agent.orgId"}}}}},
            "navigation": [page("journeys", "journeys", widget()), page("recordings", "qm", json!({"comp": "agentx-wc-quality-monitoring-widget"}))]
        }
    }})
}

const WIDGET: &str = "/agent/area/panel/children/3/children/0";

/// The layout with one value replaced, or taken out (`Value::Null` as "remove").
fn with(pointer: &str, change: impl FnOnce(&mut Value)) -> Value {
    let mut layout = layout();
    change(layout.pointer_mut(pointer).expect("a place in the layout"));
    layout
}

fn found(layout: &Value) -> Vec<(Severity, Rule, String)> {
    let checked = check_value(layout);
    checked.findings.into_iter().map(|finding| (finding.severity, finding.rule, finding.path.to_string())).collect()
}

/// Exactly one finding, of this rule, at this place; gives its fix.
fn only(layout: &Value, severity: Severity, rule: Rule, path: &str) -> String {
    let findings = check_value(layout).findings;
    let [finding] = findings.as_slice() else { panic!("one finding of {}, not {findings:#?}", rule.id()) };
    assert_eq!((finding.severity, finding.rule, finding.path.as_str()), (severity, rule, path), "{finding}");
    finding.fix.clone()
}

#[test]
fn a_layout_in_the_vendors_form_is_in_order() {
    assert_eq!(found(&layout()), []);
    let checked = check_value(&layout());
    let desktop = checked.layout.expect("a layout");
    let desktop = desktop.desktop(Persona::Agent).expect("an agent's desktop");
    assert_eq!(desktop.app_title, "Contact Center");
    assert_eq!(desktop.navigation.len(), 2);
    assert_eq!(desktop.first("customer-journey-widget").expect("the widget").properties.len(), 4);
}

#[test]
fn text_that_is_not_json_says_where_it_stops_and_why() {
    for (text, line, column, word) in [
        ("{\n  \"agent\": {},\n}", 3, 1, "comma"),
        ("{\n  'agent': {}\n}", 2, 3, "single quote"),
        ("{\n  “agent”: {}\n}", 2, 3, "typographic"),
        ("{\n  // ours\n  \"agent\": {}\n}", 2, 3, "comment"),
        ("{\n  \"agent\": {}\n  \"supervisor\": {}\n}", 3, 3, "comma is missing"),
        ("{\n \"é\": 1, agent: {}\n}", 2, 10, "without quotes"),
        ("{\"agent\": {\n", 2, 1, "ends too early"),
        ("{\n \"agent\": [}\n", 2, 12, "wrong bracket"),
        ("{\"agent\": {\"dragDropEnabled\": True}}", 1, 31, "\"True\" at line 1, column 31 is no value"),
        ("{\"agent\": {\"logo\": undefined}}", 1, 20, "\"undefined\""),
        ("{\"agent\": {\"logo\": \"a\nb\"}}", 2, 1, "line break"),
        ("{\"agent\": {\"logo\": \"C:\\dir\"}}", 1, 24, "backslash"),
        ("agent:\n  area: {}", 1, 1, "\"agent\""),
        ("<!doctype html>", 1, 1, "web page"),
        ("", 1, 1, "empty"),
    ] {
        let checked = check(text);
        assert_eq!(checked.layout, None);
        let of_the_text: Vec<_> = checked.findings.iter().filter(|finding| finding.rule == Rule::NotJson).collect();
        let [finding] = of_the_text.as_slice() else { panic!("one finding for {text:?}, not {of_the_text:#?}") };
        let at = finding.position.expect("a position");
        assert!(finding.what.contains(word), "{text:?}: {finding}");
        assert_eq!((at.line, at.column), (line, column), "{text:?}: {finding}");
        assert_eq!(checked.findings.first(), Some(*finding), "it comes first");
    }
}

#[test]
fn a_finding_has_the_line_and_column_of_what_is_wrong() {
    let text = "{\n \"agent\": {\"area\": {\"panel\": {\"comp\": \"customer-journey-widget\",\n  \"script\": \"https://a.example/w.js\",\n  \
        \"attributes\": {\"enable-user-search\": \"true\", \"base-url\": \"https://b.example\",\n    \"limits\": \"20\"},\n  \
        \"properties\": {\"bearerToken\": \"$STORE.auth.accessToken\", \"organizationId\": \"$STORE.agent.orgId\"}}}}\n}";
    let findings = check(text).findings;
    let [finding] = findings.as_slice() else { panic!("one finding, not {findings:#?}") };
    assert_eq!(finding.position.map(|at| (at.line, at.column)), Some((5, 5)));
    assert_eq!(finding.path.as_str(), "agent.area.panel.attributes.limits");
    assert!(finding.fix.contains("\"limit\""), "{finding}");
}

#[test]
fn a_root_without_personas_is_no_layout() {
    assert!(found(&json!({})).contains(&(Severity::Error, Rule::NoPersona, "the whole file".to_owned())));
    assert!(found(&json!([])).iter().any(|(_, rule, _)| *rule == Rule::WrongType));
    let layout = json!({"Agent": layout()["agent"]});
    let checked = check_value(&layout);
    let misspelt = checked.findings.iter().find(|finding| finding.rule == Rule::UnknownKey).expect("a hint");
    assert!(misspelt.fix.contains("\"agent\""), "{misspelt}");
}

#[test]
fn a_misspelt_area_is_named_with_what_was_meant() {
    let broken = with("/agent/area", |area| {
        let fields = area.as_object_mut().expect("an area");
        let pages = fields.remove("navigation").expect("pages");
        fields.insert("navigations".to_owned(), pages);
    });
    let fix = only(&broken, Severity::Error, Rule::UnknownKey, "agent.area.navigations");
    assert!(fix.contains("\"navigation\""), "{fix}");
}

#[test]
fn a_key_that_nobody_knows_is_kept_and_noted() {
    let kept = with("/agent", |agent| agent["companyColour"] = json!("teal"));
    only(&kept, Severity::Note, Rule::UnknownKey, "agent.companyColour");
    let desktop = check_value(&kept).layout.expect("a layout").desktops.remove(0);
    assert_eq!(desktop.rest["companyColour"], json!("teal"));
}

#[test]
fn a_key_that_stands_twice_is_a_warning() {
    let text = layout().to_string().replacen("{\"agent\":", "{\"agent\":{},\"agent\":", 1);
    let findings = check(&text).findings;
    assert!(findings.iter().any(|finding| finding.rule == Rule::RepeatedKey && finding.path.as_str() == "agent"));
}

#[test]
fn a_layout_without_the_widget_says_so() {
    let mut without = with("/agent/area/panel/children/3/children", |children| *children = json!([]));
    without["agent"]["area"]["navigation"][0]["page"]["widgets"]["comp1"] = json!({"comp": "div"});
    only(&without, Severity::Error, Rule::NoWidget, "");
}

#[test]
fn one_persona_without_the_widget_is_a_warning() {
    let mut both = layout();
    both["supervisor"] = json!({"area": {"panel": {"comp": "div"}}});
    only(&both, Severity::Warning, Rule::NoWidget, "supervisor");
}

#[test]
fn an_unknown_component_is_named() {
    let fix = only(
        &with("/agent/area/panel/children/5/children/0", |component| component["comp"] = json!("spam")),
        Severity::Error,
        Rule::UnknownComponent,
        "agent.area.panel.children[5].children[0].comp",
    );
    assert!(fix.contains("\"span\""), "{fix}");
    let misspelt = with(WIDGET, |widget| widget["comp"] = json!("costumer-journey-widget"));
    let fix = only(&misspelt, Severity::Error, Rule::UnknownComponent, "agent.area.panel.children[3].children[0].comp");
    assert!(fix.contains("customer-journey-widget"), "{fix}");
    only(
        &with("/agent/area/panel/children/5/children/0", |component| *component = json!({"properties": {}})),
        Severity::Error,
        Rule::UnknownComponent,
        "agent.area.panel.children[5].children[0]",
    );
}

#[test]
fn a_component_of_someone_else_needs_its_script() {
    let place = "agent.area.panel.children[5].children[0]";
    let theirs =
        with("/agent/area/panel/children/5/children/0", |component| *component = json!({"comp": "acme-orders"}));
    only(&theirs, Severity::Warning, Rule::MissingScript, place);
}

#[test]
fn a_script_must_come_over_https_and_be_one_for_one_component() {
    let plain = with("", |layout| {
        for pointer in [WIDGET, "/agent/area/navigation/0/page/widgets/comp1"] {
            layout.pointer_mut(pointer).expect("the widget")["script"] = json!("http://static.example.com/w.js");
        }
    });
    assert!(found(&plain).iter().all(|(severity, rule, _)| (*severity, *rule) == (Severity::Error, Rule::BadScript)));
    assert_eq!(found(&plain).len(), 2);
    let two = with(WIDGET, |widget| widget["script"] = json!("https://other.example.com/w.js"));
    only(&two, Severity::Warning, Rule::BadScript, "agent.area.navigation[0].page.widgets.comp1.script");
}

#[test]
fn a_wrong_type_is_left_out_and_the_rest_stays() {
    let broken = with("/agent/area", |area| area["persistent"] = json!({"comp": "md-tab"}));
    only(&broken, Severity::Error, Rule::WrongType, "agent.area.persistent");
    let desktop = check_value(&broken).layout.expect("a layout").desktops.remove(0);
    assert!(desktop.persistent.is_empty() && desktop.panel.is_some());
}
