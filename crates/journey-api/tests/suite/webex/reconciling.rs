//! What webhooks lose is asked for: exactly that, once, and also in the night.

use reqwest::Method;
use serde_json::{Value, json};

use super::super::harness::TestService;
use super::contact_center::{Place, WHOLE, with_center};
use super::{CALLER, journey, kinds, until};

/// Long enough ago that nothing of it is on its way any more.
const AGO: i64 = 20 * 60_000;
/// Records say all of a call but that it left self-service.
const ON_RECORD: usize = WHOLE - 1;
const OTHER: &str = "+15550100112";

impl Place {
    async fn reconcile(&self, body: Value) -> Value {
        let answer = self.webex.ask(&self.service, Method::POST, "/webex/reconciliations", Some(body)).await;
        answer.expect(200)["data"].clone()
    }
}

#[tokio::test]
async fn what_webhooks_lost_is_filled_exactly_and_nothing_is_doubled_when_it_comes_late() {
    let place = Place::connected().await;
    place.call(json!({"msAgo": AGO}));
    place.call(
        json!({"msAgo": AGO, "customer": OTHER, "lose": ["task:on-hold", "task:ended", "agent:channel_state_change"]}),
    );
    place.call(json!({"msAgo": AGO, "customer": "+15550100113", "lose": true}));
    place.call(json!({"msAgo": AGO, "customer": "Anonymous", "lose": true}));
    journey(&place.service, CALLER, WHOLE).await;
    journey(&place.service, OTHER, WHOLE - 6).await;

    let dry = place.reconcile(json!({"hours": 1, "dryRun": true})).await;
    assert_eq!((&dry["tasks"], &dry["filled"]), (&json!(4), &json!(6 + 2 * ON_RECORD)));
    assert_eq!(place.service.history(&[("identity", "+15550100113")]).await.len(), 0, "a dry run fills nothing");
    // The page of the search is small, its tokens are over, and it fails once: all of it is found all the same.
    place.center.webex().end_tokens();
    let filled = place.reconcile(json!({"hours": 1})).await;
    assert_eq!(filled["filled"], dry["filled"]);
    let lost = journey(&place.service, "+15550100113", ON_RECORD).await;
    let told = journey(&place.service, OTHER, WHOLE).await;
    assert_eq!((lost.len(), told.len()), (ON_RECORD, WHOLE), "{:?}", kinds(&told));
    for events in [&lost, &told] {
        let done = events.iter().find(|event| event["data"]["currentState"] == "wrapup-done").expect("written up");
        assert!(
            ["agentName", "queueName", "wrapUpAuxCodeName"].iter().all(|name| done["data"][*name].is_string()),
            "{done}"
        );
        let seen = ["task:new", "task:hold", "task:unhold", "task:wrapup", "task:ended"];
        assert!(seen.iter().all(|kind| kinds(events).contains(kind)), "{:?}", kinds(events));
    }

    assert_eq!(place.reconcile(json!({"hours": 1})).await["filled"], 0, "what was filled is not missing");
    // What was lost comes after all; only what records do not say is new.
    place.center.happen(&json!({"platform": "webex", "what": "late"})).expect("it is told");
    assert_eq!(journey(&place.service, "+15550100113", WHOLE).await.len(), WHOLE);
    place.call(json!({"customer": "+15550100114"}));
    journey(&place.service, "+15550100114", WHOLE).await;
    assert_eq!(place.service.history(&[]).await.len(), 4 * WHOLE);
    let told = place.ask(Method::GET, "/webex").await;
    assert!(told["reconciledTo"].is_string(), "{told}");
    let request = place.service.request(Method::GET, "/metrics");
    let metrics = place.service.send(request).await.body;
    let wanted = format!("journey_api_connector_filled_total{{connector=\"{}\"}} {}", place.webex.id, dry["filled"]);
    assert!(metrics.as_str().is_some_and(|metrics| metrics.contains(&wanted)), "{wanted}");
}

