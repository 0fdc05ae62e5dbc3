//! Finding persons by a part of an identity: a call that a self-hosted journey service has beside the vendor's contract
//! (`POST /admin/v1/api/person/workspace-id/{id}/parts/search`). The part stands in the body, as identities do.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Person;
use crate::lenient::{self, reads_leniently};
use crate::request::{Reader, deserialize_by_take};

/// The body that looks persons up by a part of an identity.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartSearchRequest {
    /// The last digits of a telephone number (four or more), the beginning of an e-mail address or its domain, the beginning
    /// or the end of a customer number.
    pub part: String,
}

/// Who was found by a part.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct FoundByPart {
    /// The persons, ten at most.
    #[serde(deserialize_with = "found")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub persons: Vec<FoundPerson>,
    /// Whether there are more of them: a longer part says whom of them is meant.
    #[serde(deserialize_with = "lenient::flag")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub has_more: bool,
}

/// One of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FoundPerson {
    /// The person.
    #[serde(flatten)]
    pub person: Person,
    /// In which identities the part stands.
    pub found_by: Vec<FoundBy>,
}

/// An identity in which the part stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct FoundBy {
    /// The identity.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub identity: String,
    /// `phone`, `email` or `customerId`.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub kind: String,
    /// `beginning`, `end` or `domain`.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub place: String,
}

impl PartSearchRequest {
    fn take(fields: &mut Reader<'_>) -> Self {
        Self { part: fields.text("part").unwrap_or_default() }
    }
}

impl FoundPerson {
    /// Reads it out of an answer. Nothing in it can make this fail: what does not fit is left empty.
    pub fn read(value: &Value) -> Self {
        let by = value.get("foundBy").and_then(Value::as_array);
        let found_by = by.into_iter().flatten().map(FoundBy::read).collect();
        Self { person: Person::read(value), found_by }
    }
}

/// A list of persons; anything else is nobody.
fn found<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<FoundPerson>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    Ok(value.as_array().into_iter().flatten().map(FoundPerson::read).collect())
}

reads_leniently!(FoundByPart, FoundBy);
deserialize_by_take!(PartSearchRequest);

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_was_found_is_read_whatever_is_missing_of_it() {
        let found = FoundByPart::read(&json!({"hasMore": "true", "persons": [
            {"id": "p", "phone": "+15550100123", "foundBy": [{"identity": "+15550100123", "kind": "phone", "place": "end"}]},
            {"id": "q", "foundBy": null}]}));
        assert!(found.has_more);
        let names: Vec<_> = found.persons.iter().map(|one| (one.person.id.as_str(), one.found_by.len())).collect();
        assert_eq!(names, [("p", 1), ("q", 0)]);
        assert_eq!(FoundByPart::read(&json!({"persons": "none"})), FoundByPart::default());
    }

    #[test]
    fn what_is_written_is_read_again() {
        let person = Person { id: "p".into(), email: vec!["ann@example.com".into()], ..Person::default() };
        let by = FoundBy { identity: "ann@example.com".into(), kind: "email".into(), place: "beginning".into() };
        let found = FoundByPart { persons: vec![FoundPerson { person, found_by: vec![by] }], has_more: false };
        assert_eq!(FoundByPart::read(&serde_json::to_value(&found).expect("written")), found);
    }
}
