//! Whatever is done to identities, by many at once: no event is lost, and no alias is without its person.

use std::collections::HashSet;
use std::sync::Arc;

use journey_api::auth::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::harness::{TestService, encoded, event};

const PHONES: usize = 8;

fn phone(number: usize) -> String {
    format!("+1202555010{number}")
}

/// The person who has the phone at this moment, if somebody has it.
async fn owner(service: &TestService, phone: &str) -> Option<String> {
    let path = format!("/admin/v1/api/person/workspace-id/{{ws}}/aliases/{}", encoded(phone));
    let answer = service.get(&path).await;
    assert!(answer.status == 200 || answer.status == 404, "{}", answer.body);
    answer.body["data"][0]["id"].as_str().map(str::to_owned)
}

/// One random change. It may come too late (404) or make no sense any more (400); it must not fail.
async fn change(service: &TestService, random: &mut fastrand::Rng) {
    let (one, two) = (phone(random.usize(..PHONES)), phone(random.usize(..PHONES)));
    let Some(person) = owner(service, &one).await else { return };
    let base = "/admin/v1/api/person";
    let (method, path, body): (Method, String, Value) = match random.u32(..5) {
        0 => (Method::POST, format!("{base}/merge-identities/workspace-id/{{ws}}"), json!({"phone": [one, two]})),
        1 => (Method::PATCH, format!("{base}/remove-identities/workspace-id/{{ws}}/person-id/{person}"), json!([one])),
        2 => (
            Method::PATCH,
            format!("{base}/add-identities/workspace-id/{{ws}}/person-id/{person}"),
            json!({"phone": [two]}),
        ),
        3 => {
            let patch = json!([{"op": "add", "path": "/firstName", "value": one}, {"op": "add", "path": "/email/-", "value": format!("{}@example.com", random.u32(..5))}]);
            (Method::PATCH, format!("{base}/workspace-id/{{ws}}/person-id/{person}"), patch)
        }
        _ => {
            let Some(other) = owner(service, &two).await else { return };
            (
                Method::POST,
                format!("{base}/merge/workspace-id/{{ws}}/primary-person-id/{person}"),
                json!({"personIdsToMerge": [other]}),
            )
        }
    };
    let answer = service.call(method, Role::Supervisor, &path, Some(body)).await;
    assert!([200, 202, 400, 404].contains(&answer.status.as_u16()), "{path}: {}", answer.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn random_publishing_patching_merging_and_removing_in_parallel_lose_nothing() {
    let service = Arc::new(TestService::start().await);
    let mut tasks = Vec::new();
    for writer in 0..4 {
        let service = service.clone();
        tasks.push(tokio::spawn(async move {
            let mut random = fastrand::Rng::with_seed(writer);
            for number in 0..30 {
                let id = format!("{writer}-{number}");
                service.publish(event(&id, "Visit", &phone(random.usize(..PHONES)), json!({}))).await;
                change(&service, &mut random).await;
            }
        }));
    }
    for task in tasks {
        task.await.expect("done");
    }
    let all = service.history(&[("pageSize", "1000")]).await;
    let ids: HashSet<&str> = all.iter().filter_map(|event| event["id"].as_str()).collect();
    assert_eq!((all.len(), ids.len()), (120, 120));

    let persons = service.get("/admin/v1/api/person/workspace-id/{ws}?pageSize=1000").await.expect(200);
    let mut aliases = HashSet::new();
    for person in persons["data"].as_array().expect("a list") {
        let own = person["aliases"].as_array().expect("aliases");
        assert!(!own.is_empty(), "a person without an alias: {person}");
        for alias in own {
            let alias = alias.as_str().expect("text");
            assert!(aliases.insert(alias.to_owned()), "{alias} belongs to two");
            assert_eq!(service.person(alias).await["id"], person["id"]);
        }
    }
    // Every event is found by its own identity, whoever has that now.
    let mut found = HashSet::new();
    for number in 0..PHONES {
        for event in service.history(&[("identity", &phone(number)), ("pageSize", "1000")]).await {
            found.insert(event["id"].as_str().expect("an id").to_owned());
        }
    }
    assert_eq!(found.len(), 120);
}
