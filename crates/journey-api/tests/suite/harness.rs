//! A running service with a workspace, and callers of it.

use std::time::Duration;

use chrono::Duration as Lifetime;
use futures_util::StreamExt;
use journey_api::auth::{Authority, Role};
use journey_api::{Config, Service, serve};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::time::timeout;

use crate::database::{Database, fresh};

pub(crate) const SECRET: &str = "a secret for tests, long enough for HS256";
pub(crate) const ORGANIZATION: &str = "11111111-2222-4333-8444-555555555555";
/// Longer than anything here takes, shorter than a person waits for a hanging test.
const PATIENCE: Duration = Duration::from_secs(40);

pub(crate) struct TestService {
    pub(crate) service: Service,
    pub(crate) database: Database,
    pub(crate) workspace: String,
    client: Client,
    authority: Authority,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    /// The answer, if it has that status.
    pub(crate) fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self.body
    }

    /// The reasons of a refusal with that status, after checking the contract's form of it.
    pub(crate) fn refused(self, status: u16) -> String {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        let text = |key: &str| self.body[key].as_str().unwrap_or_else(|| panic!("{key} in {}", self.body)).to_owned();
        assert!(text("status").starts_with(&status.to_string()), "{}", self.body);
        assert!(!text("message").is_empty());
        assert!(cjds::parse_time(&text("timestamp")).is_some());
        assert_eq!(Some(text("trackingId").as_str()), self.headers["trackingid"].to_str().ok());
        let errors = self.body["errors"].as_array().expect("errors");
        errors.iter().map(|error| error.as_str().expect("text")).collect::<Vec<_>>().join("; ")
    }
}

