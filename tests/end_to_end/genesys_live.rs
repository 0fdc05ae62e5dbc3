//! What happens at Genesys Cloud while the agent looks: told by a notification channel's websocket, else found by asking.

use std::time::{Duration, Instant};

use anyhow::Result;
use browser_tests::{Desk, Fault, Mount, Platforms, Seen, Widget, genesys, on_a_desk, until};
use sample_platforms::Platform;
use serde_json::{Value, json};

const JOSE: &str = "+12025550143";
const AMARA: &str = "+12125550108";

/// A page that may ask the platform, and follow its channels.
async fn opened(desk: &Desk) -> Result<Platforms> {
    let platforms = Platforms::start(vec![desk.desktop.origin()]).await?;
    let (script, others) = (desk.host.origin(), platforms.url());
    let socket = others.replacen("http", "ws", 1);
    let policy = format!(
        "default-src 'none'; script-src {script} 'wasm-unsafe-eval'; connect-src {script} {others} {socket}; img-src data:; base-uri 'none'"
    );
    desk.open_with(&format!(r#"<script src="{script}/customer-journey-widget.js"></script>"#), Some(policy)).await?;
    Ok(platforms)
}

fn settings(platforms: &Platforms, customer: &str) -> Mount {
    Mount::default()
        .attribute("sources", "genesys")
        .attribute("genesys-base-url", &platforms.url())
        .property("genesysToken", genesys::Token::Agent.text())
        .attribute("customer", customer)
}

async fn shown<'a>(desk: &'a Desk, platforms: &Platforms, status: &str) -> Result<Widget<'a>> {
    let widget = desk.mount("journey", settings(platforms, JOSE)).await?;
    widget.shows("contact", "").await?;
    widget.shows("live-status", status).await?;
    Ok(widget)
}

fn happens(platforms: &Platforms, what: Value) -> Result<Value> {
    let mut what = what;
    what["platform"] = json!("genesys");
    platforms.happen(&what)
}

/// How many connections are open, and what they are told.
fn channels(platforms: &Platforms) -> Result<Value> {
    happens(platforms, json!({"kind": "channels"}))
}

async fn has_open(platforms: &Platforms, count: usize) -> Result<()> {
    until(&format!("{count} open connections"), async || {
        let channels = channels(platforms)?;
        Ok(Seen::when(channels["open"] == json!(count), (), channels))
    })
    .await
}

/// How often the newest page was asked for.
fn looks(platforms: &Platforms) -> usize {
    let of_first_page = |query: &Value| query["paging"]["pageNumber"] == json!(1);
    let asked = platforms.requests();
    asked.iter().filter(|one| one.path.ends_with("/details/query") && of_first_page(&one.body)).count()
}

/// What it asks after it has opened is asked.
async fn is_settled(platforms: &Platforms) -> Result<()> {
    let mut last = (looks(platforms), Instant::now());
    until("no more questions", async || {
        let now = looks(platforms);
        if now != last.0 {
            last = (now, Instant::now());
        }
        Ok(Seen::when(last.1.elapsed() > Duration::from_secs(4), (), last))
    })
    .await
}

