//! An agent's note on an engagement. There is one for each: who writes a second is shown the first, to edit it.

use super::ask::{Ask, Deed, Question};
use super::source::Avaya;
use crate::http::HttpError;
use crate::sources::{Note, SourceError, Written};
use journey::TaskId;

impl From<avaya::Note> for Note {
    /// Whoever may write one may edit it, also another agent's.
    fn from(note: avaya::Note) -> Self {
        let avaya::Note { id, text, by, at } = note;
        Self { id, text, by, at, may_edit: true }
    }
}

#[allow(dead_code, reason = "called by the session")]
impl<A: Ask> Avaya<A> {
    /// No note is longer, letters.
    pub(crate) const LONGEST_NOTE: usize = 512;

    /// Whether notes are offered: until the platform has said that this token may write none.
    pub(crate) fn may_write_notes(&self) -> bool {
        !self.found.may_not_write.get()
    }

    /// The notes of an engagement.
    ///
    /// # Errors
    /// It could not be asked, or did not answer with notes.
    pub(crate) async fn notes(&self, engagement: &TaskId) -> Result<Vec<Note>, SourceError> {
        let told = self.asked.ask(Question::Notes(engagement.as_str())).await?;
        let notes = avaya::notes(&told.value).map_err(HttpError::NotTheContract)?;
        Ok(notes.into_iter().map(Note::from).collect())
    }

    /// Writes the note of an engagement that has none.
    ///
    /// # Errors
    /// It could not be written; nobody knows whether it was, where there was no answer.
    pub(crate) async fn write_note(&self, engagement: &TaskId, text: &str) -> Result<Written, SourceError> {
        let told = match self.asked.tell(Deed::WriteNote(engagement.as_str(), text)).await {
            Err(error @ HttpError::Status { status: 422, .. }) => {
                let there = self.notes(engagement).await?.into_iter().next();
                return there.map(Written::Another).ok_or(SourceError::Http(error));
            }
            told => self.noticing(told)?,
        };
        self.written(engagement, avaya::note(&told.value)).await.map(Written::Note)
    }

    /// Writes another text in place of a note's.
    ///
    /// # Errors
    /// The same.
    pub(crate) async fn edit_note(&self, engagement: &TaskId, id: &str, text: &str) -> Result<Note, SourceError> {
        let told = self.noticing(self.asked.tell(Deed::EditNote(engagement.as_str(), id, text)).await)?;
        self.written(engagement, avaya::note(&told.value)).await
    }

    /// What was written; looked up where the answer does not say it.
    async fn written(&self, engagement: &TaskId, answered: Option<avaya::Note>) -> Result<Note, SourceError> {
        if let Some(note) = answered {
            return Ok(note.into());
        }
        let note = self.notes(engagement).await?.into_iter().next();
        note.ok_or_else(|| HttpError::NotTheContract("no note".to_owned()).into())
    }

    fn noticing<T>(&self, told: Result<T, HttpError>) -> Result<T, HttpError> {
        if matches!(told, Err(HttpError::Status { status: 403, .. })) {
            self.found.may_not_write.set(true);
        }
        told
    }
}
