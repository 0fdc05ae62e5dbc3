//! Deleting a workspace that holds much.

use std::time::{Duration, Instant};

use journey_api::auth::Role;
use reqwest::Method;
use serde_json::json;
use sqlx::{AnyPool, Executor};

use super::harness::{TestService, event};

const WORKSPACES: &str = "/admin/v1/api/workspace";
const TABLES: [&str; 8] =
    ["workspaces", "persons", "identities", "events", "event_counts", "templates", "person_changes", "action_checks"];

/// Fills a workspace behind the service's back. The last event has the id `last`.
async fn fill(pool: &AnyPool, workspace: &str, events: i64) {
    let numbers = |upto: i64| {
        format!("WITH RECURSIVE n (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < {upto})")
    };
    let script = format!(
        "{all} INSERT INTO events (workspace_id, lookup, identity, id, type, source, time, received_at, body) \
         SELECT '{workspace}', 'zoe', 'zoe', CASE WHEN i = {events} THEN 'last' ELSE 'e' || i END, \
         CASE WHEN i = {events} THEN 'zzz' ELSE 'Order' END, 'zzz', i * 1000, 0, '{{}}' FROM n; \
         {some} INSERT INTO persons (id, workspace_id, created_at, created_by, updated_at, updated_by) \
         SELECT 'p' || i, '{workspace}', 0, 'x', 0, 'x' FROM n; \
         {some} INSERT INTO identities (workspace_id, lookup, person_id, kind, value, position) \
         SELECT '{workspace}', 'l' || i, 'p' || i, 'customerId', 'l' || i, 0 FROM n; \
         {some} INSERT INTO event_counts (workspace_id, list, value, hours, number, shard, events) \
         SELECT '{workspace}', 'all', '', 1, -i, 0, 1 FROM n; \
         {some} INSERT INTO person_changes \
         (workspace_id, person_id, other_person_id, kind, details, changed_at, changed_by) \
         SELECT '{workspace}', 'p', '', 'changed', '{{}}', 0, 'x' FROM n; \
         {some} INSERT INTO action_checks (workspace_id, lookup, type) SELECT '{workspace}', 'l' || i, 'x' FROM n",
        all = numbers(events),
        some = numbers(1_200),
    );
    pool.execute(sqlx::raw_sql(&script)).await.expect("filled");
}

/// From now on the event `last` cannot be deleted, nor whatever is to be deleted with it.
pub(super) async fn keep_the_last(pool: &AnyPool, is_sqlite: bool) {
    let script = if is_sqlite {
        "CREATE TRIGGER kept BEFORE DELETE ON events WHEN OLD.id = 'last' BEGIN SELECT RAISE(ABORT, 'kept'); END"
    } else {
        "CREATE FUNCTION keep() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'kept'; END $$; \
         CREATE TRIGGER kept BEFORE DELETE ON events FOR EACH ROW WHEN (OLD.id = 'last') EXECUTE FUNCTION keep()"
    };
    pool.execute(sqlx::raw_sql(script)).await.expect("kept");
}

pub(super) async fn count(pool: &AnyPool, table: &str, workspace: &str) -> i64 {
    let column = if table == "workspaces" { "id" } else { "workspace_id" };
    let sql = format!("SELECT COUNT(*) FROM {table} WHERE {column} = $1");
    sqlx::query_scalar(&sql).bind(workspace).fetch_one(pool).await.expect("counted")
}

pub(super) async fn until_few(pool: &AnyPool, table: &str, workspace: &str, few: i64) {
    let started = Instant::now();
    loop {
        let count = count(pool, table, workspace).await;
        if count <= few {
            return;
        }
        assert!(started.elapsed() < Duration::from_secs(30), "{count} are left of {table}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_deleted_workspace_is_gone_at_once_and_what_was_in_it_goes_in_portions_also_after_a_restart() {
    let mut service = TestService::start().await;
    let pool = service.database.open().await;
    let old = service.workspace.clone();
    fill(&pool, &old, 2_400).await;
    let is_sqlite = service.database.url.starts_with("sqlite");
    keep_the_last(&pool, is_sqlite).await;

    let path = format!("{WORKSPACES}/workspace-id/{{ws}}");
    service.call(Method::DELETE, Role::Admin, &path, None).await.expect(200);
    service.get(&path).await.refused(404);
    service.call(Method::DELETE, Role::Admin, &path, None).await.refused(404);
    service.try_history(&[]).await.refused(404);
    let publish = "/publish/v1/api/event?workspaceId={ws}";
    service.post(publish, event("1", "Order", "ann@example.com", json!({}))).await.refused(404);
    assert!(service.workspaces().await.is_empty());
    // Its name is free; and what is in the next one of that name stays.
    let body = json!({"name": "Main", "description": "the next one"});
    service.call(Method::POST, Role::Admin, WORKSPACES, Some(body)).await.expect(200);
    service.workspace = service.workspaces().await[0]["id"].as_str().expect("an id").to_owned();
    service.publish(event("1", "Order", "ann@example.com", json!({}))).await;

    // All that goes before the portion with the last event is gone for good; in one step nothing would be.
    until_few(&pool, "events", &old, 500).await;
    assert!(count(&pool, "events", &old).await > 0);
    let (new, database) = (service.workspace.clone(), service.stop().await);
    pool.execute(if is_sqlite { "DROP TRIGGER kept" } else { "DROP TRIGGER kept ON events" }).await.expect("dropped");
    assert!(count(&pool, "persons", &old).await > 0);
    let mut next = TestService::start_on(database, |_| ()).await;
    next.workspace = new;
    for table in TABLES {
        until_few(&pool, table, &old, 0).await;
    }
    assert_eq!(next.history(&[]).await.len(), 1);
    assert_eq!(next.workspaces().await.len(), 1);
    pool.close().await;
}
