//! Whose journey a contact means, and how much of it.

use anyhow::Result;
use browser_tests::{Customer, Seen, on_a_desk, until};
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
            let event = browser_tests::cloud_event(
                &customer.identity,
                "web",
                "custom/shop",
                browser_tests::minutes_ago(9),
                data,
            );
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
