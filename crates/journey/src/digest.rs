//! What an agent should know before the first word: a few statements, each made from certain entries and true of them.
//!
//! Pure, and from events alone. What is not certain is not stated: where a history is only partly read, nothing is said of
//! what lies before, and a next step that somebody wrote down is not called open. Words are the caller's.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::coming_up::{FORGOTTEN, is_overdue};
use super::values::{first_name, folded, line};
use super::{
    Contact, ContactState, Direction, Entry, EntryId, Event, EventKind, Filter, Journey, Sentiment, Summary, TimeRange,
    WrapUp, WrapUpCode, is_ahead,
};

/// So many statements are made at most.
const MOST: usize = 3;
/// So many contacts make a falling mood.
const FEWEST_FALLING: usize = 3;
/// A name or a step stands in a sentence, letters.
const LONGEST_TOPIC: usize = 40;
const LONGEST_STEP: usize = 120;

/// What several contacts have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Why the customer came, in the contact center's words.
    Reason(String),
    /// A queue that they went through.
    Queue(String),
}

/// What is stated.
#[derive(Clone, Debug, PartialEq)]
pub enum Claim {
    /// So many contacts in the last ten days have this in common; the one that goes on is among them.
    Repeated {
        /// What.
        topic: Topic,
        /// How many.
        count: usize,
    },
    /// Somebody wrote down a next step at the last contact, it is overdue, and nothing happened since but the contact that goes
    /// on. One that is not overdue is coming up, and said there.
    NextStep {
        /// When.
        noted: DateTime<Utc>,
        /// Its beginning, in the contact center's words.
        step: String,
    },
    /// So many contacts in a row, the last one among them, waited for an agent and got none.
    Unanswered(usize),
    /// At each of the last so many contacts the mood was no better than at the one before, and at the last it is worse than
    /// at the first.
    MoodFalls(usize),
    /// At each of the last so many contacts the mood was negative.
    MoodNegative(usize),
    /// How the last contact ended, if it is one of the repeated.
    Last {
        /// With which wrap-up code.
        code: WrapUpCode,
        /// Who gave it, if that is said.
        agent: Option<String>,
    },
}

/// A claim and what it is made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// What is stated.
    pub claim: Claim,
    /// Of which entries, the newest first.
    pub entries: Vec<EntryId>,
}

/// What can be stated at `now`, the most important first. `reach`: back to when all histories are read; `None`: to their
/// beginnings. The filter says only what is for this agent.
pub fn digest(journey: &Journey, filter: &Filter, now: DateTime<Utc>, reach: Option<DateTime<Utc>>) -> Vec<Statement> {
    let mut everything = filter.widened();
    everything.range = TimeRange::All;
    let everything = everything.at(now);
    let told = Told::of(journey.shown_at(now).filter(|entry| everything.matches(entry)), now, reach);
    let repeated = told.repeated();
    let is_repeated = |id: &EntryId| repeated.as_ref().is_some_and(|one| one.entries.contains(id));
    let last = told.last().filter(|last| last.entries.iter().all(is_repeated));
    // What is overdue comes first: a narrow widget shows one sentence, and whatever is open is to be seen at once.
    let all = [told.next_step(journey), repeated.clone(), told.unanswered(), told.mood(), last];
    all.into_iter().flatten().take(MOST).collect()
}

/// A contact of a row.
#[derive(Clone, Copy)]
struct Row<'a> {
    id: &'a EntryId,
    contact: &'a Contact,
    is_ongoing: bool,
}

/// The contacts that there are to speak of, the newest first.
struct Told<'a> {
    rows: Vec<Row<'a>>,
    /// When something happened last in one of which not all may be read: it is not spoken of.
    cut: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
    reach: Option<DateTime<Utc>>,
}

impl<'a> Told<'a> {
    fn of(entries: impl Iterator<Item = &'a Arc<Entry>>, now: DateTime<Utc>, reach: Option<DateTime<Utc>>) -> Self {
        let (mut rows, mut cut) = (Vec::new(), None);
        for entry in entries.filter(|entry| !is_ahead(entry.time, now)) {
            let Some(contact) = entry.contact().filter(|contact| !contact.is_visit()) else { continue };
            let is_whole = || contact.events.iter().any(|event| event.kind == EventKind::New);
            if entry.time.is_some() && reach.is_none_or(|reach| entry.time >= Some(reach) && is_whole()) {
                rows.push(Row { id: &entry.id, contact, is_ongoing: contact.state(now) == ContactState::Ongoing });
            } else {
                cut = cut.max(entry.last_at(now));
            }
        }
        Self { rows, cut, now, reach }
    }

