//! The page's own code, run by the widget: getters and proxies in what it is told, listeners of what it says. Whatever they
//! do, no widget stops.

use anyhow::Result;
use browser_tests::{Customer, Desk, Seen, Widget, on_a_desk, until};
use serde_json::{Value, json};
use thirtyfour::Key;

/// Nothing has stopped: no card, no line of a failure.
async fn goes_on(desk: &Desk, widget: &Widget<'_>, customer: &Customer, title: &str) -> Result<()> {
    customer.did(&desk.service, title, 0).await?;
    widget.shows("event", title).await?;
    widget.has_no("error-title").await?;
    let lines = desk.browser.console().await?;
    let failures: Vec<_> = lines
        .iter()
        .filter(|line| ["unreachable", "borrow", "RuntimeError"].iter().any(|word| line.contains(word)))
        .collect();
    assert!(failures.is_empty(), "{failures:?}");
    Ok(())
}

#[tokio::test]
async fn no_value_of_the_page_stops_the_widget_while_it_is_read() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let widget = desk.accept(&customer).await?;
        widget.shows("event", "Opened the shop").await?;
        let other = desk.mount("other", desk.settings()?.property("interactionData", customer.calls())).await?;
        other.shows("event", "Opened the shop").await?;
        desk.browser.console().await?;

        let bystander = "const contact = arguments[1], other = document.querySelector('#other');";
        for (number, script) in [
            // Sets another property, of this element and of another one.
            "widget.interactionData = { ...contact, get agent() { widget.limit = 5; other.limit = 6; return 'a'; } };",
            "widget.interactionData = { toJSON() { widget.condensedView = false; other.interactionData = contact; return contact; } };",
            // Sets itself: once, and at each look.
            "let once = false; widget.interactionData = { toJSON() { if (!once) { once = true; widget.interactionData = contact; } return {}; } };",
            "const again = () => ({ toJSON() { widget.interactionData = again(); return contact; } }); widget.interactionData = again();",
            "Object.defineProperty(contact, 'self', { enumerable: true, configurable: true, get() { widget.interactionData = contact; return 1; } });
             widget.interactionData = contact; delete contact.self; widget.interactionData = contact;",
            // Sets attributes, dispatches, moves and removes the element.
            "widget.interactionData = { toJSON() { widget.setAttribute('limit', '7'); widget.removeAttribute('limit'); return contact; } };",
            "widget.interactionData = { toJSON() { const parent = widget.parentNode; widget.remove(); parent.append(widget); return contact; } };",
            // Throws, in whatever way.
            "widget.eventIconTemplate = { get a() { throw new Error('no'); } };",
            "widget.eventIconTemplate = new Proxy({}, { ownKeys() { throw null; }, get() { throw undefined; }, getPrototypeOf() { throw 1; } });",
            "widget.eventIconTemplate = { toJSON() { throw new Error('no'); } }; widget.eventIconTemplate = null;",
            "for (const name of ['limit', 'projectId', 'locale', 'customer', 'darkMode']) {
                for (const value of [Symbol('x'), () => 1, 5n, { valueOf() { throw 1; }, toString() { throw 1; } }, [[]], NaN, document, window]) widget[name] = value;
                widget[name] = undefined;
             }",
            // As observed stores do: each look is counted and made anew.
            "const observe = (target) => new Proxy(target, { get(object, key, self) { other.limit = 9; const value = Reflect.get(object, key, self);
                return value && typeof value === 'object' ? observe(value) : value; }, ownKeys(target) { widget.limit = 8; return Reflect.ownKeys(target); } });
             widget.interactionData = observe({ ...contact });",
        ]
        .into_iter()
        .enumerate()
        {
            widget.run(&format!("{bystander} {script}"), vec![customer.calls()]).await?;
            let title = format!("Step {number}");
            goes_on(desk, &widget, &customer, &title).await.map_err(|error| error.context(script))?;
            other.shows("event", &title).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_is_read_at_the_start_may_set_more_and_take_the_element_away() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        customer.did(&desk.service, "Paid by card", 5).await?;
        desk.open().await?;
        let script = "const [url, token, organization, contact] = arguments;
            const make = (id) => { const element = document.createElement('customer-journey-widget'); element.id = id;
                element.setAttribute('base-url', url);
                return Object.assign(element, { bearerToken: token, organizationId: organization }); };
            const one = make('one');
            one.interactionData = { toJSON() { one.limit = 1; return contact; } };
            const two = make('two');
            two.interactionData = { toJSON() { two.remove(); document.body.append(two); return contact; } };
            const gone = make('gone');
            gone.interactionData = { toJSON() { gone.remove(); return contact; } };
            const odd = make('odd');
            odd.interactionData = contact;
            Object.defineProperty(odd, 'limit', { get() { throw new Error('no'); }, configurable: false });
            document.body.append(one, two, gone, odd);";
        let token = desk.service.token(browser_tests::Role::Agent)?;
        let told: Vec<Value> =
            vec![desk.api.url().into(), token.into(), browser_tests::ORGANIZATION.into(), customer.calls()];
        desk.browser.run(script, told).await?;
        for (id, count) in [("one", 1), ("two", 2), ("odd", 2)] {
            let widget = Widget::found(&desk.browser, &format!("#{id}"));
            widget.has(count, "event").await?;
            widget.has_no("error-title").await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_listener_of_any_event_may_set_everything_and_take_the_element_out_and_in() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        customer.called(&desk.service, "Bicycles", "Sale", 60).await?;
        desk.open().await?;
        let script = "const contact = arguments[0];
            window.heard = {};
            for (const name of ['journey-ready', 'journey-loaded', 'journey-error', 'journey-contact-selected', 'journey-search']) {
                document.addEventListener(name, ({ target, type }) => {
                    heard[type] = (heard[type] ?? 0) + 1;
                    target.limit = 10 + (heard[type] % 2);
                    target.enableUserSearch = true;
                    target.condensedView = false;
                    target.darkMode = true;
                    target.locale = 'en';
                    target.eventIconTemplate = { order: { name: 'cart' } };
                    target.interactionData = { ...contact };
                    target.setAttribute('badge-keyword', 'origin');
                    const place = target.parentNode;
                    target.remove();
                    place.append(target);
                    if (type === 'journey-contact-selected') target.templateId = 'no-such-template';
                    throw new Error('a listener of the page failed');
                });
            }";
        desk.browser.run(script, vec![customer.calls()]).await?;
        let widget = desk.mount("journey", desk.settings()?.property("interactionData", customer.calls())).await?;
        widget.shows("event", "Opened the shop").await?;
        widget.click("contact", "").await?;
        // The template that the listener named cannot be had: that is an error, and heard.
        let heard = async |name: &str| {
            until(name, async || {
                let heard = desk.browser.run("return window.heard;", vec![]).await?;
                Ok(Seen::when(heard[name].as_u64().is_some_and(|count| count > 0), (), heard))
            })
            .await
        };
        for name in ["journey-ready", "journey-loaded", "journey-contact-selected", "journey-error"] {
            heard(name).await?;
        }
        widget.write("[part~=search] input", "nobody@example.com").await?;
        desk.browser.press(Key::Enter + "").await?;
        heard("journey-search").await?;
        widget.set("interactionData", json!({"interactionId": "next", "ani": customer.identity})).await?;
        widget.shows("event", "Opened the shop").await?;
        let counts = desk.browser.run("return window.heard;", vec![]).await?;
        assert_eq!(counts["journey-ready"], json!(1), "taken out and in, it is the same one");
        goes_on(desk, &widget, &customer, "Paid by card").await
    })
    .await
}

#[tokio::test]
async fn a_listener_may_take_away_the_frame_that_the_element_is_in() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        customer.called(&desk.service, "Bicycles", "Sale", 60).await?;
        let widget = desk.accept(&customer).await?;
        widget.shows("event", "Opened the shop").await?;
        let stays = desk.mount("stays", desk.settings()?.property("interactionData", customer.calls())).await?;
        stays.shows("event", "Opened the shop").await?;
        desk.browser.console().await?;
        let script = "const frame = document.createElement('iframe');
            document.body.append(frame);
            frame.contentDocument.body.append(widget);
            // Amid the widget's own work, and amid a value that is read.
            widget.addEventListener('focusin', () => frame.remove());
            widget.interactionData = { toJSON() { widget.shadowRoot.querySelector('button').focus(); frame.remove(); return arguments[1]; } };";
        widget.run(script, vec![customer.calls()]).await?;
        goes_on(desk, &stays, &customer, "Paid by card").await?;
        stays.remove().await?;
        desk.api.has_streams(0).await
    })
    .await
}
