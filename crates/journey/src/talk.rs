//! All conversations of what is shown, to be read in one go: each with what is worth a stop in it, where it happened.
//! Called by the view's conversation mode.

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};

use super::values::first_label;
use super::{Contact, Entry, EntryKind, Event, EventKind, Filter, Journey, Sentiment, Transcript, Turn};

/// What was said in one contact or event.
#[derive(Clone, Debug, PartialEq)]
pub struct Talk {
    /// Of which entry.
    pub entry: Arc<Entry>,
    /// TalkLine by line.
    pub lines: Vec<TalkLine>,
}

/// One line of a conversation.
#[derive(Clone, Debug, PartialEq)]
pub enum TalkLine {
    /// A turn.
    Said(Turn),
    /// All of it, where nobody knows who spoke.
    Text(String),
    /// The customer was on hold, for so long if that is known.
    Hold(Option<Duration>),
    /// It was handed over; to whom, if that is known.
    Transfer(Option<String>),
}

impl TalkLine {
    /// Whether it is worth a stop: displeasure, a hold, a transfer.
    pub fn is_mark(&self) -> bool {
        match self {
            Self::Said(turn) => turn.sentiment == Some(Sentiment::Negative),
            Self::Text(_) => false,
            Self::Hold(_) | Self::Transfer(_) => true,
        }
    }
}

impl Talk {
    /// Those that the filter wants at `now`, the newest first.
    pub fn all(journey: &Journey, filter: &Filter, now: DateTime<Utc>) -> Vec<Self> {
        let wanted = journey.shown_at(now).filter(|entry| filter.matches(entry, now));
        wanted.filter_map(Self::of).collect()
    }

    /// Whether there is one at all.
    pub fn is_any(journey: &Journey) -> bool {
        journey.entries().any(|entry| transcript(entry).is_some())
    }

    fn of(entry: &Arc<Entry>) -> Option<Self> {
        let said: Vec<TalkLine> = match transcript(entry)? {
            Transcript::Turns(turns) => turns.iter().cloned().map(TalkLine::Said).collect(),
            Transcript::Text(text) => vec![TalkLine::Text(text.clone())],
        };
        let marks = entry.contact().map(marks).unwrap_or_default();
        Some(Self { entry: Arc::clone(entry), lines: placed(marks, said) })
    }

    /// How many of its lines are worth a stop.
    pub fn marks(&self) -> usize {
        self.lines.iter().filter(|line| line.is_mark()).count()
    }
}

fn transcript(entry: &Entry) -> Option<&Transcript> {
    match &entry.kind {
        EntryKind::Contact(contact) => contact.transcript.as_ref(),
        EntryKind::Custom(custom) => custom.transcript.as_ref(),
        EntryKind::Unreadable(_) => None,
    }
}

/// Where the customer waited or was handed over, by the contact's events.
fn marks(contact: &Contact) -> Vec<(Option<DateTime<Utc>>, TalkLine)> {
    let mut marks = Vec::new();
    for (place, event) in contact.events.iter().enumerate() {
        let mut later = contact.events.iter().skip(place + 1);
        let line = match event.kind {
            EventKind::Hold => TalkLine::Hold(held(event, later.find(|next| ends_hold(next)))),
            EventKind::Transferred => {
                let to = ["transferredTo", "destinationAgentName", "toAgentName", "toQueueName"];
                let next = |event: &Arc<Event>| {
                    let is_talk = matches!(event.kind, EventKind::Connected | EventKind::Assigned);
                    first_label(&event.data, &["agentName", "queueName"]).filter(|_| is_talk)
                };
                TalkLine::Transfer(first_label(&event.data, &to).or_else(|| later.find_map(next)))
            }
            _ => continue,
        };
        marks.push((event.key.time, line));
    }
    marks
}

/// What ends a hold, said or not.
fn ends_hold(event: &Event) -> bool {
    matches!(
        event.kind,
        EventKind::Unhold | EventKind::Transferred | EventKind::Ended | EventKind::WrapUp | EventKind::WrapUpDone
    )
}

fn held(hold: &Event, end: Option<&Arc<Event>>) -> Option<Duration> {
    Some(end?.key.time? - hold.key.time?).filter(|held| *held > Duration::zero())
}

