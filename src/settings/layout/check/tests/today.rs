//! Desktops of today, which have a customer journey of their own: slots, components without a script, names of one's own.

use serde_json::{Value, json};

use super::{WIDGET, found, layout, only, tab, with};
use crate::settings::layout::check::{check, check_value};
use crate::settings::layout::finding::{Finding, Rule, Severity};

const SLOTS: &str = include_str!("../../../../../tests/cases/07-layout-of-today-has-no-script/default-slot.json");
const RENAMED: &str = include_str!("../../../../../tests/cases/07-layout-of-today-has-no-script/renamed-tag.json");
const WITHOUT_SCRIPT: &str =
    include_str!("../../../../../tests/cases/07-layout-of-today-has-no-script/vendor-current-no-script.json");
const SCRIPT: &str = "https://static.example.com/customer-journey-widget.js";
const PLACE: &str = "agent.area.panel.children[3].children[0]";

fn findings(text: &str) -> Vec<Finding> {
    check(text).findings
}

fn one(text: &str) -> Finding {
    let findings = findings(text);
    let [finding] = findings.as_slice() else { panic!("one finding, not {findings:#?}") };
    finding.clone()
}

/// The layout with the tab and panel of the desktop's own customer journey put in front.
fn with_slots(mut layout: Value) -> Value {
    let slot = |comp: &str, slot: &str, name: &str| {
        json!({"comp": comp, "attributes": {"slot": slot}, "visibility": "CUSTOMER_JOURNEY_WIDGET",
            "children": [{"comp": "slot", "attributes": {"name": name}}]})
    };
    let children = layout["agent"]["area"]["panel"]["children"].as_array_mut().expect("tabs");
    children.insert(0, slot("md-tab", "tab", "CUSTOMER_JOURNEY_WIDGET_TAB"));
    children.insert(1, slot("md-tab-panel", "panel", "CUSTOMER_JOURNEY_WIDGET"));
    layout
}

/// The layout with its widgets under another name.
fn renamed(comp: &str, script: &str) -> Value {
    with("", |layout| {
        for pointer in [WIDGET, "/agent/area/navigation/0/page/widgets/comp1"] {
            let widget = layout.pointer_mut(pointer).expect("the widget");
            widget["comp"] = json!(comp);
            widget["script"] = json!(script);
        }
    })
}

#[test]
fn a_default_layout_of_today_says_where_the_desktops_own_journey_shows() {
    let finding = one(SLOTS);
    assert_eq!((finding.severity, finding.rule), (Severity::Note, Rule::BuiltIn));
    assert_eq!(
        finding.path.as_str(),
        "agent.area.panel.children[1].children[0]",
        "the panel's slot stands for the pair"
    );
    assert!(finding.fix.contains("?tag=our-journey"), "{finding}");
}

#[test]
fn a_journey_without_a_script_is_the_desktops_own_and_nobody_is_missing() {
    let finding = one(WITHOUT_SCRIPT);
    assert_eq!((finding.severity, finding.rule), (Severity::Note, Rule::BuiltIn));
    assert!(
        finding.what.contains("the desktop's own") && finding.fix.contains("\"comp\": \"our-journey\""),
        "{finding}"
    );
}

#[test]
fn a_widget_under_a_name_of_ones_own_is_told_how_its_script_learns_the_name() {
    let finding = one(RENAMED);
    assert_eq!((finding.severity, finding.rule), (Severity::Warning, Rule::BadScript));
    assert!(finding.fix.contains("\"https://static.example/customer-journey-widget.js?tag=our-journey\""), "{finding}");
    let mended = RENAMED.replace("customer-journey-widget.js\"", "customer-journey-widget.js?tag=our-journey\"");
    assert_ne!(mended, RENAMED);
    assert_eq!(findings(&mended), []);
}

#[test]
fn a_widget_under_any_name_in_any_folder_is_taken_for_the_widget() {
    for script in [
        "https://static.example.com/a/b/customer-journey-widget.js?tag=acme-story",
        "https://static.example.com/customer-journey-widget.standalone.js?v=3&tag=acme-story",
        "https://static.example.com/customer-journey-widget.js#tag=acme-story",
        "https://static.example.com/hosts/frame.js?tag=acme-story",
        "http://localhost:8080/customer-journey-widget.js?tag=Acme-Story",
    ] {
        assert_eq!(found(&renamed("acme-story", script)), [], "{script}");
    }
}

