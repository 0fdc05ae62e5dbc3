//! An agent's note of a journey service of one's own.

use crate::sources::Note;

/// The note as the widget knows notes.
pub(in crate::sources::cjds) fn note(note: &cjds::Note) -> Note {
    Note {
        id: note.id.clone(),
        text: note.text.trim().to_owned(),
        by: note.author_name.clone().or_else(|| Some(note.author.clone())).filter(|name| !name.trim().is_empty()),
        at: journey::parse_time(&note.changed_at),
        may_edit: note.is_own,
    }
}
