//! An agent's note, as whichever platform keeps it.

use chrono::{DateTime, Utc};

/// A note.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Note {
    /// By which it is edited.
    pub(crate) id: String,
    /// What it says; empty: it was taken back.
    pub(crate) text: String,
    /// Who wrote it last.
    pub(crate) by: Option<String>,
    /// When it was written last.
    pub(crate) at: Option<DateTime<Utc>>,
    /// Whether the agent may edit it: it is the agent's own, or its platform lets all edit it.
    pub(crate) may_edit: bool,
}

/// What came of writing one.
#[derive(Clone, Debug, PartialEq)]
#[allow(dead_code, reason = "written by the view")]
pub(crate) enum Written {
    /// It is there now.
    Note(Note),
    /// There was one already; nothing was written.
    Another(Note),
}
