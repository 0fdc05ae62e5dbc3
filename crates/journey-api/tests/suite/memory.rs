//! How much memory the service takes from the machine while its clients are slow.

use std::time::{Duration, Instant};

use futures_util::StreamExt;
use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::harness::event_at;
use super::program::Program;
use crate::database::fresh;

const EVENTS: usize = 10_000;
/// What it may hold at the most, in MB.
const MOST: u64 = 200;
/// And how much more than at its beginning when all are gone: 50 MB are the database's cache.
const KEPT: u64 = 80;
/// Far more than it takes, so that a busy machine fails nothing.
const LONG: Duration = Duration::from_secs(120);

/// A figure of the process from the system, in MB.
fn memory(program: &Program, name: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", program.id())).expect("the process runs");
    let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("a figure");
    let kilobytes = line.trim_matches([':', ' ', '\t', 'k', 'B']).parse::<u64>().expect("a number");
    kilobytes / 1024
}

/// Asks, reads until the answer has begun, and then no more.
async fn ask(program: &Program, path: &str, has_begun: &str) -> TcpStream {
    let address = program.url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.expect("connected");
    let (path, token) = (path.replace("{ws}", &program.workspace), &program.token);
    let head = format!("GET {path} HTTP/1.1\r\nhost: x\r\nlast-event-id: 0\r\nauthorization: Bearer {token}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.expect("said");
    let mut answer = String::new();
    let mut some = [0; 256];
    while !answer.contains(has_begun) {
        let read = timeout(LONG, stream.read(&mut some)).await.expect("answered in time").expect("open");
        assert!(read > 0, "closed after {answer}");
        answer.push_str(&String::from_utf8_lossy(&some[..read]));
    }
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    stream
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_clients_that_do_not_read_a_history_of_24_mb_take_little_memory_and_give_it_back() {
    let database = fresh().await;
    let program = Program::start(&database.url).await;
    let text = "x".repeat(2_200);
    program.import((0..EVENTS).map(|number| {
        let time = format!("2026-03-01T{:02}:{:02}:{:02}Z", number / 3600, number / 60 % 60, number % 60);
        event_at(&number.to_string(), "Order", "ann@example.com", &time, json!({"text": text}))
    }));
    let first = memory(&program, "VmRSS");
    let mut unread = Vec::new();
    let history = format!("/v1/api/events/workspace-id/{{ws}}?identity=ann%40example.com&pageSize={EVENTS}");
    let stream = "/v1/api/events/stream/workspace-id/{ws}/identity/ann%40example.com";
    for (count, path) in [(40, history.as_str()), (60, stream)] {
        let answers = futures_util::stream::iter(0..count).map(|_| ask(&program, path, "Order"));
        unread.extend(answers.buffered(8).collect::<Vec<_>>().await);
    }
    // Others are served meanwhile, and all that can be filled is full.
    for _ in 0..100 {
        let page = program.get("/v1/api/events/workspace-id/{ws}?identity=ann%40example.com&pageSize=100").await;
        assert_eq!(page["data"].as_array().map(Vec::len), Some(100));
    }
    let (most, now) = (memory(&program, "VmHWM"), memory(&program, "VmRSS"));
    eprintln!("memory: {first} MB before, {most} MB at the most, {now} MB with {} unread answers", unread.len());
    assert!(most < MOST, "{most} MB");
    drop(unread);
    let since = Instant::now();
    loop {
        // Looking is a call, too: the service has reasons to run.
        program.request(Method::GET, "/health/live").send().await.expect("an answer");
        let left = memory(&program, "VmRSS");
        if left < first + KEPT {
            eprintln!("memory: {left} MB {:?} after all are gone", since.elapsed());
            break;
        }
        assert!(since.elapsed() < LONG, "{left} MB are not given back");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
