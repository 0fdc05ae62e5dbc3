//! The page around a test's widget: what it heard, and whether it takes over what the agent asks it for.

use std::cell::{Cell, RefCell};

use futures_channel::oneshot;

use crate::element::Outgoing;

/// The page.
#[derive(Default)]
pub(super) struct Page {
    pub(super) takes: Cell<bool>,
    pub(super) heard: RefCell<Vec<String>>,
}

impl Page {
    /// Hears an event, and says whether it is taken over.
    pub(super) fn hear(&self, event: Outgoing) -> oneshot::Receiver<bool> {
        self.heard.borrow_mut().push(format!("{event:?}"));
        let (taken, answer) = oneshot::channel();
        // Nobody waits for the answer to most of them.
        let _ = taken.send(self.takes.get());
        answer
    }
}
