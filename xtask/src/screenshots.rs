//! `cargo xtask screenshots`: the README's pictures and those of the gallery that the browser tests compare with, taken in
//! these tests' own surroundings.

use anyhow::Result;

use crate::{browser, dist, steps, workspace};

/// Builds what is shipped, shows it to a browser, and writes docs/images/ and tests/screenshots/gallery/.
///
/// # Errors
/// A build failed, there is no browser, or a picture could not be taken.
pub(crate) fn run() -> Result<()> {
    let browser = browser::find_or_install()?;
    // With the preview page, which has the gallery.
    dist::run(&dist::Options::default())?;
    let mut cargo = workspace::cargo();
    cargo
        .args(["run", "--package", "browser-tests", "--bin", "screenshots"])
        .env("CJW_DIST", workspace::root().join("dist"));
    browser.lend_to(&mut cargo);
    steps::run(&mut cargo)
}
