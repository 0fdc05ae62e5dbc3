//! What is still to come: callbacks that are arranged, events that are dated ahead, next steps that nobody has taken yet.

use std::sync::Arc;

use chrono::{DateTime, Duration, NaiveDateTime, Utc};

use super::{Claim, ContactState, Entry, EntryKind, Filter, Glance, Journey, Statement, TimeRange};

/// Clocks differ by so much; what is dated less ahead is happening now.
const SOON: Duration = Duration::minutes(5);
/// What is dated further ahead than this is a mistyped year.
const LATEST: Duration = Duration::days(366);
/// Next steps are expected for so long. Where nothing happened until then they are overdue, and the digest's to say.
const EXPECTED: Duration = Duration::days(7);
/// Next steps that nobody took for so long are not brought up again.
pub(crate) const FORGOTTEN: Duration = Duration::days(60);

/// When something is planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Planned {
    /// At this moment.
    At(DateTime<Utc>),
    /// When a clock of that time zone (IANA, such as `Europe/Berlin`) shows this.
    Local(NaiveDateTime, String),
}

impl Planned {
    /// About which moment that is. A place's clock may be up to 14 hours off Greenwich's; this only puts things in order.
    fn about(&self) -> DateTime<Utc> {
        match self {
            Self::At(time) => *time,
            Self::Local(time, _) => time.and_utc(),
        }
    }

    /// Whether it is over wherever that clock is.
    fn is_over(&self, now: DateTime<Utc>) -> bool {
        match self {
            Self::At(time) => *time < now,
            Self::Local(time, _) => {
                time.and_utc().checked_add_signed(Duration::hours(12)).is_some_and(|latest| latest < now)
            }
        }
    }
}

/// A call that somebody arranged with the customer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Callback {
    /// The platform's id.
    pub id: String,
    /// From when on.
    pub start: Option<Planned>,
    /// Until when.
    pub end: Option<Planned>,
    /// Why.
    pub reason: Option<String>,
    /// Who is to call, by name; the platform's queue decides otherwise.
    pub agent: Option<String>,
}

impl Callback {
    /// Whether its time has passed. One without a time is still to come.
    fn is_over(&self, now: DateTime<Utc>) -> bool {
        self.end.as_ref().or(self.start.as_ref()).is_some_and(|last| last.is_over(now))
    }
}

/// Something that is still to come.
#[derive(Clone, Debug, PartialEq)]
pub enum ComingUp {
    /// A callback.
    Callback(Arc<Callback>),
    /// An event that is dated ahead.
    Event(Arc<Entry>),
    /// What was to be done after the latest contact, and that contact. Nobody has been in contact since.
    NextSteps(Arc<Entry>, String),
}

impl ComingUp {
    /// All of it, the next first; what has no time comes last. `glance`: the latest contacts; `filter`: what is for this agent;
    /// `digest`: what is stated of the customer, which is asked for where it may say of next steps what would stand here.
    pub fn of(
        journey: &Journey,
        glance: &Glance,
        callbacks: &[Arc<Callback>],
        filter: &Filter,
        now: DateTime<Utc>,
        digest: impl FnOnce() -> Vec<Statement>,
    ) -> Vec<Self> {
        let mut all: Vec<Self> =
            callbacks.iter().filter(|callback| !callback.is_over(now)).cloned().map(Self::Callback).collect();
        all.extend(events_ahead(journey, filter, now).map(Self::Event));
        // A person reads it once.
        let is_said = |entry: &Arc<Entry>| {
            let is_here =
                |one: &Statement| matches!(one.claim, Claim::NextStep { .. }) && one.entries.contains(&entry.id);
            is_overdue(journey, entry, now) && digest().iter().any(is_here)
        };
        all.extend(
            next_steps(glance, now)
                .filter(|(last, _)| !is_said(last))
                .map(|(last, steps)| Self::NextSteps(last, steps)),
        );
        all.sort_by_key(|one| one.time().map_or(DateTime::<Utc>::MAX_UTC, |time| time.about()));
        all
    }

