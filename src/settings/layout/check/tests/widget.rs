//! The rules about the customer-journey-widget itself.

use serde_json::{Value, json};

use super::{WIDGET, found, only, with};
use crate::settings::layout::check::check_value;
use crate::settings::layout::finding::{Rule, Severity};

#[test]
fn a_misspelt_attribute_is_named_with_what_was_meant() {
    let broken = with(WIDGET, |widget| widget["attributes"]["show-alais-icon"] = json!("true"));
    let place = "agent.area.panel.children[3].children[0].attributes.show-alais-icon";
    let fix = only(&broken, Severity::Warning, Rule::UnknownAttribute, place);
    assert_eq!(fix, "Did you mean \"show-alias-icon\"?");
}

#[test]
fn attributes_of_any_element_are_no_finding() {
    let fine = with(WIDGET, |widget| {
        widget["attributes"] =
            json!({"class": "wide", "data-test": "1", "aria-label": "Journey", "Show-Alias-Icon": "true"});
    });
    assert_eq!(found(&fine), []);
}

#[test]
fn an_object_written_as_an_attribute_is_an_error() {
    for name in ["interaction-data", "interactionData", "event-icon-template"] {
        let broken = with(WIDGET, |widget| widget["attributes"][name] = json!("$STORE.agentContact.taskSelected"));
        let place = format!("agent.area.panel.children[3].children[0].attributes.{name}");
        let fix = only(&broken, Severity::Error, Rule::WrongPlace, &place);
        assert!(fix.contains("\"properties\""), "{fix}");
    }
    let text = with(WIDGET, |widget| widget["attributes"]["interaction-data"] = json!("{\"ani\": \"+15550100\"}"));
    assert_eq!(found(&text), []);
}

#[test]
fn an_attribute_written_as_a_property_in_camel_case_is_judged_by_its_value() {
    for fits in [json!(true), json!("false"), json!(null), json!("$STORE.app.darkMode")] {
        let taken = with(WIDGET, |widget| widget["properties"]["showAliasIcon"] = fits.clone());
        assert_eq!(found(&taken), [], "{fits}");
    }
    let place = "agent.area.panel.children[3].children[0].properties.limit";
    let fix = only(
        &with(WIDGET, |widget| widget["properties"]["limit"] = json!("many")),
        Severity::Warning,
        Rule::WrongValue,
        place,
    );
    assert!(fix.contains("whole number"), "{fix}");
    let place = "agent.area.panel.children[3].children[0].properties.show-alias-icon";
    let broken = with(WIDGET, |widget| widget["properties"]["show-alias-icon"] = json!(true));
    let fix = only(&broken, Severity::Warning, Rule::WrongPlace, place);
    assert!(fix.contains("\"show-alias-icon\""), "{fix}");
}

#[test]
fn a_layout_that_sets_the_vendors_settings_as_properties_is_in_order() {
    let layout: Value =
        serde_json::from_str(include_str!("../../../../../tests/cases/08-settings-as-js-properties/props-camel.json"))
            .expect("JSON");
    let about = found(&layout).into_iter().filter(|(_, _, path)| path.contains(".properties"));
    assert_eq!(about.collect::<Vec<_>>(), []);
    // What only a property says counts, too.
    let told = with(WIDGET, |widget| {
        widget["attributes"] = json!({});
        widget["properties"] = json!({"bearerToken": "$STORE.auth.accessToken", "organizationId": "$STORE.agent.orgId",
            "baseUrl": "https://journeys.example.com", "enableUserSearch": true});
    });
    assert_eq!(found(&told), []);
    let address = with(WIDGET, |widget| widget["properties"]["baseUrl"] = json!("journeys.example.com"));
    only(&address, Severity::Error, Rule::WrongValue, "agent.area.panel.children[3].children[0].properties.baseUrl");
}

