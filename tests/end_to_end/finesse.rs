//! The gadget of Cisco Finesse, in as much of a Finesse desktop as a gadget sees.

use anyhow::{Context, Result};
use browser_tests::{Customer, Desk, ORGANIZATION, Role, Seen, Widget, on_a_desk, path, until};
use serde_json::json;

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
