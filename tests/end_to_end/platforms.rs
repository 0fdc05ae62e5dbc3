//! Journeys of several platforms in one timeline, with servers that answer as the platforms do.

use anyhow::{Context, Result};
use browser_tests::{
    Desk, Fault, Mount, Platforms, Preview, Seen, Widget, avaya, custom_event, minutes_ago, on_a_desk, root, until,
};
use sample_platforms::{Platform, genesys};
use serde_json::{Value, json};

/// A sample customer whom all platforms know.
const JOSE: &str = "+12025550143";
const LUKASZ: &str = "+48225550132";

/// Opens a desktop page that may ask the platforms, and starts them.
async fn platforms(desk: &Desk) -> Result<Platforms> {
    let platforms = Platforms::start(vec![desk.desktop.origin()]).await?;
    let (script, api, others) = (desk.host.origin(), desk.api.url(), platforms.url());
    let socket = others.replacen("http", "ws", 1);
    let policy = format!(
        "default-src 'none'; script-src {script} 'wasm-unsafe-eval'; connect-src {script} {api} {others} {socket}; img-src data:; base-uri 'none'"
    );
    desk.open_with(&format!(r#"<script src="{script}/customer-journey-widget.js"></script>"#), Some(policy)).await?;
    Ok(platforms)
}

/// What it takes to read these sources of this customer's.
fn settings(desk: &Desk, platforms: &Platforms, sources: &str, customer: &str) -> Result<Mount> {
    let mount = platforms.avaya(desk.settings()?, avaya::Token::Agent);
    Ok(mount
        .attribute("genesys-base-url", &platforms.url())
        .property("genesysToken", genesys::Token::Agent.text())
        .attribute("sources", sources)
        .attribute("customer", customer))
}

/// How much a platform told of, as its filter says it.
async fn told(widget: &Widget<'_>, platform: &str) -> Result<u64> {
    let script = "const number = root.querySelector(`[data-platform=${arguments[1]}] .number`);
        return number ? Number(number.textContent) : 0;";
    Ok(widget.run(script, vec![platform.into()]).await?.as_u64().unwrap_or_default())
}

async fn tells_something(widget: &Widget<'_>, platform: &str) -> Result<()> {
    until(&format!("something of {platform}"), async || {
        let count = told(widget, platform).await?;
        Ok(Seen::when(count > 0, (), format!("{count}; {}", widget.text().await?)))
    })
    .await
}

#[tokio::test]
async fn the_journeys_of_three_platforms_stand_in_one_timeline_newest_first() -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = platforms(desk).await?;
        desk.service.publish(&custom_event(JOSE, "Opened the shop", minutes_ago(10))).await?;
        let widget = desk.mount("journey", settings(desk, &platforms, "cjds avaya genesys", JOSE)?).await?;

        for platform in ["webex", "avaya", "genesys"] {
            tells_something(&widget, platform).await?;
        }
        widget.shows("event", "Opened the shop").await?;
        widget.has_no("source-error").await?;
        widget.has_no("error").await?;
        let times = widget
            .run("return [...root.querySelectorAll('[part~=timeline] time')].map((time) => time.dateTime);", vec![])
            .await?;
        let times: Vec<String> = serde_json::from_value(times)?;
        let mut sorted = times.clone();
        sorted.sort_by(|one, other| other.cmp(one));
        assert_eq!(times, sorted);
        let addresses = platforms.requests();
        assert!(
            addresses
                .iter()
                .all(|request| !request.path.contains("2025550143") && !request.query.contains("2025550143")),
            "whom it asks for stands in bodies, where the platforms have a way"
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn one_platform_is_filtered_for_and_its_files_say_which_it_is() -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = platforms(desk).await?;
        desk.service.publish(&custom_event(JOSE, "Opened the shop", minutes_ago(10))).await?;
        let widget = desk.mount("journey", settings(desk, &platforms, "cjds avaya", JOSE)?).await?;
        tells_something(&widget, "avaya").await?;
        widget.shows("event", "Opened the shop").await?;

        widget.click("platform-filter", "Avaya").await?;

        widget.has_no("event").await?;
        widget.shows("platform", "Avaya").await?;
        widget.click("platform-filter", "Avaya").await?;
        widget.shows("event", "Opened the shop").await
    })
    .await
}

