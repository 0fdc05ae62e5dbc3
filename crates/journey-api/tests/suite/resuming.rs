//! Taking a stream up again: wherever it broke off, nothing is missed and nothing comes twice.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::future::join_all;
use journey_api::auth::Role;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::timeout;

use super::harness::{Live, TestService, event};

const STREAM: &str = "/v1/api/events/stream/workspace-id/{ws}/identity/ann%40example.com";
/// All of one person.
const IDENTITIES: [&str; 3] = ["ann@example.com", "+12025550143", "ann@example.org"];
const WRITERS: usize = 6;
const EVENTS: usize = 8;

/// Longer than an event takes, also on a busy machine: silent streams are never silent for the harness.
const PATIENCE: Duration = Duration::from_secs(20);

/// The next event of a stream: its id, and where the stream would be taken up behind it. `None`: none comes.
async fn next(stream: &mut Live) -> Option<(String, String)> {
    timeout(PATIENCE, read_next(stream)).await.ok()
}

async fn read_next(stream: &mut Live) -> (String, String) {
    loop {
        let message = stream.message().await.expect("the stream goes on");
        let field = |name: &str| message.lines().find_map(|line| line.strip_prefix(name));
        if let (Some(position), Some(data)) = (field("id: "), field("data: ")) {
            let event: Value = serde_json::from_str(data).expect("JSON");
            return (event["id"].as_str().expect("an id").to_owned(), position.to_owned());
        }
    }
}

async fn resumed(service: &TestService, position: &str) -> Live {
    let request = service.request(Method::GET, STREAM).header("last-event-id", position);
    service.open_request(request.bearer_auth(service.token(Role::Agent))).await
}

