//! What the contact center's assistant wrote of a contact becomes an event of that contact, so that whatever reads events
//! knows of it: details, search, the next steps, files.

use chrono::{DateTime, Utc};
use cjds::GeneratedSummary;
use journey::{Arrival, EventKind, GENERATED_SUMMARY, Origin, Platform, Reported, TaskId};
use serde_json::{Map, Value};

/// The event. The service does not say when it was written; it is dated by the contact's end, which it follows.
pub(in crate::sources::cjds) fn summary(summary: GeneratedSummary, contact: &TaskId, ended: DateTime<Utc>) -> Arrival {
    let data = Map::from_iter([("sections".to_owned(), Value::Object(summary.sections))]);
    Reported {
        platform: Platform::Webex,
        id: contact.to_string(),
        word: GENERATED_SUMMARY.to_owned(),
        kind: EventKind::Summary,
        time: Some(ended),
        origin: Origin::Platform,
        task: Some(contact.clone()),
        data,
        ..Reported::default()
    }
    .into()
}
