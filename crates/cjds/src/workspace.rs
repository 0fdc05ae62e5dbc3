//! Workspaces ("projects") and their subscriptions to the contact center's events.

use serde::{Deserialize, Serialize};

use crate::lenient::{self, reads_leniently};

/// A workspace. The one with a subscription is the one whose journeys hold contacts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Workspace {
    /// The service's id.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub id: String,
    /// The name in Control Hub.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub name: String,
    /// What it is for.
    #[serde(deserialize_with = "lenient::text")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub description: String,
    /// Its subscriptions; empty or `null` without one.
    #[serde(deserialize_with = "lenient::texts")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub wxcc_subscription_ids: Vec<String>,
}

/// The body that creates or changes a workspace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkspaceRequest {
    /// The name in Control Hub.
    pub name: String,
    /// What it is for.
    pub description: String,
}

/// A workspace's subscription to the contact center's events.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Subscription {
    /// The service's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// `task:*`, `agent:*` …
    pub event_types: Vec<String>,
    /// Where the contact center sends its events.
    pub destination_url: String,
    /// Epoch seconds.
    pub created_time: i64,
    /// `active` or `inactive`.
    pub status: String,
    /// Epoch seconds.
    pub last_updated_time: i64,
}

reads_leniently!(Workspace);

/// An organization, as creating a workspace answers it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Organization {
    /// ISO 8601 UTC.
    pub created_at: String,
    /// Who made it.
    pub created_by: String,
    /// ISO 8601 UTC.
    pub updated_at: String,
    /// Who changed it last.
    pub updated_by: String,
    /// The organization's id.
    pub organization_id: String,
    /// Its name.
    pub name: String,
    /// Whether it may use the service.
    pub is_active: bool,
    /// Its workspaces.
    pub workspaces: Vec<Workspace>,
    /// What is switched on for it.
    pub enabled_feature_ids: Vec<String>,
    /// How it is set up.
    pub settings: OrganizationSettings,
}

/// How an organization is set up.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrganizationSettings {
    /// What concerns all of it.
    pub general: GeneralSettings,
    /// Where its contact center runs.
    pub webex: WebexSettings,
}

/// What concerns all of an organization.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct GeneralSettings {
    /// How many days events are kept.
    pub data_retention_days: i64,
}

/// Where an organization's contact center runs.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebexSettings {
    /// The data centre.
    pub env: String,
}
