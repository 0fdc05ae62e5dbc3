//! Erasing a person, and handing out what is kept of one.

use std::collections::BTreeSet;
use std::process::{Command, Output};

use journey_api::auth::Role;
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::{AnyPool, Executor, Row};

use super::deleting::{keep_the_last, until_few};
use super::harness::{TestService, event, event_at};

const ERASURES: &str = "/admin/v1/api/person/erasures/workspace-id/{ws}";
/// What Ann is known by, as it stands anywhere.
const ANNS: [&str; 9] = [
    "ann@example.com",
    "12025550143",
    "555-0143",
    "C-4711-A",
    "Petersen",
    "Annika",
    "old@example.com",
    "Ann's order",
    "social-of-ann",
];

/// Every value of every table, with where it stands.
async fn everything(pool: &AnyPool, is_sqlite: bool) -> Vec<String> {
    let tables = if is_sqlite {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    } else {
        "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'public'"
    };
    let tables: Vec<(String,)> = sqlx::query_as(tables).fetch_all(pool).await.expect("tables");
    assert!(tables.len() > 15, "{tables:?}");
    let mut all = Vec::new();
    for (table,) in tables {
        let columns = if is_sqlite {
            format!("SELECT name FROM pragma_table_info('{table}')")
        } else {
            format!("SELECT CAST(column_name AS TEXT) FROM information_schema.columns WHERE table_name = '{table}'")
        };
        let columns: Vec<(String,)> = sqlx::query_as(&columns).fetch_all(pool).await.expect("columns");
        for (column,) in columns {
            let sql = format!("SELECT COALESCE(CAST(\"{column}\" AS TEXT), '') FROM \"{table}\"");
            let rows = sqlx::query(&sql).fetch_all(pool).await.expect("rows");
            all.extend(rows.iter().map(|row| format!("{table}.{column}: {}", row.get::<String, _>(0))));
        }
    }
    all
}

fn named<'a>(all: &'a [String], words: &[&str]) -> Vec<&'a String> {
    let is_named = |value: &&String| words.iter().any(|word| value.to_lowercase().contains(&word.to_lowercase()));
    all.iter().filter(is_named).collect()
}

