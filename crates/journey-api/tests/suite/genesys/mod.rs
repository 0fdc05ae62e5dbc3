//! Genesys Cloud, played by the sample platforms: its conversations become journeys, however often they are read.

mod account;
mod asking;
mod filling;
mod trouble;

use std::time::Duration;

use chrono::Utc;
use genesys::samples::{call, merge};
use journey_api::Config;
use journey_api::auth::Role;
use reqwest::Method;
use sample_platforms::genesys::{SERVICE_CLIENT, SERVICE_SECRET};
use sample_platforms::{Server, serve};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::harness::{Answer, TestService};
pub(crate) use super::webex::{journey, kinds, until, with_key};

/// Who calls in the sample records.
pub(crate) const CALLER: &str = "+12025550143";
/// What is seen of a call that is over.
pub(crate) const WHOLE: [&str; 10] = [
    "conversation:started",
    "task:new",
    "task:parked",
    "agent:routed",
    "task:connected",
    "task:hold",
    "task:unhold",
    "task:wrapup",
    "task:ended",
    "task:wrapup-done",
];

/// A tenant of the platform, and a connector of it.
pub(crate) struct Place {
    pub(crate) tenant: Server,
    pub(crate) service: TestService,
    pub(crate) id: String,
}

pub(crate) fn with_tenant(url: String) -> impl FnOnce(&mut Config) {
    asking(url, Duration::from_millis(250))
}

/// Asks so often.
pub(crate) fn asking(url: String, every: Duration) -> impl FnOnce(&mut Config) {
    move |config| {
        with_key(config);
        config.genesys_api = Some(url);
        config.genesys_every = every;
    }
}

impl Place {
    /// With a connector that has no account yet.
    pub(crate) async fn made() -> Self {
        Self::made_asking(Duration::from_millis(250)).await
    }

    pub(crate) async fn made_asking(every: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let tenant = serve(listener, sample_platforms::Config::default()).await.expect("started");
        tenant.happen(&json!({"platform": "genesys", "kind": "forget"})).expect("it happens");
        let names = json!({"q1": "Deliveries", "u1": "Tom Hale", "w1": "Resolved"});
        tenant.happen(&json!({"platform": "genesys", "kind": "names", "names": names})).expect("it happens");
        let service = TestService::start_with(asking(tenant.url(), every)).await;
        let body = json!({"name": "Tenant", "kind": "genesys", "workspaceId": service.workspace});
        let path = "/admin/v1/api/connectors";
        let made = service.call(Method::POST, Role::Admin, path, Some(body)).await.expect(201);
        let id = made["data"]["connector"]["id"].as_str().expect("an id").to_owned();
        Self { tenant, service, id }
    }

    /// With an account, and asked for once.
    pub(crate) async fn connected() -> Self {
        let place = Self::made().await;
        place.connect(SERVICE_SECRET).await.expect(200);
        place.asked_again().await;
        place
    }

    pub(crate) async fn connect(&self, secret: &str) -> Answer {
        let body = json!({"region": "prod-euc1", "clientId": SERVICE_CLIENT, "clientSecret": secret});
        self.call(Method::PUT, "/genesys", Some(body)).await
    }

    pub(crate) async fn call(&self, method: Method, rest: &str, body: Option<Value>) -> Answer {
        let path = format!("/admin/v1/api/connectors/{}{rest}", self.id);
        self.service.call(method, Role::Admin, &path, body).await
    }

    /// How it goes.
    pub(crate) async fn state(&self) -> Value {
        self.call(Method::GET, "/genesys", None).await.expect(200)["data"].clone()
    }

    pub(crate) async fn connector(&self) -> Value {
        self.call(Method::GET, "", None).await.expect(200)["data"].clone()
    }

    pub(crate) async fn failures(&self) -> Vec<Value> {
        let answer = self.call(Method::GET, "/failures", None).await.expect(200);
        answer["data"].as_array().expect("a list").clone()
    }

    /// Waits until all was asked for once more, from now on.
    pub(crate) async fn asked_again(&self) {
        // What is under way began before.
        for _ in 0..2 {
            let before = self.state().await["askedAt"].clone();
            until(async || {
                let state = self.state().await;
                if state["askedAt"] != before { Ok(()) } else { Err(state.to_string()) }
            })
            .await;
        }
    }

    pub(crate) fn happen(&self, mut what: Value) {
        merge(&mut what, json!({"platform": "genesys"}));
        self.tenant.happen(&what).expect("it happens");
    }

    /// From now on the analytics know this conversation as this.
    pub(crate) fn know(&self, record: &Value) {
        self.happen(json!({"kind": "record", "record": record}));
    }

    pub(crate) fn asked(&self, path: &str) -> usize {
        self.tenant.control().requests().iter().filter(|request| request.path.contains(path)).count()
    }

    /// Ends the service, and starts it again on what it had stored.
    pub(crate) async fn restarted(self) -> Self {
        let Self { tenant, service, id } = self;
        let workspace = service.workspace.clone();
        let mut service = TestService::start_on(service.stop().await, with_tenant(tenant.url())).await;
        service.workspace = workspace;
        Self { tenant, service, id }
    }
}

/// So many seconds ago.
pub(crate) fn ago(seconds: i64) -> String {
    cjds::write_time(Utc::now() - chrono::Duration::seconds(seconds))
}

/// A call that is over, and began so many seconds ago.
pub(crate) fn call_of(id: &str, seconds: i64) -> Value {
    call(id, &ago(seconds))
}

/// The same call as it was when the agent had just taken it.
pub(crate) fn as_taken(whole: &Value) -> Value {
    let mut record = whole.clone();
    record.as_object_mut().expect("an object").remove("conversationEnd");
    let cut = |segment: &mut Value| {
        for key in ["segmentEnd", "disconnectType"] {
            segment.as_object_mut().expect("an object").remove(key);
        }
    };
    let segments = record["participants"][3]["sessions"][0]["segments"].as_array_mut().expect("segments");
    segments.truncate(2);
    cut(&mut segments[1]);
    cut(&mut record["participants"][0]["sessions"][0]["segments"][1]);
    record
}

/// By this number another customer is told of.
pub(crate) fn by(record: &mut Value, number: &str) {
    record["participants"][0]["sessions"][0]["ani"] = json!(number);
}
