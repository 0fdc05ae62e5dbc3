//! Where the repository and the shipped files are.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

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
