//! What is too old is deleted; a clock that jumped deletes nothing.

use std::time::{Duration, Instant};

use chrono::{TimeDelta, Utc};
use journey_api::auth::Role;
use reqwest::Method;
use serde_json::json;
use sqlx::{AnyPool, Executor};

use super::deleting::{count, keep_the_last, until_few};
use super::harness::{TestService, event, event_at};
use crate::database::Database;

const DAY: i64 = 86_400_000;
const REFUSED: &str = "retention refused";

/// A service whose events happened that many days ago, and that keeps all of them.
async fn with_events(ages: &[i64]) -> TestService {
    let service = TestService::start().await;
    for age in ages {
        let time = cjds::write_time(Utc::now() - TimeDelta::days(*age));
        service.publish(event_at(&age.to_string(), "Order", "ann@example.com", &time, json!({}))).await;
    }
    service
}

/// The clock has gone so far since old events were last deleted, and since the last one came.
async fn let_the_clock_go(database: &Database, by: i64) {
    let pool = database.open().await;
    let last = Utc::now().timestamp_millis() - by;
    let sql = format!(
        "INSERT INTO marks (name, at, padding) VALUES ('retention', {last}, '') \
         ON CONFLICT (name) DO UPDATE SET at = excluded.at; \
         UPDATE events SET received_at = received_at - {by}"
    );
    pool.execute(sqlx::raw_sql(&sql)).await.expect("written");
    pool.close().await;
}

/// The events that are there when the next service has deleted old ones, or refused to.
async fn after_the_next_start(service: TestService, by: i64, mark: &str) -> (TestService, usize) {
    let workspace = service.workspace.clone();
    let database = service.stop().await;
    let_the_clock_go(&database, by).await;
    let pool = database.open().await;
    pool.execute("DELETE FROM marks WHERE name = 'retention refused'").await.expect("forgotten");
    let mut next = TestService::start_on(database, |config| config.retention_days = Some(30)).await;
    next.workspace = workspace;
    until_marked(&pool, mark).await;
    pool.close().await;
    let count = next.history(&[]).await.len();
    (next, count)
}

