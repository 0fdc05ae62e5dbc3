//! The journey node of a flow, by curl: its five methods, and each outcome that it tells apart.

use std::process::Command;

use journey_api::auth::Role;
use serde_json::{Value, json};
use sqlx::{AnyPool, Executor};

use super::harness::{TestService, event};

struct Flow {
    service: TestService,
    token: String,
}

impl Flow {
    async fn start() -> Self {
        let service = TestService::start().await;
        let token = service.token(Role::Supervisor);
        let flow = Self { service, token };
        let attribute = json!({"version": "0.1", "event": "Payment", "metaDataType": "string", "metaData": "category", "limit": 10,
            "displayName": "Payments", "lookBackDurationType": "days", "lookBackPeriod": 3650, "aggregationMode": "Count", "verbose": false});
        let template = json!({"name": "payments", "attributes": [attribute]});
        flow.service.post("/admin/v1/api/profile-view-template/workspace-id/{ws}", template).await.expect(201);
        flow
    }

    /// What curl says: its exit code, the status and the body.
    async fn curl(&self, path: &str, more: &[&str]) -> (i32, u16, Value) {
        let url = format!("{}{}", self.service.service.url(), path.replace("{ws}", &self.service.workspace));
        let mut command = Command::new("curl");
        command.args(["-s", "-w", "\n%{http_code}", "-H", &format!("Authorization: Bearer {}", self.token)]);
        command.args(more).arg(url);
        let output =
            tokio::task::spawn_blocking(move || command.output()).await.expect("ran").expect("curl is installed");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let (body, status) = text.rsplit_once('\n').expect("a status");
        (
            output.status.code().expect("ended"),
            status.parse().expect("a number"),
            serde_json::from_str(body).unwrap_or_default(),
        )
    }

    async fn status(&self, path: &str, more: &[&str]) -> u16 {
        self.curl(path, more).await.1
    }
}

const MANAGE: &str = "/admin/v1/api/person/merge-identities/workspace-id/{ws}";
const WRITE: &str = "/publish/v1/api/event?workspaceId={ws}";
const PERSON: &str = "/admin/v1/api/person/workspace-id/{ws}/aliases";
const PROFILE: &str = "/v1/api/progressive-profile-view/workspace-id/{ws}/identity";
const READ: &str = "/v1/api/events/workspace-id/{ws}";

fn payment() -> String {
    event("1", "Payment", "ann@example.com", json!({"category": "Water"})).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_five_methods_go_well() {
    let flow = Flow::start().await;
    let body = r#"{"firstName": "Ann", "email": ["ann@example.com"], "phone": ["+12025550100"]}"#;
    assert_eq!(flow.status(MANAGE, &["-d", body]).await, 200);
    assert_eq!(flow.status(WRITE, &["-d", &payment()]).await, 202);
    let (_, status, person) = flow.curl(&format!("{PERSON}/%2B12025550100"), &[]).await;
    assert_eq!((status, &person["data"][0]["firstName"]), (200, &json!("Ann")));
    let (_, status, view) = flow.curl(&format!("{PROFILE}/12025550100/template-name/payments"), &[]).await;
    assert_eq!((status, &view["data"][0]["attributes"][0]["result"]), (200, &json!("1")));
    let query = ["-G", "--data-urlencode", "identity=+12025550100", "--data-urlencode", "data=category=='Water'"];
    let (_, status, events) = flow.curl(READ, &query).await;
    assert_eq!((status, &events["meta"]["resultCount"]), (200, &json!(1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_refusal_has_its_status_message_errors_and_tracking_id() {
    let mut flow = Flow::start().await;
    let template = "/admin/v1/api/profile-view-template/workspace-id/{ws}";
    let taken = r#"{"name": "journey-default-template", "attributes": [{"version": "1", "event": "e", "metaDataType": "string",
        "metaData": "m", "limit": 1, "displayName": "d", "lookBackDurationType": "days", "lookBackPeriod": 1, "aggregationMode": "Value"}]}"#;
    for (path, more, expected) in [
        (MANAGE.to_owned(), vec!["-d", "{}"], 400),
        (WRITE.to_owned(), vec!["-d", "{\"id\": 1}"], 400),
        (READ.to_owned(), vec!["-G", "--data-urlencode", "filter=type==Payment"], 400),
        (format!("{PERSON}/nobody"), vec![], 404),
        (format!("{PROFILE}/nobody/template-name/journey-default-template"), vec![], 404),
        (template.to_owned(), vec!["-d", taken], 409),
    ] {
        let (_, status, body) = flow.curl(&path, &more).await;
        assert_eq!(status, expected, "{path}: {body}");
        assert!(body["message"].is_string() && body["trackingId"].is_string(), "{body}");
        assert!(body["errors"].as_array().is_some_and(|errors| !errors.is_empty()), "{body}");
    }
    let supervisor = std::mem::replace(&mut flow.token, flow.service.token(Role::Agent));
    assert_eq!(flow.status(WRITE, &["-d", &payment()]).await, 403);
    assert_eq!(flow.status(MANAGE, &["-d", "{\"email\": [\"ann@example.com\"]}"]).await, 403);
    flow.token = supervisor;
    // More at once than one caller may make, and no more than any machine takes up at once.
    let scarce = TestService::start_with(|config| config.calls_per_second = 5).await;
    let calls = (0..60).map(|_| scarce.call(reqwest::Method::GET, Role::Supervisor, READ, None));
    let answers = futures_util::future::join_all(calls).await;
    let refused = answers.into_iter().find(|answer| answer.status != 200).expect("one too many");
    assert!(refused.headers.contains_key("retry-after"));
    refused.refused(429);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_fails_is_a_500_and_one_that_hangs_a_time_out() {
    let flow = Flow::start().await;
    let pool = AnyPool::connect(&flow.service.database.url).await.expect("open");
    let hanging = if flow.service.database.url.starts_with("sqlite") {
        pool.begin_with("BEGIN IMMEDIATE").await.expect("locked")
    } else {
        let mut transaction = pool.begin().await.expect("begun");
        transaction.execute("LOCK TABLE events IN ACCESS EXCLUSIVE MODE").await.expect("locked");
        transaction
    };
    let (code, ..) = flow.curl(WRITE, &["--max-time", "1", "-d", &payment()]).await;
    assert_eq!(code, 28, "curl gives up by itself, as the node does after 10 s");
    hanging.rollback().await.expect("released");
    assert_eq!(flow.status(WRITE, &["-d", &payment()]).await, 202, "and all is well again");
    pool.execute("DROP TABLE events").await.expect("dropped");
    let (_, status, body) = flow.curl(READ, &[]).await;
    assert_eq!((status, &body["status"]), (500, &json!("500 INTERNAL_SERVER_ERROR")));
    assert!(!body.to_string().contains("events"), "what failed inside is for the log: {body}");
}
