//! What makes two events one, and what does not; and times as senders write them, to the last digit.

use std::process::{Command, Output};

use serde_json::{Value, json};

use super::harness::{TestService, event, event_at};
use crate::database::Database;

const PUBLISH: &str = "/publish/v1/api/event?workspaceId={ws}";

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn run(arguments: &[&str], database: &Database, workspace: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_journey-api"));
    let output = command.args(arguments).args(["--database", &database.url, "--workspace", workspace]).output();
    let output = output.expect("run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

#[tokio::test]
async fn two_payments_of_one_id_type_and_time_are_both_there() {
    let service = TestService::start().await;
    let sent = lines(include_str!("../../../../tests/cases/19-same-id-type-time/events.ndjson"));
    for event in sent.iter().chain(&sent) {
        service.publish(event.clone()).await;
    }
    let stored = service.history(&[("identity", "+12025550143"), ("sort", "ASC")]).await;
    let amounts: Vec<&Value> = stored.iter().map(|event| &event["data"]["amount"]).collect();
    assert_eq!(amounts, [&json!(10), &json!(25)], "each once, however often it is sent");
    assert_eq!(service.history(&[("filter", "id=='id'")]).await.len(), 2);
    assert_eq!(service.history(&[("pageSize", "1"), ("page", "1")]).await.len(), 1, "a page counts both");
}

#[tokio::test]
async fn equal_data_is_one_event_however_it_is_written() {
    let service = TestService::start().await;
    let mut first = event("1", "Order", "+12025550143", json!({"a": 1, "b": {"c": [1, 2], "d": null}}));
    service.publish(first.clone()).await;
    first["data"] = json!({"b": {"d": null, "c": [1, 2]}, "a": 1});
    service.publish(first.clone()).await;
    first["data"] = json!(first["data"].to_string());
    first["identity"] = json!("+1 (202) 555-0143");
    first["time"] = json!("2026-03-01T11:00:00+01:00");
    service.publish(first.clone()).await;
    assert_eq!(service.history(&[]).await.len(), 1);
    for data in [json!({"a": 1, "b": {"c": [2, 1], "d": null}}), json!({"a": "1"}), json!({})] {
        first["data"] = data;
        service.publish(first.clone()).await;
        service.publish(first.clone()).await;
    }
    assert_eq!(service.history(&[]).await.len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_send_events_of_one_key_at_once_lose_none_and_double_none() {
    let service = std::sync::Arc::new(TestService::start_with(|config| config.calls_per_second = 1_000).await);
    let mut tasks = Vec::new();
    for _ in 0..6 {
        let service = service.clone();
        tasks.push(tokio::spawn(async move {
            for number in 0..12 {
                service.publish(event("id", "Payment", "ann@example.com", json!({"n": number}))).await;
            }
        }));
    }
    for task in tasks {
        task.await.expect("published");
    }
    let stored = service.history(&[("pageSize", "1000")]).await;
    let mut numbers: Vec<i64> = stored.iter().filter_map(|event| event["data"]["n"].as_i64()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (0..12).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_stream_and_a_profile_know_both_of_two_events_of_one_key() {
    let service = TestService::start().await;
    let now = cjds::write_time(chrono::Utc::now());
    let mut live = service.open("/v1/api/events/stream/workspace-id/{ws}/identity/ann%40example.com").await;
    for origin in ["a", "b", "a"] {
        service.publish(event_at("id", "task:new", "ann@example.com", &now, json!({"origin": origin}))).await;
    }
    service.publish(event_at("last", "x", "ann@example.com", &now, json!({}))).await;
    let mut seen = Vec::new();
    loop {
        let event = live.data().await;
        if event["id"] == "last" {
            break;
        }
        seen.push(event["data"]["origin"].clone());
    }
    assert_eq!(seen, ["a", "b"]);
}

#[tokio::test]
async fn times_are_taken_in_each_of_their_forms() {
    let service = TestService::start().await;
    let forms: Vec<Value> =
        serde_json::from_str(include_str!("../../../../tests/cases/25-time-forms/times.json")).expect("JSON");
    let now = chrono::Utc::now();
    let mut number = 0;
    let mut stored_as = async |time: &Value| {
        number += 1;
        let id = number.to_string();
        let mut sent = event(&id, "Visit", "ann@example.com", json!({}));
        sent["time"] = time.clone();
        service.post(PUBLISH, sent).await.expect(202);
        let stored = service.history(&[("filter", &format!("id=='{id}'"))]).await;
        stored[0]["time"].as_str().expect("a time").to_owned()
    };
    let expected =
        [Some("2026-05-01T10:00:00.000Z"), Some("2026-05-01T00:00:00.000Z"), Some("2026-05-01T10:00:00.500Z"), None];
    for (form, expected) in forms.iter().zip(expected) {
        let stored = stored_as(form).await;
        match expected {
            Some(expected) => assert_eq!(stored, expected, "{form}"),
            None => assert!(cjds::parse_time(&stored).expect("a time") >= now - chrono::Duration::seconds(1)),
        }
    }
    for blank in [json!(""), json!("  ")] {
        let stored = stored_as(&blank).await;
        assert!(cjds::parse_time(&stored).expect("a time") >= now - chrono::Duration::seconds(1), "{blank}");
    }
    for (form, expected) in [
        (json!(1_777_629_600_123_456_i64), "2026-05-01T10:00:00.123456Z"),
        (json!("1777629600123456789"), "2026-05-01T10:00:00.123456789Z"),
        (json!("2026-05-01T10:00:00.000001Z"), "2026-05-01T10:00:00.000001Z"),
        (json!("2026-05-01T10:00:00,5Z"), "2026-05-01T10:00:00.500Z"),
        (json!("Fri, 01 May 2026 10:00:00 GMT"), "2026-05-01T10:00:00.000Z"),
        (json!("2026-05-01T12:00:00.1234567+02:00"), "2026-05-01T10:00:00.123456700Z"),
    ] {
        assert_eq!(stored_as(&form).await, expected, "{form}");
    }
    let mut bad = event("x", "Visit", "ann@example.com", json!({}));
    bad["time"] = json!("soon");
    let reasons = service.post(PUBLISH, bad).await.refused(400);
    assert!(reasons.contains("time: not a time"), "{reasons}");
}

#[tokio::test]
async fn events_of_one_millisecond_are_filtered_to_the_nanosecond() {
    let service = TestService::start().await;
    for (id, time) in [
        ("a", "2026-05-01T10:00:00.000Z"),
        ("b", "2026-05-01T10:00:00.0003Z"),
        ("c", "2026-05-01T10:00:00.000300001Z"),
        ("d", "2026-05-01T10:00:00.001Z"),
        // Another millisecond, without a fraction of one.
        ("e", "2026-05-01T11:00:00.000Z"),
    ] {
        service.publish(event_at(id, "Visit", "ann@example.com", time, json!({}))).await;
    }
    for (filter, expected) in [
        ("time=gt='2026-05-01T10:00:00Z'", "bcde"),
        ("time=ge='2026-05-01T10:00:00Z'", "abcde"),
        ("time=gt='2026-05-01T10:00:00.0003Z'", "cde"),
        ("time=ge='2026-05-01T10:00:00.0003Z'", "bcde"),
        ("time=le='2026-05-01T10:00:00Z'", "a"),
        ("time=lt='2026-05-01T10:00:00.0003Z'", "a"),
        ("time=le='2026-05-01T10:00:00.0003Z'", "ab"),
        ("time=lt='2026-05-01T10:00:00.001Z'", "abc"),
        ("time=='2026-05-01T10:00:00Z'", "a"),
        ("time=='2026-05-01T10:00:00.0003Z'", "b"),
        ("time=bt=('2026-05-01T10:00:00.0002Z','2026-05-01T10:00:00.0003Z')", "b"),
        ("time=gt='2026-05-01T10:00:00.001Z'", "e"),
        ("type=='Visit';time=gt='2026-05-01T10:00:00.0003Z';time=lt='2026-05-01T11:00:00Z'", "cd"),
    ] {
        for identity in [vec![], vec![("identity", "ann@example.com")]] {
            let mut query = identity;
            query.extend([("filter", filter), ("sort", "ASC")]);
            let found = service.history(&query).await;
            let ids: String = found.iter().map(|event| event["id"].as_str().expect("an id")).collect();
            assert_eq!(ids, expected, "{filter}");
        }
    }
}

#[tokio::test]
async fn what_was_exported_and_imported_is_the_same_to_the_byte() {
    let service = TestService::start().await;
    let odd = json!({"n": 0.1, "whole": 1.0, "large": 12345678901234567890_u64, "text": "a\u{0}b\u{2028}ü", "z": 1, "a": {"y": null, "b": []}});
    let mut events = lines(include_str!("../../../../tests/cases/19-same-id-type-time/events.ndjson"));
    events.push(event_at("m", "Visit", "ann@example.com", "2026-05-01T10:00:00.123456Z", odd.clone()));
    events.push(event_at("m", "Visit", "ann@example.com", "2026-05-01T10:00:00.123456789Z", odd));
    events.push(event_at("m", "Visit", "ann@example.com", "2026-05-01T10:00:00.123Z", json!({})));
    let mut moved = event("7", "Visit", "ann.new@example.com", json!({}));
    moved["previousidentity"] = json!("ann@example.com");
    events.push(moved);
    for event in events {
        service.publish(event).await;
    }
    let history = service.history(&[]).await;
    assert_eq!(history.len(), 6);
    let workspace = service.workspace.clone();
    let database = service.stop().await;
    let exported = run(&["export", "events"], &database, &workspace).stdout;

    let other = TestService::start().await;
    let other_workspace = other.workspace.clone();
    let other_database = other.stop().await;
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("events.ndjson");
    std::fs::write(&file, &exported).expect("written");
    for _ in 0..2 {
        run(&["import-events", &file.display().to_string()], &other_database, &other_workspace);
        let again = run(&["export", "events"], &other_database, &other_workspace).stdout;
        assert_eq!(String::from_utf8_lossy(&again), String::from_utf8_lossy(&exported));
    }
    let mut other = TestService::start_on(other_database, |_| ()).await;
    other.workspace = other_workspace;
    assert_eq!(other.history(&[]).await, history);
    assert_eq!(other.history(&[("identity", "ann.new@example.com")]).await.len(), 4, "of one person, as before");
}
