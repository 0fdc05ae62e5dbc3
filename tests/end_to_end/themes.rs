//! Colours and shapes: the desktop's own, a theme's, and paper.

use anyhow::{Context, Result};
use browser_tests::{Customer, Desk, ORGANIZATION, Role, Widget, on_a_desk, root};
use serde_json::{Value, json};

/// A widget with a history on a page with this style.
async fn styled<'a>(desk: &'a Desk, style: &str, dark: bool) -> Result<Widget<'a>> {
    let customer = Customer::new();
    customer.called(&desk.service, "Support", "Sale", 90).await?;
    let script = desk.host.origin();
    let head = format!(r#"<style>{style}</style><script src="{script}/customer-journey-widget.js"></script>"#);
    desk.open_with(&head, None).await?;
    let settings = desk.settings()?.property("interactionData", customer.calls()).property("darkMode", dark);
    let widget = desk.mount("journey", settings).await?;
    widget.shows("contact", "Inbound call").await?;
    Ok(widget)
}

async fn computed(widget: &Widget<'_>, selector: &str, property: &str) -> Result<Value> {
    let script = "return getComputedStyle(root.querySelector(arguments[1]))[arguments[2]];";
    widget.run(script, vec![selector.into(), property.into()]).await
}

#[tokio::test]
async fn the_desktops_own_colours_are_taken_where_it_has_them() -> Result<()> {
    on_a_desk(async |desk| {
        let momentum = ":root { --mds-color-theme-text-primary-normal: rgb(1, 2, 3);
            --mds-color-theme-background-solid-primary-normal: rgb(250, 251, 252); }";
        let widget = styled(desk, momentum, false).await?;
        assert_eq!(computed(&widget, ".cjw", "color").await?, "rgb(1, 2, 3)");
        assert_eq!(computed(&widget, ".cjw", "backgroundColor").await?, "rgb(250, 251, 252)");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_theme_goes_before_the_desktops_colours_and_reaches_parts() -> Result<()> {
    on_a_desk(async |desk| {
        let theme = std::fs::read_to_string(root().join("examples/theme/theme.css"))?;
        let style = format!(":root {{ --mds-color-theme-text-primary-normal: red }} {theme}");
        let widget = styled(desk, &style, false).await?;
        assert_eq!(computed(&widget, ".cjw", "color").await?, "rgb(34, 48, 60)");
        assert_eq!(computed(&widget, ".tile", "borderRadius").await?, "2px");
        assert_eq!(computed(&widget, ".name", "fontWeight").await?, "700");

        desk.browser.run("document.documentElement.dataset.theme = 'dark';", vec![]).await?;
        widget.set("darkMode", true).await?;
        assert_eq!(computed(&widget, ".cjw", "backgroundColor").await?, "rgb(29, 35, 41)");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn on_paper_the_journey_is_dark_on_light_and_whole() -> Result<()> {
    on_a_desk(async |desk| {
        let widget = styled(desk, "customer-journey-widget { height: 300px }", true).await?;
        desk.browser.driver().cdp().send_raw("Emulation.setEmulatedMedia", json!({"media": "print"})).await?;
        assert_eq!(computed(&widget, ".cjw", "color").await?, "rgb(0, 0, 0)");
        assert_eq!(computed(&widget, ".cjw", "backgroundColor").await?, "rgb(255, 255, 255)");
        assert_eq!(computed(&widget, ".cjw", "overflowY").await?, "visible");
        for control in [".live", ".filter-row", ".row-head > .icon"] {
            assert_eq!(computed(&widget, control, "display").await?, "none", "{control}");
        }
        Ok(())
    })
    .await
}

/// What axe finds on the whole page.
async fn axe(desk: &Desk) -> Result<Value> {
    let script = std::fs::read_to_string(root().join("node_modules/axe-core/axe.min.js"))
        .context("axe-core is not installed; `cargo xtask dist` installs package.json's tools")?;
    desk.browser.run(&script, vec![]).await?;
    let check = "return axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
        .then((result) => [result.passes.length > 5, ...result.violations.flatMap((rule) =>
            rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)} ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''}`))]);";
    desk.browser.run(check, vec![]).await
}

#[tokio::test]
async fn axe_finds_nothing_on_the_page_of_the_example_theme_in_light_and_dark() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.called(&desk.service, "Support", "Sale", 90).await?;
        customer.did(&desk.service, "Bought a kayak", 200).await?;
        let (page, theme) = (root().join("examples/theme/index.html"), root().join("examples/theme/theme.css"));
        let (page, theme) = (std::fs::read_to_string(page)?, std::fs::read_to_string(theme)?);
        // The page as it is, with this test's service and customer in it.
        let page = [
            ("../../dist", desk.host.origin()),
            (r#"<link rel="stylesheet" href="theme.css" />"#, format!("<style>{theme}</style>")),
            ("http://127.0.0.1:8787", desk.api.url()),
            ("+12025550143", customer.identity.clone()),
            (r#"organizationId = "…""#, format!("organizationId = {}", json!(ORGANIZATION))),
            (r#"bearerToken = "…""#, format!("bearerToken = {}", json!(desk.service.token(Role::Supervisor)?))),
        ]
        .into_iter()
        .try_fold(page, |page, (from, to)| page.contains(from).then(|| page.replace(from, &to)).context(from))?;
        desk.desktop.write("/theme", page, None);
        // Colours on their way to others are nobody's to judge.
        desk.browser.emulate_media("prefers-reduced-motion", "reduce").await?;
        desk.browser.open(&format!("{}/theme", desk.desktop.origin())).await?;
        let widget = Widget::found(&desk.browser, "customer-journey-widget");
        widget.shows("contact", "Inbound call").await?;
        widget.press_on("[part~=contact] .row-head").await?;
        widget.shows("details", "Support").await?;
        widget.shows("filters", "").await?;

        for theme in ["light", "dark"] {
            let now = desk.browser.run("return document.documentElement.dataset.theme;", vec![]).await?;
            assert_eq!(now, json!(theme));
            assert_eq!(axe(desk).await?, json!([true]), "{theme}");
            desk.browser.run("document.querySelector('button').click();", vec![]).await?;
        }
        Ok(())
    })
    .await
}