#[test]
fn all_of_a_renamed_widget_is_checked() {
    let named = || renamed("acme-story", &format!("{SCRIPT}?tag=acme-story"));
    for (part, name, value, severity, rule) in [
        ("attributes", "show-alais-icon", json!("true"), Severity::Warning, Rule::UnknownAttribute),
        ("attributes", "limit", json!("many"), Severity::Warning, Rule::WrongValue),
        ("attributes", "base-url", json!("journeys.example.com"), Severity::Error, Rule::WrongValue),
        ("properties", "darkmode", json!("$STORE.app.darkMode"), Severity::Error, Rule::UnknownProperty),
        ("properties", "dataCenter", json!("$STORE.app.dataCenter"), Severity::Error, Rule::UnknownStorePath),
        ("properties", "bearerToken", json!("a-long-opaque-token"), Severity::Error, Rule::TokenInFile),
    ] {
        let mut layout = named();
        layout.pointer_mut(WIDGET).expect("the widget")[part][name] = value;
        only(&layout, severity, rule, &format!("{PLACE}.{part}.{name}"));
    }
    let mut icons = named();
    icons.pointer_mut(WIDGET).expect("the widget")["properties"]["eventIconTemplate"] = json!({"call": 7});
    only(&icons, Severity::Warning, Rule::WrongValue, &format!("{PLACE}.properties.eventIconTemplate.call"));
    let mut without = named();
    let widget = without.pointer_mut(WIDGET).expect("the widget");
    widget["properties"].as_object_mut().expect("properties").remove("interactionData");
    only(&without, Severity::Error, Rule::NoContact, PLACE);
}

#[test]
fn the_name_in_the_scripts_address_must_be_the_components() {
    let wrong = |comp: &str, script: &str| {
        let widget = with(WIDGET, |widget| {
            widget["comp"] = json!(comp);
            widget["script"] = json!(script);
        });
        let findings = check_value(&widget).findings;
        let finding = findings.into_iter().find(|finding| finding.rule == Rule::BadScript).expect("a finding");
        (finding.severity, finding.fix)
    };
    let (severity, fix) = wrong("our-journey", &format!("{SCRIPT}?v=2&tag=acme-story"));
    assert_eq!(severity, Severity::Error);
    assert!(fix.contains(&format!("{SCRIPT}?v=2&tag=our-journey")), "{fix}");
    let (_, fix) = wrong("customer-journey-widget", &format!("{SCRIPT}?tag=our-journey"));
    assert!(fix.contains("\"comp\": \"our-journey\""), "{fix}");
    for comp in ["journey", "Our-Journey", "1-journey", "our journey-1"] {
        let (_, fix) = wrong(comp, &format!("{SCRIPT}?tag={comp}"));
        assert!(fix.contains("a dash in it"), "{comp}: {fix}");
    }
}

#[test]
fn both_at_once_will_both_show() {
    let both = |layout: &Value| {
        let findings = check_value(layout).findings;
        let [finding] = findings.as_slice() else { panic!("one finding, not {findings:#?}") };
        assert_eq!((finding.severity, finding.rule), (Severity::Note, Rule::BuiltIn));
        assert!(finding.what.contains("Both will show"), "{finding}");
    };
    both(&with_slots(layout()));
    both(&with_slots(renamed("acme-story", &format!("{SCRIPT}?tag=acme-story"))));
    // The desktop's own as a component, beside ours by another name.
    let mut beside = renamed("acme-story", &format!("{SCRIPT}?tag=acme-story"));
    let children = beside["agent"]["area"]["panel"]["children"].as_array_mut().expect("tabs");
    children.push(tab("The desktop's"));
    children.push(json!({"comp": "md-tab-panel", "attributes": {"slot": "panel"},
        "children": [{"comp": "customer-journey-widget", "properties": {"interactionData": "$STORE.agentContact.taskSelected"}}]}));
    both(&beside);
}

#[test]
fn the_desktops_own_journey_in_one_persona_and_ours_in_another_do_not_meet() {
    let mut two = layout();
    two["supervisorAgent"] = serde_json::from_str::<Value>(SLOTS).expect("JSON")["agent"].clone();
    let finding = only(&two, Severity::Note, Rule::BuiltIn, "supervisorAgent.area.panel.children[1].children[0]");
    assert!(finding.contains("To show this widget"), "{finding}");
}

#[test]
fn a_script_that_one_component_loads_is_there_for_the_others_of_its_name() {
    let script = format!("{SCRIPT}?tag=acme-story");
    for (comp, script) in [("acme-story", script.as_str()), ("customer-journey-widget", SCRIPT)] {
        let mut layout = renamed(comp, script);
        layout.pointer_mut(WIDGET).and_then(Value::as_object_mut).expect("the widget").remove("script");
        assert_eq!(found(&layout), [], "{comp}");
    }
}

#[test]
fn a_slot_or_a_feature_with_a_slip_in_its_name_is_named() {
    let mut layout = with_slots(layout());
    layout["agent"]["area"]["panel"]["children"][1]["children"][0]["attributes"]["name"] =
        json!("CUSTOMER_JOURNEY_WIGDET");
    let findings = check_value(&layout).findings;
    assert!(findings.iter().any(|finding| finding.fix.contains("\"CUSTOMER_JOURNEY_WIDGET\"")), "{findings:#?}");
    let shown = with("/agent/area/panel/children/2", |tab| tab["visibility"] = json!("CUSTOMER_JOURNEY_WIDGETS"));
    only(&shown, Severity::Warning, Rule::UnknownKey, "agent.area.panel.children[2].visibility");
    for name in ["RT_TRANSCRIPT_TAB", "CONTACT_HISTORY", "SOMETHING_OF_TOMORROW"] {
        let known = with("/agent/area/panel/children/0/children/0", |slot| slot["attributes"]["name"] = json!(name));
        assert_eq!(found(&known), [], "{name}");
    }
}

