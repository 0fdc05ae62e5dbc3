//! `journey-api connect webex` and `connect avaya` ([`super::connect_avaya`]): the first gives a connector its access to the vendor's API, and looks after its subscriptions, as the calls of
//! `/admin/v1/api/connectors/{id}/webex` do. What is secret comes from the environment, so that no process list shows it.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::connect_avaya::{self, AvayaArguments};
use super::connect_genesys::GenesysArguments;
use super::{CommandError, secrets_key};
use crate::connectors::webex::api::Api;
use crate::connectors::webex::subscriptions::{Subscriptions, WebexSubscription, purpose};
use crate::connectors::webex::tokens::App;
use crate::connectors::{Kind, keys};
use crate::error::Error;
use crate::seed;
use crate::store::{Connector, DatabaseOptions, Patience, Store};
use crate::vault::Vault;

/// Who is written down as the one who asked.
pub(super) const BY: &str = "command line";

/// The arguments of `connect`.
#[derive(Debug, Args)]
pub(super) struct ConnectArguments {
    #[command(subcommand)]
    platform: Platform,
}

#[derive(Debug, Subcommand)]
enum Platform {
    /// Webex Contact Center: make, list, repair and remove its subscriptions. The secrets of the service app come from
    /// JOURNEY_API_WEBEX_CLIENT_SECRET and JOURNEY_API_WEBEX_REFRESH_TOKEN
    Webex(Box<WebexArguments>),
    /// Genesys Cloud: give the connector its OAuth client, have what was before filled, and say how it goes. The client's secret
    /// comes from JOURNEY_API_GENESYS_CLIENT_SECRET
    Genesys(Box<GenesysArguments>),
    /// Avaya Experience Platform: give a connector its access, and make, list, renew and remove its subscription. The secrets of
    /// the client come from JOURNEY_API_AVAYA_CLIENT_SECRET and JOURNEY_API_AVAYA_APP_KEY
    Avaya(Box<AvayaArguments>),
}

#[derive(Debug, Args)]
pub(super) struct WebexArguments {
    #[command(flatten)]
    place: WebexPlace,
    /// The connector's name, where it is to be made in --workspace
    #[arg(long, default_value = "Webex Contact Center")]
    name: String,
    /// Make the connector in this workspace, unless the organization has one of that name
    #[arg(long, value_name = "ID", conflicts_with = "connector", required_unless_present = "connector")]
    workspace: Option<String>,
    /// The connector
    #[arg(long, value_name = "ID")]
    connector: Option<String>,
    /// The organization whose connector it is
    #[arg(long, value_name = "ID", env = "JOURNEY_API_ORGANIZATION", default_value = seed::ORGANIZATION_ID)]
    organization: String,
    /// The vendor's region: us1, eu1 …; to give the connector an access
    #[arg(long, requires = "webex_organization", requires = "client_id")]
    region: Option<String>,
    /// The vendor's id of the organization
    #[arg(long, value_name = "ID")]
    webex_organization: Option<String>,
    /// The service app's client id
    #[arg(long, value_name = "ID")]
    client_id: Option<String>,
    /// By which the vendor reaches the service: https, on port 443
    #[arg(long, value_name = "URL", env = "JOURNEY_API_PUBLIC_URL")]
    public_url: String,
    /// Only say what there is, and what would be done
    #[arg(long, conflicts_with = "remove")]
    list: bool,
    /// Remove all subscriptions, and switch the connector off
    #[arg(long)]
    remove: bool,
}

/// Where everything is that a command about Webex Contact Center needs.
#[derive(Debug, Args)]
pub(super) struct WebexPlace {
    /// Where journeys are stored: sqlite://FILE or postgres://USER@HOST/NAME
    #[arg(long, env = "JOURNEY_API_DATABASE", default_value = "sqlite://journeys.sqlite", hide_env_values = true)]
    database: String,
    #[command(flatten)]
    database_options: DatabaseOptions,
    /// A file with the key by which secrets are encrypted; or JOURNEY_API_SECRETS_KEY holds it itself
    #[arg(long, value_name = "FILE", env = "JOURNEY_API_SECRETS_KEY_FILE")]
    secrets_key_file: Option<PathBuf>,
    /// Ask a stand-in instead of the vendor; for development and tests
    #[arg(long, value_name = "URL", env = "JOURNEY_API_WEBEX_API")]
    webex_api: Option<String>,
}

impl WebexPlace {
    /// Opens it.
    ///
    /// # Errors
    /// When there is no key for secrets, or the database does not open.
    pub(super) async fn open(&self, public_url: &str) -> Result<Subscriptions, CommandError> {
        let key = secrets_key(self.secrets_key_file.as_deref())?;
        let vault = key.as_deref().map(Vault::of).transpose()?.unwrap_or_default();
        let store = Store::connect_with(&self.database, &self.database_options, Patience::COMMAND).await?;
        let api = Api::new(store.clone(), vault.clone(), self.webex_api.clone())
            .map_err(|error| CommandError::Connector(format!("Webex Contact Center cannot be asked: {error}")))?;
        Ok(Subscriptions { store, vault, api, public_url: public_url.to_owned() })
    }
}

/// Connects, lists or removes.
///
/// # Errors
/// When it cannot be done; in words.
pub(super) async fn run(arguments: ConnectArguments) -> Result<(), CommandError> {
    let arguments = match arguments.platform {
        Platform::Webex(arguments) => arguments,
        Platform::Genesys(arguments) => return super::connect_genesys::run(&arguments).await,
        Platform::Avaya(arguments) => return connect_avaya::run(&arguments).await,
    };
    let subscriptions = arguments.place.open(&arguments.public_url).await?;
    let done = connect(&arguments, &subscriptions).await;
    subscriptions.store.close().await;
    done
}