impl TestService {
    /// A service with an empty workspace.
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| ()).await
    }

    /// Likewise, configured.
    pub(crate) async fn start_with(configure: impl FnOnce(&mut Config)) -> Self {
        let mut started = Self::start_on(fresh().await, configure).await;
        let body = json!({"name": "Main", "description": "of a test"});
        started.call(Method::POST, Role::Admin, "/admin/v1/api/workspace", Some(body)).await.expect(200);
        started.workspace = started.workspaces().await[0]["id"].as_str().expect("an id").to_owned();
        started
    }

    /// A service on a database that may be full already.
    pub(crate) async fn start_on(database: Database, configure: impl FnOnce(&mut Config)) -> Self {
        super::log::kept();
        let mut config = Config::new(&database.url, SECRET);
        config.organization = ORGANIZATION.to_owned();
        // Events of tests are of fixed dates, and old: they go only where a test is about that.
        config.retention_days = Some(36_500);
        // Where a disk is quick, tests call more often than anybody is allowed to.
        config.calls_per_second = 10_000;
        configure(&mut config);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let provider = config.provider.clone();
        let (issuer, audience) = (config.issuer.clone(), config.audience.clone());
        let service = serve(listener, config).await.expect("started");
        let issuer = issuer.or(provider.as_ref().map(|provider| provider.issuer.clone()));
        let audience = audience.or(provider.and_then(|provider| provider.audience));
        let authority = Authority::from_secret(SECRET).expect("long enough");
        let authority = authority.held_to(issuer.as_deref(), audience.as_deref());
        Self { service, database, workspace: String::new(), client: Client::new(), authority }
    }

    /// Ends the service and keeps its database.
    pub(crate) async fn stop(self) -> Database {
        self.service.stop().await;
        self.database
    }

    pub(crate) async fn workspaces(&self) -> Vec<Value> {
        let answer = self.call(Method::GET, Role::Admin, "/admin/v1/api/workspace", None).await;
        answer.expect(200)["data"].as_array().expect("a list").clone()
    }

    pub(crate) fn token(&self, role: Role) -> String {
        self.token_of(role, ORGANIZATION, None, 600)
    }

    pub(crate) fn token_of(&self, role: Role, organization: &str, scopes: Option<&[String]>, seconds: i64) -> String {
        self.authority.issue(role, organization, scopes, Lifetime::seconds(seconds)).expect("issued").text
    }

    /// An administrator's token that is bound to a workspace.
    pub(crate) fn bound_token(&self, workspace: &str) -> String {
        let claims = json!({"sub": "bound", "org": ORGANIZATION, "workspace": workspace, "exp": 4_102_444_800_u32,
            "scope": "cjp:user cjp:config_read cjp:config_write cjds:admin_org_read cjds:admin_org_write"});
        let key = jsonwebtoken::EncodingKey::from_secret(SECRET.as_bytes());
        jsonwebtoken::encode(&jsonwebtoken::Header::default(), &claims, &key).expect("signed")
    }

    /// A request; `{ws}` in the path stands for the workspace.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{}", self.service.url(), path.replace("{ws}", &self.workspace)))
    }

    pub(crate) async fn send(&self, request: RequestBuilder) -> Answer {
        let response = timeout(PATIENCE, request.send()).await.expect("in time").expect("an answer");
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = timeout(PATIENCE, response.bytes()).await.expect("in time").expect("a body");
        let body = serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into_owned()));
        Answer { status, headers, body }
    }

    pub(crate) async fn call(&self, method: Method, role: Role, path: &str, body: Option<Value>) -> Answer {
        let request = self.request(method, path).bearer_auth(self.token(role));
        self.send(match body {
            Some(body) => request.json(&body),
            None => request,
        })
        .await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, Role::Agent, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.call(Method::POST, Role::Supervisor, path, Some(body)).await
    }

    /// Likewise by an agent, who may read.
    pub(crate) async fn agent_post(&self, path: &str, body: Value) -> Answer {
        self.call(Method::POST, Role::Agent, path, Some(body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answer {
        self.call(Method::PATCH, Role::Supervisor, path, Some(body)).await
    }

    pub(crate) async fn publish(&self, event: Value) {
        self.post("/publish/v1/api/event?workspaceId={ws}", event).await.expect(202);
    }

    /// The person of an alias, which must be there.
    pub(crate) async fn person(&self, alias: &str) -> Value {
        let path = format!("/admin/v1/api/person/workspace-id/{{ws}}/aliases/{}", encoded(alias));
        self.get(&path).await.expect(200)["data"][0].clone()
    }

    /// Events of a history with that query.
    pub(crate) async fn history(&self, query: &[(&str, &str)]) -> Vec<Value> {
        self.try_history(query).await.expect(200)["data"].as_array().expect("a list").clone()
    }

    pub(crate) async fn try_history(&self, query: &[(&str, &str)]) -> Answer {
        let path = "/v1/api/events/workspace-id/{ws}";
        self.send(self.request(Method::GET, path).query(query).bearer_auth(self.token(Role::Agent))).await
    }

    /// Creates a person with those identities; its id.
    pub(crate) async fn create_person(&self, body: Value) -> String {
        let answer = self.post("/admin/v1/api/person/workspace-id/{ws}", body).await.expect(201);
        answer["data"]["id"].as_str().expect("an id").to_owned()
    }

    pub(crate) async fn open(&self, path: &str) -> Live {
        self.open_request(self.request(Method::GET, path).bearer_auth(self.token(Role::Agent))).await
    }

    pub(crate) async fn open_request(&self, request: RequestBuilder) -> Live {
        let response = timeout(PATIENCE, request.send()).await.expect("in time").expect("an answer");
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Live { stream: Box::pin(response.bytes_stream()), text: String::new() }
    }
}

/// An open stream.
pub(crate) struct Live {
    stream: std::pin::Pin<Box<dyn futures_util::Stream<Item = reqwest::Result<axum::body::Bytes>> + Send>>,
    text: String,
}

impl Live {
    /// The next message, as its lines.
    pub(crate) async fn message(&mut self) -> Option<String> {
        loop {
            if let Some((message, rest)) = self.text.split_once("\n\n") {
                let message = message.to_owned();
                self.text = rest.to_owned();
                // By that a stream begins, before there is anything to say.
                if message == ": open" {
                    continue;
                }
                return Some(message);
            }
            let chunk = timeout(PATIENCE, self.stream.next()).await.expect("a message in time");
            match chunk {
                Some(Ok(chunk)) => self.text.push_str(std::str::from_utf8(&chunk).expect("UTF-8")),
                Some(Err(_)) | None => return None,
            }
        }
    }

    /// The data of the next message that has some.
    pub(crate) async fn data(&mut self) -> Value {
        loop {
            let message = self.message().await.expect("the stream goes on");
            if let Some(data) = message.lines().find_map(|line| line.strip_prefix("data: ")) {
                return serde_json::from_str(data).expect("JSON");
            }
        }
    }

    /// Everything until the end.
    pub(crate) async fn rest(&mut self) -> String {
        let mut all = String::new();
        while let Some(message) = self.message().await {
            all.push_str(&message);
            all.push('\n');
        }
        all
    }
}

/// An event of an identity at a fixed time.
pub(crate) fn event(id: &str, kind: &str, identity: &str, data: Value) -> Value {
    event_at(id, kind, identity, "2026-03-01T10:00:00Z", data)
}

pub(crate) fn event_at(id: &str, kind: &str, identity: &str, time: &str, data: Value) -> Value {
    let identity_type = if identity.contains('@') { "email" } else { "phone" };
    json!({"id": id, "specversion": "1.0", "type": kind, "source": "custom/tests", "time": time, "identity": identity,
        "identitytype": identity_type, "datacontenttype": "application/json", "data": data})
}

/// A path segment with everything encoded that could be.
pub(crate) fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