/// A person who left something in every place, beside another one; the id.
async fn ann(service: &TestService) -> String {
    // A template with an action that acts for her.
    let template = json!({"name": "orders", "attributes": [{"version": "0.1", "event": "Order", "metaDataType": "integer",
        "metaData": "n", "limit": 100, "displayName": "Orders", "lookBackDurationType": "days", "lookBackPeriod": 10,
        "aggregationMode": "Count", "verbose": false}]});
    let made = service.post("/admin/v1/api/profile-view-template/workspace-id/{ws}", template).await.expect(201);
    let action = json!({"name": "a", "cooldownPeriodInMinutes": 0, "isActive": true,
        "rules": {"logic": "SINGLE", "condition": "Order,n,integer,Count GTE 1"},
        // Nobody listens there: the webhook waits.
        "actionTriggers": [{"type": "Webhook", "webhookURL": "http://127.0.0.1:1/hook", "attributes": {"httpverb": "post"}}]});
    let path = format!(
        "/admin/v1/api/journey-actions/workspace-id/{{ws}}/template-id/{}",
        made["data"]["id"].as_str().expect("an id")
    );
    service.post(&path, action).await.expect(201);

    let id = service
        .create_person(json!({"firstName": "Ann", "lastName": "Petersen", "email": ["ann@example.com"], "phone": ["+12025550143"]}))
        .await;
    let merged = service
        .create_person(json!({"firstName": "Annika", "customerId": ["C-4711-A"], "socialId": ["social-of-ann"], "email": ["old@example.com"]}))
        .await;
    let merge = format!("/admin/v1/api/person/merge/workspace-id/{{ws}}/primary-person-id/{id}");
    service.post(&merge, json!({"personIdsToMerge": [merged]})).await.expect(202);
    // An address that was another person's for a while: that person's log names it.
    let bob = service.create_person(json!({"firstName": "Bob", "email": ["bob@example.com"]})).await;
    let path =
        |what: &str, id: &str| format!("/admin/v1/api/person/{what}-identities/workspace-id/{{ws}}/person-id/{id}");
    service.patch(&path("remove", &id), json!(["old@example.com"])).await.expect(200);
    service.patch(&path("add", &bob), json!({"email": ["old@example.com"]})).await.expect(200);
    service.patch(&path("remove", &bob), json!(["old@example.com"])).await.expect(200);
    service.patch(&path("add", &id), json!({"email": ["old@example.com"]})).await.expect(200);

    let now = cjds::write_time(chrono::Utc::now());
    for (number, identity) in ["ann@example.com", "+12025550143", "bob@example.com"].iter().enumerate() {
        let whose = if *identity == "bob@example.com" { "Bob's order" } else { "Ann's order" };
        service.publish(event_at(&number.to_string(), "Order", identity, &now, json!({"n": 1, "text": whose}))).await;
    }
    let mut by_number = event("3", "Order", "C-4711-A", json!({"text": "Ann's order"}));
    by_number["identitytype"] = json!("customerId");
    service.publish(by_number).await;

    // What a connector could not take: hers in another spelling, and somebody else's.
    let body = json!({"name": "Shop", "kind": "cloudevents", "workspaceId": service.workspace});
    let made = service.call(Method::POST, Role::Admin, "/admin/v1/api/connectors", Some(body)).await.expect(201);
    let connector = made["data"]["connector"]["id"].as_str().expect("an id").to_owned();
    let key = made["data"]["key"].as_str().expect("a key").to_owned();
    for identity in ["+1 (202) 555-0143", "bob@example.com"] {
        let event = json!({"id": "9", "source": "/shop", "specversion": "0.3", "type": "Order", "identity": identity});
        let request = service.request(Method::POST, &format!("/connectors/cloudevents/{connector}")).bearer_auth(&key);
        let request = request.header("content-type", "application/cloudevents+json").body(event.to_string());
        service.send(request).await.refused(400);
    }
    id
}

