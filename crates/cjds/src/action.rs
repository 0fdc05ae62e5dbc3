//! Journey actions: what is done when a person's progressive profile comes to say something.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Rules, lenient};

/// A journey action as the service answers it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct JourneyAction {
    /// The service's id.
    pub id: String,
    /// Unique in its template.
    pub name: String,
    /// The organization it belongs to.
    pub organization_id: String,
    /// The workspace it belongs to.
    pub workspace_id: String,
    /// The template whose values its rules look at.
    pub template_id: String,
    /// Whether it acts.
    pub is_active: bool,
    /// How long it does not act again for the same person, in minutes.
    pub cooldown_period_in_minutes: i64,
    /// When it acts.
    pub rules: Rules,
    /// What it does.
    pub action_triggers: Vec<ActionTrigger>,
    /// ISO 8601 UTC.
    pub created_at: String,
    /// Who made it.
    pub created_by: String,
    /// ISO 8601 UTC.
    pub updated_at: String,
    /// Who changed it last.
    pub updated_by: String,
}

/// The body that creates or changes a journey action.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct JourneyActionRequest {
    /// Unique in its template.
    pub name: String,
    /// How long it does not act again for the same person, in minutes.
    #[serde(default)]
    pub cooldown_period_in_minutes: i64,
    /// When it acts.
    #[serde(deserialize_with = "lenient::record")]
    pub rules: Rules,
    /// What it does.
    #[serde(default)]
    pub action_triggers: Vec<ActionTrigger>,
    /// Whether it acts; true where the body does not say.
    #[serde(default = "active")]
    pub is_active: bool,
}

/// One thing that an action does. There is one kind: `Webhook`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActionTrigger {
    /// `Webhook`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Where to.
    #[serde(rename = "webhookURL", default, skip_serializing_if = "Option::is_none")]
    pub webhook_url: Option<String>,
    /// `httpverb` and `requestbody`.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub attributes: Map<String, Value>,
}

const fn active() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_is_read_as_the_vendors_example_writes_it() {
        let request: JourneyActionRequest = serde_json::from_str(
            r#"{"name": "Closed", "rules": {"logic": "SINGLE", "condition": "Closed Queue,category,string,Value GTE 2"},
                "actionTriggers": [{"type": "Webhook", "webhookURL": "https://hooks.example.com/1", "attributes": {"httpverb": "post"}}]}"#,
        )
        .expect("read");
        assert!(request.is_active);
        assert_eq!(request.action_triggers[0].webhook_url.as_deref(), Some("https://hooks.example.com/1"));
        assert_eq!(
            serde_json::to_value(&request.action_triggers[0]).expect("written")["webhookURL"],
            "https://hooks.example.com/1"
        );
    }
}
