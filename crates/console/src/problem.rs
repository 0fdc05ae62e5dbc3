//! Why a call of the service came to nothing, as people are told it.

use cjds::ApiError;
use serde::Deserialize;

use crate::reason::Reason;

/// Why a call came to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// No answer came: the network, the service, or its time is up.
    Unreachable,
    /// An answer came that the console cannot read.
    Unreadable,
    /// The service refused or failed.
    Refused(Refusal),
}

/// What the service said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    /// What exactly, one entry each.
    pub(crate) reasons: Vec<Reason>,
    /// What the log of the service has it under.
    pub(crate) tracking_id: String,
}

impl Problem {
    /// Reads the answer of a call that was not done.
    pub(crate) fn of(status: u16, body: &str) -> Self {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Details {
            details: Vec<Reason>,
        }
        let error: ApiError = serde_json::from_str(body).unwrap_or_default();
        let Details { details } = serde_json::from_str(body).unwrap_or_default();
        let reasons = Reason::all(&error.errors, details);
        Self::Refused(Refusal { status, reasons, tracking_id: error.tracking_id })
    }

    /// The key of the words for it.
    pub(crate) fn key(&self) -> &'static str {
        match self {
            Self::Unreachable => "problem.unreachable",
            Self::Unreadable => "problem.unreadable",
            Self::Refused(refusal) => match refusal.status {
                400 | 422 => "problem.invalid",
                401 => "problem.signed-out",
                403 => "problem.not-allowed",
                404 => "problem.not-found",
                409 if self.is_conflict() => "problem.conflict",
                409 => "problem.not-now",
                413 => "problem.too-large",
                429 | 503 => "problem.busy",
                _ => "problem.failed",
            },
        }
    }

    /// What the service said of one field of a form.
    pub(crate) fn of_field(&self, field: &str) -> Option<&Reason> {
        self.reasons().iter().find(|reason| reason.field() == field)
    }

    /// What the service said of one entry of a list (`attributes[2].limit`): the field in it, and what.
    pub(crate) fn of_entry(&self, list: &str, index: usize) -> Vec<(String, Reason)> {
        let of_entry = |reason: &Reason| Some((reason.in_entry(list, index)?.to_owned(), reason.clone()));
        self.reasons().iter().filter_map(of_entry).collect()
    }

    /// Whether there is one of this name already.
    pub(crate) fn is_conflict(&self) -> bool {
        let is_of_a_name = |reason: &Reason| reason.code.starts_with("exists.");
        matches!(self, Self::Refused(Refusal { status: 409, reasons, .. }) if reasons.iter().any(is_of_a_name))
    }

    /// What the service said that is of none of these fields.
    pub(crate) fn of_no_field(&self, fields: &[&str]) -> Vec<Reason> {
        self.reasons().iter().filter(|reason| !fields.contains(&reason.field())).cloned().collect()
    }

    /// All that the service said.
    pub(crate) fn reasons(&self) -> &[Reason] {
        match self {
            Self::Refused(refusal) => &refusal.reasons,
            _ => &[],
        }
    }

    /// What to name to whoever runs the service.
    pub(crate) fn tracking_id(&self) -> Option<&str> {
        match self {
            Self::Refused(refusal) if !refusal.tracking_id.is_empty() => Some(&refusal.tracking_id),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_service_says_of_a_field_stands_beside_that_field() {
        let body = r#"{"status": "400 BAD_REQUEST", "errors": ["name: is empty", "phone[0]: has no digits", "so not"],
            "details": [{"place": "name", "code": "text.empty", "message": "is empty"},
                {"place": "phone[0]", "code": "phone.no-digits", "params": {"value": "x"}, "message": "has no digits"},
                {"message": "so not"}], "trackingId": "7"}"#;
        let problem = Problem::of(400, body);
        let code = |field: &str| problem.of_field(field).map(|reason| reason.code.as_str());
        assert_eq!((code("name"), code("phone"), code("email")), (Some("text.empty"), Some("phone.no-digits"), None));
        let rest = problem.of_no_field(&["name", "phone"]);
        assert_eq!(rest.iter().map(|reason| reason.message.as_str()).collect::<Vec<_>>(), ["so not"]);
        assert_eq!((problem.key(), problem.tracking_id()), ("problem.invalid", Some("7")));
    }

    #[test]
    fn what_the_service_says_of_an_entry_of_a_list_stands_in_that_entry() {
        let body = r#"{"errors": ["name: is empty", "attributes[1].limit: must be at least 0", "attributes[11].event: is missing"]}"#;
        let problem = Problem::of(400, body);
        let said: Vec<_> =
            problem.of_entry("attributes", 1).into_iter().map(|(field, said)| (field, said.message)).collect();
        assert_eq!(said, [("limit".to_owned(), "must be at least 0".to_owned())]);
        assert_eq!(problem.of_entry("attributes", 11).len(), 1);
        assert!(problem.of_entry("attributes", 0).is_empty() && !problem.is_conflict());
    }

    #[test]
    fn what_cannot_be_done_now_is_told_from_a_name_that_is_taken() {
        let of = |code: &str| Problem::of(409, &format!(r#"{{"errors": ["x"], "details": [{{"code": "{code}"}}]}}"#));
        assert_eq!(of("exists.project").key(), "problem.conflict");
        assert_eq!(of("connector.off").key(), "problem.not-now");
    }

    #[test]
    fn an_answer_of_something_else_than_the_service_is_told_by_its_status() {
        let problem = Problem::of(502, "<html>Bad Gateway</html>");
        assert_eq!((problem.key(), problem.reasons().len(), problem.tracking_id()), ("problem.failed", 0, None));
    }
}
