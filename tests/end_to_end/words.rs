//! The agent's language: words, forms and direction.

use anyhow::Result;
use browser_tests::{Customer, Seen, on_a_desk, path, root, until};
use serde_json::{Value, json};

#[tokio::test]
async fn the_widget_speaks_the_language_that_the_desktop_says() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.called(&desk.service, "Support", "Sale", 90).await?;
        desk.open().await?;
        for id in ["one", "two"] {
            let settings = desk.settings()?.property("interactionData", customer.calls()).property("locale", "de-AT");
            desk.mount(id, settings).await?.shows("contact", "Eingehender Anruf").await?;
        }

        // One file for all of a page, and none of another language.
        let fetched: Vec<_> =
            desk.browser.requested().await?.into_iter().filter(|url| url.contains("/locales/")).collect();
        assert_eq!(fetched, [format!("{}/locales/de.json", desk.host.origin())]);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn no_english_is_seen_before_the_agents_own_language() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.called(&desk.service, "Support", "Sale", 90).await?;
        desk.open().await?;
        let watch = "window.seen = new Set();
            const look = () => { const root = document.querySelector('customer-journey-widget')?.shadowRoot;
                if (root?.textContent) seen.add(root.textContent); requestAnimationFrame(look); };
            look();";
        desk.browser.run(watch, vec![]).await?;
        let settings = desk.settings()?.property("interactionData", customer.calls()).property("locale", "pl");
        let widget = desk.mount("journey", settings).await?;
        widget.shows("contact", "Połączenie przychodzące").await?;

        let seen = desk.browser.run(
            "return [...seen].filter((text) => /Inbound|Wrap-up codes|Loading|Timeline|All time/.test(text));",
            vec![],
        );
        assert_eq!(seen.await?, json!([]));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn another_language_takes_effect_at_once_and_asks_for_no_data_again() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.called(&desk.service, "Support", "Sale", 90).await?;
        let widget = desk.accept(&customer).await?;
        widget.shows("contact", "Inbound call").await?;
        desk.is_settled(&widget).await?;
        let asked = desk.api.asked(path("/v1/api/events/")).len();

        widget.set("locale", "fr").await?;
        widget.shows("contact", "Appel entrant").await?;
        widget.shows("live-status", "En direct").await?;
        widget.set("locale", "en").await?;
        widget.shows("contact", "Inbound call").await?;

        assert_eq!(desk.api.asked(path("/v1/api/events/")).len(), asked);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_language_that_cannot_be_had_is_english_and_one_line_in_the_console() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.called(&desk.service, "Support", "Sale", 90).await?;
        desk.open().await?;
        // The host has no such file.
        for id in ["one", "two"] {
            let settings = desk.settings()?.property("interactionData", customer.calls()).property("locale", "en-XA");
            desk.mount(id, settings).await?.shows("contact", "Inbound call").await?;
        }

        let mut lines = Vec::new();
        until("a line about it", async || {
            lines.extend(desk.browser.console().await?.into_iter().filter(|line| line.contains("no words for")));
            Ok(Seen::when(!lines.is_empty(), (), &lines))
        })
        .await?;
        assert!(lines.len() == 1 && lines[0].contains("en-XA"), "{lines:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_standalone_script_finds_its_words_beside_itself() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.called(&desk.service, "Support", "Sale", 90).await?;
        let tag = format!(r#"<script src="{}/customer-journey-widget.standalone.js"></script>"#, desk.host.origin());
        desk.open_with(&tag, None).await?;
        let settings = desk.settings()?.property("interactionData", customer.calls()).property("locale", "it");
        desk.mount("journey", settings).await?.shows("contact", "Chiamata in entrata").await
    })
    .await
}

#[tokio::test]
async fn in_arabic_and_hebrew_everything_runs_from_right_to_left() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.called(&desk.service, "Support", "Sale", 90).await?;
        desk.open().await?;
        let settings = desk.settings()?.property("interactionData", customer.calls()).property("locale", "ar");
        let widget = desk.mount("journey", settings).await?;
        for (locale, call) in [("ar", "مكالمة واردة"), ("iw", "שיחה נכנסת")] {
            widget.set("locale", locale).await?;
            widget.shows("contact", call).await?;
            let sides = "const box = (selector) => root.querySelector(selector).getBoundingClientRect();
                const phone = root.querySelector('.who-identity bdi');
                const range = document.createRange();
                range.setStart(phone.firstChild, 0);
                range.setEnd(phone.firstChild, 1);
                return [getComputedStyle(root.querySelector('.cjw')).direction, box('.avatar').left > box('.name').left,
                    box('.row-icon').left > box('.row-title').left, box('.live').left < box('.name').left,
                    range.getBoundingClientRect().left < phone.getBoundingClientRect().left + 4];";
            // The last: the plus of a phone number is at its left.
            assert_eq!(widget.run(sides, vec![]).await?, json!(["rtl", true, true, true, true]), "{locale}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn every_count_has_words_in_every_language() -> Result<()> {
    on_a_desk(async |desk| {
        desk.open().await?;
        for file in std::fs::read_dir(root().join("locales"))? {
            let file = file?.path();
            let tag = file.file_stem().and_then(|tag| tag.to_str()).unwrap_or_default().to_owned();
            let words: Value = serde_json::from_str(&std::fs::read_to_string(&file)?)?;
            let script = "const [tag, words] = arguments;
                const rules = new Intl.PluralRules(tag), needed = new Set(), missing = [];
                for (let count = 0; count <= 20000; count++) needed.add(rules.select(count));
                for (const key of Object.keys(words).filter((key) => key.startsWith('timeline.new.')))
                    if (!needed.delete(key.split('.').pop()) && !key.endsWith('.other')) missing.push(`${key} is never said`);
                return [...missing, ...needed];";
            let missing = desk.browser.run(script, vec![tag.clone().into(), words]).await?;
            assert_eq!(missing, json!([]), "{tag}");
        }
        Ok(())
    })
    .await
}