    /// Whether any of it stands in the journey, without the trouble of listing it. `glance`: the latest contacts.
    pub fn is_told_of(journey: &Journey, glance: &Glance, filter: &Filter, now: DateTime<Utc>) -> bool {
        let is_here = |(last, _): (Arc<Entry>, String)| !is_overdue(journey, &last, now);
        next_steps(glance, now).is_some_and(is_here) || events_ahead(journey, filter, now).next().is_some()
    }

    /// When it is planned.
    pub fn time(&self) -> Option<Planned> {
        match self {
            Self::Callback(callback) => callback.start.clone().or_else(|| callback.end.clone()),
            Self::Event(entry) => entry.time.map(Planned::At),
            Self::NextSteps(..) => None,
        }
    }

    /// The entry that tells of it.
    pub fn entry(&self) -> Option<&Arc<Entry>> {
        match self {
            Self::Callback(_) => None,
            Self::Event(entry) | Self::NextSteps(entry, _) => Some(entry),
        }
    }

    /// Another one for whatever says something else: a callback may be moved to another time.
    pub fn key(&self) -> String {
        match self {
            Self::Callback(callback) => format!("{callback:?}"),
            Self::Event(entry) => ["event ", &entry.id.to_string()].concat(),
            Self::NextSteps(entry, text) => ["next ", &entry.id.to_string(), " ", text].concat(),
        }
    }
}

/// A contact that is dated ahead is a wrong clock: nobody has talked tomorrow.
fn events_ahead<'a>(
    journey: &'a Journey,
    filter: &Filter,
    now: DateTime<Utc>,
) -> impl Iterator<Item = Arc<Entry>> + use<'a> {
    let mut everything = filter.widened();
    everything.range = TimeRange::All;
    let is_ahead = move |entry: &&Arc<Entry>| {
        let ahead = entry.time.map(|time| time.signed_duration_since(now));
        matches!(entry.kind, EntryKind::Custom(_)) && ahead.is_some_and(|ahead| ahead > SOON && ahead < LATEST)
    };
    journey.entries().filter(is_ahead).filter(move |entry| everything.matches(entry, now)).cloned()
}

/// Whether what was promised at a contact is overdue: nothing happened since, but what goes on now, and that is long ago. What
/// does not say when may have happened since.
pub(crate) fn is_overdue(journey: &Journey, last: &Entry, now: DateTime<Utc>) -> bool {
    let Some(until) = last.last_at(now).filter(|until| now - *until >= EXPECTED) else { return false };
    let is_ongoing = |entry: &Entry| entry.contact().is_some_and(|contact| contact.state(now) == ContactState::Ongoing);
    let is_since = |entry: &Entry| entry.last_at(now).is_none_or(|time| time > until && time <= now);
    !journey.entries().any(|entry| entry.id != last.id && !is_ongoing(entry) && is_since(entry))
}

