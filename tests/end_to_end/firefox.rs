//! An agent's walk in Firefox, and the gallery there: everything else is tested in Chromium.

use std::time::Duration;

use anyhow::Result;
use browser_tests::{Customer, Desk, Firefox, Role, Seen, on_a_desk, until, until_within};
use serde_json::Value;

/// A widget starts, and is clicked through.
const SCENE: Duration = Duration::from_secs(30);

/// What stands in the widget's parts of this name.
async fn texts(firefox: &Firefox, part: &str) -> Result<Vec<String>> {
    let script = "const root = document.querySelector('customer-journey-widget')?.shadowRoot;
        return [...(root?.querySelectorAll(`[part~=${arguments[0]}]`) ?? [])].map((one) => one.innerText);";
    Ok(serde_json::from_value(firefox.run(script, vec![part.into()]).await?)?)
}

async fn shows(firefox: &Firefox, part: &str, words: &str) -> Result<()> {
    until(&format!("{part} with “{words}”"), async || {
        let texts = texts(firefox, part).await?;
        Ok(Seen::when(texts.iter().any(|text| text.contains(words)), (), format!("{texts:?}")))
    })
    .await
}

async fn accept(desk: &Desk, firefox: &Firefox, customer: &Customer) -> Result<()> {
    let (script, api) = (desk.host.origin(), desk.api.url());
    let policy = format!(
        "default-src 'none'; script-src {script} 'wasm-unsafe-eval'; connect-src {script} {api}; img-src data:"
    );
    let html = format!(
        r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Desktop</title><link rel="icon" href="data:,"><script src="{script}/customer-journey-widget.js"></script></head><body></body></html>"#
    );
    desk.desktop.write("/firefox", html, Some(policy));
    firefox.open(&format!("{}/firefox", desk.desktop.origin())).await?;
    let mount = "const [api, organization, token, contact] = arguments;
        const widget = document.createElement('customer-journey-widget');
        widget.setAttribute('base-url', api);
        Object.assign(widget, { organizationId: organization, bearerToken: token, interactionData: contact, locale: 'en' });
        document.body.append(widget);";
    let token = desk.service.token(Role::Agent)?;
    let arguments = vec![api.into(), browser_tests::ORGANIZATION.into(), token.into(), customer.calls()];
    firefox.run(mount, arguments).await.map(drop)
}

#[tokio::test]
#[ignore = "needs Firefox: cargo xtask test firefox"]
async fn in_firefox_an_agent_sees_who_calls_and_what_happened_and_hears_of_more() -> Result<()> {
    on_a_desk(async |desk| {
        let firefox = Firefox::start().await?;
        let customer = Customer::new();
        desk.service.create_person(&customer.identity, "Abigail", "Firefeather").await?;
        customer.called(&desk.service, "Bicycles", "Sale", 60).await?;
        accept(desk, &firefox, &customer).await?;
        shows(&firefox, "name", "Abigail Firefeather").await?;
        shows(&firefox, "contact", "Sale").await?;
        shows(&firefox, "live-status", "Live").await?;
        customer.did(&desk.service, "Bought a kayak", 0).await?;
        shows(&firefox, "event", "Bought a kayak").await?;
        let open = "document.querySelector('customer-journey-widget').shadowRoot.querySelector('[part~=contact] .row-head').click();";
        firefox.run(open, vec![]).await?;
        shows(&firefox, "details", "Bicycles").await?;
        firefox.quit().await
    })
    .await
}

#[tokio::test]
#[ignore = "needs Firefox: cargo xtask test firefox"]
async fn in_firefox_every_scene_of_the_gallery_comes_about() -> Result<()> {
    on_a_desk(async |desk| {
        let firefox = Firefox::start().await?;
        let gallery = format!("{}/gallery/", desk.host.origin());
        firefox.open(&gallery).await?;
        let names = "return [...document.querySelectorAll('[data-scene]')].map((scene) => scene.dataset.scene);";
        let names = until("the gallery", async || {
            let names: Vec<String> = serde_json::from_value(firefox.run(names, vec![]).await?)?;
            Ok(Seen::when(!names.is_empty(), names, "no scenes"))
        })
        .await?;
        // Each by itself: beside each other they would share focus and sight.
        for (place, name) in names.iter().enumerate() {
            let look = if place % 2 == 0 { "theme=light" } else { "theme=dark&locale=ar" };
            firefox.open(&format!("{gallery}?scene={name}&{look}")).await?;
            let stands = "return document.querySelector('[data-scene]')?.dataset.stands !== undefined;";
            until_within(SCENE, &format!("the scene {name}"), async || {
                let stands: Value = firefox.run(stands, vec![]).await?;
                Ok(Seen::when(stands == true, (), stands))
            })
            .await?;
        }
        firefox.quit().await
    })
    .await
}
