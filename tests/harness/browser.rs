//! A headless browser of its own for each test: ChromeDriver on a free port, a fresh profile, no way to other hosts.
//! It knows nothing of widgets.

use std::env;
use std::ffi::OsStr;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::prelude::*;
use thirtyfour::{ChromiumLikeCapabilities, LoggingPrefsLogLevel, TypingData, WindowHandle};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::wait::{Seen, until};
use crate::{counters, scratch};

const FLAGS: [&str; 14] = [
    "--headless=new",
    // In a container and as root there is no sandbox to have.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--lang=en-US",
    "--window-size=1200,1400",
    "--force-device-scale-factor=1",
    // The browser ends with its driver, also when that is killed.
    "--remote-debugging-pipe",
    // A request to any other host fails, whatever the machine could reach.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
];

/// A browser window, and what keeps it running.
pub struct Browser {
    driver: WebDriver,
    process: Child,
    folder: TempDir,
}

impl Browser {
    /// Starts one.
    ///
    /// # Errors
    /// There is no ChromeDriver or no Chromium; `cargo xtask test browser` installs them where it can.
    pub async fn start() -> Result<Self> {
        for _ in 1..STARTS_TRIED {
            match Self::start_once().await {
                // Before there is any page: a matter of the machine, and of no test.
                Err(error) if format!("{error:#}").contains("Chrome instance exited") => eprintln!("{error:#}"),
                started => return started,
            }
        }
        Self::start_once().await
    }

    async fn start_once() -> Result<Self> {
        let folder = scratch::folder()?;
        let (process, port) = start_driver(folder.path()).await?;
        let mut capabilities = DesiredCapabilities::chrome();
        for flag in FLAGS {
            capabilities.add_arg(flag)?;
        }
        if !scratch::is_in_memory() {
            // Its processes share memory, by files elsewhere where this file system has no room. That costs half of the time.
            capabilities.add_arg("--disable-dev-shm-usage")?;
        }
        capabilities.add_arg(&format!("--user-data-dir={}", folder.path().join("profile").display()))?;
        if let Some(chrome) = env::var("CHROME").ok().filter(|path| !path.is_empty()) {
            capabilities.set_binary(&chrome)?;
        }
        // The browser's own new-tab page is a whole application, and nobody wants to see it.
        let start = json!({"session.restore_on_startup": 4, "session.startup_urls": ["about:blank"]});
        capabilities.add_experimental_option("prefs", start)?;
        for log in ["browser", "performance"] {
            capabilities.set_logging_prefs(log, LoggingPrefsLogLevel::All)?;
        }
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities)
            .await
            .context("ChromeDriver could not start a browser")?;
        Ok(Self { driver, process, folder })
    }

    /// The WebDriver session.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Opens a page and waits until it is loaded.
    ///
    /// # Errors
    /// The browser is gone, or the address cannot be opened.
    pub async fn open(&self, url: &str) -> Result<()> {
        counters::take_from_page(&self.driver).await?;
        self.driver.goto(url).await.with_context(|| format!("{url} could not be opened"))?;
        // Under load ChromeDriver has taken the end of the page before for the end of this one.
        let host: String = url.split('/').take(3).collect::<Vec<_>>().join("/");
        until(&format!("{url} to be loaded"), async || {
            let there = self.run("return [location.href, document.readyState];", vec![]).await?;
            let is_this = there[0].as_str().is_some_and(|href| href.starts_with(&host));
            Ok(Seen::when(is_this && there[1] == "complete", (), there))
        })
        .await
    }

    /// The window that everything is done in.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn window(&self) -> Result<WindowHandle> {
        Ok(self.driver.window().await?)
    }

    /// Opens one more window; everything is done in that one from now on.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn another_window(&self) -> Result<WindowHandle> {
        let window = self.driver.new_window().await?;
        self.go_to(&window).await?;
        Ok(window)
    }

    /// Does everything in this window from now on.
    ///
    /// # Errors
    /// It was closed.
    pub async fn go_to(&self, window: &WindowHandle) -> Result<()> {
        Ok(self.driver.switch_to_window(window.clone()).await?)
    }

    /// Runs a function body in the page and gives what it returns.
    ///
    /// # Errors
    /// The script threw, or the browser is gone.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        let result = self.driver.execute(script.to_owned(), arguments).await?;
        Ok(result.json().clone())
    }

    /// What the page wrote to the console since the last call.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn console(&self) -> Result<Vec<String>> {
        let entries = self.driver.get_log("browser").await?;
        Ok(entries.into_iter().map(|entry| format!("{} {}", entry.level, entry.message)).collect())
    }

    /// The address of every request the browser made since the last call, also of those that failed.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn requested(&self) -> Result<Vec<String>> {
        let mut urls = Vec::new();
        for entry in self.driver.get_log("performance").await? {
            let message: Value = serde_json::from_str(&entry.message)?;
            let message = &message["message"];
            if message["method"] == "Network.requestWillBeSent" {
                let url = message["params"]["request"]["url"].as_str().unwrap_or_default();
                // The browser's own new-tab page is not a request of anyone.
                if !url.starts_with("chrome") && !url.starts_with("data:") {
                    urls.push(url.to_owned());
                }
            }
        }
        Ok(urls)
    }

    /// Presses keys where the focus is.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn press(&self, keys: impl Into<TypingData>) -> Result<()> {
        Ok(self.driver.action_chain().send_keys(keys).perform().await?)
    }

    /// Sets colours or media features as the person's system would (`prefers-color-scheme`, `dark`).
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn emulate_media(&self, feature: &str, value: &str) -> Result<()> {
        let features = json!({"features": [{"name": feature, "value": value}]});
        self.driver.cdp().send_raw("Emulation.setEmulatedMedia", features).await?;
        Ok(())
    }

    /// Takes the network away, or gives it back, as the browser sees it.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn set_offline(&self, offline: bool) -> Result<()> {
        let conditions = json!({"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1});
        self.driver.cdp().send_raw("Network.emulateNetworkConditions", conditions).await?;
        Ok(())
    }

    /// From now on long times, of more than eleven seconds, pass so many times as quickly in this page.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn hurry(&self, times: u32) -> Result<()> {
        let script = "const real = window.setTimeout;
            const times = arguments[0];
            window.setTimeout = (act, time, ...more) => real(act, time > 11000 ? time / times : time, ...more);";
        self.run(script, vec![times.into()]).await.map(drop)
    }

    /// Frees what the page's scripts do not hold any more, as the browser does when it has the time.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn collect_garbage(&self) -> Result<()> {
        self.driver.cdp().send_raw("HeapProfiler.collectGarbage", json!({})).await?;
        Ok(())
    }

    /// The size of the page in CSS pixels, and how many device pixels each has.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn resize(&self, width: u32, height: u32, scale: f32) -> Result<()> {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": scale, "mobile": false});
        self.driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", size).await?;
        Ok(())
    }

    /// Ends the browser and its driver.
    ///
    /// # Errors
    /// They could not be ended.
    pub async fn quit(mut self) -> Result<()> {
        let counted = counters::take_from_all(&self.driver).await;
        let ended = self.driver.quit().await;
        self.process.kill().await.context("ChromeDriver could not be ended")?;
        scratch::remove(self.folder).await?;
        ended?;
        counted
    }
}

