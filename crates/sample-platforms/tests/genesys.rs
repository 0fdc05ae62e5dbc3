//! Genesys Cloud, as the sample server plays it.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sample_platforms::genesys::{CLIENT, SERVICE_CLIENT, SERVICE_SECRET, Token};
use sample_platforms::{Config, router};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tower::ServiceExt;

const QUERY: &str = "/api/v2/analytics/conversations/details/query";
const LOOK_UP: &str = "/api/v2/externalcontacts/identifierlookup/contacts";

struct Platform(Router);

fn platform() -> Platform {
    let now = cjds::parse_time("2026-03-10T15:00:00Z");
    Platform(router(Config { now, ..Config::default() }).expect("a router").0)
}

impl Platform {
    async fn raw(&self, request: Request<Body>) -> (StatusCode, HeaderMap, String) {
        let answer = self.0.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a body");
        (parts.status, parts.headers, String::from_utf8(body.to_vec()).expect("text"))
    }

    async fn call(&self, token: Token, method: &str, path: &str, body: Value) -> (u16, Value) {
        let request = Request::builder().method(method).uri(path).header("Content-Type", "application/json");
        let request = request.header("Authorization", format!("Bearer {}", token.text()));
        let (status, _, text) = self.raw(request.body(Body::from(body.to_string())).expect("a request")).await;
        (status.as_u16(), serde_json::from_str(&text).unwrap_or_default())
    }

    async fn get(&self, path: &str) -> Value {
        let (status, answer) = self.call(Token::Agent, "GET", path, Value::Null).await;
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    }

    async fn jose(&self) -> Value {
        let asked = json!({"type": "Phone", "value": "+12025550143"});
        let (status, contact) = self.call(Token::Agent, "POST", LOOK_UP, asked).await;
        assert_eq!(status, 200);
        contact
    }

    async fn conversations(&self, dimension: &str, value: &str, interval: &str, page: u32) -> (u16, Value) {
        let query = json!({"interval": interval, "order": "desc", "orderBy": "conversationStart",
            "paging": {"pageSize": 2, "pageNumber": page}, "segmentFilters": [{"type": "or", "predicates": [
                {"type": "dimension", "dimension": dimension, "operator": "matches", "value": value}]}]});
        self.call(Token::Agent, "POST", QUERY, query).await
    }
}

const MONTH: &str = "2026-02-08T00:00:00.000Z/2026-03-11T00:00:00.000Z";

#[tokio::test]
async fn a_contact_is_found_by_each_identifier_and_by_the_white_pages() {
    let platform = platform();
    let jose = platform.jose().await;
    assert_eq!((&jose["firstName"], &jose["lastName"]), (&json!("José"), &json!("Álvarez")));
    for (kind, value) in [("Email", "JOSE.alvarez@example.com"), ("ExternalId", "LH-204817"), ("Cookie", "web-7f3c21")]
    {
        let (_, found) = platform.call(Token::Agent, "POST", LOOK_UP, json!({"type": kind, "value": value})).await;
        assert_eq!(found["id"], jose["id"], "{kind}");
    }
    for (value, status) in [("+12025550999", 404), ("2025550143", 400)] {
        let (refused, body) =
            platform.call(Token::Agent, "POST", LOOK_UP, json!({"type": "Phone", "value": value})).await;
        assert_eq!((refused, &body["status"]), (status, &json!(status)), "{value}");
    }
    let pages = |number: &str| format!("/api/v2/externalcontacts/reversewhitepageslookup?lookupVal=%2B{number}");
    assert_eq!(platform.get(&pages("12065550159")).await["contacts"].as_array().map(Vec::len), Some(2));
    assert_eq!(platform.get(&pages("12025550143")).await["contacts"][0]["id"], jose["id"]);
}

