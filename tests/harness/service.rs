//! The real journey service with its samples, in the test's own process, on a copy of one seeded database per test.

use std::ffi::OsString;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use chrono::{DateTime, Duration, Utc};
use journey_api::auth::{Authority, Provider, Role};
use journey_api::{Config, ConsoleClient};
use reqwest::Client;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::OnceCell;

use crate::wait::{Seen, until};
use crate::{provider, scratch};

/// The organization of the service's samples.
pub const ORGANIZATION: &str = journey_api::seed::ORGANIZATION_ID;

const SECRET: &str = "the browser tests' own secret, long enough for HS256";

/// By which secrets are stored, where somebody may make some: in the console.
const SECRETS_KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

const DATABASE: &str = "journey.sqlite";

/// A running service.
pub struct Service {
    running: journey_api::Service,
    authority: Authority,
    client: Client,
    workspace: String,
    folder: TempDir,
}

impl Service {
    /// Starts one that lets pages of these origins ask it.
    ///
    /// # Errors
    /// It does not start, or has no samples.
    pub async fn start(origins: Vec<String>) -> Result<Self> {
        Self::start_as(origins, None, None).await
    }

    /// Starts one that serves its console from this folder.
    ///
    /// # Errors
    /// It does not start, or has no samples.
    pub async fn start_with_console(folder: PathBuf) -> Result<Self> {
        Self::start_as(Vec::new(), Some(folder), None).await
    }

    /// The same, where people sign in by an identity provider.
    ///
    /// # Errors
    /// It does not start, or has no samples.
    pub async fn start_with_provider(folder: PathBuf, issuer: &str) -> Result<Self> {
        Self::start_as(Vec::new(), Some(folder), Some(issuer)).await
    }

    /// One that serves its console from this folder, beside contact centers that are played at this address.
    ///
    /// # Errors
    /// It does not start, or has no samples.
    pub async fn start_beside(folder: PathBuf, platforms: &str) -> Result<Self> {
        Self::start_with(Setting { console: Some(folder), platforms: Some(platforms.to_owned()), ..Setting::default() })
            .await
    }

    /// One that serves its console from this folder, and was given no key for secrets.
    ///
    /// # Errors
    /// It does not start, or has no samples.
    pub async fn start_without_secrets(folder: PathBuf) -> Result<Self> {
        Self::start_with(Setting { console: Some(folder), keeps_no_secrets: true, ..Setting::default() }).await
    }

    async fn start_as(origins: Vec<String>, console: Option<PathBuf>, issuer: Option<&str>) -> Result<Self> {
        Self::start_with(Setting { origins, console, issuer: issuer.map(str::to_owned), ..Setting::default() }).await
    }

    async fn start_with(setting: Setting) -> Result<Self> {
        let folder = scratch::folder()?;
        let database = folder.path().join(DATABASE);
        tokio::fs::write(&database, seeded().await?).await?;
        let issuer = setting.issuer.clone();
        let issuer = issuer.as_deref();
        let running = launch(&database, setting).await?;
        let authority = Authority::from_secret(SECRET)?.held_to(issuer, issuer.map(|_| provider::AUDIENCE));
        let client = Client::new();
        let mut service = Self { running, authority, client, workspace: String::new(), folder };
        service.workspace = service.find_workspace().await?;
        Ok(service)
    }

    /// `http://127.0.0.1:PORT`, without a slash.
    pub fn url(&self) -> String {
        self.running.url()
    }

    /// The workspace of the samples, which is the one with a subscription.
    pub fn workspace(&self) -> &str {
        &self.workspace
    }

    /// A token of this role that lasts for an hour.
    ///
    /// # Errors
    /// None in practice: signing works.
    pub fn token(&self, role: Role) -> Result<String> {
        self.issue(role, None, Duration::hours(1))
    }

    /// A token of this role that lasts for so many seconds.
    ///
    /// # Errors
    /// None in practice: signing works.
    pub fn token_for(&self, role: Role, seconds: i64) -> Result<String> {
        self.issue(role, None, Duration::seconds(seconds))
    }

    /// Waits until the service takes this token no longer.
    ///
    /// # Errors
    /// It goes on to take it.
    pub async fn until_ended(&self, token: &str) -> Result<()> {
        until("the token's end", async || {
            let request = self.client.get(format!("{}/admin/v1/api/caller", self.url())).bearer_auth(token);
            let status = request.send().await?.status();
            Ok(Seen::when(status == 401, (), status))
        })
        .await
    }

