//! Takes the counters out of pages whose widget counts what of it is run (`cargo xtask coverage`), into the folder that
//! CJW_COVERAGE names. Without that variable nothing is done, and the shipped widget has no counters.

use std::env;
use std::path::Path;
use std::process;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result};
use base64::prelude::{BASE64_STANDARD as BASE64, Engine};
use thirtyfour::prelude::*;

/// The list is src/element/counters.rs's.
const TAKE: &str = "return (window.customerJourneyCounters ?? []).map((counters) => counters().toBase64());";

static TAKEN: AtomicUsize = AtomicUsize::new(0);

/// Takes those of the page in the window at hand, and of its frames: before another page comes, and before the end.
pub(crate) async fn take_from_page(driver: &WebDriver) -> Result<()> {
    let Some(folder) = env::var_os("CJW_COVERAGE") else { return Ok(()) };
    driver.enter_default_frame().await?;
    take(driver, folder.as_ref()).await?;
    let frames = driver.execute("return window.length;", vec![]).await?.json().as_u64().unwrap_or_default();
    for frame in 0..u16::try_from(frames)? {
        driver.enter_frame(frame).await?;
        take(driver, folder.as_ref()).await?;
        driver.enter_default_frame().await?;
    }
    Ok(())
}

/// Takes those of all windows, before the browser ends.
pub(crate) async fn take_from_all(driver: &WebDriver) -> Result<()> {
    if env::var_os("CJW_COVERAGE").is_none() {
        return Ok(());
    }
    for window in driver.windows().await? {
        driver.switch_to_window(window).await?;
        take_from_page(driver).await?;
    }
    Ok(())
}

async fn take(driver: &WebDriver, folder: &Path) -> Result<()> {
    let modules: Vec<String> = driver.execute(TAKE, vec![]).await?.convert()?;
    for module in modules {
        let content = BASE64.decode(&module).context("counters are base64")?;
        let name = format!("browser-{}-{}.profraw", process::id(), TAKEN.fetch_add(1, Ordering::Relaxed));
        std::fs::write(folder.join(&name), content).with_context(|| format!("{name} cannot be written"))?;
    }
    Ok(())
}
