//! What a session does besides showing a customer: it begins when the widget's second file is there (crate::later), and
//! is code of that file.

use leptos::prelude::*;

use super::Session;
use crate::later::{self, later};
use journey::Identity;

later! {
    fn begin(session: Session) = Session::begin_extras, "e7245000000000000000000000000001"
}

later! {
    fn write_filter(session: Session) = Session::write_filter, "e7245000000000000000000000000002"
}

later! {
    fn add_recent(session: Session, identity: Identity) = Session::add_recent, "e7245000000000000000000000000003"
}

impl Session {
    /// Begins, for as long as the current owner lasts.
    pub(super) fn keep_extras(self) {
        self.spawn(async move {
            later::there().await;
            self.owner.get_value().with(|| begin(self));
        });
    }

    /// Keeps what the agent chose to see, for after a reload.
    pub(super) fn keep_choice(self) {
        self.spawn(async move {
            later::there().await;
            write_filter(self);
        });
    }

    /// Keeps who was looked up, for the list of recent look-ups.
    pub(super) fn keep_look_up(self, identity: Identity) {
        self.spawn(async move {
            later::there().await;
            add_recent(self, identity);
        });
    }

    fn begin_extras(self) {
        self.keep_presence();
        self.keep_log();
        self.follow_address();
    }
}
