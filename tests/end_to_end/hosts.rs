//! The widget in other people's pages: what `examples/hosts` brings, as it is shipped, embedded in a desktop of another
//! origin.

use anyhow::{Context, Result};
use browser_tests::{Customer, Desk, ORGANIZATION, Role, Seen, Widget, on_a_desk, path, until};
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
async fn a_finesse_gadget_follows_the_agents_calls() -> Result<()> {
    on_a_desk(async |desk| {
        let (caller, called) = (Customer::new(), Customer::new());
        caller.did(&desk.service, "Opened the shop", 10).await?;
        called.did(&desk.service, "Wrote a letter", 10).await?;
        open_gadget(desk, &desk.service.token(Role::Agent)?).await?;
        let widget = Widget::found(&desk.browser, "customer-journey-widget");
        widget.shows("empty", "Accept a contact").await?;

        let begin = "container.begin({ id: arguments[0], from: arguments[1], to: arguments[2], media: arguments[3] });";
        let media = json!({"DNIS": "18005550100", "callType": "ACD_IN"});
        desk.browser.run(begin, vec!["1".into(), caller.identity.clone().into(), "1001".into(), media]).await?;
        widget.shows("event", "Opened the shop").await?;

        // A supervisor who listens in changes nothing; a call of the agent's own does.
        let silent = json!({"callType": "SUPERVISOR_MONITOR"});
        desk.browser.run(begin, vec!["2".into(), "2002".into(), "1001".into(), silent]).await?;
        desk.browser.run(begin, vec!["3".into(), "1001".into(), called.identity.clone().into(), json!({})]).await?;
        widget.shows("event", "Wrote a letter").await?;
        desk.browser.run("container.end('3');", vec![]).await?;
        widget.shows("event", "Opened the shop").await?;
        desk.browser.run("container.end('1');", vec![]).await?;
        widget.shows("empty", "Accept a contact").await?;

        let state = desk
            .browser
            .run("return [container.asked, container.heights.at(-1), container.dismissed];", vec![])
            .await?;
        assert_eq!(state, json!([["Basic YWdlbnQ6eA=="], 480, true]), "the agent's sign-in went to Finesse, once");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_finesse_gadget_places_the_call_that_the_agent_asks_for_and_says_where_it_could_not() -> Result<()> {
    on_a_desk(async |desk| {
        let caller = Customer::new();
        caller.did(&desk.service, "Opened the shop", 10).await?;
        caller.called(&desk.service, "Bicycles", "Sale", 60).await?;
        open_gadget(desk, &desk.service.token(Role::Agent)?).await?;
        let widget = Widget::found(&desk.browser, "customer-journey-widget");
        let begin = "container.begin({ id: '1', from: arguments[0], to: '1001', media: {} });";
        desk.browser.run(begin, vec![caller.identity.clone().into()]).await?;
        widget.click("contact", "").await?;
        widget.click("follow-up", "").await?;
        let called = async || desk.browser.run("return container.called;", vec![]).await;
        assert_eq!(called().await?, json!([caller.identity]));

        desk.browser.run("container.refuses = 401;", vec![]).await?;
        widget.click("follow-up", "").await?;
        let said = desk.browser.run("return document.querySelector('[role=alert]').textContent;", vec![]).await?;
        assert_eq!(said, json!("Finesse did not place the call (status 401)."));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_finesse_gadget_fetches_another_token_when_its_own_is_refused() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        open_gadget(desk, &desk.service.expired_token()?).await?;
        let media = json!({"callvariables": {"CallVariable": [
            {"name": "POD.ID", "value": format!("cc_CustomerId={};cc_Note=1+1=2;emailId=", customer.identity)}]}});
        let begin = "container.begin({ id: '1', from: '+10000000000', to: '1001', media: arguments[0] });";
        desk.browser.run(begin, vec![media]).await?;
        let note = "return document.querySelector('customer-journey-widget').interactionData.callAssociatedData.cc_Note.value;";
        assert_eq!(desk.browser.run(note, vec![]).await?, json!("1+1=2"));
        until("a refused request", async || Ok(Seen::when(!desk.api.asked(path("/v1/api/")).is_empty(), (), ""))).await?;

        // Services answer with an object, with text, or with JSON of text.
        let token = json!(desk.service.token(Role::Agent)?).to_string();
        desk.desktop.serve(TOKENS, "application/json", token);
        // The gadget waits a while before it asks again; a test does not.
        desk.browser.run("container.skip(11_000); document.querySelector('customer-journey-widget').dispatchEvent(new CustomEvent('journey-error', { detail: { status: 401 } }));", vec![]).await?;
        Widget::found(&desk.browser, "customer-journey-widget").shows("event", "Opened the shop").await
    })
    .await
}

#[tokio::test]
async fn a_finesse_gadget_takes_the_vendors_parameters_in_either_spelling() -> Result<()> {
    on_a_desk(async |desk| {
        let written = include_str!("../cases/37-finesse-url-parameters/gadget-url.txt").trim();
        let (_, vendors) = written.split_once('?').context("parameters")?;
        let vendors = vendors.replace("https://journeys.example", &desk.api.url());
        let kebab = "organization-id=ORG-1&project-id=WS-1&template-id=T-1&base-url=";
        for (parameters, height) in [
            (format!("{vendors}&cadVariableLookup=cc_CustomerId&minHeight=480px&userSearch=true&isMomentumV2Enabled=true"), 480),
            (format!("{kebab}{}&cad-variable-lookup=cc_CustomerId&min-height=480&user-search=true&is-momentum-v2-enabled=true", desk.api.url()), 480),
            // Of both spellings the one with dashes; what could do harm in neither.
            (format!("{vendors}&cadVariableLookup=x&cad-variable-lookup=cc_CustomerId&userSearch=true&isMomentumV2Enabled=true&minHeight=50vh&bearerToken=secret&onClick=alert(1)"), 600),
        ] {
            open_gadget_with(desk, &desk.service.token(Role::Agent)?, &parameters).await?;
            let script = "const widget = document.querySelector('customer-journey-widget');
                return [Object.fromEntries(widget.getAttributeNames().filter((name) => name !== 'style').map((name) => [name, widget.getAttribute(name)])),
                    container.heights.at(-1), widget.style.height];";
            let told = json!([{"organization-id": "ORG-1", "project-id": "WS-1", "template-id": "T-1", "base-url": desk.api.url(),
                "cad-variable-lookup": "cc_CustomerId", "user-search": "true", "is-momentum-v2-enabled": "true",
                // What the gadget does by itself.
                "follow-up": "call"},
                height, format!("{height}px")]);
            let mut found = desk.browser.run(script, vec![]).await?;
            if let Some(attributes) = found[0].as_object_mut() {
                // A name of no attribute, which nothing reads.
                attributes.remove("on-click");
            }
            assert_eq!(found, told, "{parameters}");
        }
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

const TOKENS: &str = "/finesse/api/CloudConnectTokenService";

/// Opens the gadget as a Finesse desktop does: its HTML on the desktop's own origin, with the desktop's libraries.
async fn open_gadget(desk: &Desk, token: &str) -> Result<()> {
    let parameters = format!(
        "base-url={}&organization-id={ORGANIZATION}&height=480&cad-variable-lookup=cc_CustomerId",
        desk.api.url()
    );
    open_gadget_with(desk, token, &format!("{parameters}&token-url={TOKENS}?tokenSource=journey")).await
}

/// The same, with these parameters in its address.
async fn open_gadget_with(desk: &Desk, token: &str, parameters: &str) -> Result<()> {
    let script = desk.host.origin();
    let xml = String::from_utf8(desk.host.file("/hosts/finesse-gadget.xml").await?)?;
    let (_, html) = xml.split_once("<![CDATA[").context("the gadget has HTML")?;
    let (html, _) = html.split_once("]]>").context("the HTML ends")?;
    let html = html.trim().replace("https://your-static-host.example", &script);
    desk.desktop.serve("/desktop/assets/js/jquery.min.js", "text/javascript", "");
    desk.desktop.serve("/desktop/assets/js/finesse.js", "text/javascript", CONTAINER);
    desk.desktop.serve(TOKENS, "application/json", json!({"access_token": token, "expires_in": 3600}).to_string());
    desk.desktop.write("/gadget", html, None);
    let gadget = format!("{script}/hosts/finesse-gadget.xml?{parameters}");
    let gadget = gadget.replace('%', "%25").replace('&', "%26").replace('?', "%3F");
    desk.browser.open(&format!("{}/gadget?url={gadget}", desk.desktop.origin())).await?;
    desk.browser.run("container.connect();", vec![]).await?;
    Ok(())
}

/// As much of a Finesse desktop as a gadget sees of it.
const CONTAINER: &str = r#"
var container = (() => {
  const dialogs = new Map();
  let handlers = {};
  const state = { asked: [], heights: [], dismissed: false, called: [], refuses: null };
  const real = window.fetch;
  window.fetch = (request, init) => {
    const authorization = init?.headers?.Authorization;
    if (authorization?.startsWith("Basic ")) state.asked.push(authorization);
    return real(request, init);
  };
  let skipped = 0;
  const now = performance.now.bind(performance);
  performance.now = () => now() + skipped;
  return Object.assign(state, {
    handlers: (given) => { handlers = given; },
    connect: () => gadgets.HubSettings.onConnect(),
    skip: (ms) => { skipped += ms; },
    begin: ({ id, from, to, media }) => {
      const dialog = { getId: () => id, getFromAddress: () => from, getToAddress: () => to, getMediaProperties: () => media,
        getState: () => "ACTIVE", addHandler: () => {} };
      dialogs.set(id, dialog);
      handlers.onCollectionAdd(dialog);
    },
    end: (id) => { const dialog = dialogs.get(id); dialogs.delete(id); handlers.onCollectionDelete(dialog); },
  });
})();
var gadgets = { HubSettings: {}, Hub: {}, loadingindicator: { dismiss: () => { container.dismissed = true; } },
  window: { adjustHeight: (height) => container.heights.push(height) } };
var finesse = {
  gadget: { Config: { id: "agent", extension: "1001", scheme: location.protocol.slice(0, -1), host: location.hostname, hostPort: location.port } },
  utilities: { Utilities: { getAuthHeaderString: () => "Basic YWdlbnQ6eA==" } },
  cslogger: { ClientLogger: { init: () => {}, log: (words) => console.info(words) } },
  clientservices: { ClientServices: { init: () => {} } },
  containerservices: { ContainerServices: Object.assign(function () {}, {
    Topics: { ACTIVE_TAB: "active-tab" },
    init: () => { const all = []; return { addHandler: (topic, handler) => all.push(handler), makeActiveTabReq: () => all.forEach((one) => one()) }; },
  }) },
  restservices: { User: class {
    constructor({ onLoad }) { queueMicrotask(onLoad); }
    makeCall(number, { error }) { container.called.push(number); if (container.refuses) error({ status: container.refuses }); }
    getDialogs(given) { container.handlers(given); queueMicrotask(() => given.onLoad()); return { getCollection: () => ({}) }; }
  } },
};
"#;
