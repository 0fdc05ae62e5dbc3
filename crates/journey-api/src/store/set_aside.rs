//! What is stored and cannot be read any more: it is left out, so that it stops nothing else, and somebody is told.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::Error;

/// How often something was set aside.
#[derive(Debug, Default)]
pub(crate) struct SetAside {
    actions: AtomicU64,
    templates: AtomicU64,
}

impl SetAside {
    /// Raises the alarm for a journey action.
    pub(crate) fn action(&self, id: &str, cause: &str) {
        self.actions.fetch_add(1, Ordering::Relaxed);
        tracing::error!(action = id, cause, "a journey action is set aside: it cannot be read");
    }

    /// Raises the alarm for a template.
    pub(crate) fn template(&self, id: &str, cause: &str) {
        self.templates.fetch_add(1, Ordering::Relaxed);
        tracing::error!(template = id, cause, "a template is set aside: it cannot be read");
    }

    /// The numbers: of what, and how often.
    pub(crate) fn numbers(&self) -> [(&'static str, u64); 2] {
        [("action", &self.actions), ("template", &self.templates)]
            .map(|(kind, count)| (kind, count.load(Ordering::Relaxed)))
    }
}

impl Error {
    /// Why something cannot be read, without its values.
    pub(crate) fn unreadable(&self) -> String {
        self.hidden_cause().unwrap_or_else(|| self.to_string())
    }
}
