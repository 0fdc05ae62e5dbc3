//! The pages for Genesys Cloud as they are shipped (`examples/hosts/genesys`), in a desktop of another origin, with the
//! platform's sign-in and API played.

use anyhow::{Context, Result};
use browser_tests::{Desk, Fault, Platforms, Seen, Widget, genesys, on_a_desk, root, until};
use serde_json::{Value, json};
use thirtyfour::By;

const JOSE: &str = "+12025550143";
const WIDGET: &str = "customer-journey-widget";
/// As the page of an interaction says it, which speaks the language of `langTag`.
const ASKS: &str = "Melden Sie sich bei Genesys Cloud an";

/// Runs a test with the platform and a `config.js` that names it.
async fn with_platform(test: impl AsyncFnOnce(&Desk, &Platforms) -> Result<()>) -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = Platforms::start(vec![desk.host.origin(), desk.desktop.origin()]).await?;
        let config = json!({"clientId": genesys::CLIENT, "region": "mypurecloud.com", "apiUrl": platforms.url(), "loginUrl": platforms.url(),
            "attributes": {"sources": "genesys", "limit": 10}});
        desk.host.serve("/hosts/genesys/config.js", "text/javascript", format!("window.JOURNEY_CONFIG = {config};"));
        test(desk, &platforms).await
    })
    .await
}

/// A conversation of José's that is with an agent now.
fn call(platforms: &Platforms) -> Result<String> {
    let made = platforms.happen(&json!({"platform": "genesys", "kind": "call", "customer": JOSE}))?;
    Ok(made["conversationId"].as_str().context("an id")?.to_owned())
}

/// Opens a desktop that frames the page of an interaction, as Genesys Cloud does it, and goes into the frame.
async fn open_interaction(desk: &Desk, conversation: &str) -> Result<()> {
    let origin = desk.desktop.origin().replace("://", "%3A%2F%2F");
    let page = format!(
        "{}/hosts/genesys/index.html?conversationid={conversation}&amp;gcLangTag=de&amp;hostOrigin={origin}&amp;targetEnv=prod",
        desk.host.origin()
    );
    let html = format!(
        r#"<!doctype html><html lang="en"><head><title>Genesys Cloud</title><link rel="icon" href="data:,"></head><body>
        <script>
        window.heard = [];
        window.addEventListener("message", ({{ data }}) => data?.protocol === "purecloud-client-apps" && heard.push(data.action));
        window.hook = (hook) => document.querySelector("iframe").contentWindow.postMessage({{ purecloudEventType: "appLifecycleHook", hook }}, "*");
        </script>
        <iframe src="{page}" width="900" height="1200"></iframe></body></html>"#
    );
    desk.desktop.write("/genesys-cloud", html, None);
    desk.browser.open(&format!("{}/genesys-cloud", desk.desktop.origin())).await?;
    into_frame(desk).await
}

async fn into_frame(desk: &Desk) -> Result<()> {
    let frame = desk.browser.driver().find(By::Tag("iframe")).await?;
    frame.enter_frame().await?;
    Ok(())
}

async fn click(desk: &Desk, selector: &str) -> Result<()> {
    until(&format!("{selector} to be clicked"), async || {
        Ok(match desk.browser.driver().find(By::Css(selector)).await {
            Ok(element) => match element.click().await {
                Ok(()) => Seen::This(()),
                Err(error) => Seen::NotYet(error.to_string()),
            },
            Err(_) => Seen::NotYet(said(desk).await?),
        })
    })
    .await
}

/// What the page says.
async fn said(desk: &Desk) -> Result<String> {
    let text = desk.browser.run("return `${location.href}: ${document.body.innerText}`;", vec![]).await?;
    Ok(text.as_str().unwrap_or_default().to_owned())
}

async fn says(desk: &Desk, words: &str) -> Result<()> {
    until(words, async || {
        let said = said(desk).await?;
        Ok(Seen::when(said.contains(words), (), said))
    })
    .await
}

/// Signs in in the window that opens, and comes back.
async fn sign_in_in_popup(desk: &Desk, name: &str) -> Result<()> {
    let driver = desk.browser.driver();
    let page = driver.window().await?;
    click(desk, ".notice[data-name=sign-in] button").await?;
    let popup = until("a window", async || {
        let windows = driver.windows().await?;
        let other = windows.iter().find(|window| **window != page).cloned();
        Ok(other.map_or_else(|| Seen::NotYet(format!("{} windows", windows.len())), Seen::This))
    })
    .await?;
    driver.switch_to_window(popup).await?;
    click(desk, &format!("#{name}")).await?;
    until("the window to close", async || {
        let count = driver.windows().await?.len();
        Ok(Seen::when(count == 1, (), count))
    })
    .await?;
    driver.switch_to_window(page).await?;
    into_frame(desk).await
}

/// Nothing on the page is a barrier.
async fn axe_finds_nothing(desk: &Desk) -> Result<()> {
    let file = root().join("node_modules/axe-core/axe.min.js");
    let axe = std::fs::read_to_string(file).context("axe-core is not installed; `cargo xtask dist` installs it")?;
    desk.browser.run(&axe, vec![]).await?;
    let script = "return axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
        .then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]));";
    let found = desk.browser.run(script, vec![]).await?;
    assert_eq!(found, json!([]));
    Ok(())
}

