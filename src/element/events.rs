//! Events that the element sends to the page around it. All bubble and cross shadow roots.

use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit, HtmlElement};

use super::values;
use journey::{FollowUp, Platform};

/// What the page around the element can hear.
#[derive(Clone, Debug)]
pub(crate) enum Outgoing {
    /// The widget is there and reads what it was told.
    Ready,
    /// A customer's history is complete.
    Loaded { customer: String, contacts: usize, events: usize },
    /// A part did not load.
    Error { part: &'static str, platform: Option<Platform>, status: Option<u16>, tracking_id: Option<String> },
    /// A contact of the timeline was opened.
    ContactSelected { task_id: String },
    /// Somebody was looked up.
    Search { identity: String },
    /// The agent wants to follow up. Who does it prevents the default.
    Action { kind: FollowUp, identity: String, task_id: Option<String> },
}

impl Outgoing {
    fn name(&self) -> &'static str {
        match self {
            Self::Ready => "journey-ready",
            Self::Loaded { .. } => "journey-loaded",
            Self::Error { .. } => "journey-error",
            Self::ContactSelected { .. } => "journey-contact-selected",
            Self::Search { .. } => "journey-search",
            Self::Action { .. } => "journey-action",
        }
    }

    fn detail(&self) -> Value {
        match self {
            Self::Ready => Value::Null,
            Self::Loaded { customer, contacts, events } => {
                json!({"customer": customer, "contacts": contacts, "events": events})
            }
            Self::Error { part, platform, status, tracking_id } => {
                let source = platform.map(Platform::key);
                json!({"part": part, "source": source, "status": status, "trackingId": tracking_id})
            }
            Self::ContactSelected { task_id } => json!({"taskId": task_id}),
            Self::Search { identity } => json!({"identity": identity}),
            Self::Action { kind, identity, task_id } => {
                json!({"kind": kind.key(), "identity": identity, "taskId": task_id})
            }
        }
    }

    /// Sends it from `host`. Whether somebody took it over: only of an action anybody can.
    pub(super) fn send_from(&self, host: &HtmlElement) -> Result<bool, JsValue> {
        let init = CustomEventInit::new();
        init.set_bubbles(true);
        init.set_composed(true);
        init.set_cancelable(matches!(self, Self::Action { .. }));
        init.set_detail(&values::write(&self.detail()));
        let event = CustomEvent::new_with_event_init_dict(self.name(), &init)?;
        Ok(!host.dispatch_event(&event)?)
    }
}
