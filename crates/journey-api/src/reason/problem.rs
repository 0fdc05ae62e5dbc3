//! What readers of events, of contact centers' records and of filters find wrong, as reasons with a code. They say it in English and
//! in no other form, as the widget reads by them, too: here each of their sentences is known again.

use cjds::rsql::SyntaxError;
use cjds::{Problem, Unfit};

use super::{Fault, Reason};

impl From<Problem> for Reason {
    fn from(Problem { place, found }: Problem) -> Self {
        Self::at(place, fault(found))
    }
}

impl From<SyntaxError> for Reason {
    fn from(SyntaxError { position, expected, found }: SyntaxError) -> Self {
        let position = position.saturating_add(1);
        match found.as_str() {
            SyntaxError::END => Fault::FilterUnfinished { position, expected }.into(),
            _ => Fault::FilterSyntax { position, expected, found }.into(),
        }
    }
}

fn fault(found: String) -> Fault {
    if let Some(unfit) = Unfit::of(&found) {
        return match unfit {
            Unfit::NotJson(error) => Fault::NotJson { error: error.to_owned() },
            Unfit::NoEvent(found) => Fault::NoEvent { found: found.to_owned() },
            Unfit::SaysNothing => Fault::SaysNothing,
            Unfit::Missing => Fault::Lacking,
            Unfit::Empty => Fault::Blank,
            Unfit::NoTime(value) => Fault::NotATime { value: value.to_owned() },
            Unfit::NoObject(found) => Fault::ObjectExpected { found: found.to_owned() },
        };
    }
    match found.as_str() {
        "no id" => Fault::RecordWithoutId,
        "no engagement" => Fault::RecordNoEngagement,
        _ => match found.strip_suffix(" is no time") {
            Some(value) => Fault::RecordTime { value: value.to_owned() },
            // The value itself, as Avaya's records have it.
            None => Fault::Unexpected { value: found },
        },
    }
}

#[cfg(test)]
mod tests {
    use genesys::conversation;
    use serde_json::{Value, json};

    use super::*;

    /// What a reader said, and its code.
    fn told(problems: Vec<Problem>) -> Vec<(String, String)> {
        let code = |reason: &Reason| serde_json::to_value(reason.detail()).expect("told")["code"].clone();
        let each = problems.into_iter().map(|problem| {
            let reason = Reason::from(problem.clone());
            assert_eq!(reason.to_string(), problem.to_string(), "its English stays as it is");
            (problem.to_string(), code(&reason).as_str().expect("a code").to_owned())
        });
        each.collect()
    }

    fn wanted(all: &[(&str, &str)]) -> Vec<(String, String)> {
        all.iter().map(|(said, code)| ((*said).to_owned(), (*code).to_owned())).collect()
    }

    #[test]
    fn what_is_wrong_with_a_record_of_avaya_has_a_code() {
        let read = |record: Value| match avaya::engagement(&record) {
            Ok(events) => told(events.into_iter().flat_map(|event| event.problems).collect()),
            Err(unread) => told(vec![unread.problem]),
        };
        assert_eq!(read(json!(5)), wanted(&[("engagements: no engagement", "record.no-engagement")]));
        assert_eq!(read(json!({})), wanted(&[("engagements: no id", "record.no-id")]));
        let odd = json!({"id": "e", "startDate": "soon", "queues": [5]});
        let said = read(odd);
        assert!(said.contains(&("startDate: \"soon\"".to_owned(), "event.unexpected".to_owned())), "{said:?}");
        assert!(said.contains(&("queues: 5".to_owned(), "event.unexpected".to_owned())), "{said:?}");
        assert_eq!(read(json!({"id": "e"})), wanted(&[("startDate: missing", "event.missing")]));
    }

    #[test]
    fn what_is_wrong_with_a_record_of_genesys_has_a_code() {
        let read = |record: Value| match conversation(&record, &()) {
            Ok(events) => told(events.into_iter().flat_map(|event| event.problems).collect()),
            Err(unread) => told(vec![unread.problem]),
        };
        assert_eq!(read(json!({})), wanted(&[("conversationId: missing", "event.missing")]));
        let odd = json!({"conversationId": "c", "conversationStart": "soon", "participants": []});
        assert_eq!(read(odd), wanted(&[("conversationStart: \"soon\" is no time", "record.not-a-time")]));
    }
}
