//! Replicas that hear of each other by NATS: a real server, which can be away.

mod refused;
mod server;

use std::collections::BTreeSet;
use std::process::Command;
use std::time::{Duration, Instant};

use journey_api::auth::Role;
use reqwest::Method;
use serde_json::json;

use self::server::{Nats, free_port};
use crate::database::{Database, fresh};
use crate::replicas::{Way, assert_watches_the_project};
use crate::suite::harness::Live;
use crate::suite::program::Program;
use crate::suite::resuming::{assert_resumes_amid_a_merge, assert_resumes_anywhere};
use crate::suite::{TestService, event};

const STREAM: &str = "/v1/api/events/stream/workspace-id/{ws}/identity/ann%40example.com";

async fn two(nats: &Nats) -> (TestService, TestService) {
    let first = TestService::start_with(|config| config.live = Some(nats.url())).await;
    let second = beside(&first, nats.url()).await;
    (first, second)
}

async fn beside(first: &TestService, nats: String) -> TestService {
    let database = Database { url: first.database.url.clone() };
    let mut second = TestService::start_on(database, |config| config.live = Some(nats)).await;
    second.workspace.clone_from(&first.workspace);
    second
}

/// A number of a service.
async fn number(service: &TestService, name: &str) -> u64 {
    let text = service.send(service.request(Method::GET, "/metrics")).await.expect(200);
    let text = text.as_str().expect("text");
    let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_else(|| panic!("{name} in {text}"));
    line.trim().parse().expect("a number")
}

const TOLD: &str = "journey_api_live_notes_total{way=\"told_by_nats\"}";
const TOLD_OTHERWISE: &str = "journey_api_live_notes_total{way=\"told_by_database\"}";
const HEARD: &str = "journey_api_live_notes_total{way=\"heard_by_nats\"}";

/// Waits until a service says so of NATS.
async fn until(service: &TestService, live: &str) {
    let started = Instant::now();
    loop {
        let answer = service.send(service.request(Method::GET, "/health/ready")).await.expect(200);
        if answer["live"] == live {
            return;
        }
        assert!(started.elapsed() < Duration::from_secs(30), "{answer}");
    }
}

/// Hears all of these once, and nothing else.
async fn assert_hears(stream: &mut Live, expected: &[String]) {
    let mut heard: Vec<String> = Vec::new();
    while heard.len() < expected.len() {
        heard.push(stream.data().await["id"].as_str().expect("an id").to_owned());
    }
    let set: BTreeSet<&String> = heard.iter().collect();
    assert_eq!(set, expected.iter().collect(), "{heard:?}");
}

