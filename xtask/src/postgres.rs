//! What the service's tests run beside the service: a PostgreSQL server of their own, and curl.

use std::fs;
use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::debian;

/// Installs what is missing, where that is possible without asking.
///
/// # Errors
/// It is missing and could not be installed; says what to do.
pub(crate) fn find_or_install() -> Result<()> {
    let missing = missing();
    if missing.is_empty() || (debian::install(&missing, "the service's tests use them")? && self::missing().is_empty())
    {
        return Ok(());
    }
    bail!(
        "The service's tests need PostgreSQL's server programs and curl.\n\
         On Debian: apt-get install postgresql curl (as root)\n\
         Elsewhere: install both, and name the folder of `initdb` and `postgres` by PG_BIN."
    )
}

fn missing() -> Vec<&'static str> {
    let mut missing = Vec::new();
    if !has_server() {
        missing.push("postgresql");
    }
    if debian::on_path("curl").is_none() {
        missing.push("curl");
    }
    missing
}

fn has_server() -> bool {
    binaries().is_some()
}

/// The folder of the server's programs. Looks where the tests look (crates/journey-api/tests/postgres/server.rs).
pub(crate) fn binaries() -> Option<PathBuf> {
    let named = std::env::var_os("PG_BIN").map(PathBuf::from);
    let packaged =
        fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path().join("bin"));
    let has_server = |folder: &PathBuf| folder.join("initdb").is_file() && folder.join("postgres").is_file();
    named.into_iter().chain(packaged).find(has_server)
}
