//! What an agent sees in the first two seconds, in a side panel of 360 by 720 px and without scrolling: who it is, what goes
//! on, how the last contact ended, and the first past contact. And nothing of it moves when a later part arrives.

use anyhow::{Context, Result};
use browser_tests::{Customer, Gallery, Proxy, Widget, on_a_desk, path};
use serde_json::Value;

/// Every language of the widget, the widest words of them first.
const LANGUAGES: [&str; 14] =
    ["de", "fr", "pl", "nl", "es", "it", "pt-BR", "en-GB", "ja", "ko", "zh-Hans", "zh-Hant", "ar", "he"];

/// How far below the widget's top the first past contact ends, px.
const DEPTH: &str = "const inside = scene('journey').shadowRoot;
    const past = [...inside.querySelectorAll('[part~=contact]')].find((row) => !row.querySelector('.badge.now'));
    return past.querySelector('.row-head').getBoundingClientRect().bottom - inside.querySelector('.cjw').getBoundingClientRect().top;";

#[tokio::test]
async fn the_first_past_contact_is_in_sight_in_every_language_and_density() -> Result<()> {
    on_a_desk(async |desk| {
        desk.browser.resize(500, 900, 1.0).await?;
        for locale in LANGUAGES {
            for density in ["", "comfortable"] {
                let look = format!("scene=journey&width=360&locale={locale}&density={density}");
                let gallery = Gallery::open(desk, &look).await?;
                let depth = gallery.run(DEPTH, vec![]).await?.as_f64().context("a number")?;
                assert!(depth <= 720.0, "{locale} {density}: the first past contact ends {depth} px down");
            }
        }
        Ok(())
    })
    .await
}

/// Where the parts of the widget are: their distance from its top, px.
const PLACES: &str = "return Object.fromEntries(['header', 'glance', 'channels', 'wrap-ups', 'contact'].map((name) =>
    [name, Math.round(parts(name)[0]?.getBoundingClientRect().top ?? -1)]));";

async fn places(widget: &Widget<'_>) -> Result<Value> {
    widget.run(PLACES, vec![]).await
}

#[tokio::test]
async fn nothing_moves_when_a_later_part_arrives() -> Result<()> {
    on_a_desk(async |desk| {
        desk.browser.resize(360, 720, 1.0).await?;
        let customer = Customer::new();
        customer.called(&desk.service, "Support", "Sale", 90).await?;
        customer.called(&desk.service, "Billing", "Refund", 3000).await?;
        let host = Proxy::start(desk.host.origin()).await?;
        let later = host.when(path(".later.wasm")).hold();
        let profile = desk.api.when(|request| request.target.contains("/progressive-profile-view")).hold();
        let script = format!(r#"<script src="{}/customer-journey-widget.js"></script>"#, host.url());
        desk.open_with(&script, None).await?;
        let settings = desk.settings()?.property("interactionData", customer.calls());
        let widget = desk.mount("journey", settings).await?;
        widget.shows("contact", "Support").await?;
        let before = places(&widget).await?;

        later.open();
        widget.shows("filters", "").await?;
        assert_eq!(places(&widget).await?, before, "after the second file");
        profile.open();
        widget.shows("profile-attribute", "").await?;

        assert_eq!(places(&widget).await?, before, "after the profile");
        Ok(())
    })
    .await
}
