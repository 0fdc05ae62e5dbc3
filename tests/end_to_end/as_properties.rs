//! Settings as scripts and frameworks set them: every attribute as a property in camel case, or as an attribute without its
//! dashes; whenever they are set.

use anyhow::Result;
use browser_tests::{Customer, Desk, ORGANIZATION, Role, Seen, Widget, on_a_desk, path, until};
use serde_json::{Value, json};

/// A page as somebody wrote it for the vendor's element.
const HOST: &str = include_str!("../cases/08-settings-as-js-properties/host.html");

/// Everything that a widget needs, and two settings that are seen, all as properties.
fn properties(desk: &Desk, customer: &Customer) -> Result<Value> {
    Ok(json!({
        "baseUrl": desk.api.url(), "organizationId": ORGANIZATION, "bearerToken": desk.service.token(Role::Agent)?,
        "customer": customer.identity, "limit": 1, "enableUserSearch": true, "timeFrame": "All", "showAliasIcon": false,
    }))
}

/// Two events, of which `limit` shows one.
async fn customer(desk: &Desk) -> Result<Customer> {
    let customer = Customer::new();
    customer.did(&desk.service, "Opened the shop", 10).await?;
    customer.did(&desk.service, "Paid by card", 5).await?;
    Ok(customer)
}

async fn is_as_set(widget: &Widget<'_>) -> Result<()> {
    widget.shows("event", "Paid by card").await?;
    widget.has(1, "event").await?;
    widget.has(1, "search").await
}

#[tokio::test]
async fn settings_are_taken_as_properties_whenever_a_script_sets_them() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = customer(desk).await?;
        let script = format!("{}/customer-journey-widget.js", desk.host.origin());
        let load = "const load = (address) => { const script = document.createElement('script');
                script.src = address; document.head.append(script); return script; };
            const [address, properties] = arguments;
            const element = document.createElement('customer-journey-widget');
            element.id = 'journey';
            const set = () => Object.assign(element, properties);";
        for (when, script_of_it) in [
            ("before the element is defined", "set(); document.body.append(element); load(address);"),
            ("before it is defined, in the page", "document.body.append(element); set(); load(address);"),
            ("as soon as it is defined", "document.body.append(element); load(address).onload = set;"),
            ("when it is ready", "element.addEventListener('journey-ready', set); document.body.append(element); load(address);"),
            ("long after", "element.addEventListener('journey-ready', () => setTimeout(set)); document.body.append(element); load(address);"),
        ] {
            desk.open_with("", None).await?;
            let arguments: Vec<Value> = vec![script.clone().into(), properties(desk, &customer)?];
            desk.browser.run(&format!("{load} {script_of_it}"), arguments).await?;
            is_as_set(&Widget::found(&desk.browser, "#journey")).await.map_err(|error| error.context(when))?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_is_set_in_the_listener_of_ready_is_all_taken_attributes_too() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = customer(desk).await?;
        desk.open().await?;
        let script = "const [properties, limit] = arguments;
            const element = document.createElement('customer-journey-widget');
            element.id = 'journey';
            document.addEventListener('journey-ready', ({ target }) => {
                target.setAttribute('limit', limit);
                const { limit: _, ...others } = properties;
                Object.assign(target, others);
            });
            document.body.append(element);";
        desk.browser.run(script, vec![properties(desk, &customer)?, "1".into()]).await?;
        is_as_set(&Widget::found(&desk.browser, "#journey")).await
    })
    .await
}

