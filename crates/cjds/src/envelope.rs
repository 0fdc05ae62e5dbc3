//! `{meta, data}`, in which every answer comes.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An answer of the service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Envelope<T, M = Meta> {
    /// Which organization and workspace answered.
    pub meta: M,
    /// The answer.
    pub data: T,
}

/// The usual `meta`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Meta {
    /// The organization that the token belongs to.
    pub organization_id: String,
    /// The workspace, where the call names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspace_id: Option<String>,
    /// The person, in an answer about a profile view.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person_id: Option<String>,
    /// The template, in an answer about a profile view.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_id: Option<String>,
}

/// The `meta` of historic events.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct EventsMeta {
    /// The organization that the token belongs to.
    pub organization_id: String,
    /// The workspace that was asked.
    pub workspace_id: String,
    /// How many events this page holds.
    pub result_count: i64,
    /// The identity that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
}

/// The rows of an answer: the list in `data`, the one object in `data`, or the bare list of a service that leaves the
/// envelope out. `None`: the answer has no such thing, so it is not of this contract, which says by an empty list that
/// there is nothing: an answer that has lost its data (`null`, `{}`) must not pass for that.
pub fn rows(answer: Value) -> Option<Vec<Value>> {
    match answer {
        Value::Array(rows) => Some(rows),
        Value::Object(mut fields) => match fields.remove("data")? {
            Value::Array(rows) => Some(rows),
            Value::Object(row) if !row.is_empty() => Some(vec![Value::Object(row)]),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn rows_are_found_in_a_list_and_an_object() {
        assert_eq!(rows(json!({"data": [1, 2]})), Some(vec![json!(1), json!(2)]));
        assert_eq!(rows(json!({"data": {"id": 1}})), Some(vec![json!({"id": 1})]));
        assert_eq!(rows(json!({"meta": {}, "data": []})), Some(vec![]));
        assert_eq!(rows(json!([1])), Some(vec![json!(1)]));
    }

    #[test]
    fn an_answer_of_another_kind_is_not_an_empty_history() {
        assert_eq!(rows(json!({"message": "ok"})), None);
        assert_eq!(rows(json!("<html>")), None);
        assert_eq!(rows(json!({"data": "<html>"})), None);
        for lost in
            [json!({}), json!(null), json!({"meta": {}, "data": null}), json!({"data": {}}), json!({"meta": {}})]
        {
            assert_eq!(rows(lost.clone()), None, "{lost}");
        }
    }
}
