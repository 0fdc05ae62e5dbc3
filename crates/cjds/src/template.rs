//! Templates of the progressive profile: which attributes are computed from a person's events, and how.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::lenient::{self, reads_leniently};

/// A template as the service answers it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Template {
    /// The service's id.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub id: String,
    /// `journey-default-template`, or the administrator's choice.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub name: String,
    /// What it computes, in order.
    #[serde(deserialize_with = "lenient::records")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub attributes: Vec<TemplateAttribute>,
    /// ISO 8601 UTC.
    #[serde(deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
    /// Who made it.
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

/// The body that creates or changes a template.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateRequest {
    /// Unique in its workspace.
    pub name: String,
    /// What it computes, in order.
    #[serde(deserialize_with = "lenient::list_of_records")]
    pub attributes: Vec<TemplateAttribute>,
}

/// One attribute of a template. The modes stay text here, so that an attribute of an unknown mode is still shown (with
/// its error) and not the end of its template; [`TemplateAttribute::mode`] and [`TemplateAttribute::look_back`] read them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct TemplateAttribute {
    /// The version of the attribute's format, `"0.1"`.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub version: String,
    /// The `type` of the events it looks at.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub event: String,
    /// `string`, `integer`, …: how values of `meta_data` compare.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub meta_data_type: String,
    /// The key in the events' `data`.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub meta_data: String,
    /// How many events at most, the newest first.
    #[serde(deserialize_with = "lenient::number", skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    /// What people read.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub display_name: String,
    /// `minutes`, `hours` or `days`.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub look_back_duration_type: String,
    /// How many of them.
    #[serde(deserialize_with = "lenient::number", skip_serializing_if = "Option::is_none")]
    pub look_back_period: Option<i64>,
    /// `Value`, `Count`, `Sum`, `Max`, `Min`, `Average` or `Distinct`.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub aggregation_mode: String,
    /// Which events count.
    #[serde(deserialize_with = "lenient::optional_record", skip_serializing_if = "Option::is_none")]
    pub rules: Option<Rules>,
    /// How a widget shows it.
    #[serde(deserialize_with = "lenient::optional_record", skip_serializing_if = "Option::is_none")]
    pub widget_attributes: Option<WidgetAttributes>,
    /// True: the view carries the events that the value came from.
    #[serde(deserialize_with = "lenient::flag")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub verbose: bool,
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
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Rules {
    /// `SINGLE`, `AND` or `OR`.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub logic: String,
    /// `item buy,price,integer,Sum GT 100`.
    #[serde(deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// The joined conditions, or rules.
    #[serde(deserialize_with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<Value>,
}

/// How a widget shows an attribute.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct WidgetAttributes {
    /// `table`: shown as a tile.
    #[serde(deserialize_with = "lenient::text", rename = "type")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub kind: String,
    /// The administrator's label for grouping.
    #[serde(deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
}

reads_leniently!(Template, TemplateAttribute, Rules, WidgetAttributes);
