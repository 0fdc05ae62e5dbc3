//! The shipped files in pages of every kind: however a page loads the script, from wherever, and whatever its host does.

use anyhow::{Context, Result};
use browser_tests::{Customer, Desk, Mount, ORGANIZATION, Seen, Widget, on_a_desk, until};
use serde_json::{Value, json};

const SCRIPT: &str = "/customer-journey-widget.js";
const MODULE: &str = "/customer-journey-widget.module.js";
const WASM: &str = "/customer-journey-widget.wasm";

/// A customer who opened the shop, and what a desktop says about the call.
async fn caller(desk: &Desk) -> Result<Mount> {
    let customer = Customer::new();
    customer.did(&desk.service, "Opened the shop", 10).await?;
    Ok(desk.settings()?.property("interactionData", customer.calls()))
}

/// Opens a page with these tags and finds that the widget works there.
async fn works_with(desk: &Desk, head: &str) -> Result<()> {
    desk.open_with(head, None).await?;
    let widget = desk.mount("journey", caller(desk).await?).await?;
    widget.shows("event", "Opened the shop").await
}

/// Waits for a line of the console with these words.
async fn console_says(desk: &Desk, words: &str) -> Result<String> {
    let mut lines = Vec::new();
    until(&format!("“{words}” in the console"), async || {
        lines.extend(desk.browser.console().await?);
        let found = lines.iter().find(|line| line.contains(words)).cloned();
        Ok(found.map_or_else(|| Seen::NotYet(format!("{lines:?}")), Seen::This))
    })
    .await
}

