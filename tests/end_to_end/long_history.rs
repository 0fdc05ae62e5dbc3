//! Years and thousands of events: seen at once, searched while one types, read to the end, and never all in the page.

use std::time::Duration;

use anyhow::{Context, Result};
use browser_tests::{Customer, Desk, Seen, Widget, contact, long_history, on_a_desk, path, until, until_within};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

/// As many as a page of a widget may have, whatever the length of the history.
const MANY_ELEMENTS: u64 = 6_000;

#[tokio::test]
async fn a_long_history_is_seen_from_its_first_page_on_and_read_to_its_end() -> Result<()> {
    on_a_desk(async |desk| {
        let identity = desk.service.sample("5,000 events").await?;
        let later_pages = desk
            .api
            .when(|request| path("/v1/api/events/workspace-id")(request) && !request.target.contains("page=0&"))
            .hold();
        let widget = open(desk, desk.settings()?.property("interactionData", contact(&identity)), "").await?;

        // Newest first, while all the rest is still on its way.
        widget.shows("contact", "").await?;
        assert_eq!(desk.browser.run("return window.loaded.length;", vec![]).await?, json!(0));
        later_pages.open();
        let loaded = loaded(desk).await?;

        assert_eq!(loaded["customer"], json!(identity));
        assert_eq!(loaded["events"], json!(5000));
        let rows = widget.texts("contact").await?.len() + widget.texts("event").await?.len();
        assert_eq!(rows, 20, "as many as `limit` says");
        widget.shows("load-more", "more").await
    })
    .await
}

#[tokio::test]
async fn twenty_thousand_events_scroll_to_their_end_and_are_never_all_in_the_page() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        desk.service.import(&long_history(&customer.identity, 20_000)).await?;
        let widget = open(desk, desk.settings()?.property("interactionData", customer.calls()), FRAME).await?;
        assert_eq!(loaded(desk).await?["events"], json!(20_000));

        widget.click("show-all", "Show all").await?;
        widget.has_no("show-all").await?;
        let most = scroll_to_the_end(&widget).await?;

        assert!(most < MANY_ELEMENTS, "{most} elements were in the page at once");
        // The oldest entry of all is there, and it is the last thing that is seen.
        let oldest = until("the oldest entry", async || {
            let last = widget.run("return words([...root.querySelectorAll('.row')].at(-1));", vec![]).await?;
            let last = last.as_str().unwrap_or_default().to_owned();
            Ok(Seen::when(at_the_end(&widget).await?, last.clone(), last))
        })
        .await?;
        let expected = oldest_of(&widget, desk, &customer).await?;
        assert!(oldest.contains(&expected), "{oldest} is not {expected}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn keys_walk_a_long_timeline_and_the_focus_is_never_lost() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        desk.service.import(&long_history(&customer.identity, 3_000)).await?;
        let widget = open(desk, desk.settings()?.property("interactionData", customer.calls()), FRAME).await?;
        loaded(desk).await?;
        widget.click("show-all", "Show all").await?;
        widget.has_no("show-all").await?;
        widget.run("root.querySelector('.row-head').focus();", vec![]).await?;
        let first = focused(&widget).await?;

        // Further than any screen: each row is there when the key asks for it.
        for _ in 0..60 {
            desk.browser.press(Key::Down + "").await?;
        }
        let sixtieth = focused(&widget).await?;
        assert!(!sixtieth.is_empty() && sixtieth != first, "{sixtieth}");
        desk.browser.press(Key::End + "").await?;
        let last = until("the focus on the last entry", async || {
            let (focus, is_last) = (focused(&widget).await?, is_focus_last(&widget).await?);
            Ok(Seen::when(is_last && !focus.is_empty(), focus.clone(), focus))
        })
        .await?;
        assert_ne!(last, sixtieth);

        // Scrolled out of the page, the row is gone, and the focus still in the timeline.
        widget.run("root.querySelector('.cjw').scrollTop = 0;", vec![]).await?;
        until("the row to have left the page", async || {
            let holder = widget.run("return root.activeElement?.className ?? 'nothing';", vec![]).await?;
            Ok(Seen::when(holder == "timeline", (), holder))
        })
        .await?;
        desk.browser.press(Key::Up + "").await?;
        until("the focus on the entry before the last", async || {
            let focus = focused(&widget).await?;
            Ok(Seen::when(!focus.is_empty() && focus != last, (), focus))
        })
        .await
    })
    .await
}

