//! Firefox and its driver for the walk that is made there too: named by FIREFOX and GECKODRIVER, found on PATH, or installed:
//! the browser on Debian and Ubuntu, the driver by cargo.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::browser::named;
use crate::debian;
use crate::tools::Tools;

const BROWSERS: [&str; 2] = ["firefox-esr", "firefox"];

/// The two programs, as the tests take them from the environment.
pub(crate) struct Firefox {
    firefox: PathBuf,
    driver: PathBuf,
}

impl Firefox {
    /// Tells a child which browser and driver to use.
    pub(crate) fn lend_to(&self, command: &mut Command) {
        command.env("FIREFOX", &self.firefox).env("GECKODRIVER", &self.driver);
    }
}

/// The browser and its driver; installs them where that is possible without asking.
///
/// # Errors
/// One of them is missing and could not be installed; says what to do.
pub(crate) fn find_or_install() -> Result<Firefox> {
    let found = || named("FIREFOX", &BROWSERS);
    let firefox = match found()? {
        Some(firefox) => firefox,
        None if debian::install(&["firefox-esr"], "a walk of the tests is made in it too")? => {
            found()?.context(MISSING)?
        }
        None => bail!(MISSING),
    };
    let driver = match named("GECKODRIVER", &[])? {
        Some(driver) => driver,
        None => Tools::geckodriver()?,
    };
    Ok(Firefox { firefox, driver })
}

const MISSING: &str = "One walk of the browser tests is made in Firefox.\n\
     On Debian: apt-get install firefox-esr (as root)\n\
     Elsewhere: install Firefox, and name it by FIREFOX=/path/to/firefox.";
