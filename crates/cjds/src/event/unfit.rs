//! What can be wrong with an event that arrives. Its problems say it in English; the journey service, which also has words in
//! other languages, knows each again by its English. Nothing else of an event's reader makes problems.

use crate::Problem;

/// What is wrong with an event, or with one of its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit<'a> {
    /// A text that should be JSON is none, in the parser's words.
    NotJson(&'a str),
    /// There is something else than an event: what there is ("a list").
    NoEvent(&'a str),
    /// It says neither what happened nor anything about it.
    SaysNothing,
    /// The field is not there.
    Missing,
    /// The field has a text without letters.
    Empty,
    /// The field is no point in time: its JSON.
    NoTime(&'a str),
    /// The field is no object: what it is ("a list").
    NoObject(&'a str),
}

const NOT_JSON: &str = "not JSON: ";
const NO_EVENT: &str = " where an event was expected";
const SAYS_NOTHING: &str = "missing, and no data either";
const MISSING: &str = "missing";
const EMPTY: &str = "empty";
const NO_TIME: &str = "not a time: ";
const NO_OBJECT: &str = " where an object was expected";

impl<'a> Unfit<'a> {
    /// The problem of what stands at that place.
    pub(super) fn at(self, place: &str) -> Problem {
        let found = match self {
            Self::NotJson(error) => [NOT_JSON, error],
            Self::NoEvent(found) => [found, NO_EVENT],
            Self::SaysNothing => [SAYS_NOTHING, ""],
            Self::Missing => [MISSING, ""],
            Self::Empty => [EMPTY, ""],
            Self::NoTime(value) => [NO_TIME, value],
            Self::NoObject(found) => [found, NO_OBJECT],
        };
        Problem::new(place, found.concat())
    }

    /// What a problem of an event says ([`Problem::found`]); `None`: it is of another reader.
    pub fn of(found: &'a str) -> Option<Self> {
        match found {
            SAYS_NOTHING => return Some(Self::SaysNothing),
            MISSING => return Some(Self::Missing),
            EMPTY => return Some(Self::Empty),
            _ => {}
        }
        // What follows these was written by a sender, and may end with any words.
        let begun = found.strip_prefix(NOT_JSON).map(Self::NotJson);
        let begun = begun.or_else(|| found.strip_prefix(NO_TIME).map(Self::NoTime));
        let begun = begun.or_else(|| found.strip_suffix(NO_EVENT).map(Self::NoEvent));
        begun.or_else(|| found.strip_suffix(NO_OBJECT).map(Self::NoObject))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::CloudEvent;

    #[test]
    fn each_problem_of_an_event_is_known_again_by_its_words() {
        for unfit in [
            Unfit::NotJson("EOF where an object was expected"),
            Unfit::NoEvent("a list"),
            Unfit::SaysNothing,
            Unfit::Missing,
            Unfit::Empty,
            Unfit::NoTime("\"soon\""),
            Unfit::NoObject("text"),
        ] {
            assert_eq!(Unfit::of(&unfit.at("data").found), Some(unfit));
        }
        assert_eq!(Unfit::of("no engagement"), None);
    }

    #[test]
    fn what_is_wrong_with_an_event_is_said_in_the_words_that_it_is_known_by() {
        for (event, place, unfit) in [
            (json!([]), "", Unfit::NoEvent("a list")),
            (json!("5"), "", Unfit::NoEvent("a number")),
            (json!("{"), "", Unfit::NotJson("EOF while parsing an object at line 1 column 1")),
            (json!({"type": null}), "type", Unfit::SaysNothing),
            (json!({"time": 5, "data": {"a": 1}}), "type", Unfit::Missing),
            (json!({"type": "t", "time": 5}), "data", Unfit::Missing),
            (json!({"type": "t", "time": 5, "data": " "}), "data", Unfit::Empty),
            (json!({"type": "t", "time": 5, "data": "[]"}), "data", Unfit::NoObject("a list")),
            (json!({"type": "t", "time": "soon", "data": {}}), "time", Unfit::NoTime("\"soon\"")),
            (json!({"type": "t", "data": {}}), "time", Unfit::Missing),
        ] {
            let problems = match CloudEvent::read(&event) {
                Ok(read) => read.problems,
                Err(problem) => vec![problem],
            };
            let known: Vec<_> =
                problems.iter().map(|problem| (problem.place.as_str(), Unfit::of(&problem.found))).collect();
            assert_eq!(known, [(place, Some(unfit))], "{event}");
        }
    }
}
