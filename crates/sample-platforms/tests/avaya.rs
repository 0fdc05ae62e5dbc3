//! Avaya's half: what it answers, whom it lets, and what it refuses.

use std::collections::HashSet;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use sample_platforms::avaya::{ACCOUNT, APP_KEY, Token};
use sample_platforms::{Config, World, router};
use serde_json::{Value, json};
use tower::ServiceExt;

const NOW: &str = "2026-03-10T15:00:00Z";
const AMARA: &str = "+12125550108";

fn platform() -> Router {
    router(Config { now: basics::parse_time(NOW), ..Config::default() }).expect("a router").0
}

struct Asked<'a> {
    router: &'a Router,
    token: &'a str,
    key: Option<&'a str>,
    account: &'a str,
}

impl<'a> Asked<'a> {
    fn of(router: &'a Router) -> Self {
        Self { router, token: Token::Agent.text(), key: Some(APP_KEY), account: ACCOUNT }
    }

    fn by(router: &'a Router, token: Token) -> Self {
        Self { token: token.text(), ..Self::of(router) }
    }

    async fn call(&self, method: &str, path: &str, body: Value) -> (StatusCode, Value) {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/journey/v1/accounts/{}/{path}", self.account))
            .header("Authorization", format!("Bearer {}", self.token));
        if let Some(key) = self.key {
            request = request.header("appkey", key);
        }
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        let answer = self.router.clone().oneshot(request.body(body).expect("a request")).await.expect("an answer");
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a body");
        let body: Value = serde_json::from_slice(&body).unwrap_or_default();
        if parts.status.is_client_error() {
            assert_eq!(parts.headers["content-type"], "application/problem+json", "{body}");
            assert_eq!(body["status"], parts.status.as_u16(), "{body}");
        }
        (parts.status, body)
    }

    async fn search(&self, body: Value) -> Value {
        let (status, answer) = self.call("POST", "journeys:search", body).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        answer
    }

    async fn happen(&self, what: Value) -> Value {
        let request = Request::builder().method("POST").uri("/happen").header("Content-Type", "application/json");
        let request = request.body(Body::from(what.to_string())).expect("a request");
        let answer = self.router.clone().oneshot(request).await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK);
        serde_json::from_slice(&to_bytes(answer.into_body(), usize::MAX).await.expect("a body")).expect("JSON")
    }
}

fn by_phone(phone: &str) -> Value {
    json!({"identifiers": {"phoneNumbers": [phone]}})
}

fn engagements(answer: &Value) -> &Vec<Value> {
    answer["engagements"].as_array().expect("a list")
}

#[tokio::test]
async fn a_long_journey_comes_in_pages_that_end_with_the_total() {
    let router = platform();
    let asked = Asked::of(&router);
    let mut ids = HashSet::new();
    let mut starts = Vec::new();
    let mut total = 0;
    for page in 1..9 {
        let (_, answer) = asked
            .call(
                "POST",
                &format!("journeys:search?pageNumber={page}"),
                json!({"identifiers": {"accountIds": ["LH-900012"]}}),
            )
            .await;
        total = answer["pagination"]["total"].as_u64().expect("a total") as usize;
        if engagements(&answer).is_empty() {
            break;
        }
        for engagement in engagements(&answer) {
            assert!(ids.insert(engagement["id"].as_str().expect("an id").to_owned()));
            starts.push(basics::read_time(&engagement["startDate"]).expect("a time"));
        }
    }
    assert!(total > 100 && ids.len() == total, "{total}");
    assert!(starts.is_sorted_by(|newer, older| newer >= older));
}

