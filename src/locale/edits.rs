//! What can be wrong with what was entered, and what came of a change, in words.

use super::Language;
use super::failures::Words;
use crate::session::{Cause, Failure, How, Outcome, What};
use journey::{Change, Compared, IdentityProblem, LONGEST_IDENTITY, LONGEST_NAME, NameProblem, Person};

impl Language {
    /// Why a text is no name.
    pub(crate) fn name_problem(&self, problem: NameProblem) -> String {
        match problem {
            NameProblem::TooLong => self.t_with("edit.name.too-long", &[("count", &LONGEST_NAME.to_string())]),
            NameProblem::Control => self.t("edit.name.control"),
        }
    }

    /// Why a text is no identity of its kind.
    pub(crate) fn identity_problem(&self, problem: IdentityProblem) -> String {
        match problem {
            IdentityProblem::Empty => self.t("edit.identity.empty"),
            IdentityProblem::TooLong => {
                self.t_with("edit.identity.too-long", &[("count", &LONGEST_IDENTITY.to_string())])
            }
            IdentityProblem::Control => self.t("edit.identity.control"),
            IdentityProblem::NoPhone => self.t("edit.identity.no-phone"),
            IdentityProblem::NoCountryCode => self.t("edit.identity.no-country-code"),
            IdentityProblem::Uncertain => self.t("edit.identity.uncertain"),
            IdentityProblem::Nobody => self.t("edit.identity.nobody"),
            IdentityProblem::NoEmail => self.t("edit.identity.no-email"),
            IdentityProblem::Known => self.t("edit.identity.known"),
        }
    }

    /// What a row of a comparison compares; `None`: the kind of identity says it.
    pub(crate) fn compared(&self, what: Compared) -> String {
        match what {
            Compared::FirstName => self.t("edit.first-name"),
            Compared::LastName => self.t("edit.last-name"),
            Compared::Identities(kind) => self.identity_kind(kind),
        }
    }

    /// What came of a change.
    pub(crate) fn outcome(&self, outcome: &Outcome) -> Words {
        match &outcome.how {
            How::Done => Words { title: self.done(&outcome.what), advice: String::new() },
            How::Accepted => Words { title: self.t("edit.accepted.title"), advice: self.t("edit.accepted") },
            How::Failed(failure) => {
                Words { title: self.failed(&outcome.what), advice: self.refusal(&outcome.what, failure) }
            }
            How::Unknown(_) => Words { title: self.t("edit.unknown.title"), advice: self.t("edit.unknown") },
        }
    }

    fn done(&self, what: &What) -> String {
        let (change, is_undo) = match what {
            What::Merge => return self.t("edit.done.merge"),
            What::Change { change, is_undo } => (change, *is_undo),
        };
        match change {
            Change::Names { is, .. } => match Person::default().named(is).name() {
                Some(name) => {
                    self.t_with(if is_undo { "edit.done.name.undone" } else { "edit.done.name" }, &[("name", &name)])
                }
                None => self.t("edit.done.no-name"),
            },
            Change::Add(known) => {
                let key = if is_undo { "edit.done.put-back" } else { "edit.done.add" };
                self.t_with(key, &[("identity", known.identity.as_str())])
            }
            Change::Remove(known) => self.t_with("edit.done.remove", &[("identity", known.identity.as_str())]),
        }
    }

    fn failed(&self, what: &What) -> String {
        self.t(match what {
            What::Merge => "edit.failed.merge",
            What::Change { change: Change::Names { .. }, .. } => "edit.failed.name",
            What::Change { change: Change::Add(_), .. } => "edit.failed.add",
            What::Change { change: Change::Remove(_), .. } => "edit.failed.remove",
        })
    }

    fn refusal(&self, what: &What, failure: &Failure) -> String {
        match &failure.cause {
            Cause::Forbidden => self.t(match what {
                What::Change { change: Change::Names { .. }, .. } => "edit.forbidden.name",
                _ => "edit.forbidden",
            }),
            Cause::Unauthorized => self.t("edit.unauthorized"),
            Cause::NotFound => self.t("edit.not-found"),
            Cause::Refused(409) => self.t("edit.conflict"),
            Cause::Refused(_) => self.t("edit.refused"),
            _ => self.advice(failure),
        }
    }
}