#[tokio::test]
async fn conversations_are_paged_newest_first_within_31_days() {
    let platform = platform();
    let id = platform.jose().await["id"].as_str().expect("an id").to_owned();
    let mut starts = Vec::new();
    let mut total = 0;
    for page in 1.. {
        let (_, answer) = platform.conversations("externalContactId", &id, MONTH, page).await;
        total = answer["totalHits"].as_u64().expect("a number");
        let Some(found) = answer["conversations"].as_array() else { break };
        starts.extend(found.iter().map(|one| one["conversationStart"].as_str().expect("a time").to_owned()));
    }
    assert_eq!(u64::try_from(starts.len()).ok(), Some(total));
    assert!(starts.len() > 2 && starts.is_sorted_by(|one, next| one >= next), "{starts:?}");
    let year = "2025-03-11T00:00:00Z/2026-03-11T00:00:00Z";
    assert_eq!(platform.conversations("externalContactId", &id, year, 1).await.0, 400);
    assert_eq!(platform.conversations("externalContactId", &id, "yesterday", 1).await.0, 400);
    let (_, by_number) = platform.conversations("ani", "tel:+12025550143", MONTH, 1).await;
    assert!(by_number["totalHits"].as_u64().is_some_and(|count| count > 0 && count <= total));
}

#[tokio::test]
async fn some_conversations_are_the_journey_services_contacts() {
    let now = cjds::parse_time("2026-03-10T15:00:00Z").expect("a time");
    let world = sample_platforms::World::at(now).expect("customers");
    let known = &world.customer("+12025550143").expect("José").contacts;
    let platform = platform();
    let id = platform.jose().await["id"].as_str().expect("an id").to_owned();
    let (mut shared, mut own) = (0, 0);
    for page in 1..20 {
        let (_, answer) = platform.conversations("externalContactId", &id, MONTH, page).await;
        for one in answer["conversations"].as_array().into_iter().flatten() {
            let same = known.iter().find(|contact| one["conversationId"] == json!(contact.id));
            if let Some(same) = same {
                assert_eq!(one["conversationStart"], json!(cjds::write_time(same.start)));
                shared += 1;
            } else {
                own += 1;
            }
        }
    }
    assert!(shared > 0 && own > 0, "{shared} shared, {own} of its own");
}

