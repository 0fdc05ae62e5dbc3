//! What replicas on one PostgreSQL tell each other: an event was published, an identity has another person.

use crate::ids::{Lookup, WorkspaceId};

/// The channel of `LISTEN` and `NOTIFY`.
pub(crate) const CHANNEL: &str = "journey_api";

/// One note. It carries names only: what happened is read from the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Note {
    /// The event of that number was published, by that identity.
    Event(i64, WorkspaceId, Lookup),
    /// The identity has another person now, or none.
    Changed(WorkspaceId, Lookup),
}

impl Note {
    /// Whom it concerns.
    pub(crate) fn concerns(&self) -> (&WorkspaceId, &Lookup) {
        match self {
            Self::Event(_, workspace, lookup) | Self::Changed(workspace, lookup) => (workspace, lookup),
        }
    }

    /// The note as it is sent, with who sent it.
    pub(crate) fn write(&self, instance: &str) -> String {
        match self {
            Self::Event(seq, workspace, lookup) => format!("{instance} published {seq} {workspace} {lookup}"),
            Self::Changed(workspace, lookup) => format!("{instance} changed {workspace} {lookup}"),
        }
    }

    /// Reads who sent a note, and the note; `None`: it is of another version.
    pub(crate) fn read(text: &str) -> Option<(&str, Self)> {
        let (instance, rest) = text.split_once(' ')?;
        let (word, rest) = rest.split_once(' ')?;
        let note = match word {
            "published" => {
                let (seq, rest) = rest.split_once(' ')?;
                let (workspace, lookup) = rest.split_once(' ')?;
                Self::Event(seq.parse().ok()?, WorkspaceId(workspace.to_owned()), Lookup(lookup.to_owned()))
            }
            "changed" => {
                let (workspace, lookup) = rest.split_once(' ')?;
                Self::Changed(WorkspaceId(workspace.to_owned()), Lookup(lookup.to_owned()))
            }
            _ => return None,
        };
        Some((instance, note))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_read_as_it_was_written_also_with_blanks_in_an_identity() {
        let (workspace, lookup) = (WorkspaceId("w".to_owned()), Lookup("a b  c".to_owned()));
        let changed = Note::Changed(workspace.clone(), lookup.clone());
        for note in [Note::Event(7, workspace, lookup), changed] {
            assert_eq!(Note::read(&note.write("me")), Some(("me", note)));
        }
        assert_eq!(Note::read("me published soon w a"), None);
        assert_eq!(Note::read(""), None);
    }
}
