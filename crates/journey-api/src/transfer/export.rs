//! Events and persons, one JSON object a line. What is written can be imported again.

use std::io::Write;

use super::{AT_ONCE, TransferError, progress};
use crate::ids::WorkspaceId;
use crate::store::Store;

pub(super) async fn events(
    store: &Store,
    workspace: &WorkspaceId,
    after: i64,
    mut output: impl Write,
) -> Result<(), TransferError> {
    let (mut last, mut done) = (after, 0);
    loop {
        let page = store.events_in_order(workspace, last, i64::try_from(AT_ONCE).unwrap_or(i64::MAX)).await?;
        if page.is_empty() {
            break;
        }
        for event in page {
            writeln!(output, "{}", event.body.get()).map_err(broken)?;
            last = event.seq;
            done += 1;
            progress(done);
        }
    }
    output.flush().map_err(broken)?;
    eprintln!("{done} events; go on with --after {last}");
    Ok(())
}

pub(super) async fn persons(
    store: &Store,
    workspace: &WorkspaceId,
    mut output: impl Write,
) -> Result<(), TransferError> {
    let (mut last, mut done) = (None, 0);
    loop {
        let page = store.persons_in_order(workspace, last, AT_ONCE).await?;
        if page.is_empty() {
            break;
        }
        for person in &page {
            let text = serde_json::to_string(person).map_err(crate::error::Error::from)?;
            writeln!(output, "{text}").map_err(broken)?;
        }
        done += page.len();
        progress(done);
        last = page.into_iter().next_back();
    }
    output.flush().map_err(broken)?;
    eprintln!("{done} persons");
    Ok(())
}

fn broken(error: std::io::Error) -> TransferError {
    TransferError::File("standard output".to_owned(), error)
}