#[tokio::test]
async fn an_opened_entry_far_down_stays_where_it_is() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        desk.service.import(&long_history(&customer.identity, 3_000)).await?;
        let widget = open(desk, desk.settings()?.property("interactionData", customer.calls()), FRAME).await?;
        loaded(desk).await?;
        widget.click("show-all", "Show all").await?;
        widget.has_no("show-all").await?;
        widget.run("root.querySelector('.cjw').scrollTop = 12000;", vec![]).await?;
        let script = "const middle = [...root.querySelectorAll('[part=contact] .row-head')].find((head) => {
                const { top } = head.getBoundingClientRect(); return top > 200 && top < 500; });
            if (middle) { middle.click(); window.opened = words(middle); } return window.opened ?? '';";
        let opened = until("an entry far down", async || {
            let opened = widget.run(script, vec![]).await?;
            Ok(Seen::when(opened != "", opened.as_str().unwrap_or_default().to_owned(), opened))
        })
        .await?;
        widget.shows("details", "Conversation").await?;

        // Away and back: it is still open, and stands where it stood.
        let place = widget.run(PLACE, vec![opened.as_str().into()]).await?;
        widget.run(SCROLL, vec![json!(400)]).await?;
        widget.has_no("details").await?;
        widget.run(SCROLL, vec![json!(-400)]).await?;
        widget.shows("details", "Conversation").await?;
        let again = widget.run(PLACE, vec![opened.as_str().into()]).await?;
        let (place, again) = (place.as_f64().context("a place")?, again.as_f64().context("a place")?);
        assert!((place - again).abs() < 60.0, "it stood at {place}, and stands at {again}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_link_opens_its_contact_also_when_it_comes_from_a_later_page() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        desk.service.import(&long_history(&customer.identity, 2_000)).await?;
        let script = format!(r#"<script src="{}/customer-journey-widget.js"></script>"#, desk.host.origin());
        desk.open_with(&format!("<style>{FRAME}</style>{script}"), None).await?;
        desk.browser.run("location.hash = '#task=long-401';", vec![]).await?;
        let settings = desk.settings()?.property("interactionData", customer.calls());
        let widget = desk.mount("journey", settings).await?;

        widget.shows("details", "long-401").await?;
        until("the contact in sight", async || {
            let script =
                "const { top, bottom } = root.querySelector('.details').closest('.row').getBoundingClientRect();
                return [top, bottom, innerHeight];";
            let place = widget.run(script, vec![]).await?;
            let [top, bottom, page] = [0, 1, 2].map(|at| place[at].as_f64().unwrap_or_default());
            Ok(Seen::when(top < page && bottom > 0.0, (), place))
        })
        .await
    })
    .await
}

/// The widget as high as the window: it scrolls itself.
const FRAME: &str = "html, body { margin: 0; height: 100% } customer-journey-widget { height: 100% }";

/// Where the opened entry stands.
const PLACE: &str = "const row = [...root.querySelectorAll('.row-head')].find((head) => words(head) === arguments[1]);
    return row?.getBoundingClientRect().top ?? null;";

/// Fifty times so far, each as soon as the page is drawn.
const SCROLL: &str = "const scroller = root.querySelector('.cjw');
    return (async () => {
        for (let step = 0; step < 50; step += 1) {
            scroller.scrollTop += arguments[1];
            await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        }
    })();";

async fn open<'a>(desk: &'a Desk, settings: browser_tests::Mount, style: &str) -> Result<Widget<'a>> {
    let script = format!(r#"<script src="{}/customer-journey-widget.js"></script>"#, desk.host.origin());
    desk.open_with(&format!("<style>{style}</style>{script}"), None).await?;
    let listen = "window.loaded = []; addEventListener('journey-loaded', (event) => loaded.push(event.detail));";
    desk.browser.run(listen, vec![]).await?;
    desk.mount("journey", settings).await
}

async fn loaded(desk: &Desk) -> Result<Value> {
    // Page by page of a service that was not compiled for speed.
    until_within(Duration::from_secs(120), "the history to be complete", async || {
        let loaded = desk.browser.run("return window.loaded;", vec![]).await?;
        Ok(Seen::when(loaded != json!([]), loaded[0].clone(), &loaded))
    })
    .await
}

/// Scrolls as fast as pictures are drawn, and tells how many elements there were at most.
async fn scroll_to_the_end(widget: &Widget<'_>) -> Result<u64> {
    let script = "const scroller = root.querySelector('.cjw');
        const drawn = () => new Promise((done) => requestAnimationFrame(() => done()));
        return (async () => {
            let most = 0;
            for (let step = 0; step < 3000; step += 1) {
                scroller.scrollTop += 2500;
                await drawn();
                most = Math.max(most, root.querySelectorAll('*').length);
                if (scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 2) break;
            }
            return most;
        })();";
    widget.run(script, vec![]).await?.as_u64().context("a count")
}

async fn at_the_end(widget: &Widget<'_>) -> Result<bool> {
    let script = "const scroller = root.querySelector('.cjw'); scroller.scrollTop = scroller.scrollHeight;
        const last = [...root.querySelectorAll('.row')].at(-1).getBoundingClientRect();
        const room = root.querySelector('.list').lastElementChild.getBoundingClientRect();
        return room.height === 0 && last.bottom <= scroller.getBoundingClientRect().bottom + 1;";
    Ok(widget.run(script, vec![]).await? == json!(true))
}

/// What the service has as the customer's first event.
async fn oldest_of(_widget: &Widget<'_>, desk: &Desk, customer: &Customer) -> Result<String> {
    let identity = customer.identity.replace('+', "%2B");
    let path = format!(
        "/v1/api/events/workspace-id/{}?organizationId={}&identity={identity}&sortBy=time&sort=asc&page=0&pageSize=1",
        desk.service.workspace(),
        browser_tests::ORGANIZATION
    );
    let answer = desk.service.get(&path).await?;
    let event = &answer["data"][0];
    let title = event["data"]["uiData"]["subTitle"].as_str().or(event["data"]["queueName"].as_str());
    Ok(title.context("an event")?.to_owned())
}

async fn focused(widget: &Widget<'_>) -> Result<String> {
    let script = "const head = root.activeElement; return head?.className === 'row-head' ? words(head) : '';";
    Ok(widget.run(script, vec![]).await?.as_str().unwrap_or_default().to_owned())
}

async fn is_focus_last(widget: &Widget<'_>) -> Result<bool> {
    let script = "return [...root.querySelectorAll('.row-head')].at(-1) === root.activeElement;";
    Ok(widget.run(script, vec![]).await? == json!(true))
}