#[tokio::test]
async fn each_platform_fails_alone_and_is_tried_again_alone() -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = platforms(desk).await?;
        desk.service.publish(&custom_event(JOSE, "Opened the shop", minutes_ago(10))).await?;
        for (platform, status) in [(Platform::Avaya, 503), (Platform::Genesys, 429)] {
            platforms.fail(Fault {
                platform: Some(platform),
                status: Some(status),
                retry_after: Some(60),
                ..Fault::default()
            });
        }
        let widget = desk.mount("journey", settings(desk, &platforms, "cjds avaya genesys", JOSE)?).await?;
        widget.has(2, "source-error").await?;
        widget.shows("source-error", "503").await?;
        widget.shows("source-error", "Genesys").await?;
        widget.shows("event", "Opened the shop").await?;
        widget.has_no("error").await?;

        platforms.recover();
        widget.click("retry", "Try again").await?;
        tells_something(&widget, "avaya").await?;
        widget.has(1, "source-error").await?;
        widget.click("retry", "Try again").await?;
        tells_something(&widget, "genesys").await?;
        widget.has_no("source-error").await
    })
    .await
}

#[tokio::test]
async fn an_expired_token_of_one_platform_waits_for_the_next_and_the_others_stay() -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = platforms(desk).await?;
        desk.service.publish(&custom_event(JOSE, "Opened the shop", minutes_ago(10))).await?;
        let mount =
            settings(desk, &platforms, "cjds avaya", JOSE)?.property("avayaToken", avaya::Token::Expired.text());
        let widget = desk.mount("journey", mount).await?;
        widget.shows("source-error", "Avaya").await?;
        widget.shows("event", "Opened the shop").await?;

        widget.set("avayaToken", avaya::Token::Agent.text()).await?;

        tells_something(&widget, "avaya").await?;
        widget.has_no("source-error").await
    })
    .await
}

#[tokio::test]
async fn a_permission_that_is_missing_is_named() -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = platforms(desk).await?;
        let mount =
            settings(desk, &platforms, "cjds genesys", JOSE)?.property("genesysToken", genesys::Token::NoRole.text());
        let widget = desk.mount("journey", mount).await?;
        widget.shows("source-error", "externalContacts:contact:view").await
    })
    .await
}

#[tokio::test]
async fn the_next_customer_sees_nothing_of_the_one_before_on_any_platform() -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = platforms(desk).await?;
        let widget = desk.mount("journey", settings(desk, &platforms, "cjds avaya genesys", JOSE)?).await?;
        tells_something(&widget, "avaya").await?;
        tells_something(&widget, "genesys").await?;
        platforms.fail(Fault { delay_ms: 1_500, ..Fault::default() });
        widget.set_attribute("customer", LUKASZ).await?;
        widget.shows("header", LUKASZ).await?;
        assert_eq!(told(&widget, "avaya").await? + told(&widget, "genesys").await?, 0);
        widget.set_attribute("customer", "nobody@nowhere.example").await?;
        widget.shows("header", "nobody@nowhere.example").await?;
        platforms.recover();
        widget.shows("empty", "").await?;
        assert_eq!(told(&widget, "avaya").await? + told(&widget, "genesys").await?, 0);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_happens_at_another_platform_comes_by_itself() -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = platforms(desk).await?;
        let widget = desk.mount("journey", settings(desk, &platforms, "avaya", JOSE)?).await?;
        widget.shows("contact", "").await?;
        widget.shows("live-status", "Polling").await?;
        platforms.happen(&json!({"platform": "avaya", "customer": JOSE, "queue": "Brand new queue"}))?;
        // It is asked every 15 s.
        until("what has just happened", async || {
            let text = widget.text().await?;
            Ok(Seen::when(text.contains("Brand new queue"), (), text))
        })
        .await
    })
    .await
}

