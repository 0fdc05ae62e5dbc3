//! What a desktop does with elements: clones, moves into frames, ten at once, hidden pages, hundreds of mounts.

use anyhow::{Context, Result};
use browser_tests::{Customer, Desk, Mount, Request, Role, Seen, Widget, on_a_desk, path, until};
use serde_json::{Value, json};

#[tokio::test]
async fn a_clone_is_a_widget_of_its_own() -> Result<()> {
    on_a_desk(async |desk| {
        let (one, other) = (Customer::new(), Customer::new());
        one.did(&desk.service, "Bought a kayak", 10).await?;
        other.did(&desk.service, "Rented a canoe", 10).await?;
        let widget = desk.accept(&one).await?;
        widget.shows("event", "Bought a kayak").await?;

        let script = "const clone = widget.cloneNode(true); clone.id = 'clone'; document.body.append(clone);";
        widget.run(script, vec![]).await?;
        let clone = Widget::found(&desk.browser, "#clone");
        // Attributes are copied, properties are not: it has been told nothing yet.
        clone.shows("empty", "").await?;
        assert!(!clone.text().await?.contains("kayak"));
        clone.set("organizationId", browser_tests::ORGANIZATION).await?;
        clone.set("bearerToken", desk.service.token(Role::Agent)?).await?;
        clone.set("interactionData", other.calls()).await?;

        clone.shows("event", "Rented a canoe").await?;
        widget.shows("event", "Bought a kayak").await?;
        clone.remove().await?;
        one.did(&desk.service, "Bought a paddle", 0).await?;
        widget.shows("event", "Bought a paddle").await
    })
    .await
}

#[tokio::test]
async fn a_widget_that_is_moved_into_a_frame_keeps_its_look_and_its_journey() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let widget = desk.accept(&customer).await?;
        widget.shows("live-status", "Live").await?;
        widget.shows("event", "Opened the shop").await?;
        desk.api.has_streams(2).await?;
        desk.api.settled().await?;
        let before = desk.api.requests().len();
        let look = "const style = (name) => JSON.stringify(['display', 'padding', 'fontSize', 'color']
                .map((key) => getComputedStyle(moved.shadowRoot.querySelector(`[part~=${name}]`))[key]));
            const moved = window.moved ?? widget;
            return [style('event'), style('live-status'), style('header')];";
        let here = widget.run(look, vec![]).await?;

        let script = "window.moved = widget;
            const frame = document.createElement('iframe');
            frame.style.cssText = 'width: 1100px; height: 900px';
            document.body.append(frame);
            frame.contentDocument.body.append(widget);";
        widget.run(script, vec![]).await?;
        let there = desk.browser.run(look, vec![]).await?;
        assert_eq!(there, here, "it looks the same");

        customer.did(&desk.service, "Paid by card", 0).await?;
        let text = "return moved.shadowRoot.textContent;";
        until("the live event in the frame", async || {
            let text = desk.browser.run(text, vec![]).await?;
            let both =
                text.as_str().is_some_and(|text| text.contains("Paid by card") && text.contains("Opened the shop"));
            Ok(Seen::when(both, (), text))
        })
        .await?;
        assert_eq!(desk.api.requests().len(), before, "nothing was asked for again");

        // The frame goes, and the widget with it.
        desk.browser.run("document.querySelector('iframe').remove();", vec![]).await?;
        desk.api.has_streams(0).await
    })
    .await
}

