//! Agents' notes on a customer or on one of the customer's contacts: calls that a self-hosted journey service has beside the
//! vendor's contract (`/v1/api/note/workspace-id/{id}`), and the events in which it keeps them.

use serde::{Deserialize, Serialize};

use crate::lenient::{self, reads_leniently};
use crate::request::{Reader, deserialize_by_take};

/// A note as the service answers it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Note {
    /// By which it is changed.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub id: String,
    /// What it says.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub text: String,
    /// The contact that it is about; not there: the customer.
    #[serde(deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Whose it is: the subject of the token it was written with.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub author: String,
    /// That one's name, where the token said it.
    #[serde(deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub author_name: Option<String>,
    /// Whether it is the caller's, who may change it.
    #[serde(deserialize_with = "lenient::flag")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub is_own: bool,
    /// When it was written.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub created_at: String,
    /// When it was changed last, or written.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub changed_at: String,
}

impl Note {
    /// The type of the events that notes are kept in. Nobody publishes it; the service writes it.
    pub const EVENT_TYPE: &'static str = "journey:note";
    /// Their source.
    pub const EVENT_SOURCE: &'static str = "journey-notes";
}

/// The body that asks for notes.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoteSearchRequest {
    /// Whose: those of all identities of this one's person.
    pub identity: String,
    /// Those on this contact alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// The body that writes a note, or changes what it says.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct NoteRequest {
    /// Whose customer it is about.
    pub identity: String,
    /// What kind of identity that is, where nobody has it yet: phone, email, customerId, socialId or temporaryId.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity_type: Option<String>,
    /// The contact that it is about. A change has none: a note stays where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// What it says; of a change, empty: it is taken back.
    pub text: String,
}

impl NoteSearchRequest {
    fn take(fields: &mut Reader<'_>) -> Self {
        Self { identity: fields.text("identity").unwrap_or_default(), contact: fields.text("contact") }
    }
}

impl NoteRequest {
    fn take(fields: &mut Reader<'_>) -> Self {
        Self {
            identity: fields.text("identity").unwrap_or_default(),
            identity_type: fields.text("identityType"),
            contact: fields.text("contact"),
            text: fields.text("text").unwrap_or_default(),
        }
    }
}

reads_leniently!(Note);
deserialize_by_take!(NoteSearchRequest, NoteRequest);

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_note_is_read_whatever_is_missing_of_it() {
        let note = Note::read(&json!({"id": 7, "text": "Called back", "isOwn": "true", "authorName": null}));
        assert_eq!((note.id.as_str(), note.text.as_str(), note.is_own), ("7", "Called back", true));
        assert_eq!((note.author_name, note.contact), (None, None));
        assert_eq!(Note::read(&json!([])), Note::default());
    }

    #[test]
    fn a_body_that_is_no_text_is_named_by_its_field() {
        let read = serde_json::from_value::<NoteRequest>(json!({"identity": ["a"], "text": {}}));
        let error = read.expect_err("refused").to_string();
        assert!(error.contains("identity") && error.contains("text"), "{error}");
    }
}
