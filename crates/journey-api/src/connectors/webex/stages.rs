//! Parts of a task, and when two of them are the same: webhooks and the vendor's records need not have the same millisecond.

use super::envelope::{Webhook, is_agents, text};

/// Records and webhooks of the same part are so near to each other, in ms.
const NEAR: u64 = 5_000;

/// Which part of a task a webhook is about: its type, and of an agent's state which one.
pub(crate) fn stage(webhook: &Webhook) -> String {
    if is_agents(&webhook.kind) {
        let state = text(&webhook.data, "currentState").unwrap_or_default().to_ascii_lowercase();
        return format!("agent:{state}");
    }
    webhook.kind.clone()
}

/// Whether two parts of a task, both of that kind, are the same one by their times (epoch ms). A task begins once.
pub(crate) fn is_same_stage(stage: &str, one: i64, other: i64) -> bool {
    stage == "task:new" || one.abs_diff(other) <= NEAR
}
