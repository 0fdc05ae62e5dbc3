//! SQLite's file. Whoever holds it open goes on writing to it when it has been deleted or replaced, and all that is written
//! then is lost; so it is looked at before each write.

use std::io;
use std::path::PathBuf;
use std::str::FromStr;

use sqlx::sqlite::SqliteConnectOptions;

use super::vitals::Room;

/// The file, and which one it was when it was opened.
#[derive(Debug)]
pub(super) struct DataFile {
    path: PathBuf,
    identity: Identity,
}

/// The file is no longer there.
#[derive(Debug, thiserror::Error)]
#[error("the file of the database is gone, or another one is in its place")]
pub(super) struct FileGone;

#[cfg(unix)]
type Identity = (u64, u64);
#[cfg(not(unix))]
type Identity = ();

impl DataFile {
    /// The file at an address; `None`: it is none, but memory.
    pub(super) fn of(address: &str) -> sqlx::Result<Option<Self>> {
        let path = SqliteConnectOptions::from_str(address)?.get_filename().to_owned();
        if address.contains(":memory:") || address.contains("mode=memory") {
            return Ok(None);
        }
        let identity = identity(&path)?;
        Ok(Some(Self { path, identity }))
    }

    /// Whether it is still there.
    ///
    /// # Errors
    /// When it is not.
    pub(super) fn is_there(&self) -> io::Result<()> {
        match identity(&self.path) {
            Ok(identity) if identity == self.identity => Ok(()),
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Err(io::Error::new(io::ErrorKind::NotFound, FileGone)),
        }
    }
}

impl DataFile {
    /// How much room its disk has; `None`: nobody knows.
    #[cfg(unix)]
    pub(super) fn room(&self) -> Option<Room> {
        let disk = rustix::fs::statvfs(&self.path).ok()?;
        let bytes = |blocks: u64| blocks.saturating_mul(disk.f_frsize);
        Some(Room { free: bytes(disk.f_bavail), all: bytes(disk.f_blocks) })
    }

    /// Not known here.
    #[cfg(not(unix))]
    pub(super) fn room(&self) -> Option<Room> {
        None
    }
}

#[cfg(unix)]
fn identity(path: &std::path::Path) -> io::Result<Identity> {
    use std::os::unix::fs::MetadataExt;
    let metadata = std::fs::metadata(path)?;
    Ok((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity(path: &std::path::Path) -> io::Result<Identity> {
    std::fs::metadata(path).map(|_| ())
}
