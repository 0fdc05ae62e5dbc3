//! Pages, whatever they are filtered and sorted by: together they are the list, each entry once. And what no index knows
//! is refused in words where it would mean to read everything.

use journey_api::auth::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::harness::{TestService, event, event_at};

const PERSONS: &str = "/admin/v1/api/person/workspace-id/{ws}";
const NAMES: [&str; 5] = ["ann@example.com", "bob@example.com", "+12025550143", "cem@example.com", "ann.p@example.com"];

/// Sixty events of four persons, one of whom has two identities; many at the same moment.
async fn filled(largest_search: u32) -> TestService {
    let service = TestService::start_with(|config| config.largest_search = largest_search).await;
    let body = json!({"email": ["ann@example.com", "ann.p@example.com"]});
    service.post("/admin/v1/api/person/merge-identities/workspace-id/{ws}", body).await.expect(200);
    for number in 0..60_usize {
        let time = format!("2026-03-01T10:00:{:02}Z", (number * 7) % 20);
        let kind = ["Order", "Payment", "Visit"][number % 3];
        let data = json!({"number": number, "even": number.is_multiple_of(2)});
        let mut event = event_at(&format!("e{}", number % 50), kind, NAMES[number % 5], &time, data);
        event["source"] = json!(["web", "shop"][number % 2]);
        service.publish(event).await;
    }
    service
}

/// So long that a page of them is read while it is sent, and some longer than what is read at once.
#[tokio::test]
async fn pages_that_are_too_long_to_be_held_come_whole_and_in_order() {
    let service = TestService::start().await;
    let mut expected = Vec::new();
    for number in 0..30_usize {
        let (id, time) = (format!("e{number:02}"), format!("2026-03-01T10:00:{number:02}Z"));
        let length = [90_000, 300_000, 10][number % 3];
        let data = json!({"text": "x".repeat(length), "even": number.is_multiple_of(2)});
        service.publish(event_at(&id, "Order", NAMES[number % 2], &time, data)).await;
        expected.insert(0, id);
    }
    let ids = |events: &[Value]| -> Vec<String> {
        events.iter().map(|event| event["id"].as_str().expect("an id").to_owned()).collect()
    };
    let whole = service.try_history(&[("pageSize", "30")]).await;
    assert_eq!(whole.headers["content-type"], "application/json");
    let whole = whole.expect(200);
    assert_eq!(whole["meta"]["resultCount"], 30);
    assert_eq!(whole["meta"]["workspaceId"], service.workspace);
    let events = whole["data"].as_array().expect("a list");
    assert_eq!(ids(events), expected);
    assert!(events.iter().all(|event| event["data"]["text"].as_str().is_some_and(|text| text.len() >= 10)));
    assert_eq!(ids(&paged(&service, &[], 7).await), expected, "page after page");
    let largest = service.try_history(&[("pageSize", "10000")]).await.expect(200);
    assert_eq!(largest, whole, "the largest page is the same");
    assert_eq!(ids(&service.history(&[("page", "1"), ("pageSize", "13")]).await), expected[13..26], "by a jump");
    let even: Vec<String> = expected.iter().skip(1).step_by(2).cloned().collect();
    assert_eq!(ids(&service.history(&[("data", "even==true"), ("pageSize", "30")]).await), even, "by a filter");
    let by_id: Vec<String> = expected.iter().rev().cloned().collect();
    assert_eq!(ids(&service.history(&[("sortBy", "id"), ("sort", "ASC")]).await), by_id, "in another order");
}

async fn paged(service: &TestService, query: &[(&str, &str)], size: usize) -> Vec<Value> {
    let mut all = Vec::new();
    for page in 0.. {
        let (page, size) = (page.to_string(), size.to_string());
        let more = [query, &[("page", &page), ("pageSize", &size)]].concat();
        let found = service.history(&more).await;
        if found.is_empty() {
            return all;
        }
        all.extend(found);
    }
    all
}

