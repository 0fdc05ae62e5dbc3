//! The shipped script in other people's pages.

use anyhow::Result;
use browser_tests::{Customer, Seen, Widget, on_a_desk, until};
use serde_json::json;

#[tokio::test]
async fn the_script_leaves_no_globals() -> Result<()> {
    on_a_desk(async |desk| {
        let globals = "return Object.getOwnPropertyNames(window).sort();";
        desk.open_with("", None).await?;
        // ChromeDriver itself leaves a name in a page by the first script that it runs there.
        desk.browser.run(globals, vec![]).await?;
        let before: Vec<String> = serde_json::from_value(desk.browser.run(globals, vec![]).await?)?;

        desk.open().await?;
        let widget = desk.mount("journey", desk.settings()?).await?;
        widget.shows("empty", "Accept a contact").await?;

        let mut after: Vec<String> = serde_json::from_value(desk.browser.run(globals, vec![]).await?)?;
        after.retain(|name| !before.contains(name));
        assert!(after.is_empty(), "{after:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn it_runs_as_a_module_too() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let tag = format!(r#"<script type="module" src="{}/customer-journey-widget.js"></script>"#, desk.host.origin());
        desk.open_with(&tag, None).await?;

        let settings = desk.settings()?.property("interactionData", customer.calls());
        let widget = desk.mount("journey", settings).await?;

        widget.shows("event", "Opened the shop").await
    })
    .await
}

#[tokio::test]
async fn the_standalone_script_needs_no_other_file() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let tag = format!(r#"<script src="{}/customer-journey-widget.standalone.js"></script>"#, desk.host.origin());
        desk.open_with(&tag, None).await?;

        let settings = desk.settings()?.property("interactionData", customer.calls());
        let widget = desk.mount("journey", settings).await?;

        widget.shows("event", "Opened the shop").await?;
        widget.click("event", "Opened the shop").await?;
        widget.shows("details", "Identity").await?;
        let requested = desk.browser.requested().await?;
        assert!(!requested.iter().any(|url| url.ends_with(".wasm")), "{requested:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn another_tag_name_can_be_asked_for() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let tag = format!(
            r#"<script data-tag="our-journey" src="{}/customer-journey-widget.js"></script>"#,
            desk.host.origin()
        );
        desk.open_with(&tag, None).await?;

        let (url, token) = (desk.api.url(), desk.service.token(browser_tests::Role::Agent)?);
        let script = "const [url, token, organization, contact] = arguments;
            const element = document.createElement('our-journey');
            element.setAttribute('base-url', url);
            Object.assign(element, { bearerToken: token, organizationId: organization, interactionData: contact });
            document.body.append(element);";
        desk.browser
            .run(script, vec![url.into(), token.into(), browser_tests::ORGANIZATION.into(), customer.calls()])
            .await?;

        Widget::found(&desk.browser, "our-journey").shows("event", "Opened the shop").await
    })
    .await
}

#[tokio::test]
async fn properties_set_before_the_script_is_there_are_taken_over() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        desk.open_with("", None).await?;
        let settings = desk.settings()?.property("interactionData", customer.calls());
        let widget = desk.mount("journey", settings).await?;

        let script =
            "const script = document.createElement('script'); script.src = arguments[0]; document.head.append(script);";
        desk.browser.run(script, vec![format!("{}/customer-journey-widget.js", desk.host.origin()).into()]).await?;

        widget.shows("event", "Opened the shop").await
    })
    .await
}

