//! Looking persons up by aliases: in the path, and in a body, where they stand in no address.

use serde_json::{Value, json};

use super::harness::{TestService, encoded};

const PERSONS: &str = "/admin/v1/api/person/workspace-id/{ws}";
const SEARCH: &str = "/admin/v1/api/person/workspace-id/{ws}/aliases/search";

/// The first names of an answer.
fn names(answer: &Value) -> Vec<&str> {
    let list = answer["data"].as_array().expect("a list");
    list.iter().map(|person| person["firstName"].as_str().expect("a name")).collect()
}

#[tokio::test]
async fn identities_in_a_body_find_what_they_find_in_the_path() {
    let service = TestService::start().await;
    service.create_person(json!({"firstName": "Ann", "phone": ["+12025550143"], "email": ["ann@example.com"]})).await;
    service.create_person(json!({"firstName": "Bob", "customerId": ["17,42"]})).await;
    let case = include_str!("../../../../tests/cases/14-aliases-search-post/request.http");
    let body: Value = serde_json::from_str(case.lines().last().expect("a body")).expect("JSON");
    let path = format!("{PERSONS}/aliases/%2B12025550143");
    assert_eq!(service.agent_post(SEARCH, body).await.expect(200), service.get(&path).await.expect(200));
    for (identities, expected) in [
        (json!(["17,42", "ANN@example.com"]), vec!["Bob", "Ann"]),
        (json!(["12025550143", "ann@example.com"]), vec!["Ann"]),
        (json!(["+1 (202) 555-0143", "nobody"]), vec!["Ann"]),
        (json!("17,42"), vec!["Bob"]),
    ] {
        let found = service.agent_post(SEARCH, json!({"identities": identities})).await.expect(200);
        assert_eq!(names(&found), expected, "{identities}");
    }
    let paged = json!({"identities": ["17,42", "ann@example.com"]});
    let sorted = format!("{SEARCH}?sortBy=firstName&sort=ASC&page=0&pageSize=1");
    assert_eq!(names(&service.agent_post(&sorted, paged).await.expect(200)), ["Ann"]);
}

#[tokio::test]
async fn a_search_that_finds_nobody_or_names_nothing_says_so() {
    let service = TestService::start().await;
    service.create_person(json!({"firstName": "Ann", "customerId": ["17"]})).await;
    service.agent_post(SEARCH, json!({"identities": ["nobody"]})).await.refused(404);
    // With a comma it is one identity, and nobody has it.
    service.agent_post(SEARCH, json!({"identities": ["17,42"]})).await.refused(404);
    for (body, word) in [
        (json!({}), "identities: is missing"),
        (json!({"identities": []}), "identities: "),
        (json!({"identities": [" "]}), "identities: "),
        (json!({"identities": null}), "identities: "),
        (json!({"identities": {"a": 1}}), "identities: "),
        (json!({"identities": [["a"]]}), "identities"),
        (json!([]), "The body"),
    ] {
        let reasons = service.agent_post(SEARCH, body.clone()).await.refused(400);
        assert!(reasons.contains(word), "{body}: {reasons}");
    }
}

#[tokio::test]
async fn more_aliases_than_a_look_up_takes_are_refused_with_the_bound() {
    let service = TestService::start().await;
    service.create_person(json!({"firstName": "Ann", "customerId": ["c99"]})).await;
    let many = |count: usize| (0..count).map(|number| format!("c{number}")).collect::<Vec<_>>();
    service.agent_post(SEARCH, json!({"identities": many(100)})).await.expect(200);
    let reasons = service.agent_post(SEARCH, json!({"identities": many(101)})).await.refused(400);
    assert!(reasons.contains("100"), "{reasons}");
    service.get(&format!("{PERSONS}/aliases/{}", many(100).join(","))).await.expect(200);
    let reasons = service.get(&format!("{PERSONS}/aliases/{}", many(101).join(","))).await.refused(400);
    assert!(reasons.contains("100"), "{reasons}");
}

#[tokio::test]
async fn a_customer_number_with_a_comma_finds_the_one_who_has_it_and_nobody_else() {
    let service = TestService::start().await;
    let persons: Value =
        serde_json::from_str(include_str!("../../../../tests/cases/17-alias-with-comma/persons.json")).expect("JSON");
    for person in persons.as_array().expect("a list") {
        service.create_person(person.clone()).await;
    }
    service.create_person(json!({"firstName": "Gamma", "customerId": ["new", "17"]})).await;
    service.create_person(json!({"firstName": "Delta", "customerId": ["17,42"]})).await;
    let find = async |alias: &str| service.get(&format!("{PERSONS}/aliases/{}", encoded(alias))).await.expect(200);
    for (aliases, expected) in [
        ("C-17, new", vec!["Beta"]),
        ("17,42", vec!["Delta"]),
        // As they are no identity of their own, these are lists.
        ("C-17,new", vec!["Alpha", "Gamma"]),
        ("C-17, 17", vec!["Alpha", "Gamma"]),
        ("C-17", vec!["Alpha"]),
    ] {
        assert_eq!(names(&find(aliases).await), expected, "{aliases}");
    }
    let beta = service.agent_post(SEARCH, json!({"identities": ["C-17, new"]})).await.expect(200);
    assert_eq!(names(&beta), ["Beta"]);
}