#[test]
fn the_desktops_own_parts_need_no_script_and_its_values_are_known() {
    assert_eq!(findings(include_str!("../../../../../tests/cases/29-desktop-parts-unknown/layout.json")), []);
    for comp in [
        "ai-assistant",
        "digital-outbound",
        "timezone-label",
        "agentx-wc-anything",
        "md-chip",
        "uuip-widget-two",
        "dynamic-area",
    ] {
        let header = with("/agent/area", |area| area["advancedHeader"] = json!([{"comp": comp}]));
        assert_eq!(found(&header), [], "{comp}");
    }
    for path in [
        "agent.channels",
        "agent.channels.voiceCount",
        "app.isStationLoginSuccess",
        "app.selectedLanguage",
        "agent.agentPhoto",
    ] {
        let bound = with("/agent/area/panel/children/5/children/0", |component| {
            component["properties"]["value"] = json!(format!("$STORE.{path}"));
        });
        assert_eq!(found(&bound), [], "{path}");
    }
}

#[test]
fn an_address_where_another_widget_gets_its_token_is_no_token() {
    assert_eq!(findings(include_str!("../../../../../tests/cases/18-layout-token-url/layout.json")), []);
    let other = |key: &str, value: Value| {
        with("/agent/area", |area| {
            area["advancedHeader"] =
                json!([{"comp": "acme-orders", "script": "https://w.example/o.js", "properties": {key: value}}]);
        })
    };
    for value in [
        json!("https://auth.example/token"),
        json!(true),
        json!("true"),
        json!("accessToken"),
        json!("$STORE.auth.accessToken"),
    ] {
        for key in ["token", "bearerToken", "access-token"] {
            assert_eq!(found(&other(key, value.clone())), [], "{key}: {value}");
        }
    }
    for value in ["eyJhbGciOi.eyJzdWIi.c2lnbmF0dXJl", "0f8fad5b-d9cb-469f-a165-70867728950e"] {
        only(
            &other("token", json!(value)),
            Severity::Error,
            Rule::TokenInFile,
            "agent.area.advancedHeader[0].properties.token",
        );
    }
}

#[test]
fn an_organization_as_an_attribute_has_an_effect_and_a_token_is_better_bound() {
    let finding = one(include_str!("../../../../../tests/cases/28-organization-attribute/attr-organization.json"));
    assert_eq!((finding.severity, finding.rule), (Severity::Warning, Rule::WrongPlace));
    assert!(finding.fix.contains("\"bearerToken\": \"$STORE.auth.accessToken\""), "{finding}");
    for name in ["organization-id", "organizationid", "organizationId", "OrganizationID"] {
        let layout = with(WIDGET, |widget| {
            widget["properties"].as_object_mut().expect("properties").remove("organizationId");
            widget["attributes"][name] = json!("$STORE.agent.orgId");
        });
        assert_eq!(found(&layout), [], "{name}");
    }
    for name in ["bearer-token", "bearertoken"] {
        let layout = with(WIDGET, |widget| widget["attributes"][name] = json!("$STORE.auth.accessToken"));
        let fix = only(&layout, Severity::Warning, Rule::WrongPlace, &format!("{PLACE}.attributes.{name}"));
        assert!(fix.contains("\"properties\""), "{fix}");
    }
    for (name, value) in [
        ("templateId", "t"),
        ("templateid", "t"),
        ("baseUrl", "https://j.example"),
        ("LIMIT", "5"),
        ("workspace-id", "w"),
        ("data-center", "x"),
    ] {
        let layout = with(WIDGET, |widget| widget["attributes"][name] = json!(value));
        assert_eq!(found(&layout), [], "{name}");
    }
}

#[test]
fn a_host_that_the_journey_service_has_left_is_named_with_the_one_of_today() {
    for (host, today) in [
        ("api-jds.prod-us1.ciscowxdap.com", "https://api.wxcc-us1.cisco.com"),
        ("api-jds.prod-eu1.ciscowxdap.com", "https://api.wxcc-eu1.cisco.com"),
        ("api-jds.produs1.ciscowxdap.com.", "https://api.wxcc-us1.cisco.com"),
        ("api-jds.prod-us-east-1.ciscowxdap.com", "https://api.wxcc-{region}.cisco.com"),
        ("API-JDS.prod-anz1.ciscowxdap.com:443", "https://api.wxcc-anz1.cisco.com"),
    ] {
        let layout = with(WIDGET, |widget| widget["attributes"]["base-url"] = json!(format!("https://{host}/")));
        let fix = only(&layout, Severity::Error, Rule::RetiredHost, &format!("{PLACE}.attributes.base-url"));
        assert!(fix.contains(today), "{fix}");
    }
    for host in ["api-jds.wxdap-produs1.webex.com", "api.wxcc-us1.cisco.com", "journeys.example.com"] {
        let layout = with(WIDGET, |widget| widget["attributes"]["base-url"] = json!(format!("https://{host}")));
        assert_eq!(found(&layout), [], "{host}");
    }
}