#[tokio::test]
async fn a_page_that_forbids_webassembly_is_told_which_words_it_needs() -> Result<()> {
    on_a_desk(async |desk| {
        let (script, api) = (desk.host.origin(), desk.api.url());
        let policy = format!("default-src 'none'; script-src {script}; connect-src {script} {api}");
        desk.open_with(&format!(r#"<script src="{script}/customer-journey-widget.js"></script>"#), Some(policy))
            .await?;

        let widget = desk.mount("journey", desk.settings()?).await?;

        widget.shows("error", "'wasm-unsafe-eval'").await?;
        widget.shows("retry", "Try again").await
    })
    .await
}

#[tokio::test]
async fn what_is_wrong_is_said_in_the_agents_language_even_without_webassembly() -> Result<()> {
    on_a_desk(async |desk| {
        let (script, api) = (desk.host.origin(), desk.api.url());
        let policy = format!("default-src 'none'; script-src {script}; connect-src {script} {api}");
        desk.open_with(&format!(r#"<script src="{script}/customer-journey-widget.js"></script>"#), Some(policy))
            .await?;

        for (locale, title, retry) in [("fr-CA", "n’autorise pas", "Réessayer"), ("zh-TW", "不允許", "重試")] {
            let widget = desk.mount(locale, desk.settings()?.property("locale", locale)).await?;
            widget.shows("error-title", title).await?;
            widget.shows("error-detail", "'wasm-unsafe-eval'").await?;
            widget.shows("retry", retry).await?;
        }
        // A language that nobody wrote is English.
        let widget = desk.mount("other", desk.settings()?.property("locale", "sv")).await?;
        widget.shows("error-title", "does not allow WebAssembly").await?;
        widget.shows("retry", "Try again").await
    })
    .await
}

#[tokio::test]
async fn a_browser_that_lacks_what_the_widget_is_drawn_with_leaves_no_empty_box() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let tag = format!(
            r#"<script>
              const mend = CSSStyleSheet.prototype.replaceSync;
              CSSStyleSheet.prototype.replaceSync = () => {{ throw new Error("no style sheets here") }};
            </script>
            <script src="{}/customer-journey-widget.js"></script>"#,
            desk.host.origin()
        );
        desk.open_with(&tag, None).await?;
        let settings = desk.settings()?.property("interactionData", customer.calls());
        let widget = desk.mount("journey", settings).await?;
        widget.shows("error-title", "The customer journey has stopped").await?;
        widget.shows("error-detail", "no style sheets here").await?;

        desk.browser.run("CSSStyleSheet.prototype.replaceSync = mend;", vec![]).await?;
        widget.click("retry", "Try again").await?;
        widget.shows("event", "Opened the shop").await
    })
    .await
}

#[tokio::test]
async fn a_misspelt_attribute_is_named_once_with_a_hint() -> Result<()> {
    on_a_desk(async |desk| {
        desk.open().await?;
        for id in ["one", "two"] {
            let widget = desk.mount(id, desk.settings()?.attribute("projekt-id", "x")).await?;
            widget.shows("empty", "Accept a contact").await?;
        }

        let mut lines = Vec::new();
        until("one line about it", async || {
            lines.extend(desk.browser.console().await?.into_iter().filter(|line| line.contains("projekt-id")));
            Ok(Seen::when(!lines.is_empty(), (), &lines))
        })
        .await?;
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(lines[0].contains("project-id"), "{lines:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_is_not_understood_is_said_and_everything_else_holds() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        desk.open().await?;
        let settings = desk.settings()?.property("interactionData", customer.calls());
        let settings = settings.attribute("limit", "many").attribute("time-frame", "yesterday");
        let widget = desk.mount("journey", settings.attribute("xylophone", "x")).await?;
        widget.run("widget.customer = () => 'somebody else';", vec![]).await?;
        widget.set("eventIconTemplate", json!(["bell"])).await?;

        let mut lines = Vec::new();
        let said = [
            "xylophone\\\"; it is ignored",
            "limit\\\" does not take \\\"many\\\". Write a whole number above 0",
            "time-frame\\\" does not take \\\"yesterday\\\". Write one of All, 24-Hours",
            "the property customer is a function; it is taken as empty",
            "the property eventIconTemplate is no object; it is taken as empty",
        ];
        until("a line about each", async || {
            lines.extend(desk.browser.console().await?);
            let all = said.iter().all(|words| lines.iter().any(|line: &String| line.contains(words)));
            Ok(Seen::when(all, (), &lines))
        })
        .await?;
        widget.shows("event", "Opened the shop").await
    })
    .await
}
