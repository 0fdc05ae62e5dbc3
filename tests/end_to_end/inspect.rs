//! "Why do I see this?" for administrators, in the shipped files and against the real service.

use anyhow::Result;
use browser_tests::{Customer, Role, Seen, cloud_event, minutes_ago, on_a_desk, until};
use serde_json::{Value, json};

#[tokio::test]
async fn a_support_file_has_nothing_of_the_customer_and_is_sent_nowhere() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        customer.called(&desk.service, "Bicycles", "Promised Zoe a refund", 90).await?;
        let data = json!({"customerName": "Zoe Quark", "contactMail": "zoe.quark@example.com", "plan": "Gold",
            "note": "Zoe Quark lives at Long Lane", "uiData": {"title": "Zoe wrote"}});
        desk.service.publish(&cloud_event(&customer.identity, "Zoe Quark", "custom/zoe", minutes_ago(5), data)).await?;
        let token = desk.service.token(Role::Agent)?;
        desk.open().await?;
        let settings = desk.settings()?.property("bearerToken", token.as_str()).attribute("logs-on", "true");
        let settings = settings.property("flags", json!({"VIP": {"field": "plan", "is": "gold"}}));
        let settings = settings.property("links", json!({"CRM": "https://crm.example.com/?phone={phone}"}));
        let widget = desk.mount("journey", settings.property("interactionData", customer.calls())).await?;
        widget.shows("event", "Zoe wrote").await?;
        widget.shows("flag", "VIP").await?;
        widget.shows("live-status", "Live").await?;

        widget.press_on("[aria-label='More actions']").await?;
        let open = "const item = [...root.querySelectorAll('[role=menuitem]')].find((item) => item.textContent.includes('Why do I see this?'));
            item?.click(); return item !== undefined;";
        assert_eq!(widget.run(open, vec![]).await?, json!(true));
        widget.has(1, "inspect").await?;
        desk.is_settled(&widget).await?;
        let keep = "window.exported = null; const make = URL.createObjectURL;
            URL.createObjectURL = (blob) => { blob.text().then((text) => (window.exported = text)); return make.call(URL, blob); };";
        desk.browser.run(keep, vec![]).await?;
        let asked = desk.api.requests().len();
        widget.press_on("[part~=support-file]").await?;
        let file = until("the file", async || {
            let file = desk.browser.run("return window.exported;", vec![]).await?;
            Ok(Seen::when(file.is_string(), file.as_str().unwrap_or_default().to_owned(), file))
        })
        .await?;

        let number = customer.identity.trim_start_matches('+');
        for secret in [number, &number[1..], &token[..40], "Zoe", "Quark", "zoe", "Long Lane", "Opened", "refund", "Gold", "Ann Archer", "Bicycles"] {
            assert!(!file.contains(secret), "{secret} is in {file}");
        }
        let written: Value = serde_json::from_str(&file)?;
        assert_eq!(written["entries"].as_array().map(Vec::len), Some(3), "{file}");
        assert_eq!((&written["flags"][0]["word"], &written["flags"][0]["shown"]), (&json!("VIP"), &json!(true)));
        assert_eq!((&written["tokens"][0]["there"], written["tokens"][0]["ends"].is_string()), (&json!(true), true));
        let requests = written["requests"].as_array().cloned().unwrap_or_default();
        let has = |words: &str| requests.iter().any(|one| one["path"].as_str().is_some_and(|path| path.contains(words)));
        assert!(has("/v1/api/events/workspace-id/value-") && has("/progressive-profile-view/"), "{requests:?}");
        assert!(requests.iter().all(|one| one["ms"].as_i64().is_some_and(|ms| ms >= 0)), "{requests:?}");
        let later = desk.api.requests();
        assert!(later.iter().skip(asked).all(|request| !request.body.contains("Support file")), "nothing is uploaded");
        Ok(())
    })
    .await
}
