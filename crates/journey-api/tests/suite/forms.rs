//! Forms in which clients send queries and bodies, beside the one that the contract writes.

use journey_api::auth::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::harness::{TestService, event};

const PERSONS: &str = "/admin/v1/api/person/workspace-id/{ws}";
const MERGE: &str = "/admin/v1/api/person/merge-identities/workspace-id/{ws}";

async fn with_events() -> TestService {
    let service = TestService::start().await;
    for kind in ["a", "b", "c"] {
        service.publish(event(kind, kind, "ann@example.com", json!({"n": kind}))).await;
    }
    let mut of_bob = event("d", "d", "C-1", json!({"n": "d"}));
    of_bob["identitytype"] = json!("customerId");
    service.publish(of_bob).await;
    service
}

async fn kinds(service: &TestService, query: &[(&str, &str)]) -> Vec<String> {
    let mut kinds: Vec<String> =
        service.history(query).await.iter().map(|event| event["type"].as_str().expect("a type").to_owned()).collect();
    kinds.sort_unstable();
    kinds
}

#[tokio::test]
async fn repeated_filters_are_alternatives() {
    let service = with_events().await;
    for (query, expected) in [
        (vec![("filter", "type=='a'"), ("filter", "type=='b'")], vec!["a", "b"]),
        (vec![("filter", "type=='a'"), ("filter", "type=='d'"), ("identity", "C-1")], vec!["d"]),
        (vec![("filter", "type=='a';identity=='nobody'"), ("filter", "type=='c'")], vec!["c"]),
        (vec![("filter", "type=='a',type=='b'"), ("filter", "type=='c'")], vec!["a", "b", "c"]),
        (vec![("filter", "type=='a'"), ("filter", "")], vec!["a"]),
        (vec![("filter", "type=='a'"), ("filter", "type=='a'")], vec!["a"]),
        (vec![("data", "n=='a'"), ("data", "n=='b'")], vec!["a", "b"]),
        (vec![("data", "n=='a'"), ("data", "n=='b'"), ("filter", "type=='b'"), ("filter", "type=='c'")], vec!["b"]),
    ] {
        assert_eq!(kinds(&service, &query).await, expected, "{query:?}");
    }
    // Two halves are no filter.
    let reasons = service.try_history(&[("filter", "(type=='a'"), ("filter", "type=='b')")]).await.refused(400);
    assert!(reasons.contains("filter: "), "{reasons}");
    service.create_person(json!({"firstName": "Cem", "customerId": ["c"]})).await;
    service.create_person(json!({"firstName": "Dee", "customerId": ["d"]})).await;
    let path = format!("{PERSONS}?filter=firstName=='Cem'&filter=firstName=='Dee'");
    assert_eq!(service.get(&path).await.expect(200)["data"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn an_empty_parameter_is_one_that_is_not_there() {
    let service = with_events().await;
    let all = [("page", ""), ("pageSize", ""), ("filter", ""), ("data", " "), ("sortBy", ""), ("sort", "")];
    assert_eq!(kinds(&service, &all).await.len(), 4);
    assert_eq!(kinds(&service, &[("identity", ""), ("personId", "")]).await.len(), 4);
    assert_eq!(kinds(&service, &[("pageSize", " 2 ")]).await.len(), 2);
    for path in [
        format!("{PERSONS}?page=&pageSize=&personId=&filter="),
        format!("{PERSONS}/aliases/C-1?page=&pageSize="),
        "/admin/v1/api/workspace?page=&pageSize=".to_owned(),
    ] {
        service.get(&path).await.expect(200);
    }
    for (name, value) in [("page", "one"), ("pageSize", "1.5"), ("page", "-1"), ("pageSize", "0"), ("sort", "up")] {
        let reasons = service.try_history(&[(name, value)]).await.refused(400);
        assert!(reasons.contains(&format!("{name}: ")), "{reasons}");
    }
    assert_eq!(kinds(&service, &[("page", "0"), ("page", "0")]).await.len(), 4);
    let reasons = service.try_history(&[("page", "0"), ("page", "1")]).await.refused(400);
    assert!(reasons.contains("page: "), "{reasons}");
}

#[tokio::test]
async fn a_filter_knows_the_events_fields_in_each_of_their_spellings() {
    let service = with_events().await;
    for (filter, expected) in [
        ("identityType=='email'", vec!["a", "b", "c"]),
        ("identitytype=='email'", vec!["a", "b", "c"]),
        ("IdentityType=='customerId'", vec!["d"]),
        ("identityType=='customerId',Type=='a'", vec!["a", "d"]),
        ("specVersion=='1.0';(type=='a')", vec!["a"]),
        ("dataContentType=='application/json';Source=='custom/tests';type=='b'", vec!["b"]),
    ] {
        assert_eq!(kinds(&service, &[("filter", filter)]).await, expected, "{filter}");
    }
    // Keys of the data are the sender's own.
    assert!(kinds(&service, &[("data", "N=='a'")]).await.is_empty());
    let stream = "/v1/api/events/stream/workspace-id/{ws}/identity/ann%40example.com?filter=identityType=='email'";
    let mut live = service.open(stream).await;
    service.publish(event("e", "e", "ann@example.com", json!({}))).await;
    assert_eq!(live.data().await["id"], "e");
}

#[tokio::test]
async fn history_is_narrowed_to_a_person() {
    let service = with_events().await;
    let ann = service.person("ann@example.com").await["id"].as_str().expect("an id").to_owned();
    assert_eq!(kinds(&service, &[("personId", &ann)]).await, ["a", "b", "c"]);
    assert_eq!(kinds(&service, &[("personId", &ann), ("identity", "ann@example.com")]).await.len(), 3);
    assert!(kinds(&service, &[("personId", &ann), ("identity", "C-1")]).await.is_empty(), "both must hold");
    assert_eq!(kinds(&service, &[("personId", &ann), ("filter", "type=='b'")]).await, ["b"]);
    let reasons = service.try_history(&[("personId", "nobody")]).await.refused(404);
    assert!(reasons.contains("nobody"), "{reasons}");
    // Of two pages the second is not that of everybody.
    let page = [("personId", ann.as_str()), ("pageSize", "2"), ("page", "1")];
    assert_eq!(service.history(&page).await.len(), 1);
}

#[tokio::test]
async fn a_parameter_that_would_narrow_and_is_not_known_is_named() {
    let service = with_events().await;
    for path in [
        "/v1/api/events/workspace-id/{ws}?identities=C-1",
        "/v1/api/events/workspace-id/{ws}?filters=type=='a'",
        "/v1/api/events/workspace-id/{ws}?identity=C-1&type=a",
        "/v1/api/events/stream/workspace-id/{ws}/identity/C-1?personId=x",
        "/admin/v1/api/person/workspace-id/{ws}?identity=C-1",
        "/admin/v1/api/person/workspace-id/{ws}?firstName=Ann",
        "/admin/v1/api/workspace?name=Main",
        "/admin/v1/api/profile-view-template/workspace-id/{ws}?templateName=a",
    ] {
        let reasons = service.get(path).await.refused(400);
        let name = path.split(['?', '&']).next_back().and_then(|pair| pair.split('=').next()).expect("a name");
        assert!(reasons.contains(&format!("{name}: ")), "{path}: {reasons}");
    }
    // What says whose call it is, and what keeps an answer out of a cache, narrows nothing.
    let organization = super::harness::ORGANIZATION;
    service.get(&format!("/v1/api/events/workspace-id/{{ws}}?organizationId={organization}&_=17")).await.expect(200);
    service.get("/v1/api/events/workspace-id/{ws}?unknown=").await.expect(200);
}

#[tokio::test]
async fn a_body_with_nulls_single_texts_and_numbers_is_read() {
    let service = TestService::start().await;
    let bodies: Vec<Value> = include_str!("../../../../tests/cases/35-query-and-body-forms/requests.txt")
        .lines()
        .filter_map(|line| line.split_once("{ws}  ").and_then(|(_, rest)| rest.rsplit_once("   ")))
        .map(|(body, _)| serde_json::from_str(body).expect("JSON"))
        .collect();
    assert_eq!(bodies.len(), 2);
    for body in bodies {
        service.create_person(body).await;
    }
    assert_eq!(service.person("C-1").await["firstName"], "Ann");
    assert_eq!(service.person("+12025550143").await["customerId"], json!(["42"]));
    for (body, kind, expected) in [
        (json!({"firstName": null, "lastName": null, "email": "a@example.com"}), "email", json!(["a@example.com"])),
        (json!({"customerId": 7, "email": [""], "phone": ["", null]}), "customerId", json!(["7"])),
        (json!({"customerId": [9007199254740991_i64, "x"]}), "customerId", json!(["9007199254740991", "x"])),
        (json!({"socialId": "x:y", "temporaryId": [null]}), "socialId", json!(["x:y"])),
        (
            json!({"id": "p", "aliases": ["q"], "createdAt": null, "email": ["b@example.com"]}),
            "email",
            json!(["b@example.com"]),
        ),
        (json!({"firstName": 7, "email": ["c@example.com"]}), "email", json!(["c@example.com"])),
    ] {
        let made = service.post(PERSONS, body.clone()).await.expect(201);
        assert_eq!(made["data"][kind], expected, "{body}");
    }
    let merged = json!({"override": null, "firstName": "Ann", "phone": null, "email": "a@example.com"});
    assert_eq!(service.post(MERGE, merged).await.expect(200)["data"]["firstName"], "Ann");
    let id = service.person("a@example.com").await["id"].as_str().expect("an id").to_owned();
    let change = |verb: &str| format!("/admin/v1/api/person/{verb}-identities/workspace-id/{{ws}}/person-id/{id}");
    service.patch(&change("add"), json!({"customerId": 55, "phone": null})).await.expect(200);
    assert_eq!(
        service.patch(&change("remove"), json!([55])).await.expect(200)["data"]["aliases"],
        json!(["a@example.com"])
    );
    service.patch(&change("add"), json!({"customerId": "66"})).await.expect(200);
    service.patch(&change("remove"), json!("66")).await.expect(200);
    let other = service.person("x:y").await["id"].clone();
    let merge = format!("/admin/v1/api/person/merge/workspace-id/{{ws}}/primary-person-id/{id}");
    service.post(&merge, json!({"personIdsToMerge": other})).await.expect(202);
}

#[tokio::test]
async fn a_body_that_cannot_be_read_names_the_field() {
    let service = TestService::start().await;
    for (path, body, field) in [
        (PERSONS, json!({"phone": {"a": 1}}), "phone"),
        (PERSONS, json!({"customerId": [["7"]]}), "customerId[0]"),
        (PERSONS, json!({"customerId": ["7", true]}), "customerId[1]"),
        (PERSONS, json!({"firstName": ["Ann"], "customerId": "7"}), "firstName"),
        (MERGE, json!({"override": "maybe", "customerId": "7"}), "override"),
        ("/admin/v1/api/profile-view-template/workspace-id/{ws}", json!({"name": 7, "attributes": []}), "name: "),
        ("/admin/v1/api/profile-view-template/workspace-id/{ws}", json!({"name": "n", "attributes": 7}), "attributes"),
        (
            "/admin/v1/api/profile-view-template/workspace-id/{ws}",
            json!({"name": "n", "attributes": null}),
            "attributes",
        ),
    ] {
        let reasons = service.post(path, body.clone()).await.refused(400);
        assert!(reasons.contains(field), "{body}: {reasons}");
    }
    service.post(PERSONS, json!([])).await.refused(400);
    service.post(PERSONS, json!(null)).await.refused(400);
    service.post(PERSONS, json!("Ann")).await.refused(400);
    let all = service.get(PERSONS).await.expect(200);
    assert_eq!(all["data"], json!([]), "nobody was made of them");
}

#[tokio::test]
async fn older_spellings_of_paths_answer_as_todays() {
    let service = TestService::start().await;
    let id = service.create_person(json!({"email": ["ann@example.com"], "customerId": ["1", "2", "3"]})).await;
    for (path, customer) in [
        (format!("/v1/api/person/remove-identities/workspace-id/{{ws}}/person-id/{id}"), "1"),
        (format!("/admin/v1/api/person/remove-identities/workspace-id/{{ws}}/person-id/{id}"), "2"),
    ] {
        let left = service.patch(&path, json!([customer])).await.expect(200);
        assert!(!left["data"]["aliases"].as_array().expect("a list").contains(&json!(customer)), "{left}");
    }
    let add = format!("/v1/api/person/add-identities/workspace-id/{{ws}}/person-id/{id}");
    service.patch(&add, json!({"customerId": ["4"]})).await.expect(200);
    let profile = "/v1/api/progressive-profile-view/workspace-id/{ws}";
    for path in [
        "/identity/ann%40example.com/template-name/journey-default-template".to_owned(),
        format!("/person-id/{id}/template-name/journey-default-template"),
    ] {
        let todays = service.get(&format!("{profile}{path}")).await.expect(200);
        let older = service.get(&format!("/admin{profile}{path}")).await.expect(200);
        assert_eq!(older["meta"], todays["meta"]);
        assert_eq!(older["data"][0]["attributes"], todays["data"][0]["attributes"]);
    }
    let agent = service.token(journey_api::auth::Role::Agent);
    let path = format!("/v1/api/person/remove-identities/workspace-id/{{ws}}/person-id/{id}");
    let request = service.request(Method::PATCH, &path).bearer_auth(agent).json(&json!(["3"]));
    service.send(request).await.refused(403);
}

#[tokio::test]
async fn a_body_with_a_mark_of_utf_8_before_it_is_taken_and_one_in_utf_16_says_what_to_do() {
    let service = TestService::start().await;
    let text = event("marked", "a", "ann@example.com", json!({"n": 1})).to_string();
    let publish = |body: Vec<u8>| {
        let request = service.request(Method::POST, "/publish/v1/api/event?workspaceId={ws}");
        request.bearer_auth(service.token(Role::Supervisor)).header("content-type", "application/json").body(body)
    };
    service.send(publish(format!("\u{feff}{text}").into_bytes())).await.expect(202);
    assert_eq!(kinds(&service, &[]).await, ["a"]);
    let utf_16 = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(service.send(publish(utf_16)).await.refused(400), "The body is UTF-16; send JSON in UTF-8");
    assert_eq!(service.send(publish(Vec::new())).await.refused(400), "The body is empty; send JSON");
}
