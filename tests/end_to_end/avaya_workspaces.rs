//! The widget in Avaya Workspaces as it is shipped (`examples/hosts/avaya`): in a page that plays the widget framework,
//! with the platform's API played, too.

use anyhow::{Context, Result};
use browser_tests::{Desk, Fault, Platforms, Seen, avaya, on_a_desk, until};
use serde_json::{Value, json};

const JOSE: &str = "+12025550143";
const GRACE: &str = "+12065550151";
const FRAME: &str = "customer-journey-workspaces";

/// What Workspaces gives to a widget: an API for each interaction, whose events a test sends.
const WORKSPACES: &str = r#"
    window.token = "sample-avaya-agent";
    window.data = {};
    window.left = [];
    const listeners = {};
    window.WS = { widgetAPI: (id) => ({
        getConfiguration: () => ({ token: window.token, user: { id: "agent" } }),
        getInteractionData: () => window.data[id],
        onDataEvent: (name, act) => { (listeners[id] ??= {})[name] = act; },
        removeDataEvent: (name) => { window.left.push(`${id} ${name}`); delete listeners[id]?.[name]; },
    }) };
    window.send = (id, name, data) => listeners[id]?.[name]?.(data);
"#;

/// Runs a test with the platform and an open page of Workspaces that has loaded the widget's one file.
async fn in_workspaces(test: impl AsyncFnOnce(&Desk, &Platforms) -> Result<()>) -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = Platforms::start(vec![desk.host.origin(), desk.desktop.origin()]).await?;
        desk.desktop.serve("/workspaces.js", "text/javascript", WORKSPACES);
        let (script, own, api) = (desk.host.origin(), desk.desktop.origin(), platforms.url());
        let policy = format!("default-src 'none'; script-src {script} {own} 'wasm-unsafe-eval'; connect-src {script} {api}; img-src data:");
        let file = manifest(desk).await?["files"][0].as_str().context("a file")?.to_owned();
        let head = format!(r#"<script src="{own}/workspaces.js"></script><script src="{script}/hosts/{file}"></script>"#);
        desk.open_with(&head, Some(policy)).await?;
        test(desk, &platforms).await
    })
    .await
}

async fn manifest(desk: &Desk) -> Result<Value> {
    Ok(serde_json::from_slice(&desk.host.file("/hosts/avaya/customer-journey.json").await?)?)
}

/// Puts the manifest's element into the page, with the settings of the played platform, as a work card of this interaction.
async fn open_card(desk: &Desk, platforms: &Platforms, interaction: Option<&str>) -> Result<()> {
    let element = manifest(desk).await?["element"].as_str().context("an element")?.to_owned();
    let script = "const [html, url, account, key, id] = arguments;
        const template = document.createElement('template');
        template.innerHTML = html;
        const element = template.content.firstElementChild;
        element.setAttribute('avaya-base-url', url);
        element.setAttribute('avaya-account-id', account);
        element.setAttribute('avaya-app-key', key);
        element.setAttribute('widgetid', 'w1');
        if (id) element.setAttribute('interactionid', id);
        document.body.replaceChildren(document.importNode(element, true));";
    let arguments =
        vec![json!(element), json!(platforms.url()), json!(avaya::ACCOUNT), json!(avaya::APP_KEY), json!(interaction)];
    desk.browser.run(script, arguments).await?;
    Ok(())
}

async fn run(desk: &Desk, script: &str) -> Result<Value> {
    desk.browser.run(script, vec![]).await
}

async fn send(desk: &Desk, interaction: &str, event: &str, data: Value) -> Result<()> {
    desk.browser.run("window.send(...arguments);", vec![json!(interaction), json!(event), data]).await?;
    Ok(())
}

/// What can be read in the widget.
async fn words(desk: &Desk) -> Result<String> {
    let script = format!(
        "const root = document.querySelector('{FRAME}')?.shadowRoot;
        const notice = root?.querySelector('p:not([hidden])')?.innerText ?? '';
        return notice + '\\n' + (root?.querySelector('customer-journey-widget')?.shadowRoot?.querySelector('.cjw')?.innerText ?? '');"
    );
    Ok(run(desk, &script).await?.as_str().unwrap_or_default().to_owned())
}

async fn shows(desk: &Desk, what: &str) -> Result<()> {
    until(&format!("“{what}” to be seen"), async || {
        let words = words(desk).await?;
        Ok(Seen::when(words.contains(what), (), words))
    })
    .await
}

/// The values by which the widget was told the customer.
async fn identities(desk: &Desk) -> Result<Value> {
    let script = format!(
        "return (document.querySelector('{FRAME}').shadowRoot.querySelector('customer-journey-widget').identities ?? []).map(({{ type, value }}) => `${{type}} ${{value}}`);"
    );
    run(desk, &script).await
}

/// The newest topic that the platform has of a customer, and how many engagements.
fn engagement(platforms: &Platforms, customer: &str, topic: &str) -> Result<String> {
    let made = platforms.happen(&json!({"platform": "avaya", "customer": customer, "queue": topic}))?;
    Ok(made["id"].as_str().context("an id")?.to_owned())
}

