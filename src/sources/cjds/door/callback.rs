//! A callback that the contact center has arranged.

use cjds::{ScheduledCallback, ScheduledTime};
use journey::{Callback, Planned, is_guid};

/// The callback as the domain knows it.
pub(in crate::sources::cjds) fn callback(callback: &ScheduledCallback) -> Callback {
    let zone = callback.timezone.as_deref().unwrap_or_default();
    let planned = |time| match time {
        ScheduledTime::At(time) => Planned::At(time),
        ScheduledTime::Local(time) => Planned::Local(time, zone.to_owned()),
    };
    Callback {
        id: callback.id.clone(),
        start: callback.start().map(planned),
        end: callback.end().map(planned),
        reason: callback.callback_reason.clone(),
        agent: callback.assignee_agent.clone().filter(|agent| !is_guid(agent)),
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_agents_id_is_not_shown_as_a_name() {
        let read = |agent: &str| callback(&ScheduledCallback::read(&json!({"id": "c", "assigneeAgent": agent})));
        assert_eq!(read("Ann Archer").agent.as_deref(), Some("Ann Archer"));
        assert_eq!(read("0f8fad5b-d9cb-469f-a165-70867728950e").agent, None);
    }

    #[test]
    fn a_window_keeps_the_time_zone_in_which_it_was_arranged() {
        let fields = json!({"scheduleDate": "2026-03-04", "startTime": "15:00", "timezone": "America/New_York"});
        let start = callback(&ScheduledCallback::read(&fields)).start;
        let time = "2026-03-04T15:00:00".parse().expect("a time");
        assert_eq!(start, Some(Planned::Local(time, "America/New_York".to_owned())));
    }
}
