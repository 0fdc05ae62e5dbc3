//! What can be wrong with what was entered, and what came of a change, in words.

use super::failures::{Words, advice};
use super::messages::{t, t_with};
use crate::session::{Cause, Failure, How, Outcome, What};
use journey::{Change, Compared, IdentityProblem, LONGEST_IDENTITY, LONGEST_NAME, NameProblem, Person};

/// Why a text is no name.
pub(crate) fn name_problem(problem: NameProblem) -> String {
    match problem {
        NameProblem::TooLong => t_with("edit.name.too-long", &[("count", &LONGEST_NAME.to_string())]),
        NameProblem::Control => t("edit.name.control"),
    }
}

/// Why a text is no identity of its kind.
pub(crate) fn identity_problem(problem: IdentityProblem) -> String {
    match problem {
        IdentityProblem::Empty => t("edit.identity.empty"),
        IdentityProblem::TooLong => t_with("edit.identity.too-long", &[("count", &LONGEST_IDENTITY.to_string())]),
        IdentityProblem::Control => t("edit.identity.control"),
        IdentityProblem::NoPhone => t("edit.identity.no-phone"),
        IdentityProblem::NoCountryCode => t("edit.identity.no-country-code"),
        IdentityProblem::Uncertain => t("edit.identity.uncertain"),
        IdentityProblem::Nobody => t("edit.identity.nobody"),
        IdentityProblem::NoEmail => t("edit.identity.no-email"),
        IdentityProblem::Known => t("edit.identity.known"),
    }
}

/// What a row of a comparison compares; `None`: the kind of identity says it.
pub(crate) fn compared(what: Compared) -> String {
    match what {
        Compared::FirstName => t("edit.first-name"),
        Compared::LastName => t("edit.last-name"),
        Compared::Identities(kind) => super::identity_kind(kind),
    }
}

/// What came of a change.
pub(crate) fn outcome(outcome: &Outcome) -> Words {
    match &outcome.how {
        How::Done => Words { title: done(&outcome.what), advice: String::new() },
        How::Accepted => Words { title: t("edit.accepted.title"), advice: t("edit.accepted") },
        How::Failed(failure) => Words { title: failed(&outcome.what), advice: refusal(&outcome.what, failure) },
        How::Unknown(_) => Words { title: t("edit.unknown.title"), advice: t("edit.unknown") },
    }
}

fn done(what: &What) -> String {
    let (change, is_undo) = match what {
        What::Merge => return t("edit.done.merge"),
        What::Change { change, is_undo } => (change, *is_undo),
    };
    match change {
        Change::Names { is, .. } => match Person::default().named(is).name() {
            Some(name) => t_with(if is_undo { "edit.done.name.undone" } else { "edit.done.name" }, &[("name", &name)]),
            None => t("edit.done.no-name"),
        },
        Change::Add(known) => {
            let key = if is_undo { "edit.done.put-back" } else { "edit.done.add" };
            t_with(key, &[("identity", known.identity.as_str())])
        }
        Change::Remove(known) => t_with("edit.done.remove", &[("identity", known.identity.as_str())]),
    }
}

fn failed(what: &What) -> String {
    t(match what {
        What::Merge => "edit.failed.merge",
        What::Change { change: Change::Names { .. }, .. } => "edit.failed.name",
        What::Change { change: Change::Add(_), .. } => "edit.failed.add",
        What::Change { change: Change::Remove(_), .. } => "edit.failed.remove",
    })
}

fn refusal(what: &What, failure: &Failure) -> String {
    match &failure.cause {
        Cause::Forbidden => t(match what {
            What::Change { change: Change::Names { .. }, .. } => "edit.forbidden.name",
            _ => "edit.forbidden",
        }),
        Cause::Unauthorized => t("edit.unauthorized"),
        Cause::NotFound => t("edit.not-found"),
        Cause::Refused(409) => t("edit.conflict"),
        Cause::Refused(_) => t("edit.refused"),
        _ => advice(failure),
    }
}
