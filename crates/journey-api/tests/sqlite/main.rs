//! The service over real HTTP on SQLite: a file of its own for each test.

#[path = "../suite/mod.rs"]
mod suite;

mod client;
mod command_line;
mod contract;
mod killed;
mod locked;
mod logs;
mod outage;

/// The database of one test.
mod database {
    use tempfile::TempDir;

    /// A fresh database; gone when it is dropped.
    pub(crate) struct Database {
        pub(crate) url: String,
        _directory: TempDir,
    }

    impl Database {
        /// Behind the back of whoever uses it.
        pub(crate) async fn open(&self) -> sqlx::AnyPool {
            sqlx::any::install_default_drivers();
            sqlx::AnyPool::connect(&self.url).await.expect("open")
        }
    }

    /// A file system in memory, on Linux: nothing here is promised of a disk, and a slow one makes all of it slow.
    const MEMORY: &str = "/dev/shm";
    /// So many free bytes are room; containers often have 64 MB.
    const ROOM: u64 = 1 << 30;

    #[cfg(unix)]
    fn is_in_memory() -> bool {
        rustix::fs::statvfs(MEMORY).is_ok_and(|it| it.f_bavail.saturating_mul(it.f_frsize) > ROOM)
    }

    #[cfg(not(unix))]
    fn is_in_memory() -> bool {
        false
    }

    pub(crate) async fn fresh() -> Database {
        let directory = if is_in_memory() { tempfile::tempdir_in(MEMORY) } else { tempfile::tempdir() };
        let directory = directory.expect("a directory");
        let url = format!("sqlite://{}", directory.path().join("journeys.sqlite").display());
        Database { url, _directory: directory }
    }
}