/// Tells the widget how Acqueon is asked, as a host's script does.
async fn ask_acqueon(widget: &Widget<'_>, platforms: &Platforms) -> Result<()> {
    let script = "const address = arguments[1];
        widget.lcmRequest = async (message) => {
            const offset = -new Date().getTimezoneOffset();
            const headers = { 'Content-Type': 'application/json' };
            const body = JSON.stringify(message);
            return (await fetch(`${address}/acqueon/webservice?offset=${offset}`, { method: 'POST', headers, body })).json();
        };";
    widget.run(script, vec![platforms.url().into()]).await.map(drop)
}

#[tokio::test]
async fn the_journeys_of_all_four_platforms_stand_in_one_timeline_and_in_one_file() -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = platforms(desk).await?;
        desk.service.publish(&custom_event(JOSE, "Opened the shop", minutes_ago(10))).await?;
        let widget = desk.mount("journey", settings(desk, &platforms, "cjds avaya genesys lcm", JOSE)?).await?;
        widget.shows("source-error", "lcmRequest").await?;

        ask_acqueon(&widget, &platforms).await?;

        for platform in ["webex", "avaya", "genesys", "lcm"] {
            tells_something(&widget, platform).await?;
        }
        widget.has_no("source-error").await?;
        widget.has(4, "platform-filter").await?;
        let script = "window.exported = '';
            const make = URL.createObjectURL;
            URL.createObjectURL = (blob) => { blob.text().then((text) => (window.exported = text)); return make.call(URL, blob); };
            HTMLAnchorElement.prototype.click = () => {};";
        desk.browser.run(script, vec![]).await?;
        widget.press_on("[aria-label='More actions']").await?;
        widget.press_on("[role=menuitem]:nth-child(2)").await?;
        widget.press_on("[part~=download]").await?;
        until("a file that says which platform told what", async || {
            let file = desk.browser.run("return window.exported;", vec![]).await?;
            let text = file.as_str().unwrap_or_default();
            let all = ["Platform", "Webex", "Avaya", "Genesys", "LCM"];
            Ok(Seen::when(all.iter().all(|name| text.contains(name)), (), text.chars().take(400).collect::<String>()))
        })
        .await
    })
    .await
}

#[tokio::test]
async fn a_platform_is_filtered_for_and_tried_again_by_keyboard() -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = platforms(desk).await?;
        desk.service.publish(&custom_event(JOSE, "Opened the shop", minutes_ago(10))).await?;
        platforms.fail(Fault { platform: Some(Platform::Avaya), status: Some(500), ..Fault::default() });
        let widget = desk.mount("journey", settings(desk, &platforms, "cjds avaya", JOSE)?).await?;
        widget.shows("source-error", "Avaya").await?;
        platforms.recover();

        widget.press_on("[part~=source-error] [part~=retry]").await?;
        tells_something(&widget, "avaya").await?;
        widget.press_on("[data-platform=avaya] > [part~=platform-filter]").await?;
        widget.has_no("event").await?;
        widget.press_on("[data-platform=avaya] > [part~=platform-filter]").await?;
        widget.shows("event", "Opened the shop").await
    })
    .await
}

