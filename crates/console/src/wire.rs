//! What the service's own calls answer, beyond the contract's types (crate `cjds`). Read leniently: what is not there is
//! empty.

use cjds::{ActionTrigger, Person, Rules};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::reason::Reason;

/// How people sign in.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Settings {
    pub(crate) version: String,
    /// Tokens for the asking, in development.
    pub(crate) preview_tokens: bool,
    /// Whether the service has the widget, for the page of journeys.
    pub(crate) has_widget: bool,
    /// Whether it stores what is secret; an older one does not say.
    pub(crate) keeps_secrets: Option<bool>,
    pub(crate) provider: Option<Provider>,
}

/// An identity provider.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Provider {
    pub(crate) authorization_endpoint: String,
    pub(crate) token_endpoint: String,
    pub(crate) client_id: String,
    pub(crate) scope: String,
    pub(crate) audience: Option<String>,
}

/// Whom a token stands for.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Who {
    pub(crate) subject: String,
    pub(crate) organization_id: String,
    pub(crate) workspace_id: Option<String>,
    pub(crate) scopes: Vec<String>,
}

/// How much a project holds.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Counts {
    pub(crate) persons: i64,
    pub(crate) events: i64,
    pub(crate) templates: i64,
    pub(crate) actions: i64,
    pub(crate) connectors: i64,
}

/// How long events are kept.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Retention {
    pub(crate) days: i64,
    /// So many of the project's own.
    pub(crate) own_days: Option<i64>,
    pub(crate) service_days: i64,
    pub(crate) asked_days: i64,
    /// `None`: nothing.
    pub(crate) would_delete: Option<WouldDelete>,
}

/// What would be deleted of a project.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct WouldDelete {
    pub(crate) events: i64,
    pub(crate) first: String,
    pub(crate) last: String,
}

/// A connector.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Connector {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) workspace_id: String,
    pub(crate) is_on: bool,
    pub(crate) url: String,
    pub(crate) accepted: i64,
    pub(crate) refused: i64,
    pub(crate) last_event_at: Option<String>,
    pub(crate) keys: Vec<Key>,
}

impl Connector {
    /// The key that was made last.
    pub(crate) fn newest_key(&self) -> Option<&Key> {
        self.keys.iter().max_by_key(|key| &key.created_at)
    }
}

/// A key of a connector, without the key.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Key {
    pub(crate) id: String,
    pub(crate) hint: String,
    pub(crate) created_at: String,
    pub(crate) created_by: String,
    pub(crate) expires_at: Option<String>,
}

/// A connector with a key that is told this once.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct WithKey {
    pub(crate) connector: Connector,
    pub(crate) key: String,
}

/// What a connector could not take.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Failure {
    pub(crate) id: i64,
    pub(crate) failed_at: String,
    reasons: Vec<String>,
    details: Vec<Reason>,
    pub(crate) payload: String,
}

impl Failure {
    /// Why.
    pub(crate) fn reasons(&self) -> Vec<Reason> {
        Reason::all(&self.reasons, self.details.clone())
    }
}

/// The two persons that one became.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct SplitPersons {
    pub(crate) person: Person,
    pub(crate) split_off: Person,
}

/// An entry of a person's change log.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Change {
    pub(crate) id: i64,
    pub(crate) kind: String,
    pub(crate) other_person_id: Option<String>,
    pub(crate) changed_at: String,
    pub(crate) changed_by: String,
    pub(crate) details: Details,
}

/// What was changed.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Details {
    pub(crate) person: Option<Person>,
    pub(crate) first_name: Option<Renamed>,
    pub(crate) last_name: Option<Renamed>,
    pub(crate) added: Vec<String>,
    pub(crate) removed: Vec<String>,
}

/// A name before and after.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct Renamed {
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

/// What is erased of a person, or would be.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Erasure {
    pub(crate) state: String,
    pub(crate) identities: i64,
    pub(crate) events: i64,
    pub(crate) changes: i64,
    pub(crate) webhooks: i64,
    pub(crate) failures: i64,
}

/// What an import came to, or would.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Import {
    pub(crate) imported: i64,
    pub(crate) unchanged: i64,
    pub(crate) bad: Vec<BadRow>,
    /// Of a table that was only looked at: how it can be imported; `None`: whole.
    pub(crate) portions: Option<Portions>,
}

/// How a table is divided.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Portions {
    /// In which character set the service read it.
    pub(crate) encoding: String,
    pub(crate) head_lines: i64,
    /// The lines at which the portions begin, counted from 1.
    pub(crate) begin: Vec<i64>,
}

/// A row that cannot be imported.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct BadRow {
    pub(crate) line: i64,
    reason: String,
    detail: Option<Reason>,
}

impl BadRow {
    /// Why.
    pub(crate) fn reason(&self) -> Reason {
        self.detail.clone().unwrap_or_else(|| Reason { message: self.reason.clone(), ..Reason::default() })
    }
}

/// The body that splits a person.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Split {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) identities: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) merged_person_id: Option<String>,
}

/// A field of the data of events that there are.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct SeenField {
    pub(crate) name: String,
    pub(crate) kind: String,
}

/// A journey action, as far as pages show it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Action {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) template_id: String,
    pub(crate) is_active: bool,
    pub(crate) cooldown_period_in_minutes: i64,
    pub(crate) rules: Rules,
    pub(crate) action_triggers: Vec<ActionTrigger>,
}

/// The body that makes or changes a journey action.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ActionBody {
    pub(crate) name: String,
    pub(crate) cooldown_period_in_minutes: i64,
    pub(crate) rules: Rules,
    pub(crate) action_triggers: Vec<ActionTrigger>,
    pub(crate) is_active: bool,
}

/// Whether an action would act for a person.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct TestedAction {
    pub(crate) holds: bool,
    pub(crate) rules: Outcome,
    pub(crate) rests_until: Option<String>,
}

/// What a rule came to.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Outcome {
    pub(crate) logic: Option<String>,
    pub(crate) condition: Option<String>,
    pub(crate) attribute: Option<String>,
    pub(crate) value: Value,
    pub(crate) error: Option<String>,
    pub(crate) holds: bool,
    pub(crate) parts: Vec<Outcome>,
}

/// What came of trying a webhook.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Tried {
    pub(crate) is_good: bool,
    pub(crate) outcome: String,
    /// Why, where it did not go well.
    pub(crate) detail: Option<Reason>,
    pub(crate) is_signed: bool,
    pub(crate) milliseconds: i64,
}

/// A webhook that is to be called, or was.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Delivery {
    pub(crate) id: i64,
    pub(crate) action_id: String,
    pub(crate) person_id: String,
    pub(crate) url: String,
    pub(crate) body: String,
    pub(crate) state: String,
    pub(crate) attempts: i64,
    pub(crate) outcome: Option<String>,
    /// Why, where it did not go well.
    pub(crate) detail: Option<Reason>,
    pub(crate) created_at: String,
    pub(crate) next_at: Option<String>,
}

/// A secret that is told this once.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct Secret {
    pub(crate) secret: String,
}
