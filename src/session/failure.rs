//! From an error of a source to a failure that a section can show.

use super::state::{Cause, Failure, Part};
use crate::http::HttpError;
use crate::sources::{Said, SourceError};
use journey::{Person, Platform};

impl Failure {
    /// Whether the load goes on by itself with the next token.
    pub(super) fn waits_for_token(&self) -> bool {
        self.cause == Cause::Unauthorized
    }

    /// Whether the service gave no answer, or none of its own: it may have one by now.
    pub(super) fn is_of_the_service(&self) -> bool {
        matches!(self.cause, Cause::Unreachable | Cause::TimedOut | Cause::Server(_))
    }

    /// What `error` means for the section that was loading `part`.
    pub(super) fn of(platform: Platform, part: Part, error: &SourceError) -> Self {
        let bare = |part, cause| Self { platform, part, cause, tracking_id: None, messages: Vec::new() };
        match error {
            SourceError::NoWorkspace => bare(Part::Workspace, Cause::NoWorkspace),
            SourceError::NoTemplate => bare(Part::Template, Cause::NoTemplate),
            SourceError::NoSuchTemplate(name) => bare(Part::Template, Cause::NoSuchTemplate(name.clone())),
            SourceError::Permission(name) => bare(part, Cause::Permission(name.clone())),
            SourceError::Answered(messages) => Self { messages: messages.clone(), ..bare(part, Cause::Answered) },
            SourceError::Several(persons) => {
                let choice = |person: &Person| Some((person.id.clone()?, by_what(person)));
                bare(part, Cause::Several(persons.iter().filter_map(choice).collect()))
            }
            // No load asks for a stream, and those that find none poll; nor is done what a source cannot.
            SourceError::Http(HttpError::Unreachable | HttpError::NoRoom)
            | SourceError::NoStream
            | SourceError::NoStreamNow(_)
            | SourceError::Cannot => bare(part, Cause::Unreachable),
            SourceError::Elsewhere(_) => bare(part, Cause::NotTheContract(error.to_string())),
            SourceError::Http(HttpError::TimedOut(_)) => bare(part, Cause::TimedOut),
            SourceError::Http(HttpError::NotTheContract(what)) => bare(part, Cause::NotTheContract(what.clone())),
            SourceError::Http(HttpError::Status { status, body, retry_after }) => {
                let Said { messages, tracking_id, permission } = Said::read(body);
                let cause = match *status {
                    401 => Cause::Unauthorized,
                    403 => permission.map_or(Cause::Forbidden, Cause::Permission),
                    404 => Cause::NotFound,
                    429 => Cause::TooManyRequests(*retry_after),
                    500.. => Cause::Server(*status),
                    status => Cause::Refused(status),
                };
                Self { platform, part, cause, tracking_id, messages }
            }
        }
    }
}

/// How an agent tells persons apart: by the name, and by what else they are known by.
fn by_what(person: &Person) -> String {
    let identities = person.identities.iter().map(|known| known.identity.to_string());
    person.name().into_iter().chain(identities).collect::<Vec<_>>().join(" · ")
}
