//! The preview's gallery: the widget in every state, with sample data and a clock that stands still.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};
use base64::prelude::{BASE64_STANDARD as BASE64, Engine};
use serde_json::{Value, json};

use crate::wait::{Seen, until_within};
use crate::{Desk, built};

/// The scenes that pictures are kept of, and their looks.
pub const PICTURED: [(&str, &str); 29] = [
    ("journey", "theme=light"),
    ("journey", "theme=dark"),
    ("journey", "theme=light&locale=ar"),
    ("comfortable", "theme=light"),
    ("wide", "theme=light"),
    ("wide", "theme=dark&locale=he"),
    ("call", "theme=light"),
    ("event", "theme=dark"),
    ("filters", "theme=light"),
    ("identities", "theme=light"),
    ("parts-failed", "theme=light"),
    ("loading", "theme=light"),
    ("empty", "theme=dark"),
    ("look-up", "theme=light"),
    ("recent", "theme=light"),
    ("dates", "theme=light"),
    ("brushed", "theme=light"),
    ("stretch", "theme=dark"),
    ("read-only", "theme=light"),
    ("renamed", "theme=light"),
    ("refused", "theme=dark"),
    ("offline", "theme=light"),
    ("notice", "theme=light"),
    ("platforms", "theme=light"),
    ("platforms-wide", "theme=dark"),
    ("platform-failed", "theme=light"),
    ("platform-choice", "theme=light"),
    ("digest", "theme=light"),
    ("coming-up", "theme=dark"),
];

/// Where the picture of a scene in a look is kept.
pub fn picture_file(scene: &str, look: &str) -> PathBuf {
    let look = look.replace("theme=", "").replace("&locale=", "-");
    built::root().join("tests/screenshots/gallery").join(format!("{scene}-{look}.png"))
}

/// Scenes that take the whole page, so that each is a page of its own.
pub const ALONE: [&str; 4] = ["merge", "export", "offline", "inspect"];

/// Thirty widgets start at once.
const LIMIT: Duration = Duration::from_secs(90);

/// The open gallery.
pub struct Gallery<'a> {
    desk: &'a Desk,
}

impl<'a> Gallery<'a> {
    /// Opens it in this look (`theme=dark&locale=ar&width=280`) and waits until every scene shows what it is about.
    ///
    /// # Errors
    /// A scene does not come about.
    pub async fn open(desk: &'a Desk, look: &str) -> Result<Self> {
        // Times of the samples are read on the same clock everywhere.
        desk.browser.driver().cdp().send_raw("Emulation.setTimezoneOverride", json!({"timezoneId": "UTC"})).await?;
        desk.browser.open(&format!("{}/gallery/?{look}", desk.host.origin())).await?;
        let missing = "const scenes = [...document.querySelectorAll('[data-scene]')];
            return scenes.length ? scenes.filter((scene) => !('stands' in scene.dataset)).map((scene) => scene.dataset.scene) : ['all'];";
        until_within(LIMIT, "every scene of the gallery", async || {
            let missing = desk.browser.run(missing, vec![]).await?;
            Ok(Seen::when(missing.as_array().is_some_and(Vec::is_empty), (), missing))
        })
        .await?;
        let gallery = Self { desk };
        // Nothing moves any more, and everything is laid out, also what is further down than the window.
        let settle = "const style = new CSSStyleSheet();
            style.replaceSync('*, *::before, *::after { animation: none !important; transition: none !important; caret-color: transparent !important } .row { content-visibility: visible !important }');
            for (const widget of document.querySelectorAll('customer-journey-widget'))
                widget.shadowRoot.adoptedStyleSheets = [...widget.shadowRoot.adoptedStyleSheets, style];
            return document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))));";
        gallery.run(settle, vec![]).await?;
        Ok(gallery)
    }

    /// Gives every scene another width, and waits until it is laid out for that.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn set_width(&self, width: u32) -> Result<()> {
        let set =
            "for (const scene of document.querySelectorAll('[data-scene]')) scene.style.width = `${arguments[0]}px`;
            return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))));";
        self.run(set, vec![width.into()]).await.map(drop)
    }

    /// The picture of a scene that is alone on the page, as PNG, at half of its size.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn picture(&self, scene: &str) -> Result<Vec<u8>> {
        let size = "const box = document.querySelector(`[data-scene=\"${arguments[0]}\"] .gallery-frame`).getBoundingClientRect();
            return [Math.ceil(box.width), Math.ceil(box.height)];";
        let size = self.run(size, vec![scene.into()]).await?;
        let clip = json!({"x": 0, "y": 0, "width": size[0], "height": size[1], "scale": 0.5});
        let options = json!({"format": "png", "clip": clip, "captureBeyondViewport": true});
        let taken = self.desk.browser.driver().cdp().send_raw("Page.captureScreenshot", options).await?;
        let data = taken["data"].as_str().context("a picture")?;
        BASE64.decode(data).context("a picture is base64")
    }

    /// The names of all scenes. Tests open each by itself: beside each other they would share focus and sight.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn scenes(desk: &Desk) -> Result<Vec<String>> {
        desk.browser.open(&format!("{}/gallery/", desk.host.origin())).await?;
        let names = "return [...document.querySelectorAll('[data-scene]')].map((scene) => scene.dataset.scene);";
        let names = until_within(LIMIT, "the gallery", async || {
            let names: Vec<String> = serde_json::from_value(desk.browser.run(names, vec![]).await?)?;
            Ok(Seen::when(!names.is_empty(), names, "no scenes"))
        })
        .await?;
        Ok(names.into_iter().chain(ALONE.map(str::to_owned)).collect())
    }

    /// Runs a function body with `scene(name)` (its widget) in scope.
    ///
    /// # Errors
    /// The script threw.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        let scope =
            "const scene = (name) => document.querySelector(`[data-scene=\"${name}\"] customer-journey-widget`);";
        self.desk.browser.run(&format!("{scope}{script}"), arguments).await
    }
}