#[tokio::test]
async fn the_preview_shows_each_platforms_journey_and_all_four() -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = Platforms::start(vec![desk.host.origin()]).await?;
        let page = Preview::open(desk, &format!("&platforms={}", platforms.url())).await?;
        page.click("accept-voice").await?;
        let widget = page.widget();
        widget.shows("contact", "Ongoing").await?;
        for (choice, names) in
            [("avaya", &[][..]), ("genesys", &[]), ("lcm", &[]), ("all", &["webex", "avaya", "genesys", "lcm"])]
        {
            let choose = "const select = document.querySelector('[data-testid=platform]');
                select.value = arguments[0]; select.dispatchEvent(new Event('change', { bubbles: true }));";
            desk.browser.run(choose, vec![choice.into()]).await?;
            widget.has(names.len(), "platform-filter").await?;
            widget.shows("contact", "").await?;
            for platform in names {
                tells_something(&widget, platform).await?;
            }
            widget.has_no("source-error").await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn axe_finds_nothing_in_a_journey_of_several_platforms() -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = Platforms::start(vec![desk.desktop.origin()]).await?;
        let script = format!(r#"<script src="{}/customer-journey-widget.js"></script>"#, desk.host.origin());
        desk.open_with(&script, None).await?;
        platforms.fail(Fault { platform: Some(Platform::Genesys), status: Some(500), ..Fault::default() });
        let widget = desk.mount("journey", settings(desk, &platforms, "cjds avaya genesys lcm", JOSE)?).await?;
        tells_something(&widget, "avaya").await?;
        widget.has(2, "source-error").await?;
        let file = root().join("node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(file).context("axe-core is not installed")?;
        widget.run(&axe, vec![]).await?;
        // The gallery's scenes are looked at in the other colours.
        let check = "return axe.run(widget, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
                rules: { region: { enabled: false } }, resultTypes: ['violations'], preload: false })
                .then((result) => [result.passes.length > 5, ...result.violations.flatMap((rule) =>
                    rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)}`))]);";
        let found: Value = widget.run(check, vec![]).await?;
        assert_eq!(found, json!([true]));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn genesys_is_read_further_back_on_demand_and_what_happens_there_comes_by_itself() -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = platforms(desk).await?;
        let widget = desk.mount("journey", settings(desk, &platforms, "genesys", JOSE)?).await?;
        widget.shows("contact", "").await?;
        widget.shows("load-older", "").await?;
        let asked = || platforms.requests().iter().filter(|request| request.path.ends_with("/details/query")).count();
        let before = asked();
        widget.click("load-older", "").await?;
        until("older windows to be asked for", async || Ok(Seen::when(asked() > before, (), asked()))).await?;
        widget.has_no("error").await?;

        platforms.happen(&json!({"platform": "genesys", "kind": "call", "customer": JOSE}))?;
        until("what has just happened", async || {
            let text = widget.text().await?;
            Ok(Seen::when(text.contains("Ongoing"), (), text))
        })
        .await
    })
    .await
}

#[tokio::test]
async fn genesys_alone_waits_for_a_token_that_is_good_and_shows_the_next_customer() -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = platforms(desk).await?;
        let mount =
            settings(desk, &platforms, "genesys", JOSE)?.property("genesysToken", genesys::Token::Expired.text());
        let widget = desk.mount("journey", mount).await?;
        widget.shows("error", "expired").await?;
        widget.set("genesysToken", genesys::Token::Agent.text()).await?;
        widget.shows("contact", "").await?;
        widget.has_no("error").await?;
        widget.has_no("platform").await?;

        widget.set_attribute("customer", "nobody@nowhere.example").await?;
        widget.shows("empty", "").await?;
        widget.has_no("contact").await
    })
    .await
}

#[tokio::test]
async fn acqueon_alone_says_what_went_wrong_and_goes_on() -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = platforms(desk).await?;
        let widget = desk.mount("journey", settings(desk, &platforms, "lcm", JOSE)?).await?;
        until("words about the request", async || {
            let text = widget.text().await?;
            Ok(Seen::when(text.contains("lcmRequest"), (), text))
        })
        .await?;
        widget.run("widget.lcmRequest = () => Promise.reject(new Error('Invalid Call ID.'));", vec![]).await?;
        widget.shows("error", "Invalid Call ID.").await?;

        ask_acqueon(&widget, &platforms).await?;
        widget.click("retry", "Try again").await?;
        widget.shows("contact", "").await?;
        widget.set_attribute("customer", "+12025550999").await?;
        widget.shows("empty", "").await?;
        widget.has_no("contact").await
    })
    .await
}
