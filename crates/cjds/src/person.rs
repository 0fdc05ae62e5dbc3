//! A person: names and the identities by which the person is known.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::lenient::{self, reads_leniently};
use crate::request::{Reader, deserialize_by_take};

/// A person as the service answers it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Person {
    /// The service's id.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub id: String,
    /// Given name, in any script.
    #[serde(deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Family name, in any script.
    #[serde(deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Telephone numbers, E.164.
    #[serde(deserialize_with = "lenient::texts")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub phone: Vec<String>,
    /// E-mail addresses.
    #[serde(deserialize_with = "lenient::texts")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub email: Vec<String>,
    /// Web sessions and other passing identities.
    #[serde(deserialize_with = "lenient::texts")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub temporary_id: Vec<String>,
    /// The tenant's customer numbers.
    #[serde(deserialize_with = "lenient::texts")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub customer_id: Vec<String>,
    /// Users of social networks.
    #[serde(deserialize_with = "lenient::texts")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub social_id: Vec<String>,
    /// All identities, in one list.
    #[serde(deserialize_with = "lenient::texts")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub aliases: Vec<String>,
    /// ISO 8601 UTC. Equal to `updated_at` on a person that a first contact created.
    #[serde(deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
    /// `journey-stream-profiles` on a person that a first contact created.
    #[serde(deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub created_by: Option<String>,
    /// ISO 8601 UTC.
    #[serde(deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<String>,
    /// Who changed it last.
    #[serde(deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub updated_by: Option<String>,
    /// The organization it belongs to.
    #[serde(deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
    /// The workspace it belongs to.
    #[serde(deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub workspace_id: Option<String>,
}

/// The body that creates a person.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PersonRequest {
    /// Given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The identities to begin with.
    #[serde(flatten)]
    pub identities: IdentitiesRequest,
}

/// Identities by kind: the body that adds them to a person, and a part of others.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct IdentitiesRequest {
    /// Telephone numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phone: Vec<String>,
    /// E-mail addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub email: Vec<String>,
    /// Web sessions and other passing identities.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub temporary_id: Vec<String>,
    /// Customer numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub customer_id: Vec<String>,
    /// Users of social networks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub social_id: Vec<String>,
}

/// The body that merges other persons into a primary one.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MergePersonsRequest {
    /// Who goes into the primary person; at least one.
    pub person_ids_to_merge: Vec<String>,
}

/// The body that creates a person from identities, or merges them into the person who has one of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MergeIdentitiesRequest {
    /// True: what the body does not name is removed from the person.
    pub r#override: bool,
    /// Names and identities.
    #[serde(flatten)]
    pub person: PersonRequest,
}

/// The body that looks persons up by aliases.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AliasSearchRequest {
    /// The aliases; each is one, also with a comma in it.
    pub identities: Vec<String>,
}

/// One operation of a JSON Patch (RFC 6902), cut to what the service takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PatchOperation {
    /// `add`, `replace` or `remove`; the vendor's document also says `update` for `replace`.
    pub op: String,
    /// `/firstName`, `/phone/0`, `/phone/-` …
    pub path: String,
    /// The new value; left out for `remove`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
}

impl PersonRequest {
    fn take(fields: &mut Reader<'_>) -> Self {
        Self {
            first_name: fields.text("firstName"),
            last_name: fields.text("lastName"),
            identities: IdentitiesRequest::take(fields),
        }
    }
}

impl IdentitiesRequest {
    fn take(fields: &mut Reader<'_>) -> Self {
        Self {
            phone: fields.texts("phone"),
            email: fields.texts("email"),
            temporary_id: fields.texts("temporaryId"),
            customer_id: fields.texts("customerId"),
            social_id: fields.texts("socialId"),
        }
    }
}

impl MergeIdentitiesRequest {
    fn take(fields: &mut Reader<'_>) -> Self {
        Self { r#override: fields.flag("override"), person: PersonRequest::take(fields) }
    }
}

impl MergePersonsRequest {
    fn take(fields: &mut Reader<'_>) -> Self {
        Self { person_ids_to_merge: fields.texts("personIdsToMerge") }
    }
}

impl AliasSearchRequest {
    fn take(fields: &mut Reader<'_>) -> Self {
        Self { identities: fields.texts("identities") }
    }
}

reads_leniently!(Person);
deserialize_by_take!(PersonRequest, IdentitiesRequest, MergeIdentitiesRequest, MergePersonsRequest, AliasSearchRequest);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_with_nulls_and_single_values_is_read() {
        let person: Person = serde_json::from_str(
            r#"{"id": "p1", "firstName": null, "lastName": "李", "phone": "+15550100", "email": null, "customerId": [17, "b"], "aliases": ["+15550100"]}"#,
        )
        .expect("read");
        assert_eq!((person.first_name, person.last_name.as_deref()), (None, Some("李")));
        assert_eq!(person.phone, ["+15550100"]);
        assert_eq!(person.customer_id, ["17", "b"]);
        assert!(person.email.is_empty());
    }
}