#[tokio::test]
async fn sessions_and_their_events_are_read_behind_a_cursor() {
    let platform = platform();
    let id = platform.jose().await["id"].as_str().expect("an id").to_owned();
    let mut path = format!("/api/v2/externalcontacts/contacts/{id}/journey/sessions?pageSize=1");
    let mut sessions = Vec::new();
    loop {
        let page = platform.get(&path).await;
        sessions.extend(page["entities"].as_array().expect("a list").clone());
        let Some(next) = page["nextUri"].as_str() else { break };
        path = next.to_owned();
    }
    assert!(sessions.len() > 1);
    for session in sessions {
        let id = session["id"].as_str().expect("an id");
        let events = platform.get(&format!("/api/v2/journey/sessions/{id}/events?pageSize=200")).await;
        assert_eq!(
            events["entities"].as_array().map(Vec::len),
            session["eventCount"].as_u64().and_then(|count| count.try_into().ok())
        );
        assert_eq!(events["entities"][0]["webEvent"]["eventName"], "page_viewed");
    }
    let (status, _) =
        platform.call(Token::Agent, "GET", "/api/v2/journey/sessions/x/events?after=odd", Value::Null).await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn names_are_told_by_ids() {
    let platform = platform();
    let id = platform.jose().await["id"].as_str().expect("an id").to_owned();
    let (_, found) = platform.conversations("externalContactId", &id, MONTH, 1).await;
    let mut asked = 0;
    for participant in found["conversations"][0]["participants"].as_array().expect("a list") {
        for (path, id) in [
            ("/api/v2/users", participant.get("userId")),
            ("/api/v2/routing/queues", participant.pointer("/sessions/0/segments/0/queueId")),
        ] {
            let Some(id) = id.and_then(Value::as_str) else { continue };
            let named = platform.get(&format!("{path}?pageSize=50&id={id}&id=unknown")).await;
            assert_eq!((&named["entities"][0]["id"], named["total"].as_u64()), (&json!(id), Some(1)));
            assert!(named["entities"][0]["name"].is_string());
            asked += 1;
        }
    }
    assert!(asked > 0);
}

#[tokio::test]
async fn each_token_may_do_its_own_and_a_refusal_names_the_permission() {
    let platform = platform();
    let asked = json!({"type": "Phone", "value": "+12025550143"});
    for (token, status) in
        [(Token::NoContacts, 403), (Token::NoRole, 403), (Token::Expired, 401), (Token::NoConversations, 200)]
    {
        let (found, body) = platform.call(token, "POST", LOOK_UP, asked.clone()).await;
        assert_eq!(found, status, "{}", token.name());
        let message = body["message"].as_str().unwrap_or_default();
        assert_eq!(message.ends_with(": externalContacts:contact:view"), status == 403, "{message}");
    }
    let (status, _) = platform.call(Token::NoConversations, "POST", QUERY, json!({"interval": MONTH})).await;
    assert_eq!(status, 403);
    let fault = json!({"platform": "genesys", "status": 429, "retryAfter": 3, "times": 1});
    platform.call(Token::Agent, "POST", "/faults", fault).await;
    let request = Request::builder().uri("/api/v2/users/me").body(Body::empty()).expect("a request");
    let (status, headers, body) = platform.raw(request).await;
    assert_eq!((status.as_u16(), &headers["retry-after"]), (429, &"3".parse().expect("a header")));
    assert!(body.contains("too.many.requests"), "{body}");
}

#[tokio::test]
async fn a_code_is_changed_for_a_token_once_and_only_by_whoever_asked_for_it() {
    let platform = platform();
    let page = "http://127.0.0.1:1234/hosts/genesys/index.html";
    let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(b"verifier"));
    let ask = |query: &str| {
        let path = format!("/oauth/authorize?client_id={CLIENT}&redirect_uri={page}&state=s%201{query}");
        Request::builder().uri(path).body(Body::empty()).expect("a request")
    };
    let pkce = format!("&response_type=code&code_challenge={challenge}&code_challenge_method=S256");
    let (status, headers, _) = platform.raw(ask(&pkce)).await;
    assert_eq!((status, &headers["x-frame-options"]), (StatusCode::OK, &"DENY".parse().expect("a header")));
    let (status, _, _) = platform.raw(ask("&response_type=code&as=agent")).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "without a challenge");
    let exchange = async |code: &str, verifier: &str| {
        let form = format!(
            "grant_type=authorization_code&code={code}&code_verifier={verifier}&client_id={CLIENT}&redirect_uri={page}"
        );
        let request = Request::builder()
            .method("POST")
            .uri("/oauth/token")
            .header("Content-Type", "application/x-www-form-urlencoded");
        let (status, _, body) = platform.raw(request.body(Body::from(form)).expect("a request")).await;
        (status.as_u16(), serde_json::from_str::<Value>(&body).unwrap_or_default())
    };
    let code = async || {
        let (status, headers, _) = platform.raw(ask(&format!("{pkce}&as=agent"))).await;
        assert_eq!(status, StatusCode::FOUND);
        let location = headers["location"].to_str().expect("text").to_owned();
        assert!(location.starts_with(&format!("{page}?code=")) && location.ends_with("&state=s%201"), "{location}");
        location.split(['=', '&']).nth(1).expect("a code").to_owned()
    };
    let (first, second) = (code().await, code().await);
    assert_eq!(exchange(&first, "other").await.0, 400);
    let (status, answer) = exchange(&second, "verifier").await;
    assert_eq!((status, &answer["access_token"]), (200, &json!(Token::Agent.text())));
    assert_eq!(exchange(&second, "verifier").await.0, 400, "once");
    let (_, headers, _) = platform.raw(ask("&response_type=token&as=agent")).await;
    assert!(
        headers["location"].to_str().is_ok_and(|to| to.contains(&format!("#access_token={}", Token::Agent.text())))
    );
    let (_, me) =
        platform.call(Token::Administrator, "GET", "/api/v2/users/me?expand=authorization", Value::Null).await;
    assert!(me["authorization"]["permissions"].as_array().is_some_and(|all| all.contains(&json!("oauth:client:edit"))));
}