    /// A token that has expired.
    ///
    /// # Errors
    /// None in practice: signing works.
    pub fn expired_token(&self) -> Result<String> {
        self.issue(Role::Agent, None, Duration::minutes(-1))
    }

    /// A token that is good but allows nothing of a journey.
    ///
    /// # Errors
    /// None in practice: signing works.
    pub fn token_without_scopes(&self) -> Result<String> {
        self.issue(Role::Agent, Some(&["spark:people_read".to_owned()]), Duration::hours(1))
    }

    fn issue(&self, role: Role, scopes: Option<&[String]>, lifetime: Duration) -> Result<String> {
        Ok(self.authority.issue(role, ORGANIZATION, scopes, lifetime)?.text)
    }

    /// Publishes one event as a flow does; when this returns, the service has it.
    ///
    /// # Errors
    /// The service refused it.
    pub async fn publish(&self, event: &Value) -> Result<()> {
        let url = format!("{}/publish/v1/api/event?workspaceId={}", self.url(), self.workspace);
        let answer = self.client.post(url).bearer_auth(self.token(Role::Supervisor)?).json(event).send().await?;
        let status = answer.status();
        if !status.is_success() {
            bail!("publishing was answered {status}: {}", answer.text().await?);
        }
        Ok(())
    }

    /// Makes a person of this name who has this phone number, as a flow does in the middle of a call.
    ///
    /// # Errors
    /// The service refused it.
    pub async fn create_person(&self, phone: &str, first: &str, last: &str) -> Result<()> {
        let url = format!("{}/admin/v1/api/person/workspace-id/{}", self.url(), self.workspace);
        let person = json!({"firstName": first, "lastName": last, "phone": [phone]});
        let request = self.client.post(url).bearer_auth(self.token(Role::Supervisor)?).json(&person);
        request.send().await?.error_for_status().context("the person was not made")?;
        Ok(())
    }

    /// Brings in many events at once, by `journey-api import-events`; nobody hears of them live.
    ///
    /// # Errors
    /// One of them is no event, or the database failed.
    pub async fn import(&self, events: &[Value]) -> Result<()> {
        let file = self.folder.path().join("events.jsonl");
        let lines: Vec<String> = events.iter().map(Value::to_string).collect();
        tokio::fs::write(&file, lines.join("\n")).await?;
        let database = format!("sqlite://{}", self.folder.path().join(DATABASE).display());
        let arguments: [OsString; 7] = [
            "journey-api".into(),
            "import-events".into(),
            file.into(),
            "--database".into(),
            database.into(),
            "--workspace".into(),
            self.workspace.clone().into(),
        ];
        // The program has a runtime of its own.
        tokio::task::spawn_blocking(move || journey_api::cli::run(arguments)).await?.context("events were not imported")
    }

    /// Asks the service for JSON with a supervisor's token.
    ///
    /// # Errors
    /// It did not answer with success and JSON.
    pub async fn get(&self, path: &str) -> Result<Value> {
        let request = self.client.get(format!("{}{path}", self.url())).bearer_auth(self.token(Role::Supervisor)?);
        Ok(request.send().await?.error_for_status()?.json().await?)
    }

    /// Sends JSON to the service with a supervisor's token.
    ///
    /// # Errors
    /// It did not answer with success and JSON.
    pub async fn post(&self, path: &str, body: &Value) -> Result<Value> {
        let request = self.client.post(format!("{}{path}", self.url())).bearer_auth(self.token(Role::Supervisor)?);
        Ok(request.json(body).send().await?.error_for_status()?.json().await?)
    }

    /// What the samples' project is called.
    ///
    /// # Errors
    /// The service does not say.
    pub async fn project_name(&self) -> Result<String> {
        let answer = self.get(&format!("/admin/v1/api/workspace/workspace-id/{}", self.workspace)).await?;
        Ok(answer["data"]["name"].as_str().context("a project without a name")?.to_owned())
    }

    /// Sends a CloudEvent to a connector, as another system does; the status of the answer.
    ///
    /// # Errors
    /// The service is gone.
    pub async fn send_to_connector(&self, address: &str, key: &str, event: &Value) -> Result<u16> {
        let request = self.client.post(address).bearer_auth(key).header("content-type", "application/cloudevents+json");
        Ok(request.body(event.to_string()).send().await?.status().as_u16())
    }

