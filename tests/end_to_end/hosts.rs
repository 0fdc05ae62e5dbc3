//! The widget in other people's pages: what `examples/hosts` brings, as it is shipped, embedded in a desktop of another
//! origin.

use anyhow::{Context, Result};
use browser_tests::{Customer, Desk, ORGANIZATION, Role, Seen, Widget, on_a_desk, until};
use serde_json::{Value, json};

/// Finds elements through shadow roots.
const DEEP: &str = "const deep = (...selectors) => selectors.reduce((node, selector) => (node?.shadowRoot ?? node)?.querySelector(selector), document);";

#[tokio::test]
async fn a_plain_page_shows_whoever_is_asked_for() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        desk.browser.open(&format!("{}/hosts/plain.html", desk.host.origin())).await?;

        fill_in(desk, &[("customer", customer.identity.as_str())]).await?;

        Widget::found(&desk.browser, "customer-journey-widget").shows("event", "Opened the shop").await?;
        until("the page heard of it", async || {
            let title = desk.browser.run("return document.title;", vec![]).await?;
            Ok(Seen::when(title.as_str().is_some_and(|title| title.starts_with("0 contacts")), (), title))
        })
        .await
    })
    .await
}

#[tokio::test]
async fn inside_nested_shadow_roots_it_works_and_keeps_its_state_when_it_is_maximized() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        desk.browser.open(&format!("{}/hosts/nested-shadow-roots.html", desk.host.origin())).await?;

        fill_in(desk, &[("caller", customer.identity.as_str())]).await?;

        let script = format!("{DEEP} return deep('example-desktop', 'example-panel', 'customer-journey-widget', '.cjw')?.innerText ?? '';");
        let shown = async |words: &str| {
            until(words, async || {
                let text = desk.browser.run(&script, vec![]).await?;
                Ok(Seen::when(text.as_str().is_some_and(|text| text.contains(words)), (), text))
            })
            .await
        };
        shown("Opened the shop").await?;
        desk.api.has_streams(2).await?;
        desk.api.settled().await?;
        let asked = desk.api.requests().len();
        let maximize = format!("{DEEP} deep('button[name=maximize]').click(); return deep('example-desktop', 'main').hidden;");
        assert_eq!(desk.browser.run(&maximize, vec![]).await?, json!(false));
        shown("Opened the shop").await?;
        assert_eq!(desk.api.requests().len(), asked, "nothing is asked for again");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_framed_page_takes_its_token_from_the_named_origin_only() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let told = json!({"type": "customer-journey", "properties":
            {"bearerToken": desk.service.token(Role::Agent)?, "customer": customer.identity}});
        let named = desk.desktop.origin();

        // The page names the desktop, and another page embeds it: it is told nothing, and tells nothing.
        let stranger = desk.host.origin();
        for (embedder, parent, works) in [(&stranger, &named, false), (&named, &named, true)] {
            open_framed(desk, embedder, parent, &told).await?;
            enter(desk, "return document.querySelector('iframe');").await?;
            let widget = Widget::found(&desk.browser, "customer-journey-widget");
            if works {
                widget.shows("event", "Opened the shop").await?;
            } else {
                widget.shows("empty", "sign-in").await?;
            }
            desk.browser.driver().enter_default_frame().await?;
            let heard = desk.browser.run("return window.heard;", vec![]).await?;
            assert_eq!(heard.as_array().is_some_and(|heard| !heard.is_empty()), works, "{heard}");
        }
        let token = desk.service.token(Role::Agent)?;
        let asked: Vec<_> = desk.browser.requested().await?;
        assert!(!asked.iter().any(|url| url.contains(&token)), "{asked:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_framed_page_is_set_by_its_address_but_for_what_could_do_harm() -> Result<()> {
    on_a_desk(async |desk| {
        let settings = format!(
            "parent={}&limit=5&onclick=alert(1)&style=color:red&bearer-token=secret&base-url={}",
            desk.desktop.origin(),
            desk.api.url()
        );
        embed(desk, &desk.desktop, &settings, "").await?;
        enter(desk, "return document.querySelector('iframe');").await?;
        Widget::found(&desk.browser, "customer-journey-widget").shows("empty", "organization").await?;
        let names = "return document.querySelector('customer-journey-widget').getAttributeNames().sort();";
        assert_eq!(desk.browser.run(names, vec![]).await?, json!(["base-url", "limit"]));

        // Without a desktop's name, or with one that is none, it does not begin.
        for parent in ["", "parent=*", "parent=http://desktop.example", "parent=https://desktop.example/path"] {
            desk.browser.driver().enter_default_frame().await?;
            embed(desk, &desk.desktop, parent, "").await?;
            enter(desk, "return document.querySelector('iframe');").await?;
            until("words about it", async || {
                let text = desk.browser.run("return document.body.innerText;", vec![]).await?;
                Ok(Seen::when(text.as_str().is_some_and(|text| text.contains("parent=https://")), (), text))
            })
            .await?;
            let none = desk.browser.run("return document.querySelector('customer-journey-widget');", vec![]).await?;
            assert_eq!(none, Value::Null, "{parent}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn where_a_desktop_forbids_webassembly_a_frame_takes_the_widgets_place() -> Result<()> {
    on_a_desk(async |desk| {
        let (customer, other) = (Customer::new(), Customer::new());
        customer.did(&desk.service, "Opened the shop", 10).await?;
        other.did(&desk.service, "Wrote a letter", 10).await?;
        let script = desk.host.origin();
        // No wasm, and no request of the page's own.
        let policy = format!("default-src 'none'; script-src {script}; frame-src {script}; img-src data:");
        desk.open_with(&format!(r#"<script src="{script}/hosts/frame.js"></script>"#), Some(policy)).await?;

        let settings = desk.settings()?.attribute("limit", "7").property("interactionData", customer.calls());
        desk.mount("journey", settings).await?;
        let frame = "return document.querySelector('#journey').shadowRoot.querySelector('iframe');";
        let listen = "window.loaded = []; document.addEventListener('journey-loaded', ({ detail }) => loaded.push(detail.customer));";
        desk.browser.run(listen, vec![]).await?;
        enter(desk, frame).await?;
        let inside = Widget::found(&desk.browser, "customer-journey-widget");
        inside.shows("event", "Opened the shop").await?;

        // What a desktop observes cannot be sent as it is, nor what holds itself or is a function.
        desk.browser.driver().enter_default_frame().await?;
        let next = "const [call] = arguments;
            call.self = call;
            document.querySelector('#journey').eventIconTemplate = () => {};
            document.querySelector('#journey').interactionData = new Proxy(call, {});";
        desk.browser.run(next, vec![other.calls()]).await?;
        enter(desk, frame).await?;
        inside.shows("event", "Wrote a letter").await?;
        desk.browser.driver().enter_default_frame().await?;
        until("the desktop hears of it", async || {
            let loaded = desk.browser.run("return window.loaded;", vec![]).await?;
            Ok(Seen::when(loaded.to_string().contains(&other.identity), (), loaded))
        })
        .await?;
        let address = desk.browser.run(&frame.replace("querySelector('iframe')", "querySelector('iframe').src"), vec![]).await?;
        let address = address.as_str().unwrap_or_default();
        assert!(address.contains("limit=7") && !address.contains("ey"), "the token is not in the address: {address}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_framed_page_takes_camel_case_and_every_setting_as_a_property() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        customer.did(&desk.service, "Paid by card", 5).await?;
        // By its address, which names the element, too.
        let script = desk.host.origin();
        let tag = format!(r#"<script src="{script}/hosts/frame.js?tag=our-journey"></script>"#);
        desk.open_with(&tag, None).await?;
        let make = "const [properties] = arguments;
            const element = document.createElement('our-journey');
            Object.assign(element, properties);
            element.className = 'wide';
            document.body.append(element);";
        let properties = json!({"baseUrl": desk.api.url(), "organizationId": ORGANIZATION, "limit": 1,
            "bearerToken": desk.service.token(Role::Agent)?, "interactionData": customer.calls()});
        desk.browser.run(make, vec![properties]).await?;
        let frame = "return document.querySelector('our-journey').shadowRoot.querySelector('iframe');";
        enter(desk, frame).await?;
        let inside = Widget::found(&desk.browser, "customer-journey-widget");
        inside.shows("event", "Paid by card").await?;
        inside.has(1, "event").await?;

        desk.browser.driver().enter_default_frame().await?;
        desk.browser.run("const element = document.querySelector('our-journey'); element.limit = null; element.setAttribute('usersearch', '');", vec![]).await?;
        enter(desk, frame).await?;
        inside.has(2, "event").await?;
        inside.has(1, "search").await?;

        desk.browser.driver().enter_default_frame().await?;
        let settings = format!("parent={}&baseUrl={}&organizationId=o-1&enableUserSearch=true&bearerToken=x&BEARERtoken=x", desk.desktop.origin(), desk.api.url());
        embed(desk, &desk.desktop, &settings, "").await?;
        enter(desk, "return document.querySelector('iframe');").await?;
        until("the widget", async || {
            let names = "return document.querySelector('customer-journey-widget')?.getAttributeNames().sort() ?? null;";
            let names = desk.browser.run(names, vec![]).await?;
            Ok(Seen::when(names == json!(["base-url", "enable-user-search", "organization-id"]), (), names))
        })
        .await
    })
    .await
}

/// Fills in the form of an example page and sends it.
async fn fill_in(desk: &Desk, more: &[(&str, &str)]) -> Result<()> {
    let (service, token) = (desk.api.url(), desk.service.token(Role::Agent)?);
    let mut fields = vec![("service", service.as_str()), ("organization", ORGANIZATION), ("token", token.as_str())];
    fields.extend(more);
    let script = "const form = document.querySelector('form');
        for (const [name, value] of arguments[0]) form.elements[name].value = value;
        form.requestSubmit();";
    desk.browser.run(script, vec![json!(fields)]).await?;
    Ok(())
}

/// Opens a page of `embedder` with the framed page in it, which names `parent`, and answers it whenever it is ready.
async fn open_framed(desk: &Desk, embedder: &str, parent: &str, told: &Value) -> Result<()> {
    let settings = format!("parent={parent}&base-url={}&organization-id={ORGANIZATION}", desk.api.url());
    let script = format!(
        "<script>window.heard = []; addEventListener('message', (event) => {{ heard.push(event.data.type);
            if (event.data.type === 'customer-journey-ready') event.source.postMessage({told}, '*'); }});
            // A page that was not asked tells it, too.
            addEventListener('load', () => frames[0].postMessage({told}, '*'));</script>"
    );
    let pages = if embedder == desk.host.origin() { &desk.host } else { &desk.desktop };
    embed(desk, pages, &settings, &script).await
}

async fn embed(desk: &Desk, pages: &browser_tests::Pages, settings: &str, script: &str) -> Result<()> {
    // Percent-encoded as a desktop does it; another address each time, or the browser only goes to another fragment.
    let settings = settings.replace("://", "%3A%2F%2F");
    let frame = format!("{}/hosts/iframe.html#{settings}", desk.host.origin());
    let html = format!(
        r#"<!doctype html><title>Desktop</title><link rel="icon" href="data:,">{script}<iframe src="{}" width="600" height="600"></iframe>"#,
        frame.replace('&', "&amp;")
    );
    pages.write("/desktop", html, None);
    desk.browser.open("about:blank").await?;
    desk.browser.open(&format!("{}/desktop", pages.origin())).await
}

/// Goes into the frame that a script finds.
async fn enter(desk: &Desk, find: &str) -> Result<()> {
    desk.browser.driver().enter_default_frame().await?;
    let frame = desk.browser.driver().execute(find, vec![]).await?.element()?;
    frame.enter_frame().await.context("the frame cannot be entered")
}
