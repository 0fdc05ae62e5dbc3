//! The database is locked or away: nobody hangs, everybody is told, and it passes.

use reqwest::Method;
use serde_json::json;

use crate::database::Database;
use crate::replicas::Way;
use crate::suite::harness::Answer;
use crate::suite::{TestService, event};

const PUBLISH: &str = "/publish/v1/api/event?workspaceId={ws}";

/// What reads and what writes, at once.
async fn all(service: &TestService) -> Vec<Answer> {
    let publishing = (0..10).map(|number| {
        service.post(PUBLISH, event(&format!("meanwhile-{number}"), "Order", "ann@example.com", json!({})))
    });
    let reading = (0..10).map(|_| service.try_history(&[("identity", "ann@example.com")]));
    let (mut all, read) =
        tokio::join!(futures_util::future::join_all(publishing), futures_util::future::join_all(reading));
    all.extend(read);
    all
}

fn assert_refused(answers: Vec<Answer>, reason: &str) {
    for answer in answers {
        assert!(answer.headers.contains_key("retry-after"), "{}", answer.body);
        let said = answer.refused(503);
        // Who waits for a connection that somebody waits on does not know more.
        assert!(said.contains(reason) || said.contains("does not answer"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_somebody_else_locks_for_long_is_told_to_all_who_wait() {
    let service = TestService::start().await;
    service.publish(event("before", "Order", "ann@example.com", json!({}))).await;
    let pool = service.database.open().await;
    let mut other = pool.begin().await.expect("begun");
    sqlx::query("LOCK TABLE events IN ACCESS EXCLUSIVE MODE").execute(&mut *other).await.expect("locked");
    assert_refused(all(&service).await, "locked");
    other.rollback().await.expect("let go");
    service.publish(event("after", "Order", "ann@example.com", json!({}))).await;
    let ids: Vec<_> = service.history(&[("sortBy", "id")]).await.iter().map(|event| event["id"].clone()).collect();
    assert_eq!(ids, ["before", "after"], "nothing that was refused is written later");
    pool.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_away_is_told_and_everything_goes_on_when_it_is_back() {
    let first = TestService::start().await;
    let way = Way::to(&first.database.url).await;
    let mut service = TestService::start_on(Database { url: way.url.clone() }, |_| ()).await;
    service.workspace.clone_from(&first.workspace);
    service.publish(event("before", "Order", "ann@example.com", json!({}))).await;
    way.is_up.send_replace(false);
    assert_refused(all(&service).await, "does not answer");
    service.send(service.request(Method::GET, "/health/ready")).await.refused(503);
    way.is_up.send_replace(true);
    service.publish(event("after", "Order", "ann@example.com", json!({}))).await;
    assert_eq!(service.history(&[]).await.len(), 2);
}
