//! What the platform is asked and told. How that goes over the wire is the browser's half (`wire.rs`); tests answer by
//! themselves.

use avaya::identifiers::Identifiers;
use serde_json::Value;

use crate::http::HttpError;

/// A question; it changes nothing, and may be asked again.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::sources) enum Question<'a> {
    /// `POST journeys:search`: a page of engagements, from 1 on.
    Search(&'a Identifiers, usize),
    /// `GET identifiers`: the kinds of identifiers, with how strong each is.
    Kinds,
    /// `GET engagements/{id}/agent-notes`.
    Notes(&'a str),
}

/// Something that changes what is there. It is sent once.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::sources) enum Deed<'a> {
    /// `POST engagements/{id}:appendIdentifiers`.
    Append(&'a str, &'a Identifiers),
    /// `POST journeys:unlinkIdentifier`: the identifiers of the journey, and the name and value of the one that goes.
    Unlink(&'a Identifiers, (&'a str, &'a str)),
    /// `POST engagements/{id}/agent-note`.
    WriteNote(&'a str, &'a str),
    /// `PUT engagements/{id}/agent-note/{note}`.
    EditNote(&'a str, &'a str, &'a str),
}

/// What was answered; null where there was nothing but a success.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::sources) struct Told {
    pub(in crate::sources) value: Value,
    /// How many letters the answer had.
    pub(in crate::sources) letters: usize,
}

/// Who is asked.
pub(in crate::sources) trait Ask {
    async fn ask(&self, question: Question<'_>) -> Result<Told, HttpError>;

    async fn tell(&self, deed: Deed<'_>) -> Result<Told, HttpError>;
}