async fn until_marked(pool: &sqlx::AnyPool, mark: &str) {
    let started = Instant::now();
    let sql = format!("SELECT at FROM marks WHERE name = '{mark}'");
    loop {
        let marked: Option<(i64,)> = sqlx::query_as(&sql).fetch_optional(pool).await.expect("read");
        if marked.is_some_and(|(at,)| Utc::now().timestamp_millis() - at < 60_000) {
            return;
        }
        assert!(started.elapsed() < Duration::from_secs(20), "{mark} does not come");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn a_clock_that_jumped_deletes_nothing() {
    // Whatever the jump: for the service, a clock two years ahead is a last time two years ago.
    let service = with_events(&[1, 20, 40, 400]).await;
    let (service, count) = after_the_next_start(service, 2 * DAY, REFUSED).await;
    assert_eq!(count, 4);
    let (service, count) = after_the_next_start(service, 730 * DAY, REFUSED).await;
    assert_eq!(count, 4);
    drop(service);
}

#[tokio::test]
async fn a_service_that_was_away_for_hours_goes_on_deleting() {
    let mut service = with_events(&[1, 20, 40, 400]).await;
    let started = Instant::now();
    let mut count = 4;
    (service, _) = after_the_next_start(service, DAY / 2, "retention").await;
    while count != 2 {
        assert!(started.elapsed() < Duration::from_secs(20), "{count} are there");
        count = service.history(&[]).await.len();
    }
}

#[tokio::test]
async fn a_database_of_an_older_version_is_not_emptied_by_a_clock_that_is_ahead_at_the_first_start() {
    let service = with_events(&[1, 400]).await;
    let workspace = service.workspace.clone();
    let database = service.stop().await;
    let_the_clock_go(&database, 700 * DAY).await;
    let pool = database.open().await;
    pool.execute("DELETE FROM marks").await.expect("forgotten");
    let mut next = TestService::start_on(database, |config| config.retention_days = Some(30)).await;
    next.workspace = workspace;
    until_marked(&pool, REFUSED).await;
    pool.close().await;
    assert_eq!(next.history(&[]).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_says_what_it_would_delete_and_deletes_it_when_it_is_told_to() {
    let service = with_events(&[1, 20, 40, 400]).await;
    let workspace = service.workspace.clone();
    let database = service.stop().await;
    let_the_clock_go(&database, 5 * DAY).await;
    let url = database.url.clone();
    let run = move |rest: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_journey-api"));
        command.args(["retention", "--database", &url, "--retention-days", "30"]).args(rest);
        let output = command.output().expect("run");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    for _ in 0..2 {
        let said = run(&["--dry-run"]);
        assert!(said.contains("Would delete 2 events in all"), "{said}");
        assert!(said.contains(&format!("Would delete 2 events of workspace {workspace} (Main), from ")), "{said}");
    }
    assert!(run(&[]).contains("Deletes 2 events in all"));
    assert!(run(&["--dry-run"]).contains("Would delete 0 events in all"));
    let mut next = TestService::start_on(database, |config| config.retention_days = Some(30)).await;
    next.workspace = workspace;
    assert_eq!(next.history(&[]).await.len(), 2);
}

/// Fills the workspace with events of 1970 behind the service's back. The newest of them has the id `last`.
async fn fill(pool: &AnyPool, workspace: &str, events: i64) {
    let script = format!(
        "WITH RECURSIVE n (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < {events}) \
         INSERT INTO events (workspace_id, lookup, identity, id, type, source, time, received_at, body) \
         SELECT '{workspace}', 'zoe', 'zoe', CASE WHEN i = {events} THEN 'last' ELSE 'e' || i END, 'Order', 'zzz', \
         i * 1000, 0, '{{}}' FROM n"
    );
    pool.execute(sqlx::raw_sql(&script)).await.expect("filled");
}

/// Ends the service, and starts one that keeps events for a month.
async fn keeping_a_month(service: TestService) -> TestService {
    let workspace = service.workspace.clone();
    let mut next = TestService::start_on(service.stop().await, |config| config.retention_days = Some(30)).await;
    next.workspace = workspace;
    next
}

#[tokio::test]
async fn old_events_go_in_portions_and_what_is_gone_stays_gone_whatever_becomes_of_the_next_portion() {
    let service = TestService::start().await;
    let (pool, workspace) = (service.database.open().await, service.workspace.clone());
    fill(&pool, &workspace, 1_200).await;
    keep_the_last(&pool, service.database.url.starts_with("sqlite")).await;
    let service = keeping_a_month(service).await;
    // Two portions of 500. The third has the event that cannot be deleted; by one step nothing would be gone.
    until_few(&pool, "events", &workspace, 200).await;
    let now = cjds::write_time(Utc::now());
    service.publish(event_at("1", "Order", "ann@example.com", &now, json!({}))).await;
    assert_eq!(count(&pool, "events", &workspace).await, 201);
    pool.close().await;
}

/// On PostgreSQL what is deleted is kept for whoever began to look before, such as a worker that analyzes the table.
async fn until_nobody_sees_what_was(pool: &AnyPool) {
    let started = Instant::now();
    let sql = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() \
               AND backend_xmin IS NOT NULL";
    loop {
        // Whoever begins now does not see it any more.
        let looking: i64 = sqlx::query_scalar(sql).fetch_one(pool).await.expect("counted");
        if looking == 0 {
            return;
        }
        assert!(started.elapsed() < Duration::from_secs(20), "{looking} still see what was deleted");
    }
}

#[tokio::test]
async fn what_was_deleted_makes_room_for_what_comes_and_the_store_grows_no_further() {
    let mut service = TestService::start().await;
    let (pool, workspace) = (service.database.open().await, service.workspace.clone());
    let is_sqlite = service.database.url.starts_with("sqlite");
    let size = async || {
        let sql = if is_sqlite {
            "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        } else {
            "SELECT pg_total_relation_size('events')"
        };
        sqlx::query_scalar::<_, i64>(sql).fetch_one(&pool).await.expect("a size")
    };
    let mut sizes = Vec::new();
    for _ in 0..6 {
        fill(&pool, &workspace, 5_000).await;
        sizes.push(size().await);
        service = keeping_a_month(service).await;
        until_few(&pool, "events", &workspace, 0).await;
        if !is_sqlite {
            until_nobody_sees_what_was(&pool).await;
            // As PostgreSQL's own workers do within a minute or so.
            pool.execute("VACUUM events").await.expect("done");
        }
    }
    // PostgreSQL uses emptied pages of an index again when another round of its workers has seen them.
    let (early, late) = (sizes[2], sizes[5]);
    assert!(late <= early + early / 5, "{sizes:?}");
    // It may take two rounds until the room of the first is used again. Never used again, it would be six times as much.
    assert!(late <= 3 * sizes[0], "{sizes:?}");
    service.publish(event("1", "Order", "ann@example.com", json!({}))).await;
    pool.close().await;
}

#[tokio::test]
async fn a_project_keeps_its_events_for_its_own_days_and_the_others_as_long_as_the_service() {
    let service = with_events(&[1, 20, 40]).await;
    let own = "/admin/v1/api/retention/workspace-id/{ws}";
    let admin = async |method: Method, path: &str, body: Option<serde_json::Value>| {
        service.call(method, Role::Admin, path, body).await
    };
    let asked = admin(Method::GET, &format!("{own}?days=30"), None).await.expect(200)["data"].clone();
    assert_eq!(
        (&asked["days"], &asked["serviceDays"], &asked["ownDays"]),
        (&json!(36_500), &json!(36_500), &json!(null))
    );
    assert_eq!((&asked["askedDays"], &asked["wouldDelete"]["events"]), (&json!(30), &json!(1)));
    for days in [json!(0), json!(40_000), json!("soon")] {
        let reasons = admin(Method::PUT, own, Some(json!({"days": days}))).await.refused(400);
        assert!(reasons.contains("days"), "{reasons}");
    }
    // What says nothing of days changes nothing: what is deleted cannot be had back.
    for body in [json!({}), json!({"dataRetentionDays": 30}), json!({"days": 30, "until": "2026-01-01"})] {
        admin(Method::PUT, own, Some(body)).await.refused(400);
    }
    service.call(Method::PUT, Role::Agent, own, Some(json!({"days": 30}))).await.refused(403);
    let stranger = service.token_of(Role::Admin, "another", None, 60);
    let request = service.request(Method::PUT, own).bearer_auth(stranger).json(&json!({"days": 30}));
    service.send(request).await.refused(404);
    let set = admin(Method::PUT, own, Some(json!({"days": 30}))).await.expect(200)["data"].clone();
    assert_eq!((&set["days"], &set["ownDays"], &set["wouldDelete"]["events"]), (&json!(30), &json!(30), &json!(1)));

    let other = admin(Method::POST, "/admin/v1/api/workspace", Some(json!({"name": "Other", "description": ""}))).await;
    let all = other.expect(200)["data"]["workspaces"].clone();
    let other = all.as_array().and_then(|all| all.iter().find(|one| one["name"] == "Other")).expect("made");
    let other = other["id"].as_str().expect("an id").to_owned();
    let time = cjds::write_time(Utc::now() - TimeDelta::days(40));
    let old = event_at("old", "Order", "ann@example.com", &time, json!({}));
    service.post(&format!("/publish/v1/api/event?workspaceId={other}"), old).await.expect(202);

    // The next start deletes what is too old.
    let first = service.workspace.clone();
    let mut next = TestService::start_on(service.stop().await, |_| ()).await;
    next.workspace = first;
    let started = Instant::now();
    while next.history(&[]).await.len() != 2 {
        assert!(started.elapsed() < Duration::from_secs(20), "{:?}", next.history(&[]).await);
    }
    let set = next.call(Method::PUT, Role::Admin, own, Some(json!({"days": null}))).await.expect(200)["data"].clone();
    assert_eq!((&set["days"], &set["ownDays"]), (&json!(36_500), &json!(null)));
    next.workspace = other;
    assert_eq!(next.history(&[]).await.len(), 1, "the other project keeps its own");
}
