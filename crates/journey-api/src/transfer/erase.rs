//! Erasing a person, and handing one person's data out, from the command line.

use std::io::Write;
use std::time::Duration;

use clap::Args;

use super::person::PersonExport;
use super::{Place, TransferError, open};
use crate::error::Error;
use crate::ids::{PersonId, WorkspaceId};
use crate::store::{Erasure, Store, Who, Whole};

/// Between two looks at what another process erases.
const PAUSE: Duration = Duration::from_millis(200);

/// Who is written down as the one who asked.
const BY: &str = "command line";

/// Who is meant.
#[derive(Args, Debug)]
#[group(multiple = false)]
pub(super) struct Whose {
    /// One person, by its id
    #[arg(long, value_name = "ID")]
    person: Option<String>,
    /// Whoever has this identity; if nobody does, what was published by it
    #[arg(long, value_name = "IDENTITY")]
    identity: Option<String>,
}

/// The arguments of `erase`.
#[derive(Debug, Args)]
pub(crate) struct EraseArguments {
    #[command(flatten)]
    whose: Whose,
    #[command(flatten)]
    place: Place,
    /// Only say what would be erased
    #[arg(long)]
    dry_run: bool,
}

impl Whose {
    pub(super) async fn find(
        &self,
        store: &Store,
        workspace: &WorkspaceId,
    ) -> Result<Option<(Who, String)>, TransferError> {
        Ok(match (&self.person, &self.identity) {
            (Some(id), _) => Some((Who::Person(PersonId(id.clone())), format!("person {id}"))),
            (None, Some(identity)) => {
                let lookup = store.resolve(workspace, identity).await?;
                Some((Who::Identity(lookup), format!("the identity {identity}")))
            }
            (None, None) => None,
        })
    }
}

/// Erases a person, or says what would be.
///
/// # Errors
/// When there is nobody, or the database fails: then what is left is erased by the next call, or by the service.
pub(crate) async fn erase(arguments: EraseArguments) -> Result<(), TransferError> {
    let (store, workspace) = open(&arguments.place).await?;
    let (who, words) = arguments.whose.find(&store, &workspace).await?.ok_or(TransferError::Nobody)?;
    // Whoever calls it again after a kill means what was begun then.
    let was_begun = !arguments.dry_run && finish(&store).await?;
    let mut write = store.write().await?;
    write.take_turn(&workspace).await?;
    let Some(whole) = write.whole(&store, &workspace, &who).await? else {
        write.commit().await?;
        store.close().await;
        if was_begun {
            println!("What was begun before is erased; there is nothing of {words}.");
            return Ok(());
        }
        return Err(TransferError::NotFound(words));
    };
    if arguments.dry_run {
        write.commit().await?;
        println!("Would erase of {words}: {}.", described(&store.would_erase(&workspace, &whole).await?));
        store.close().await;
        return Ok(());
    }
    let (id, _) = write.begin_to_erase(&workspace, &whole, BY).await?;
    write.commit().await?;
    finish(&store).await?;
    // The service may have it in hand.
    let erasure = loop {
        let erasure = store.erasure(&workspace, &id).await?;
        let erasure = erasure.ok_or_else(|| Error::Internal("the workspace was deleted meanwhile".to_owned()))?;
        if erasure.ended_at != 0 {
            break erasure;
        }
        tokio::time::sleep(PAUSE).await;
        finish(&store).await?;
    };
    store.close().await;
    println!("Erased of {words}: {} (erasure {id}).", described(&erasure));
    Ok(())
}

/// Erases what is to be erased; whether there was anything.
async fn finish(store: &Store) -> Result<bool, Error> {
    let mut was_begun = false;
    while store.erase_on().await? {
        was_begun = true;
    }
    Ok(was_begun)
}

fn described(erasure: &Erasure) -> String {
    let Erasure { persons, identities, events, changes, webhooks, failures, .. } = erasure;
    format!(
        "{persons} persons, {identities} identities, {events} events, {changes} entries of change logs, {webhooks} webhooks, \
         {failures} failures of connectors"
    )
}

/// Writes what is kept of a person.
pub(super) async fn export(
    store: &Store,
    workspace: &WorkspaceId,
    (who, words): (Who, String),
    mut output: impl Write,
) -> Result<(), TransferError> {
    let mut write = store.write().await?;
    let whole: Option<Whole> = write.whole(store, workspace, &who).await?;
    write.commit().await?;
    let mut export = PersonExport::new(store, workspace, whole.ok_or(TransferError::NotFound(words))?);
    let broken = |error| TransferError::File("standard output".to_owned(), error);
    while let Some(text) = export.next().await? {
        output.write_all(text.as_bytes()).map_err(broken)?;
    }
    output.flush().map_err(broken)
}