#[tokio::test]
async fn a_page_that_was_written_for_the_vendors_element_is_understood() -> Result<()> {
    on_a_desk(async |desk| {
        let page = HOST.replace("https://journeys.example", &desk.api.url());
        let tag = format!(r#"<script src="{}/customer-journey-widget.js"></script>"#, desk.host.origin());
        desk.desktop.write("/vendors", [page, tag].concat(), None);
        desk.browser.open(&format!("{}/vendors", desk.desktop.origin())).await?;
        let rest = "Object.assign(document.querySelector('#w'), { organizationId: arguments[0], bearerToken: arguments[1],
            interactionData: { interactionId: 't-1', ani: '+12025550143', callAssociatedData: { CustomerNo: { value: 'c-77' } } } });";
        desk.browser.run(rest, vec![ORGANIZATION.into(), desk.service.token(Role::Agent)?.into()]).await?;

        for what in ["/profile-view-template/workspace-id/WS-2", "/v1/api/events/workspace-id/WS-2"] {
            until(what, async || {
                let asked = desk.api.asked(path(what)).len();
                Ok(Seen::when(asked > 0, (), asked))
            })
            .await?;
        }
        let widget = Widget::found(&desk.browser, "#w");
        until("the customer of the variable", async || {
            let text = widget.text().await?;
            Ok(Seen::when(text.contains("c-77"), (), text))
        })
        .await?;
        desk.api.settled().await?;
        assert!(desk.api.asked(path("/admin/v1/api/workspace")).is_empty(), "the workspace is not looked up");
        let lines = desk.browser.console().await?;
        assert!(!lines.iter().any(|line| line.contains("projectid")), "{lines:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_property_that_is_taken_back_leaves_it_to_the_attribute_and_that_to_the_default() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = customer(desk).await?;
        customer.did(&desk.service, "Wrote a review", 2).await?;
        desk.open().await?;
        let settings = desk.settings()?.attribute("limit", "2").property("interactionData", customer.calls());
        let widget = desk.mount("journey", settings).await?;
        widget.has(2, "event").await?;
        for nothing in ["null", "undefined", "''"] {
            widget.set("limit", 1).await?;
            widget.has(1, "event").await?;
            widget.run(&format!("widget.limit = {nothing};"), vec![]).await?;
            widget.has(2, "event").await?;
        }
        widget.run("widget.removeAttribute('limit');", vec![]).await?;
        widget.has(3, "event").await?;

        // The other spellings, live: without dashes, and as a switch of either kind.
        for (set, unset) in [
            ("widget.setAttribute('enableusersearch', '')", "widget.removeAttribute('enableusersearch')"),
            ("widget.enableUserSearch = true", "widget.enableUserSearch = false"),
            ("widget.enableUserSearch = 'true'", "widget.enableUserSearch = 'false'"),
            ("widget.userSearch = 1", "widget.userSearch = null"),
        ] {
            widget.run(&format!("{set};"), vec![]).await?;
            widget.has(1, "search").await?;
            widget.run(&format!("{unset};"), vec![]).await?;
            widget.has_no("search").await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_page_may_change_class_and_style_with_every_frame_at_no_cost() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = customer(desk).await?;
        let widget = desk.accept(&customer).await?;
        desk.is_settled(&widget).await?;
        // Whoever hears of a changed attribute asks what it is now.
        let script = "const done = arguments[arguments.length - 1];
            const widget = document.querySelector('#journey');
            let asked = 0;
            widget.getAttribute = function (name) { asked += 1; return Element.prototype.getAttribute.call(this, name); };
            let frame = 0;
            const step = () => {
                frame += 1;
                widget.className = `frame-${frame}`;
                widget.style.opacity = String(1 - frame / 1000);
                widget.dataset.frame = frame;
                widget.setAttribute('aria-label', `Frame ${frame}`);
                if (frame < 60) return requestAnimationFrame(step);
                const idle = asked;
                widget.setAttribute('limit', '1');
                requestAnimationFrame(() => done([idle, asked]));
            };
            step();";
        let counted = desk.browser.driver().execute_async(script.to_owned(), vec![]).await?;
        assert_eq!(*counted.json(), json!([0, 1]), "and of one of its own it hears");
        widget.has(1, "event").await
    })
    .await
}

#[tokio::test]
async fn a_property_that_is_nearly_one_is_named_with_what_was_meant() -> Result<()> {
    on_a_desk(async |desk| {
        desk.open().await?;
        let settings =
            desk.settings()?.property("templatId", "gold").property("projectid", "w").property("somethingElse", "x");
        let widget = desk.mount("journey", settings.property("timeFrame", "yesterday")).await?;
        widget.shows("empty", "Accept a contact").await?;
        let mut lines = Vec::new();
        for words in [
            "there is no property \\\"templatId\\\". Did you mean \\\"templateId\\\"?",
            "there is no property \\\"projectid\\\". Did you mean \\\"projectId\\\"?",
            "time-frame\\\" does not take \\\"yesterday\\\"",
        ] {
            until(words, async || {
                lines.extend(desk.browser.console().await?);
                Ok(Seen::when(lines.iter().any(|line: &String| line.contains(words)), (), &lines))
            })
            .await?;
        }
        assert!(!lines.iter().any(|line| line.contains("somethingElse")), "{lines:?}");
        Ok(())
    })
    .await
}