/// How often Chromium may end before it has begun, on a machine that is short of something for a moment.
const STARTS_TRIED: usize = 3;

/// How often ChromeDriver may pick a port that turns out to be taken.
const PORTS_TRIED: usize = 8;

/// Starts ChromeDriver on a port that it finds itself; it keeps its files in that folder.
///
/// It takes a free port of 127.0.0.1 and then wants the same one of `[::1]`; where another process has that one, it ends
/// and says so, and another port is the answer. Any other end is an error, with what it said.
async fn start_driver(folder: &Path) -> Result<(Child, u16)> {
    let program = env::var_os("CHROMEDRIVER").filter(|path| !path.is_empty()).unwrap_or_else(|| "chromedriver".into());
    let mut said = String::new();
    for _ in 0..PORTS_TRIED {
        match start_driver_once(&program, folder).await? {
            Start::Listens(process, port) => return Ok((process, port)),
            Start::Ended(output) => said = output,
        }
        if !said.contains("port not available") {
            break;
        }
    }
    bail!("ChromeDriver ended before it was ready: {said}");
}

/// How a start of ChromeDriver went.
enum Start {
    /// It takes requests on this port.
    Listens(Child, u16),
    /// It ended, and said this.
    Ended(String),
}

async fn start_driver_once(program: &OsStr, folder: &Path) -> Result<Start> {
    let mut command = Command::new(program);
    if scratch::is_in_memory() {
        // Where it and the browser keep what they need for a while. Elsewhere the path may be too long for their sockets.
        command.env("TMPDIR", folder);
    }
    let mut process = command
        .arg("--port=0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .with_context(|| format!("{} could not be started", program.display()))?;
    let output = process.stdout.take().context("ChromeDriver has no output")?;
    let mut errors = process.stderr.take().context("ChromeDriver has no error output")?;
    // Whatever else it says must be read, or it stops when a pipe is full.
    let errors = tokio::spawn(async move {
        let mut text = String::new();
        errors.read_to_string(&mut text).await.map(|_| text)
    });
    let mut lines = BufReader::new(output).lines();
    let mut said = String::new();
    while let Some(line) = lines.next_line().await? {
        if let Some((_, port)) = line.split_once("started successfully on port ") {
            let port = port.trim_end_matches('.').parse().with_context(|| format!("no port in `{line}`"))?;
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Ok(Start::Listens(process, port));
        }
        said.push_str(&line);
        said.push('\n');
    }
    let status = process.wait().await?;
    said.push_str(&errors.await??);
    Ok(Start::Ended(format!("{status}\n{said}")))
}
