//! Packages of Debian and its like, where they can be installed without asking. Elsewhere nothing is installed.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Result;

use crate::steps;

/// Installs `packages`, and says so; `false`: this machine is none where that is possible.
///
/// # Errors
/// The package manager failed.
pub(crate) fn install(packages: &[&str], why: &str) -> Result<bool> {
    let Some(prefix) = administrator().filter(|_| on_path("apt-get").is_some()) else { return Ok(false) };
    println!("Installing {} ({why}): once, about a minute.", packages.join(" and "));
    apt_get(prefix, &["update", "-q"])?;
    apt_get(prefix, &[&["install", "-y", "-q", "--no-install-recommends"], packages].concat())?;
    Ok(true)
}

/// The program of this name on PATH.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    let file = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(&file)).find(|path| is_program(path))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// What to put before a command that needs root: nothing, `sudo`, or no way (then nothing is installed).
fn administrator() -> Option<&'static [&'static str]> {
    #[cfg(unix)]
    if rustix::process::geteuid().is_root() {
        return Some(&[]);
    }
    let mut sudo = Command::new("sudo");
    sudo.args(["-n", "true"]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    sudo.status().is_ok_and(|status| status.success()).then_some(&["sudo", "-n"])
}

fn apt_get(prefix: &[&str], arguments: &[&str]) -> Result<()> {
    let words: Vec<&str> = prefix.iter().copied().chain(["apt-get"]).chain(arguments.iter().copied()).collect();
    let [program, rest @ ..] = words.as_slice() else { return Ok(()) };
    steps::run(Command::new(program).args(rest).env("DEBIAN_FRONTEND", "noninteractive"))
}