#[tokio::test]
async fn pages_by_whatever_order_and_filter_are_the_whole_list_in_that_order() {
    let service = filled(50_000).await;
    let everything = service.history(&[("pageSize", "100")]).await;
    assert_eq!(everything.len(), 60);
    let text = |event: &Value, key: &str| event[key].as_str().expect("text").to_owned();
    type Wanted = fn(&Value) -> bool;
    let filters: [(&str, Wanted); 9] = [
        ("", |_| true),
        ("type=='Order'", |event| event["type"] == "Order"),
        ("type=in=('Order','Visit')", |event| event["type"] != "Payment"),
        ("type=='Order',type=='Visit'", |event| event["type"] != "Payment"),
        ("source=='web';type=='Visit'", |event| event["source"] == "web" && event["type"] == "Visit"),
        ("id=in=('e1','e2','e7')", |event| ["e1", "e2", "e7"].contains(&event["id"].as_str().expect("text"))),
        ("identity=='+12025550143'", |event| event["identity"] == "+12025550143"),
        ("time=gt='2026-03-01T10:00:03Z';time=le='2026-03-01T10:00:11Z'", |event| {
            ("2026-03-01T10:00:03.000Z".."2026-03-01T10:00:11.001Z").contains(&event["time"].as_str().expect("text"))
                && event["time"] != "2026-03-01T10:00:03.000Z"
        }),
        ("type=='O*';data.even==true", |event| event["type"] == "Order" && event["data"]["even"] == true),
    ];
    for identity in ["", "ann@example.com", "12025550143"] {
        for (filter, wanted) in filters {
            for (by, sort) in [
                ("time", "DESC"),
                ("time", "ASC"),
                ("type", "ASC"),
                ("source", "DESC"),
                ("id", "ASC"),
                ("identity", "DESC"),
            ] {
                let query = [("identity", identity), ("filter", filter), ("sortBy", by), ("sort", sort)];
                let found = paged(&service, &query, 7).await;
                let mut keys: Vec<String> =
                    found.iter().map(|event| format!("{} {}", text(event, by), text(event, "time"))).collect();
                if sort == "DESC" {
                    keys.reverse();
                }
                assert!(keys.is_sorted(), "{query:?}: {keys:?}");
                let of_whom = |event: &&Value| match identity {
                    "" => true,
                    "ann@example.com" => text(event, "identity").starts_with("ann"),
                    _ => event["identity"] == "+12025550143",
                };
                let mut expected: Vec<String> =
                    everything.iter().filter(|event| wanted(event)).filter(of_whom).map(Value::to_string).collect();
                let mut found: Vec<String> = found.iter().map(Value::to_string).collect();
                expected.sort();
                found.sort();
                assert_eq!(found, expected, "{query:?}");
            }
        }
    }
}

#[tokio::test]
async fn what_no_index_knows_is_searched_up_to_a_limit_and_then_refused_in_words() {
    let service = filled(20).await;
    let late = "time=ge='2026-03-01T10:00:15Z'";
    // Enough is found before the limit.
    assert_eq!(service.history(&[("data", "even==true"), ("pageSize", "5")]).await.len(), 5);
    for query in [
        vec![("data", "number==59")],
        vec![("filter", "type=='*'"), ("page", "1"), ("pageSize", "15")],
        vec![("data", "even==true"), ("filter", "source=='web'")],
    ] {
        let reasons = service.try_history(&query).await.refused(400);
        assert!(reasons.contains("the first 20 events") && reasons.contains("add an identity"), "{reasons}");
    }
    let reasons = service.try_history(&[("sortBy", "identity")]).await.refused(400);
    assert!(reasons.starts_with("sortBy: more than 20 events"), "{reasons}");
    // The same, narrowed.
    assert_eq!(service.history(&[("data", "number==57"), ("identity", "+12025550143")]).await.len(), 1);
    assert_eq!(service.history(&[("sortBy", "identity"), ("filter", late)]).await.len(), 15);
    assert_eq!(service.history(&[("data", "number=lt=100"), ("filter", late)]).await.len(), 15);
    assert_eq!(service.history(&[("filter", "source=='web'"), ("pageSize", "100")]).await.len(), 30);
}

#[tokio::test]
async fn a_person_of_very_many_identities_has_one_history() {
    let service = TestService::start().await;
    let identities: Vec<String> = (0..230).map(|number| format!("+1202555{number:04}")).collect();
    service.create_person(json!({ "phone": identities })).await;
    for (number, identity) in identities.iter().enumerate().step_by(10) {
        let time = format!("2026-03-01T10:{:02}:00Z", (number * 7) % 60);
        service.publish(event_at(&number.to_string(), "Visit", identity, &time, json!({}))).await;
    }
    let whole = service.history(&[("identity", &identities[5])]).await;
    assert_eq!(whole.len(), 23);
    let times: Vec<&str> = whole.iter().rev().map(|event| event["time"].as_str().expect("text")).collect();
    assert!(times.is_sorted(), "{times:?}");
    assert_eq!(paged(&service, &[("identity", &identities[7])], 4).await, whole);
    assert_eq!(paged(&service, &[("identity", &identities[7]), ("data", "x!='1'")], 4).await, whole);
}

