//! Several services on one database.

use std::collections::BTreeSet;

use journey_api::auth::Role;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

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

/// The way from a replica to the database, which can be cut.
struct Way {
    url: String,
    is_up: watch::Sender<bool>,
}

impl Way {
    async fn to(database: &str) -> Self {
        let at = database.find('@').map_or(0, |at| at + 1);
        let (host, name) = database[at..].split_once('/').expect("a database");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let here = listener.local_addr().expect("an address");
        let (is_up, state) = watch::channel(true);
        let host = host.to_owned();
        let url = format!("{}{here}/{name}", &database[..at]);
        tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                let (host, mut state) = (host.clone(), state.clone());
                tokio::spawn(async move {
                    if !*state.borrow() {
                        return;
                    }
                    let mut far = TcpStream::connect(host).await.expect("the server");
                    tokio::select! {
                        _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
                        _ = state.wait_for(|is_up| !*is_up) => {}
                    }
                });
            }
        });
        Self { url, is_up }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_while_a_replica_cannot_reach_the_database_is_in_its_streams_afterwards() {
    let first = TestService::start().await;
    let way = Way::to(&first.database.url).await;
    let mut second = TestService::start_on(Database { url: way.url.clone() }, |_| ()).await;
    second.workspace.clone_from(&first.workspace);
    let path = "/v1/api/events/stream/workspace-id/{ws}/identity/ann%40example.com";
    let mut stream = second.open(path).await;
    let publish = async |id: String| first.publish(event(&id, "Order", "ann@example.com", json!({}))).await;
    publish("before".to_owned()).await;
    let message = stream.message().await.expect("a message");
    let mut last = message.lines().find_map(|line| line.strip_prefix("id: ")).expect("a number").to_owned();
    let mut expected = Vec::new();
    for round in 0..3 {
        way.is_up.send_replace(false);
        for number in 0..10 {
            let id = format!("{round}-{number}");
            publish(id.clone()).await;
            expected.push(id);
        }
        // Long enough for the replica to try in vain.
        let until = tokio::time::Instant::now() + std::time::Duration::from_millis(1500);
        let mut number = 10;
        while tokio::time::Instant::now() < until {
            let id = format!("{round}-{number}");
            publish(id.clone()).await;
            expected.push(id);
            number += 1;
        }
        way.is_up.send_replace(true);
        // From its coming back on, too.
        for number in number..number + 20 {
            let id = format!("{round}-{number}");
            publish(id.clone()).await;
            expected.push(id);
        }
        let expected: BTreeSet<String> = std::mem::take(&mut expected).into_iter().collect();
        let mut heard = BTreeSet::new();
        while heard.len() < expected.len() {
            let Some(message) = stream.message().await else {
                // It may end for want of the database: then its client takes it up where it ended.
                let again = second.request(reqwest::Method::GET, path).header("last-event-id", &last);
                stream = second.open_request(again.bearer_auth(second.token(Role::Agent))).await;
                continue;
            };
            let field = |name: &str| message.lines().find_map(|line| line.strip_prefix(name));
            let (Some(number), Some(data)) = (field("id: "), field("data: ")) else { continue };
            last = number.to_owned();
            let event: Value = serde_json::from_str(data).expect("JSON");
            heard.insert(event["id"].as_str().expect("an id").to_owned());
        }
        assert_eq!(heard, expected);
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

/// As a stream or an export resumes: behind the greatest number that was seen.
#[tokio::test(flavor = "multi_thread")]
async fn who_reads_on_behind_a_number_misses_nothing_however_many_write_and_has_nothing_twice() {
    let (first, second) = two().await;
    let pool = first.database.open().await;
    let is_over = std::sync::atomic::AtomicBool::new(false);
    let reading = async {
        let (mut seen, mut after) = (Vec::new(), 0);
        loop {
            // First whether all is written, then the rest.
            let is_last = is_over.load(std::sync::atomic::Ordering::SeqCst);
            let rows: Vec<(i64,)> = sqlx::query_as("SELECT seq FROM events WHERE seq > $1 ORDER BY seq")
                .bind(after)
                .fetch_all(&pool)
                .await
                .expect("read");
            after = rows.last().map_or(after, |(seq,)| *seq);
            seen.extend(rows.into_iter().map(|(seq,)| seq));
            if is_last {
                return seen;
            }
        }
    };
    let writing = async {
        let writers = (0..16).map(|writer| {
            let service = if writer % 2 == 0 { &first } else { &second };
            async move {
                for number in 0..60 {
                    // Some are new persons, whose events take longer to write.
                    let whose = if number % 3 == 0 { format!("{writer}-{number}") } else { writer.to_string() };
                    let identity = format!("{whose}@example.com");
                    service.publish(event(&format!("{writer}-{number}"), "Order", &identity, json!({}))).await;
                }
            }
        });
        futures_util::future::join_all(writers).await;
        is_over.store(true, std::sync::atomic::Ordering::SeqCst);
    };
    let (seen, ()) = tokio::join!(reading, writing);
    let all: Vec<(i64,)> = sqlx::query_as("SELECT seq FROM events ORDER BY seq").fetch_all(&pool).await.expect("read");
    let all: Vec<i64> = all.into_iter().map(|(seq,)| seq).collect();
    assert_eq!(all.len(), 16 * 60);
    assert_eq!(seen, all);
    pool.close().await;
}

/// A transaction that has numbered an event and not committed holds back whoever numbers the next.
#[tokio::test(flavor = "multi_thread")]
async fn no_greater_number_is_read_while_a_smaller_one_is_still_being_written() {
    let first = TestService::start().await;
    first.publish(event("1", "Order", "ann@example.com", json!({}))).await;
    let pool = first.database.open().await;
    let mut writer = pool.begin().await.expect("begun");
    sqlx::query("SELECT 1 FROM pg_advisory_xact_lock(1936028019)").execute(&mut *writer).await.expect("numbering");
    let publishing = first.publish(event("2", "Order", "ann@example.com", json!({})));
    let mut publishing = std::pin::pin!(publishing);
    let waited = tokio::time::timeout(std::time::Duration::from_millis(500), publishing.as_mut()).await;
    assert!(waited.is_err(), "it did not wait for the smaller number");
    writer.commit().await.expect("written");
    publishing.await;
    pool.close().await;
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
