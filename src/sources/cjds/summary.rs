//! What the contact center's assistant wrote of a contact: a call of the contact center's own API, on the same host. Code of
//! the second file (crate::later).

use chrono::{DateTime, Utc};
use cjds::GeneratedSummary;
use serde_json::json;

use super::Cjds;
use super::door;
use crate::http::{HttpError, Path};
use crate::sources::SourceError;
use journey::{Arrival, TaskId};

/// Asks for it.
pub(super) async fn ask(
    service: &Cjds,
    contact: &TaskId,
    ended: DateTime<Utc>,
) -> Result<Option<Arrival>, SourceError> {
    if !service.has_summaries.get() {
        return Ok(None);
    }
    let path = Path::new("/generated-summaries/search");
    let question = json!({
        "orgId": &*service.organization_id,
        "interactionId": contact.as_str(),
        "searchType": "INTERACTION",
    });
    match service.client.answer(&path, &question).await {
        Ok(answer) => Ok(GeneratedSummary::read(&answer).map(|summary| door::summary(summary, contact, ended))),
        // No such call here, or not for this token: nobody is told, and it is not asked again.
        Err(HttpError::Status { status: 403 | 404 | 405 | 501, .. }) => {
            service.has_summaries.set(false);
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}
