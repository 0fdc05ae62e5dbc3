//! Why a call of the service came to nothing, as people are told it.

use cjds::ApiError;

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
    /// What exactly, one entry each; in the service's language, English.
    pub(crate) reasons: Vec<String>,
    /// What the log of the service has it under.
    pub(crate) tracking_id: String,
}

impl Refusal {
    /// Whether a name is taken. With the same status the service says what cannot be done as things are.
    fn is_of_a_name(&self) -> bool {
        let is_of_a_name =
            |reason: &String| reason.ends_with("already exists") || reason.ends_with("has this name already");
        self.reasons.is_empty() || self.reasons.iter().any(is_of_a_name)
    }
}

impl Problem {
    /// Reads the answer of a call that was not done.
    pub(crate) fn of(status: u16, body: &str) -> Self {
        let error: ApiError = serde_json::from_str(body).unwrap_or_default();
        Self::Refused(Refusal { status, reasons: error.errors, tracking_id: error.tracking_id })
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
                409 if refusal.is_of_a_name() => "problem.conflict",
                409 => "problem.not-now",
                413 => "problem.too-large",
                429 | 503 => "problem.busy",
                _ => "problem.failed",
            },
        }
    }

    /// What the service said of one field of a form (`name: is empty`), without the field's name.
    pub(crate) fn of_field(&self, field: &str) -> Option<String> {
        self.reasons().iter().find_map(|reason| {
            let (named, said) = reason.split_once(": ")?;
            // `phone[0]` and `phone.0` are the field's, too.
            let named = named.split(['[', '.']).next().unwrap_or_default();
            (named == field).then(|| said.to_owned())
        })
    }

    /// What the service said of one entry of a list (`attributes[2].limit: must be …`): the field in it, and what.
    pub(crate) fn of_entry(&self, list: &str, index: usize) -> Vec<(String, String)> {
        let begin = format!("{list}[{index}].");
        let of_entry = |reason: &String| {
            let (named, said) = reason.strip_prefix(&begin)?.split_once(": ")?;
            Some((named.to_owned(), said.to_owned()))
        };
        self.reasons().iter().filter_map(of_entry).collect()
    }

    /// Whether there is one of this name already.
    pub(crate) fn is_conflict(&self) -> bool {
        matches!(self, Self::Refused(Refusal { status: 409, .. }))
    }

    /// What the service said that is of none of these fields.
    pub(crate) fn of_no_field(&self, fields: &[&str]) -> Vec<String> {
        let is_of_a_field = |reason: &&String| {
            let named = reason.split_once(": ").map(|(named, _)| named.split(['[', '.']).next().unwrap_or_default());
            named.is_some_and(|named| fields.contains(&named))
        };
        self.reasons().iter().filter(|reason| !is_of_a_field(reason)).cloned().collect()
    }

    /// All that the service said.
    pub(crate) fn reasons(&self) -> &[String] {
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
            "trackingId": "7"}"#;
        let problem = Problem::of(400, body);
        assert_eq!(problem.of_field("name").as_deref(), Some("is empty"));
        assert_eq!(problem.of_field("phone").as_deref(), Some("has no digits"));
        assert_eq!(problem.of_field("email"), None);
        assert_eq!(problem.of_no_field(&["name", "phone"]), ["so not"]);
        assert_eq!((problem.key(), problem.tracking_id()), ("problem.invalid", Some("7")));
    }

    #[test]
    fn what_the_service_says_of_an_entry_of_a_list_stands_in_that_entry() {
        let body = r#"{"errors": ["name: is empty", "attributes[1].limit: must be at least 0", "attributes[11].event: is missing"]}"#;
        let problem = Problem::of(400, body);
        assert_eq!(problem.of_entry("attributes", 1), [("limit".to_owned(), "must be at least 0".to_owned())]);
        assert_eq!(problem.of_entry("attributes", 11).len(), 1);
        assert!(problem.of_entry("attributes", 0).is_empty() && !problem.is_conflict());
    }

    #[test]
    fn a_name_that_is_taken_and_what_cannot_be_done_now_have_one_status_and_different_words() {
        let key = |reason: &str| Problem::of(409, &format!(r#"{{"errors": ["{reason}"]}}"#)).key();
        assert_eq!(key("Connector Shop already exists"), "problem.conflict");
        assert_eq!(key("A connector of the organization has this name already"), "problem.conflict");
        assert_eq!(key("The connector is off"), "problem.not-now");
    }

    #[test]
    fn an_answer_of_something_else_than_the_service_is_told_by_its_status() {
        let problem = Problem::of(502, "<html>Bad Gateway</html>");
        assert_eq!((problem.key(), problem.reasons().len(), problem.tracking_id()), ("problem.failed", 0, None));
    }
}
