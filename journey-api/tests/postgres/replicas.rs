//! Several services on one database.

use serde_json::json;

use crate::database::Database;
use crate::suite::{TestService, event};

async fn two() -> (TestService, TestService) {
    let first = TestService::start().await;
    let database = Database { url: first.database.url.clone() };
    let mut second = TestService::start_on(database, |_| ()).await;
    second.workspace.clone_from(&first.workspace);
    (first, second)
}

#[tokio::test]
async fn an_event_published_on_one_replica_reaches_the_streams_of_the_other_once() {
    let (first, second) = two().await;
    let path = "/v1/api/events/stream/workspace-id/{ws}/identity/ann%40example.com";
    let (mut here, mut there) = (first.open(path).await, second.open(path).await);
    for id in ["1", "2", "3"] {
        first.publish(event(id, "Order", "ann@example.com", json!({"n": id}))).await;
        second.publish(event(&format!("{id}b"), "Order", "ann@example.com", json!({}))).await;
        for stream in [&mut here, &mut there] {
            let mut ids = [stream.data().await["id"].to_string(), stream.data().await["id"].to_string()];
            ids.sort();
            assert_eq!(ids, [format!("\"{id}\""), format!("\"{id}b\"")]);
        }
    }
}

#[tokio::test]
async fn a_merge_on_one_replica_is_followed_by_the_streams_of_the_other() {
    let (first, second) = two().await;
    first.publish(event("1", "Order", "+12025550143", json!({}))).await;
    let mut there = second.open("/v1/api/events/stream/workspace-id/{ws}/identity/12025550143").await;
    let body = json!({"phone": ["+12025550143"], "email": ["ann@example.com"]});
    first.post("/admin/v1/api/person/merge-identities/workspace-id/{ws}", body).await.expect(200);
    first.publish(event("2", "Order", "ann@example.com", json!({}))).await;
    // What was published right before the stream was opened may still come.
    let mut next = there.data().await;
    if next["id"] == "1" {
        next = there.data().await;
    }
    assert_eq!(next["id"], "2");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_event_published_on_both_at_once_is_stored_once_with_one_person() {
    let (first, second) = two().await;
    for number in 0..20 {
        let event = event("x", "Order", &format!("person-{number}@example.com"), json!({}));
        tokio::join!(first.publish(event.clone()), second.publish(event));
    }
    assert_eq!(first.history(&[]).await.len(), 20);
    let persons = first.get("/admin/v1/api/person/workspace-id/{ws}").await.expect(200);
    assert_eq!(persons["data"].as_array().map(Vec::len), Some(20));
}

#[tokio::test(flavor = "multi_thread")]
async fn replicas_that_start_together_take_turns_at_making_the_tables() {
    let database = crate::database::fresh().await;
    let start = |url: String| TestService::start_on(Database { url }, |config| config.seed = true);
    let (one, two, three) =
        tokio::join!(start(database.url.clone()), start(database.url.clone()), start(database.url.clone()));
    assert_eq!(one.workspaces().await.len(), 2, "the sample data came once");
    assert_eq!(two.workspaces().await, three.workspaces().await);
}
