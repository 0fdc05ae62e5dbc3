//! Events from a file of one JSON object a line, in any of the three envelopes.

use std::io::{BufRead, BufReader, Read};

use serde_json::Value;

use super::{BadRow, Report, TransferError};
use crate::error::Error;
use crate::http::publish::read_kept;
use crate::ids::WorkspaceId;
use crate::reason::{Reason, joined};
use crate::store::{NewEvent, Store, Write};

/// Rows of one transaction: few enough that those who publish meanwhile do not wait long.
const TOGETHER: usize = 2000;

pub(super) async fn import(
    store: &Store,
    workspace: &WorkspaceId,
    file: impl Read,
    all_or_nothing: bool,
) -> Result<Report, TransferError> {
    let mut import = Import { store, all_or_nothing, write: None, report: Report::default() };
    let mut waiting = Vec::with_capacity(TOGETHER);
    for (line, text) in (1..).zip(BufReader::new(file).lines()) {
        let text = text.map_err(|error| TransferError::File(format!("line {line}"), error))?;
        if text.trim().is_empty() {
            continue;
        }
        match event(&text) {
            Ok(event) => waiting.push(NewEvent::new(workspace.clone(), event)),
            Err(reasons) => import.report.bad.push(BadRow::new(line, &reasons)),
        }
        if waiting.len() == TOGETHER {
            import.store(&mut waiting).await?;
        }
    }
    import.store(&mut waiting).await?;
    import.finish().await
}

/// An import under way.
struct Import<'s> {
    store: &'s Store,
    all_or_nothing: bool,
    /// Begun when there is something to write: nobody waits for what is still to be read.
    write: Option<Write>,
    report: Report,
}

impl Import<'_> {
    async fn store(&mut self, waiting: &mut Vec<NewEvent>) -> Result<(), Error> {
        if waiting.is_empty() {
            return Ok(());
        }
        let mut write = match self.write.take() {
            Some(write) => write,
            None => {
                let write = self.store.write().await?.quietly();
                if self.all_or_nothing { write.in_any_order() } else { write }
            }
        };
        for stored in write.publish(waiting).await? {
            match stored {
                Some(_) => self.report.imported += 1,
                None => self.report.unchanged += 1,
            }
            self.report.progress(10_000);
        }
        waiting.clear();
        if self.all_or_nothing {
            self.write = Some(write);
            return Ok(());
        }
        write.commit().await?;
        self.store.count_frequent().await;
        Ok(())
    }

    async fn finish(self) -> Result<Report, TransferError> {
        // Dropped, the transaction leaves nothing behind.
        if let Some(write) = self.write.filter(|_| self.report.bad.is_empty()) {
            write.commit().await?;
            self.store.count_frequent().await;
        }
        Ok(self.report)
    }
}

fn event(text: &str) -> Result<cjds::CloudEvent, Reason> {
    let value: Value = serde_json::from_str(&cjds::json::kept(text)).map_err(|error| format!("not JSON: {error}"))?;
    // Whoever has the database brings back notes that were exported, too.
    read_kept(&value).map_err(|error| match error {
        Error::Invalid(reasons) => joined(&reasons).into(),
        other => other.to_string().into(),
    })
}
