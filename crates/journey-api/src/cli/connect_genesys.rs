//! `journey-api connect genesys`: gives a connector the OAuth client by which the running service asks Genesys Cloud, and has what was
//! before filled, as the calls of `/admin/v1/api/connectors/{id}/genesys` do. What is secret comes from the environment, so that no
//! process list shows it.

use std::path::PathBuf;

use clap::Args;

use super::connect::{BY, Wanted, of_environment};
use super::{CommandError, secrets_key};
use crate::connectors::Kind;
use crate::connectors::genesys::api::{Api, region_of};
use crate::connectors::genesys::filling::since_of;
use crate::connectors::genesys::words::{listed, reason_of};
use crate::reason::Detail;
use crate::seed;
use crate::store::{Connector, DatabaseOptions, Patience, Store, now, written_time};
use crate::vault::Vault;

#[derive(Debug, Args)]
pub(super) struct GenesysArguments {
    /// Where journeys are stored: sqlite://FILE or postgres://USER@HOST/NAME
    #[arg(long, env = "JOURNEY_API_DATABASE", default_value = "sqlite://journeys.sqlite", hide_env_values = true)]
    database: String,
    #[command(flatten)]
    database_options: DatabaseOptions,
    /// A file with the key by which secrets are encrypted; or JOURNEY_API_SECRETS_KEY holds it itself
    #[arg(long, value_name = "FILE", env = "JOURNEY_API_SECRETS_KEY_FILE")]
    secrets_key_file: Option<PathBuf>,
    /// Ask a stand-in instead of Genesys Cloud; for development and tests
    #[arg(long, value_name = "URL", env = "JOURNEY_API_GENESYS_API")]
    genesys_api: Option<String>,
    /// The connector's name, where it is to be made in --workspace
    #[arg(long, default_value = "Genesys Cloud")]
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
    /// The platform's region: prod-euc1, mypurecloud.de …; to give the connector an OAuth client
    #[arg(long, requires = "client_id")]
    region: Option<String>,
    /// The id of the OAuth client (client credentials)
    #[arg(long, value_name = "ID", requires = "region")]
    client_id: Option<String>,
    /// Have what was since that day (UTC) or point in time filled, by the running service; it goes on after a restart
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
}

/// Connects, has something filled, and says how it goes.
///
/// # Errors
/// When it cannot be done; in words.
pub(super) async fn run(arguments: &GenesysArguments) -> Result<(), CommandError> {
    let since = arguments.since.as_deref().map(|text| since_of(text, now())).transpose()?;
    let key = secrets_key(arguments.secrets_key_file.as_deref())?;
    let vault = key.as_deref().map(Vault::of).transpose()?.unwrap_or_default();
    let store = Store::connect_with(&arguments.database, &arguments.database_options, Patience::COMMAND).await?;
    let api = Api::new(store.clone(), vault.clone(), arguments.genesys_api.as_deref())
        .map_err(|error| CommandError::Connector(format!("Genesys Cloud cannot be asked: {error}")))?;
    let done = connect(arguments, &api, &vault, since).await;
    store.close().await;
    done
}

async fn connect(
    arguments: &GenesysArguments,
    api: &Api,
    vault: &Vault,
    since: Option<i64>,
) -> Result<(), CommandError> {
    let store = &api.store;
    let wanted = Wanted {
        kind: Kind::Genesys,
        organization: &arguments.organization,
        connector: arguments.connector.as_deref(),
        name: &arguments.name,
        workspace: arguments.workspace.as_deref(),
    };
    let connector = wanted.found_or_made(store, vault).await?;
    let id = connector.id.as_str();
    if let (Some(region), Some(client)) = (&arguments.region, &arguments.client_id) {
        let region = region_of(region)?;
        let secret = of_environment("JOURNEY_API_GENESYS_CLIENT_SECRET")?;
        let connected = api.connect(id, region, (client, &secret), BY).await;
        connected.map_err(|error| CommandError::Connector(reason_of(&error).to_string()))?;
        println!("Connector {id} asks Genesys Cloud in {region}; the running service begins within a minute.");
    }
    if let Some(since) = since {
        if store.genesys_account(id).await?.is_none() {
            return Err(CommandError::Connector(
                "The connector has no OAuth client yet (--region, --client-id)".to_owned(),
            ));
        }
        if !store.begin_genesys_filling(id, (since, now()), BY).await? {
            return Err(CommandError::Connector("The connector is being filled already".to_owned()));
        }
    }
    print(store, &connector).await
}

/// How it goes.
async fn print(store: &Store, connector: &Connector) -> Result<(), CommandError> {
    let id = connector.id.as_str();
    println!("Connector {id} is {}.", if connector.is_on == 0 { "off: nothing is asked" } else { "on" });
    match store.genesys_account(id).await? {
        None => println!("It has no OAuth client."),
        Some(account) => {
            println!(
                "Client {} in {}; what began before {} is known.",
                account.client_id,
                account.region,
                written_time(account.reached)
            );
            for permission in listed(&account.lacking) {
                println!("It lacks the permission {permission}: ids stand in the place of names.");
            }
            for problem in store.connector_problems(id).await? {
                println!("Since {}: {}", written_time(problem.since), problem.reason);
            }
        }
    }
    if let Some(filling) = store.genesys_filling(id).await? {
        let state = if filling.ended_at > 0 { "ended" } else { "goes on" };
        println!(
            "Filling since {} {state}: {} %, {} conversations looked at, {} events stored.",
            written_time(filling.since),
            filling.percent(),
            filling.conversations,
            filling.events
        );
        if !filling.problem.is_empty() {
            println!("{}", Detail::read(&filling.problem));
        }
    }
    Ok(())
}
