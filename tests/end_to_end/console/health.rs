//! How the service is, in the console.

use anyhow::Result;
use browser_tests::{Proxy, on_a_console, path};
use serde_json::json;

#[tokio::test]
async fn how_the_service_is_stands_in_words_and_is_read_again_while_it_is_seen() -> Result<()> {
    on_a_console(async |console| {
        console.enter_as("As an administrator").await?;
        console.press("Health").await?;
        console.is_at("Health").await?;
        console.sees("It takes what is written and gives it back: SQLite,").await?;
        console.sees("Since the start of the service: 0").await?;
        console.is_accessible("health").await?;
        console.picture("health").await?;
        let event = json!({"id": "1", "specversion": "1.0", "type": "Order", "source": "shop", "identity": "ann@example.com",
            "identitytype": "email", "datacontenttype": "application/json", "data": {}});
        console.service.publish(&event).await?;
        console.sees("In the last minute: 1").await?;
        console.choose("Language", "العربية").await?;
        console.sees("قاعدة البيانات").await?;
        console.is_accessible("health in Arabic").await
    })
    .await
}

#[tokio::test]
async fn what_is_not_in_order_is_named_with_what_to_do() -> Result<()> {
    on_a_console(async |console| {
        let proxy = Proxy::start(console.service.url()).await?;
        console.browser.open(&format!("{}/console/", proxy.url())).await?;
        console.press("As an administrator").await?;
        let health = json!({"data": {"version": "1", "database": "postgres", "isDatabaseReady": false, "replicas": "nats",
            "isNatsUp": false, "mostWatchers": 50}});
        let bad = proxy.when(path("/admin/v1/api/health")).answer(200, &health);
        console.press("Health").await?;
        console.sees("2 things need attention.").await?;
        console.sees("It does not answer. Look at its server").await?;
        console.sees("NATS is away").await?;
        console.is_accessible("health that is bad").await?;
        bad.lift();
        console.sees_no("NATS is away").await?;
        let away = proxy.when(path("/admin/v1/api/health")).refuse_for(503, 1);
        console.sees("The service is busy or away for the moment.").await?;
        away.lift();
        console.sees("It takes what is written and gives it back").await
    })
    .await
}
