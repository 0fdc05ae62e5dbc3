//! Pages of history, sorted and filtered.

use serde_json::{Value, json};

use super::harness::{TestService, event, event_at};

async fn filled() -> TestService {
    let service = TestService::start().await;
    for number in 0..7 {
        // Two events share each moment: the order must still be one.
        let time = format!("2026-03-01T10:00:0{}Z", number / 2);
        let kind = if number % 3 == 0 { "Payment" } else { "Order" };
        let data = json!({"amount": number * 10, "Order State": if number > 3 { "open" } else { "paid" }, "category": "Water"});
        service.publish(event_at(&number.to_string(), kind, "ann@example.com", &time, data)).await;
    }
    service.publish(event("other", "Order", "bob@example.com", json!({"amount": 5}))).await;
    service
}

fn ids(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["id"].as_str().expect("an id")).collect()
}

#[tokio::test]
async fn the_newest_comes_first_and_pages_neither_lose_nor_double() {
    let service = filled().await;
    let whole = service.history(&[("identity", "ann@example.com")]).await;
    assert_eq!(ids(&whole), ["6", "5", "4", "3", "2", "1", "0"]);
    for size in ["1", "2", "3", "7", "100"] {
        let mut paged = Vec::new();
        for page in 0.. {
            let page = service
                .history(&[("identity", "ann@example.com"), ("page", &page.to_string()), ("pageSize", size)])
                .await;
            if page.is_empty() {
                break;
            }
            paged.extend(page);
        }
        assert_eq!(paged, whole, "pages of {size}");
    }
    let oldest = service.history(&[("identity", "ann@example.com"), ("sortBy", "time"), ("sort", "ASC")]).await;
    assert_eq!(ids(&oldest), ["0", "1", "2", "3", "4", "5", "6"]);
    let by_type = service.history(&[("identity", "ann@example.com"), ("sortBy", "type"), ("sort", "asc")]).await;
    assert_eq!(ids(&by_type), ["1", "2", "4", "5", "0", "3", "6"]);
}

#[tokio::test]
async fn the_answer_says_how_much_it_holds_and_of_whom() {
    let service = filled().await;
    let answer = service.try_history(&[("identity", "ann@example.com"), ("pageSize", "2")]).await.expect(200);
    assert_eq!(answer["meta"]["resultCount"], 2);
    assert_eq!(answer["meta"]["identity"], "ann@example.com");
    assert_eq!(service.history(&[]).await.len(), 8, "without an identity: of all");
    assert!(service.history(&[("identity", "nobody@example.com")]).await.is_empty());
}

#[tokio::test]
async fn an_identity_walks_to_all_of_the_persons_and_a_filter_on_it_does_not() {
    let service = filled().await;
    let id = service.person("ann@example.com").await["id"].as_str().expect("an id").to_owned();
    let path = format!("/admin/v1/api/person/add-identities/workspace-id/{{ws}}/person-id/{id}");
    service.patch(&path, json!({"phone": ["+12025550143"], "customerId": ["7/42"]})).await.expect(200);
    service.publish(event("call", "task:new", "+12025550143", json!({}))).await;
    for identity in ["ann@example.com", "ANN@example.com", "+12025550143", "12025550143", "7/42"] {
        assert_eq!(service.history(&[("identity", identity)]).await.len(), 8, "{identity}");
    }
    assert_eq!(service.history(&[("filter", "identity=='ann@example.com'")]).await.len(), 7);
}

#[tokio::test]
async fn filters_choose_events_and_pages_are_of_what_they_chose() {
    let service = filled().await;
    let found = async |filter: &str, data: &str| {
        let events = service.history(&[("identity", "ann@example.com"), ("filter", filter), ("data", data)]).await;
        ids(&events).join(" ")
    };
    assert_eq!(found("type=='Payment'", "").await, "6 3 0");
    assert_eq!(found("type=='Pay*'", "").await, "6 3 0");
    assert_eq!(found("", "category=='Water';amount=gt=40").await, "6 5");
    assert_eq!(found("", "'Order State'=='open'").await, "6 5 4");
    assert_eq!(found("type=in=('Order','x');id!='2'", "amount=le='40'").await, "4 1");
    assert_eq!(found("data.amount==30,id=='0'", "").await, "3 0");
    assert_eq!(found("time=ge='2026-03-01T10:00:02Z';time=lt='2026-03-01T10:00:03Z'", "").await, "5 4");
    assert_eq!(found("type==\"Payment' OR '1'=='1\"", "").await, "", "text stays text");
    let query = [("identity", "ann@example.com"), ("data", "amount=ge=20"), ("pageSize", "2"), ("page", "1")];
    assert_eq!(ids(&service.history(&query).await), ["4", "3"]);
}

#[tokio::test]
async fn a_filter_that_does_not_parse_points_at_the_character() {
    let service = filled().await;
    for (parameter, text, place) in [
        ("filter", "type==Payment", "filter: at character 7"),
        ("filter", "Payment", "filter: at character 8"),
        ("data", "amount=gt=", "data: at character 11"),
        ("data", "(a=='1'", "data: at character 8"),
    ] {
        let reasons = service.try_history(&[(parameter, text)]).await.refused(400);
        assert!(reasons.starts_with(place), "{reasons}");
    }
}

#[tokio::test]
async fn a_page_that_cannot_be_is_refused() {
    let service = TestService::start().await;
    for (parameter, value) in [
        ("page", "-1"),
        ("page", "one"),
        ("pageSize", "0"),
        ("pageSize", "10001"),
        ("page", "9223372036854775807"),
        ("sort", "sideways"),
        ("sortBy", "data; DROP TABLE events"),
    ] {
        let query = [(parameter, value)];
        service.try_history(&query).await.refused(400);
    }
}