#[tokio::test]
async fn an_integration_is_added_configured_and_switched_on() {
    let platform = platform();
    let admin =
        async |method: &str, path: &str, body: Value| platform.call(Token::Administrator, method, path, body).await;
    let kind = json!({"name": "Customer journey", "integrationType": {"id": "embedded-client-app-interaction-widget"}});
    let (status, made) = admin("POST", "/api/v2/integrations", kind.clone()).await;
    assert_eq!((status, &made["intendedState"]), (200, &json!("DISABLED")));
    let path = format!("/api/v2/integrations/{}", made["id"].as_str().expect("an id"));
    let (_, mut configuration) = admin("GET", &format!("{path}/config/current"), Value::Null).await;
    configuration["properties"] = json!({"url": "https://x.example/?conversationId={{gcConversationId}}", "communicationTypeFilter": "call, message"});
    let put = async |body: &Value| admin("PUT", &format!("{path}/config/current"), body.clone()).await.0;
    assert_eq!(put(&configuration).await, 400, "message is no kind of interaction");
    configuration["properties"]["communicationTypeFilter"] = json!("call, open");
    assert_eq!(put(&configuration).await, 200);
    assert_eq!(put(&configuration).await, 409, "of an older version");
    let (_, on) = admin("PATCH", &path, json!({"intendedState": "ENABLED"})).await;
    assert_eq!(on["intendedState"], "ENABLED");
    let client = format!("/api/v2/oauth/clients/{CLIENT}");
    let (_, mut known) = admin("GET", &client, Value::Null).await;
    known["scope"] = json!(["analytics:readonly"]);
    assert_eq!(admin("PUT", &client, known).await.1["scope"], json!(["analytics:readonly"]));
    assert_eq!(platform.call(Token::Agent, "POST", "/api/v2/integrations", kind).await.0, 403);
}

#[tokio::test]
async fn a_call_and_a_visit_happen_now_and_go_on() {
    let platform = platform();
    let happen = async |what: Value| platform.call(Token::Agent, "POST", "/happen", what).await;
    let (status, call) = happen(json!({"platform": "genesys", "kind": "call", "customer": "+12025550143"})).await;
    assert_eq!(status, 200, "{call}");
    let id = call["conversationId"].as_str().expect("an id").to_owned();
    let told = platform.get(&format!("/api/v2/conversations/{id}")).await;
    let customer = &told["participants"][0];
    assert_eq!(customer["externalContactId"], platform.jose().await["id"]);
    assert_eq!((&customer["address"], &told["endTime"]), (&json!("tel:+12025550143"), &Value::Null));
    assert_eq!(happen(json!({"platform": "genesys", "kind": "end", "conversation": id})).await.0, 200);
    assert!(platform.get(&format!("/api/v2/conversations/{id}")).await["endTime"].is_string());
    let page = json!({"platform": "genesys", "kind": "page", "customer": "+12025550143", "title": "Kettles"});
    let (_, first) = happen(page.clone()).await;
    let (_, second) = happen(page).await;
    assert_eq!(first, second, "one visit");
    let events =
        platform.get(&format!("/api/v2/journey/sessions/{}/events", first["sessionId"].as_str().expect("an id"))).await;
    assert_eq!(events["entities"].as_array().map(Vec::len), Some(2));
    for odd in [json!({"kind": "dance"}), json!({"kind": "call", "customer": "nobody"}), json!({"kind": "end"})] {
        let mut what = odd.clone();
        what["platform"] = json!("genesys");
        assert_eq!(happen(what).await.0, 400, "{odd}");
    }
}

#[tokio::test]
async fn a_channel_tells_what_its_token_may_hear_and_another_token_has_none() {
    let platform = platform();
    let (_, made) = platform.call(Token::NoConversations, "POST", "/api/v2/notifications/channels", json!({})).await;
    let path = format!("/api/v2/notifications/channels/{}/subscriptions", made["id"].as_str().expect("an id"));
    assert!(made["connectUri"].as_str().is_some_and(|address| address.starts_with("ws://")), "{made}");
    let topics = json!([{"id": "v2.externalcontacts.contacts.c.journey.sessions"},
        {"id": "v2.detail.events.conversation.x.acw"}, {"id": "v2.users.somebody-else.conversations"}]);
    let lenient = format!("{path}?ignoreErrors=true");
    let (status, told) = platform.call(Token::NoConversations, "PUT", &lenient, topics.clone()).await;
    let states: Vec<&Value> = (0..3).map(|place| &told["entities"][place]["state"]).collect();
    assert_eq!((status, states), (200, vec![&json!("Permitted"), &json!("Rejected"), &json!("Rejected")]));
    assert_eq!(platform.call(Token::NoConversations, "PUT", &path, topics.clone()).await.0, 403);
    assert_eq!(platform.call(Token::Agent, "PUT", &lenient, topics).await.0, 404);
    assert_eq!(platform.call(Token::NoConversations, "PUT", &lenient, json!([{"id": "v2.weather"}])).await.0, 400);
    assert_eq!(platform.call(Token::Expired, "POST", "/api/v2/notifications/channels", json!({})).await.0, 401);
    let (_, kept) = platform.call(Token::NoConversations, "GET", &path, Value::Null).await;
    assert_eq!(kept["entities"].as_array().map(Vec::len), Some(1));
}