    /// Those that are over, or of which nothing is heard any more.
    fn past(&self) -> impl Iterator<Item = Row<'a>> {
        self.rows.iter().copied().filter(|row| !row.is_ongoing)
    }

    fn repeated(&self) -> Option<Statement> {
        let since = TimeRange::TenDays.since(self.now)?;
        if self.reach.is_some_and(|reach| reach > since) || self.cut >= Some(since) {
            return None;
        }
        let recent: Vec<Row<'_>> =
            self.rows.iter().copied().filter(|row| row.contact.last_at(self.now) >= Some(since)).collect();
        let most = |is_here: bool, topic: fn(&Contact) -> Vec<Topic>| {
            let mut most: Option<Statement> = None;
            for topic in recent.iter().filter(|row| row.is_ongoing || !is_here).flat_map(|row| topic(row.contact)) {
                let of = recent.iter().filter(|row| is_about(row.contact, &topic));
                let entries: Vec<EntryId> = of.map(|row| row.id.clone()).collect();
                let count = entries.len();
                if count > 1 && most.as_ref().is_none_or(|most| count > most.entries.len()) {
                    most = Some(Statement { claim: Claim::Repeated { topic, count }, entries });
                }
            }
            most
        };
        // What the customer is here for now comes before what there was most of, and a reason before a queue.
        let here = most(true, reasons).or_else(|| most(true, queues));
        here.or_else(|| most(false, reasons)).or_else(|| most(false, queues))
    }

    fn next_step(&self, journey: &Journey) -> Option<Statement> {
        let last = self.past().next()?;
        let (event, step) = last.contact.events.iter().rev().find_map(|event| Some((event, next_step(event)?)))?;
        let noted = event.key.time.or(last.contact.last_at(self.now))?;
        let is_told = noted <= self.now && self.now - noted < FORGOTTEN;
        let is_overdue = is_told && journey.entry(last.id).is_some_and(|entry| is_overdue(journey, entry, self.now));
        is_overdue.then(|| Statement { claim: Claim::NextStep { noted, step }, entries: vec![last.id.clone()] })
    }

    fn unanswered(&self) -> Option<Statement> {
        let is_left_alone = |row: &Row<'_>| {
            let contact = row.contact;
            let has = |kinds: &[EventKind]| contact.events.iter().any(|event| kinds.contains(&event.kind));
            contact.state(self.now) == ContactState::Ended
                && contact.direction == Some(Direction::Inbound)
                // It is known from its beginning.
                && has(&[EventKind::New])
                && has(&[EventKind::Connect, EventKind::Parked])
                && !has(&[EventKind::Sent])
                && !contact.was_answered()
        };
        let entries: Vec<EntryId> = self.past().take_while(is_left_alone).map(|row| row.id.clone()).collect();
        (!entries.is_empty()).then_some(Statement { claim: Claim::Unanswered(entries.len()), entries })
    }

    fn mood(&self) -> Option<Statement> {
        let known = || self.past().map_while(|row| Some((row.id, row.contact.sentiment?)));
        let negative: Vec<EntryId> =
            known().take_while(|(_, mood)| *mood == Sentiment::Negative).map(|(id, _)| id.clone()).collect();
        let mut falling: Vec<(&EntryId, Sentiment)> = Vec::new();
        for (id, mood) in known() {
            if falling.last().is_some_and(|(_, later)| step(mood) < step(*later)) {
                break;
            }
            falling.push((id, mood));
        }
        // The last of a row of equal moods is the one from which it fell.
        while let [.., (_, later), (_, earlier)] = falling.as_slice()
            && later == earlier
        {
            falling.pop();
        }
        if falling.len() >= FEWEST_FALLING && negative.len() < FEWEST_FALLING {
            let entries: Vec<EntryId> = falling.into_iter().map(|(id, _)| id.clone()).collect();
            return Some(Statement { claim: Claim::MoodFalls(entries.len()), entries });
        }
        (negative.len() > 1).then_some(Statement { claim: Claim::MoodNegative(negative.len()), entries: negative })
    }

    fn last(&self) -> Option<Statement> {
        let last = self.past().next()?;
        let code = last.contact.wrap_up_code()?.clone();
        let gave = |event: &&Arc<Event>| WrapUp::read(&event.data).code.as_ref() == Some(&code);
        let agent = last.contact.events.iter().rev().find(gave).and_then(|event| agent_of(event));
        Some(Statement { claim: Claim::Last { code, agent }, entries: vec![last.id.clone()] })
    }
}

fn reasons(contact: &Contact) -> Vec<Topic> {
    contact.contact_reason.iter().map(|reason| Topic::Reason(line(reason, LONGEST_TOPIC))).collect()
}

fn queues(contact: &Contact) -> Vec<Topic> {
    contact.queues.iter().rev().map(|queue| Topic::Queue(line(queue, LONGEST_TOPIC))).collect()
}

fn is_about(contact: &Contact, topic: &Topic) -> bool {
    match topic {
        Topic::Reason(reason) => {
            contact.contact_reason.as_ref().is_some_and(|other| folded(&line(other, LONGEST_TOPIC)) == folded(reason))
        }
        Topic::Queue(queue) => contact.queues.iter().any(|other| line(other, LONGEST_TOPIC) == *queue),
    }
}

fn step(mood: Sentiment) -> u8 {
    match mood {
        Sentiment::Negative => 0,
        Sentiment::Neutral => 1,
        Sentiment::Positive => 2,
    }
}

/// The next step that a summary names, its first line.
fn next_step(event: &Event) -> Option<String> {
    let summary = Some(event).filter(|event| event.kind == EventKind::Summary).and_then(Summary::read)?;
    let first = summary.next_steps()?.lines().map(str::trim).find(|line| !line.is_empty())?;
    Some(line(first, LONGEST_STEP)).filter(|step| !step.is_empty())
}

fn agent_of(event: &Event) -> Option<String> {
    first_name(&event.data, &["agentName", "agentDisplayName"], &["agentId", "agentID", "ownerId"])
        .map(|name| line(&name, LONGEST_TOPIC))
}

#[cfg(test)]
mod tests;