#[tokio::test]
async fn what_happens_at_genesys_cloud_is_shown_without_waiting_for_the_next_poll() -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = opened(desk).await?;
        let widget = shown(desk, &platforms, "Live").await?;
        is_settled(&platforms).await?;
        let before = looks(&platforms);
        let began = Instant::now();
        // Without a message it would be asked in a minute.
        happens(&platforms, json!({"kind": "page", "customer": JOSE, "title": "Copper kettles at half the price"}))?;
        widget.shows("contact", "Copper kettles at half the price").await?;
        let call = happens(&platforms, json!({"kind": "call", "customer": JOSE}))?;
        let called = Instant::now();
        widget.shows("contact", "Ongoing").await?;
        assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
        assert!(looks(&platforms) > before);
        assert!(call["conversationId"].is_string());

        // Another customer's call of the same agent is no reason to ask. What José's was asks once more first.
        until("the questions to be over", async || {
            Ok(Seen::when(called.elapsed() > Duration::from_secs(12), (), called.elapsed()))
        })
        .await?;
        let before = looks(&platforms);
        happens(&platforms, json!({"kind": "call", "customer": AMARA}))?;
        happens(&platforms, json!({"kind": "page", "customer": AMARA, "title": "Ladders"}))?;
        // Of José's own it hears afterwards.
        happens(&platforms, json!({"kind": "page", "customer": JOSE, "title": "Returns"}))?;
        widget.shows("contact", "Returns").await?;
        assert!(looks(&platforms) <= before + 1, "asked once, and not for each of the three");
        let urls = desk.browser.requested().await?;
        assert!(!urls.iter().any(|url| url.contains("sample-genesys")), "a token is in no address: {urls:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_connection_to_genesys_cloud_that_breaks_comes_back_and_nothing_is_missed() -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = opened(desk).await?;
        let widget = shown(desk, &platforms, "Live").await?;
        // It cannot be opened again at once: it is polled until it can.
        platforms.fail(Fault {
            path: Some("/channels/".into()),
            method: Some("GET".into()),
            status: Some(503),
            ..Fault::default()
        });
        happens(&platforms, json!({"kind": "cut"}))?;
        widget.shows("live-status", "Polling").await?;
        happens(&platforms, json!({"kind": "page", "customer": JOSE, "title": "Missed page"}))?;
        widget.shows("contact", "Missed page").await?;
        platforms.recover();
        widget.remove().await?;

        let widget = shown(desk, &platforms, "Live").await?;
        is_settled(&platforms).await?;
        let made = channels(&platforms)?["made"].clone();
        happens(&platforms, json!({"kind": "cut"}))?;
        happens(&platforms, json!({"kind": "page", "customer": JOSE, "title": "While nobody heard", "quiet": true}))?;
        widget.shows("contact", "While nobody heard").await?;
        widget.shows("live-status", "Live").await?;
        has_open(&platforms, 1).await?;
        assert_eq!(channels(&platforms)?["made"], made, "by the same channel");

        // One that is to end soon is changed before.
        happens(&platforms, json!({"kind": "closing"}))?;
        until("another channel", async || {
            let channels = channels(&platforms)?;
            Ok(Seen::when(channels["made"] != made && channels["open"] == json!(1), (), channels))
        })
        .await?;
        widget.shows("live-status", "Live").await
    })
    .await
}

#[tokio::test]
async fn where_genesys_cloud_has_no_channel_for_the_token_it_is_polled_and_says_so() -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = opened(desk).await?;
        desk.browser.hurry(10).await?;
        let channel = |status: u16| Fault {
            platform: Some(Platform::Genesys),
            path: Some("/notifications/channels".into()),
            status: Some(status),
            ..Fault::default()
        };
        let elsewhere = json!({"id": "x", "connectUri": "wss://streaming.elsewhere.example/channels/x"});
        for (title, fault) in [
            ("Forbidden", channel(403)),
            ("Too many", Fault { retry_after: Some(90), ..channel(429) }),
            ("Broken", channel(500)),
            ("Elsewhere", Fault { body: Some(elsewhere), ..channel(200) }),
        ] {
            platforms.fail(fault);
            let widget = shown(desk, &platforms, "Polling").await?;
            assert_eq!(channels(&platforms)?["open"], json!(0), "{title}");
            happens(&platforms, json!({"kind": "page", "customer": JOSE, "title": title}))?;
            widget.shows("contact", title).await?;
            widget.has_no("error").await?;
            widget.remove().await?;
            platforms.recover();
        }
        let console = desk.browser.console().await?;
        assert!(console.iter().any(|line| line.contains("streaming.elsewhere.example")), "{console:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_connection_to_genesys_cloud_lasts_as_long_as_somebody_wants_it() -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = opened(desk).await?;
        let widget = shown(desk, &platforms, "Live").await?;
        has_open(&platforms, 1).await?;
        let jose = channels(&platforms)?["topics"].clone();

        widget.set_attribute("customer", AMARA).await?;
        until("the next customer's topics, and no others", async || {
            let channels = channels(&platforms)?;
            let is_another = channels["topics"] != jose && channels["topics"] != json!([]);
            Ok(Seen::when(channels["open"] == json!(1) && is_another, (), channels))
        })
        .await?;
        assert_eq!(channels(&platforms)?["made"], json!(1), "by the same channel");

        widget.set_attribute("disable-event-stream", "true").await?;
        has_open(&platforms, 0).await?;
        widget.set_attribute("disable-event-stream", "false").await?;
        has_open(&platforms, 1).await?;
        desk.browser.set_offline(true).await?;
        desk.browser.set_offline(false).await?;
        widget.shows("live-status", "Live").await?;
        has_open(&platforms, 1).await?;

        widget.remove().await?;
        has_open(&platforms, 0).await
    })
    .await
}
