//! The widget in Acqueon's workspace: its page in a frame of another origin, and a workspace that speaks its messaging.

use anyhow::{Context, Result};
use browser_tests::{Desk, Platforms, Seen, Widget, on_a_desk, until};
use serde_json::{Value, json};

/// A sample customer whom campaigns tried to reach, as they write the number; and by which key.
const JOSE: &str = "12025550143";

/// Opens the workspace with the page in it. `settings`: of the page's address.
async fn workspace<'a>(desk: &'a Desk, platforms: &Platforms, settings: &str) -> Result<Widget<'a>> {
    let page = format!("{}/hosts/acqueon.html?hub-origin={}{settings}", desk.host.origin(), platforms.url());
    let page = page.replace('%', "%25").replace('&', "%26").replace('?', "%3F");
    desk.browser.open(&format!("{}/acqueon/workspace.html?page={page}", platforms.url())).await?;
    inside(desk).await?;
    Ok(Widget::found(&desk.browser, "customer-journey-widget"))
}

/// Goes into the workspace's frame.
async fn inside(desk: &Desk) -> Result<()> {
    outside(desk).await?;
    let frame = desk.browser.driver().execute("return document.querySelector('iframe');", vec![]).await?.element()?;
    frame.enter_frame().await.context("the frame cannot be entered")
}

async fn outside(desk: &Desk) -> Result<()> {
    Ok(desk.browser.driver().enter_default_frame().await?)
}

/// Lets the workspace do something.
async fn hub(desk: &Desk, script: &str) -> Result<Value> {
    outside(desk).await?;
    let value = desk.browser.run(script, vec![]).await?;
    inside(desk).await?;
    Ok(value)
}

async fn has_contacts(widget: &Widget<'_>) -> Result<()> {
    until("contacts of campaigns", async || {
        let count = widget.texts("contact").await?.len();
        Ok(Seen::when(count > 3, (), (count, widget.text().await?)))
    })
    .await
}

#[tokio::test]
async fn the_call_on_the_desk_shows_what_campaigns_did_to_reach_its_customer() -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = Platforms::start(vec![]).await?;
        for is_text in [false, true] {
            // As text, the page is given its id by the workspace, which it registers with.
            let settings = if is_text { "&messages=text" } else { "&subscriber-id=66517761&registration=none" };
            let widget = workspace(desk, &platforms, settings).await?;
            until("a widget", async || {
                let text = widget.text().await?;
                Ok(Seen::when(text.len() > 20, (), text))
            })
            .await?;
            assert!(widget.texts("contact").await?.is_empty(), "nobody has called");
            hub(desk, &format!("hub.isText = {is_text}; hub.call({{ ContactNumber: '{JOSE}' }});")).await?;
            has_contacts(&widget).await?;
            widget.has_no("error").await?;

            let heard = hub(desk, "return [hub.refused, hub.heard.map(({ message }) => message).filter(({ subtopic }) => subtopic === 'GetCustomerJourney')[0]];").await?;
            let expected = json!([[], {"channel": "LCM", "topic": "WebService", "subtopic": "GetCustomerJourney",
                "source": "customer-journey-widget", "data": {"callid": "4711", "AccountNumber": "", "ContactNumber": JOSE,
                "ChannelID": "-1", "MonthType": "12"}}]);
            assert_eq!(heard, expected, "as text: {is_text}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_acqueon_says_went_wrong_is_shown_and_so_is_its_silence() -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = Platforms::start(vec![]).await?;
        let widget = workspace(desk, &platforms, "&subscriber-id=66517761").await?;
        hub(
            desk,
            "hub.refusal = { channel: 'Amazon', topic: 'Error', subtopic: 'ApiError',
            data: { errorType: 'WS_Error', errorMessage: 'Invalid Call ID.', msg: 'Callid is empty' } };",
        )
        .await?;
        hub(desk, &format!("hub.call({{ ContactNumber: '{JOSE}' }});")).await?;
        widget.shows("error", "Invalid Call ID.").await?;
        widget.shows("error", "answered with an error").await?;

        hub(desk, "hub.refusal = null; hub.isSilent = true;").await?;
        widget.click("retry", "Try again").await?;
        widget.shows("error", "10 s").await?;
        hub(desk, "hub.isSilent = false;").await?;
        widget.click("retry", "Try again").await?;
        has_contacts(&widget).await
    })
    .await
}

#[tokio::test]
async fn what_campaigns_do_while_the_agent_looks_comes_by_itself_and_the_status_says_how() -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = Platforms::start(vec![]).await?;
        let widget = workspace(desk, &platforms, "&subscriber-id=66517761&registration=none").await?;
        desk.browser.hurry(10).await?;
        hub(desk, &format!("hub.call({{ ContactNumber: '{JOSE}' }});")).await?;
        has_contacts(&widget).await?;
        widget.shows("live-status", "Polling").await?;
        let another = "hub.more = [{ ContactID: '990001', CampaignName: 'Brand new campaign', ModeID: 3, Mode: 'Mobile', OutcomeId: 0,
            Outcome: 'Pays on Friday', AgentName: 'Zora Quist', AgentComment: 'Called back', CallCompletedTime: new Date().toLocaleString('en-US').replace(',', ''),
            ChannelType: 2, ContactValue: arguments[0] ?? '', CallType: 'Outbound' }];";
        hub(desk, another).await?;
        widget.shows("contact", "Zora Quist").await?;

        // A workspace that falls silent is said, and what there is stays.
        hub(desk, "hub.isSilent = true;").await?;
        widget.shows("live-status", "Reconnecting").await?;
        widget.shows("contact", "Zora Quist").await?;
        hub(desk, "hub.isSilent = false;").await?;
        widget.shows("live-status", "Polling").await
    })
    .await
}

#[tokio::test]
async fn a_workspace_of_another_origin_is_told_nothing_and_not_heard() -> Result<()> {
    on_a_desk(async |desk| {
        let platforms = Platforms::start(vec![]).await?;
        let customer = format!("&subscriber-id=66517761&customer=%2B{JOSE}");
        let page = format!("{}/hosts/acqueon.html?hub-origin=https://acqueon.example{customer}", desk.host.origin());
        let page = page.replace('%', "%25").replace('&', "%26").replace('?', "%3F");
        desk.browser.open(&format!("{}/acqueon/workspace.html?page={page}", platforms.url())).await?;
        inside(desk).await?;
        let widget = Widget::found(&desk.browser, "customer-journey-widget");
        hub(desk, "hub.call({ ContactNumber: '48225550132' });").await?;
        widget.shows("error", "10 s").await?;
        let identities =
            "return document.querySelector('customer-journey-widget').identities.map(({ value }) => value);";
        assert_eq!(desk.browser.run(identities, vec![]).await?, json!([format!("+{JOSE}")]));
        assert_eq!(hub(desk, "return hub.heard;").await?, json!([]));

        // Without a workspace's name it does not begin.
        outside(desk).await?;
        let page = format!("{}/hosts/acqueon.html", desk.host.origin());
        desk.browser.open(&format!("{}/acqueon/workspace.html?page={page}", platforms.url())).await?;
        inside(desk).await?;
        until("words about it", async || {
            let text = desk.browser.run("return document.body.innerText;", vec![]).await?;
            Ok(Seen::when(text.as_str().is_some_and(|text| text.contains("hub-origin=https://")), (), text))
        })
        .await
    })
    .await
}
