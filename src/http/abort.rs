//! Abort signals: a request ends when whoever waits for it is gone, and every one ends when the module has panicked.

use std::cell::{Cell, RefCell};

use web_sys::{AbortController, AbortSignal};

thread_local! {
    static STOPPED: Cell<bool> = const { Cell::new(false) };
    static UNDERWAY: RefCell<Vec<AbortController>> = const { RefCell::new(Vec::new()) };
}

/// Aborts what was started with its signal when it goes.
pub(super) struct AbortOnDrop(Option<AbortController>);

impl AbortOnDrop {
    pub(super) fn new() -> Self {
        let controller = AbortController::new().ok();
        UNDERWAY.with_borrow_mut(|all| all.extend(controller.clone()));
        Self(controller)
    }

    pub(super) fn signal(&self) -> Option<AbortSignal> {
        self.0.as_ref().map(AbortController::signal)
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
            UNDERWAY.with_borrow_mut(|all| all.retain(|other| other != controller));
        }
    }
}

/// Ends every request and stream of this module, and lets none begin: it has panicked, and the next one must find the
/// browser's connections free. Nothing else of the module can be relied on then.
pub(crate) fn stop() {
    STOPPED.set(true);
    UNDERWAY.with(|all| {
        if let Ok(all) = all.try_borrow() {
            all.iter().for_each(AbortController::abort);
        }
    });
}

/// Whether the module has panicked.
pub(crate) fn has_stopped() -> bool {
    STOPPED.get()
}
