//! The contact center itself, played by the sample platforms: tokens, subscriptions, names, and calls that it tells of.

use std::time::Duration;

use journey_api::Config;
use reqwest::Method;
use sample_platforms::control::Fault;
use sample_platforms::webex::{CLIENT, CLIENT_SECRET, ORGANIZATION, REFRESH_TOKEN};
use sample_platforms::{Platform, Server, serve};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::super::harness::TestService;
use super::{CALLER, Webex, journey, kinds, problem, until, with_key};

/// A contact center, and a connector of it.
pub(crate) struct Place {
    pub(crate) center: Server,
    pub(crate) service: TestService,
    pub(crate) webex: Webex,
}

pub(super) async fn center() -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    serve(listener, sample_platforms::Config::default()).await.expect("started")
}

pub(crate) fn with_center(center: &Server) -> impl FnOnce(&mut Config) {
    let url = center.url();
    move |config| {
        with_key(config);
        config.webex_api = Some(url);
        // On a busy machine names may take a while, too; that nobody waits for ever is another test's.
        config.webex_names_within = Duration::from_secs(600);
    }
}

impl Place {
    /// With an access and subscriptions.
    pub(crate) async fn connected() -> Self {
        let place = Self::made().await;
        place.connect().await.expect(200);
        place.ensure().await;
        place
    }

    async fn made() -> Self {
        Self::made_with(|_| ()).await
    }

    async fn made_with(more: impl FnOnce(&mut Config)) -> Self {
        let center = center().await;
        let configure = with_center(&center);
        let service = TestService::start_with(|config| {
            configure(config);
            more(config);
        })
        .await;
        let webex = Webex::made(&service).await;
        Self { center, service, webex }
    }

    async fn connect(&self) -> super::super::harness::Answer {
        let body = json!({"region": "eu1", "orgId": ORGANIZATION, "clientId": CLIENT, "clientSecret": CLIENT_SECRET,
            "refreshToken": REFRESH_TOKEN});
        self.webex.ask(&self.service, Method::PUT, "/webex", Some(body)).await
    }

    pub(super) async fn ask(&self, method: Method, rest: &str) -> Value {
        self.webex.ask(&self.service, method, rest, None).await.expect(200)["data"].clone()
    }

    async fn ensure(&self) -> Vec<Value> {
        self.ask(Method::POST, "/webex/subscriptions").await.as_array().expect("a list").clone()
    }

    /// Lets a call happen; its task.
    pub(crate) fn call(&self, more: Value) -> String {
        let mut what = json!({"platform": "webex", "what": "call", "customer": CALLER});
        what.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
        let told = self.center.happen(&what).expect("it happens");
        told["taskId"].as_str().expect("a task").to_owned()
    }

    fn asked(&self, path: &str) -> usize {
        self.center.control().requests().iter().filter(|request| request.path.contains(path)).count()
    }
}

/// What is seen of a call.
pub(crate) const WHOLE: usize = 11;

fn has_names(event: &Value) -> bool {
    let names = [
        ("queueId", "queueName"),
        ("agentId", "agentName"),
        ("teamId", "teamName"),
        ("wrapUpAuxCodeId", "wrapUpAuxCodeName"),
        ("entryPointId", "entrypointName"),
    ];
    names.iter().all(|(id, name)| event["data"].get(id).is_none() || event["data"][name].is_string())
}

