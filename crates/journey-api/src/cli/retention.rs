//! `journey-api retention`: deletes events that are older than they are kept, or says which those are.

use clap::Args;

use super::CommandError;
use crate::config::RETENTION_DAYS;
use crate::retention;
use crate::store::{DatabaseOptions, Old, Patience, Store, written_time};

/// The arguments of `retention`.
#[derive(Debug, Args)]
pub(super) struct RetentionArguments {
    /// Where journeys are stored: sqlite://FILE or postgres://USER@HOST/NAME
    #[arg(long, env = "JOURNEY_API_DATABASE", default_value = "sqlite://journeys.sqlite", hide_env_values = true)]
    database: String,
    #[command(flatten)]
    database_options: DatabaseOptions,
    /// How many days events are kept
    #[arg(long, value_name = "DAYS", env = "JOURNEY_API_RETENTION_DAYS", default_value_t = RETENTION_DAYS, value_parser = clap::value_parser!(i64).range(1..))]
    retention_days: i64,
    /// Only say what would be deleted
    #[arg(long)]
    dry_run: bool,
}

/// Does it.
pub(super) async fn run(arguments: RetentionArguments) -> Result<(), CommandError> {
    let store = Store::connect_with(&arguments.database, &arguments.database_options, Patience::COMMAND).await?;
    let now = store.clock().await?;
    println!("The database's clock says {}.", written_time(now));
    if let Some(last) = store.last_retention().await? {
        println!("When old events were last deleted, or the last one came, it said {}.", written_time(last));
    }
    let old = store.events_too_old(now, arguments.retention_days).await?;
    let verb = if arguments.dry_run { "Would delete" } else { "Deletes" };
    for Old { workspace, name, events, times: (first, last) } in &old {
        let (first, last) = (written_time(*first), written_time(*last));
        println!("{verb} {events} events of workspace {workspace} ({name}), from {first} to {last}.");
    }
    println!("{verb} {} events in all.", old.iter().map(|old| old.events).sum::<i64>());
    if !arguments.dry_run {
        retention::enforce(&store, arguments.retention_days, true, || false).await?;
    }
    store.close().await;
    Ok(())
}
