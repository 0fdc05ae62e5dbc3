//! The Avaya Experience Platform, played by the sample platforms: what its notifications tell of is asked for, and where there are none
//! whoever is looked up is.

mod account;
mod notifications;
mod pulling;

use journey_api::Config;
use journey_api::auth::Role;
use reqwest::Method;
use sample_platforms::avaya::{ACCOUNT, APP_KEY, CLIENT, CLIENT_SECRET};
use sample_platforms::{Server, serve};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::harness::{Answer, TestService};
use super::webex::{until, with_key};

pub(crate) const CALLER: &str = "+15550100311";

/// A contact center, and a connector of it.
pub(crate) struct Place {
    pub(crate) center: Server,
    pub(crate) service: TestService,
    pub(crate) id: String,
}

pub(crate) async fn center() -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    serve(listener, sample_platforms::Config::default()).await.expect("started")
}

pub(crate) fn with_center(center: &Server) -> impl FnOnce(&mut Config) {
    let url = center.url();
    move |config| {
        with_key(config);
        config.avaya_api = Some(url);
    }
}

impl Place {
    /// With an access, and notifications.
    pub(crate) async fn notified() -> Self {
        let place = Self::made().await;
        place.connect(json!({})).await.expect(200);
        place.ask(Method::POST, "/avaya/subscriptions", None).await.expect(200);
        place
    }

    /// With an access to an account that has no notifications.
    pub(crate) async fn without_notifications() -> Self {
        let place = Self::made().await;
        place.center.avaya().have_notifications(false);
        place.connect(json!({})).await.expect(200);
        place
    }

    pub(crate) async fn made() -> Self {
        let center = center().await;
        let service = TestService::start_with(with_center(&center)).await;
        let body = json!({"name": "Avaya", "kind": "avaya", "workspaceId": service.workspace});
        let path = "/admin/v1/api/connectors";
        let made = service.call(Method::POST, Role::Admin, path, Some(body)).await.expect(201);
        let id = made["data"]["connector"]["id"].as_str().expect("an id").to_owned();
        Self { center, service, id }
    }

    pub(crate) async fn connect(&self, more: Value) -> Answer {
        let mut body = json!({"host": "eu", "accountId": ACCOUNT, "clientId": CLIENT, "clientSecret": CLIENT_SECRET,
            "appKey": APP_KEY});
        body.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
        self.ask(Method::PUT, "/avaya", Some(body)).await
    }

    pub(crate) async fn ask(&self, method: Method, rest: &str, body: Option<Value>) -> Answer {
        let path = format!("/admin/v1/api/connectors/{}{rest}", self.id);
        self.service.call(method, Role::Admin, &path, body).await
    }

    pub(crate) async fn access(&self) -> Value {
        self.ask(Method::GET, "/avaya", None).await.expect(200)["data"].clone()
    }

    pub(crate) async fn switch(&self, is_on: bool) {
        self.ask(Method::PATCH, "", Some(json!({ "isOn": is_on }))).await.expect(200);
    }

    pub(crate) async fn failures(&self) -> Vec<Value> {
        let answer = self.ask(Method::GET, "/failures", None).await.expect(200);
        answer["data"].as_array().expect("a list").clone()
    }

    /// Lets something happen; the engagement's id.
    pub(crate) fn happen(&self, what: Value) -> String {
        let mut all = json!({"platform": "avaya"});
        all.as_object_mut().expect("an object").extend(what.as_object().cloned().unwrap_or_default());
        let told = self.center.happen(&all).expect("it happens");
        told["id"].as_str().expect("an engagement").to_owned()
    }

    /// The address that the vendor was told.
    pub(crate) fn address(&self) -> String {
        let subscriptions = self.center.avaya().subscriptions();
        let told = subscriptions.last().expect("a subscription");
        told["transport"]["endpoint"].as_str().expect("an address").to_owned()
    }

    pub(crate) fn asked(&self, path: &str) -> usize {
        self.center.control().requests().iter().filter(|request| request.path.contains(path)).count()
    }

    /// The history of an identity, the oldest first, when it is as it should be.
    pub(crate) async fn journey(&self, identity: &str, is_there: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        until(async || {
            let mut journey = self.service.history(&[("identity", identity)]).await;
            journey.sort_by_key(|event| event["time"].as_str().map(str::to_owned));
            if is_there(&journey) { Ok(journey) } else { Err(format!("{journey:?}")) }
        })
        .await
    }
}

pub(crate) fn has(journey: &[Value], kind: &str) -> bool {
    journey.iter().any(|event| event["type"] == kind)
}

/// What tells events apart.
pub(crate) fn keys(journey: &[Value]) -> Vec<String> {
    journey.iter().map(|event| format!("{} {} {}", event["id"], event["time"], event["data"])).collect()
}

pub(crate) fn assert_none_is_doubled(journey: &[Value]) {
    let mut keys = keys(journey);
    keys.sort();
    let all = keys.len();
    keys.dedup();
    assert_eq!(keys.len(), all, "{keys:?}");
}