    /// The phone number of the sample customer who is described with these words.
    ///
    /// # Errors
    /// There is none, or without a phone.
    pub async fn sample(&self, about: &str) -> Result<String> {
        let customers = self.get("/preview/v1/customers").await?;
        let mut customers = customers.as_array().or_else(|| customers["data"].as_array()).into_iter().flatten();
        let customer = customers.find(|one| one["about"].as_str().is_some_and(|words| words.contains(about)));
        let phone = customer.and_then(|customer| customer["identities"]["phone"][0].as_str());
        Ok(phone.with_context(|| format!("no sample customer “{about}” with a phone"))?.to_owned())
    }

    /// The person who has this identity.
    ///
    /// # Errors
    /// Nobody has it.
    pub async fn person(&self, identity: &str) -> Result<Value> {
        let identity = identity.replace('+', "%2B").replace('@', "%40");
        let path = format!("/admin/v1/api/person/workspace-id/{}/aliases/{identity}", self.workspace);
        Ok(self.get(&path).await?["data"][0].clone())
    }

    /// Ends it.
    pub async fn stop(self) {
        self.running.stop().await;
    }

    async fn find_workspace(&self) -> Result<String> {
        let answer = self.get(&format!("/admin/v1/api/workspace?organizationId={ORGANIZATION}")).await?;
        let workspaces = answer["data"].as_array().context("no list of workspaces")?;
        let subscribed = workspaces.iter().find(|workspace| {
            workspace["wxccSubscriptionIds"].as_array().is_some_and(|subscriptions| !subscriptions.is_empty())
        });
        let id = subscribed.and_then(|workspace| workspace["id"].as_str());
        Ok(id.context("no workspace with a subscription")?.to_owned())
    }
}

/// When the samples of this run were made: what other platforms have of the same customers is counted back from there.
///
/// # Errors
/// The samples could not be made.
pub(crate) async fn seeded_at() -> Result<DateTime<Utc>> {
    Ok(samples().await?.0)
}

/// A database with the samples.
async fn seeded() -> Result<&'static [u8]> {
    Ok(samples().await?.1.as_slice())
}

/// A database with the samples, made once for all tests of a run, and when.
async fn samples() -> Result<&'static (DateTime<Utc>, Vec<u8>)> {
    static TEMPLATE: OnceCell<(DateTime<Utc>, Vec<u8>)> = OnceCell::const_new();
    let make = || async {
        let (folder, now) = (scratch::folder()?, Utc::now());
        let file = folder.path().join("template.sqlite");
        // Ended well, it leaves everything in the one file.
        launch(&file, Setting { seed: true, ..Setting::default() }).await?.stop().await;
        anyhow::Ok((now, tokio::fs::read(&file).await?))
    };
    TEMPLATE.get_or_try_init(make).await
}

/// What a service is told.
#[derive(Default)]
struct Setting {
    origins: Vec<String>,
    console: Option<PathBuf>,
    issuer: Option<String>,
    platforms: Option<String>,
    keeps_no_secrets: bool,
    seed: bool,
}

async fn launch(database: &Path, setting: Setting) -> Result<journey_api::Service> {
    let Setting { origins: allowed_origins, console, issuer, platforms, keeps_no_secrets, seed } = setting;
    let issuer = issuer.as_deref();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let config = Config::new(format!("sqlite://{}", database.display()), SECRET);
    let provider = issuer.map(|issuer| Provider {
        jwks_url: format!("{issuer}/jwks"),
        issuer: issuer.to_owned(),
        audience: Some(provider::AUDIENCE.to_owned()),
        refresh: Provider::REFRESH,
    });
    let console_client =
        issuer.map(|_| ConsoleClient { id: provider::CLIENT.to_owned(), scope: ConsoleClient::SCOPE.to_owned() });
    // The samples reach back two years: longer than a service keeps events that is not told so.
    let config = Config {
        allowed_origins,
        // Targets of a test are on this machine.
        any_webhooks: console.is_some(),
        secrets_key: console.as_ref().filter(|_| !keeps_no_secrets).map(|_| SECRETS_KEY.to_owned()),
        console,
        console_client,
        provider,
        seed,
        preview_tokens: !seed,
        query_tokens: true,
        retention_days: Some(800),
        webex_api: platforms.clone(),
        genesys_api: platforms.clone(),
        avaya_api: platforms,
        // What happens there is seen soon.
        genesys_every: std::time::Duration::from_secs(1),
        ..config
    };
    journey_api::serve(listener, config).await.context("the journey service did not start")
}