#[tokio::test]
async fn a_widget_that_is_kept_in_a_template_for_a_while_is_the_same_afterwards() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let widget = desk.accept(&customer).await?;
        widget.shows("event", "Opened the shop").await?;
        widget.shows("live-status", "Live").await?;
        desk.is_settled(&widget).await?;
        let before = desk.api.requests().len();
        let look = "const part = (name) => getComputedStyle(widget.shadowRoot.querySelector(`[part~=${name}]`));
            return ['event', 'live-status', 'header'].map((name) => [part(name).display, part(name).padding]);";
        let there = widget.run(look, vec![]).await?;
        desk.browser.console().await?;

        // A template's document has no window, and shows nothing.
        let script = "const place = widget.parentNode;
            document.createElement('template').content.append(widget);
            place.append(widget);";
        widget.run(script, vec![]).await?;

        widget.shows("event", "Opened the shop").await?;
        assert_eq!(widget.run(look, vec![]).await?, there, "it looks the same");
        assert_eq!(desk.api.requests().len(), before, "nothing was asked for again");
        assert_eq!(desk.browser.console().await?, Vec::<String>::new());
        Ok(())
    })
    .await
}

/// Ten widgets of these customers.
async fn ten<'a>(
    desk: &'a Desk,
    settings: impl Fn() -> Result<Mount>,
    customers: &[Customer],
) -> Result<Vec<Widget<'a>>> {
    let mut widgets = Vec::new();
    for number in 0..10 {
        let customer = &customers[number % customers.len()];
        let mount = settings()?.property("interactionData", customer.calls());
        widgets.push(desk.mount(&format!("w{number}"), mount).await?);
    }
    Ok(widgets)
}

#[tokio::test]
async fn ten_widgets_of_ten_customers_are_all_there_over_six_connections() -> Result<()> {
    on_a_desk(async |desk| {
        let customers: Vec<_> = (0..10).map(|_| Customer::new()).collect();
        for (number, customer) in customers.iter().enumerate() {
            customer.did(&desk.service, &format!("Bought kayak {number}"), 10).await?;
        }
        desk.open().await?;
        desk.browser.hurry(12).await?;
        let widgets = ten(desk, || desk.settings(), &customers).await?;
        for (number, widget) in widgets.iter().enumerate() {
            widget.holds("event", &format!("Bought kayak {number}")).await?;
        }
        desk.api.has_streams(4).await?;

        // All of them go on hearing what happens, by a stream or by asking again.
        for (number, customer) in customers.iter().enumerate() {
            customer.did(&desk.service, &format!("Bought paddle {number}"), 0).await?;
        }
        for (number, widget) in widgets.iter().enumerate() {
            widget.holds("event", &format!("Bought paddle {number}")).await?;
            widget.has(2, "event").await?;
        }

        // Those that go leave their streams to those that stay.
        for widget in &widgets[..8] {
            widget.remove().await?;
        }
        widgets[8].shows("live-status", "Live").await?;
        widgets[9].shows("live-status", "Live").await
    })
    .await
}

#[tokio::test]
async fn ten_widgets_of_one_customer_cost_what_one_costs() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Bought a kayak", 10).await?;
        desk.open().await?;
        // As a layout engine does: all of them in one go, with one token.
        let token = desk.service.token(Role::Agent)?;
        let script = "const [url, token, organization, contact] = arguments;
            for (let number = 0; number < 10; number += 1) {
                const element = document.createElement('customer-journey-widget');
                element.id = `w${number}`;
                element.setAttribute('base-url', url);
                Object.assign(element, { bearerToken: token, organizationId: organization, interactionData: contact });
                document.body.append(element);
            }";
        let arguments: Vec<Value> =
            vec![desk.api.url().into(), token.into(), browser_tests::ORGANIZATION.into(), customer.calls()];
        desk.browser.run(script, arguments).await?;
        let widgets: Vec<_> = (0..10).map(|number| Widget::found(&desk.browser, &format!("#w{number}"))).collect();
        for widget in &widgets {
            widget.holds("event", "Bought a kayak").await?;
            widget.shows("live-status", "Live").await?;
        }
        desk.api.has_streams(2).await?;
        desk.api.settled().await?;
        for what in [
            "/admin/v1/api/workspace",
            "/aliases/",
            "/profile-view-template/",
            "/progressive-profile-view/workspace-id",
        ] {
            assert_eq!(desk.api.asked(path(what)).len(), 1, "{what}");
        }

        customer.did(&desk.service, "Bought a paddle", 0).await?;
        for widget in &widgets {
            widget.holds("event", "Bought a paddle").await?;
        }
        // One after the other goes; the streams are open until the last one has gone.
        for widget in &widgets[..9] {
            widget.remove().await?;
        }
        customer.did(&desk.service, "Bought a life vest", 0).await?;
        widgets[9].holds("event", "Bought a life vest").await?;
        desk.api.has_streams(2).await?;
        widgets[9].remove().await?;
        desk.api.has_streams(0).await
    })
    .await
}

