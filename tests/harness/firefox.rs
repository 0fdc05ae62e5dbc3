//! A headless Firefox for the walk that is made there too: geckodriver on a free port, a fresh profile. What Chromium alone can
//! do (its log of requests, its clock) is not here; it knows nothing of widgets.

use std::env;
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use tempfile::TempDir;
use thirtyfour::prelude::*;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::scratch;

/// A browser window, and what keeps it running.
pub struct Firefox {
    driver: WebDriver,
    process: Group,
    folder: TempDir,
}

/// geckodriver and what it started. A driver that is killed leaves its browser running, so all of them end together.
struct Group(Child);

impl Drop for Group {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(group) = self.0.id().and_then(|id| rustix::process::Pid::from_raw(i32::try_from(id).ok()?)) {
            // They may have ended by themselves.
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
    }
}

impl Firefox {
    /// Starts one.
    ///
    /// # Errors
    /// There is no geckodriver or no Firefox; `cargo xtask test firefox` installs them where it can.
    pub async fn start() -> Result<Self> {
        let folder = scratch::folder()?;
        let program = env::var_os("GECKODRIVER").filter(|path| !path.is_empty());
        let program = program.unwrap_or_else(|| "geckodriver".into());
        let mut command = Command::new(&program);
        #[cfg(unix)]
        command.process_group(0);
        let mut process = command
            .args(["--port", "0", "--profile-root"])
            .arg(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{} could not be started", program.display()))?;
        let port = port_of(&mut process).await?;
        let process = Group(process);
        let mut capabilities = DesiredCapabilities::firefox();
        capabilities.set_headless()?;
        if let Some(firefox) = env::var("FIREFOX").ok().filter(|path| !path.is_empty()) {
            capabilities.set_firefox_binary(&firefox)?;
        }
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities)
            .await
            .context("geckodriver could not start Firefox")?;
        Ok(Self { driver, process, folder })
    }

    /// Opens a page, as far as it is loaded.
    ///
    /// # Errors
    /// The browser is gone, or the address cannot be opened.
    pub async fn open(&self, url: &str) -> Result<()> {
        self.driver.goto(url).await.with_context(|| format!("{url} could not be opened"))
    }

    /// Runs a function body in the page and gives what it returns.
    ///
    /// # Errors
    /// The script threw, or the browser is gone.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.driver.execute(script.to_owned(), arguments).await?.json().clone())
    }

    /// Ends it.
    ///
    /// # Errors
    /// Its folder cannot be removed.
    pub async fn quit(self) -> Result<()> {
        let Self { driver, process, folder } = self;
        driver.quit().await?;
        drop(process);
        Ok(folder.close()?)
    }
}

async fn port_of(process: &mut Child) -> Result<u16> {
    let output = process.stdout.take().context("geckodriver has no output")?;
    let mut lines = BufReader::new(output).lines();
    while let Some(line) = lines.next_line().await? {
        if let Some((_, address)) = line.split_once("Listening on ") {
            let port = address.rsplit_once(':').and_then(|(_, port)| port.trim().parse().ok());
            // Whatever else it says must be read, or it stops when a pipe is full.
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return port.with_context(|| format!("no port in `{line}`"));
        }
    }
    bail!("geckodriver ended before it was ready ({})", process.wait().await?);
}
