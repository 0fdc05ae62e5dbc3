//! The service over real HTTP on SQLite: a file of its own for each test.

#[path = "../suite/mod.rs"]
mod suite;

mod client;
mod command_line;
mod contract;
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

    pub(crate) async fn fresh() -> Database {
        let directory = tempfile::tempdir().expect("a directory");
        let url = format!("sqlite://{}", directory.path().join("journeys.sqlite").display());
        Database { url, _directory: Some(directory) }
    }
}