#[tokio::test]
async fn some_contacts_are_those_of_the_journey_service() {
    let router = platform();
    let world = World::at(basics::parse_time(NOW).expect("a time")).expect("customers");
    let amara = world.customer(AMARA).expect("Amara");
    let answer = Asked::of(&router)
        .search(json!({"identifiers": {"emailAddresses": ["amara@okafor-hotels.example.com"]}}))
        .await;
    let known: HashSet<&str> = amara.contacts.iter().map(|contact| contact.id.as_str()).collect();
    let same_id = engagements(&answer).iter().filter(|one| known.contains(one["id"].as_str().expect("an id"))).count();
    let same_time = engagements(&answer).iter().filter(|one| {
        let start = basics::read_time(&one["startDate"]).expect("a time");
        !known.contains(one["id"].as_str().expect("an id"))
            && amara.contacts.iter().any(|contact| (start - contact.start).num_seconds().abs() < 60)
    });
    assert!(same_id >= 3 && same_time.count() >= 1, "{same_id}");
}

#[tokio::test]
async fn a_number_is_known_as_it_came_and_a_stranger_not_at_all() {
    let router = platform();
    let asked = Asked::of(&router);
    let spellings = ["+12025550143", "12025550143", "0012025550143", "2025550143"];
    let mut found = 0;
    for spelling in spellings {
        found += usize::from(!engagements(&asked.search(by_phone(spelling)).await).is_empty());
    }
    assert_eq!(found, 1, "it compares letter by letter");
    let all = asked.search(json!({"identifiers": {"phoneNumbers": spellings}})).await;
    assert_eq!(all["identifiers"]["emailAddresses"], json!(["jose.alvarez@example.com"]));
    let stranger = asked.search(by_phone("+12025550999")).await;
    assert_eq!((engagements(&stranger).len(), &stranger["pagination"]["total"]), (0, &json!(0)));
}

#[tokio::test]
async fn a_search_is_narrowed_by_what_it_asks() {
    let router = platform();
    let asked = Asked::of(&router);
    let all = |more: Value| {
        let mut body = json!({"identifiers": {"accountIds": ["LH-900012"]}});
        body.as_object_mut().expect("fields").extend(more.as_object().cloned().expect("fields"));
        body
    };
    let total = async |more: Value| asked.search(all(more)).await["pagination"]["total"].as_u64().expect("a total");
    let everything = total(json!({"conversation": null, "startDate": null})).await;
    let voice = total(json!({"channelIds": ["VOICE"]})).await;
    let claims = total(json!({"conversation": "Warranty claim"})).await;
    let recent = total(json!({"startDate": "2026-01-01T00:00:00Z", "endDate": "2026-03-10T15:00:00.000Z"})).await;
    for part in [voice, claims, recent] {
        assert!(part > 0 && part < everything, "{part} of {everything}");
    }
    assert_eq!(total(json!({"agentId": "nobody"})).await, 0);
}

