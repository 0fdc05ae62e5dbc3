//! The platform's records become the domain's types here, and nowhere else: contacts, sessions and persons. Pure.

mod conversation;
mod person;
mod record;
mod session;

pub(super) use conversation::{arrivals as conversation, named_in};
pub(super) use person::person;
pub(super) use record::{entities, list, text_of};
pub(super) use session::{arrivals as session, conversation_of, events_of, has_pages, named_in as named_in_session};
