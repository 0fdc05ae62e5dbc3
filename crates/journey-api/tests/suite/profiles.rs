//! The progressive profile, asked for in each of its four ways.

use serde_json::{Value, json};

use super::harness::{TestService, event_at};

fn attribute(name: &str, mode: &str) -> Value {
    json!({"version": "0.1", "event": "Order", "metaDataType": "integer", "metaData": "amount", "limit": 100, "displayName": name,
        "lookBackDurationType": "days", "lookBackPeriod": 10, "aggregationMode": mode, "verbose": mode == "Max",
        "widgetAttributes": {"type": "table"}})
}

async fn with_orders() -> (TestService, String, String) {
    let service = TestService::start().await;
    let body = json!({"name": "value of orders", "attributes": [attribute("Sum", "Sum"), attribute("Max", "Max"), attribute("All", "Distinct")]});
    let made = service.post("/admin/v1/api/profile-view-template/workspace-id/{ws}", body).await.expect(201);
    let template = made["data"]["id"].as_str().expect("an id").to_owned();
    let person = service.create_person(json!({"email": ["ann@example.com"], "phone": ["+12025550143"]})).await;
    let ago = |hours| cjds::write_time(chrono::Utc::now() - chrono::Duration::hours(hours));
    for (id, identity, hours, amount) in [
        ("1", "ann@example.com", 1, 20),
        ("2", "+12025550143", 30, 5),
        ("3", "ann@example.com", 24 * 11, 1000),
        ("4", "bob@example.com", 1, 7),
    ] {
        service.publish(event_at(id, "Order", identity, &ago(hours), json!({"amount": amount}))).await;
    }
    (service, template, person)
}

#[tokio::test]
async fn the_view_is_the_same_by_person_and_identity_and_by_id_and_name() {
    let (service, template, person) = with_orders().await;
    let base = "/v1/api/progressive-profile-view/workspace-id/{ws}";
    for who in
        [format!("person-id/{person}"), "identity/12025550143".to_owned(), "identity/ann%40example.com".to_owned()]
    {
        for which in [format!("template-id/{template}"), "template-name/value%20of%20orders".to_owned()] {
            let answer = service.get(&format!("{base}/{who}/{which}")).await.expect(200);
            let view = &answer["data"][0];
            let results: Vec<&Value> =
                view["attributes"].as_array().expect("a list").iter().map(|it| &it["result"]).collect();
            assert_eq!(results, [&json!("25"), &json!("20"), &json!(["20", "5"])], "{who}/{which}");
            assert_eq!((&view["personId"], &answer["meta"]["templateId"]), (&json!(person), &json!(template)));
            assert_eq!(view["attributes"][0]["queryTemplate"]["displayName"], "Sum");
            assert_eq!(view["attributes"][0].get("journeyEvents"), None);
            assert_eq!(view["attributes"][1]["journeyEvents"].as_array().map(Vec::len), Some(2), "verbose");
        }
    }
}

#[tokio::test]
async fn a_profile_of_nobody_or_by_nothing_is_not_found() {
    let (service, template, person) = with_orders().await;
    let base = "/v1/api/progressive-profile-view/workspace-id/{ws}";
    for path in [
        format!("{base}/identity/nobody/template-id/{template}"),
        format!("{base}/person-id/nobody/template-id/{template}"),
        format!("{base}/person-id/{person}/template-id/none"),
        format!("{base}/person-id/{person}/template-name/none"),
    ] {
        service.get(&path).await.refused(404);
    }
}
