//! The access to an account, and its subscription.

use journey_api::auth::Role;
use reqwest::Method;
use sample_platforms::avaya::{ACCOUNT, APP_KEY, CLIENT, CLIENT_SECRET};
use sample_platforms::control::Fault;
use serde_json::{Value, json};

use super::super::harness::{ORGANIZATION, TestService};
use super::super::webex::{SECRETS_KEY, problem, until};
use super::{CALLER, Place, center, has, with_center};

#[tokio::test]
async fn an_account_is_connected_by_a_client_that_is_tried_and_its_secrets_are_told_nobody() {
    let place = Place::made().await;
    assert_eq!(place.access().await["isConnected"], false);
    let refused =
        place.connect(json!({"host": "https://evil.example.com", "accountId": "x", "identifiers": {"shoe": "size"}}));
    let reasons = refused.await.refused(400);
    assert!(["host", "accountId", "shoe"].iter().all(|word| reasons.contains(word)), "{reasons}");
    let refused = place.connect(json!({"clientSecret": "wrong"})).await.refused(409);
    assert!(refused.starts_with("clientSecret: ") && refused.contains("401"), "{refused}");
    assert_eq!(place.access().await["isConnected"], false, "what does not work is not kept");
    let told = place.connect(json!({"identifiers": {"customerId": "universalIds"}})).await.expect(200);
    let access = &told["data"];
    assert_eq!((&access["host"], &access["accountId"]), (&json!("https://eu.api.avayacloud.com"), &json!("LARKFD")));
    assert_eq!(access["identifiers"], json!({"customerId": "universalIds"}));
    let all = place.access().await.to_string();
    assert!(!all.contains("sample-avaya-client-secret") && !all.contains("sample-application-key"), "{all}");
    let pool = place.service.database.open().await;
    let stored: (String, String) =
        sqlx::query_as("SELECT client_secret, app_key FROM avaya_accounts").fetch_one(&pool).await.expect("a row");
    assert!(stored.0.starts_with("v1.") && stored.1.starts_with("v1."), "{stored:?}");
    let path = format!("/admin/v1/api/connectors/{}/avaya", place.id);
    place.service.call(Method::DELETE, Role::Agent, &path, None).await.refused(403);
    place.ask(Method::DELETE, "/avaya", None).await.expect(200);
    assert_eq!(place.access().await["isConnected"], false);
}

#[tokio::test]
async fn a_subscription_is_made_once_listed_renewed_replaced_and_removed() {
    let place = Place::made().await;
    let said = place.ask(Method::GET, "/avaya/subscriptions", None).await.refused(409);
    assert!(said.contains("no access"), "{said}");
    place.connect(json!({})).await.expect(200);
    // The service itself makes it, soon after it was connected, while others ask for it, too.
    let ensure = || place.ask(Method::POST, "/avaya/subscriptions", None);
    let made = tokio::join!(ensure(), ensure(), ensure());
    for answer in [made.0, made.1, made.2] {
        answer.expect(200);
    }
    assert_eq!(place.center.avaya().subscriptions().len(), 1, "{:?}", place.center.avaya().subscriptions());
    let access = place.access().await;
    assert_eq!((&access["isNotified"], &access["problems"]), (&json!(true), &json!([])), "{access}");
    // Its address has the secret, and nobody else is told.
    let address = place.address();
    let secret = address.rsplit('/').next().expect("a part").to_owned();
    assert!(secret.starts_with("jck_") && secret.len() == 47, "{address}");
    let listed = place.ask(Method::GET, "/avaya/subscriptions", None).await.expect(200);
    let one = &listed["data"][0];
    assert_eq!((&one["outcome"], &one["status"]), (&json!("good"), &json!("ACTIVE")), "{listed}");
    assert!(!listed.to_string().contains(&secret), "{listed}");
    // It ended, as nobody renewed it in time.
    place.center.avaya().end_subscriptions();
    let renewed = ensure().await.expect(200);
    let one = &renewed["data"][0];
    // The service itself may still be at it since it was connected, and be the one who renewed it.
    let is_renewed = (&one["outcome"], &one["fault"]) == (&json!("renewed"), &json!("inactive"));
    assert!(is_renewed || one["outcome"] == "good", "{renewed}");
    assert_eq!(place.center.avaya().subscriptions()[0]["status"], "ACTIVE");
    // Another key is another address; the one before is good for as long as it is said to be.
    place.ask(Method::POST, "/keys", Some(json!({"othersEndInMinutes": 60}))).await.expect(201);
    let told = until(async || {
        let all = place.center.avaya().subscriptions();
        if all.len() == 1 && place.address() != address { Ok(place.address()) } else { Err(format!("{all:?}")) }
    });
    let newest = told.await;
    let client = reqwest::Client::new();
    let send = async |address: &str| {
        client
            .post(address)
            .body("{}")
            .header("content-type", "application/json")
            .send()
            .await
            .expect("an answer")
            .status()
    };
    assert_eq!((send(&newest).await.as_u16(), send(&address).await.as_u16()), (200, 200));
    assert_eq!(send(&format!("{}x", newest)).await.as_u16(), 401);
    let gone = place.ask(Method::DELETE, "/avaya/subscriptions", None).await.expect(200);
    assert_eq!((&gone["data"][0]["outcome"], place.center.avaya().subscriptions().len()), (&json!("removed"), 0));
    assert_eq!(send(&newest).await.as_u16(), 409, "it is off");
}

