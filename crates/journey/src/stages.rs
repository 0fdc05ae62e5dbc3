//! What a contact went through, and for how long: self-service, queue, talk, hold, wrap-up.
//!
//! Built from the times of a contact's events, in order, however many of them are missing.

use chrono::{DateTime, Duration, Utc};

use super::handling::{By, Handling};
use super::values::first_seconds;
use super::{Event, EventKind};

/// A part of a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StageKind {
    /// Self-service, before an agent is looked for.
    Ivr,
    /// Waiting for an agent.
    Queue,
    /// With an agent.
    Talk,
    /// On hold.
    Hold,
    /// The agent writes up how it went.
    WrapUp,
}

impl StageKind {
    /// A stable word for it, for style sheets and for keys of words.
    pub fn key(self) -> &'static str {
        match self {
            Self::Ivr => "ivr",
            Self::Queue => "queue",
            Self::Talk => "talk",
            Self::Hold => "hold",
            Self::WrapUp => "wrap-up",
        }
    }
}

/// All of one kind of stage in a contact, in one line.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// Which.
    pub kind: StageKind,
    /// When it began first.
    pub start: DateTime<Utc>,
    /// How long it took, without the part that still runs.
    pub elapsed: Duration,
    /// Since when it runs, if it does.
    pub running_since: Option<DateTime<Utc>>,
    /// How often it happened: on hold twice, two agents …
    pub times: usize,
}

impl Stage {
    /// How long it took until `now`. A clock that is behind does not make it negative.
    pub fn duration(&self, now: DateTime<Utc>) -> Duration {
        let running = self.running_since.map_or(Duration::zero(), |since| (now - since).max(Duration::zero()));
        self.elapsed + running
    }
}

/// The stages of a contact in the order in which they began.
pub(crate) fn of<'a>(events: impl Iterator<Item = &'a Event> + Clone) -> Vec<Stage> {
    let mut course = Course::default();
    let mut handling = Handling::of(events.clone());
    for event in events.clone() {
        let by = handling.take(event);
        if let Some(time) = event.key.time {
            course.step(event, time, by, &handling);
        }
    }
    course.finish();
    let explicit = |keys: &[&str]| {
        let seconds = events.clone().filter_map(|event| first_seconds(&event.data, keys)).last()?;
        // An hour is plausible, a year is a field in another unit.
        (0..=86_400 * 31).contains(&seconds).then(|| Duration::seconds(seconds))
    };
    course.correct_ivr(explicit(&["ivrDuration"]));
    course.correct_hold(explicit(&["holdDuration"]));
    course.stages.retain(|stage| stage.elapsed > Duration::zero() || stage.running_since.is_some());
    course.stages
}

#[derive(Default)]
struct Course {
    stages: Vec<Stage>,
    open: Option<(StageKind, DateTime<Utc>)>,
    last_wrap_up: Option<DateTime<Utc>>,
}

impl Course {
    fn step(&mut self, event: &Event, time: DateTime<Utc>, by: By, handling: &Handling) {
        let current = self.open.map(|(kind, _)| kind);
        match event.kind {
            EventKind::New => self.open(StageKind::Ivr, time),
            EventKind::Connect => self.open(StageKind::Queue, time),
            // An agent who was taken in before has it at once.
            EventKind::Transferred if handling.is_waiting() => self.open(StageKind::Queue, time),
            EventKind::Transferred => self.open(StageKind::Talk, time),
            EventKind::Parked if current != Some(StageKind::Queue) => self.open(StageKind::Queue, time),
            EventKind::Connected | EventKind::Assigned if handling.begins_talk(event) => {
                self.open(StageKind::Talk, time);
            }
            EventKind::Hold => self.open(StageKind::Hold, time),
            EventKind::Unhold => self.open(StageKind::Talk, time),
            // After a transfer, the first agent writes up while the customer waits or talks to the second one.
            EventKind::WrapUp if by == By::Current => self.open(StageKind::WrapUp, time),
            EventKind::Left if matches!(current, Some(StageKind::Talk | StageKind::Hold)) => self.close(time),
            EventKind::Ended => self.close(time),
            EventKind::WrapUpDone if by == By::Current => match current {
                Some(StageKind::WrapUp) => self.close(time),
                Some(_) => {}
                // The contact ended first, the agent's work on it ends now.
                None => self.prolong_wrap_up(time),
            },
            _ => {}
        }
    }

    fn open(&mut self, kind: StageKind, time: DateTime<Utc>) {
        if self.open.is_some_and(|(open, _)| open == kind) {
            return;
        }
        self.close(time);
        self.open = Some((kind, time));
    }

