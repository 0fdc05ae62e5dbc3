//! The progressive profile as computed for one person by one template.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::lenient::{self, reads_leniently};
use crate::{Template, TemplateAttribute};

/// One profile view, as it stands in `data[0]` of an answer and in each message of the live stream.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ProfileView {
    /// The workspace that computed it.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub workspace_id: String,
    /// The organization it belongs to.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub organization_id: String,
    /// Whose profile it is.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub person_id: String,
    /// By which template.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub template_id: String,
    /// The values, in the template's order.
    #[serde(deserialize_with = "lenient::records")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub attributes: Vec<ProfileAttribute>,
    /// When it was computed.
    #[serde(deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<String>,
}

/// One attribute of a view: a result or an error.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ProfileAttribute {
    /// What was asked.
    #[serde(deserialize_with = "lenient::record")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub query_template: TemplateAttribute,
    /// The value: text, a number, or a list of them (`"13"`, `["3"]`). [`read_result`] reads it.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub result: Value,
    /// Why there is no value.
    #[serde(deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The events that the value came from, where the template is verbose; each an object or a JSON string of one.
    #[serde(deserialize_with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub journey_events: Vec<Value>,
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

reads_leniently!(ProfileView, ProfileAttribute);

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
