//! The agent's steps: accept, hold, resume, end, wrap up. Each moves the contact on and publishes what the platform would.

use leptos::prelude::*;

use super::contact::{Channel, Contact, Direction, Party, Stage};
use super::events::{Step, WrapUpCode, events_of};
use super::publish::Publisher;
use crate::preview::clock::now;
use crate::preview::state::{Desk, HOME, Notice};

/// Lets the agent act.
#[derive(Clone, Copy)]
pub(crate) struct Actions {
    desk: Desk,
    publisher: Publisher,
}

impl Actions {
    /// Actions on this desktop.
    pub(crate) fn new(desk: Desk) -> Self {
        Self { desk, publisher: Publisher::new(desk) }
    }

    /// Brings a contact to the desktop, and accepts it where the agent auto-accepts or dials out.
    pub(crate) fn bring(self, channel: Channel, direction: Direction, party: Party) {
        let Some(id) = new_id() else {
            self.desk.notice.set(Some(Notice {
                what: "This page has no random numbers for a new contact: open it from 127.0.0.1 or over https."
                    .to_owned(),
                retry: false,
            }));
            return;
        };
        let contact = Contact::offered(id.clone(), channel, direction, party, now());
        self.publisher.publish(events_of(&contact, &Step::Offered, contact.created));
        self.desk.contacts.update(|contacts| contacts.push(contact));
        if self.desk.auto_accept.get_untracked() || direction == Direction::Outbound {
            self.accept(&id);
        }
    }

    /// Takes an offered contact and selects it.
    pub(crate) fn accept(self, id: &str) {
        self.step(id, Stage::Connected, &Step::Accepted);
        self.desk.selected.set(Some(id.to_owned()));
        let stays = self.desk.desktop_untracked(|desktop| desktop.stop_navigate_on_accept).unwrap_or(false);
        if !stays {
            self.desk.page.set(Some(HOME.to_owned()));
        }
    }

    /// Shows another contact.
    pub(crate) fn select(self, id: &str) {
        self.desk.selected.set(Some(id.to_owned()));
    }

    /// Puts the customer on hold.
    pub(crate) fn hold(self, id: &str) {
        self.step(id, Stage::Held, &Step::Held);
    }

    /// Takes the customer back.
    pub(crate) fn resume(self, id: &str) {
        self.step(id, Stage::Connected, &Step::Resumed);
    }

    /// Ends the talk; the contact stays until it has a wrap-up code.
    pub(crate) fn end(self, id: &str) {
        self.step(id, Stage::WrapUp, &Step::Ended);
    }

    /// Ends the contact with a wrap-up code; the next one is selected.
    pub(crate) fn wrap_up(self, id: &str, code: WrapUpCode) {
        self.step(id, Stage::WrapUp, &Step::WrappedUp(code));
        self.desk.contacts.update(|contacts| contacts.retain(|contact| contact.id != id));
        if self.desk.selected.get_untracked().as_deref() == Some(id) {
            let next = self.desk.contacts.with_untracked(|contacts| {
                contacts.iter().find(|contact| contact.stage != Stage::Offered).map(|contact| contact.id.clone())
            });
            self.desk.selected.set(next);
        }
    }

    /// Sends what could not be published.
    pub(crate) fn publish_again(self) {
        self.publisher.send_all();
    }

    fn step(self, id: &str, stage: Stage, step: &Step) {
        let at = now();
        let found = self.desk.contacts.with_untracked(|contacts| contacts.iter().find(|one| one.id == id).cloned());
        let Some(contact) = found else { return };
        self.publisher.publish(events_of(&contact, step, at));
        self.desk.contacts.update(|contacts| {
            if let Some(contact) = contacts.iter_mut().find(|contact| contact.id == id) {
                contact.stage = stage;
                contact.since = at;
            }
        });
    }
}

/// An id as the platform gives them.
fn new_id() -> Option<String> {
    let crypto = window().crypto().ok()?;
    js_sys::Reflect::has(&crypto, &"randomUUID".into()).ok().filter(|has| *has)?;
    Some(crypto.random_uuid())
}