fn next_steps(glance: &Glance, now: DateTime<Utc>) -> Option<(Arc<Entry>, String)> {
    let last = glance.last.as_ref()?;
    let contact = last.contact().filter(|contact| contact.state(now) != ContactState::Ongoing)?;
    let is_expected = last.time.is_some_and(|time| now.signed_duration_since(time) < FORGOTTEN);
    let steps = contact.summary.as_ref()?.next_steps()?;
    is_expected.then(|| (Arc::clone(last), steps.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest;
    use crate::samples::{at, call, custom, journey, wire};
    use serde_json::{Value, json};

    const NOW: &str = "2026-03-03T10:00:00Z";

    fn coming(events: &[Value], callbacks: &[Callback]) -> Vec<ComingUp> {
        let callbacks: Vec<_> = callbacks.iter().cloned().map(Arc::new).collect();
        let (journey, filter) = (journey(events), Filter::default());
        let glance = Glance::of(&journey, &filter, at(NOW));
        let is_told_of = ComingUp::is_told_of(&journey, &glance, &filter, at(NOW));
        let coming =
            ComingUp::of(&journey, &glance, &callbacks, &filter, at(NOW), || digest(&journey, &filter, at(NOW), None));
        assert_eq!(is_told_of, coming.iter().any(|one| one.entry().is_some()));
        coming
    }

    fn callback(start: &str, end: &str) -> Callback {
        let local = |time: &str| Some(Planned::Local(time.parse().expect("a time"), "America/New_York".to_owned()));
        Callback { id: start.to_owned(), start: local(start), end: local(end), ..Callback::default() }
    }

    #[test]
    fn what_is_next_comes_first_and_what_is_over_is_gone() {
        let events = [
            custom("Appointment", "2026-03-05T09:00:00Z", json!({})),
            custom("Delivery", "2026-03-04T09:00:00Z", json!({})),
            custom("Past", "2026-03-03T09:00:00Z", json!({})),
            custom("A clock that is fast", "2026-03-03T10:04:00Z", json!({})),
            custom("Mistyped year", "2036-03-03T10:00:00Z", json!({})),
            wire("tomorrow", "task:new", "2026-03-04T10:00:00Z", json!({})),
        ];
        let callbacks = [
            callback("2026-03-04T15:00:00", "2026-03-04T16:00:00"),
            callback("2026-03-02T07:00:00", "2026-03-02T08:00:00"),
        ];
        let titles = coming(&events, &callbacks).into_iter().map(|one| match one {
            ComingUp::Event(entry) => match &entry.kind {
                EntryKind::Custom(custom) => custom.event.key.kind.clone(),
                _ => "no event".to_owned(),
            },
            ComingUp::Callback(callback) => callback.id.clone(),
            ComingUp::NextSteps(..) => "next steps".to_owned(),
        });
        assert_eq!(titles.collect::<Vec<_>>(), ["Delivery", "2026-03-04T15:00:00", "Appointment"]);
    }

    #[test]
    fn a_callback_without_a_time_is_still_to_come_and_stands_last() {
        let events = [custom("Appointment", "2026-03-05T09:00:00Z", json!({}))];
        let coming = coming(&events, &[Callback::default()]);
        assert!(matches!(coming.as_slice(), [ComingUp::Event(_), ComingUp::Callback(_)]), "{coming:?}");
    }

    #[test]
    fn next_steps_are_open_until_somebody_is_in_contact_again() {
        let summary = json!({"sections": {"nextSteps": "Call back by Friday"}});
        let mut events = call("promised", "2026-03-01", Some("Sale"));
        events.push(wire("promised", "task:wrapup-summary", "2026-03-01T10:30:00Z", summary));
        let steps = |events: &[Value]| {
            coming(events, &[])
                .iter()
                .map(|one| matches!(one, ComingUp::NextSteps(_, text) if text == "Call back by Friday"))
                .collect::<Vec<_>>()
        };
        assert_eq!(steps(&events), [true]);
        events.push(wire("now", "task:connected", "2026-03-03T09:59:00Z", json!({})));
        assert_eq!(steps(&events), [true], "what goes on may be that call; it is not over yet");
        events.extend(call("later", "2026-03-02", Some("Done")));
        assert!(steps(&events).is_empty());
    }

    #[test]
    fn next_steps_that_are_overdue_with_nothing_since_are_the_digests_to_say() {
        let summary = json!({"sections": {"nextSteps": "Call back by Friday"}});
        let mut events = call("promised", "2026-02-20", Some("Sale"));
        events.push(wire("promised", "task:wrapup-summary", "2026-02-20T10:30:00Z", summary));
        assert!(coming(&events, &[]).is_empty());
        events.push(custom("Visit", "2026-02-25T10:00:00Z", json!({})));
        assert_eq!(coming(&events, &[]).len(), 1, "of which the digest says nothing");
    }

    #[test]
    fn next_steps_of_long_ago_are_not_expected_any_more() {
        let summary = json!({"sections": {"nextSteps": "Call back by Friday"}});
        let mut events = call("promised", "2025-11-01", Some("Sale"));
        events.push(wire("promised", "task:wrapup-summary", "2025-11-01T10:30:00Z", summary));
        assert!(coming(&events, &[]).is_empty());
    }
}
