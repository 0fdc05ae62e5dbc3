//! A database that an older version wrote.

use serde_json::json;
use sqlx::{AnyPool, Executor};

use super::harness::{ORGANIZATION, TestService, event};
use crate::database::{Database, fresh};

/// A database as version 2 of the tables left it, with an event in it, and one deleted after it.
async fn old() -> Database {
    let database = fresh().await;
    sqlx::any::install_default_drivers();
    let (serial, url) = if database.url.starts_with("sqlite") {
        ("INTEGER PRIMARY KEY AUTOINCREMENT", format!("{}?mode=rwc", database.url))
    } else {
        ("BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", database.url.clone())
    };
    let pool = AnyPool::connect(&url).await.expect("open");
    let tables = [include_str!("../../migrations/0001_first.sql"), include_str!("../../migrations/0002_actions.sql")];
    let body = event("old", "Order", "ann@example.com", json!({"n": 1})).to_string();
    let row = |id: &str| {
        format!(
            "INSERT INTO events (workspace_id, lookup, identity, id, type, source, time, received_at, body) VALUES \
             ('w', 'ann@example.com', 'ann@example.com', '{id}', 'Order', 'custom/tests', 1772359200000, 0, '{body}')"
        )
    };
    let script = format!(
        "{}; CREATE TABLE schema_version (version BIGINT NOT NULL PRIMARY KEY); \
         INSERT INTO schema_version VALUES (1); INSERT INTO schema_version VALUES (2); \
         INSERT INTO workspaces VALUES ('w', '{ORGANIZATION}', 'Main', '', 0, 'x', 0, 'x'); {}; {}; \
         DELETE FROM events WHERE id = 'gone'",
        tables.join("\n").replace("{serial}", serial),
        row("old"),
        row("gone"),
    );
    pool.execute(sqlx::raw_sql(&script)).await.expect("written");
    pool.close().await;
    database
}

#[tokio::test]
async fn an_older_database_is_brought_up_to_date_and_keeps_its_events_and_their_numbers() {
    let mut service = TestService::start_on(old().await, |_| ()).await;
    service.workspace = "w".to_owned();
    let found = service.history(&[("identity", "ann@example.com")]).await;
    assert_eq!(found.len(), 1, "{found:?}");
    // Known already, as it was; and the next one has a number that nothing had before.
    service.publish(event("old", "Order", "ann@example.com", json!({"n": 1}))).await;
    assert_eq!(service.history(&[]).await.len(), 1);
    let path = "/v1/api/events/stream/workspace-id/{ws}/identity/ann%40example.com";
    let mut live = service.open(path).await;
    service.publish(event("new", "Order", "ann@example.com", json!({}))).await;
    let message = live.message().await.expect("a message");
    // 1 is the old event, 2 was deleted, 3 went to the one that was known.
    assert!(message.lines().any(|line| line == "id: 4"), "{message}");
}
