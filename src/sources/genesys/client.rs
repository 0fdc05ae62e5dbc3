//! The questions as requests.

use chrono::{DateTime, TimeZone, Utc};
use serde_json::{Value, json};

use super::ask::{Ask, Named, Question};
use crate::http::{Client, HttpError, Path};

/// So many sessions at once: the events of each visit are a question of its own.
const SESSIONS: &str = "25";
/// So many events at once are the most that the platform gives.
const MOST: &str = "200";

impl Ask for Client {
    async fn ask(&self, question: &Question) -> Result<Value, HttpError> {
        match question {
            Question::Identifier { kind, value } => {
                let path = Path::new("/api/v2/externalcontacts/identifierlookup/contacts");
                self.answer(&path, &json!({"type": kind, "value": value})).await
            }
            Question::Conversations(query) => {
                self.answer(&Path::new("/api/v2/analytics/conversations/details/query"), query).await
            }
            question => self.value(&path(question)).await,
        }
    }
}

fn path(question: &Question) -> Path {
    let contacts = || Path::new("/api/v2/externalcontacts");
    match question {
        Question::Conversation(id) => Path::new("/api/v2").with("conversations", id),
        Question::Contact(id) => contacts().with("contacts", id),
        Question::WhitePages(value) => contacts().then("reversewhitepageslookup").query("lookupVal", value),
        Question::Sessions { contact, after } => {
            let path = contacts().with("contacts", contact).then("journey/sessions").query("pageSize", SESSIONS);
            after_cursor(path.query("includeMerged", "true"), after.as_deref())
        }
        Question::SessionEvents { session, after } => {
            let path = Path::new("/api/v2/journey").with("sessions", session).then("events");
            after_cursor(path.query("pageSize", MOST), after.as_deref())
        }
        Question::Names(named, ids) => {
            let path = Path::new(match named {
                Named::Queue => "/api/v2/routing/queues",
                Named::User => "/api/v2/users",
                Named::WrapUpCode => "/api/v2/routing/wrapupcodes",
            });
            let path = path.query("pageSize", &Named::BATCH.to_string());
            ids.iter().fold(path, |path, id| path.query("id", id))
        }
        // Asked in a body.
        Question::Identifier { .. } | Question::Conversations(_) => Path::new("/api/v2"),
    }
}

fn after_cursor(path: Path, after: Option<&str>) -> Path {
    match after {
        Some(after) => path.query("after", after),
        None => path,
    }
}

/// What the clock says.
pub(super) fn now() -> DateTime<Utc> {
    Utc.timestamp_millis_opt(js_sys::Date::now() as i64).single().unwrap_or_default()
}