#[tokio::test]
async fn a_call_of_the_contact_center_is_seen_live_with_names_through_losses_repeats_and_disorder() {
    let place = Place::connected().await;
    let mut live = place.service.open("/v1/api/events/stream/workspace-id/{ws}/identity/%2B15550100111").await;
    // All of it comes three times, and in any order.
    let task = place.call(json!({"repeat": 2, "shuffle": true}));
    let events = journey(&place.service, CALLER, WHOLE).await;
    assert_eq!(events.len(), WHOLE, "{:?}", kinds(&events));
    assert!(events.iter().all(|event| event["data"]["taskId"] == task.as_str()));
    let unnamed: Vec<&Value> = events.iter().filter(|event| !has_names(event)).collect();
    assert!(unnamed.is_empty(), "{unnamed:?}");
    assert!(events[0]["data"]["entrypointName"].is_string());
    for _ in 0..WHOLE {
        assert_eq!(live.data().await["data"]["taskId"], task.as_str());
    }
    place.call(json!({"customer": "+15550100112", "outbound": true}));
    let called = journey(&place.service, "+15550100112", WHOLE).await;
    assert_eq!((called.len(), &called[0]["data"]["direction"]), (WHOLE, &json!("OUTBOUND")));
    // Names are kept: a handful of questions for all of it.
    let asked = place.asked("/organization/");
    assert!(asked <= 20, "{asked} questions for names");
    assert_eq!(place.service.history(&[]).await.len(), 2 * WHOLE);
}

#[tokio::test]
async fn a_name_that_is_late_delays_an_event_a_little_and_loses_none() {
    let place = Place::connected().await;
    let control = place.center.control();
    control.add_fault(Fault {
        platform: Some(Platform::Webex),
        path: Some("/organization/".to_owned()),
        status: Some(503),
        times: Some(3),
        ..Fault::default()
    });
    place.call(json!({}));
    let events = journey(&place.service, CALLER, WHOLE).await;
    let unnamed: Vec<&Value> = events.iter().filter(|event| !has_names(event)).collect();
    assert!(unnamed.is_empty(), "they came within the time in which they are waited for: {unnamed:?}");
}

#[tokio::test]
async fn names_that_do_not_come_are_not_waited_for_for_ever() {
    let place = Place::made_with(|config| config.webex_names_within = Duration::from_millis(500)).await;
    place.connect().await.expect(200);
    let fault = Fault { path: Some("/organization/".to_owned()), status: Some(503), ..Fault::default() };
    place.center.control().add_fault(fault);
    let unnamed =
        json!({"taskId": "late", "direction": "INBOUND", "origin": "+15550100113", "queueId": "never-heard-of"});
    place.webex.send(&place.service, &super::envelope(0, "task:new", unnamed)).await.expect(202);
    let late = journey(&place.service, "+15550100113", 1).await;
    assert_eq!((&late[0]["data"]["queueId"], late[0]["data"].get("queueName")), (&json!("never-heard-of"), None));
}