#[tokio::test]
async fn it_runs_deferred_and_asynchronous() -> Result<()> {
    on_a_desk(async |desk| {
        for how in ["defer", "async"] {
            works_with(desk, &format!(r#"<script {how} src="{}{SCRIPT}"></script>"#, desk.host.origin())).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn it_runs_when_it_is_imported() -> Result<()> {
    on_a_desk(async |desk| {
        desk.open_with("", None).await?;
        let widget = desk.mount("journey", caller(desk).await?).await?;
        desk.browser.run("import(arguments[0]);", vec![format!("{}{SCRIPT}", desk.host.origin()).into()]).await?;
        widget.shows("event", "Opened the shop").await
    })
    .await
}

#[tokio::test]
async fn loaded_twice_it_is_one() -> Result<()> {
    on_a_desk(async |desk| {
        let tag = format!(r#"<script src="{}{SCRIPT}"></script>"#, desk.host.origin());
        works_with(desk, &tag.repeat(2)).await?;
        let loaded = desk.browser.requested().await?;
        assert_eq!(loaded.iter().filter(|url| url.ends_with(WASM)).count(), 1, "{loaded:?}");
        let lines = desk.browser.console().await?;
        assert!(!lines.iter().any(|line| line.contains("SEVERE") || line.contains("WARNING")), "{lines:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_query_string_goes_on_to_the_wasm() -> Result<()> {
    on_a_desk(async |desk| {
        works_with(desk, &format!(r#"<script src="{}{SCRIPT}?v=42#a"></script>"#, desk.host.origin())).await?;
        let loaded = desk.browser.requested().await?;
        assert!(loaded.iter().any(|url| url.ends_with(&format!("{WASM}?v=42"))), "{loaded:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn under_another_name_it_finds_its_wasm() -> Result<()> {
    on_a_desk(async |desk| {
        let host = &desk.host;
        host.serve("/assets/journey-1.2.js", "text/javascript", host.file(SCRIPT).await?);
        host.serve("/assets/journey-1.2.module.js", "text/javascript", host.file(MODULE).await?);
        host.serve("/assets/journey-1.2.wasm", "application/wasm", host.file(WASM).await?);
        works_with(desk, &format!(r#"<script src="{}/assets/journey-1.2.js"></script>"#, host.origin())).await?;
        let module = format!(r#"<script type="module" src="{}/assets/journey-1.2.js"></script>"#, host.origin());
        works_with(desk, &module).await
    })
    .await
}

#[tokio::test]
async fn a_host_with_a_wrong_type_costs_a_hint_and_nothing_else() -> Result<()> {
    on_a_desk(async |desk| {
        let wasm = desk.host.file(WASM).await?;
        let tag = format!(r#"<script src="{}{SCRIPT}"></script>"#, desk.host.origin());
        for kind in ["application/octet-stream", "text/plain", ""] {
            desk.host.serve(WASM, kind, wasm.clone());
            works_with(desk, &tag).await?;
            let hint = console_says(desk, "application/wasm").await?;
            assert!(hint.contains(WASM), "{hint}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn script_and_wasm_of_two_releases_are_said_to_be_so() -> Result<()> {
    on_a_desk(async |desk| {
        let host = &desk.host;
        let script = String::from_utf8(host.file(SCRIPT).await?)?;
        let version = env!("CARGO_PKG_VERSION");
        let older = script.replace(version, "0.0.7");
        assert_ne!(older, script, "the script says its version");
        host.serve("/other/customer-journey-widget.js", "text/javascript", older);
        for folder in ["other", "none"] {
            host.serve(&format!("/{folder}{MODULE}"), "text/javascript", host.file(MODULE).await?);
        }
        host.serve("/other/customer-journey-widget.wasm", "application/wasm", host.file(WASM).await?);
        // A wasm that has nothing in common with the script: an empty module.
        host.serve("/none/customer-journey-widget.js", "text/javascript", script);
        host.serve("/none/customer-journey-widget.wasm", "application/wasm", *b"\0asm\x01\0\0\0");
        for (folder, words) in [("other", format!("0.0.7, its wasm is {version}")), ("none", "does not fit".to_owned())]
        {
            desk.open_with(&format!(r#"<script src="{}/{folder}{SCRIPT}"></script>"#, host.origin()), None).await?;
            let widget = desk.mount("journey", caller(desk).await?).await?;
            widget.shows("error", &words).await?;
            widget.shows("error", "one release").await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_host_that_lacks_the_module_is_told_its_address_and_trying_again_finds_it() -> Result<()> {
    on_a_desk(async |desk| {
        let host = &desk.host;
        host.serve("/half/customer-journey-widget.js", "text/javascript", host.file(SCRIPT).await?);
        host.serve("/half/customer-journey-widget.wasm", "application/wasm", host.file(WASM).await?);
        desk.open_with(&format!(r#"<script src="{}/half{SCRIPT}"></script>"#, host.origin()), None).await?;
        let widget = desk.mount("journey", caller(desk).await?).await?;
        widget.shows("error", &format!("{}/half{MODULE} could not be fetched", host.origin())).await?;
        widget.shows("error", "script-src").await?;

        host.serve(&format!("/half{MODULE}"), "text/javascript", host.file(MODULE).await?);
        widget.click("retry", "Try again").await?;
        widget.shows("event", "Opened the shop").await
    })
    .await
}

#[tokio::test]
async fn under_the_strictest_policy_nothing_is_violated() -> Result<()> {
    on_a_desk(async |desk| {
        let (script, api) = (desk.host.origin(), desk.api.url());
        let policy = format!(
            "default-src 'none'; script-src {script} 'wasm-unsafe-eval'; style-src {script}; connect-src {api} {script}; img-src data:"
        );
        let map = json!({"shopping": {"name": "gift-bold", "color": "cobalt"}});
        desk.host.serve("/icons.json", "application/json", map.to_string());
        desk.open_with(&format!(r#"<script src="{script}{SCRIPT}"></script>"#), Some(policy)).await?;
        let watch = "window.violated = []; document.addEventListener('securitypolicyviolation', (event) => violated.push(`${event.violatedDirective} ${event.blockedURI}`));";
        desk.browser.run(watch, vec![]).await?;

        let settings = caller(desk).await?.attribute("icon-data-url", &format!("{script}/icons.json"));
        let widget = desk.mount("journey", settings).await?;
        widget.click("event", "Opened the shop").await?;
        widget.shows("details", "42.00 EUR").await?;
        until("the icon of the map", async || {
            let colour = widget.run("return root.querySelector('.row-symbol')?.style.color ?? null;", vec![]).await?;
            Ok(Seen::when(colour == "rgb(39, 116, 181)", (), colour))
        })
        .await?;

        assert_eq!(desk.browser.run("return window.violated;", vec![]).await?, json!([]));
        let lines = desk.browser.console().await?;
        assert!(!lines.iter().any(|line| line.contains("Content Security Policy")), "{lines:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_page_that_requires_trusted_types_shows_the_whole_journey() -> Result<()> {
    on_a_desk(async |desk| {
        let (script, api) = (desk.host.origin(), desk.api.url());
        // Of the page's own and not of the widget's: it hears of a violation before anything else runs.
        let watch = "window.violated = []; document.addEventListener('securitypolicyviolation', (event) => violated.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));";
        desk.desktop.serve("/watch.js", "text/javascript", watch);
        let page = desk.desktop.origin();
        for (types, file) in [
            ("require-trusted-types-for 'script'", SCRIPT),
            ("require-trusted-types-for 'script'; trusted-types 'none'", SCRIPT),
            ("require-trusted-types-for 'script'; trusted-types 'none'", "/customer-journey-widget.standalone.js"),
        ] {
            let policy = format!(
                "default-src 'none'; script-src {script} {page} 'wasm-unsafe-eval'; style-src {script}; connect-src {api} {script}; img-src data:; base-uri 'none'; form-action 'none'; {types}"
            );
            let tags = format!(r#"<script src="{page}/watch.js"></script><script src="{script}{file}"></script>"#);
            desk.open_with(&tags, Some(policy)).await?;
            let customer = Customer::new();
            customer.did(&desk.service, "Opened the shop", 10).await?;
            customer.called(&desk.service, "Bicycles", "Sale", 60).await?;
            let settings = desk.settings()?.property("interactionData", customer.calls()).property("userSearch", true);
            let settings = settings.property("locale", "de").property("collapseAliasSection", false);
            let widget = desk
                .mount("journey", settings.property("eventIconTemplate", json!({"shopping": {"name": "gift-bold", "color": "cobalt"}})))
                .await?;
            widget.shows("event", "Opened the shop").await?;
            widget.click("event", "Opened the shop").await?;
            widget.shows("details", "42").await?;
            widget.click("contact", "Bicycles").await?;
            widget.shows("profile-attribute", "").await?;
            widget.shows("identity", "").await?;
            customer.did(&desk.service, "Paid by card", 0).await?;
            widget.shows("event", "Paid by card").await?;
            until("the icon of the map", async || {
                let colour = widget.run("return root.querySelector('.row-symbol')?.style.color ?? null;", vec![]).await?;
                Ok(Seen::when(colour == "rgb(39, 116, 181)", (), colour))
            })
            .await?;
            let drawn = widget.run("return root.querySelectorAll('svg.icon > *').length;", vec![]).await?;
            assert!(drawn.as_u64().is_some_and(|shapes| shapes > 10), "{drawn}");

            assert_eq!(desk.browser.run("return window.violated;", vec![]).await?, json!([]), "{types}");
            // What the policy forbids is heard of.
            let markup = "try { document.body.innerHTML = '<b>'; } catch {} ";
            desk.browser.run(markup, vec![]).await?;
            until("a violation", async || {
                let violated = desk.browser.run("return window.violated.length;", vec![]).await?;
                Ok(Seen::when(violated == json!(1), (), violated))
            })
            .await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn beside_an_older_element_of_its_name_it_says_so_and_takes_another_name() -> Result<()> {
    on_a_desk(async |desk| {
        desk.desktop.serve(
            "/vendor.js",
            "text/javascript",
            "customElements.define('customer-journey-widget', class extends HTMLElement {});",
        );
        let vendor = format!(r#"<script src="{}/vendor.js"></script>"#, desk.desktop.origin());
        let ours = |more: &str| format!(r#"<script {more} src="{}{SCRIPT}"></script>"#, desk.host.origin());
        desk.open_with(&format!("{vendor}{}", ours("")), None).await?;
        let line = console_says(desk, "already defined").await?;
        assert!(line.contains("data-tag"), "{line}");

        desk.open_with(&format!("{vendor}{}", ours(r#"data-tag="our-journey""#)), None).await?;
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let script = "const [url, token, organization, contact] = arguments;
            const element = document.createElement('our-journey');
            element.setAttribute('base-url', url);
            Object.assign(element, { bearerToken: token, organizationId: organization, interactionData: contact });
            document.body.append(element);";
        let token = desk.service.token(browser_tests::Role::Agent)?;
        let told: Vec<Value> = vec![desk.api.url().into(), token.into(), ORGANIZATION.into(), customer.calls()];
        desk.browser.run(script, told).await?;
        Widget::found(&desk.browser, "our-journey").shows("event", "Opened the shop").await
    })
    .await
}

#[tokio::test]
async fn the_manifest_and_the_types_tell_of_the_same_element() -> Result<()> {
    on_a_desk(async |desk| {
        let manifest: Value = serde_json::from_slice(&desk.host.file("/custom-elements.json").await?)?;
        let types = String::from_utf8(desk.host.file("/customer-journey-widget.d.ts").await?)?;
        let element = &manifest["modules"][0]["declarations"][0];
        for list in ["attributes", "members", "events"] {
            for entry in element[list].as_array().context("a list")? {
                let name = entry["name"].as_str().context("a name")?;
                assert!(types.contains(&format!("\"{name}\"")) || types.contains(&format!("  {name}?:")), "{name}");
            }
        }
        // Every property that is told of is one of the element's.
        desk.open().await?;
        for member in element["members"].as_array().context("members")? {
            let script = "return arguments[0] in customElements.get('customer-journey-widget').prototype;";
            assert_eq!(desk.browser.run(script, vec![member["name"].clone()]).await?, json!(true), "{member}");
        }
        Ok(())
    })
    .await
}
