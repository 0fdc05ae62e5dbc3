//! Whose journey a contact means, and how much of it.

use anyhow::Result;
use browser_tests::{Customer, Request, Seen, Widget, cloud_event, minutes_ago, on_a_desk, path, until};
use serde_json::{Value, json};

#[tokio::test]
async fn the_customer_is_found_as_the_desktop_means_it() -> Result<()> {
    on_a_desk(async |desk| {
        desk.open().await?;
        let settings = desk.settings()?.attribute("cad-variable-lookup", "CustomerNo").attribute("customer", "C-0000");
        let widget = desk.mount("journey", settings).await?;
        widget.shows("header", "C-0000").await?;
        let call = |more: Value| {
            let mut call =
                json!({"interactionId": "i-1", "ani": "+15550100", "dnis": "+15550199", "contactDirection": "INBOUND"});
            if let (Some(call), Value::Object(more)) = (call.as_object_mut(), more) {
                call.extend(more);
            }
            call
        };
        let variable = |value: Value| json!({"callAssociatedData": {"CustomerNo": value}});
        for (contact, customer) in [
            (call(json!({})), "+15550100"),
            (call(json!({"contactDirection": "OUTBOUND"})), "+15550199"),
            (call(json!({"contactDirection": {"type": "OUTBOUND"}})), "+15550199"),
            (call(variable(json!({"value": " C-17-3 "}))), "C-17-3"),
            (call(variable(json!({"value": "C-17-4", "isSecure": true}))), "+15550100"),
            (call(variable(json!({"value": ""}))), "+15550100"),
            (call(json!({"ani": " +1 (555) 01-02 "})), "+15550102"),
            (call(json!({"ani": "tel:+15550103"})), "+15550103"),
            (call(json!({"ani": "ana+x@example.com", "mediaType": "email"})), "ana+x@example.com"),
        ] {
            widget.set("interactionData", contact.clone()).await?;
            until(&format!("{customer} for {contact}"), async || {
                let header = widget.texts("header").await?.join(" ");
                Ok(Seen::when(header.split(' ').any(|word| word == customer), (), header))
            })
            .await?;
        }
        widget.set("interactionData", call(json!({"ani": "anonymous"}))).await?;
        widget.shows("empty", "cad-variable-lookup").await?;
        let secret = desk.api.asked(|request| request.target.contains("C-17-4"));
        assert!(secret.is_empty(), "{secret:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_contacts_division_and_filter_hold_for_its_journey() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        for (title, division, tag) in [
            ("Asked for a loan", "Bank", "Sales"),
            ("Opened an account", "Bank", "Service"),
            ("Insured a boat", "Insurance", "Sales"),
        ] {
            let data = json!({"uiData": {"title": title, "division": division, "filterTags": [tag]}});
            let event = cloud_event(&customer.identity, "web", "custom/shop", minutes_ago(9), data);
            desk.service.publish(&event).await?;
        }
        let mut contact = customer.calls();
        contact["callAssociatedData"] = json!({"JDSDivision": {"value": "Bank"}});
        desk.open().await?;
        let widget = desk.mount("journey", desk.settings()?.property("interactionData", contact.clone())).await?;
        widget.has(2, "event").await?;
        assert!(!widget.text().await?.contains("Insured a boat"));

        contact["callAssociatedData"]["JDSDefaultFilter"] = json!({"value": "Sales"});
        widget.set("interactionData", contact).await?;
        widget.has(1, "event").await?;
        widget.shows("event", "Asked for a loan").await
    })
    .await
}

