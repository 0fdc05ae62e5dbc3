//! The progressive profile as computed for one person by one template.

use serde::Serialize;
use serde_json::Value;

use crate::lenient::{Fields, deserialize_by_read};
use crate::{Template, TemplateAttribute, lenient};

/// One profile view, as it stands in `data[0]` of an answer and in each message of the live stream.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProfileView {
    /// The workspace that computed it.
    pub workspace_id: String,
    /// The organization it belongs to.
    pub organization_id: String,
    /// Whose profile it is.
    pub person_id: String,
    /// By which template.
    pub template_id: String,
    /// The values, in the template's order.
    pub attributes: Vec<ProfileAttribute>,
    /// When it was computed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<String>,
}

impl ProfileView {
    /// Reads it out of an answer. Nothing in it can make this fail: what does not fit is left empty.
    pub fn read(value: &Value) -> Self {
        let fields = Fields(value);
        Self {
            workspace_id: fields.text("workspaceId"),
            organization_id: fields.text("organizationId"),
            person_id: fields.text("personId"),
            template_id: fields.text("templateId"),
            attributes: fields.list("attributes").iter().map(ProfileAttribute::read).collect(),
            timestamp: fields.optional_text("timestamp"),
        }
    }
}

/// One attribute of a view: a result or an error.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProfileAttribute {
    /// What was asked.
    pub query_template: TemplateAttribute,
    /// The value: text, a number, or a list of them (`"13"`, `["3"]`). [`read_result`] reads it.
    pub result: Value,
    /// Why there is no value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The events that the value came from, where the template is verbose; each an object or a JSON string of one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub journey_events: Vec<Value>,
}

impl ProfileAttribute {
    /// Reads it out of an answer. Nothing in it can make this fail: what does not fit is left empty.
    pub fn read(value: &Value) -> Self {
        let fields = Fields(value);
        Self {
            query_template: fields.get("queryTemplate").map(TemplateAttribute::read).unwrap_or_default(),
            result: fields.get("result").cloned().unwrap_or_default(),
            error: fields.optional_text("error"),
            journey_events: fields.list("journeyEvents").to_vec(),
        }
    }
}

impl ProfileView {
    /// An empty view of `template`.
    pub fn of(template: &Template) -> Self {
        Self { template_id: template.id.clone(), ..Self::default() }
    }
}

/// The result as the values that people read; empty if there is none. A string that is itself a JSON list
/// (`"[\"3\"]"`) is read as that list.
pub fn read_result(result: &Value) -> Vec<String> {
    match result {
        Value::Array(values) => values.iter().flat_map(read_result).collect(),
        Value::String(text) if text.trim_start().starts_with('[') => match crate::json::parse(text) {
            Ok(Value::Array(values)) => values.iter().filter_map(lenient::scalar).collect(),
            _ => vec![text.clone()],
        },
        Value::Object(_) => vec![result.to_string()],
        value => lenient::scalar(value).filter(|text| !text.trim().is_empty()).into_iter().collect(),
    }
}

deserialize_by_read!(ProfileView, ProfileAttribute);

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_result_is_read_as_text_number_and_list() {
        assert_eq!(read_result(&json!("13")), ["13"]);
        assert_eq!(read_result(&json!(13)), ["13"]);
        assert_eq!(read_result(&json!(["3"])), ["3"]);
        assert_eq!(read_result(&json!("[\"a\",\"b\"]")), ["a", "b"]);
        assert!(read_result(&json!(null)).is_empty());
        assert!(read_result(&json!(" ")).is_empty());
    }

    #[test]
    fn an_attribute_of_an_unknown_mode_does_not_spoil_its_view() {
        let view: ProfileView = serde_json::from_value(json!({"attributes": [
            {"queryTemplate": {"displayName": "Odd", "aggregationMode": "Median", "limit": "many"}, "error": "failed"},
            {"queryTemplate": {"displayName": "Calls", "aggregationMode": "Count", "widgetAttributes": {"type": "table"}}, "result": "2"},
        ]}))
        .expect("read");
        assert_eq!(view.attributes[0].query_template.mode(), None);
        assert!(view.attributes[1].query_template.is_shown());
    }
}
