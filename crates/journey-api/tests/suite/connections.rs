//! Clients that are slow or mean harm: they stop nobody.

use std::time::{Duration, Instant};

use journey_api::Connections;
use journey_api::auth::Role;
use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::harness::{TestService, event};

const SHORT: Duration = Duration::from_millis(400);
/// Far more than it takes, so that a busy machine fails nothing.
const LONG: Duration = Duration::from_secs(20);

async fn start(change: impl FnOnce(&mut Connections)) -> TestService {
    TestService::start_with(|config| change(&mut config.connections)).await
}

async fn connect(service: &TestService, say: &str) -> TcpStream {
    let mut stream = TcpStream::connect(service.service.address()).await.expect("connected");
    stream.write_all(say.as_bytes()).await.expect("said");
    stream
}

/// All that is answered until the service closes the connection.
async fn until_closed(stream: &mut TcpStream) -> String {
    let mut all = Vec::new();
    // A reset is an end, too.
    let _ = timeout(LONG, stream.read_to_end(&mut all)).await.expect("closed in time");
    String::from_utf8_lossy(&all).into_owned()
}

async fn is_live(service: &TestService) {
    service.send(service.request(Method::GET, "/health/live")).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn three_hundred_heads_that_are_half_sent_stop_nobody_and_are_closed() {
    let service = start(|limits| limits.head = SHORT).await;
    let mut half = Vec::new();
    for number in 0..300 {
        // Some say nothing at all.
        let said = if number % 3 == 0 { "" } else { "GET /health/live HTTP/1.1\r\nhost: x\r\nx-slow: " };
        half.push(connect(&service, said).await);
    }
    is_live(&service).await;
    for stream in &mut half {
        assert_eq!(until_closed(stream).await, "");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_comes_byte_by_byte_is_closed_in_its_time_also_on_a_connection_that_was_good() {
    let service = start(|limits| limits.head = SHORT).await;
    let mut stream = connect(&service, "GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n").await;
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.expect("an answer");
    assert_eq!(&answer, b"HTTP/1.1 200");
    let started = Instant::now();
    // Until it cannot be written to any more.
    while stream.write_all(b"G").await.is_ok() {
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert!(started.elapsed() < LONG, "it is still open");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_does_not_come_is_refused() {
    let service = start(|limits| limits.body = SHORT).await;
    let head = format!(
        "POST /publish/v1/api/event?workspaceId={} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-length: 1000\r\n\r\n{{",
        service.workspace,
        service.token(Role::Supervisor)
    );
    let mut slow = Vec::new();
    for _ in 0..50 {
        slow.push(connect(&service, &head).await);
    }
    is_live(&service).await;
    for stream in &mut slow {
        let answer = until_closed(stream).await;
        assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("did not come in its time"), "{answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_connection_is_kept_for_a_while_and_then_closed() {
    let service = start(|limits| limits.idle = Duration::from_secs(2)).await;
    let mut stream = connect(&service, "GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n").await;
    let mut byte = [0];
    stream.read_exact(&mut byte).await.expect("an answer");
    stream.write_all(b"GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("said");
    let answers = until_closed(&mut stream).await;
    assert_eq!(answers.matches("\"status\":\"live\"").count(), 2, "{answers}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_has_so_many_connections_and_no_more() {
    let service = start(|limits| limits.most_per_address = 20).await;
    let mut held = Vec::new();
    // The test's own client has some of them.
    let refused = loop {
        let mut stream = connect(&service, "GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n").await;
        let mut byte = [0];
        match timeout(LONG, stream.read(&mut byte)).await.expect("answered or closed") {
            Ok(1) => held.push(stream),
            Ok(_) | Err(_) => break stream,
        }
        assert!(held.len() <= 20);
    };
    drop(refused);
    assert!(held.len() >= 10, "only {} of 20", held.len());
    held.clear();
    let started = Instant::now();
    loop {
        let mut stream = connect(&service, "GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n").await;
        let mut byte = [0];
        if matches!(timeout(LONG, stream.read(&mut byte)).await.expect("answered or closed"), Ok(1)) {
            break;
        }
        assert!(started.elapsed() < LONG, "there is no room again");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_service_ends_in_its_time_whatever_is_half_open() {
    let service = start(|limits| (limits.grace, limits.head, limits.body) = (SHORT, LONG, LONG)).await;
    let token = service.token(Role::Supervisor);
    let workspace = service.workspace.clone();
    let body = format!(
        "POST /publish/v1/api/event?workspaceId={workspace} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-length: 9\r\n\r\n{{"
    );
    let stream = format!(
        "GET /v1/api/events/stream/workspace-id/{workspace}/identity/a HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\r\n"
    );
    let mut open = Vec::new();
    for said in [
        "",
        "GET / HT",
        "GET / HTTP/1.1\r\nhost: x\r\nx: ",
        &body,
        &stream,
        "GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n",
    ] {
        for _ in 0..10 {
            open.push(connect(&service, said).await);
        }
    }
    is_live(&service).await;
    timeout(Duration::from_secs(10), service.stop()).await.expect("ended in its time");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_nobody_reads_is_ended() {
    let service = start(|limits| limits.unread = SHORT).await;
    let token = service.token(Role::Agent);
    let workspace = &service.workspace;
    let open = format!(
        "GET /v1/api/events/stream/workspace-id/{workspace}/identity/ann%40example.com HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\r\n"
    );
    let mut unread = connect(&service, &open).await;
    let mut head = [0; 12];
    unread.read_exact(&mut head).await.expect("an answer");
    assert_eq!(&head, b"HTTP/1.1 200");
    let mut read = service.open("/v1/api/events/stream/workspace-id/{ws}/identity/ann%40example.com").await;
    let streams = async || {
        let numbers = service.send(service.request(Method::GET, "/metrics")).await;
        let text = numbers.body.as_str().expect("text").to_owned();
        text.lines().find_map(|line| line.strip_prefix("journey_api_streams ")?.parse::<i64>().ok()).expect("counted")
    };
    assert_eq!(streams().await, 2);
    let started = Instant::now();
    let mut number = 0;
    while streams().await != 1 {
        let id = number.to_string();
        service.publish(event(&id, "Order", "ann@example.com", json!({"text": "x".repeat(400_000)}))).await;
        assert_eq!(read.data().await["id"], id, "who reads is served");
        number += 1;
        assert!(started.elapsed() < LONG, "it is still there");
    }
}
