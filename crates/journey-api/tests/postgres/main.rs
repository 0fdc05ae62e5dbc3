//! The service over real HTTP on PostgreSQL: a database of its own for each test, in a server that this test starts.

#[path = "../suite/mod.rs"]
mod suite;

mod avaya;
mod counting;
mod genesys;
mod nats;
mod outage;
mod pooler;
mod read_database;
mod replicas;
mod server;
mod webex;

/// The database of one test.
mod database {
    use sqlx::{AnyPool, Executor};

    use crate::server::server_url;

    /// A fresh database; it goes with the server.
    pub(crate) struct Database {
        pub(crate) url: String,
    }

    impl Database {
        /// Behind the back of whoever uses it.
        pub(crate) async fn open(&self) -> sqlx::AnyPool {
            sqlx::any::install_default_drivers();
            sqlx::AnyPool::connect(&self.url).await.expect("open")
        }
    }

    pub(crate) async fn fresh() -> Database {
        sqlx::any::install_default_drivers();
        let name = format!("test_{}", uuid::Uuid::new_v4().simple());
        let pool = AnyPool::connect(&server_url("postgres")).await.expect("the server answers");
        pool.execute(sqlx::raw_sql(&format!("CREATE DATABASE {name}"))).await.expect("created");
        pool.close().await;
        Database { url: server_url(&name) }
    }
}