#[tokio::test]
#[ignore = "needs nats-server; `cargo xtask test` runs it where it is installed"]
async fn whoever_watches_a_project_hears_by_nats_of_what_arrives_at_any_replica() {
    let nats = Nats::start();
    let (first, second) = two(&nats).await;
    assert_watches_the_project(&first, &second).await;
    assert!(number(&second, HEARD).await > 0);
    assert_eq!(number(&first, TOLD_OTHERWISE).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nats-server; `cargo xtask test` runs it where it is installed"]
async fn what_one_replica_publishes_is_heard_by_the_streams_of_the_other_by_nats_alone() {
    let nats = Nats::start();
    let (first, second) = two(&nats).await;
    let (mut here, mut there) = (first.open(STREAM).await, second.open(STREAM).await);
    for id in ["1", "2", "3"] {
        first.publish(event(id, "Order", "ann@example.com", json!({"n": id}))).await;
        second.publish(event(&format!("{id}b"), "Order", "ann@example.com", json!({}))).await;
        let expected = [id.to_owned(), format!("{id}b")];
        assert_hears(&mut here, &expected).await;
        assert_hears(&mut there, &expected).await;
    }
    // A long one is not kept while it waits, and read.
    first.publish(event("long", "Order", "ann@example.com", json!({"text": "x".repeat(20_000)}))).await;
    assert_eq!(there.data().await["data"]["text"].as_str().map(str::len), Some(20_000));
    // Whoever becomes known to be the same person is heard, too.
    let body = json!({"phone": ["+12025550143"], "email": ["ann@example.com"]});
    first.post("/admin/v1/api/person/merge-identities/workspace-id/{ws}", body).await.expect(200);
    first.publish(event("by phone", "Order", "+12025550143", json!({}))).await;
    assert_eq!(there.data().await["id"], "by phone");
    assert_eq!(number(&first, TOLD_OTHERWISE).await, 0);
    assert!(number(&first, TOLD).await > 0);
    assert!(number(&second, HEARD).await > 0);
    assert_eq!(number(&second, "journey_api_nats_up ").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nats-server; `cargo xtask test` runs it where it is installed"]
async fn a_stream_that_breaks_off_anywhere_while_many_write_on_two_replicas_is_taken_up_without_a_miss() {
    let nats = Nats::start();
    let (first, second) = two(&nats).await;
    assert_resumes_anywhere(&[&first, &second]).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nats-server; `cargo xtask test` runs it where it is installed"]
async fn a_stream_that_breaks_off_amid_a_merge_on_another_replica_is_taken_up_without_a_miss() {
    let nats = Nats::start();
    let (first, second) = two(&nats).await;
    assert_resumes_amid_a_merge(&[&first, &second]).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nats-server; `cargo xtask test` runs it where it is installed"]
async fn a_replica_hears_nothing_that_nobody_watches_there_and_nothing_of_whom_nobody_watches_any_more() {
    let nats = Nats::start();
    let (first, second) = two(&nats).await;
    let publish = async |id: String, whose: &str| first.publish(event(&id, "Order", whose, json!({}))).await;
    for number in 0..50 {
        publish(format!("before-{number}"), &format!("person-{number}@example.com")).await;
    }
    let mut stream = second.open(STREAM).await;
    for number in 0..50 {
        publish(format!("other-{number}"), &format!("person-{number}@example.com")).await;
    }
    publish("1".to_owned(), "ann@example.com").await;
    assert_eq!(stream.data().await["id"], "1");
    // The event, and that there is a person now.
    let heard = number(&second, HEARD).await;
    assert!((1..=2).contains(&heard), "{heard}");

    drop(stream);
    let mut other = second.open("/v1/api/events/stream/workspace-id/{ws}/identity/bob%40example.com").await;
    // The service learns that the client is gone when it sends something, at the latest.
    let started = Instant::now();
    let mut round = 0;
    loop {
        let before = number(&second, HEARD).await;
        for number in 0..10 {
            publish(format!("after-{round}-{number}"), "ann@example.com").await;
        }
        publish(format!("bob-{round}"), "bob@example.com").await;
        assert_eq!(other.data().await["id"], format!("bob-{round}"));
        if number(&second, HEARD).await <= before + 2 {
            break;
        }
        assert!(started.elapsed() < Duration::from_secs(30), "it still hears of whom nobody watches");
        round += 1;
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nats-server; `cargo xtask test` runs it where it is installed"]
async fn nothing_is_lost_and_nothing_heard_late_while_nats_is_away_or_begins_anew() {
    let mut nats = Nats::start();
    let (first, second) = two(&nats).await;
    let (mut here, mut there) = (first.open(STREAM).await, second.open(STREAM).await);
    for round in 0..2 {
        let mut expected = Vec::new();
        let mut number_of = 0;
        let mut next = || {
            number_of += 1;
            format!("{round}-{number_of}")
        };
        let publish = async |id: &str| first.publish(event(id, "Order", "ann@example.com", json!({}))).await;
        let mut some = async |count: usize, expected: &mut Vec<String>| {
            for _ in 0..count {
                let id = next();
                publish(&id).await;
                expected.push(id);
            }
        };
        some(5, &mut expected).await;
        nats.kill();
        // From its going on, also before anybody has noticed.
        some(20, &mut expected).await;
        assert_hears(&mut here, &expected).await;
        assert_hears(&mut there, &expected).await;
        for service in [&first, &second] {
            until(service, "nats away").await;
            assert_eq!(number(service, "journey_api_nats_up ").await, 0);
        }
        // By the database, and while it is away.
        let before = number(&first, TOLD_OTHERWISE).await;
        expected.clear();
        some(10, &mut expected).await;
        // Who comes now is not kept waiting, and heard when it is back.
        let mut late = second.open("/v1/api/events/stream/workspace-id/{ws}/identity/bob%40example.com").await;
        let bob = format!("bob-{round}");
        first.publish(event(&bob, "Order", "bob@example.com", json!({}))).await;
        assert_eq!(late.data().await["id"], bob);
        assert_hears(&mut here, &expected).await;
        assert_hears(&mut there, &expected).await;
        nats.start_again();
        expected.clear();
        // From its coming back on, too.
        some(20, &mut expected).await;
        for service in [&first, &second] {
            until(service, "nats").await;
        }
        some(20, &mut expected).await;
        assert_hears(&mut here, &expected).await;
        assert_hears(&mut there, &expected).await;
        let bob = format!("bob-{round}-again");
        first.publish(event(&bob, "Order", "bob@example.com", json!({}))).await;
        assert_eq!(late.data().await["id"], bob);
        assert!(number(&first, TOLD_OTHERWISE).await >= before + 10);
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nats-server; `cargo xtask test` runs it where it is installed"]
async fn a_replica_that_alone_could_not_reach_nats_reads_what_it_missed() {
    let port = free_port();
    let way = Way::to(&format!("x@127.0.0.1:{port}/")).await;
    let (_, address) = way.url.split_once('@').expect("an address");
    let address = address.trim_end_matches('/');
    let said = address.rsplit_once(':').and_then(|(_, port)| port.parse().ok()).expect("a port");
    // Else the second would find the way that is not cut.
    let nats = Nats::at(port, said);
    let first = TestService::start_with(|config| config.live = Some(nats.url())).await;
    let second = beside(&first, format!("nats://{address}")).await;
    let mut there = second.open(STREAM).await;
    let publish = async |id: &str| first.publish(event(id, "Order", "ann@example.com", json!({}))).await;
    // The first makes a person known, which has the stream look at the database; at the second it has done so.
    for id in ["first", "second"] {
        publish(id).await;
        assert_eq!(there.data().await["id"], id);
    }
    way.is_up.send_replace(false);
    until(&second, "nats away").await;
    let before = number(&first, TOLD_OTHERWISE).await;
    let mut expected = Vec::new();
    for number in 0..30 {
        let id = number.to_string();
        publish(&id).await;
        expected.push(id);
    }
    assert_eq!(number(&first, TOLD_OTHERWISE).await, before, "for the others it goes by NATS");
    way.is_up.send_replace(true);
    publish("after").await;
    expected.push("after".to_owned());
    tokio::time::timeout(Duration::from_secs(30), assert_hears(&mut there, &expected)).await.expect("read");
    until(&second, "nats").await;
    // And what the second says while it is away itself reaches the first at once.
    let mut here = first.open(STREAM).await;
    way.is_up.send_replace(false);
    until(&second, "nats away").await;
    second.publish(event("from the second", "Order", "ann@example.com", json!({}))).await;
    assert_eq!(here.data().await["id"], "from the second");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nats-server; `cargo xtask test` runs it where it is installed"]
async fn what_a_nats_that_hangs_has_taken_and_not_told_is_told_by_the_database() {
    let nats = Nats::start();
    let (first, second) = two(&nats).await;
    let mut there = second.open(STREAM).await;
    let publish = async |id: &str| first.publish(event(id, "Order", "ann@example.com", json!({}))).await;
    publish("before").await;
    assert_eq!(there.data().await["id"], "before");
    let before = number(&first, TOLD_OTHERWISE).await;
    nats.signal("-STOP");
    let expected: Vec<String> = (0..5).map(|number| number.to_string()).collect();
    for id in &expected {
        publish(id).await;
    }
    tokio::time::timeout(Duration::from_secs(30), assert_hears(&mut there, &expected)).await.expect("told");
    assert!(number(&first, TOLD_OTHERWISE).await >= before + 5);
    nats.signal("-CONT");
    for service in [&first, &second] {
        until(service, "nats").await;
    }
    publish("after").await;
    assert_eq!(there.data().await["id"], "after");
}

/// A process that ends between its commit and telling it leaves the others to find it out.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nats-server; `cargo xtask test` runs it where it is installed"]
async fn what_a_replica_committed_and_could_not_tell_before_it_was_killed_is_found() {
    let nats = Nats::start();
    let database = fresh().await;
    let mut command = Command::new(env!("CARGO_BIN_EXE_journey-api"));
    command.args(["serve", "--listen", "127.0.0.1:0", "--seed", "--database", &database.url, "--live", &nats.url()]);
    let program = Program::start_by(command, &database.url).await;
    let organization = journey_api::seed::ORGANIZATION_ID.to_owned();
    let mut second = TestService::start_on(Database { url: database.url.clone() }, |config| {
        config.live = Some(nats.url());
        config.organization = organization.clone();
    })
    .await;
    second.workspace.clone_from(&program.workspace);
    let token = second.token_of(Role::Agent, &organization, None, 600);
    let mut there = second.open_request(second.request(Method::GET, STREAM).bearer_auth(token)).await;
    let publish = async |id: &str| {
        let body = event(id, "Order", "ann@example.com", json!({}));
        let path = "/publish/v1/api/event?workspaceId={ws}";
        program.request(Method::POST, path).json(&body).send().await.expect("an answer").status().as_u16()
    };
    assert_eq!(publish("heard").await, 202);
    assert_eq!(there.data().await["id"], "heard");
    // The second knows that it is there.
    let both = tokio::time::timeout(Duration::from_secs(20), two_beat(&nats));
    both.await.expect("both say that they are there");
    // As if it had been told by nobody: written behind its back, as a commit of its last moment.
    let pool = database.open().await;
    let sql = "INSERT INTO events (workspace_id, lookup, identity, id, type, source, time, received_at, body) \
               SELECT workspace_id, lookup, identity, 'untold', type, source, time, received_at, \
               REPLACE(body, 'heard', 'untold') FROM events WHERE id = 'heard'";
    sqlx::query(sql).execute(&pool).await.expect("written");
    pool.close().await;
    drop(program);
    let found = tokio::time::timeout(Duration::from_secs(30), there.data());
    assert_eq!(found.await.expect("it is looked for")["id"], "untold");
}

/// Listens by NATS's own words until two replicas have said that they are there.
async fn two_beat(nats: &Nats) {
    use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
    let mut connection = tokio::net::TcpStream::connect(("127.0.0.1", nats.port)).await.expect("NATS");
    let words = b"CONNECT {\"verbose\":false}\r\nSUB journey-api.*.heart 1\r\n";
    connection.write_all(words).await.expect("said");
    let mut lines = BufReader::new(connection).lines();
    let mut instances = BTreeSet::new();
    while instances.len() < 2 {
        let line = lines.next_line().await.expect("read").expect("a line");
        if line.starts_with("MSG ") {
            instances.insert(lines.next_line().await.expect("read").expect("who it is"));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nats-server; `cargo xtask test` runs it where it is installed"]
async fn databases_on_one_nats_hear_nothing_of_each_other() {
    let nats = Nats::start();
    let (first, second) = two(&nats).await;
    let mut other = TestService::start_with(|config| config.live = Some(nats.url())).await;
    // As if it were a copy of the first: the same workspace, the same numbers.
    let pool = other.database.open().await;
    let renamed = format!(
        "BEGIN; SET LOCAL session_replication_role = replica; UPDATE workspaces SET id = '{0}'; \
         UPDATE templates SET workspace_id = '{0}'; COMMIT",
        first.workspace
    );
    sqlx::raw_sql(&renamed).execute(&pool).await.expect("renamed");
    pool.close().await;
    other.workspace.clone_from(&first.workspace);
    let (mut there, mut elsewhere) = (second.open(STREAM).await, other.open(STREAM).await);
    first.publish(event("1", "Order", "ann@example.com", json!({}))).await;
    assert_eq!(there.data().await["id"], "1");
    other.publish(event("own", "Order", "ann@example.com", json!({}))).await;
    assert_eq!(elsewhere.data().await["id"], "own");
    assert_eq!(number(&other, HEARD).await, 0);
}