impl Platform {
    async fn by(&self, token: &str, method: &str, path: &str, body: Value) -> (u16, Value) {
        let request = Request::builder().method(method).uri(path).header("Content-Type", "application/json");
        let request = request.header("Authorization", format!("Bearer {token}"));
        let (status, _, text) = self.raw(request.body(Body::from(body.to_string())).expect("a request")).await;
        (status.as_u16(), serde_json::from_str(&text).unwrap_or_default())
    }

    async fn token_of(&self, client: &str, secret: &str) -> (u16, Value) {
        let basic = base64::prelude::BASE64_STANDARD.encode(format!("{client}:{secret}"));
        let request =
            Request::builder().method("POST").uri("/oauth/token").header("Authorization", format!("Basic {basic}"));
        let request = request.header("Content-Type", "application/x-www-form-urlencoded");
        let (status, _, text) =
            self.raw(request.body(Body::from("grant_type=client_credentials")).expect("a request")).await;
        (status.as_u16(), serde_json::from_str(&text).unwrap_or_default())
    }
}

#[tokio::test]
async fn a_service_reads_everybodys_conversations_by_its_credentials_and_longer_times_by_jobs() {
    let platform = platform();
    assert_eq!(platform.token_of(SERVICE_CLIENT, "wrong").await.0, 401);
    let (status, given) = platform.token_of(SERVICE_CLIENT, SERVICE_SECRET).await;
    assert_eq!((status, given["token_type"].as_str()), (200, Some("bearer")));
    let token = given["access_token"].as_str().expect("a token");
    let query = json!({"interval": MONTH, "paging": {"pageSize": 100, "pageNumber": 1}});
    let (status, found) = platform.by(token, "POST", QUERY, query).await;
    let of_month = found["conversations"].as_array().expect("a list");
    assert_eq!(status, 200);
    let customers: std::collections::HashSet<String> =
        of_month.iter().map(|one| one["participants"][0]["externalContactId"].to_string()).collect();
    assert!(customers.len() > 3, "{customers:?}");
    let id = &of_month[0]["conversationId"];
    let only = json!({"interval": MONTH, "conversationFilters": [{"type": "or", "predicates": [
        {"type": "dimension", "dimension": "conversationId", "operator": "matches", "value": id}]}]});
    let (_, found) = platform.by(token, "POST", QUERY, only).await;
    assert_eq!((found["totalHits"].as_u64(), &found["conversations"][0]["conversationId"]), (Some(1), id));
    let jobs = "/api/v2/analytics/conversations/details/jobs";
    let year = json!({"interval": "2025-03-01T00:00:00.000Z/2026-03-11T00:00:00.000Z"});
    let (status, job) = platform.by(token, "POST", jobs, year).await;
    assert_eq!(status, 202);
    let path = format!("{jobs}/{}", job["jobId"].as_str().expect("an id"));
    let mut states = Vec::new();
    for _ in 0..3 {
        assert_eq!(platform.by(token, "GET", &format!("{path}/results"), Value::Null).await.0, 400, "{states:?}");
        states.push(platform.by(token, "GET", &path, Value::Null).await.1["state"].as_str().expect("one").to_owned());
    }
    assert_eq!(states, ["QUEUED", "RUNNING", "FULFILLED"]);
    let (mut cursor, mut all) = (String::new(), 0);
    loop {
        let results = format!("{path}/results?pageSize=50{cursor}");
        let (status, page) = platform.by(token, "GET", &results, Value::Null).await;
        assert_eq!(status, 200, "{page}");
        all += page["conversations"].as_array().map_or(0, Vec::len);
        match page["cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={}", next.replace('+', "%2B")),
            None => break,
        }
    }
    assert!(all > of_month.len(), "{all}");
    assert_eq!(platform.by("sample-genesys-service-9", "GET", jobs, Value::Null).await.0, 404);
    assert_eq!(platform.by("sample-genesys-service-9", "GET", &path, Value::Null).await.0, 401);
}
