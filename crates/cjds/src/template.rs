//! Templates of the progressive profile: which attributes are computed from a person's events, and how.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::lenient::{Fields, deserialize_by_read};

/// A template as the service answers it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Template {
    /// The service's id.
    pub id: String,
    /// `journey-default-template`, or the administrator's choice.
    pub name: String,
    /// What it computes, in order.
    pub attributes: Vec<TemplateAttribute>,
    /// ISO 8601 UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
    /// Who made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_by: Option<String>,
    /// ISO 8601 UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<String>,
    /// Who changed it last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_by: Option<String>,
    /// The organization it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
    /// The workspace it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspace_id: Option<String>,
}

impl Template {
    /// Reads it out of an answer. Nothing in it can make this fail: what does not fit is left empty.
    pub fn read(value: &Value) -> Self {
        let fields = Fields(value);
        Self {
            id: fields.text("id"),
            name: fields.text("name"),
            attributes: fields.list("attributes").iter().map(TemplateAttribute::read).collect(),
            created_at: fields.optional_text("createdAt"),
            created_by: fields.optional_text("createdBy"),
            updated_at: fields.optional_text("updatedAt"),
            updated_by: fields.optional_text("updatedBy"),
            organization_id: fields.optional_text("organizationId"),
            workspace_id: fields.optional_text("workspaceId"),
        }
    }
}

/// The body that creates or changes a template.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateRequest {
    /// Unique in its workspace.
    pub name: String,
    /// What it computes, in order.
    pub attributes: Vec<TemplateAttribute>,
}

/// One attribute of a template. The modes stay text here, so that an attribute of an unknown mode is still shown (with
/// its error) and not the end of its template; [`TemplateAttribute::mode`] and [`TemplateAttribute::look_back`] read them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TemplateAttribute {
    /// The version of the attribute's format, `"0.1"`.
    pub version: String,
    /// The `type` of the events it looks at.
    pub event: String,
    /// `string`, `integer`, …: how values of `meta_data` compare.
    pub meta_data_type: String,
    /// The key in the events' `data`.
    pub meta_data: String,
    /// How many events at most, the newest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    /// What people read.
    pub display_name: String,
    /// `minutes`, `hours` or `days`.
    pub look_back_duration_type: String,
    /// How many of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub look_back_period: Option<i64>,
    /// `Value`, `Count`, `Sum`, `Max`, `Min`, `Average` or `Distinct`.
    pub aggregation_mode: String,
    /// Which events count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rules: Option<Rules>,
    /// How a widget shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub widget_attributes: Option<WidgetAttributes>,
    /// True: the view carries the events that the value came from.
    pub verbose: bool,
}

impl TemplateAttribute {
    /// Reads it out of an answer. Nothing in it can make this fail: what does not fit is left empty.
    pub fn read(value: &Value) -> Self {
        let fields = Fields(value);
        Self {
            version: fields.text("version"),
            event: fields.text("event"),
            meta_data_type: fields.text("metaDataType"),
            meta_data: fields.text("metaData"),
            limit: fields.number("limit"),
            display_name: fields.text("displayName"),
            look_back_duration_type: fields.text("lookBackDurationType"),
            look_back_period: fields.number("lookBackPeriod"),
            aggregation_mode: fields.text("aggregationMode"),
            rules: fields.get("rules").map(Rules::read),
            widget_attributes: fields.get("widgetAttributes").map(WidgetAttributes::read),
            verbose: fields.flag("verbose"),
        }
    }
}

impl TemplateAttribute {
    /// How the attribute's value is made; `None` for a word that the contract does not know.
    pub fn mode(&self) -> Option<AggregationMode> {
        AggregationMode::from_word(&self.aggregation_mode)
    }

    /// How far back the attribute looks; `None` for a unit that the contract does not know.
    pub fn look_back(&self) -> Option<chrono::Duration> {
        let unit = LookBackUnit::from_word(&self.look_back_duration_type)?;
        let period = self.look_back_period?;
        match unit {
            LookBackUnit::Minutes => chrono::Duration::try_minutes(period),
            LookBackUnit::Hours => chrono::Duration::try_hours(period),
            LookBackUnit::Days => chrono::Duration::try_days(period),
        }
    }

    /// Whether a widget shows it: only those of the type "table" are.
    pub fn is_shown(&self) -> bool {
        self.widget_attributes.as_ref().is_some_and(|attributes| attributes.kind.eq_ignore_ascii_case("table"))
    }
}

/// How the values of many events become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AggregationMode {
    /// The newest value.
    Value,
    /// How many events have a value.
    Count,
    /// The values added up.
    Sum,
    /// The largest value.
    Max,
    /// The smallest value.
    Min,
    /// The arithmetic mean.
    Average,
    /// The different values.
    Distinct,
}

impl AggregationMode {
    /// Reads the wire's word, in any case.
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().as_str() {
            "value" => Self::Value,
            "count" => Self::Count,
            "sum" => Self::Sum,
            "max" => Self::Max,
            "min" => Self::Min,
            "average" | "avg" => Self::Average,
            "distinct" => Self::Distinct,
            _ => return None,
        })
    }
}

/// The unit of a look-back period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookBackUnit {
    /// 60 s.
    Minutes,
    /// 3,600 s.
    Hours,
    /// 86,400 s.
    Days,
}

impl LookBackUnit {
    /// Reads the wire's word, in any case, singular or plural.
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().trim_end_matches('s') {
            "minute" => Self::Minutes,
            "hour" => Self::Hours,
            "day" => Self::Days,
            _ => return None,
        })
    }
}

/// Which events count: one `condition` (`SINGLE`), or `args` joined by `AND` or `OR`. Kept as it came: an argument may
/// itself be a rule.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rules {
    /// `SINGLE`, `AND` or `OR`.
    pub logic: String,
    /// `item buy,price,integer,Sum GT 100`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// The joined conditions, or rules.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<Value>,
}

impl Rules {
    /// Reads it out of an answer. Nothing in it can make this fail: what does not fit is left empty.
    pub fn read(value: &Value) -> Self {
        let fields = Fields(value);
        Self {
            logic: fields.text("logic"),
            condition: fields.optional_text("condition"),
            args: fields.list("args").to_vec(),
        }
    }
}

/// How a widget shows an attribute.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WidgetAttributes {
    /// `table`: shown as a tile.
    #[serde(rename = "type")]
    pub kind: String,
    /// The administrator's label for grouping.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
}

impl WidgetAttributes {
    /// Reads it out of an answer. Nothing in it can make this fail: what does not fit is left empty.
    pub fn read(value: &Value) -> Self {
        let fields = Fields(value);
        Self { kind: fields.text("type"), tag: fields.optional_text("tag") }
    }
}

deserialize_by_read!(Template, TemplateAttribute, Rules, WidgetAttributes);
