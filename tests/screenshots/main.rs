//! Takes the README's pictures, of the shipped preview page and widget with the service's sample customers, and those of
//! the gallery, which the browser tests compare with.
//! `cargo xtask screenshots` builds what is needed and calls it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use browser_tests::{Desk, Gallery, PICTURED, Preview, Seen, Widget, contact, on_a_desk, picture_file, until};

/// Counts complete histories, so that no picture is taken of half of one.
const LISTEN: &str = "window.complete = 0; addEventListener('journey-loaded', () => { complete += 1; });";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/images").canonicalize().context("docs/images")?;
    on_a_desk(async |desk| {
        desktop(desk, "&dark=false", folder.join("desktop.png")).await?;
        light_and_dark(desk, folder.join("widget.png")).await?;
        wide(desk, folder.join("widget-wide.png")).await?;
        platforms(desk, folder.join("platforms.png")).await?;
        gallery(desk).await
    })
    .await
}

/// The preview page with a sample customer's call.
async fn desktop(desk: &Desk, address: &str, file: PathBuf) -> Result<()> {
    desk.browser.resize(1440, 1080, 1.5).await?;
    let page = Preview::open(desk, address).await?;
    page.shows("panel", "Customer Journey").await?;
    desk.browser.run(LISTEN, vec![]).await?;
    page.click("accept-voice").await?;
    page.widget().shows("contact", "Ongoing").await?;
    picture(desk, &[page.widget()], file).await
}

/// The widget alone, as narrow as in a side panel, in both colours; an entry open.
async fn light_and_dark(desk: &Desk, file: PathBuf) -> Result<()> {
    desk.browser.resize(900, 1180, 1.5).await?;
    let style = "body { display: flex; gap: 20px; margin: 20px; background: #d8dce3 }
        customer-journey-widget { width: 420px; height: 1140px; border-radius: 12px; overflow: hidden }";
    open(desk, style).await?;
    let identity = desk.service.sample("Loyal customer").await?;
    let mut widgets = Vec::new();
    for (id, dark) in [("light", false), ("dark", true)] {
        let settings = desk.settings()?.property("interactionData", contact(&identity)).property("darkMode", dark);
        widgets.push(desk.mount(id, settings).await?);
    }
    picture(desk, &widgets, file).await
}

/// The widget on a page of its own.
async fn wide(desk: &Desk, file: PathBuf) -> Result<()> {
    desk.browser.resize(1200, 900, 1.5).await?;
    open(desk, "body { margin: 0 } customer-journey-widget { height: 900px }").await?;
    let identity = desk.service.sample("A complaint").await?;
    let settings = desk.settings()?.attribute("customer", &identity).attribute("enable-user-search", "true");
    let widget = desk.mount("journey", settings).await?;
    widget.click("contact", "").await?;
    widget.shows("details", "").await?;
    picture(desk, &[widget], file).await
}

/// Journeys of several platforms: the gallery's, whose clock stands still.
async fn platforms(desk: &Desk, file: PathBuf) -> Result<()> {
    desk.browser.resize(1200, 900, 1.0).await?;
    Gallery::open(desk, "locale=en-GB&theme=light&scene=platforms-wide").await?;
    desk.browser.driver().screenshot(&file).await?;
    println!("{}", file.display());
    Ok(())
}

/// The scenes of the gallery.
async fn gallery(desk: &Desk) -> Result<()> {
    // As in the tests.
    desk.browser.resize(1200, 1400, 1.0).await?;
    for (scene, look) in PICTURED {
        let gallery = Gallery::open(desk, &format!("{look}&scene={scene}")).await?;
        let file = picture_file(scene, look);
        std::fs::create_dir_all(file.parent().context("a folder")?)?;
        std::fs::write(&file, gallery.picture(scene).await?)?;
        println!("{}", file.display());
    }
    Ok(())
}

async fn open(desk: &Desk, style: &str) -> Result<()> {
    let script = format!(r#"<script src="{}/customer-journey-widget.js"></script>"#, desk.host.origin());
    desk.open_with(&format!("<style>{style}</style>{script}"), None).await?;
    desk.browser.run(LISTEN, vec![]).await.map(drop)
}

async fn picture(desk: &Desk, widgets: &[Widget<'_>], file: PathBuf) -> Result<()> {
    for widget in widgets {
        widget.shows("profile-attribute", "").await?;
        widget.shows("live-status", "Live").await?;
        widget.has_no("loading").await?;
    }
    until("complete histories", async || {
        let complete = desk.browser.run("return complete;", vec![]).await?.as_u64().unwrap_or_default();
        Ok(Seen::when(complete >= widgets.len() as u64, (), complete))
    })
    .await?;
    // One picture is drawn before the next is taken: what the signals changed is on the screen.
    let drawn = "return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))));";
    desk.browser.run(drawn, vec![]).await?;
    desk.browser.driver().screenshot(&file).await?;
    println!("{}", file.display());
    Ok(())
}