#[test]
fn a_property_in_the_wrong_case_is_not_read() {
    let broken = with(WIDGET, |widget| widget["properties"]["darkmode"] = json!("$STORE.app.darkMode"));
    let place = "agent.area.panel.children[3].children[0].properties.darkmode";
    let fix = only(&broken, Severity::Error, Rule::UnknownProperty, place);
    assert!(fix.contains("\"darkMode\""), "{fix}");
}

#[test]
fn a_misspelt_store_path_is_undefined_to_the_desktop() {
    let place = "agent.area.panel.children[3].children[0].properties.dataCenter";
    for (path, meant) in [
        ("$STORE.app.dataCenter", "\"datacenter\""),
        ("$STORE.ap.datacenter", "$STORE.app.datacenter"),
        ("$Store.app.datacenter", "$STORE.app.datacenter"),
        ("STORE.app.datacenter", "$STORE.app.datacenter"),
    ] {
        let broken = with(WIDGET, |widget| widget["properties"]["dataCenter"] = json!(path));
        let fix = only(&broken, Severity::Error, Rule::UnknownStorePath, place);
        assert!(fix.contains(meant), "{path}: {fix}");
    }
    let unknown = with(WIDGET, |widget| widget["wrapper"]["title"] = json!("Hey {$STORE.agent.favouriteColour}"));
    only(&unknown, Severity::Note, Rule::UnknownStorePath, "agent.area.panel.children[3].children[0].wrapper.title");
    let field = with("/agent/area/panel/children/5/children/0", |component| {
        component["properties"]["ani"] = json!("$STORE.agentContact.taskSelected.Ani");
    });
    only(&field, Severity::Error, Rule::UnknownStorePath, "agent.area.panel.children[5].children[0].properties.ani");
}

#[test]
fn a_token_in_the_file_is_an_error_and_is_not_repeated() {
    let place = "agent.area.panel.children[3].children[0].properties.bearerToken";
    for token in ["eyJhbGciOi.eyJzdWIi.c2lnbmF0dXJl", "Bearer abcdef", "a-long-opaque-token"] {
        let broken = with(WIDGET, |widget| widget["properties"]["bearerToken"] = json!(token));
        only(&broken, Severity::Error, Rule::TokenInFile, place);
        let finding = check_value(&broken).findings.remove(0);
        assert!(!finding.to_string().contains(token), "{finding}");
    }
}

#[test]
fn a_widget_without_contact_needs_the_look_up_or_a_customer() {
    let without = |attributes: Value| {
        with(WIDGET, |widget| {
            widget["properties"].as_object_mut().expect("properties").remove("interactionData");
            widget["attributes"] = attributes;
        })
    };
    let place = "agent.area.panel.children[3].children[0]";
    only(&without(json!({})), Severity::Error, Rule::NoContact, place);
    only(&without(json!({"enable-user-search": "false"})), Severity::Error, Rule::NoContact, place);
    only(&without(json!({"customer": ""})), Severity::Error, Rule::NoContact, place);
    assert_eq!(found(&without(json!({"enable-user-search": "true"}))), []);
    assert_eq!(found(&without(json!({"customer": "+15550100"}))), []);
    let other = with(WIDGET, |widget| widget["properties"]["interactionData"] = json!("$STORE.agentContact.contact"));
    only(
        &other,
        Severity::Warning,
        Rule::NoContact,
        "agent.area.panel.children[3].children[0].properties.interactionData",
    );
}

#[test]
fn a_widget_needs_a_token_an_organization_and_an_address() {
    for (property, severity) in
        [("bearerToken", Severity::Error), ("organizationId", Severity::Warning), ("dataCenter", Severity::Error)]
    {
        let without =
            with(WIDGET, |widget| drop(widget["properties"].as_object_mut().expect("properties").remove(property)));
        only(&without, severity, Rule::NoConnection, "agent.area.panel.children[3].children[0]");
    }
}

