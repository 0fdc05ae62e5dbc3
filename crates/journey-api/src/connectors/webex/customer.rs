//! Whose a webhook is: what it says itself, or what others of the same task said. Which of them comes first makes no difference.

use std::collections::HashMap;

use cjds::IdentityType;

use super::envelope::{Webhook, is_agents, text};
use crate::checked;
pub(crate) use crate::connectors::customer::Customer;
use crate::ids::guessed_kind;
use crate::reason::Fault;

/// Whose tasks are, as far as is known; `None`: nobody's, as the caller withheld the number.
pub(crate) type Known = HashMap<String, Option<Customer>>;

/// Whose a webhook is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    Customer(Customer),
    /// Nobody's: why.
    Nobody(Fault),
    /// Another webhook of the task will say.
    Unknown,
}

/// Whose a webhook is, by itself or by what is known of its task.
pub(crate) fn whose(webhook: &Webhook, known: &Known) -> Whose {
    match said(webhook) {
        Some(Ok(customer)) => Whose::Customer(customer),
        Some(Err(reason)) => Whose::Nobody(reason),
        None => match known.get(&webhook.task) {
            Some(Some(customer)) => Whose::Customer(customer.clone()),
            Some(None) => Whose::Nobody(Fault::TaskWithheld),
            None => Whose::Unknown,
        },
    }
}

/// Takes in what a webhook says of its task; the first one stays.
pub(crate) fn learn(webhook: &Webhook, known: &mut Known) {
    if let Some(said) = said(webhook) {
        known.entry(webhook.task.clone()).or_insert_with(|| said.ok());
    }
}

/// Whose the webhook says it is, or why that is nobody; `None`: it does not say.
///
/// Who calls is the origin, and who is called the destination. While agents consult one another the destination is one of them.
fn said(webhook: &Webhook) -> Option<Result<Customer, Fault>> {
    let data = &webhook.data;
    let is_outbound = text(data, "direction").is_some_and(|direction| direction.eq_ignore_ascii_case("outbound"));
    let is_callers = matches!(
        webhook.kind.as_str(),
        "task:new" | "task:parked" | "task:connect" | "task:connected" | "task:ended" | "task:failed"
    );
    // Where an agent's state changes, both may be the agent's own.
    let identity = match (is_outbound, is_callers) {
        _ if is_agents(&webhook.kind) => None,
        (true, true) => text(data, "destination"),
        (true, false) => None,
        (false, _) => text(data, "origin"),
    }?;
    let channel = text(data, "channelType").unwrap_or_default().to_ascii_lowercase();
    let kind = match channel.as_str() {
        "telephony" | "sms" => IdentityType::Phone,
        "email" => IdentityType::Email,
        _ => match guessed_kind(&identity) {
            IdentityType::CustomerId if matches!(channel.as_str(), "social" | "custommessaging" | "chat") => {
                IdentityType::SocialId
            }
            kind => kind,
        },
    };
    Some(checked::identity(kind, &identity).map(|known| Customer { identity: known.value, kind }))
}