/// Each mark before the first turn that is later; all of them in front, where the turns have no times.
fn placed(marks: Vec<(Option<DateTime<Utc>>, TalkLine)>, said: Vec<TalkLine>) -> Vec<TalkLine> {
    let time = |line: &TalkLine| if let TalkLine::Said(turn) = line { turn.time } else { None };
    let mut lines = Vec::with_capacity(marks.len() + said.len());
    let mut marks = marks.into_iter().peekable();
    for line in said {
        let at = time(&line);
        // A turn without a time stands where it stood.
        let is_before =
            |mark: &(Option<DateTime<Utc>>, TalkLine)| at.is_none_or(|at| mark.0.is_none_or(|time| time <= at));
        while at.is_some() || lines.iter().all(|line: &TalkLine| !matches!(line, TalkLine::Said(_) | TalkLine::Text(_)))
        {
            match marks.next_if(is_before) {
                Some((_, mark)) => lines.push(mark),
                None => break,
            }
        }
        lines.push(line);
    }
    lines.extend(marks.map(|(_, mark)| mark));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::at;
    use crate::{Arrival, Journey};
    use serde_json::{Value, json};

    fn journey(events: &[(&str, &str, Value)]) -> Journey {
        let mut journey = Journey::default();
        let arrivals: Vec<Arrival> = events
            .iter()
            .map(|(kind, time, data)| {
                let mut data = data.clone();
                data["taskId"] = json!(data.get("taskId").cloned().unwrap_or(json!("t")));
                let id = format!("{kind} {time}");
                let time = format!("2026-03-01T{time}Z");
                Arrival::from(&json!({"id": id, "type": kind, "source": "wxcc", "time": time, "data": data}))
            })
            .collect();
        journey.add(arrivals);
        journey
    }

    fn read(journey: &Journey) -> Vec<String> {
        let word = |line: TalkLine| match line {
            TalkLine::Said(turn) => turn.text,
            TalkLine::Text(text) => text,
            TalkLine::Hold(held) => format!("hold {}", held.map_or(0, |held| held.num_seconds())),
            TalkLine::Transfer(to) => format!("transfer {}", to.unwrap_or_default()),
        };
        let all = Talk::all(journey, &Filter::default(), at("2026-03-02T00:00:00Z"));
        all.into_iter().flat_map(|one| one.lines).map(word).collect()
    }

    fn call(timed: bool) -> Journey {
        let turn = |role: &str, text: &str, time: &str| {
            let mut turn = json!({"role": role, "text": text});
            if timed {
                turn["timestamp"] = json!(format!("2026-03-01T{time}Z"));
            }
            turn
        };
        let said = json!([
            turn("agent", "Hello", "10:01:00"),
            turn("customer", "Broken", "10:01:10"),
            turn("agent", "Bob here", "10:04:00")
        ]);
        journey(&[
            ("task:connected", "10:00:50", json!({"agentName": "Ann"})),
            ("task:hold", "10:02:00", json!({})),
            ("task:unhold", "10:02:40", json!({})),
            ("task:transferred", "10:03:00", json!({})),
            ("task:connected", "10:03:50", json!({"agentName": "Bob"})),
            ("task:ended", "10:05:00", json!({"transcript": said})),
        ])
    }

    #[test]
    fn holds_and_transfers_stand_where_they_happened() {
        assert_eq!(read(&call(true)), ["Hello", "Broken", "hold 40", "transfer Bob", "Bob here"]);
    }

    #[test]
    fn where_the_turns_have_no_times_they_stand_in_front() {
        assert_eq!(read(&call(false)), ["hold 40", "transfer Bob", "Hello", "Broken", "Bob here"]);
    }

    #[test]
    fn the_newest_conversation_is_the_first_and_who_said_nothing_has_none() {
        let said = |text: &str| json!([{"role": "agent", "text": text}, {"role": "customer", "text": "Yes"}]);
        let journey = journey(&[
            ("task:ended", "10:00:00", json!({"taskId": "a", "transcript": said("Old")})),
            ("task:ended", "11:00:00", json!({"taskId": "b"})),
            ("task:ended", "12:00:00", json!({"taskId": "c", "transcript": said("New")})),
        ]);
        assert_eq!(read(&journey), ["New", "Yes", "Old", "Yes"]);
        assert!(Talk::is_any(&journey) && !Talk::is_any(&Journey::default()));
    }

    #[test]
    fn displeasure_a_hold_and_a_transfer_are_worth_a_stop() {
        let said = json!([{"role": "customer", "text": "No!", "sentiment": "NEGATIVE"}, {"role": "agent", "text": "Sorry", "sentiment": "neutral"}]);
        let journey = journey(&[("task:ended", "10:00:00", json!({"transcript": said}))]);
        let all = Talk::all(&journey, &Filter::default(), at("2026-03-02T00:00:00Z"));
        assert_eq!(all.iter().map(Talk::marks).collect::<Vec<_>>(), [1]);
        assert_eq!(call(true).entries().count(), 1);
    }
}
