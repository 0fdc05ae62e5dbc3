//! JSON Patch (RFC 6902) of a person, cut to what the service takes: names, and identities in their lists.

use cjds::{IdentityType, PatchOperation, Person, read_texts};
use serde_json::Value;

use crate::reason::Fault;
use crate::store::{Identity, list_of};

/// The person's identities, in the order in which they are listed.
pub(crate) fn identities(person: &Person) -> Vec<Identity> {
    let lists = [
        (IdentityType::Phone, &person.phone),
        (IdentityType::Email, &person.email),
        (IdentityType::CustomerId, &person.customer_id),
        (IdentityType::SocialId, &person.social_id),
        (IdentityType::TemporaryId, &person.temporary_id),
    ];
    let mut identities: Vec<Identity> = Vec::new();
    for identity in lists.iter().flat_map(|(kind, list)| list.iter().map(|value| Identity::new(*kind, value))) {
        if !identities.contains(&identity) {
            identities.push(identity);
        }
    }
    identities
}

/// Whether the operations are about names and nothing else.
pub(crate) fn only_names(operations: &[PatchOperation]) -> bool {
    operations.iter().all(|operation| matches!(operation.path.as_str(), "/firstName" | "/lastName"))
}

/// Applies all operations, or says what is wrong with each that cannot be applied.
pub(crate) fn apply(person: &mut Person, operations: &[PatchOperation]) -> Result<(), Vec<Fault>> {
    let mut faults = Vec::new();
    for (number, operation) in operations.iter().enumerate() {
        if let Err(wrong) = apply_one(person, operation) {
            faults.push(wrong.fault(number, operation));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// What is wrong with an operation.
enum Wrong {
    Op,
    Path,
    TooDeep,
    Field,
    /// Its value is no text.
    Text,
    /// Its value is neither a text nor a list of them.
    Texts,
    NoValue,
    Index,
    NothingThere,
}

impl Wrong {
    fn fault(self, operation: usize, of: &PatchOperation) -> Fault {
        let (op, path) = (of.op.clone(), of.path.clone());
        match self {
            Self::Op => Fault::PatchOp { operation, op, path },
            Self::Path => Fault::PatchPath { operation, op, path },
            Self::TooDeep => Fault::PatchTooDeep { operation, op, path },
            Self::Field => Fault::PatchField { operation, op, path },
            Self::Text => Fault::PatchText { operation, op, path },
            Self::Texts => Fault::PatchTexts { operation, op, path },
            Self::NoValue => Fault::PatchNoValue { operation, op, path },
            Self::Index => Fault::PatchIndex { operation, op, path },
            Self::NothingThere => Fault::PatchNothingThere { operation, op, path },
        }
    }
}

fn apply_one(person: &mut Person, operation: &PatchOperation) -> Result<(), Wrong> {
    let action = match operation.op.as_str() {
        "add" => Action::Add,
        "replace" | "update" => Action::Replace,
        "remove" => Action::Remove,
        _ => return Err(Wrong::Op),
    };
    let mut keys = operation.path.strip_prefix('/').ok_or(Wrong::Path)?.split('/');
    let (field, index) = (keys.next().unwrap_or_default(), keys.next());
    if keys.next().is_some() {
        return Err(Wrong::TooDeep);
    }
    let value = operation.value.as_ref().filter(|value| !value.is_null());
    match (field, index) {
        ("firstName", None) => set_name(&mut person.first_name, action, value),
        ("lastName", None) => set_name(&mut person.last_name, action, value),
        _ => {
            let kind = IdentityType::ALL.into_iter().find(|kind| kind.as_str() == field);
            let kind = kind.ok_or(Wrong::Field)?;
            edit(list_of(person, kind), action, index, value)
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Action {
    Add,
    Replace,
    Remove,
}

fn set_name(name: &mut Option<String>, action: Action, value: Option<&Value>) -> Result<(), Wrong> {
    *name = match (action, value) {
        (Action::Remove, _) => None,
        (_, Some(Value::String(text))) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        _ => return Err(Wrong::Text),
    };
    Ok(())
}

fn edit(list: &mut Vec<String>, action: Action, index: Option<&str>, value: Option<&Value>) -> Result<(), Wrong> {
    let at = match index {
        None => {
            let values = value.map(read_texts).transpose().map_err(|_| Wrong::Texts)?;
            match (action, values) {
                (Action::Remove, _) => list.clear(),
                (_, None) => return Err(Wrong::NoValue),
                // A member that is there is replaced by one that is added (RFC 6902, 4.1).
                (Action::Add | Action::Replace, Some(values)) => *list = values,
            }
            return Ok(());
        }
        Some("-") if action == Action::Add => list.len(),
        Some(index) => index.parse().map_err(|_| Wrong::Index)?,
    };
    let text = value.map(|value| match (value, read_texts(value)) {
        (Value::String(_) | Value::Number(_), Ok(mut texts)) => texts.pop().ok_or(Wrong::Text),
        _ => Err(Wrong::Text),
    });
    let is_there = at < list.len();
    match (action, text.transpose()?) {
        (Action::Add, Some(text)) if at <= list.len() => list.insert(at, text),
        (Action::Replace, Some(text)) if is_there => list.splice(at..=at, [text]).for_each(drop),
        (Action::Remove, _) if is_there => drop(list.remove(at)),
        (Action::Add | Action::Replace, None) => return Err(Wrong::NoValue),
        _ => return Err(Wrong::NothingThere),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn patched(operations: Value) -> Result<Person, Vec<Fault>> {
        let mut person = Person {
            first_name: Some("José".to_owned()),
            phone: vec!["+12025550143".to_owned(), "+12025550144".to_owned()],
            ..Person::default()
        };
        let operations: Vec<PatchOperation> = serde_json::from_value(operations).expect("operations");
        apply(&mut person, &operations).map(|()| person)
    }

    #[test]
    fn names_and_identities_are_added_replaced_and_removed() {
        let person = patched(json!([
            {"op": "replace", "path": "/firstName", "value": "Łukasz"},
            {"op": "add", "path": "/lastName", "value": "李"},
            {"op": "add", "path": "/email/-", "value": "l@example.com"},
            {"op": "add", "path": "/phone/0", "value": "+12025550145"},
            {"op": "remove", "path": "/phone/2"},
            {"op": "update", "path": "/phone/1", "value": "+12025550146"},
        ]))
        .expect("applied");
        assert_eq!((person.first_name.as_deref(), person.last_name.as_deref()), (Some("Łukasz"), Some("李")));
        assert_eq!(person.phone, ["+12025550145", "+12025550146"]);
        assert_eq!(person.email, ["l@example.com"]);
    }

    #[test]
    fn names_are_told_from_all_else() {
        let names =
            |path: &str| only_names(&[PatchOperation { op: "replace".to_owned(), path: path.to_owned(), value: None }]);
        assert!(names("/firstName") && names("/lastName") && only_names(&[]));
        for path in
            ["", "/", "/phone", "/phone/0", "/email/-", "/customerId", "/id", "/firstname", "/firstName/0", "firstName"]
        {
            assert!(!names(path), "{path}");
        }
    }

    #[test]
    fn what_cannot_be_applied_says_which_operation_and_why() {
        let reasons = patched(json!([
            {"op": "replace", "path": "/firstName", "value": "Ann"},
            {"op": "remove", "path": "/phone/9"},
            {"op": "move", "path": "/phone/0"},
            {"op": "add", "path": "/id", "value": "x"},
            {"op": "add", "path": "/phone/-"},
        ]))
        .expect_err("refused");
        assert_eq!(reasons.len(), 4, "{reasons:?}");
        assert_eq!(reasons[0].to_string(), "operation 1 (remove /phone/9): there is nothing at this index");
    }

    #[test]
    fn a_whole_list_that_is_added_takes_the_place_of_the_old_one() {
        for (value, expected) in [
            (json!(["+12025550150"]), vec!["+12025550150"]),
            (json!("+12025550150"), vec!["+12025550150"]),
            (json!(["+12025550150", "", "+12025550151"]), vec!["+12025550150", "+12025550151"]),
            (json!([]), vec![]),
        ] {
            for op in ["add", "replace"] {
                let person = patched(json!([{"op": op, "path": "/phone", "value": value}])).expect("applied");
                assert_eq!(person.phone, expected, "{op} {value}");
            }
        }
        let person = patched(json!([{"op": "add", "path": "/email", "value": ["a@example.com"]},
            {"op": "add", "path": "/email/-", "value": "b@example.com"}, {"op": "add", "path": "/customerId/-", "value": 42}]))
        .expect("applied");
        assert_eq!(
            (person.email, person.customer_id),
            (vec!["a@example.com".to_owned(), "b@example.com".to_owned()], vec!["42".to_owned()])
        );
        assert_eq!(patched(json!([{"op": "remove", "path": "/phone"}])).expect("applied").phone, Vec::<String>::new());
    }
}
