//! Changes of persons, in the contract's calls.

use serde_json::{Map, Value, json};

use super::door;
use super::service::{Cjds, objects};
use crate::http::Path;
use crate::sources::SourceError;
use journey::{Change, KnownIdentity, Names, Person, PersonId};

const PERSON: &str = "/admin/v1/api/person";

pub(super) async fn change(place: &Cjds, person: &PersonId, change: &Change) -> Result<Option<Person>, SourceError> {
    let path = |family: &str| place.of_organization(place.path(family).with("person-id", person.as_str()));
    let answer = match change {
        Change::Names { was, is } => place.client.patch(&path(PERSON), &names(was, is)).await,
        Change::Add(known) => {
            let path: Path = path("/admin/v1/api/person/add-identities");
            place.client.patch(&path, &by_kind(known)).await
        }
        Change::Remove(known) => {
            let path = path("/admin/v1/api/person/remove-identities");
            place.client.patch(&path, &json!([known.identity.as_str()])).await
        }
    }?;
    // Some answers only say that it was accepted.
    if answer.is_empty() {
        return Ok(None);
    }
    let found = objects(&answer).unwrap_or_default().first().map(|found| door::person(&cjds::Person::read(found)));
    Ok(found.filter(|found| found.id.as_ref() == Some(person)))
}

pub(super) async fn merge(place: &Cjds, primary: &PersonId, other: &PersonId) -> Result<(), SourceError> {
    let path = place.path("/admin/v1/api/person/merge").with("primary-person-id", primary.as_str());
    place.client.post(&place.of_organization(path), &json!({"personIdsToMerge": [other.as_str()]})).await?;
    Ok(())
}

/// The names that are others now, as a JSON Patch. A name that was not there cannot be replaced (RFC 6902).
fn names(was: &Names, is: &Names) -> Value {
    let operation = |path: &str, was: &Option<String>, is: &Option<String>| match (was, is) {
        (was, is) if was == is => None,
        (_, None) => Some(json!({"op": "remove", "path": path})),
        (None, Some(name)) => Some(json!({"op": "add", "path": path, "value": name})),
        (Some(_), Some(name)) => Some(json!({"op": "replace", "path": path, "value": name})),
    };
    let operations = [operation("/firstName", &was.first, &is.first), operation("/lastName", &was.last, &is.last)];
    operations.into_iter().flatten().collect()
}

fn by_kind(known: &KnownIdentity) -> Value {
    let mut body = Map::new();
    if let Some(kind) = known.kind {
        body.insert(kind.as_str().to_owned(), json!([known.identity.as_str()]));
    }
    Value::Object(body)
}
