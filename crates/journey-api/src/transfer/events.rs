//! Events from a file of one JSON object a line, in any of the three envelopes.

use std::io::{BufRead, BufReader, Read};

use serde_json::Value;

use super::{BadRow, Report, TransferError};
use crate::error::Error;
use crate::http::publish::read;
use crate::ids::WorkspaceId;
use crate::store::{NewEvent, Store, Write};

/// Rows of one transaction: few enough that those who publish meanwhile do not wait long.
const TOGETHER: usize = 2000;

pub(super) async fn import(
    store: &Store,
    workspace: &WorkspaceId,
    file: impl Read,
    all_or_nothing: bool,
) -> Result<Report, TransferError> {
    let mut report = Report::default();
    let mut write = store.write().await?.quietly();
    if all_or_nothing {
        write = write.in_any_order();
    }
    let mut waiting = Vec::with_capacity(TOGETHER);
    for (line, text) in (1..).zip(BufReader::new(file).lines()) {
        let text = text.map_err(|error| TransferError::File(format!("line {line}"), error))?;
        if text.trim().is_empty() {
            continue;
        }
        match event(&text) {
            Ok(event) => waiting.push(NewEvent::new(workspace.clone(), event)),
            Err(reason) => report.bad.push(BadRow { line, reason }),
        }
        if waiting.len() == TOGETHER {
            store_all(&mut write, &mut waiting, &mut report).await?;
            if !all_or_nothing {
                write.commit().await?;
                store.count_frequent().await;
                write = store.write().await?.quietly();
            }
        }
    }
    store_all(&mut write, &mut waiting, &mut report).await?;
    // Dropped, the transaction leaves nothing behind.
    if !all_or_nothing || report.bad.is_empty() {
        write.commit().await?;
        store.count_frequent().await;
    }
    Ok(report)
}

async fn store_all(write: &mut Write, waiting: &mut Vec<NewEvent>, report: &mut Report) -> Result<(), Error> {
    for stored in write.publish(waiting).await? {
        match stored {
            Some(_) => report.imported += 1,
            None => report.unchanged += 1,
        }
        report.progress(10_000);
    }
    waiting.clear();
    Ok(())
}

fn event(text: &str) -> Result<cjds::CloudEvent, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| format!("not JSON: {error}"))?;
    read(&value).map_err(|error| match error {
        Error::Invalid(reasons) => reasons.join("; "),
        other => other.to_string(),
    })
}
