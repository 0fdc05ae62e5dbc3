//! What arrives in a project, in the console.

use anyhow::Result;
use browser_tests::{Console, Proxy, Role, Seen, on_a_console, path, until};
use serde_json::{Value, json};

fn event(id: &str, kind: &str, identity: &str, data: &Value) -> Value {
    json!({"id": id, "specversion": "1.0", "type": kind, "source": "shop", "identity": identity,
        "time": chrono::Utc::now().to_rfc3339(),
        "identitytype": "email", "datacontenttype": "application/json", "data": data})
}

async fn at_live(console: &Console, role: &str) -> Result<()> {
    console.enter_as(role).await?;
    console.press(&console.service.project_name().await?).await?;
    console.press("Live").await?;
    console.is_at("Live").await?;
    console.sees("Connected").await
}

/// Waits until these types are listed, in this order.
async fn lists(console: &Console, types: &[&str]) -> Result<()> {
    let script = "return [...document.querySelectorAll('ol.live strong')].map((one) => one.innerText);";
    until(&format!("{types:?} in the list"), async || {
        let listed = console.browser.run(script, vec![]).await?;
        Ok(Seen::when(listed == json!(types), (), listed))
    })
    .await
}

#[tokio::test]
async fn what_arrives_is_seen_at_once_newest_first_with_what_is_odd_about_it() -> Result<()> {
    on_a_console(async |console| {
        at_live(console, "As a supervisor").await?;
        console.sees("Nothing arrived yet").await?;
        console.is_accessible("a live page where nothing arrived").await?;
        let publish = async |id: &str, kind: &str, data: Value| {
            console.service.publish(&event(id, kind, "ann@example.com", &data)).await
        };
        publish("1", "Order placed", json!({"order": "A-1001", "total": 12.5, "items": ["tea"]})).await?;
        console.sees("Order placed from shop, of ann@example.com order: A-1001 · total: 12.5").await?;
        publish("2", "Order shipped", json!({"carrier": "{{Flow.carrier}}"})).await?;
        let mut timeless = event("3", "Payment", "ann@example.com", &json!({}));
        timeless["time"] = Value::Null;
        console.service.publish(&timeless).await?;
        lists(console, &["Payment", "Order shipped", "Order placed"]).await?;
        console.sees("A variable was not filled in: data.carrier").await?;
        console.sees("It came without a time").await?;
        console.sees("It has no data.").await?;
        console.press("As it is stored").await?;
        console.sees("\"identitytype\": \"email\"").await?;
        console.is_accessible("a live page").await?;
        console.picture("live").await?;
        let asked = console.browser.requested().await?;
        assert!(asked.iter().all(|url| !url.contains("eyJ")), "no token is in an address: {asked:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_is_shown_is_chosen_and_the_list_stands_still_when_it_is_told_to() -> Result<()> {
    on_a_console(async |console| {
        at_live(console, "As an agent").await?;
        let publish = async |id: &str, kind: &str, who: &str| {
            console.service.publish(&event(id, kind, who, &json!({"n": id}))).await
        };
        publish("1", "Order", "ann@example.com").await?;
        publish("2", "Payment", "ann@example.com").await?;
        lists(console, &["Payment", "Order"]).await?;
        console.fill("Type", "pay").await?;
        console.press("Show only these").await?;
        lists(console, &["Payment"]).await?;
        console.sees("Connected").await?;
        publish("3", "Order", "ann@example.com").await?;
        publish("4", "Payment late", "ann@example.com").await?;
        lists(console, &["Payment late", "Payment"]).await?;
        console.press("Show all").await?;
        console.fill("Identity", "bob@example.com").await?;
        console.press("Show only these").await?;
        lists(console, &[]).await?;
        console.sees("Connected").await?;
        publish("5", "Order", "ann@example.com").await?;
        publish("6", "Order of Bob", "bob@example.com").await?;
        lists(console, &["Order of Bob"]).await?;
        let asked = console.browser.requested().await?;
        assert!(asked.iter().all(|url| !url.contains("bob")), "no identity is in an address: {asked:?}");
        console.press("Show all").await?;
        console.sees("Connected").await?;

        console.press("Pause").await?;
        console.sees("Paused: the list stands still").await?;
        console.has_focus("Continue").await?;
        publish("7", "While paused", "ann@example.com").await?;
        console.sees("1 event is waiting").await?;
        lists(console, &["Order of Bob"]).await?;
        console.press("Continue").await?;
        lists(console, &["While paused", "Order of Bob"]).await
    })
    .await
}

#[tokio::test]
async fn a_connection_that_is_lost_is_told_and_what_arrived_meanwhile_is_shown_when_it_is_back() -> Result<()> {
    on_a_console(async |console| {
        let proxy = Proxy::start(console.service.url()).await?;
        console.browser.open(&format!("{}/console/", proxy.url())).await?;
        console.press("As a supervisor").await?;
        console.press(&console.service.project_name().await?).await?;
        console.press("Live").await?;
        console.sees("Connected").await?;
        let away = proxy.when(path("/admin/v1/api/live/")).refuse_for(503, 1);
        proxy.cut_all();
        console.sees("The connection is lost. Trying again").await?;
        console.is_accessible("a live page without a connection").await?;
        console.service.publish(&event("1", "Meanwhile", "ann@example.com", &json!({"n": 1}))).await?;
        away.lift();
        lists(console, &["Meanwhile"]).await?;
        console.sees("Connected").await
    })
    .await
}

#[tokio::test]
async fn a_sign_in_that_ends_while_one_watches_is_asked_for_again_and_nothing_is_missed() -> Result<()> {
    on_a_console(async |console| {
        console.open("").await?;
        let token = console.service.token_for(Role::Supervisor, 10)?;
        console.fill("Token", &token).await?;
        console.press("Sign in").await?;
        console.press(&console.service.project_name().await?).await?;
        console.press("Live").await?;
        console.sees("Connected").await?;
        console.service.until_ended(&token).await?;
        console.service.publish(&event("1", "Meanwhile", "ann@example.com", &json!({"n": 1}))).await?;
        console.sees("Sign in again").await?;
        console.press("As a supervisor").await?;
        console.sees_no("Sign in again").await?;
        lists(console, &["Meanwhile"]).await
    })
    .await
}

#[tokio::test]
async fn more_than_the_list_keeps_is_counted() -> Result<()> {
    on_a_console(async |console| {
        at_live(console, "As a supervisor").await?;
        for number in 0..205 {
            console
                .service
                .publish(&event(&number.to_string(), "Order", "ann@example.com", &json!({"n": number})))
                .await?;
        }
        console.sees("5 older events made room").await
    })
    .await
}