#[tokio::test]
async fn a_caller_who_withheld_the_number_is_nobody() -> Result<()> {
    on_a_desk(async |desk| {
        let calls = include_str!("../cases/04-withheld-callers-are-one-customer/interactions.json");
        let calls: Vec<Value> = serde_json::from_str(calls)?;
        desk.open().await?;
        let widget = desk.mount("journey", desk.settings()?.property("interactionData", calls[0].clone())).await?;
        for call in calls {
            widget.set("interactionData", call).await?;
            widget.shows("empty", "The caller withheld the number").await?;
            widget.has_no("header").await?;
        }
        // Whoever calls next is somebody: what was asked before that is known by then.
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        widget.set("interactionData", customer.calls()).await?;
        widget.shows("event", "Opened the shop").await?;
        let is_about_somebody = |request: &Request| request.is_history() || request.is_stream() || request.is_search();
        let strange = desk.api.asked(|request| is_about_somebody(request) && !request.is_about(&customer.identity));
        assert!(strange.is_empty(), "{strange:?}");
        Ok(())
    })
    .await
}

/// What stands in the identities panel, which is open.
async fn has_identity(widget: &Widget<'_>, wanted: &str) -> Result<()> {
    until(&format!("the identity {wanted} alone"), async || {
        let found = widget.texts("identity").await?;
        let is_it = found.len() == 1 && found.iter().all(|text| text.contains(wanted));
        Ok(Seen::when(is_it, (), found))
    })
    .await
}

#[tokio::test]
async fn who_has_the_identity_is_shown_and_nobody_else() -> Result<()> {
    on_a_desk(async |desk| {
        for (identity, title) in [("C-17", "Alpha's order"), ("C-17, new", "Beta's order")] {
            let data = json!({"uiData": {"title": title}});
            let mut event = cloud_event(identity, "web", "custom/shop", minutes_ago(9), data);
            event["identitytype"] = json!("customerId");
            desk.service.publish(&event).await?;
        }
        desk.open().await?;
        let settings = desk.settings()?.attribute("customer", "C-17, new");
        let widget = desk.mount("journey", settings.attribute("collapse-alias-section", "false")).await?;
        widget.shows("event", "Beta's order").await?;
        has_identity(&widget, "C-17, new").await?;
        let asked = desk.api.asked(path("/aliases/"));
        assert!(asked.iter().all(Request::is_search), "{asked:?}");
        // Who it is, and in the open panel who else it may be: never a list.
        assert!(asked.iter().all(|request| request.body == r#"{"identities":["C-17, new"]}"#), "{asked:?}");

        // A service that cannot be asked so is asked by address, where the comma makes a list of it.
        desk.api.when(Request::is_search).answer(405, &json!(null));
        let before = desk.api.asked(Request::is_search).len();
        desk.open().await?;
        let settings = desk.settings()?.attribute("customer", "C-17, new");
        let widget = desk.mount("journey", settings.attribute("collapse-alias-section", "false")).await?;
        widget.shows("event", "Beta's order").await?;
        has_identity(&widget, "C-17, new").await?;
        widget.set("customer", "C-17").await?;
        widget.shows("event", "Alpha's order").await?;
        until("Alpha to be asked for by address", async || {
            let asked = desk.api.asked(|request| request.path().ends_with("/aliases/C-17"));
            Ok(Seen::when(!asked.is_empty(), (), asked))
        })
        .await?;
        assert_eq!(desk.api.asked(Request::is_search).len(), before + 1, "found out once");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_number_is_looked_up_as_it_was_pasted() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let digits = customer.identity.trim_start_matches('+').to_owned();
        let (area, line) = digits.split_at(4);
        desk.open().await?;
        let widget = desk.mount("journey", desk.settings()?.attribute("customer", "nobody in particular")).await?;
        for pasted in [
            format!("\u{202a}+{area}\u{a0}{line}\u{202c}"),
            format!("00{area}-{line}"),
            // It may be a customer number: nobody has that, and so it is the telephone number.
            format!("{area}-{line}"),
        ] {
            widget.set("customer", "nobody in particular").await?;
            widget.shows("empty", "No history yet").await?;
            widget.set("customer", pasted.as_str()).await?;
            widget.shows("event", "Opened the shop").await?;
        }
        Ok(())
    })
    .await
}