/// Many write on all of these at once; then the stream of each is taken up behind each of its events, on another of them.
pub(crate) async fn assert_resumes_anywhere(services: &[&TestService]) {
    let first = services[0];
    first.create_person(json!({"email": [IDENTITIES[0], IDENTITIES[2]], "phone": [IDENTITIES[1]]})).await;
    let mut streams = join_all(services.iter().map(|service| service.open(STREAM))).await;
    let writing = join_all((0..WRITERS * services.len()).map(|writer| async move {
        for number in 0..EVENTS {
            let whose = IDENTITIES[(writer + number) % IDENTITIES.len()];
            let service = services[writer % services.len()];
            service.publish(event(&format!("{writer}-{number}"), "Order", whose, json!({}))).await;
        }
    }));
    let all = WRITERS * services.len() * EVENTS;
    let hearing = join_all(streams.iter_mut().map(|stream| async move {
        let mut heard = Vec::new();
        while heard.len() < all {
            heard.push(next(stream).await.expect("an event that was published"));
        }
        heard
    }));
    let (heard, _) = tokio::join!(hearing, writing);
    let mut again = Vec::new();
    for (number, heard) in heard.iter().enumerate() {
        let ids: BTreeSet<&str> = heard.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids.len(), all, "something came twice");
        for (place, (_, position)) in heard.iter().enumerate() {
            let mut stream = resumed(services[(number + 1) % services.len()], position).await;
            let mut seen: Vec<String> = heard.iter().take(place + 1).map(|(id, _)| id.clone()).collect();
            while seen.len() < all {
                let Some((id, _)) = next(&mut stream).await else { break };
                seen.push(id);
            }
            let seen: BTreeSet<&str> = seen.iter().map(String::as_str).collect();
            let missed: Vec<&&str> = ids.difference(&seen).collect();
            assert!(missed.is_empty(), "behind event {place}, at {position}: missed {missed:?}, and others came twice");
            again.push((position, stream));
        }
    }
    first.publish(event("last", "Order", IDENTITIES[0], json!({}))).await;
    for (position, stream) in &mut again {
        assert_eq!(next(stream).await.expect("the last event").0, "last", "something came twice behind {position}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_of_several_identities_that_breaks_off_anywhere_is_taken_up_without_a_miss_and_nothing_comes_twice() {
    let service = TestService::start().await;
    assert_resumes_anywhere(&[&service]).await;
}

/// Of another person, until that is merged into the first.
const OTHERS: [&str; 2] = ["bob@example.com", "+12025550199"];

/// Two persons are published of by many, and merged meanwhile. Then the stream of each is taken up behind each of its events,
/// on another of them: also behind those that came before the merge was heard of, and those that the merge brought.
pub(crate) async fn assert_resumes_amid_a_merge(services: &[&TestService]) {
    let first = services[0];
    let ann = first.create_person(json!({"email": [IDENTITIES[0], IDENTITIES[2]], "phone": [IDENTITIES[1]]})).await;
    let bob = first.create_person(json!({"email": [OTHERS[0]], "phone": [OTHERS[1]]})).await;
    for identity in [IDENTITIES[0], OTHERS[0]] {
        first.publish(event(&format!("before {identity}"), "Order", identity, json!({}))).await;
    }
    let mut streams = join_all(services.iter().map(|service| service.open(STREAM))).await;
    let writers = services.len() * WRITERS;
    let half = tokio::sync::Barrier::new(writers + 1);
    let half = &half;
    let writing = join_all((0..writers).map(|writer| async move {
        for number in 0..EVENTS {
            if number == EVENTS / 2 {
                // The first half is of two persons, for sure.
                half.wait().await;
            }
            let whose = [IDENTITIES[0], OTHERS[0], IDENTITIES[1], OTHERS[1]][(writer + number) % 4];
            let service = services[writer % services.len()];
            service.publish(event(&format!("{writer}-{number}"), "Order", whose, json!({}))).await;
        }
    }));
    let merging = async {
        half.wait().await;
        let path = format!("/admin/v1/api/person/merge/workspace-id/{{ws}}/primary-person-id/{ann}");
        first.post(&path, json!({"personIdsToMerge": [bob]})).await.expect(202);
    };
    let all = writers * EVENTS;
    let hearing = join_all(streams.iter_mut().map(|stream| async move {
        let mut heard = Vec::new();
        while heard.len() < all {
            heard.push(next(stream).await.expect("an event that was published"));
        }
        heard
    }));
    let (heard, _, ()) = tokio::join!(hearing, writing, merging);
    let mut again = Vec::new();
    for (number, heard) in heard.iter().enumerate() {
        let ids: BTreeSet<&str> = heard.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids.len(), all, "something came twice, or from before the stream was opened: {ids:?}");
        for (place, (_, position)) in heard.iter().enumerate() {
            let mut stream = resumed(services[(number + 1) % services.len()], position).await;
            let mut seen: Vec<String> = heard.iter().take(place + 1).map(|(id, _)| id.clone()).collect();
            while seen.len() < all {
                let Some((id, _)) = next(&mut stream).await else { break };
                seen.push(id);
            }
            let seen: BTreeSet<&str> = seen.iter().map(String::as_str).collect();
            let missed: Vec<&&str> = ids.difference(&seen).collect();
            assert!(missed.is_empty(), "behind event {place}, at {position}: missed {missed:?}, and others came twice");
            again.push((position, stream));
        }
    }
    first.publish(event("last", "Order", OTHERS[0], json!({}))).await;
    for (position, stream) in &mut again {
        assert_eq!(next(stream).await.expect("the last event").0, "last", "something came twice behind {position}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_breaks_off_amid_a_merge_is_taken_up_without_a_miss_and_nothing_comes_twice() {
    let service = TestService::start().await;
    assert_resumes_amid_a_merge(&[&service]).await;
}

#[tokio::test]
async fn positions_of_older_versions_and_of_nobody_are_taken_as_well() {
    let service = TestService::start().await;
    for id in ["1", "2", "3"] {
        service.publish(event(id, "Order", IDENTITIES[0], json!({}))).await;
    }
    let mut from_the_first = resumed(&service, "1").await;
    assert_eq!(next(&mut from_the_first).await.expect("an event").0, "2");
    // Of another service, of a database that was restored since, and nothing that a number could be read of.
    let mut others = Vec::new();
    for position in ["99999999", "99999999.1.1", "x", "1.", "1.-5", "9223372036854775807.9223372036854775807"] {
        others.push(resumed(&service, position).await);
    }
    service.publish(event("4", "Order", IDENTITIES[0], json!({}))).await;
    for stream in &mut others {
        assert_eq!(next(stream).await.expect("an event").0, "4");
    }
}
