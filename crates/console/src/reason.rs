//! Why the service refused something or could not take it, as it tells programs: by a code with values, for which the console
//! has words, and a sentence in English for a code that it does not know. Forms, imports and connectors show it.

use serde::Deserialize;
use serde_json::{Map, Value};

/// A reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Reason {
    /// The field of the form or the column of the table; empty: it is of the whole.
    pub(crate) place: String,
    /// Under which the words are; empty: there are none.
    pub(crate) code: String,
    pub(crate) params: Map<String, Value>,
    /// In English, without the place.
    pub(crate) message: String,
}

/// What is said of a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) words: String,
    /// It is the service's sentence, whatever the language of the page.
    pub(crate) is_english: bool,
}

impl Reason {
    /// What a service says that has no codes yet: `name: is empty` is of a field.
    pub(crate) fn of_sentence(sentence: &str) -> Self {
        let is_place = |place: &str| !place.is_empty() && !place.contains(char::is_whitespace);
        let (place, message) = match sentence.split_once(": ") {
            Some((place, message)) if is_place(place) => (place, message),
            _ => ("", sentence),
        };
        Self { place: place.to_owned(), message: message.to_owned(), ..Self::default() }
    }

    /// All of them: as programs are told, or where they are not, by their sentences.
    pub(crate) fn all(sentences: &[String], details: Vec<Self>) -> Vec<Self> {
        if details.len() == sentences.len() {
            details
        } else {
            sentences.iter().map(|sentence| Self::of_sentence(sentence)).collect()
        }
    }

    /// The field that it is of: `phone[0]` and `phone.0` are the field's, too.
    pub(crate) fn field(&self) -> &str {
        self.place.split(['[', '.']).next().unwrap_or_default()
    }

    /// The field in an entry of a list, if it is of that entry: `limit` of `attributes[2].limit`.
    pub(crate) fn in_entry(&self, list: &str, index: usize) -> Option<&str> {
        self.place.strip_prefix(&format!("{list}[{index}]."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_without_codes_is_understood_by_its_sentences() {
        let reason = Reason::of_sentence("phone[0]: has no digits");
        assert_eq!((reason.field(), reason.message.as_str()), ("phone", "has no digits"));
        let reason = Reason::of_sentence("What came cannot be read: so not");
        assert_eq!((reason.field(), reason.message.as_str()), ("", "What came cannot be read: so not"));
        let sentences = ["name: is empty".to_owned(), "b".to_owned()];
        assert_eq!(Reason::all(&sentences, vec![Reason::default()])[0].field(), "name");
    }

    #[test]
    fn a_reason_of_an_entry_names_the_field_in_it() {
        let reason = Reason { place: "attributes[11].limit".to_owned(), ..Reason::default() };
        assert_eq!(reason.in_entry("attributes", 11), Some("limit"));
        assert_eq!(reason.in_entry("attributes", 1), None);
        assert_eq!(reason.field(), "attributes");
    }
}