    fn close(&mut self, time: DateTime<Utc>) {
        if let Some((kind, start)) = self.open.take() {
            if kind == StageKind::WrapUp {
                self.last_wrap_up = Some(start);
            }
            let stage = self.stage(kind, start);
            stage.elapsed += time - start;
            stage.times += 1;
        }
    }

    fn finish(&mut self) {
        if let Some((kind, start)) = self.open.take() {
            let stage = self.stage(kind, start);
            stage.running_since = Some(start);
            stage.times += 1;
        }
    }

    fn prolong_wrap_up(&mut self, time: DateTime<Utc>) {
        if let Some(start) = self.last_wrap_up {
            let stage = self.stage(StageKind::WrapUp, start);
            stage.elapsed = stage.elapsed.max(time - start);
        }
    }

    fn stage(&mut self, kind: StageKind, start: DateTime<Utc>) -> &mut Stage {
        let position = self.stages.iter().position(|stage| stage.kind == kind).unwrap_or_else(|| {
            self.stages.push(Stage { kind, start, elapsed: Duration::zero(), running_since: None, times: 0 });
            self.stages.len() - 1
        });
        // `position` was found or pushed just now.
        #[allow(clippy::indexing_slicing)]
        &mut self.stages[position]
    }

    fn find(&mut self, kind: StageKind) -> Option<&mut Stage> {
        self.stages.iter_mut().find(|stage| stage.kind == kind)
    }

    /// The contact center's own figure wins over the events' times.
    fn correct_ivr(&mut self, explicit: Option<Duration>) {
        let Some(explicit) = explicit else { return };
        let measured = self.find(StageKind::Ivr).map(|stage| std::mem::replace(&mut stage.elapsed, explicit));
        let Some(measured) = measured else {
            // It ended when the next stage began.
            if let Some(first) = self.stages.first() {
                let start = first.start - explicit;
                let ivr = Stage { kind: StageKind::Ivr, start, elapsed: explicit, running_since: None, times: 1 };
                self.stages.insert(0, ivr);
            }
            return;
        };
        // Without `task:connect`, the queue was counted as self-service: give it back what is over.
        let rest = measured - explicit;
        let next = self.stages.get(1).map(|stage| (stage.kind, self.stages.first().map(|ivr| ivr.start)));
        if let (true, Some((StageKind::Talk, Some(start)))) = (rest > Duration::zero(), next) {
            let queue =
                Stage { kind: StageKind::Queue, start: start + explicit, elapsed: rest, running_since: None, times: 1 };
            self.stages.insert(1, queue);
        }
    }