#[tokio::test]
async fn a_work_card_shows_its_callers_journey_and_follows_the_next_one() -> Result<()> {
    in_workspaces(async |desk, platforms| {
        engagement(platforms, JOSE, "Kettle desk")?;
        engagement(platforms, GRACE, "Lamp desk")?;
        run(desk, &format!("window.data = {{ i1: {{ id: 'i1', state: 'ALERTING', channel: 'VOICE', direction: 'INBOUND', callingNumber: '{JOSE}' }} }};")).await?;
        open_card(desk, platforms, Some("i1")).await?;
        shows(desk, "Kettle desk").await?;
        assert_eq!(identities(desk).await?, json!([format!("phone {JOSE}")]));

        // The card becomes another interaction's, of which the framework tells later.
        run(desk, &format!("document.querySelector('{FRAME}').setAttribute('interactionid', 'i2');")).await?;
        send(desk, "i2", "onInteractionEvent", json!({"id": "i2", "state": "ACTIVE", "direction": "OUTBOUND", "from": "+18005550177", "destinationAddress": GRACE})).await?;
        shows(desk, "Lamp desk").await?;
        assert!(!words(desk).await?.contains("Kettle desk"));
        let left = run(desk, "return window.left;").await?;
        assert!(left.as_array().is_some_and(|left| left.contains(&json!("i1 onInteractionEvent"))), "{left}");

        // What the former interaction still tells is nobody's.
        send(desk, "i1", "onInteractionEvent", json!({"id": "i1", "callingNumber": JOSE})).await?;
        send(desk, "i2", "onInteractionEndedEvent", json!({"id": "i2"})).await?;
        shows(desk, "No contact selected").await?;
        assert_eq!(identities(desk).await?, json!([]));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn context_data_names_the_customer_of_a_chat() -> Result<()> {
    in_workspaces(async |desk, platforms| {
        engagement(platforms, JOSE, "Kettle desk")?;
        run(desk, "window.data = { i1: { id: 'i1', state: 'ACTIVE', channel: 'WEBCHAT', direction: 'INBOUND', originatingAddress: 'e5c1-4711-chat' } };").await?;
        open_card(desk, platforms, Some("i1")).await?;
        let context = json!({"channelSrc": [{"data": [{"name": "Customer e-mail", "value": "jose.alvarez@example.com"}, {"name": "Topic", "value": "x@y"}]}]});
        send(desk, "i1", "onContextDataEvent", context).await?;
        shows(desk, "Kettle desk").await?;
        assert_eq!(identities(desk).await?, json!(["email jose.alvarez@example.com"]));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn where_the_interaction_names_nobody_its_engagement_does() -> Result<()> {
    in_workspaces(async |desk, platforms| {
        let id = engagement(platforms, GRACE, "Lamp desk")?;
        open_card(desk, platforms, Some(&id)).await?;
        shows(desk, "Lamp desk").await?;
        let asked = platforms.requests();
        let engagements = asked.iter().filter(|request| request.path.ends_with(&format!("/engagements/{id}")));
        let engagements: Vec<_> = engagements.collect();
        assert_eq!(engagements.len(), 1, "it is asked once");
        assert_eq!(engagements[0].token.as_deref(), Some("agent"));
        assert!(engagements[0].headers.contains(&"appkey".to_owned()));

        // On the Home layout there is no interaction.
        open_card(desk, platforms, None).await?;
        shows(desk, "No contact selected").await
    })
    .await
}

#[tokio::test]
async fn an_engagement_that_cannot_be_asked_is_said_in_words() -> Result<()> {
    in_workspaces(async |desk, platforms| {
        platforms.fail(Fault { path: Some("/engagements/".into()), status: Some(403), ..Fault::default() });
        open_card(desk, platforms, Some("i9")).await?;
        shows(desk, "Nobody says who the customer of this interaction is").await?;
        shows(desk, "status 403").await
    })
    .await
}

#[tokio::test]
async fn an_expired_token_is_replaced_by_the_one_that_workspaces_has_by_then() -> Result<()> {
    in_workspaces(async |desk, platforms| {
        engagement(platforms, JOSE, "Kettle desk")?;
        run(desk, &format!("window.data = {{ i1: {{ id: 'i1', direction: 'INBOUND', callingNumber: '{JOSE}' }} }};"))
            .await?;
        run(desk, "window.token = 'sample-avaya-expired';").await?;
        open_card(desk, platforms, Some("i1")).await?;
        shows(desk, "expired").await?;
        run(desk, "window.token = 'sample-avaya-agent-renewed';").await?;
        // Any event of the card lets it look; without one it looks now and then.
        send(desk, "i1", "onInteractionEvent", json!({"id": "i1", "direction": "INBOUND", "callingNumber": JOSE}))
            .await?;
        shows(desk, "Kettle desk").await?;
        let asked = desk.browser.requested().await?;
        assert!(!asked.iter().any(|url| url.contains("sample-avaya")), "no token stands in an address");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_page_that_is_no_workspaces_is_told_so() -> Result<()> {
    in_workspaces(async |desk, platforms| {
        run(desk, "delete window.WS;").await?;
        open_card(desk, platforms, Some("i1")).await?;
        shows(desk, "no page of Avaya Workspaces").await
    })
    .await
}
