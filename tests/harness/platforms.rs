//! What plays Avaya and Genesys Cloud, in the test's own process: with the other half of the sample customers' history, and
//! with what a test makes it do.

use std::net::Ipv4Addr;

use anyhow::{Result, anyhow};
use sample_platforms::avaya;
use sample_platforms::control::{Control, Fault, Request};
use sample_platforms::{Config, Server, World, serve};
use serde_json::Value;
use tokio::net::TcpListener;

use crate::{Mount, service};

/// Running platforms.
pub struct Platforms(Server);

impl Platforms {
    /// Starts them for pages of these origins.
    ///
    /// # Errors
    /// They do not start.
    pub async fn start(origins: Vec<String>) -> Result<Self> {
        let now = Some(service::seeded_at().await?);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        Ok(Self(serve(listener, Config { allowed_origins: origins, now, ..Config::default() }).await?))
    }

    /// `http://127.0.0.1:PORT`, without a slash: every platform's base URL.
    pub fn url(&self) -> String {
        self.0.url()
    }

    /// What a desktop tells a widget to read Avaya's journeys with this token; `sources` is the test's to say.
    #[must_use]
    pub fn avaya(&self, mount: Mount, token: avaya::Token) -> Mount {
        mount
            .attribute("avaya-base-url", &self.url())
            .attribute("avaya-account-id", avaya::ACCOUNT)
            .attribute("avaya-app-key", avaya::APP_KEY)
            .property("avayaToken", token.text())
    }

    /// From now on this fails.
    pub fn fail(&self, fault: Fault) {
        self.control().add_fault(fault);
    }

    /// Nothing fails any more.
    pub fn recover(&self) {
        self.control().clear_faults();
    }

    /// What was asked, the oldest first.
    pub fn requests(&self) -> Vec<Request> {
        self.control().requests()
    }

    /// Lets something happen now: `{"platform", …}`.
    ///
    /// # Errors
    /// The platform cannot do that.
    pub fn happen(&self, what: &Value) -> Result<Value> {
        self.0.happen(what).map_err(|why| anyhow!(why))
    }

    /// What is subscribed at Webex Contact Center.
    pub fn webex_subscriptions(&self) -> Vec<Value> {
        self.0.webex().subscriptions()
    }

    /// What they were told and what they have, each by itself.
    pub fn server(&self) -> &Server {
        &self.0
    }

    /// The sample customers, with what the journey service's own samples have of them.
    pub fn world(&self) -> &World {
        self.0.world()
    }

    /// Faults and notes.
    pub fn control(&self) -> &Control {
        self.0.control()
    }
}