#[tokio::test]
async fn tokens_that_end_are_renewed_once_however_many_notice() {
    let place = Place::notified().await;
    let id = place.happen(json!({"customer": CALLER}));
    place.journey(CALLER, |journey| has(journey, "task:new")).await;
    assert_eq!(place.center.avaya().tokens(), 2, "one to try the client, one to ask by");
    place.center.avaya().end_tokens();
    let ask = || place.ask(Method::GET, "/avaya/subscriptions", None);
    let all = tokio::join!(ask(), ask(), ask(), ask());
    for answer in [all.0, all.1, all.2, all.3] {
        answer.expect(200);
    }
    place.happen(json!({"engagement": id, "ended": true}));
    place.journey(CALLER, |journey| has(journey, "task:ended")).await;
    assert_eq!(place.center.avaya().tokens(), 3);
}

#[tokio::test]
async fn an_account_without_notifications_says_so_and_is_asked_for_whom_somebody_looks_up() {
    let place = Place::without_notifications().await;
    let told = until(async || {
        let access = place.access().await;
        let told = access["problems"][0].clone();
        if told.is_object() { Ok(told) } else { Err(access.to_string()) }
    });
    let told = told.await;
    assert_eq!((&told["task"], &told["reason"]["code"]), (&json!("subscriptions"), &json!("account.no-notifications")));
    assert_eq!(told["reason"]["params"]["status"], 403, "{told}");
    assert_eq!(place.access().await["isNotified"], false);
    // One that wants none asks for none.
    let other = Place::made().await;
    other.connect(json!({"wantsNotifications": false})).await.expect(200);
    other.happen(json!({"customer": CALLER}));
    other.journey(CALLER, |journey| has(journey, "task:new")).await;
    assert_eq!(other.asked("/api/notification/"), 0);
}

#[tokio::test]
async fn an_administrator_is_told_what_goes_wrong_with_the_subscription() {
    let place = Place::made().await;
    place.center.control().add_fault(Fault {
        path: Some("/api/notification/".to_owned()),
        status: Some(503),
        ..Fault::default()
    });
    place.connect(json!({})).await.expect(200);
    place.ask(Method::POST, "/avaya/subscriptions", None).await.refused(503);
    let access = place.access().await;
    assert!(problem(&access, "subscriptions").contains("503"), "{access}");
    place.center.control().clear_faults();
    place.ask(Method::POST, "/avaya/subscriptions", None).await.expect(200);
    let access: Value = place.access().await;
    assert_eq!((&access["problems"], &access["isNotified"]), (&json!([]), &json!(true)));
}

#[tokio::test]
async fn the_command_line_connects_lists_and_removes() {
    let center = center().await;
    let service = TestService::start_with(with_center(&center)).await;
    let run = |more: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_journey-api"));
        command.args(["connect", "avaya", "--workspace", &service.workspace, "--database", &service.database.url]);
        command.args(["--organization", ORGANIZATION, "--public-url", &service.service.url()]);
        command.args(["--avaya-api", &center.url()]).args(more);
        command.env("JOURNEY_API_SECRETS_KEY", SECRETS_KEY);
        command.env("JOURNEY_API_AVAYA_CLIENT_SECRET", CLIENT_SECRET).env("JOURNEY_API_AVAYA_APP_KEY", APP_KEY);
        async move {
            let run = move || command.output();
            let output = tokio::task::spawn_blocking(run).await.expect("ran").expect("started");
            let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
            (output.status.success(), said)
        }
    };
    let (is_done, said) = run(&[]).await;
    assert!(!is_done && said.contains("say --host"), "{said}");
    let access =
        ["--host", "eu", "--account", ACCOUNT, "--client-id", CLIENT, "--identifier", "customerId=universalIds"];
    let (is_done, said) = run(&access).await;
    assert!(is_done && said.contains("may ask account LARKFD"), "{said}");
    assert_eq!(center.avaya().subscriptions().len(), 1);
    assert!(!said.contains("jck_"), "the secret in the address is told nobody: {said}");
    let (is_done, said) = run(&["--list"]).await;
    assert!(is_done && said.contains("Good: "), "{said}");
    center.happen(&json!({"platform": "avaya", "customer": CALLER})).expect("it happens");
    until(async || {
        let journey = service.history(&[("identity", CALLER)]).await;
        if has(&journey, "task:new") { Ok(()) } else { Err(format!("{journey:?}")) }
    })
    .await;
    let (is_done, said) = run(&["--remove"]).await;
    assert!(is_done && said.contains("is off"), "{said}");
    assert_eq!(center.avaya().subscriptions(), Vec::<Value>::new());
}
