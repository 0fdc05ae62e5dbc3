//! `cargo xtask screenshots`: the README's pictures and those of the gallery that the browser tests compare with, taken in
//! these tests' own surroundings.

use std::process::Command;

use anyhow::{Result, bail};

use crate::{browser, debian, dist, steps, workspace};

/// Builds what is shipped, shows it to a browser, and writes docs/images/ and tests/screenshots/gallery/.
///
/// # Errors
/// A build failed, there is no browser, or a picture could not be taken.
pub(crate) fn run() -> Result<()> {
    let browser = browser::find_or_install()?;
    find_or_install_font()?;
    // With the preview page, which has the gallery.
    dist::run(&dist::Options::default())?;
    let mut cargo = workspace::cargo();
    cargo
        .args(["run", "--package", "browser-tests", "--bin", "screenshots"])
        .env("CJW_DIST", workspace::root().join("dist"));
    browser.lend_to(&mut cargo);
    steps::run(&mut cargo)
}

/// A font with Chinese, Japanese and Korean letters: without one, a sample customer's name is a row of boxes.
fn find_or_install_font() -> Result<()> {
    let is_there = || Command::new("fc-list").arg(":lang=ja").output().is_ok_and(|fonts| !fonts.stdout.is_empty());
    if is_there() {
        return Ok(());
    }
    debian::install(
        &["fontconfig", "fonts-droid-fallback"],
        "letters of Chinese, Japanese and Korean for the pictures",
    )?;
    if !is_there() {
        bail!("no font has Japanese letters; install one, such as Noto Sans CJK, so that the pictures show them");
    }
    Ok(())
}