#[tokio::test]
async fn what_was_lost_is_asked_for_in_the_night_by_one_of_all() {
    let place = Place::connected().await;
    place.call(json!({"msAgo": AGO, "lose": true}));
    // As if the connector were two days old, and had not been looked after since yesterday.
    let pool = place.service.database.open().await;
    let ago = |days: i64| super::now() - days * 86_400_000;
    sqlx::query("UPDATE connectors SET created_at = $1").bind(ago(3)).execute(&pool).await.expect("older");
    sqlx::query("UPDATE webex_accounts SET reconciled_to = $1").bind(ago(2)).execute(&pool).await.expect("older");
    pool.close().await;
    // A new secret wakes whoever looks after connectors.
    place.webex.ask(&place.service, Method::POST, "/keys", Some(json!({}))).await.expect(201);
    assert_eq!(journey(&place.service, CALLER, ON_RECORD).await.len(), ON_RECORD);
    until(async || {
        let told = place.ask(Method::GET, "/webex").await;
        let reached = told["reconciledTo"].as_str().and_then(cjds::parse_time).map(|time| time.timestamp_millis());
        if reached.is_some_and(|reached| super::now() - reached < 3_600_000) { Ok(()) } else { Err(told.to_string()) }
    })
    .await;

    // Two at once: one of them does it.
    place.call(json!({"msAgo": AGO, "customer": OTHER, "lose": true}));
    let ask = async || {
        let body = json!({"hours": 1});
        place.webex.ask(&place.service, Method::POST, "/webex/reconciliations", Some(body)).await
    };
    let (one, other) = tokio::join!(ask(), ask());
    let filled: Vec<u64> = [one, other].iter().filter_map(|answer| answer.body["data"]["filled"].as_u64()).collect();
    assert_eq!(filled.iter().sum::<u64>(), ON_RECORD as u64, "{filled:?}");
    assert_eq!(journey(&place.service, OTHER, ON_RECORD).await.len(), ON_RECORD);
    assert_eq!(place.service.history(&[]).await.len(), 2 * ON_RECORD);
}

#[tokio::test]
async fn a_run_is_begun_without_waiting_for_its_end_and_its_course_is_told() {
    let place = Place::connected().await;
    place.call(json!({"msAgo": AGO, "lose": true}));
    assert!(place.ask(Method::GET, "/webex").await.get("filling").is_none());
    let begin = async |body: Value| place.webex.ask(&place.service, Method::POST, "/webex/filling", Some(body)).await;
    let fault = sample_platforms::control::Fault {
        path: Some("/search".to_owned()),
        status: Some(403),
        times: Some(1),
        ..Default::default()
    };
    place.center.control().add_fault(fault);
    let begun = begin(json!({"hours": 1})).await.expect(202)["data"]["filling"].clone();
    assert_eq!((&begun["percent"], &begun["isDryRun"]), (&json!(0), &json!(false)), "{begun}");
    let over = async || {
        until(async || {
            let filling = place.ask(Method::GET, "/webex").await["filling"].clone();
            if filling["endedAt"].is_string() { Ok(filling) } else { Err(filling.to_string()) }
        })
        .await
    };
    let failed = over().await;
    assert!(failed["problem"]["code"] == "vendor.refused" && failed["problem"]["params"]["status"] == 403, "{failed}");
    // Whoever asks for it does not wait as long as the service by itself would.
    begin(json!({"hours": 1, "dryRun": true})).await.expect(202);
    let counted = over().await;
    assert_eq!((&counted["events"], &counted["isDryRun"]), (&json!(ON_RECORD), &json!(true)), "{counted}");
    assert_eq!(place.service.history(&[]).await.len(), 0, "a dry run fills nothing");
    assert!(place.ask(Method::GET, "/webex").await.get("reconciledTo").is_none());
    begin(json!({"hours": 1})).await.expect(202);
    let filled = over().await;
    assert_eq!((&filled["percent"], &filled["tasks"], &filled["events"]), (&json!(100), &json!(1), &json!(ON_RECORD)));
    assert_eq!((filled.get("problem"), &filled["goesOn"]), (None, &json!(false)), "{filled}");
    assert!(filled["begunBy"].is_string() && place.ask(Method::GET, "/webex").await["reconciledTo"].is_string());
    assert_eq!(journey(&place.service, CALLER, ON_RECORD).await.len(), ON_RECORD);
    begin(json!({"hours": 0})).await.refused(400);
    place.ask(Method::DELETE, "/webex").await;
    begin(json!({})).await.refused(409);
}

