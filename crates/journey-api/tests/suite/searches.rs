//! Searches that no index knows: those of one leave the service to others.

use std::sync::atomic::{AtomicUsize, Ordering};

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::harness::event_at;
use super::program::Program;
use crate::database::fresh;

const HISTORY: &str = "/v1/api/events/workspace-id/{ws}";
const EVENTS: usize = 1_000;
const SEARCHES: usize = 40;

#[tokio::test(flavor = "multi_thread")]
async fn forty_searches_of_one_leave_the_history_of_others_quick() {
    let database = fresh().await;
    let program = Program::start(&database.url).await;
    program.import((0..EVENTS).map(|number| {
        let time = format!("2026-03-01T{:02}:{:02}:{:02}Z", number / 3600, number / 60 % 60, number % 60);
        event_at(&number.to_string(), "Order", "ann@example.com", &time, json!({"text": "x".repeat(500), "n": number}))
    }));
    program.import(std::iter::once(event_at("bob", "Order", "bob@example.com", "2026-03-01T10:00:00Z", json!({}))));
    let done = AtomicUsize::new(0);
    let searching = (0..SEARCHES).map(|number| {
        let search = program.request(Method::GET, HISTORY).query(&[("data", format!("n==-{}", number + 1))]);
        let done = &done;
        async move {
            let answer = search.send().await.expect("an answer");
            let is_done = answer.status() == StatusCode::OK;
            // On a busy machine the last of them wait for too long.
            assert!(is_done || answer.status() == StatusCode::TOO_MANY_REQUESTS, "{}", answer.status());
            let found: Value = answer.json().await.expect("JSON");
            assert!(!is_done || found["meta"]["resultCount"] == 0, "{found}");
            done.fetch_add(1, Ordering::SeqCst);
        }
    });
    let others = async {
        while done.load(Ordering::SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
        for _ in 0..10 {
            let page = program.get(&format!("{HISTORY}?identity=bob%40example.com")).await;
            assert_eq!(page["data"][0]["id"], "bob");
        }
        done.load(Ordering::SeqCst)
    };
    let (done_meanwhile, _) = tokio::join!(others, futures_util::future::join_all(searching));
    assert!(done_meanwhile < SEARCHES / 2, "{done_meanwhile} of {SEARCHES} searches were done before ten histories");
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_searches_are_told_when_to_come_back() {
    let database = fresh().await;
    let program = Program::start(&database.url).await;
    program.import((0..EVENTS).map(|number| {
        let time = format!("2026-03-01T{:02}:{:02}:{:02}Z", number / 3600, number / 60 % 60, number % 60);
        event_at(&number.to_string(), "Order", "ann@example.com", &time, json!({"n": number}))
    }));
    let searching = (0..100).map(|_| program.request(Method::GET, HISTORY).query(&[("data", "n==-1")]).send());
    let (mut done, mut refused) = (0, 0);
    for answer in futures_util::future::join_all(searching).await {
        let answer = answer.expect("an answer");
        if answer.status() == StatusCode::OK {
            done += 1;
            continue;
        }
        assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
        assert!(answer.headers().contains_key("retry-after"));
        let body: Value = answer.json().await.expect("JSON");
        assert!(body["errors"][0].as_str().is_some_and(|words| words.contains("searches")), "{body}");
        refused += 1;
    }
    assert!(done > 0 && refused > 0, "{done} were answered, {refused} refused");
}