fn asked_with(platforms: &Platforms, token: &str) -> usize {
    platforms.requests().iter().filter(|request| request.token.as_deref() == Some(token)).count()
}

#[tokio::test]
async fn beside_an_interaction_stands_the_journey_of_its_customer() -> Result<()> {
    with_platform(async |desk, platforms| {
        let conversation = call(platforms)?;
        open_interaction(desk, &conversation).await?;
        // No sign-in page lets itself be framed: a person is asked.
        says(desk, ASKS).await?;
        axe_finds_nothing(desk).await?;
        sign_in_in_popup(desk, "agent").await?;
        let widget = Widget::found(&desk.browser, WIDGET);
        widget.shows("name", "José Álvarez").await?;
        widget.shows("contact", "Tom Hale").await?;
        // The language of `langTag`.
        until("German", async || {
            let language =
                desk.browser.run("return document.querySelector(arguments[0]).locale;", vec![WIDGET.into()]).await?;
            Ok(Seen::when(language == "de", (), language))
        })
        .await?;

        // The browser knows the agent now: the next interaction's frame asks nobody, with the tab's token and without it.
        open_interaction(desk, &conversation).await?;
        widget.shows("name", "José Álvarez").await?;
        desk.browser.run("sessionStorage.clear();", vec![]).await?;
        open_interaction(desk, &conversation).await?;
        widget.shows("name", "José Álvarez").await?;
        assert!(asked_with(platforms, "agentRenewed") > 0, "it was signed in anew, unseen");

        let urls = desk.browser.requested().await?;
        assert!(!urls.iter().any(|url| url.contains("sample-genesys")), "a token is in no address: {urls:?}");
        let address = desk.browser.run("return location.href;", vec![]).await?;
        assert!(address.as_str().is_some_and(|at| at.contains(&conversation) && !at.contains("code=")), "{address}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_page_lives_and_ends_as_genesys_cloud_says() -> Result<()> {
    with_platform(async |desk, platforms| {
        let conversation = call(platforms)?;
        open_interaction(desk, &conversation).await?;
        sign_in_in_popup(desk, "agent").await?;
        let widget = Widget::found(&desk.browser, WIDGET);
        widget.shows("name", "José Álvarez").await?;
        let desktop = async |script: &str| -> Result<Value> {
            desk.browser.driver().enter_default_frame().await?;
            let value = desk.browser.run(script, vec![]).await?;
            into_frame(desk).await?;
            Ok(value)
        };
        let has = async |attribute: &str, there: bool| {
            until(&format!("{attribute}: {there}"), async || {
                let script = "return document.querySelector(arguments[0])?.hasAttribute(arguments[1]) ?? 'gone';";
                let found = desk.browser.run(script, vec![WIDGET.into(), attribute.into()]).await?;
                Ok(Seen::when(found == there, (), found))
            })
            .await
        };
        desktop("hook('bootstrap'); hook('blur');").await?;
        has("disable-event-stream", true).await?;
        desktop("hook('focus');").await?;
        has("disable-event-stream", false).await?;
        desktop("hook('stop');").await?;
        until("the widget to end", async || {
            let there =
                desk.browser.run("return document.querySelector(arguments[0]) !== null;", vec![WIDGET.into()]).await?;
            Ok(Seen::when(there == false, (), there))
        })
        .await?;
        let heard = desktop("return heard;").await?;
        assert_eq!(heard, json!(["bootstrapped", "stopped"]));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_token_that_is_refused_is_renewed_and_the_journey_goes_on() -> Result<()> {
    with_platform(async |desk, platforms| {
        let conversation = call(platforms)?;
        open_interaction(desk, &conversation).await?;
        sign_in_in_popup(desk, "agent").await?;
        let widget = Widget::found(&desk.browser, WIDGET);
        widget.shows("name", "José Álvarez").await?;
        assert_eq!(asked_with(platforms, "agentRenewed"), 0);

        let fault = json!({"platform": "genesys", "path": "/api/v2/externalcontacts", "status": 401, "times": 1});
        platforms.fail(serde_json::from_value::<Fault>(fault)?);
        until("another token", async || {
            let count = asked_with(platforms, "agentRenewed");
            Ok(Seen::when(count > 0, (), count))
        })
        .await?;
        widget.shows("name", "José Álvarez").await
    })
    .await
}

#[tokio::test]
async fn a_token_is_renewed_before_it_ends() -> Result<()> {
    with_platform(async |desk, platforms| {
        platforms.happen(&json!({"platform": "genesys", "kind": "tokens", "expiresIn": 4}))?;
        let conversation = call(platforms)?;
        open_interaction(desk, &conversation).await?;
        sign_in_in_popup(desk, "agent").await?;
        let widget = Widget::found(&desk.browser, WIDGET);
        widget.shows("name", "José Álvarez").await?;
        // Nothing was refused, and nobody was asked.
        until("another token", async || {
            let script = "return document.querySelector(arguments[0]).genesysToken;";
            let token = desk.browser.run(script, vec![WIDGET.into()]).await?;
            Ok(Seen::when(token == genesys::Token::AgentRenewed.text(), (), token))
        })
        .await?;
        assert!(!said(desk).await?.contains(ASKS));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_older_client_signs_in_by_the_implicit_grant_and_its_end_is_said() -> Result<()> {
    with_platform(async |desk, platforms| {
        let config = json!({"clientId": genesys::CLIENT, "apiUrl": platforms.url(), "loginUrl": platforms.url(), "grant": "implicit"});
        desk.host.serve("/hosts/genesys/config.js", "text/javascript", format!("window.JOURNEY_CONFIG = {config};"));
        desk.browser.open(&format!("{}/hosts/genesys/supervisor.html?langTag=en-us", desk.host.origin())).await?;
        click(desk, ".notice[data-name=sign-in] button").await?;
        click(desk, "#agent").await?;
        let token = "return [document.querySelector(arguments[0])?.genesysToken, location.search, location.hash];";
        until("a token, and none in the address", async || {
            let seen = desk.browser.run(token, vec![WIDGET.into()]).await?;
            Ok(Seen::when(seen == json!([genesys::Token::Agent.text(), "?langTag=en-us", ""]), (), seen))
        })
        .await?;
        let console = desk.browser.console().await?;
        assert!(console.iter().any(|line| line.contains("March 2027")), "{console:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_supervisor_signs_in_on_a_page_of_its_own_and_looks_somebody_up() -> Result<()> {
    with_platform(async |desk, _| {
        desk.browser.open(&format!("{}/hosts/genesys/supervisor.html?langTag=en-us&x=1", desk.host.origin())).await?;
        says(desk, "Sign in to Genesys Cloud").await?;
        axe_finds_nothing(desk).await?;
        click(desk, ".notice[data-name=sign-in] button").await?;
        click(desk, "#agent").await?;
        let widget = Widget::found(&desk.browser, WIDGET);
        until("the page with its parameters", async || {
            let address = desk.browser.run("return location.search;", vec![]).await?;
            Ok(Seen::when(address == "?langTag=en-us&x=1", (), address))
        })
        .await?;
        widget.write("[part~=search] input", JOSE).await?;
        widget.press_on("[part~=search] [type=submit]").await?;
        widget.shows("name", "José Álvarez").await
    })
    .await
}

#[tokio::test]
async fn the_wizard_sets_genesys_cloud_up_and_changes_nothing_the_second_time() -> Result<()> {
    with_platform(async |desk, platforms| {
        let wizard = format!("{}/hosts/genesys/wizard/index.html", desk.host.origin());
        desk.browser.open(&wizard).await?;
        click(desk, "#sign-in button").await?;
        click(desk, "#administrator").await?;
        says(desk, "Signed in as Sample administrator").await?;
        click(desk, "#look input[type=checkbox]").await?;
        click(desk, "#look button").await?;
        says(desk, "Genesys Cloud is set up").await?;
        axe_finds_nothing(desk).await?;
        let written = platforms.requests();
        let body = |method: &str, part: &str| {
            written
                .iter()
                .find(|one| one.method == method && one.path.contains(part))
                .map(|one| one.body.clone())
                .unwrap_or_default()
        };
        let client = body("PUT", "/oauth/clients/");
        let addresses = client["registeredRedirectUri"].as_array().context("addresses")?;
        assert!(
            addresses.contains(&json!(wizard)) && addresses.contains(&json!("https://elsewhere.example.com/kept")),
            "{addresses:?}"
        );
        let configuration = body("PUT", "/config/current");
        let url = configuration["properties"]["url"].as_str().unwrap_or_default();
        assert!(
            url.starts_with(&format!(
                "{}/hosts/genesys/index.html?conversationId={{{{gcConversationId}}}}",
                desk.host.origin()
            )),
            "{url}"
        );
        assert_eq!(configuration["properties"]["groups"].as_array().map(Vec::len), Some(1));
        assert_eq!(body("PATCH", "/integrations/"), json!({"intendedState": "ENABLED"}));

        platforms.control().forget_requests();
        desk.browser.open(&wizard).await?;
        click(desk, "#look button").await?;
        says(desk, "Nothing had to be changed").await?;
        let changes =
            platforms.requests().into_iter().filter(|one| one.path.starts_with("/api/") && one.method != "GET");
        assert_eq!(changes.count(), 0);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_wizard_says_which_permissions_are_missing() -> Result<()> {
    with_platform(async |desk, platforms| {
        desk.browser.open(&format!("{}/hosts/genesys/wizard/index.html", desk.host.origin())).await?;
        click(desk, "#sign-in button").await?;
        click(desk, "#agent").await?;
        says(desk, "integrations:integration:add").await?;
        assert!(said(desk).await?.contains("Try it all the same"));
        let changes =
            platforms.requests().into_iter().filter(|one| one.path.starts_with("/api/") && one.method != "GET");
        assert_eq!(changes.count(), 0);
        Ok(())
    })
    .await
}
