//! The disk is full, the file is gone or locked: nobody hangs, everybody is told, and it passes.

use std::collections::HashSet;
use std::process::Command;
use std::time::{Duration, Instant};

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::{Connection, Executor};

use crate::suite::program::Program;
use crate::suite::{TestService, event};

const PUBLISH: &str = "/publish/v1/api/event?workspaceId={ws}";

/// Starts the program so that a file that may not grow is an error, as on a full disk, and not the end.
fn serving(program: &str, database: &str) -> String {
    format!("trap '' XFSZ; exec {program} serve --listen 127.0.0.1:0 --seed --database {database}")
}

/// Lets no file of a process grow beyond so many bytes. The hard limit stays, so this needs no rights.
fn limit_files(process: u32, bytes: &str) {
    let done = Command::new("prlimit").args(["--pid", &process.to_string(), &format!("--fsize={bytes}:")]).status();
    assert!(done.expect("prlimit").success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_told_and_when_there_is_room_again_everything_goes_on() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("journeys.sqlite");
    let database = format!("sqlite://{}", file.display());
    let mut command = Command::new("sh");
    command.args(["-c", &serving(env!("CARGO_BIN_EXE_journey-api"), &database)]);
    let program = Program::start_by(command, &database).await;
    let publish = async |id: String| {
        let event = event(&id, "Order", "ann@example.com", json!({"text": "x".repeat(3000)}));
        program.request(Method::POST, PUBLISH).json(&event).send().await.expect("an answer")
    };
    let ready = async || program.request(Method::GET, "/health/ready").send().await.expect("an answer").status();
    let mut answered = HashSet::new();
    for round in 0..3 {
        for number in 0..5 {
            let id = format!("before-{round}-{number}");
            assert_eq!(publish(id.clone()).await.status(), StatusCode::ACCEPTED);
            answered.insert(id);
        }
        assert_eq!(ready().await, StatusCode::OK);
        let log = std::fs::metadata(directory.path().join("journeys.sqlite-wal")).expect("a log").len();
        limit_files(program.id(), &log.min(64 * 1024).to_string());
        let mut refused = 0;
        for number in 0..60 {
            let id = format!("full-{round}-{number}");
            let answer = publish(id.clone()).await;
            if answer.status() == StatusCode::ACCEPTED {
                // There was still a little room.
                answered.insert(id);
                continue;
            }
            refused += 1;
            assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
            assert!(answer.headers().contains_key("retry-after"));
            let body: Value = answer.json().await.expect("JSON");
            assert!(body["errors"][0].as_str().is_some_and(|words| words.contains("disk")), "{body}");
        }
        assert!(refused > 20, "only {refused} did not fit");
        assert_eq!(ready().await, StatusCode::SERVICE_UNAVAILABLE);
        limit_files(program.id(), "unlimited");
        let since = Instant::now();
        let mut number = 0;
        loop {
            let id = format!("after-{round}-{number}");
            if publish(id.clone()).await.status() == StatusCode::ACCEPTED {
                answered.insert(id);
                break;
            }
            number += 1;
            assert!(since.elapsed() < Duration::from_secs(10), "it is not written again");
        }
        while ready().await != StatusCode::OK {
            assert!(since.elapsed() < Duration::from_secs(15), "it is not ready again");
        }
    }
    let found = program.event_ids().await;
    let lost: Vec<_> = answered.difference(&found).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_gone_takes_nothing_that_would_be_lost_and_is_taken_up_when_it_is_back() {
    let service = TestService::start().await;
    service.publish(event("1", "Order", "ann@example.com", json!({}))).await;
    let file = service.database.url.trim_start_matches("sqlite://").to_owned();
    let ready = async || service.send(service.request(Method::GET, "/health/ready")).await;
    ready().await.expect(200);
    let aside = format!("{file}.aside");
    std::fs::rename(&file, &aside).expect("moved");
    for id in ["2", "3"] {
        let refused = service.post(PUBLISH, event(id, "Order", "ann@example.com", json!({}))).await;
        assert!(refused.headers.contains_key("retry-after"));
        assert!(refused.refused(503).contains("gone"));
    }
    service.post("/admin/v1/api/person/workspace-id/{ws}", json!({"email": ["bob@example.com"]})).await.refused(503);
    ready().await.refused(503);
    // Another one in its place is not it either.
    std::fs::copy(&aside, &file).expect("copied");
    service.post(PUBLISH, event("4", "Order", "ann@example.com", json!({}))).await.refused(503);
    std::fs::rename(&aside, &file).expect("back");
    service.publish(event("5", "Order", "ann@example.com", json!({}))).await;
    let ids: Vec<Value> = service.history(&[("sortBy", "id"), ("sort", "ASC")]).await;
    assert_eq!(ids.iter().map(|event| event["id"].clone()).collect::<Vec<_>>(), ["1", "5"]);
    let since = Instant::now();
    while ready().await.status != 200 {
        assert!(since.elapsed() < Duration::from_secs(15), "it is not ready again");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_somebody_else_locks_for_long_is_told_to_all_who_wait_at_once() {
    let service = TestService::start().await;
    let mut other = sqlx::SqliteConnection::connect(&service.database.url).await.expect("open");
    other.execute("BEGIN IMMEDIATE").await.expect("locked");
    let started = Instant::now();
    let calls = (0..40).map(|number| {
        let service = &service;
        async move {
            if number % 2 == 0 {
                let event = event(&number.to_string(), "Order", "ann@example.com", json!({}));
                service.post(PUBLISH, event).await
            } else {
                let person = json!({"email": [format!("{number}@example.com")]});
                service.post("/admin/v1/api/person/workspace-id/{ws}", person).await
            }
        }
    });
    let answers = futures_util::future::join_all(calls).await;
    assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
    for answer in answers {
        assert!(answer.headers.contains_key("retry-after"));
        let reason = answer.refused(503);
        assert!(reason.contains("locked") || reason.contains("does not answer"), "{reason}");
    }
    assert_eq!(service.history(&[]).await.len(), 0, "reading goes on");
    other.execute("ROLLBACK").await.expect("let go");
    service.publish(event("1", "Order", "ann@example.com", json!({}))).await;
}

/// As nobody, where the tests are run by root, whom no file refuses.
fn as_nobody() -> Command {
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|it| std::os::unix::fs::MetadataExt::uid(&it) == 0);
    if !is_root {
        return Command::new("sh");
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "sh"]);
    command
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_can_only_be_read_is_told_and_reading_goes_on_until_it_can_be_written_again() {
    let directory = tempfile::tempdir().expect("a directory");
    let home = directory.path().join("home");
    std::fs::create_dir(&home).expect("made");
    let allow = |mode: &str| {
        assert!(Command::new("chmod").args(["-R", mode]).arg(&home).status().expect("chmod").success());
    };
    // A copy, as nobody may not come to where it was built.
    let copy = directory.path().join("journey-api");
    std::fs::copy(env!("CARGO_BIN_EXE_journey-api"), &copy).expect("copied");
    assert!(Command::new("chmod").arg("-R").arg("a+rwX").arg(directory.path()).status().expect("chmod").success());
    let database = format!("sqlite://{}", home.join("journeys.sqlite").display());
    let mut command = as_nobody();
    command.args(["-c", &serving(&copy.display().to_string(), &database)]);
    let program = Program::start_by(command, &database).await;
    let publish = async |id: &str| {
        let event = event(id, "Order", "ann@example.com", json!({}));
        program.request(Method::POST, PUBLISH).json(&event).send().await.expect("an answer")
    };
    assert_eq!(publish("before").await.status(), StatusCode::ACCEPTED);
    allow("a-w");
    let limit_as_nobody = |bytes: &str| {
        let script = format!("prlimit --pid {} --fsize={bytes}:", program.id());
        assert!(as_nobody().args(["-c", &script]).status().expect("a shell").success());
    };
    // Files that are open stay writable: connections on which a write fails are closed, and others opened.
    limit_as_nobody("0");
    for number in 0..20 {
        assert_eq!(publish(&format!("full-{number}")).await.status(), StatusCode::SERVICE_UNAVAILABLE);
    }
    limit_as_nobody("unlimited");
    for number in 0..20 {
        let answer = publish(&format!("read-only-{number}")).await;
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer.headers().contains_key("retry-after"));
        let body: Value = answer.json().await.expect("JSON");
        assert!(body["errors"][0].as_str().is_some_and(|words| words.contains("only be read")), "{body}");
    }
    let ready = async || program.request(Method::GET, "/health/ready").send().await.expect("an answer").status();
    assert_eq!(ready().await, StatusCode::SERVICE_UNAVAILABLE);
    let history = program.get("/v1/api/events/workspace-id/{ws}").await;
    assert_eq!(history["data"][0]["id"], "before", "reading goes on");
    allow("u+w,a+w");
    let since = Instant::now();
    while publish("after").await.status() != StatusCode::ACCEPTED || ready().await != StatusCode::OK {
        assert!(since.elapsed() < Duration::from_secs(30), "it is not written again");
    }
}