#[test]
fn a_value_of_the_wrong_kind_says_what_is_taken() {
    for (name, value, severity) in [
        ("limit", json!("many"), Severity::Warning),
        ("limit", json!(0), Severity::Warning),
        ("withheld-callers", json!("Kiosk*, *"), Severity::Warning),
        ("show-alias-icon", json!("yes"), Severity::Warning),
        ("time-frame", json!("Yesterday"), Severity::Warning),
        ("template-id", json!({"id": 1}), Severity::Error),
    ] {
        let broken = with(WIDGET, |widget| widget["attributes"] = json!({name: value}));
        only(
            &broken,
            severity,
            Rule::WrongValue,
            &format!("agent.area.panel.children[3].children[0].attributes.{name}"),
        );
    }
    let fine = json!({"limit": 30, "withheld-callers": "Kiosk*|+493012345*", "show-alias-icon": false, "time-frame": "last 10 days", "condensed-view": ""});
    assert_eq!(found(&with(WIDGET, |widget| widget["attributes"] = fine)), []);
    let property = with(WIDGET, |widget| widget["properties"]["darkMode"] = json!("true"));
    only(&property, Severity::Error, Rule::WrongValue, "agent.area.panel.children[3].children[0].properties.darkMode");
}

#[test]
fn an_address_that_the_desktop_will_not_ask_is_an_error() {
    for name in ["base-url", "icon-data-url", "icon-data-path", "flags-url", "links-url"] {
        let place = format!("agent.area.panel.children[3].children[0].attributes.{name}");
        for address in ["http://journeys.example.com", "journeys.example.com", "javascript:alert(1)"] {
            let broken = with(WIDGET, |widget| widget["attributes"][name] = json!(address));
            let fix = only(&broken, Severity::Error, Rule::WrongValue, &place);
            assert!(fix.contains("https://"), "{fix}");
        }
        for address in ["https://journeys.example.com", "http://127.0.0.1:8787"] {
            assert_eq!(found(&with(WIDGET, |widget| widget["attributes"][name] = json!(address))), []);
        }
    }
    let own = with(WIDGET, |widget| widget["attributes"]["layout-url"] = json!("https://example.com/layout.json"));
    only(&own, Severity::Note, Rule::WrongValue, "agent.area.panel.children[3].children[0].attributes.layout-url");
}

#[test]
fn an_icon_map_is_judged_entry_by_entry() {
    let place = "agent.area.panel.children[3].children[0].properties.eventIconTemplate";
    let map = |entry: Value| {
        with(WIDGET, |widget| {
            widget["properties"]["eventIconTemplate"] = json!({"chat": entry, "call": {"name": "handset-filled"}})
        })
    };
    assert_eq!(found(&map(json!({"name": "icon-chat-active_16", "color": "cobalt"}))), []);
    for entry in
        [json!({"src": "http://icons.example/a.svg"}), json!({"name": "chat-bold", "color": "url(x)"}), json!(7)]
    {
        only(&map(entry), Severity::Warning, Rule::WrongValue, &format!("{place}.chat"));
    }
    let endless =
        with(WIDGET, |widget| widget["properties"]["eventIconTemplate"] = json!({"(a+)+": {"name": "chat-bold"}}));
    only(&endless, Severity::Warning, Rule::WrongValue, &format!("{place}[\"(a+)+\"]"));
}

#[test]
fn the_rules_of_flags_are_judged_one_by_one_with_where_what_and_how_to_mend_it() {
    let place = "agent.area.panel.children[3].children[0].properties.flags";
    let map = |odd: Value| {
        with(WIDGET, |widget| {
            widget["properties"]["flags"] = json!({"Odd": odd, "VIP": {"field": "tier", "is": "Gold", "color": "gold"}})
        })
    };
    assert_eq!(found(&map(json!({"attribute": "Churn risk", "above": 70, "color": "#c3262f"}))), []);
    for (odd, at) in [
        (json!(7), ""),
        (json!({"is": "Gold"}), ""),
        (json!({"field": "x", "above": "much"}), ".above"),
        (json!({"field": "x", "color": "rebeccapurple"}), ".color"),
        (json!([{"field": "x"}, {"field": "x", "is": {}}]), "[1].is"),
    ] {
        let fix = only(&map(odd), Severity::Warning, Rule::WrongValue, &format!("{place}.Odd{at}"));
        assert!(fix.ends_with('.'), "{fix}");
    }
}

