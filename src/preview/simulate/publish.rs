//! Sends the platform's events to the journey API, one after the other and in order.
//!
//! It speaks for the platform, not for the agent: it has a token of its own, of the role that may publish. What cannot
//! be sent waits, with everything behind it, until "Try again".

use chrono::TimeDelta;
use cjds::CloudEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::preview::api::{ApiFailure, TokenAnswer};
use crate::preview::clock::now;
use crate::preview::journal::{Kind, note};
use crate::preview::state::{Desk, Notice};

/// The role that may publish.
const ROLE: &str = "admin";

/// Whether events are being sent, and with what token.
#[derive(Clone, Copy)]
pub(crate) struct Publisher {
    desk: Desk,
    sending: StoredValue<bool>,
    token: StoredValue<Option<TokenAnswer>>,
}

impl Publisher {
    /// A publisher that has sent nothing yet.
    pub(crate) fn new(desk: Desk) -> Self {
        Self { desk, sending: StoredValue::new(false), token: StoredValue::new(None) }
    }

    /// Puts events behind those that wait, and sends them.
    pub(crate) fn publish(self, events: Vec<CloudEvent>) {
        self.desk.outbox.update(|outbox| outbox.extend(events));
        self.send_all();
    }

    /// Sends what waits, if nothing is under way.
    pub(crate) fn send_all(self) {
        if self.sending.get_value() {
            return;
        }
        self.sending.set_value(true);
        self.desk.notice.set(None);
        spawn_local(async move {
            while let Some(event) = self.desk.outbox.with_untracked(|outbox| outbox.front().cloned()) {
                match self.send(&event).await {
                    Ok(status) => {
                        self.desk.outbox.update(|outbox| drop(outbox.pop_front()));
                        self.remember(&event);
                        note(self.desk, Kind::Published, format!("{} for {} ({status})", event.kind, event.identity));
                    }
                    Err(failure) => {
                        let waiting = self.desk.outbox.with_untracked(std::collections::VecDeque::len);
                        let what = format!("{} was not published ({waiting} waiting). {failure}", event.kind);
                        note(self.desk, Kind::Failed, what.clone());
                        self.desk.notice.set(Some(Notice { what, retry: true }));
                        break;
                    }
                }
            }
            self.sending.set_value(false);
        });
    }

    /// Keeps it with its contact, while there is one.
    fn remember(self, event: &CloudEvent) {
        let Some(at) = event.time else { return };
        self.desk.contacts.update(|contacts| {
            let task = event.data.get("taskId").and_then(|id| id.as_str());
            if let Some(contact) = contacts.iter_mut().find(|contact| Some(contact.id.as_str()) == task) {
                contact.published.push((event.kind.clone(), at));
            }
        });
    }

    async fn send(self, event: &CloudEvent) -> Result<u16, ApiFailure> {
        let api = self.desk.api.get_value();
        let good = self.token.get_value().filter(|token| token.expires_at - now() > TimeDelta::seconds(30));
        let token = match good {
            Some(token) => token,
            None => {
                let token = api.token(ROLE, None).await?;
                self.token.set_value(Some(token.clone()));
                token
            }
        };
        let workspace = token.workspace.ok_or(ApiFailure::NoWorkspace)?;
        api.publish(&token.token, &workspace, event).await
    }
}