async fn until_it_acted(pool: &AnyPool) {
    for _ in 0..1500 {
        let sql = "SELECT COUNT(*) FROM action_checks";
        let (waiting,): (i64,) = sqlx::query_as(sql).fetch_one(pool).await.expect("counted");
        if waiting == 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("actions are still to be looked at");
}

async fn until_done(service: &TestService, erasure: &Value) -> Value {
    let path = format!("{ERASURES}/erasure-id/{}", erasure["id"].as_str().expect("an id"));
    for _ in 0..1500 {
        let now = service.call(Method::GET, Role::Supervisor, &path, None).await.expect(200)["data"].clone();
        if now["state"] == "done" {
            return now;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the erasure goes on");
}

#[tokio::test]
async fn of_an_erased_person_nothing_is_left_in_any_table_and_others_keep_theirs() {
    let service = TestService::start_with(|config| config.any_webhooks = true).await;
    let (pool, is_sqlite) = (service.database.open().await, service.database.url.starts_with("sqlite"));
    let id = ann(&service).await;
    until_it_acted(&pool).await;
    let before = everything(&pool, is_sqlite).await;
    for word in ANNS.iter().filter(|word| **word != "555-0143").chain(&[id.as_str()]) {
        assert!(!named(&before, &[word]).is_empty(), "{word} is nowhere before");
    }
    let words: Vec<&str> = ANNS.iter().copied().chain([id.as_str()]).collect();
    for table in ["events", "person_changes", "action_deliveries", "action_runs", "connector_failures"] {
        assert!(named(&before, &words).iter().any(|value| value.starts_with(table)), "nothing of hers in {table}");
    }

    // First it is said what would go; and nothing goes.
    let would = service.post(ERASURES, json!({"personId": id, "dryRun": true})).await.expect(200)["data"].clone();
    assert_eq!(would["state"], "wouldErase");
    let hers = |all: &[String]| -> BTreeSet<String> { named(all, &words).into_iter().cloned().collect() };
    assert_eq!(hers(&everything(&pool, is_sqlite).await), hers(&before), "a dry run changes nothing");

    let begun = service.post(ERASURES, json!({"personId": id})).await.expect(202)["data"].clone();
    service.get(&format!("/admin/v1/api/person/workspace-id/{{ws}}?personId={id}")).await.refused(404);
    let done = until_done(&service, &begun).await;
    for count in ["persons", "identities", "events", "changes", "webhooks", "failures"] {
        assert_eq!(done[count], would[count], "{count} in {done}");
        assert!(done[count].as_i64() > Some(0), "{count} in {done}");
    }
    assert_eq!((&done["events"], &done["identities"], &done["failures"]), (&json!(3), &json!(5), &json!(1)));
    assert_eq!(done["begunBy"], "development-supervisor");

    let after = everything(&pool, is_sqlite).await;
    assert!(named(&after, &words).is_empty(), "{:#?}", named(&after, &words));
    // By no call either, nor by the counts of long lists.
    for identity in ["ann@example.com", "+12025550143", "C-4711-A"] {
        assert!(service.history(&[("identity", identity)]).await.is_empty());
        let path = format!("/admin/v1/api/person/workspace-id/{{ws}}/aliases/{}", super::harness::encoded(identity));
        service.get(&path).await.refused(404);
    }
    let sql = "SELECT CAST(SUM(events) AS BIGINT) FROM event_counts WHERE list = 'all' AND hours = 1";
    let (counted,): (i64,) = sqlx::query_as(sql).fetch_one(&pool).await.expect("counted");
    assert_eq!(counted, 1);
    // Bob's are as they were, but for where they named her.
    assert_eq!(service.history(&[("identity", "bob@example.com")]).await.len(), 1);
    assert!(!named(&after, &["Bob's order"]).is_empty());
    let bob = service.person("bob@example.com").await["id"].as_str().expect("an id").to_owned();
    let log =
        service.get(&format!("/admin/v1/api/person/workspace-id/{{ws}}/person-id/{bob}/changes")).await.expect(200);
    assert_eq!(log["data"][0]["details"], json!({"removed": ["(erased)"]}), "{log}");
    assert_eq!(named(&after, &["connector_failures.payload"]).len(), 1);

    // Who comes by the same number later is somebody new, and stays.
    service.publish(event("new", "Order", "+12025550143", json!({}))).await;
    assert_ne!(service.person("+12025550143").await["id"], json!(id));
    service.post(ERASURES, json!({"personId": id})).await.refused(404);
    service.post(ERASURES, json!({})).await.refused(400);
    let listed = service.call(Method::GET, Role::Supervisor, ERASURES, None).await.expect(200);
    assert_eq!(listed["data"].as_array().map(Vec::len), Some(1));
    service.call(Method::POST, Role::Agent, ERASURES, Some(json!({"personId": bob}))).await.refused(403);
    pool.close().await;
}

#[tokio::test]
async fn streams_of_an_erased_person_end_and_who_comes_back_finds_nobody() {
    let service = TestService::start().await;
    let id = service.create_person(json!({"email": ["ann@example.com"], "phone": ["+12025550143"]})).await;
    service.publish(event("1", "Order", "ann@example.com", json!({}))).await;
    let path = "/v1/api/events/stream/workspace-id/{ws}/identity/12025550143";
    let profile = "/v1/api/progressive-profile-view/stream/workspace-id/{ws}/identity/ann%40example.com/template-name/journey-default-template";
    let (mut events, mut profile) = (service.open(path).await, service.open(profile).await);
    assert_eq!(profile.data().await["personId"], json!(id));
    service.publish(event("2", "Order", "ann@example.com", json!({}))).await;
    let message = events.message().await.expect("an event");
    let position = message.lines().find_map(|line| line.strip_prefix("id: ")).expect("a position").to_owned();
    service.post(ERASURES, json!({"personId": id})).await.expect(202);
    assert_eq!(events.rest().await, "");
    profile.rest().await;
    let request = service.request(Method::GET, path).header("last-event-id", position);
    let mut again = service.open_request(request.bearer_auth(service.token(Role::Agent))).await;
    service.publish(event("3", "Order", "+12025550143", json!({}))).await;
    assert_eq!(again.data().await["id"], "3");
}

/// Many events of Ann, and a last one that cannot be deleted.
async fn with_many_events(service: &TestService, pool: &AnyPool, events: i64) -> String {
    let id = service.create_person(json!({"email": ["ann@example.com"], "customerId": ["zoe"]})).await;
    let script = format!(
        "WITH RECURSIVE n (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < {events}) \
         INSERT INTO events (workspace_id, lookup, identity, id, type, source, time, received_at, body) \
         SELECT '{}', 'zoe', 'zoe', CASE WHEN i = {events} THEN 'last' ELSE 'e' || i END, 'Order', 'x', i * 1000, 0, '{{}}' \
         FROM n",
        service.workspace
    );
    pool.execute(sqlx::raw_sql(&script)).await.expect("filled");
    id
}

#[tokio::test]
async fn erasing_goes_in_portions_and_on_after_a_restart() {
    let service = TestService::start().await;
    let (pool, is_sqlite) = (service.database.open().await, service.database.url.starts_with("sqlite"));
    let id = with_many_events(&service, &pool, 1_800).await;
    keep_the_last(&pool, is_sqlite).await;
    let begun = service.post(ERASURES, json!({"personId": id})).await.expect(202)["data"].clone();
    // All that goes before the portion with the last event is gone for good; in one step nothing would be.
    until_few(&pool, "events", &service.workspace, 500).await;
    let workspace = service.workspace.clone();
    let database = service.stop().await;
    pool.execute(if is_sqlite { "DROP TRIGGER kept" } else { "DROP TRIGGER kept ON events" }).await.expect("dropped");
    let mut next = TestService::start_on(database, |_| ()).await;
    next.workspace = workspace;
    assert_eq!(until_done(&next, &begun).await["events"], 1_800);
    until_few(&pool, "erased_identities", &next.workspace, 0).await;
    pool.close().await;
}

fn program(service: &TestService, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_journey-api"));
    command.args(arguments).args(["--workspace", &service.workspace, "--database", &service.database.url]);
    command.output().expect("started")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_says_what_it_would_erase_and_goes_on_where_it_was_killed() {
    let service = TestService::start().await;
    let (pool, is_sqlite) = (service.database.open().await, service.database.url.starts_with("sqlite"));
    with_many_events(&service, &pool, 1_800).await;
    let output = program(&service, &["erase", "--identity", "ann@example.com", "--dry-run"]);
    assert!(text(&output.stdout).contains("1 persons, 2 identities, 1800 events"), "{output:?}");
    assert!(!service.person("zoe").await["id"].is_null());
    // It fails where the last event is, as if it had been killed there; then it is called again.
    keep_the_last(&pool, is_sqlite).await;
    let (workspace, database) = (service.workspace.clone(), service.stop().await);
    let stopped = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_journey-api"));
        command.args(arguments).args(["--workspace", &workspace, "--database", &database.url]);
        command.output().expect("started")
    };
    let output = stopped(&["erase", "--identity", "ann@example.com"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    until_few(&pool, "events", &workspace, 500).await;
    pool.execute(if is_sqlite { "DROP TRIGGER kept" } else { "DROP TRIGGER kept ON events" }).await.expect("dropped");
    let output = stopped(&["erase", "--identity", "zoe"]);
    assert_eq!(
        text(&output.stdout),
        "What was begun before is erased; there is nothing of the identity zoe.\n",
        "{output:?}"
    );
    until_few(&pool, "events", &workspace, 0).await;
    until_few(&pool, "erased_identities", &workspace, 0).await;
    pool.close().await;
}

#[tokio::test]
async fn whoever_asks_for_a_person_who_was_merged_is_told_who_has_what_is_kept() {
    let service = TestService::start().await;
    let ann = service.create_person(json!({"email": ["ann@example.com"]})).await;
    let bob = service.create_person(json!({"email": ["bob@example.com"]})).await;
    let merge = format!("/admin/v1/api/person/merge/workspace-id/{{ws}}/primary-person-id/{ann}");
    service.post(&merge, json!({"personIdsToMerge": [bob]})).await.expect(202);
    let export = format!("/admin/v1/api/person/workspace-id/{{ws}}/person-id/{bob}/export");
    let said = format!("Person {bob} was merged into person {ann}, which has what is kept of both");
    let asked = async || {
        let erased = service.post(ERASURES, json!({"personId": bob, "dryRun": true})).await.refused(404);
        (erased, service.call(Method::GET, Role::Supervisor, &export, None).await.refused(404))
    };
    assert_eq!(asked().await, (said.clone(), said));
    // Split off again and then deleted, nothing of Bob is Ann's.
    let split = format!("/admin/v1/api/person/split/workspace-id/{{ws}}/person-id/{ann}");
    service.post(&split, json!({"mergedPersonId": bob})).await.expect(200);
    let path = format!("/admin/v1/api/person/workspace-id/{{ws}}/person-id/{bob}");
    service.call(Method::DELETE, Role::Supervisor, &path, None).await.expect(200);
    let nobody = "There is no such person, and nothing was published by such an identity".to_owned();
    assert_eq!(asked().await, (nobody.clone(), nobody));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_of_a_person_is_handed_out_whole_by_http_and_by_the_command_line() {
    let service = TestService::start_with(|config| config.any_webhooks = true).await;
    let pool = service.database.open().await;
    let id = ann(&service).await;
    until_it_acted(&pool).await;
    for number in 0..40 {
        let data = json!({"text": "x".repeat(20_000)});
        service.publish(event(&format!("long-{number}"), "Visit", "ann@example.com", data)).await;
    }
    let path = format!("/admin/v1/api/person/workspace-id/{{ws}}/person-id/{id}/export");
    let by_http = service.call(Method::GET, Role::Supervisor, &path, None).await.expect(200);
    assert_eq!(by_http["person"]["id"], json!(id));
    assert_eq!(by_http["person"]["aliases"].as_array().map(Vec::len), Some(5));
    let events = by_http["events"].as_array().expect("events");
    assert_eq!(events.len(), 43);
    assert_eq!(by_http["failures"].as_array().map(Vec::len), Some(1), "{}", by_http["failures"]);
    assert!(by_http["changes"].to_string().contains("Annika"));
    assert!(!by_http["webhooks"].as_array().expect("webhooks").is_empty());
    assert!(by_http["profiles"].as_array().expect("profiles").iter().any(|it| it["templateName"] == "orders"));
    assert!(!by_http.to_string().contains("bob@example.com") && !by_http.to_string().contains("Bob"));
    service.call(Method::GET, Role::Agent, &path, None).await.refused(403);
    for arguments in [["export", "--person", &id], ["export", "--identity", "+1 202 555 0143"]] {
        let output = program(&service, &arguments);
        let mut written: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"));
        written["exportedAt"] = by_http["exportedAt"].clone();
        for whole in ["person", "events", "failures", "changes"] {
            assert_eq!(written[whole], by_http[whole], "{whole}");
        }
    }
    let nobody = program(&service, &["export", "--person", "none"]);
    assert_eq!(nobody.status.code(), Some(1));
    assert!(text(&nobody.stderr).contains("there is nothing of person none"), "{nobody:?}");
    pool.close().await;
}