    /// What was on hold by the contact center's own figure was not talked.
    fn correct_hold(&mut self, explicit: Option<Duration>) {
        let Some(explicit) = explicit else { return };
        let measured = match self.find(StageKind::Hold) {
            Some(stage) => std::mem::replace(&mut stage.elapsed, explicit),
            None => Duration::zero(),
        };
        let Some(talk) = self.find(StageKind::Talk) else { return };
        talk.elapsed = (talk.elapsed + measured - explicit).max(Duration::zero());
        let start = talk.start;
        if self.find(StageKind::Hold).is_none() {
            let after_talk = self.stages.iter().position(|stage| stage.kind == StageKind::Talk).map_or(0, |at| at + 1);
            let hold = Stage { kind: StageKind::Hold, start, elapsed: explicit, running_since: None, times: 1 };
            self.stages.insert(after_talk, hold);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{at, task};
    use crate::{Origin, Reported, TaskId};
    use serde_json::{Value, json};
    use std::sync::Arc;

    fn stages(events: &[(&str, &str, Value)]) -> Vec<(StageKind, i64)> {
        let events: Vec<_> = events.iter().map(|(kind, time, data)| task("t", kind, time, data.clone())).collect();
        of(events.iter().map(AsRef::as_ref)).iter().map(|stage| (stage.kind, stage.elapsed.num_seconds())).collect()
    }

    use StageKind::{Hold, Ivr, Queue, Talk, WrapUp};

    #[test]
    fn a_call_goes_through_ivr_queue_talk_hold_and_wrap_up() {
        let call = stages(&[
            ("task:new", "2026-03-01T10:00:00Z", json!({})),
            ("task:connect", "2026-03-01T10:00:40Z", json!({})),
            ("task:parked", "2026-03-01T10:00:41Z", json!({})),
            ("task:connected", "2026-03-01T10:01:40Z", json!({})),
            ("task:hold", "2026-03-01T10:03:00Z", json!({})),
            ("task:unhold", "2026-03-01T10:03:30Z", json!({})),
            ("task:wrapup", "2026-03-01T10:05:00Z", json!({})),
            ("task:ended", "2026-03-01T10:05:20Z", json!({})),
        ]);
        assert_eq!(call, [(Ivr, 40), (Queue, 60), (Talk, 170), (Hold, 30), (WrapUp, 20)]);
    }

    #[test]
    fn wrap_up_lasts_until_the_agent_is_done_even_after_the_contact_ended() {
        let call = stages(&[
            ("task:connected", "2026-03-01T10:00:00Z", json!({})),
            ("task:wrapup", "2026-03-01T10:05:00Z", json!({})),
            ("task:ended", "2026-03-01T10:05:01Z", json!({})),
            ("agent:state_change", "2026-03-01T10:05:45Z", json!({"currentState": "wrapup-done"})),
        ]);
        assert_eq!(call, [(Talk, 300), (WrapUp, 45)]);
    }

    #[test]
    fn the_contact_centers_own_figures_win() {
        let call = stages(&[
            ("task:new", "2026-03-01T10:00:00Z", json!({})),
            ("task:connected", "2026-03-01T10:01:40Z", json!({})),
            ("task:ended", "2026-03-01T10:05:00Z", json!({"ivrDuration": "40", "holdDuration": 50})),
        ]);
        assert_eq!(call, [(Ivr, 40), (Queue, 60), (Talk, 150), (Hold, 50)]);
    }

    #[test]
    fn a_caller_who_hung_up_in_the_queue_only_waited() {
        let call = stages(&[
            ("task:new", "2026-03-01T10:00:00Z", json!({})),
            ("task:connect", "2026-03-01T10:00:10Z", json!({})),
            ("task:ended", "2026-03-01T10:04:10Z", json!({})),
        ]);
        assert_eq!(call, [(Ivr, 10), (Queue, 240)]);
    }

    #[test]
    fn the_first_agents_wrap_up_does_not_end_the_second_agents_talk() {
        let call = stages(&[
            ("task:connected", "2026-03-01T10:00:00Z", json!({"agentId": "a"})),
            ("task:transferred", "2026-03-01T10:01:00Z", json!({"agentId": "a"})),
            ("task:connected", "2026-03-01T10:01:30Z", json!({"agentId": "b"})),
            ("task:wrapup", "2026-03-01T10:01:40Z", json!({"agentId": "a"})),
            ("task:ended", "2026-03-01T10:03:30Z", json!({})),
        ]);
        assert_eq!(call, [(Talk, 180), (Queue, 30)]);
    }

    #[test]
    fn the_talk_ends_when_the_last_agent_leaves_and_no_queue_does() {
        let left = |time: &str| {
            Arc::new(Event::from(Reported {
                kind: EventKind::Left,
                time: Some(at(time)),
                origin: Origin::Platform,
                task: TaskId::new("t"),
                ..Reported::default()
            }))
        };
        let stages = |events: &[Arc<Event>]| -> Vec<(StageKind, i64)> {
            let stages = of(events.iter().map(AsRef::as_ref));
            stages.iter().map(|stage| (stage.kind, stage.elapsed.num_seconds())).collect()
        };
        let ann = task("t", "task:connected", "2026-03-01T10:00:00Z", json!({"agentId": "a"}));
        let end = task("t", "task:ended", "2026-03-01T10:09:00Z", json!({}));
        assert_eq!(stages(&[ann.clone(), left("2026-03-01T10:04:00Z"), end.clone()]), [(Talk, 240)]);
        let handed_over = task("t", "task:transferred", "2026-03-01T10:01:00Z", json!({"agentId": "a"}));
        assert_eq!(stages(&[ann, handed_over, left("2026-03-01T10:02:00Z"), end]), [(Talk, 60), (Queue, 480)]);
    }

    #[test]
    fn what_still_runs_grows_with_now_and_never_below_zero() {
        let events = [task("t", "task:connected", "2026-03-01T10:00:00Z", json!({}))];
        let stages = of(events.iter().map(AsRef::as_ref));
        assert_eq!(stages[0].duration(at("2026-03-01T10:00:30Z")).num_seconds(), 30);
        assert_eq!(stages[0].duration(at("2026-03-01T09:00:00Z")).num_seconds(), 0);
    }

    #[test]
    fn a_duration_that_is_no_duration_changes_nothing() {
        let call = stages(&[
            ("task:connected", "2026-03-01T10:00:00Z", json!({"holdDuration": "a while"})),
            ("task:ended", "2026-03-01T10:01:00Z", json!({"holdDuration": -5, "ivrDuration": 1e300})),
        ]);
        assert_eq!(call, [(Talk, 60)]);
    }
}
