//! `journey-api connect avaya`: gives a connector its access to an account of the Avaya Experience Platform, and looks after its
//! subscription, as the calls of `/admin/v1/api/connectors/{id}/avaya` do.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;

use super::connect::{BY, Wanted, of_environment};
use super::{CommandError, secrets_key};
use crate::connectors::Kind;
use crate::connectors::avaya::api::{Access, Api};
use crate::connectors::avaya::settings::Settings;
use crate::connectors::avaya::subscriptions::{AvayaSubscription, Subscriptions};
use crate::error::Error;
use crate::reason::joined;
use crate::seed;
use crate::store::{Connector, DatabaseOptions, Patience, Store};
use crate::vault::Vault;

/// The arguments of `connect avaya`.
#[derive(Debug, Args)]
pub(super) struct AvayaArguments {
    /// Where journeys are stored: sqlite://FILE or postgres://USER@HOST/NAME
    #[arg(long, env = "JOURNEY_API_DATABASE", default_value = "sqlite://journeys.sqlite", hide_env_values = true)]
    database: String,
    #[command(flatten)]
    database_options: DatabaseOptions,
    /// A file with the key by which secrets are encrypted; or JOURNEY_API_SECRETS_KEY holds it itself
    #[arg(long, value_name = "FILE", env = "JOURNEY_API_SECRETS_KEY_FILE")]
    secrets_key_file: Option<PathBuf>,
    /// Ask a stand-in instead of the vendor; for development and tests
    #[arg(long, value_name = "URL", env = "JOURNEY_API_AVAYA_API")]
    avaya_api: Option<String>,
    /// The connector's name, where it is to be made in --workspace
    #[arg(long, default_value = "Avaya")]
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
    /// The vendor's host: eu, or https://eu.api.avayacloud.com; to give the connector an access
    #[arg(long, requires = "account", requires = "client_id")]
    host: Option<String>,
    /// The account: six letters
    #[arg(long, value_name = "LETTERS")]
    account: Option<String>,
    /// The client's id
    #[arg(long, value_name = "ID")]
    client_id: Option<String>,
    /// Which of the account's identifiers is which kind of identity, such as customerId=universalIds; may be given several times
    #[arg(long = "identifier", value_name = "KIND=NAME", value_parser = pair)]
    identifiers: Vec<(String, String)>,
    /// Subscribe no notifications: the account is asked for whom somebody looks up
    #[arg(long, requires = "host")]
    without_notifications: bool,
    /// By which the vendor reaches the service: https
    #[arg(long, value_name = "URL", env = "JOURNEY_API_PUBLIC_URL")]
    public_url: String,
    /// Only say what there is, and what would be done
    #[arg(long, conflicts_with = "remove")]
    list: bool,
    /// Remove the subscription, and switch the connector off
    #[arg(long)]
    remove: bool,
}

/// Connects, lists or removes.
///
/// # Errors
/// When it cannot be done; in words.
pub(super) async fn run(arguments: &AvayaArguments) -> Result<(), CommandError> {
    let key = secrets_key(arguments.secrets_key_file.as_deref())?;
    let vault = key.as_deref().map(Vault::of).transpose()?.unwrap_or_default();
    let store = Store::connect_with(&arguments.database, &arguments.database_options, Patience::COMMAND).await?;
    let api = Api::new(store.clone(), vault.clone(), arguments.avaya_api.clone())
        .map_err(|error| CommandError::Connector(format!("Avaya cannot be asked: {error}")))?;
    let subscriptions = Subscriptions { store: store.clone(), vault, api, public_url: arguments.public_url.clone() };
    let done = connect(arguments, &subscriptions).await;
    store.close().await;
    done
}

async fn connect(arguments: &AvayaArguments, subscriptions: &Subscriptions) -> Result<(), CommandError> {
    let wanted = Wanted {
        kind: Kind::Avaya,
        organization: &arguments.organization,
        connector: arguments.connector.as_deref(),
        name: &arguments.name,
        workspace: arguments.workspace.as_deref(),
    };
    let Subscriptions { store, vault, .. } = subscriptions;
    let connector = wanted.found_or_made(store, vault).await?;
    let id = connector.id.as_str();
    if let (Some(host), Some(account), Some(client_id)) = (&arguments.host, &arguments.account, &arguments.client_id) {
        let (client_secret, app_key) =
            (of_environment("JOURNEY_API_AVAYA_CLIENT_SECRET")?, of_environment("JOURNEY_API_AVAYA_APP_KEY")?);
        let identifiers: BTreeMap<String, String> = arguments.identifiers.iter().cloned().collect();
        let (client_secret, app_key, identifiers) = (&client_secret, &app_key, &identifiers);
        let said = Settings { host, account, client_id, client_secret, app_key, identifiers };
        let checked = said.checked().map_err(|reasons| CommandError::Connector(joined(&reasons)))?;
        let access = Access { wants_notifications: !arguments.without_notifications, ..checked.access() };
        subscriptions.api.connect(id, &access, BY).await.map_err(Error::from)?;
        println!("Connector {id} may ask account {account}.");
    }
    if arguments.remove {
        let mut write = store.write().await.map_err(Error::from)?;
        write.update_connector(&Connector { is_on: 0, ..connector.clone() }, BY).await?;
        write.commit().await.map_err(Error::from)?;
        print(&subscriptions.remove(id).await.map_err(Error::from)?);
        println!("Connector {id} is off.");
        return Ok(());
    }
    if arguments.list {
        print(&subscriptions.list(id).await.map_err(Error::from)?);
        return Ok(());
    }
    match store.avaya_account(id).await?.map(|account| account.wants_notifications != 0) {
        None => Err(CommandError::Connector(
            "The connector has no access yet: say --host, --account and --client-id".to_owned(),
        )),
        Some(false) => {
            println!("No notifications are wanted: the account is asked for whom somebody looks up.");
            Ok(())
        }
        Some(true) => {
            print(&subscriptions.ensure(id).await.map_err(Error::from)?);
            Ok(())
        }
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (kind, name) = text.split_once('=').ok_or("must be KIND=NAME, such as customerId=universalIds")?;
    Ok((kind.trim().to_owned(), name.trim().to_owned()))
}

fn print(subscriptions: &[AvayaSubscription]) {
    for one in subscriptions {
        let id = if one.id.is_empty() { "(to be made)" } else { &one.id };
        let fault = one.fault.map(|fault| format!(" ({fault:?})")).unwrap_or_default();
        let until = one.expires_at.as_deref().map(|at| format!(" until {at}")).unwrap_or_default();
        println!("{:?}{fault}: {id} {} {} {}{until}", one.outcome, one.family, one.events.join(" "), one.status);
        println!("    -> {}", one.endpoint);
    }
    if subscriptions.is_empty() {
        println!("There is no subscription.");
    }
}
