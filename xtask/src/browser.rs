//! Chromium and its driver for the tests and the screenshots: named by CHROME and CHROMEDRIVER, found on PATH,
//! or installed on Debian and Ubuntu. They must be of one major version.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::debian;

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];
const DRIVERS: [&str; 2] = ["chromedriver", "chromium.chromedriver"];

/// The two programs, as the tests take them from the environment.
pub(crate) struct Browser {
    chrome: PathBuf,
    driver: PathBuf,
}

impl Browser {
    /// Tells a child which browser and driver to use.
    pub(crate) fn lend_to(&self, command: &mut Command) {
        command.env("CHROME", &self.chrome).env("CHROMEDRIVER", &self.driver);
    }
}

/// The browser and its driver; installs them where that is possible without asking.
///
/// # Errors
/// One of them is missing and could not be installed; says what to do.
pub(crate) fn find_or_install() -> Result<Browser> {
    if let Some(browser) = find()? {
        return Ok(browser);
    }
    if !debian::install(&["chromium", "chromium-driver"], "the tests run in a real browser")? {
        bail!(missing());
    }
    match find()? {
        Some(browser) => Ok(browser),
        None => bail!(missing()),
    }
}

fn missing() -> &'static str {
    "The browser tests need Chromium (or Chrome) and a ChromeDriver of the same version.\n\
     On Debian: apt-get install chromium chromium-driver (as root)\n\
     Elsewhere: install both, and name them by CHROME=/path/to/chrome and CHROMEDRIVER=/path/to/chromedriver."
}

fn find() -> Result<Option<Browser>> {
    let chrome = named("CHROME", &BROWSERS)?;
    let driver = named("CHROMEDRIVER", &DRIVERS)?;
    Ok(chrome.zip(driver).map(|(chrome, driver)| Browser { chrome, driver }))
}

/// The program that the variable names, else the first of `names` on PATH.
pub(crate) fn named(variable: &str, names: &[&str]) -> Result<Option<PathBuf>> {
    if let Some(value) = env::var_os(variable).filter(|value| !value.is_empty()) {
        let path = PathBuf::from(value);
        if !path.is_file() {
            bail!("{variable} is set to {}, which is not a file", path.display());
        }
        return Ok(Some(path));
    }
    Ok(names.iter().find_map(|name| debian::on_path(name)))
}