#[tokio::test]
async fn subscriptions_are_made_listed_repaired_and_removed() {
    let place = Place::made().await;
    let said = place.webex.ask(&place.service, Method::GET, "/webex/subscriptions", None).await.refused(409);
    assert!(said.contains("no access"), "{said}");
    place.connect().await.expect(200);
    let of = |list: &Value, key: &str| -> Vec<Value> {
        list.as_array().expect("a list").iter().map(|one| one[key].clone()).collect()
    };
    // The service itself makes them, soon after it was connected, while others ask for it, too.
    tokio::join!(place.ensure(), place.ensure(), place.ensure());
    let made = place.ask(Method::GET, "/webex/subscriptions").await;
    assert_eq!(of(&made, "outcome"), ["good", "good"]);
    assert_eq!(of(&made, "resourceVersion"), ["task:1.0.0", "agent:2.0.0"]);
    assert_eq!(of(&made, "status"), ["active", "active"]);
    assert_eq!(place.center.webex().subscriptions().len(), 2, "none is made twice");
    let url = made[0]["destinationUrl"].as_str().expect("an address").to_owned();
    assert!(url.ends_with(&format!("/connectors/webex/{}", place.webex.id)));

    // The vendor stops one, and somebody made another one of the first version, which tells everything twice.
    place.center.webex().change_subscriptions(|one| {
        if one["resourceVersion"] == "task:1.0.0" {
            one["status"] = json!("inactive");
            one["eventTypes"] = json!(["task:new"]);
        }
    });
    let listed = place.ask(Method::GET, "/webex/subscriptions").await;
    assert_eq!(listed[0]["faults"], json!(["inactive", "wrongEvents"]));
    assert_eq!(place.center.webex().subscriptions()[0]["status"], "inactive", "listing changes nothing");
    let repaired = json!(place.ensure().await);
    assert_eq!(of(&repaired, "outcome"), ["repaired", "good"]);
    assert_eq!(of(&json!(place.center.webex().subscriptions()), "status"), ["active", "active"]);
    place.call(json!({}));
    assert_eq!(journey(&place.service, CALLER, WHOLE).await.len(), WHOLE);

    // A new secret is told to the vendor by the service itself.
    let soon = json!({"othersEndInMinutes": 0});
    place.webex.ask(&place.service, Method::POST, "/keys", Some(soon)).await.expect(201);
    place.ensure().await;
    place.call(json!({"customer": "+15550100112"}));
    assert_eq!(journey(&place.service, "+15550100112", WHOLE).await.len(), WHOLE);

    let removed = place.ask(Method::DELETE, "/webex/subscriptions").await;
    assert_eq!(of(&removed, "outcome"), ["removed", "removed"]);
    assert_eq!(place.center.webex().subscriptions(), Vec::<Value>::new());
    assert_eq!(place.ask(Method::GET, "").await["isOn"], false);
    let said = place.webex.ask(&place.service, Method::POST, "/webex/subscriptions", None).await.refused(409);
    assert_eq!(said, "The connector is off");
}

#[tokio::test]
async fn an_access_is_tried_and_what_is_wrong_with_it_is_said_beside_its_field_and_not_kept() {
    let place = Place::made().await;
    let good = json!({"region": "eu1", "orgId": ORGANIZATION, "clientId": CLIENT, "clientSecret": CLIENT_SECRET,
        "refreshToken": REFRESH_TOKEN});
    let with = |changes: Value| {
        let mut body = good.clone();
        body.as_object_mut().expect("an object").extend(changes.as_object().cloned().unwrap_or_default());
        body
    };
    let connect = async |body: Value| place.webex.ask(&place.service, Method::PUT, "/webex", Some(body)).await;
    let token = |token: &str| json!({"region": "eu1", "orgId": ORGANIZATION, "accessToken": token});
    for (body, status, field) in [
        (with(json!({"clientSecret": "wrong"})), 409, "clientSecret: "),
        (with(json!({"refreshToken": "used up"})), 409, "refreshToken: "),
        (with(json!({"region": "../x"})), 400, "region: "),
        (token("not good"), 409, "accessToken: "),
    ] {
        let said = connect(body).await.refused(status);
        assert!(said.starts_with(field), "{said}");
        assert_eq!(place.ask(Method::GET, "/webex").await["isConnected"], false, "{field}");
    }
    // The platform gives an access token for the refresh token; by itself it will do as long as it lasts.
    connect(good).await.expect(200);
    let given = connect(token("sample-webex-access-1")).await.expect(200);
    assert_eq!((&given["data"]["isRenewed"], given["data"].get("clientId")), (&json!(false), None), "{given}");
    assert_eq!(place.ensure().await.len(), 2);
}

