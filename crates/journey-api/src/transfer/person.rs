//! One person's data as one JSON document, for whoever asks what is kept of them: by the command line and by HTTP. Events are
//! read while it is written, so that a long history is never held.

use chrono::Utc;
use cjds::Person;
use serde::Serialize;
use serde_json::{Value, json};

use crate::erasing::Mentions;
use crate::error::Error;
use crate::ids::WorkspaceId;
use crate::profile;
use crate::store::{PersonChange, Store, StoredEvent, Unread, Whole, written_time};

/// So many entries of the change log, and of webhooks of each person who was merged, are handed out.
const MOST: i64 = 100_000;
/// So many failures are looked through at once.
const FAILURES: i64 = 50;

/// The document before the events.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Head<'a> {
    exported_at: String,
    workspace_id: &'a WorkspaceId,
    person: Option<&'a Person>,
    /// What each template says of the person.
    profiles: Vec<Value>,
    changes: Vec<Value>,
    webhooks: Vec<Value>,
    /// What connectors could not take and names the person.
    failures: Vec<Value>,
}

/// What is still to be written.
pub(crate) struct PersonExport {
    store: Store,
    workspace: WorkspaceId,
    whole: Whole,
    stage: Stage,
}

enum Stage {
    Head,
    Events { unread: Unread, after: Option<i64>, until: i64, is_first: bool },
    End,
}

impl PersonExport {
    pub(crate) fn new(store: &Store, workspace: &WorkspaceId, whole: Whole) -> Self {
        Self { store: store.clone(), workspace: workspace.clone(), whole, stage: Stage::Head }
    }

    /// The next part of the document; `None`: that was all.
    ///
    /// # Errors
    /// When the database fails: then the document is not whole, and no JSON.
    pub(crate) async fn next(&mut self) -> Result<Option<String>, Error> {
        loop {
            match &mut self.stage {
                Stage::Head => {
                    let mut text = serde_json::to_string(&self.head().await?)?;
                    // The events come in the same object.
                    text.pop();
                    text.push_str(",\"events\":[");
                    let until = self.store.last_seq().await?;
                    self.stage = Stage::Events { unread: Unread::default(), after: Some(0), until, is_first: true };
                    return Ok(Some(text));
                }
                Stage::Events { unread, after, until, is_first } => {
                    let events = self.store.read_on(unread).await?;
                    if let Some(text) = written(&events, is_first) {
                        return Ok(Some(text));
                    }
                    let Some(from) = *after else {
                        self.stage = Stage::End;
                        return Ok(Some("]}\n".to_owned()));
                    };
                    let lookups = &self.whole.lookups;
                    (*unread, *after) = self.store.unread_between(&self.workspace, lookups, from, *until).await?;
                }
                Stage::End => return Ok(None),
            }
        }
    }

    async fn head(&self) -> Result<Head<'_>, Error> {
        let Whole { person, ids, lookups } = &self.whole;
        let now = Utc::now();
        let mut profiles = Vec::new();
        for template in self.store.templates(&self.workspace).await? {
            let attributes = profile::view(&self.store, &self.workspace, lookups, &template, now).await?;
            profiles.push(json!({"templateName": template.name, "attributes": attributes}));
        }
        let (mut changes, mut webhooks) = (Vec::new(), Vec::new());
        for id in ids {
            for row in self.store.changes(&self.workspace, id, MOST).await? {
                changes.push(serde_json::to_value(PersonChange::try_from(row)?)?);
            }
            for webhook in self.store.webhooks_of(&self.workspace, id, MOST).await? {
                webhooks.push(json!({"actionId": webhook.action_id, "personId": webhook.person_id, "url": webhook.url,
                    "body": webhook.body, "state": webhook.state, "createdAt": written_time(webhook.created_at)}));
            }
        }
        Ok(Head {
            exported_at: cjds::write_time(now),
            workspace_id: &self.workspace,
            person: person.as_ref(),
            profiles,
            changes,
            webhooks,
            failures: self.failures().await?,
        })
    }

    async fn failures(&self) -> Result<Vec<Value>, Error> {
        let mentions = Mentions::of(&self.whole.lookups);
        let (mut failures, mut after) = (Vec::new(), 0);
        loop {
            let rows = self.store.failures_of_organization(&self.workspace, after, FAILURES).await?;
            let Some((last, ..)) = rows.last() else { return Ok(failures) };
            after = *last;
            for (_, reasons, payload) in rows {
                if mentions.are_in_payload(&payload) || mentions.are_in_payload(&reasons) {
                    let reasons: Value = serde_json::from_str(&reasons)?;
                    failures.push(json!({"reasons": reasons, "payload": payload}));
                }
            }
        }
    }
}

/// Events with commas between; `None`: there are none.
fn written(events: &[StoredEvent], is_first: &mut bool) -> Option<String> {
    if events.is_empty() {
        return None;
    }
    let mut text = String::new();
    for event in events {
        if !std::mem::take(is_first) {
            text.push(',');
        }
        text.push('\n');
        text.push_str(event.body.get());
    }
    Some(text)
}
