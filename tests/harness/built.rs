//! Where the repository and the shipped files are.

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Result, bail};
use tempfile::TempDir;

use crate::scratch;

/// The repository's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// The folder with the shipped files: CJW_DIST, else `dist/`.
pub(crate) fn dist() -> Result<PathBuf> {
    let folder = env::var_os("CJW_DIST").map_or_else(|| root().join("dist"), PathBuf::from);
    if !folder.join("customer-journey-widget.js").is_file() {
        bail!("{} has no customer-journey-widget.js; `cargo xtask dist` writes it", folder.display());
    }
    Ok(folder)
}

/// The folder with the console's files: CJW_CONSOLE, else `target/debug-console`.
///
/// # Errors
/// There is no console in it.
pub fn console() -> Result<PathBuf> {
    let folder = env::var_os("CJW_CONSOLE").map_or_else(|| root().join("target").join("debug-console"), PathBuf::from);
    if !folder.join("index.html").is_file() {
        bail!("{} has no index.html; `cargo xtask console --dev` writes it", folder.display());
    }
    Ok(folder)
}

/// A folder with the console's files and, as `cargo xtask service` has it, the widget's.
///
/// # Errors
/// One of both is not there.
pub fn console_with_widget() -> Result<TempDir> {
    let folder = scratch::folder()?;
    copy(&console()?, folder.path(), |_| true)?;
    let widget = folder.path().join("widget");
    copy(&dist()?, &widget, |name| name.starts_with("customer-journey-widget.") && !name.contains("standalone"))?;
    copy(&dist()?.join("locales"), &widget.join("locales"), |_| true)?;
    Ok(folder)
}

/// Copies a folder's files of these names, and of its folders those that `is_wanted` takes.
fn copy(from: &Path, to: &Path, is_wanted: fn(&str) -> bool) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        if !is_wanted(&name.to_string_lossy()) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to.join(name), is_wanted)?;
        } else {
            fs::copy(entry.path(), to.join(name))?;
        }
    }
    Ok(())
}

/// The folder with a debug build of the shipped files: CJW_DEBUG_DIST, else `target/debug-widget`.
pub(crate) fn debug() -> Result<PathBuf> {
    let folder =
        env::var_os("CJW_DEBUG_DIST").map_or_else(|| root().join("target").join("debug-widget"), PathBuf::from);
    if !folder.join("customer-journey-widget.js").is_file() {
        bail!(
            "{} has no customer-journey-widget.js; `cargo xtask bundle --dev --out target/debug-widget` writes it",
            folder.display()
        );
    }
    Ok(folder)
}