#[tokio::test]
async fn a_run_in_which_the_service_was_stopped_says_so_and_is_begun_anew_at_once() {
    let Place { center, service, webex } = Place::connected().await;
    let late =
        sample_platforms::control::Fault { path: Some("/search".to_owned()), delay_ms: 60_000, ..Default::default() };
    center.control().add_fault(late);
    let begin = async |service: &TestService| {
        webex.ask(service, Method::POST, "/webex/filling", Some(json!({"hours": 1}))).await.expect(202)
    };
    begin(&service).await;
    let service = TestService::start_on(service.stop().await, with_center(&center)).await;
    let told = webex.ask(&service, Method::GET, "/webex", None).await.expect(200);
    let filling = &told["data"]["filling"];
    assert_eq!((&filling["goesOn"], &filling["problem"]["code"]), (&json!(false), &json!("filling.cut")));
    begin(&service).await;
}

#[tokio::test]
async fn of_two_who_begin_a_run_one_is_told_that_it_goes_on() {
    let place = Place::connected().await;
    let late =
        sample_platforms::control::Fault { path: Some("/search".to_owned()), delay_ms: 60_000, ..Default::default() };
    place.center.control().add_fault(late);
    let begin =
        async || place.webex.ask(&place.service, Method::POST, "/webex/filling", Some(json!({"hours": 1}))).await;
    let begun = begin().await.expect(202);
    assert_eq!(begun["data"]["filling"]["goesOn"], true, "{begun}");
    let said = begin().await.refused(409);
    assert!(said.contains("already"), "{said}");
}

#[tokio::test]
async fn a_search_that_fails_is_told_and_nothing_counts_as_looked_at() {
    let place = Place::connected().await;
    place.call(json!({"msAgo": AGO, "lose": true}));
    let fault =
        sample_platforms::control::Fault { path: Some("/search".to_owned()), status: Some(403), ..Default::default() };
    place.center.control().add_fault(fault);
    let ask =
        async |body: Value| place.webex.ask(&place.service, Method::POST, "/webex/reconciliations", Some(body)).await;
    let said = ask(json!({"hours": 1})).await.refused(409);
    assert!(said.contains("refused (403)"), "{said}");
    assert!(place.ask(Method::GET, "/webex").await.get("reconciledTo").is_none());
    ask(json!({"hours": 0})).await.refused(400);
    ask(json!({"hours": 169})).await.refused(400);
}

#[tokio::test]
async fn the_command_line_fills_beside_a_service_that_runs() {
    let place = Place::connected().await;
    place.call(json!({"msAgo": AGO, "lose": true}));
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_journey-api"));
    command.args(["reconcile", "--hours", "2", "--database", &place.service.database.url]);
    command.args(["--webex-api", &place.center.url()]).env("JOURNEY_API_SECRETS_KEY", super::SECRETS_KEY);
    let output = tokio::task::spawn_blocking(move || command.output()).await.expect("ran").expect("started");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && said.contains(&format!("{ON_RECORD} events were missing and are filled")),
        "{said}"
    );
    assert_eq!(journey(&place.service, CALLER, ON_RECORD).await.len(), ON_RECORD);
}

#[tokio::test]
async fn a_run_of_the_night_in_which_the_service_was_stopped_says_so_too() {
    let Place { center, service, webex } = Place::connected().await;
    let late =
        sample_platforms::control::Fault { path: Some("/search".to_owned()), delay_ms: 60_000, ..Default::default() };
    center.control().add_fault(late);
    let pool = service.database.open().await;
    let older = "UPDATE connectors SET created_at = $1";
    sqlx::query(older).bind(super::now() - 3 * 86_400_000).execute(&pool).await.expect("older");
    pool.close().await;
    webex.ask(&service, Method::POST, "/keys", Some(json!({}))).await.expect(201);
    let filling = async |service: &TestService| {
        let told = webex.ask(service, Method::GET, "/webex", None).await.expect(200);
        told["data"]["filling"].clone()
    };
    until(async || {
        let filling = filling(&service).await;
        if filling["goesOn"] == true { Ok(()) } else { Err(filling.to_string()) }
    })
    .await;
    let service = TestService::start_on(service.stop().await, with_center(&center)).await;
    let told = filling(&service).await;
    assert_eq!(told["problem"]["code"], "filling.cut", "{told}");
    assert!(told.get("begunBy").is_none() && told["goesOn"] == false, "{told}");
}