#[tokio::test]
async fn a_hidden_page_rests_after_a_while_and_catches_up_when_it_is_seen_again() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        desk.open().await?;
        desk.browser.hurry(120).await?;
        let widget = desk.mount("journey", desk.settings()?.property("interactionData", customer.calls())).await?;
        widget.shows("event", "Opened the shop").await?;
        widget.shows("live-status", "Live").await?;
        desk.api.has_streams(2).await?;

        let show = "const state = arguments[0];
            Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
            Object.defineProperty(document, 'hidden', { configurable: true, get: () => state === 'hidden' });
            document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));";
        desk.browser.run(show, vec!["hidden".into()]).await?;
        desk.api.has_streams(0).await?;
        customer.did(&desk.service, "Paid by card", 0).await?;
        let resting = desk.api.requests().len();

        desk.browser.run(show, vec!["visible".into()]).await?;
        widget.shows("event", "Paid by card").await?;
        widget.shows("live-status", "Live").await?;
        widget.has(2, "event").await?;
        assert_eq!(desk.api.asked(path("/aliases/")).len(), 1, "what is there is not asked for again");
        assert!(desk.api.requests().len() > resting, "it was asked for when it was seen again");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_page_that_is_hidden_for_a_glance_stays_live() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let widget = desk.accept(&customer).await?;
        desk.is_settled(&widget).await?;
        let before = desk.api.requests().len();

        let glance = "for (const state of ['hidden', 'visible']) {
            Object.defineProperty(document, 'hidden', { configurable: true, get: () => state === 'hidden' });
            document.dispatchEvent(new Event('visibilitychange', { bubbles: true })); }";
        desk.browser.run(glance, vec![]).await?;
        customer.did(&desk.service, "Paid by card", 0).await?;

        widget.shows("event", "Paid by card").await?;
        assert_eq!(desk.api.requests().len(), before);
        Ok(())
    })
    .await
}

/// Counts, from before the script runs: listeners on what outlives an element, running intervals; and keeps hold of the
/// wasm's memory. In a function of its own: a `const` of the page would hide what it puts into the window.
const COUNT: &str = "(() => {
    window.counts = { listeners: 0, intervals: new Set(), memory: null };
    const lasting = (target) => target === window || target === document || target instanceof MediaQueryList
        || target === navigator || target === window.visualViewport;
    const known = new Map();
    const key = (type, listener, options) => {
        if (!known.has(listener)) known.set(listener, known.size);
        return `${type} ${known.get(listener)} ${Boolean(options === true || options?.capture)}`;
    };
    const held = new Set();
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (type, listener, options) {
        if (lasting(this ?? window) && listener) held.add(key(type, listener, options));
        counts.listeners = held.size;
        return addEventListener.call(this ?? window, type, listener, options);
    };
    EventTarget.prototype.removeEventListener = function (type, listener, options) {
        if (lasting(this ?? window) && listener) held.delete(key(type, listener, options));
        counts.listeners = held.size;
        return removeEventListener.call(this ?? window, type, listener, options);
    };
    const { setInterval, clearInterval, setTimeout } = window;
    window.setInterval = (...all) => { const id = setInterval(...all); counts.intervals.add(id); return id; };
    window.clearInterval = (id) => { counts.intervals.delete(id); return clearInterval(id); };
    // The half second for which an element may be out of the document passes at once.
    window.setTimeout = (act, time, ...more) => setTimeout(act, time === 500 ? 1 : time, ...more);
    const { instantiate } = WebAssembly;
    WebAssembly.instantiate = async (...all) => {
        const made = await instantiate(...all);
        counts.memory ??= (made.instance ?? made).exports.memory ?? null;
        return made;
    };
})();";

