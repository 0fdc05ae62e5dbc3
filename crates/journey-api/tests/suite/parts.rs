//! Finding persons by a part of an identity, which stands in a body.

use journey_api::auth::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::harness::{ORGANIZATION, TestService};

const SEARCH: &str = "/admin/v1/api/person/workspace-id/{ws}/parts/search";

async fn found(service: &TestService, part: &str) -> Value {
    service.agent_post(SEARCH, json!({"part": part})).await.expect(200)["data"].clone()
}

/// The first names of those who were found.
async fn names(service: &TestService, part: &str) -> Vec<String> {
    let found = found(service, part).await;
    let persons = found["persons"].as_array().expect("a list");
    persons.iter().map(|person| person["firstName"].as_str().expect("a name").to_owned()).collect()
}

async fn with_people() -> TestService {
    let service = TestService::start().await;
    for person in [
        json!({"firstName": "Ann", "phone": ["+1 555 010 0123"], "email": ["Ann.Archer@Example.com"], "customerId": ["C-1001"]}),
        json!({"firstName": "Bob", "phone": ["+44 20 7946 0123"], "email": ["bob@mail.example.com"], "customerId": ["D-2001"]}),
        json!({"firstName": "Cem", "customerId": ["0123"], "socialId": ["ann-social"], "temporaryId": ["ann-session"]}),
    ] {
        service.create_person(person).await;
    }
    service
}

#[tokio::test]
async fn the_last_digits_of_a_number_find_whoever_has_one_that_ends_so() {
    let service = with_people().await;
    for (part, expected) in [
        // The first has all of it.
        ("0123", vec!["Cem", "Ann", "Bob"]),
        ("010 0123", vec!["Ann"]),
        ("555 0123", vec!["Ann"]),
        ("020 7946 0123", vec!["Bob"]),
        ("(46) 0123", vec!["Bob"]),
        ("9999", vec![]),
    ] {
        assert_eq!(names(&service, part).await, expected, "{part}");
    }
    let ann = &found(&service, "010 0123").await["persons"][0];
    assert_eq!(ann["phone"], json!(["+15550100123"]));
    assert_eq!(ann["foundBy"], json!([{"identity": "+15550100123", "kind": "phone", "place": "end"}]));
}

#[tokio::test]
async fn an_address_is_found_by_its_beginning_and_its_domain_and_a_customer_number_by_both_ends() {
    let service = with_people().await;
    for (part, expected) in [
        ("ann", vec!["Ann"]),
        ("ANN.ARCH", vec!["Ann"]),
        ("ann.archer@ex", vec!["Ann"]),
        ("@example.com", vec!["Ann"]),
        ("example.com", vec!["Ann", "Bob"]),
        ("c-10", vec!["Ann"]),
        ("001", vec!["Ann", "Bob"]),
        ("D-2001", vec!["Bob"]),
        ("archer", vec![]),
        // What would mean something to a database.
        ("%%%", vec![]),
        ("ann%", vec![]),
        ("_001", vec![]),
    ] {
        if part == "%%%" {
            service.agent_post(SEARCH, json!({"part": part})).await.refused(400);
        } else {
            assert_eq!(names(&service, part).await, expected, "{part}");
        }
    }
    assert_eq!(found(&service, "example.com").await["persons"][1]["foundBy"][0]["place"], "domain");
}

#[tokio::test]
async fn no_more_than_ten_are_answered_and_it_is_said_that_there_are_more() {
    let service = TestService::start().await;
    for number in 0..11 {
        // Two numbers of one person are one hit.
        let phones = [format!("+1555010{number:02}123"), format!("+1555020{number:02}123")];
        service.create_person(json!({"firstName": "Ann", "phone": phones})).await;
    }
    let all = found(&service, "2 123").await;
    assert_eq!((all["persons"].as_array().map(Vec::len), &all["hasMore"]), (Some(1), &json!(false)), "{all}");
    service.create_person(json!({"firstName": "Bob", "phone": ["+15550309123"]})).await;
    let some = found(&service, "9123").await;
    assert_eq!((some["persons"].as_array().map(Vec::len), &some["hasMore"]), (Some(2), &json!(false)), "{some}");
    for number in 0..11 {
        service.create_person(json!({"firstName": "Cem", "email": [format!("cem{number}@example.com")]})).await;
    }
    let many = found(&service, "@example.com").await;
    assert_eq!((many["persons"].as_array().map(Vec::len), &many["hasMore"]), (Some(10), &json!(true)), "{many}");
}

#[tokio::test]
async fn whoever_has_the_whole_of_it_comes_first_however_many_have_it_as_a_part() {
    let service = TestService::start().await;
    for number in 0..12 {
        service.create_person(json!({"firstName": "Ann", "phone": [format!("+155501{number:02}0123")]})).await;
    }
    service.create_person(json!({"firstName": "Zoe", "customerId": ["0123"]})).await;
    let found = names(&service, "0123").await;
    assert_eq!((found.len(), found[0].as_str()), (10, "Zoe"));
}

#[tokio::test]
async fn a_part_that_could_be_anybodys_is_refused_and_so_is_a_token_that_may_not_read_persons() {
    let service = with_people().await;
    for body in [
        json!({}),
        json!({"part": ""}),
        json!({"part": "12"}),
        json!({"part": "1".repeat(101)}),
        json!({"part": "anonymous"}),
    ] {
        let reasons = service.agent_post(SEARCH, body.clone()).await.refused(400);
        assert!(reasons.contains("part: "), "{body}: {reasons}");
    }
    for body in [json!({"part": ["0123"]}), json!([]), json!({"part": {"a": 1}})] {
        service.agent_post(SEARCH, body).await.refused(400);
    }
    let request = || service.request(Method::POST, SEARCH).json(&json!({"part": "0123"}));
    service.send(request()).await.refused(401);
    let administrator = service.token_of(Role::Agent, ORGANIZATION, Some(&["cjds:admin_org_read".to_owned()]), 600);
    service.send(request().bearer_auth(administrator)).await.refused(403);
    let elsewhere = service.token_of(Role::Agent, "another organization", None, 600);
    service.send(request().bearer_auth(elsewhere)).await.refused(404);
}

#[tokio::test]
async fn nobody_of_another_project_is_found_nor_who_was_deleted_or_merged_away() {
    let mut service = with_people().await;
    let ann = service.person("C-1001").await["id"].as_str().expect("an id").to_owned();
    let bob = service.person("D-2001").await["id"].as_str().expect("an id").to_owned();
    let path = format!("/admin/v1/api/person/merge/workspace-id/{{ws}}/primary-person-id/{ann}");
    service.post(&path, json!({"personIdsToMerge": [bob]})).await.expect(202);
    assert_eq!(names(&service, "7946 0123").await, ["Ann"], "one person has both numbers now");
    let path = format!("/admin/v1/api/person/workspace-id/{{ws}}/person-id/{ann}");
    service.call(Method::DELETE, Role::Supervisor, &path, None).await.expect(200);
    assert_eq!(names(&service, "0123").await, ["Cem"]);
    let body = json!({"name": "Other", "description": ""});
    service.call(Method::POST, Role::Admin, "/admin/v1/api/workspace", Some(body)).await.expect(200);
    let all = service.workspaces().await;
    let other = all.iter().find(|workspace| workspace["name"] == "Other").expect("it is there");
    service.workspace = other["id"].as_str().expect("an id").to_owned();
    assert!(names(&service, "0123").await.is_empty());
}
