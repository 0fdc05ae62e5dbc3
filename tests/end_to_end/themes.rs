//! Colours and shapes: the desktop's own, a theme's, and paper.

use anyhow::Result;
use browser_tests::{Customer, Desk, Widget, on_a_desk, root};
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
