//! One test's whole world, and the only way in: [`on_a_desk`]. Everything of it ends with the test, also when it fails;
//! then a picture and the console of the page are kept.

use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::thread;

use anyhow::{Context, Result};
use futures_util::FutureExt;

use journey_api::auth::Role;

use crate::{Browser, Customer, Mount, ORGANIZATION, Pages, Proxy, Service, Widget, built};

/// A desktop page, the host of the widget's script, the journey API behind its proxy, and a browser.
pub struct Desk {
    /// The browser.
    pub browser: Browser,
    /// The real service.
    pub service: Service,
    /// The service as the widget reaches it.
    pub api: Proxy,
    /// The desktop's own origin.
    pub desktop: Pages,
    /// The origin that the widget's script and the preview page come from.
    pub host: Pages,
}

impl Desk {
    async fn set_up() -> Result<Self> {
        let desktop = Pages::start(PathBuf::from("no-files-only-pages")).await?;
        let host = Pages::start(built::dist()?).await?;
        let service = Service::start(vec![desktop.origin(), host.origin()]).await?;
        let api = Proxy::start(service.url()).await?;
        let browser = Browser::start().await?;
        Ok(Self { browser, service, api, desktop, host })
    }

    /// Opens an empty desktop page that loads the widget's script, with a Content Security Policy as strict as a
    /// desktop's can be.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn open(&self) -> Result<()> {
        let (script, api) = (self.host.origin(), self.api.url());
        let policy = format!(
            "default-src 'none'; script-src {script} 'wasm-unsafe-eval'; connect-src {script} {api}; img-src data:; base-uri 'none'"
        );
        self.open_with(&format!(r#"<script src="{script}/customer-journey-widget.js"></script>"#), Some(policy)).await
    }

    /// Opens an empty desktop page that loads a debug build of the script: that one can be made to panic, by the attribute
    /// `data-panic`. It lasts as long as what is given back.
    ///
    /// # Errors
    /// There is no debug build, or the browser is gone.
    pub async fn open_debug_build(&self) -> Result<Pages> {
        let host = Pages::start(built::debug()?).await?;
        let tag = format!(r#"<script src="{}/customer-journey-widget.js"></script>"#, host.origin());
        self.open_with(&tag, None).await?;
        Ok(host)
    }

    /// Opens a desktop page with these tags in its head.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn open_with(&self, head: &str, policy: Option<String>) -> Result<()> {
        let html = format!(
            r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Desktop</title><link rel="icon" href="data:,">{head}</head><body></body></html>"#
        );
        self.desktop.write("/desktop", html, policy);
        self.browser.open(&format!("{}/desktop", self.desktop.origin())).await
    }

    /// What a desktop gives to every widget: the service's address, the organization and an agent's token.
    ///
    /// # Errors
    /// The service makes no token.
    pub fn settings(&self) -> Result<Mount> {
        let mount = Mount::default().attribute("base-url", &self.api.url()).property("organizationId", ORGANIZATION);
        Ok(mount.property("bearerToken", self.service.token(Role::Agent)?))
    }

    /// Puts a widget into the open page.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn mount(&self, id: &str, what: Mount) -> Result<Widget<'_>> {
        Widget::mount(&self.browser, id, what).await
    }

    /// Opens a desktop page with one widget that has just got this customer's call.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn accept(&self, customer: &Customer) -> Result<Widget<'_>> {
        self.open().await?;
        self.mount("journey", self.settings()?.property("interactionData", customer.calls())).await
    }

    /// Waits until a widget follows its customer by both streams, and nothing else is under way.
    ///
    /// # Errors
    /// It does not come to that.
    pub async fn is_settled(&self, widget: &Widget<'_>) -> Result<()> {
        widget.shows("live-status", "Live").await?;
        self.api.has_streams(2).await?;
        self.api.settled().await
    }

    /// The picture and the words of a failed test.
    async fn keep_traces(&self) -> Result<()> {
        let folder = built::root().join("target").join("browser-tests");
        std::fs::create_dir_all(&folder)?;
        let name = thread::current().name().unwrap_or("test").replace("::", "-");
        let picture = folder.join(format!("{name}.png"));
        self.browser.driver().screenshot(&picture).await?;
        eprintln!("what was seen: {}", picture.display());
        for line in self.browser.console().await? {
            eprintln!("console: {line}");
        }
        for request in self.api.requests() {
            eprintln!("asked: {} {}{}", request.method, request.target, if request.ended() { "" } else { " (open)" });
        }
        Ok(())
    }
}

/// Sets everything up, runs the test, and takes everything down.
///
/// # Errors
/// Those of the test, or what could not be set up.
pub async fn on_a_desk(test: impl AsyncFnOnce(&Desk) -> Result<()>) -> Result<()> {
    let desk = Desk::set_up().await.context("the desk could not be set up")?;
    let result = AssertUnwindSafe(test(&desk)).catch_unwind().await;
    if !matches!(result, Ok(Ok(())))
        && let Err(error) = desk.keep_traces().await
    {
        eprintln!("no traces of the failure: {error:#}");
    }
    let Desk { browser, service, .. } = desk;
    let ended = browser.quit().await;
    service.stop().await;
    match result {
        Ok(result) => result.and(ended),
        Err(panic) => std::panic::resume_unwind(panic),
    }
}
