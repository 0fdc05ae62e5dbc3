//! Calls a target once to try it, as an action would call it: signed, held to the same addresses, and in no log.

use std::time::Instant;

use cjds::ActionTrigger;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::deliver::{Courier, Outgoing};
use super::evaluate::method_of;
use super::secrets::secrets_of;
use super::target::Targets;
use crate::error::Error;
use crate::ids::WorkspaceId;
use crate::reason::{Detail, Reason};
use crate::store::Store;
use crate::vault::Vault;

/// What is to be tried: an action's trigger, stored or not.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TryIt {
    /// The target and how it is called.
    pub(crate) trigger: ActionTrigger,
    /// What stands as the action's name in a body that the trigger does not say.
    #[serde(default)]
    pub(crate) action_name: String,
}

/// What came of it. What the target wrote in its answer is not told: the service reaches more than whoever asks.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Tried {
    /// Whether the answer is one by which a delivery is done.
    is_good: bool,
    /// The status of the answer, or why there was none.
    outcome: String,
    /// Why there was no good answer, for programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<Detail>,
    /// Whether the call was signed.
    is_signed: bool,
    milliseconds: i64,
}

/// Calls a target, with `webhook-test: true` and, where the trigger says no body, `"test": true` in it.
///
/// # Errors
/// There is no client, or a secret cannot be read. That the target does not answer is no error.
pub(crate) async fn try_target(
    store: &Store,
    (targets, vault): (Targets, Vault),
    (organization, workspace): (&str, &WorkspaceId),
    TryIt { trigger, action_name }: &TryIt,
) -> Result<Tried, Error> {
    let secrets = secrets_of(store, &vault, workspace).await?;
    let courier = Courier::new(targets, vault).map_err(|error| Error::Internal(error.to_string()))?;
    let (id, method) = (format!("jat_{}", Uuid::new_v4().simple()), method_of(trigger));
    let body = match trigger.attributes.get("requestbody") {
        Some(Value::String(body)) => body.clone(),
        Some(Value::Null) | None => {
            json!({"test": true, "organizationId": organization, "workspaceId": workspace, "actionName": action_name})
                .to_string()
        }
        Some(body) => body.to_string(),
    };
    let url = trigger.webhook_url.as_deref().unwrap_or_default();
    let begun = Instant::now();
    let answer = courier.send(&Outgoing { id: &id, url, method: &method, body: &body, is_test: true }, &secrets).await;
    let milliseconds = i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX);
    let (is_good, outcome, detail) = match answer {
        Ok(status) => (true, status.to_string(), None),
        Err(failure) => {
            let fault = failure.fault();
            (false, fault.to_string(), Some(Reason::from(fault).detail()))
        }
    };
    Ok(Tried { is_good, outcome, detail, is_signed: !secrets.is_empty(), milliseconds })
}