#[tokio::test]
async fn every_rule_of_a_search_is_kept() {
    let router = platform();
    let asked = Asked::of(&router);
    let many: serde_json::Map<String, Value> = (0..11).map(|at| (format!("id{at}"), json!(["abc"]))).collect();
    for (body, field) in [
        (json!({}), "identifiers"),
        (json!({"identifiers": {}}), "identifiers"),
        (json!({"identifiers": many}), "identifiers"),
        (json!({"identifiers": {"phoneNumbers": []}}), "identifiers.phoneNumbers"),
        (
            json!({"identifiers": {"phoneNumbers": ["123", "234", "345", "456", "567", "678"]}}),
            "identifiers.phoneNumbers",
        ),
        (json!({"identifiers": {"phoneNumbers": ["12"]}}), "identifiers.phoneNumbers"),
        (json!({"identifiers": {"phoneNumbers": "+12025550143"}}), "identifiers.phoneNumbers"),
        (json!({"identifiers": {"twitterHandles": ["@ann"]}}), "identifiers.twitterHandles"),
        (json!({"identifiers": {"phoneNumbers": ["123"]}, "startDate": "yesterday"}), "startDate"),
        (
            json!({"identifiers": {"phoneNumbers": ["123"]}, "startDate": "2026-02-01T00:00:00Z", "endDate": "2026-01-01T00:00:00Z"}),
            "startDate",
        ),
        (json!({"identifiers": {"phoneNumbers": ["123"]}, "conversation": "x"}), "conversation"),
        (json!({"identifiers": {"phoneNumbers": ["123"]}, "channelIds": []}), "channelIds"),
        (json!({"identifiers": {"phoneNumbers": ["123"]}, "channelIds": ["Voice", "Voice"]}), "channelIds"),
        (json!({"identifiers": {"phoneNumbers": ["123"]}, "agentId": "a"}), "agentId"),
        (json!([]), "journeyQuery"),
    ] {
        let (status, problem) = asked.call("POST", "journeys:search", body.clone()).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{body}");
        assert_eq!(problem["violations"][0]["field"], field, "{body}: {problem}");
        assert_eq!(problem["title"], "Constraint Violation");
    }
    for page in ["pageSize=51", "pageSize=0", "pageNumber=0", "pageNumber=x"] {
        let (status, _) = asked.call("POST", &format!("journeys:search?{page}"), by_phone(AMARA)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{page}");
    }
}

#[tokio::test]
async fn whoever_may_not_is_told_why() {
    let router = platform();
    let of = |token, key, account| Asked { router: &router, token, key, account };
    let agent = Token::Agent.text();
    for (asked, expected) in [
        (of("somebody's", Some(APP_KEY), ACCOUNT), 401),
        (of(Token::Expired.text(), Some(APP_KEY), ACCOUNT), 401),
        (of(agent, None, ACCOUNT), 401),
        (of(agent, Some("another"), ACCOUNT), 401),
        (of(Token::NoRole.text(), Some(APP_KEY), ACCOUNT), 403),
        (of(agent, Some(APP_KEY), "OTHERS"), 403),
        (of(agent, Some(APP_KEY), "LARK1"), 400),
        (of(Token::Reader.text(), Some(APP_KEY), ACCOUNT), 200),
        (of(Token::AgentRenewed.text(), Some(APP_KEY), ACCOUNT), 200),
    ] {
        let (status, answer) = asked.call("POST", "journeys:search", by_phone(AMARA)).await;
        assert_eq!(status.as_u16(), expected, "{} {answer}", asked.token);
    }
    let (status, problem) = Asked::of(&router).call("GET", "identifiers", Value::Null).await;
    assert_eq!((status.as_u16(), &problem["title"]), (403, &json!("Forbidden")));
    let (_, kinds) = Asked::by(&router, Token::Administrator).call("GET", "identifiers", Value::Null).await;
    assert_eq!(kinds[0]["identifierStrength"], "WEAK");
}

#[tokio::test]
async fn a_tokens_time_can_end_in_the_middle() {
    let router = platform();
    let asked = Asked::of(&router);
    asked.search(by_phone(AMARA)).await;
    asked.happen(json!({"platform": "avaya", "expire": "agent"})).await;
    assert_eq!(asked.call("POST", "journeys:search", by_phone(AMARA)).await.0, StatusCode::UNAUTHORIZED);
    Asked::by(&router, Token::AgentRenewed).search(by_phone(AMARA)).await;
}

#[tokio::test]
async fn an_engagement_has_one_note_which_is_edited_and_deleted() {
    let router = platform();
    let asked = Asked::of(&router);
    let id =
        asked.happen(json!({"platform": "avaya", "customer": AMARA})).await["id"].as_str().expect("an id").to_owned();
    let path = format!("engagements/{id}/agent-note");
    let (status, note) = asked.call("POST", &path, json!({"note": "Wants a call back"})).await;
    assert_eq!((status.as_u16(), &note["note"]), (201, &json!("Wants a call back")));
    let (status, problem) = asked.call("POST", &path, json!({"note": "Again"})).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        problem["violations"][0].get("code").is_none()
            && problem["type"].as_str().expect("a type").contains("onecloud-ccaas")
    );
    let one = format!("{path}/{}", note["id"].as_str().expect("an id"));
    let (_, edited) = asked.call("PUT", &one, json!({"note": "Was called back"})).await;
    assert_eq!(edited["note"], "Was called back");
    let (_, notes) = asked.call("GET", &format!("{path}s"), Value::Null).await;
    assert_eq!(notes["agentNotes"], json!([edited]));
    let found = asked.search(json!({"identifiers": {"accountIds": ["LH-900012"]}})).await;
    assert_eq!(engagements(&found)[0]["agentNotes"][0]["text"], "Was called back", "a search calls it text");
    assert_eq!(asked.call("POST", &path, json!({"note": ""})).await.0, StatusCode::BAD_REQUEST);
    assert_eq!(asked.call("POST", &path, json!({"note": "x".repeat(513)})).await.0, StatusCode::BAD_REQUEST);
    let reader = Asked::by(&router, Token::Reader);
    assert_eq!(reader.call("PUT", &one, json!({"note": "x"})).await.0, StatusCode::FORBIDDEN);
    assert_eq!(asked.call("DELETE", &one, Value::Null).await.0, StatusCode::NO_CONTENT);
    assert_eq!(asked.call("PUT", &one, json!({"note": "x"})).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_identifier_is_appended_and_unlinked() {
    let router = platform();
    let asked = Asked::of(&router);
    let before = asked.search(json!({"identifiers": {"accountIds": ["LH-050021"]}})).await;
    let id = engagements(&before)[0]["id"].as_str().expect("an id");
    let added = json!({"identifiers": {"emailAddresses": ["grace@example.com"]}});
    let (status, body) = asked.call("POST", &format!("engagements/{id}:appendIdentifiers"), added).await;
    assert_eq!((status.as_u16(), body), (202, Value::Null));
    let by_mail = asked.search(json!({"identifiers": {"emailAddresses": ["grace@example.com"]}})).await;
    assert_eq!(by_mail["identifiers"]["accountIds"], json!(["LH-050021"]), "it is the same journey");
    let gone = json!({"identifiers": {"accountIds": ["LH-050021"]}, "unlinkIdentifier": {"emailAddresses": "grace@example.com"}});
    let (_, rest) = asked.call("POST", "journeys:unlinkIdentifier", gone.clone()).await;
    assert_eq!(rest["identifiers"], before["identifiers"]);
    assert_eq!(asked.call("POST", "journeys:unlinkIdentifier", gone.clone()).await.0, StatusCode::NOT_FOUND);
    let reader = Asked::by(&router, Token::Reader);
    assert_eq!(reader.call("POST", "journeys:unlinkIdentifier", gone).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_happens_now_is_told_from_its_beginning_to_its_end() {
    let router = platform();
    let asked = Asked::of(&router);
    let begun = asked
        .happen(json!({"platform": "avaya", "customer": "+19995550100", "channel": "chat", "id": "my-own-id"}))
        .await;
    assert_eq!(begun["id"], "my-own-id");
    let newest = async || {
        let (_, engagement) = asked.call("GET", "engagements/my-own-id", Value::Null).await;
        engagement
    };
    let created = newest().await;
    assert_eq!((&created["status"], &created["channels"][0]["type"]), (&json!("ACTIVE"), &json!("WEBCHAT")));
    assert!(created.get("endDate").is_none() && created["queues"][0].get("acceptedAt").is_none());
    asked
        .happen(json!({"platform": "avaya", "engagement": "my-own-id", "agent": "Mei Tan", "data": {"order": "4711"}}))
        .await;
    let taken = newest().await;
    assert_eq!(taken["participants"][1]["agentDisplayName"], "Mei Tan");
    assert_eq!(taken["data"]["order"], "4711");
    asked.happen(json!({"platform": "avaya", "engagement": "my-own-id", "ended": true})).await;
    assert_eq!(newest().await["status"], "COMPLETED");
    let found = asked.search(by_phone("+19995550100")).await;
    assert_eq!(engagements(&found).len(), 1);
}

#[tokio::test]
async fn the_same_moment_gives_the_same_history() {
    let body = json!({"identifiers": {"accountIds": ["LH-270664"]}});
    let one = Asked::of(&platform()).search(body.clone()).await;
    assert_eq!(one, Asked::of(&platform()).search(body).await);
    assert!(engagements(&one).iter().all(|one| {
        let time = |key: &str| basics::read_time(&one[key]).expect("a time");
        time("startDate") < time("endDate") && time("endDate") < basics::parse_time(NOW).expect("a time")
    }));
}
