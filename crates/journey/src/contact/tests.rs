use super::*;
use crate::Reported;
use crate::samples::{at, call, event, task};
use serde_json::json;

fn contact(events: Vec<Arc<Event>>) -> Contact {
    Contact::of(TaskId::new("t").expect("an id"), events)
}

fn whole_call(wrap_up: Option<&str>) -> Contact {
    contact(call("t", "2026-03-01", wrap_up).iter().map(event).collect())
}

#[test]
fn a_call_says_who_spoke_where_and_how_it_ended() {
    let call = whole_call(Some("Sale"));
    assert_eq!((call.channel.clone(), call.direction), (Some(Channel::Voice), Some(Direction::Inbound)));
    assert_eq!((call.queues.as_slice(), call.agents.as_slice()), (&["Support".into()][..], &["Ann".into()][..]));
    assert_eq!(call.wrap_up_code().map(WrapUpCode::as_str), Some("Sale"));
    assert_eq!(call.duration(), Some(Duration::minutes(6)));
    assert_eq!((call.start, call.last), (Some(at("2026-03-01T10:00:00Z")), Some(at("2026-03-01T10:08:00Z"))));
    assert_eq!(call.origin.as_deref(), Some("+15550100"));
    assert_eq!(call.reason.as_deref(), Some("Agent Left"));
}

#[test]
fn a_contact_goes_on_until_it_ended_and_no_longer_than_an_hour_after_its_last_event() {
    let open = contact(vec![task("t", "task:connected", "2026-03-01T10:00:00Z", json!({}))]);
    assert_eq!(open.state(at("2026-03-01T10:59:00Z")), ContactState::Ongoing);
    assert_eq!(open.state(at("2026-03-01T11:01:00Z")), ContactState::Silent);
    for (kind, data) in [
        ("task:ended", json!({})),
        ("empath:data", json!({})),
        ("agent:channel_state_change", json!({"currentState": "wrapup-done"})),
    ] {
        let over = contact(vec![task("t", kind, "2026-03-01T10:00:00Z", data)]);
        assert_eq!(over.state(at("2026-03-01T10:01:00Z")), ContactState::Ended, "{kind}");
    }
}

#[test]
fn a_clock_that_is_wrong_does_not_keep_a_contact_going_for_ever() {
    let open = contact(vec![task("t", "task:connected", "2027-03-01T10:00:00Z", json!({}))]);
    assert_eq!(open.state(at("2026-03-01T10:00:00Z")), ContactState::Silent);
    assert_eq!(open.state(at("2027-03-01T09:58:00Z")), ContactState::Ongoing, "two minutes fast");
}

#[test]
fn one_event_with_a_time_that_cannot_be_does_not_end_a_contact_or_keep_it_for_ever() {
    let odd = contact(vec![
        task("t", "task:connected", "2026-03-01T10:00:00Z", json!({})),
        task("t", "task:hold", "2062-03-01T10:00:00Z", json!({})),
    ]);
    assert_eq!(odd.state(at("2026-03-01T10:30:00Z")), ContactState::Ongoing);
    assert_eq!(odd.last_at(at("2026-03-01T10:30:00Z")), Some(at("2026-03-01T10:00:00Z")));
    assert_eq!(odd.state(at("2026-03-01T11:30:00Z")), ContactState::Silent);
}

#[test]
fn a_summary_and_an_analysis_belong_to_their_contact_and_do_not_move_it() {
    let call = contact(vec![
        task("t", "task:connected", "2026-03-01T10:00:00Z", json!({})),
        task("t", "task:ended", "2026-03-01T10:05:00Z", json!({})),
        task(
            "t",
            "task:wrapup-summary",
            "2026-03-02T10:00:00Z",
            json!({"summary": "Asked for a refund.",
            "sections": {"nextSteps": "Call back", "initialContactReason": "Refund", "keyActionsTaken": ["Checked", "Paid"]}}),
        ),
        task("t", "empath:data", "2026-03-03T10:00:00Z", json!({"customerSentiment": "NEGATIVE"})),
    ]);
    assert_eq!(call.last, Some(at("2026-03-01T10:05:00Z")));
    let summary = call.summary.expect("a summary");
    assert_eq!(summary.text.as_deref(), Some("Asked for a refund."));
    let keys: Vec<_> = summary.sections.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["initialContactReason", "keyActionsTaken", "nextSteps"]);
    assert_eq!(summary.sections[1].1, "Checked\nPaid");
    assert_eq!(call.sentiment, Some(Sentiment::Negative));
}

#[test]
fn an_agents_id_is_not_shown_as_a_name() {
    let call = contact(vec![task("t", "task:connected", "2026-03-01T10:00:00Z", json!({"agentId": "8f1"}))]);
    assert!(call.agents.is_empty() && call.was_answered());
}

#[test]
fn what_did_not_fit_names_its_event() {
    let reported =
        Reported { word: "task:new".into(), problems: vec![Problem::new("time", "missing")], ..Reported::default() };
    assert_eq!(contact(vec![Arc::new(reported.into())]).problems[0].place, "task:new.time");
}

#[test]
fn a_visit_of_the_web_site_is_nobodys_failure_to_answer() {
    let visit = |kind: &str, channel: &str| {
        let viewed = |kind: &str, time| task("v", kind, time, json!({"channelType": channel, "page": "Kettles"}));
        contact(vec![
            viewed("page_viewed", "2026-03-01T10:00:00Z"),
            viewed(kind, "2026-03-01T10:01:00Z"),
            viewed("task:ended", "2026-03-01T10:05:00Z"),
        ])
    };
    assert!(visit("page_viewed", "web").is_visit() && visit("page_viewed", "app").is_visit());
    assert!(!visit("task:parked", "web").is_visit(), "who waited for an agent was not answered");
    assert!(!visit("page_viewed", "telephony").is_visit());
    let ended = contact(vec![task("v", "task:ended", "2026-03-01T10:05:00Z", json!({"channelType": "web"}))]);
    assert!(!ended.is_visit(), "its beginning is not known");
}
