//! What connectors could not take: counted, and kept for a week with its reasons.

use super::tally::Tally;
use crate::error::Error;
use crate::reason::{Reason, details};
use crate::store::{NewFailure, Store};

/// Of a payload that could not be taken so many bytes are kept.
pub(crate) const LONGEST_PAYLOAD: usize = 64 * 1024;

/// The reasons, and the payload.
pub(crate) type Failure = (Vec<Reason>, String);

/// Counts and keeps what could not be taken: the reasons and the payload of each.
///
/// # Errors
/// When the database fails.
pub(crate) async fn refuse(store: &Store, tally: &Tally, connector: &str, failures: &[Failure]) -> Result<(), Error> {
    let kept = |(reasons, payload): &Failure| {
        let end = (0..=LONGEST_PAYLOAD.min(payload.len())).rev().find(|end| payload.is_char_boundary(*end));
        let payload = payload.get(..end.unwrap_or_default()).unwrap_or_default().replace('\0', "\u{fffd}");
        Ok(NewFailure {
            reasons: serde_json::to_string(reasons)?,
            details: serde_json::to_string(&details(reasons))?,
            payload,
        })
    };
    let kept = failures.iter().map(kept).collect::<Result<Vec<_>, Error>>()?;
    store.note_failures(connector, &kept).await?;
    tally.add(connector, 0, i64::try_from(failures.len()).unwrap_or(i64::MAX));
    Ok(())
}
