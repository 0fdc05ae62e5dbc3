//! Where a test keeps its files: in memory, where the machine has such a file system with room in it. A browser writes ten
//! megabytes before it shows anything, and every test has a browser of its own.

use std::io::ErrorKind;
use std::{fs, io};

use anyhow::Result;
use tempfile::TempDir;

use crate::wait::{Seen, until};

/// A file system in memory, on Linux.
const MEMORY: &str = "/dev/shm";
/// So many free bytes are room; containers often have 64 MB.
const ROOM: u64 = 1 << 30;

/// A folder that ends with the test.
pub(crate) fn folder() -> io::Result<TempDir> {
    if is_in_memory() { tempfile::tempdir_in(MEMORY) } else { tempfile::tempdir() }
}

/// Removes a folder as soon as processes that end have let go of it: until then they may write another file.
///
/// # Errors
/// They did not let go.
pub(crate) async fn remove(folder: TempDir) -> Result<()> {
    until("the browser to let go of its files", async || {
        Ok(match fs::remove_dir_all(folder.path()) {
            Err(error) if error.kind() != ErrorKind::NotFound => Seen::NotYet(error.to_string()),
            _ => Seen::This(()),
        })
    })
    .await
}

/// Whether there is a file system in memory with room.
#[cfg(unix)]
pub(crate) fn is_in_memory() -> bool {
    rustix::fs::statvfs(MEMORY).is_ok_and(|it| it.f_bavail.saturating_mul(it.f_frsize) > ROOM)
}

/// None is known of.
#[cfg(not(unix))]
pub(crate) fn is_in_memory() -> bool {
    false
}
