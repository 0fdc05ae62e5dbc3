//! What the rule of an action comes to for a person, condition by condition: for whoever asks why it would act, or not.

use cjds::{ProfileAttribute, Template, TemplateAttribute};
use serde::Serialize;
use serde_json::Value;

use super::Rule;

/// What a rule came to: of a group its parts, of a condition the value that it looked at.
#[derive(Debug, Default, PartialEq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Outcome {
    /// `AND` or `OR`, of a group.
    #[serde(skip_serializing_if = "Option::is_none")]
    logic: Option<&'static str>,
    /// The condition, as it was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<String>,
    /// The name of the attribute that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    attribute: Option<String>,
    /// The person's value; without one it is left out.
    #[serde(skip_serializing_if = "Value::is_null")]
    value: Value,
    /// Why there is no value.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    /// Whether it holds.
    pub(crate) holds: bool,
    /// The parts of a group.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(no_recursion)]
    parts: Vec<Outcome>,
}

impl Rule {
    /// What it comes to. `value_of` computes an attribute.
    pub(crate) fn outcome_of(
        &self,
        template: &Template,
        value_of: &dyn Fn(&TemplateAttribute) -> ProfileAttribute,
    ) -> Outcome {
        let group = |logic, parts: &[Self], holds: fn(&[Outcome]) -> bool| {
            let parts: Vec<Outcome> = parts.iter().map(|part| part.outcome_of(template, value_of)).collect();
            Outcome { logic: Some(logic), holds: holds(&parts), parts, ..Outcome::default() }
        };
        match self {
            Self::All(parts) => group("AND", parts, |parts| parts.iter().all(|part| part.holds)),
            Self::Any(parts) => group("OR", parts, |parts| parts.iter().any(|part| part.holds)),
            Self::Known(holds) => Outcome { holds: *holds, ..Outcome::default() },
            Self::Condition(condition) => {
                let looked_at = condition.looked_at(template, value_of);
                let text = Some(condition.text().to_owned());
                match looked_at {
                    None => Outcome { condition: text, ..Outcome::default() },
                    Some((ProfileAttribute { query_template, result, error, .. }, holds)) => Outcome {
                        condition: text,
                        attribute: Some(query_template.display_name),
                        value: result,
                        error,
                        holds,
                        ..Outcome::default()
                    },
                }
            }
        }
    }
}