#[tokio::test]
async fn tokens_are_renewed_on_a_401_once_for_all_who_notice_and_stored_encrypted() {
    let place = Place::connected().await;
    let before = place.center.webex().renewals();
    place.center.webex().end_tokens();
    let list = async || place.ask(Method::GET, "/webex/subscriptions").await;
    let (one, two, three) = tokio::join!(list(), list(), list());
    assert!([one, two, three].iter().all(|listed| listed.as_array().is_some_and(|list| list.len() == 2)));
    assert_eq!(place.center.webex().renewals(), before + 1);
    let told = place.ask(Method::GET, "/webex").await;
    assert_eq!(
        (&told["isConnected"], &told["isRenewed"], &told["region"]),
        (&json!(true), &json!(true), &json!("eu1"))
    );
    assert!(told["refreshExpiresAt"].is_string() && told["problems"] == json!([]), "{told}");

    // A token that ends within a day is renewed before it does.
    let pool = place.service.database.open().await;
    let soon = chrono::Utc::now().timestamp_millis() + 3_600_000;
    sqlx::query("UPDATE webex_accounts SET access_expires_at = $1").bind(soon).execute(&pool).await.expect("soon");
    list().await;
    assert_eq!(place.center.webex().renewals(), before + 2);
    let stored: Vec<(String, String, String)> =
        sqlx::query_as("SELECT client_secret, access_token, refresh_token FROM webex_accounts")
            .fetch_all(&pool)
            .await
            .expect("read");
    pool.close().await;
    assert!(!format!("{stored:?}").contains("sample-webex"), "{stored:?}");

    // Where the refresh token is used up elsewhere, the administrator is told, until the account is connected anew.
    let fault = Fault { path: Some("/v1/access_token".to_owned()), status: Some(400), ..Fault::default() };
    place.center.control().add_fault(fault);
    place.center.webex().end_tokens();
    place.webex.ask(&place.service, Method::GET, "/webex/subscriptions", None).await.refused(409);
    let told = place.ask(Method::GET, "/webex").await;
    assert!(problem(&told, "tokens").contains("refused (400)"), "{told}");
    let told = place.ask(Method::DELETE, "/webex").await;
    assert_eq!((&told["isConnected"], &told["problems"]), (&json!(false), &json!([])));
}

#[tokio::test]
async fn what_is_wrong_with_subscriptions_is_still_told_when_tokens_were_renewed() {
    let place = Place::connected().await;
    let fault = Fault { path: Some("/v1/subscriptions".to_owned()), status: Some(503), ..Fault::default() };
    place.center.control().add_fault(fault);
    place.webex.ask(&place.service, Method::POST, "/webex/subscriptions", None).await.refused(503);
    let before = place.ask(Method::GET, "/webex").await;
    assert!(problem(&before, "subscriptions").contains("503"), "{before}");
    let renewals = place.center.webex().renewals();
    place.center.webex().end_tokens();
    place.webex.ask(&place.service, Method::GET, "/webex/subscriptions", None).await.refused(503);
    assert!(place.center.webex().renewals() > renewals, "the tokens were renewed");
    let told = place.ask(Method::GET, "/webex").await;
    assert_eq!(told["problems"], before["problems"], "and with it the time since when");
    place.center.control().clear_faults();
    place.ensure().await;
    assert_eq!(place.ask(Method::GET, "/webex").await["problems"], json!([]));
}

#[tokio::test]
async fn a_wrong_access_is_refused_with_the_vendors_words_and_nothing_is_stored() {
    let place = Place::made().await;
    let put = async |body: Value| place.webex.ask(&place.service, Method::PUT, "/webex", Some(body)).await;
    let good = json!({"region": "eu1", "orgId": ORGANIZATION, "clientId": CLIENT, "clientSecret": "wrong", "refreshToken": "x"});
    let said = put(good.clone()).await.refused(409);
    assert!(said.contains("The client is not known"), "{said}");
    for (key, wrong) in [("region", json!("moon-1")), ("orgId", json!("a/b")), ("refreshToken", Value::Null)] {
        let mut body = good.clone();
        body[key] = wrong;
        put(body).await.refused(400);
    }
    assert_eq!(place.ask(Method::GET, "/webex").await["isConnected"], false);
    let other = json!({"name": "Shop", "kind": "cloudevents", "workspaceId": place.service.workspace});
    let path = "/admin/v1/api/connectors";
    let made = place.service.call(Method::POST, journey_api::auth::Role::Admin, path, Some(other)).await.expect(201);
    let path = format!("{path}/{}/webex", made["data"]["connector"]["id"].as_str().expect("an id"));
    place.service.call(Method::GET, journey_api::auth::Role::Admin, &path, None).await.refused(409);
}

