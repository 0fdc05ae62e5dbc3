//! A database that an older version wrote.

use serde_json::json;
use sqlx::{AnyPool, Executor};

use super::harness::{ORGANIZATION, TestService, event};
use super::walks::assert_pages_are_parts_of_the_whole;
use crate::database::{Database, fresh};

const COLUMNS: &str = "(workspace_id, lookup, identity, id, type, source, time, received_at, body)";
/// Her identity as it is looked up, and as it was sent.
const ANN: &str = "'ann@example.com', 'ann@example.com'";

/// A database as version 2 of the tables left it, with a workspace `w` and what this SQL puts into it.
async fn old(content: &str) -> Database {
    let database = fresh().await;
    sqlx::any::install_default_drivers();
    let (serial, url) = if database.url.starts_with("sqlite") {
        ("INTEGER PRIMARY KEY AUTOINCREMENT", format!("{}?mode=rwc", database.url))
    } else {
        ("BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", database.url.clone())
    };
    let pool = AnyPool::connect(&url).await.expect("open");
    let tables = [include_str!("../../migrations/0001_first.sql"), include_str!("../../migrations/0002_actions.sql")];
    let script = format!(
        "{}; CREATE TABLE schema_version (version BIGINT NOT NULL PRIMARY KEY); \
         INSERT INTO schema_version VALUES (1); INSERT INTO schema_version VALUES (2); \
         INSERT INTO workspaces VALUES ('w', '{ORGANIZATION}', 'Main', '', 0, 'x', 0, 'x'); {content}",
        tables.join("\n").replace("{serial}", serial),
    );
    pool.execute(sqlx::raw_sql(&script)).await.expect("written");
    pool.close().await;
    database
}

#[tokio::test]
async fn an_older_database_is_brought_up_to_date_and_keeps_its_events_and_their_numbers() {
    let body = event("old", "Order", "ann@example.com", json!({"n": 1})).to_string();
    let row = |id: &str| {
        format!(
            "INSERT INTO events {COLUMNS} VALUES ('w', {ANN}, '{id}', 'Order', 'custom/tests', 1772359200000, 0, '{body}')"
        )
    };
    // One event, and one that was deleted after it.
    let content = format!("{}; {}; DELETE FROM events WHERE id = 'gone'", row("old"), row("gone"));
    let mut service = TestService::start_on(old(&content).await, |_| ()).await;
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
    // 1 is the old event, 2 was deleted, 3 went to the one that was known. A position says first up to which number all is
    // known, and then how far on each event is.
    let position = message.lines().find_map(|line| line.strip_prefix("id: ")?.split('~').next()).expect("a position");
    let number: i64 = position.split('.').map(|part| part.parse::<i64>().expect("a number")).sum();
    assert_eq!(number, 4, "{message}");
}

#[tokio::test]
async fn what_an_older_version_stored_is_counted_so_that_pages_far_into_it_are_found() {
    // From two days before there was time, ten minutes after another; none far apart from all others but the last.
    let content = format!(
        "WITH RECURSIVE n (i) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < 8099) \
         INSERT INTO events {COLUMNS} SELECT 'w', {ANN}, 'n' || i, \
         CASE WHEN i % 3 = 0 THEN 'Order' WHEN i % 3 = 1 THEN 'Visit' ELSE 'Payment' END, 'custom/tests', \
         CASE WHEN i = 8099 THEN 1772359200000 ELSE (i - 288) * 600000 END, 0, '{{\"id\":\"n' || i || '\",' || '{}' FROM n",
        &event("", "Order", "ann@example.com", json!({})).to_string().replace("\"id\":\"\",", "")[1..],
    );
    let mut service = TestService::start_on(old(&content).await, |_| ()).await;
    service.workspace = "w".to_owned();
    assert_eq!(assert_pages_are_parts_of_the_whole(&service).await, 8_100);
}

#[tokio::test]
async fn merges_of_an_older_version_stand_in_the_log_and_are_undone() {
    let bob = json!({"id": "bob", "firstName": "Bob", "phone": [], "email": ["bob@example.com"], "temporaryId": [], "customerId": [],
        "socialId": [], "aliases": ["bob@example.com"], "createdAt": "2026-03-01T10:00:00.000Z", "createdBy": "somebody"});
    let content = format!(
        "INSERT INTO persons VALUES ('ann', 'w', 'Ann', NULL, 0, 'x', 0, 'x'); \
         INSERT INTO identities VALUES ('w', 'ann@example.com', 'ann', 'email', 'ann@example.com', 0); \
         INSERT INTO identities VALUES ('w', 'bob@example.com', 'ann', 'email', 'bob@example.com', 1); \
         INSERT INTO merges (workspace_id, primary_person_id, merged_person, merged_at, merged_by) \
         VALUES ('w', 'ann', '{bob}', 1772359200000, 'somebody')"
    );
    let mut service = TestService::start_on(old(&content).await, |_| ()).await;
    service.workspace = "w".to_owned();
    let log = service.get("/admin/v1/api/person/workspace-id/{ws}/person-id/ann/changes").await.expect(200);
    let entry = &log["data"][0];
    assert_eq!((&entry["kind"], &entry["changedBy"]), (&json!("merged"), &json!("somebody")));
    assert_eq!((&entry["otherPersonId"], &entry["details"]["person"]), (&json!("bob"), &bob));
    let split = "/admin/v1/api/person/split/workspace-id/{ws}/person-id/ann";
    service.post(split, json!({"mergedPersonId": "bob"})).await.expect(200);
    assert_eq!(service.person("bob@example.com").await["id"], "bob");
}

#[tokio::test]
async fn persons_of_an_older_version_are_found_by_a_part_of_an_identity() {
    let content = "INSERT INTO persons VALUES ('ann', 'w', 'Ann', NULL, 0, 'x', 0, 'x'); \
         INSERT INTO identities VALUES ('w', '15550100123', 'ann', 'phone', '+15550100123', 0); \
         INSERT INTO identities VALUES ('w', 'C-Łódź-17', 'ann', 'customerId', 'C-Łódź-17', 1)";
    let mut service = TestService::start_on(old(content).await, |_| ()).await;
    service.workspace = "w".to_owned();
    for part in ["0123", "c-Łód", "ódź-17"] {
        let path = "/admin/v1/api/person/workspace-id/{ws}/parts/search";
        let found = service.agent_post(path, json!({"part": part})).await.expect(200);
        assert_eq!(found["data"]["persons"][0]["id"], "ann", "{part}: {found}");
    }
}
