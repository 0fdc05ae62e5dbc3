//! What the platform remembers: tokens, subscriptions, and what happened.

use std::sync::Mutex;
use std::time::Duration;

use serde_json::Value;

use super::call::{Call, Happening};
use crate::control::held;

/// The organization.
pub const ORGANIZATION: &str = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";
/// The service app.
pub const CLIENT: &str = "C0ffee-sample-service-app";
/// Its secret.
pub const CLIENT_SECRET: &str = "sample-webex-client-secret";
/// The refresh token that its page shows.
pub const REFRESH_TOKEN: &str = "sample-webex-refresh-0";

/// How long a subscriber may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Webex Contact Center.
#[derive(Debug)]
pub struct Webex {
    pub(super) client: reqwest::Client,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
pub(super) struct State {
    /// How often tokens were renewed: the last ones have this number.
    pub(super) renewed: u32,
    /// Access tokens up to this number are over.
    pub(super) expired: Option<u32>,
    pub(super) subscriptions: Vec<Subscription>,
    pub(super) calls: Vec<Call>,
    /// What nobody was told.
    pub(super) lost: Vec<Happening>,
}

/// A subscription.
#[derive(Clone, Debug)]
pub(super) struct Subscription {
    /// As it is answered.
    pub(super) body: Value,
    pub(super) secret: Option<String>,
    /// 1 or 2.
    pub(super) version: u8,
    /// How many deliveries failed one after another.
    pub(super) failures: u32,
}

impl Subscription {
    pub(super) fn text(&self, name: &str) -> &str {
        self.body.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    pub(super) fn wants(&self, kind: &str) -> bool {
        let types = self.body.get("eventTypes").and_then(Value::as_array);
        self.text("status") == "active" && types.is_some_and(|types| types.iter().any(|one| one == kind))
    }
}

impl Webex {
    pub(crate) fn new() -> Self {
        // Without it nothing can be sent, and there is nothing to say of why.
        let client = reqwest::Client::builder()
            .timeout(PATIENCE)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap_or_default();
        Self { client, state: Mutex::default() }
    }

    pub(super) fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut held(&self.state))
    }

    /// Has all access tokens end that were given until now.
    pub fn end_tokens(&self) {
        self.with(|state| state.expired = Some(state.renewed));
    }

    /// Begins with its tokens anew, as if it had been started again.
    pub fn forget_tokens(&self) {
        self.with(|state| (state.renewed, state.expired) = (0, None));
    }

    /// How often tokens were renewed.
    pub fn renewals(&self) -> u32 {
        self.with(|state| state.renewed)
    }

    /// The subscriptions as they are answered, of both versions.
    pub fn subscriptions(&self) -> Vec<Value> {
        self.with(|state| state.subscriptions.iter().map(|one| one.body.clone()).collect())
    }

    /// Changes subscriptions as the platform itself may: it sets them inactive.
    pub fn change_subscriptions(&self, change: impl Fn(&mut Value)) {
        self.with(|state| state.subscriptions.iter_mut().for_each(|one| change(&mut one.body)));
    }
}