#[tokio::test]
async fn the_sample_connectors_of_a_preview_are_off_until_somebody_switches_them_on_and_then_calls_come() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let often = Some(Duration::from_millis(100));
    let config = sample_platforms::Config { calls_every: often, ..Default::default() };
    let center = serve(listener, config).await.expect("started");
    let configure = with_center(&center);
    let service = TestService::start_with(|config| {
        configure(config);
        (config.preview_tokens, config.seed) = (true, true);
        config.genesys_api = Some(center.url());
        config.genesys_every = Duration::from_millis(250);
        config.avaya_api = Some(center.url());
    })
    .await;
    for _ in 0..2 {
        sample_platforms::connect(&service.service.url()).await.expect("connected");
        // Another start of the contact center knows nothing of the tokens of before.
        center.webex().forget_tokens();
    }
    sample_platforms::connect(&service.service.url()).await.expect("connected");
    let path = "/admin/v1/api/connectors";
    let all = service.call(Method::GET, journey_api::auth::Role::Admin, path, None).await.expect(200);
    let made: Vec<(&Value, &Value)> =
        all["data"].as_array().expect("a list").iter().map(|one| (&one["kind"], &one["isOn"])).collect();
    let (webex, genesys, avaya, off) = (json!("webex"), json!("genesys"), json!("avaya"), json!(false));
    assert_eq!(made, [(&webex, &off), (&genesys, &off), (&avaya, &off)]);
    assert_eq!(center.webex().subscriptions(), Vec::<Value>::new());
    for one in all["data"].as_array().expect("a list") {
        let path = format!("{path}/{}", one["id"].as_str().expect("an id"));
        let on = json!({"isOn": true});
        service.call(Method::PATCH, journey_api::auth::Role::Admin, &path, Some(on)).await.expect(200);
        until(async || {
            let told = service.call(Method::GET, journey_api::auth::Role::Admin, &path, None).await.expect(200);
            if told["data"]["accepted"].as_i64().is_some_and(|accepted| accepted > 0) {
                Ok(())
            } else {
                Err(told.to_string())
            }
        })
        .await;
    }
}

#[tokio::test]
async fn the_command_line_connects_lists_and_removes() {
    let center = center().await;
    let service = TestService::start_with(with_center(&center)).await;
    let run = |more: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_journey-api"));
        command.args(["connect", "webex", "--workspace", &service.workspace, "--database", &service.database.url]);
        command.args(["--organization", super::super::harness::ORGANIZATION, "--public-url", &service.service.url()]);
        command.args(["--webex-api", &center.url()]).args(more);
        command.env("JOURNEY_API_SECRETS_KEY", super::SECRETS_KEY);
        command.env("JOURNEY_API_WEBEX_CLIENT_SECRET", CLIENT_SECRET);
        command.env("JOURNEY_API_WEBEX_REFRESH_TOKEN", REFRESH_TOKEN);
        async move {
            let run = move || command.output();
            let output = tokio::task::spawn_blocking(run).await.expect("ran").expect("started");
            let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{said}");
            said
        }
    };
    let said = run(&["--region", "eu1", "--webex-organization", ORGANIZATION, "--client-id", CLIENT]).await;
    assert!(said.contains("Made connector") && said.contains("Made: "), "{said}");
    assert_eq!(center.webex().subscriptions().len(), 2);
    let said = run(&["--list"]).await;
    assert_eq!(said.matches("Good: ").count(), 2, "{said}");
    let call = json!({"platform": "webex", "what": "call", "customer": CALLER});
    center.happen(&call).expect("it happens");
    assert_eq!(journey(&service, CALLER, WHOLE).await.len(), WHOLE);
    let said = run(&["--remove"]).await;
    assert!(said.contains("is off"), "{said}");
    assert_eq!(center.webex().subscriptions(), Vec::<Value>::new());
}