#[tokio::test]
async fn persons_in_whatever_order_and_filter_are_all_there_in_that_order() {
    let service = TestService::start().await;
    let mut all = Vec::new();
    for number in 0..23_usize {
        let mut body = json!({"email": [format!("p{number}@example.com")], "lastName": format!("L{}", number % 4)});
        if number % 3 > 0 {
            body["firstName"] = json!(format!("F{}", (number * 5) % 7));
        }
        service.create_person(body).await;
        let person = service.person(&format!("p{number}@example.com")).await;
        all.push(person);
    }
    let list = async |query: &str| {
        let mut found = Vec::new();
        for page in 0.. {
            let path = format!("{PERSONS}?page={page}&pageSize=4&{query}");
            let answer = service.get(&path).await.expect(200);
            let list = answer["data"].as_array().expect("a list").clone();
            if list.is_empty() {
                break;
            }
            found.extend(list);
        }
        found
    };
    for field in ["createdAt", "updatedAt", "firstName", "lastName", "email", "id"] {
        for (sort, is_down) in [("ASC", false), ("DESC", true)] {
            let found = list(&format!("sortBy={field}&sort={sort}")).await;
            let mut keys: Vec<String> =
                found.iter().map(|person| person[field].to_string().replace("null", "")).collect();
            if is_down {
                keys.reverse();
            }
            assert!(keys.is_sorted(), "{field} {sort}: {keys:?}");
            let mut ids: Vec<String> = found.iter().map(|person| person["id"].to_string()).collect();
            ids.sort();
            ids.dedup();
            assert_eq!((ids.len(), found.len()), (23, 23), "{field} {sort}");
        }
    }
    let moment = all[10]["createdAt"].as_str().expect("text");
    for (filter, wanted) in [
        ("firstName=='F5'".to_owned(), all.iter().filter(|it| it["firstName"] == "F5").count()),
        ("firstName=='F*'".to_owned(), all.iter().filter(|it| !it["firstName"].is_null()).count()),
        (
            "lastName=in=('L1','L2')".to_owned(),
            all.iter().filter(|it| it["lastName"] == "L1" || it["lastName"] == "L2").count(),
        ),
        ("email=='p3@example.com',email=='p4@example.com'".to_owned(), 2),
        ("aliases=='P3@example.com'".to_owned(), 0),
        (format!("id=='{}'", all[5]["id"].as_str().expect("text")), 1),
        (format!("createdAt=lt='{moment}'"), all.iter().filter(|it| it["createdAt"].as_str() < Some(moment)).count()),
        (
            format!("updatedAt=ge='{moment}';lastName=='L1'"),
            all.iter().filter(|it| it["updatedAt"].as_str() >= Some(moment) && it["lastName"] == "L1").count(),
        ),
    ] {
        for sort in ["", "&sortBy=firstName", "&sortBy=updatedAt&sort=DESC", "&sortBy=phone"] {
            let found = list(&format!("filter={}{sort}", super::harness::encoded(&filter))).await;
            assert_eq!(found.len(), wanted, "{filter}{sort}");
        }
    }
}

#[tokio::test]
async fn persons_that_no_index_knows_are_searched_up_to_a_limit_and_then_refused_in_words() {
    let service = TestService::start_with(|config| config.largest_search = 200).await;
    for number in 0..401 {
        service.publish(event("1", "Visit", &format!("p{number}@example.com"), json!({}))).await;
    }
    let id = service.person("p7@example.com").await["id"].as_str().expect("text").to_owned();
    let patch = json!([{"op": "add", "path": "/firstName", "value": "Ann"}]);
    service.call(Method::PATCH, Role::Supervisor, &format!("{PERSONS}/person-id/{id}"), Some(patch)).await.expect(202);
    for query in ["filter=firstName%3D%3D'A*n'&pageSize=2", "sortBy=phone", "filter=phone!%3D'1'&pageSize=300"] {
        let reasons = service.get(&format!("{PERSONS}?{query}")).await.refused(400);
        assert!(reasons.contains("More than 200 persons"), "{reasons}");
    }
    for query in [
        "filter=firstName%3D%3D'Ann'",
        "filter=email%3D%3D'p7@example.com'&sortBy=phone",
        "filter=firstName%3D%3D'A*n'&sortBy=firstName&sort=DESC&pageSize=1",
    ] {
        let found = service.get(&format!("{PERSONS}?{query}")).await.expect(200);
        assert_eq!(found["data"][0]["id"], json!(id), "{query}");
    }
}
