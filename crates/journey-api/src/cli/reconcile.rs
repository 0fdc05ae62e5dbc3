//! `journey-api reconcile`: fills what webhooks lost, beside a service that runs or before it does: what is found is published by the
//! service.

use clap::Args;

use super::CommandError;
use super::connect::{BY, WebexPlace};
use crate::connectors::Kind;
use crate::connectors::tally::Tally;
use crate::connectors::webex::api::ApiError;
use crate::connectors::webex::reconcile::Reconciler;
use crate::error::Error;
use crate::store::written_time;

/// The arguments of `reconcile`.
#[derive(Debug, Args)]
pub(super) struct ReconcileArguments {
    #[command(flatten)]
    place: WebexPlace,
    /// Only this connector; without it all of Webex Contact Center that are on and have an access
    #[arg(long, value_name = "ID")]
    connector: Option<String>,
    /// Look at tasks that ended in the last so many hours
    #[arg(long, value_name = "HOURS", default_value_t = 24, value_parser = clap::value_parser!(i64).range(1..=168))]
    hours: i64,
    /// Only say how much is missing
    #[arg(long)]
    dry_run: bool,
}

/// Fills, or says what would be.
///
/// # Errors
/// When one of the connectors could not be reconciled; the others are.
pub(super) async fn run(arguments: ReconcileArguments) -> Result<(), CommandError> {
    let subscriptions = arguments.place.open("").await?;
    let (store, api) = (subscriptions.store.clone(), subscriptions.api.clone());
    let reconciler = Reconciler { store: store.clone(), api, tally: Tally::default(), kept: Default::default() };
    let connectors = match &arguments.connector {
        Some(id) => vec![id.clone()],
        None => store.connected_to_webex().await?,
    };
    let mut failed = Vec::new();
    for id in &connectors {
        let found = store.any_connector(id).await?.filter(|found| found.kind == Kind::Webex.as_str());
        let reconciled = match found {
            Some(connector) => reconciler.run(&connector, arguments.hours, arguments.dry_run, BY).await,
            None => Err(ApiError::Here(Error::NotFound("there is no such connector".into()))),
        };
        match reconciled {
            Ok(done) => {
                let (from, to) = (written_time(done.from), written_time(done.to));
                let verb = if arguments.dry_run { "are missing" } else { "were missing and are filled" };
                println!("{id}: {} tasks ended from {from} to {to}; {} events {verb}.", done.tasks, done.filled);
            }
            Err(ApiError::Here(error)) => failed.push(format!("{id}: {}", error.in_words())),
            Err(error) => failed.push(format!("{id}: {error}")),
        }
    }
    store.close().await;
    if connectors.is_empty() {
        println!("There is no connector that is on and has an access to the vendor's API.");
    }
    if failed.is_empty() { Ok(()) } else { Err(CommandError::Connector(failed.join("\n"))) }
}
