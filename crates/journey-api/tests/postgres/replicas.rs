//! Several services on one database.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

use journey_api::auth::Role;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch as signal;

use crate::counting::counting_way;
use crate::database::Database;
use crate::suite::health::{health, metrics, number};
use crate::suite::project_live::watch;
use crate::suite::resuming::{assert_resumes_amid_a_merge, assert_resumes_anywhere};
use crate::suite::webex::until;
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
async fn each_replica_says_how_many_live_and_one_that_dies_is_not_counted_any_more() {
    let first = TestService::start().await;
    let way = Way::to(&first.database.url).await;
    let second = TestService::start_on(Database { url: way.url.clone() }, |_| ()).await;
    let third = TestService::start_on(Database { url: first.database.url.clone() }, |_| ()).await;
    let count = async |service: &TestService, expected: i64| {
        until(async || {
            let (health, metrics) = (health(service).await, metrics(service).await);
            let said = (&health["replicasAlive"], number(&metrics, "replicas_alive"));
            if said == (&json!(expected), json!(expected)) { Ok(()) } else { Err(format!("{said:?}")) }
        })
        .await;
    };
    for service in [&first, &second, &third] {
        count(service, 3).await;
    }
    // Its connections end, as they do with a process that is killed.
    way.is_up.send(false).expect("it listens");
    count(&first, 2).await;
    way.is_up.send(true).expect("it listens");
    count(&second, 3).await;
    third.stop().await;
    count(&first, 2).await;
}

#[tokio::test]
async fn whoever_watches_a_project_sees_what_arrives_at_any_replica() {
    let (first, second) = two().await;
    assert_watches_the_project(&first, &second).await;
}

/// Published on both in turn, whoever watches on one of them is told of all of it, once and in order.
pub(crate) async fn assert_watches_the_project(first: &TestService, second: &TestService) {
    let mut live = watch(second, json!({})).await;
    // One of these identities is watched there by itself, too.
    let path = "/v1/api/events/stream/workspace-id/{ws}/identity/1%40example.com";
    let mut one = second.open(path).await;
    for number in 0..6 {
        let publishing = if number % 2 == 0 { first } else { second };
        publishing.publish(event(&number.to_string(), "Order", &format!("{number}@example.com"), json!({}))).await;
        assert_eq!(live.data().await["event"]["id"], json!(number.to_string()));
    }
    assert_eq!(one.data().await["id"], "1");
    drop(one);
    first.publish(event("again", "Order", "1@example.com", json!({}))).await;
    assert_eq!(live.data().await["event"]["id"], "again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_breaks_off_anywhere_while_many_write_on_two_replicas_is_taken_up_without_a_miss() {
    let (first, second) = two().await;
    assert_resumes_anywhere(&[&first, &second]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_breaks_off_amid_a_merge_on_another_replica_is_taken_up_without_a_miss() {
    let (first, second) = two().await;
    assert_resumes_amid_a_merge(&[&first, &second]).await;
}

/// The way from a replica to the database, which can be cut.
pub(crate) struct Way {
    pub(crate) url: String,
    pub(crate) is_up: signal::Sender<bool>,
}

impl Way {
    pub(crate) async fn to(database: &str) -> Self {
        let at = database.find('@').map_or(0, |at| at + 1);
        let (host, name) = database[at..].split_once('/').expect("a database");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let here = listener.local_addr().expect("an address");
        let (is_up, state) = signal::channel(true);
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

#[tokio::test(flavor = "multi_thread")]
async fn hearing_of_events_costs_one_read_for_many_and_none_for_those_that_nobody_watches() {
    let first = TestService::start().await;
    let (url, reads) = counting_way(&first.database.url).await;
    let mut second = TestService::start_on(Database { url }, |_| ()).await;
    second.workspace.clone_from(&first.workspace);
    let mut bob = second.open("/v1/api/events/stream/workspace-id/{ws}/identity/bob%40example.com").await;
    first.publish(event("first", "Order", "bob@example.com", json!({}))).await;
    assert_eq!(bob.data().await["id"], "first");

    let before = reads.load(Ordering::SeqCst);
    for number in 0..200 {
        first.publish(event(&number.to_string(), "Order", "ann@example.com", json!({}))).await;
    }
    first.publish(event("second", "Order", "bob@example.com", json!({}))).await;
    assert_eq!(bob.data().await["id"], "second");
    let unwatched = reads.load(Ordering::SeqCst) - before;
    assert!((1..5).contains(&unwatched), "{unwatched} reads for one event that somebody watches");

    // All but the first wait until it is written, and are published together.
    let pool = first.database.open().await;
    let mut writer = pool.begin().await.expect("begun");
    sqlx::query("SELECT 1 FROM pg_advisory_xact_lock(1936028019)").execute(&mut *writer).await.expect("numbering");
    let before = reads.load(Ordering::SeqCst);
    let ids: Vec<String> = (0..100).map(|number| format!("together-{number}")).collect();
    let publishing = ids.iter().map(|id| first.publish(event(id, "Order", "bob@example.com", json!({}))));
    let hearing = async {
        let mut heard = BTreeSet::new();
        while heard.len() < ids.len() {
            heard.insert(bob.data().await["id"].as_str().expect("an id").to_owned());
        }
        heard
    };
    let release = async {
        // Until the first of them waits for its number.
        let waiting = "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";
        while sqlx::query_scalar::<_, i64>(waiting).fetch_one(&pool).await.expect("read") == 0 {}
        writer.commit().await.expect("let go");
    };
    let (_, heard, ()) = tokio::join!(futures_util::future::join_all(publishing), hearing, release);
    assert_eq!(heard, ids.iter().cloned().collect());
    let watched = reads.load(Ordering::SeqCst) - before;
    let sql = "SELECT COUNT(DISTINCT CAST(xmin AS TEXT)) FROM events WHERE id LIKE 'together-%'";
    let transactions: i64 = sqlx::query_scalar(sql).fetch_one(&pool).await.expect("counted");
    // What one transaction tells may come in two pieces.
    let most = 2 * usize::try_from(transactions).expect("a number");
    assert!((1..=most).contains(&watched), "{watched} reads for a hundred events of {transactions} transactions");
    pool.close().await;
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