#[tokio::test]
async fn two_hundred_mounts_leave_nothing_behind() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        for number in 0..6 {
            customer.did(&desk.service, &format!("Step {number:02} of the tour"), 100 - number).await?;
        }
        customer.called(&desk.service, "Bicycles", "Sale", 60).await?;
        desk.host.write("/count.js", COUNT.to_owned(), None);
        let script = desk.host.origin();
        let tags = format!(
            r#"<script src="{script}/count.js"></script><script src="{script}/customer-journey-widget.js"></script>"#
        );
        desk.open_with(&tags, None).await?;
        // Each is there with its journey and its streams before it goes, and has ended before the next one comes: how many are
        // there at a time would be a matter of chance, and so would be the memory that they need.
        let round = "const [url, token, organization, contact, rounds, done] = arguments;
            (async () => {
                const frame = () => new Promise((go) => setTimeout(go, 5));
                for (let round = 0; round < rounds; round += 1) {
                    const element = document.createElement('customer-journey-widget');
                    element.setAttribute('base-url', url);
                    Object.assign(element, { bearerToken: token, organizationId: organization, interactionData: contact });
                    document.body.append(element);
                    const live = () => element.shadowRoot?.querySelector('[part~=live-status]')?.textContent === 'Live'
                        && element.shadowRoot.querySelector('[part~=event]');
                    while (!live()) await frame();
                    if (counts.intervals.size !== 1) throw new Error(`${counts.intervals.size} clocks for one widget`);
                    element.remove();
                    while (counts.intervals.size > 0) await frame();
                }
            })().then(() => done(null), (error) => done(String(error)));";
        let measure = "return { memory: counts.memory.buffer.byteLength, listeners: counts.listeners,
            intervals: counts.intervals.size };";
        desk.browser.driver().set_script_timeout(std::time::Duration::from_secs(300)).await?;
        let token = desk.service.token(Role::Agent)?;
        let mounts = async |count: u32| -> Result<Value> {
            let arguments: Vec<Value> = vec![
                desk.api.url().into(),
                token.clone().into(),
                browser_tests::ORGANIZATION.into(),
                customer.calls(),
                count.into(),
            ];
            let failed = desk.browser.driver().execute_async(round.to_owned(), arguments).await?;
            assert_eq!(*failed.json(), Value::Null);
            desk.api.has_streams(0).await?;
            desk.browser.collect_garbage().await?;
            desk.browser.run(measure, vec![]).await
        };

        // What is made once.
        let before = mounts(50).await?;
        let after = mounts(200).await?;

        assert_eq!(after["listeners"], before["listeners"]);
        assert_eq!(after["intervals"], json!(0));
        let memory = |counts: &Value| counts["memory"].as_u64().context("the wasm's memory");
        let grown = memory(&after)?.saturating_sub(memory(&before)?);
        // It grows by pages of 64 KB: one is less than 350 bytes for each of the 200.
        assert!(grown <= 65_536, "200 mounts kept {grown} bytes: {before} {after}");

        // Listeners are really counted: one that is there has some.
        desk.mount("last", desk.settings()?.property("interactionData", customer.calls())).await?;
        until("the listeners of one that is there", async || {
            let counts = desk.browser.run(measure, vec![]).await?;
            Ok(Seen::when(counts["listeners"].as_u64() > before["listeners"].as_u64(), (), counts))
        })
        .await?;
        Widget::found(&desk.browser, "#last").remove().await?;
        desk.api.has_streams(0).await?;
        assert_eq!(desk.api.open(Request::is_stream), 0);
        Ok(())
    })
    .await
}