async fn connect(arguments: &WebexArguments, subscriptions: &Subscriptions) -> Result<(), CommandError> {
    let connector = connector(arguments, subscriptions).await?;
    let id = connector.id.as_str();
    if let (Some(region), Some(org), Some(client)) =
        (&arguments.region, &arguments.webex_organization, &arguments.client_id)
    {
        let region = region.to_ascii_lowercase();
        if subscriptions.api.base(&region).is_none() {
            return Err(CommandError::Connector(format!("--region {region}: there is no such region")));
        }
        let secret = of_environment("JOURNEY_API_WEBEX_CLIENT_SECRET")?;
        let refresh = of_environment("JOURNEY_API_WEBEX_REFRESH_TOKEN")?;
        let app = App { client_id: client, client_secret: &secret, refresh_token: &refresh };
        subscriptions.api.connect(id, (&region, org), &app, BY).await.map_err(Error::from)?;
        println!(
            "Connector {id} may ask the vendor's API in {region}. The refresh token is used up; the next one is stored."
        );
    }
    if arguments.remove {
        let mut write = subscriptions.store.write().await.map_err(Error::from)?;
        write.update_connector(&Connector { is_on: 0, ..connector.clone() }, BY).await?;
        write.commit().await.map_err(Error::from)?;
        print(&subscriptions.remove(id).await.map_err(Error::from)?);
        println!("Connector {id} is off.");
    } else if arguments.list {
        print(&subscriptions.list(id).await.map_err(Error::from)?);
    } else {
        print(&subscriptions.ensure(id).await.map_err(Error::from)?);
    }
    Ok(())
}

async fn connector(arguments: &WebexArguments, subscriptions: &Subscriptions) -> Result<Connector, CommandError> {
    let wanted = Wanted {
        kind: Kind::Webex,
        organization: &arguments.organization,
        connector: arguments.connector.as_deref(),
        name: &arguments.name,
        workspace: arguments.workspace.as_deref(),
    };
    wanted.found_or_made(&subscriptions.store, &subscriptions.vault).await
}

/// Which connector a command is about, or which one it makes.
pub(super) struct Wanted<'a> {
    pub(super) kind: Kind,
    pub(super) organization: &'a str,
    pub(super) connector: Option<&'a str>,
    pub(super) name: &'a str,
    pub(super) workspace: Option<&'a str>,
}

impl Wanted<'_> {
    /// The connector; made, where there is none of that name and a workspace is said.
    ///
    /// # Errors
    /// When it is of another kind, or cannot be made.
    pub(super) async fn found_or_made(&self, store: &Store, vault: &Vault) -> Result<Connector, CommandError> {
        let Self { kind, organization, name, .. } = *self;
        let of_name = |connector: &Connector| self.connector.is_none() && connector.name == name;
        let is_it = |connector: &Connector| self.connector == Some(connector.id.as_str()) || of_name(connector);
        if let Some(found) = store.connectors(organization).await?.into_iter().find(is_it) {
            if found.kind != kind.as_str() {
                return Err(CommandError::Connector(format!("Connector {} is of the kind {}", found.id, found.kind)));
            }
            return Ok(found);
        }
        let Some(workspace) = self.workspace else {
            return Err(CommandError::Connector("There is no such connector in the organization".to_owned()));
        };
        let workspace = store.workspace(organization, workspace).await?;
        let workspace = workspace
            .ok_or_else(|| CommandError::Connector("There is no such workspace in the organization".to_owned()))?;
        let mut write = store.write().await.map_err(Error::from)?;
        let made = write.create_connector(organization, &workspace, kind, name, BY).await?;
        let id = made.ok_or_else(|| CommandError::Connector("Somebody else made it just now".to_owned()))?;
        if kind.is_sent() {
            let key = keys::new()?;
            let sealed = vault.seal(&purpose(&id), &key)?;
            write.add_connector_key(&id, (&keys::digest_of(&key), &keys::hint_of(&key)), Some(&sealed), BY).await?;
        }
        write.commit().await.map_err(Error::from)?;
        println!("Made connector {id} ({name}) in workspace {workspace}.");
        let found = store.any_connector(&id).await?;
        found.ok_or_else(|| CommandError::Connector("Somebody else removed it just now".to_owned()))
    }
}

/// A secret, which no process list shows.
///
/// # Errors
/// When it is not set.
pub(super) fn of_environment(name: &str) -> Result<String, CommandError> {
    let value = std::env::var(name).ok().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
    value.ok_or_else(|| CommandError::Connector(format!("{name} is not set")))
}

fn print(subscriptions: &[WebexSubscription]) {
    for one in subscriptions {
        let id = if one.id.is_empty() { "(to be made)" } else { &one.id };
        let faults: Vec<String> = one.faults.iter().map(|fault| format!("{fault:?}")).collect();
        let faults = if faults.is_empty() { String::new() } else { format!(" ({})", faults.join(", ")) };
        println!("{:?}{faults}: {id} \"{}\" {} {}", one.outcome, one.name, one.resource_version, one.status);
        println!("    {} -> {}", one.event_types.join(" "), one.destination_url);
    }
    if subscriptions.is_empty() {
        println!("There are no subscriptions.");
    }
}
