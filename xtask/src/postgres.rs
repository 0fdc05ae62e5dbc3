//! What the service's tests run beside the service: a PostgreSQL server of their own, curl, and where they can be had
//! PgBouncer and NATS; without these two, the tests that ask for them are skipped.

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
    let wanted: Vec<&str> = missing.iter().copied().chain(optional()).collect();
    let mut installed = Ok(false);
    if !wanted.is_empty() {
        installed = debian::install(&wanted, "the service's tests use them");
    }
    if installed.is_err() && !missing.is_empty() && missing != wanted {
        // Who does not have the other two may have these.
        installed = debian::install(&missing, "without them there are no tests");
    }
    let installed = match installed {
        Ok(installed) => installed,
        Err(error) if !missing.is_empty() => return Err(error),
        Err(error) => {
            println!("{error:#}");
            false
        }
    };
    if missing.is_empty() || (installed && self::missing().is_empty()) {
        return Ok(());
    }
    bail!(
        "The service's tests need PostgreSQL's server programs and curl.\n\
         On Debian: apt-get install postgresql curl (as root)\n\
         Elsewhere: install both, and name the folder of `initdb` and `postgres` by PG_BIN."
    )
}

fn optional() -> impl Iterator<Item = &'static str> {
    ["pgbouncer", "nats-server"].into_iter().filter(|program| debian::on_path(program).is_none())
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