#[test]
fn the_addresses_of_links_are_judged_one_by_one_with_where_what_and_how_to_mend_it() {
    let place = "agent.area.panel.children[3].children[0].properties.links";
    let map = |odd: Value| {
        let good = "https://crm.example.com/?phone={phone}";
        with(WIDGET, |widget| widget["properties"]["links"] = json!({"Odd": odd, "CRM": good}))
    };
    assert_eq!(found(&map(json!({"contact": "https://recordings.example.com/{taskId}"}))), []);
    for (odd, at) in [
        (json!(7), ""),
        (json!("javascript:alert({phone})"), ""),
        (json!("https://{phone}/"), ""),
        (json!({"contact": "https://x.example/a.wav?X-Amz-Signature=abc"}), ".contact"),
        (json!({"call": "https://x.example/{taskId}"}), ".call"),
    ] {
        let fix = only(&map(odd), Severity::Warning, Rule::WrongValue, &format!("{place}.Odd{at}"));
        assert!(fix.ends_with('.'), "{fix}");
    }
}

#[test]
fn a_platform_that_nobody_knows_is_named_and_one_that_lacks_its_account_too() {
    let place = "agent.area.panel.children[3].children[0]";
    let named = |words: &str, more: Value| {
        with(WIDGET, |widget| {
            widget["attributes"]["sources"] = json!(words);
            for (name, value) in more.as_object().into_iter().flatten() {
                widget["attributes"][name] = value.clone();
            }
        })
    };
    let at_sources = format!("{place}.attributes.sources");
    let fix = only(&named("cjds genysis", json!({})), Severity::Warning, Rule::WrongValue, &at_sources);
    assert_eq!(fix, "Did you mean \"genesys\"?");
    let avaya = json!({"avaya-base-url": "https://eu.api.avayacloud.com"});
    let fix = only(&named("cjds avaya", avaya), Severity::Error, Rule::NoConnection, place);
    assert_eq!(fix, "Add the attribute \"avaya-account-id\".");
    let odd = json!({"avaya-base-url": "https://eu.api.avayacloud.com", "avaya-account-id": "123"});
    let at_account = format!("{place}.attributes.avaya-account-id");
    let fix = only(&named("cjds avaya", odd), Severity::Error, Rule::WrongValue, &at_account);
    assert_eq!(fix, "Write the six letters of the account.");
    let whole = json!({"avaya-base-url": "https://eu.api.avayacloud.com", "avaya-account-id": "ABCDEF",
        "genesys-domain": "prod-euc1"});
    assert_eq!(found(&named("cjds avaya genesys", whole.clone())), []);
    let alone = with(WIDGET, |widget| {
        widget["attributes"] = whole.clone();
        widget["attributes"]["sources"] = json!("avaya");
        widget["properties"] = json!({"interactionData": "$STORE.agentContact.taskSelected"});
    });
    assert_eq!(found(&alone), [], "an organization is Webex's affair");
    only(&named("cjds lcm", json!({})), Severity::Warning, Rule::NoConnection, place);
}

#[test]
fn another_platforms_token_does_not_stand_in_a_layout_either() {
    for (name, value) in [("avayaToken", "a-long-opaque-token"), ("genesysToken", "0f8fad5b-d9cb-469f-a165")] {
        let broken = with(WIDGET, |widget| widget["properties"][name] = json!(value));
        let place = format!("agent.area.panel.children[3].children[0].properties.{name}");
        only(&broken, Severity::Error, Rule::TokenInFile, &place);
    }
}
