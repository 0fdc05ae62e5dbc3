//! How often and how it ended: counts over *contacts* in the chosen time range, never over raw events, nor over visits of the
//! web site, which reached nobody.
//!
//! The chips that filter are counted without the chips' own filter, so that choosing one does not empty the others.

use std::cmp::Reverse;
use std::sync::Arc;

use chrono::{DateTime, Datelike, Days, Duration, Months, NaiveDate, NaiveDateTime, Timelike, Utc};

use super::{Channel, Contact, ContactState, EntryKind, Filter, Journey, Platform, Span, WrapUpCode, Zone};

/// Contacts of one channel.
#[derive(Clone, Debug, PartialEq)]
pub struct ChannelCount {
    /// Which; `None` if the contacts do not say.
    pub channel: Option<Channel>,
    /// How many.
    pub count: usize,
}

/// Contacts that ended in one way.
#[derive(Clone, Debug, PartialEq)]
pub struct WrapUpCount {
    /// With which code; `None`: over, and without one.
    pub code: Option<WrapUpCode>,
    /// How many.
    pub count: usize,
}

/// A name (a queue, an agent, a tag) and how many rows have it.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedCount {
    /// The name.
    pub name: Arc<str>,
    /// How many.
    pub count: usize,
}

/// What one platform told of.
#[derive(Clone, Debug, PartialEq)]
pub struct PlatformCount {
    /// Which.
    pub platform: Platform,
    /// How many contacts and other events; those that several told of count for each of them.
    pub count: usize,
}

/// What a bar of the chart stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A week, from Monday.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// One bar of the chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// When it begins, on the viewer's clock.
    pub start: NaiveDateTime,
    /// When that is.
    pub since: DateTime<Utc>,
    /// How many contacts began in it.
    pub count: usize,
}

/// Contacts over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    /// How long a bar is.
    pub unit: Unit,
    /// The earliest first, without a gap, up to now.
    pub bars: Vec<Bar>,
}

/// All counts of one journey.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counters {
    /// How many contacts.
    pub contacts: usize,
    /// How many events that stand for themselves.
    pub events: usize,
    /// By platform, in the order of [`Platform::ALL`]; those that told of nothing are left out.
    pub platforms: Vec<PlatformCount>,
    /// By channel, the most frequent first.
    pub channels: Vec<ChannelCount>,
    /// By wrap-up code, the most frequent first; those without one last.
    pub wrap_ups: Vec<WrapUpCount>,
    /// By queue, the most frequent first.
    pub queues: Vec<NamedCount>,
    /// By agent, the most frequent first.
    pub agents: Vec<NamedCount>,
    /// By tag of events, the most frequent first.
    pub tags: Vec<NamedCount>,
    /// Contacts over time; `None` without a contact.
    pub bars: Option<Bars>,
}

/// More bars than this do not fit beside the chips.
const MOST_BARS: usize = 31;
/// A contact that began longer ago is a typing error, or "never" as some systems write it; it is no reason for a chart of
/// centuries, s.
const OLDEST_S: i64 = 30 * 365 * 86_400;
/// And one that is to begin later than this: clocks differ, but not by so much, s.
const MOST_AHEAD_S: i64 = 86_400;

impl Counters {
    /// Counts what lies in the filter's time range and division at `now`.
    pub fn of(journey: &Journey, filter: &Filter, now: DateTime<Utc>, zone: Zone) -> Self {
        let filter = filter.widened();
        let (mut channels, mut wrap_ups) = (Tally::default(), Tally::default());
        let (mut queues, mut agents, mut tags) = (Tally::default(), Tally::default(), Tally::default());
        let mut counters = Self::default();
        let mut starts = Vec::new();
        let wanted = filter.at(now);
        let mut platforms = Platform::ALL.map(|platform| PlatformCount { platform, count: 0 });
        for entry in journey.entries().filter(|entry| wanted.matches(entry)) {
            let is_counted = !matches!(entry.kind, EntryKind::Unreadable(_));
            let told = platforms.iter_mut().filter(|of| is_counted && entry.is_told_by(of.platform));
            told.for_each(|of| of.count += 1);
            match &entry.kind {
                // Nobody asked for an agent: it is an entry, and no contact.
                EntryKind::Contact(contact) if contact.is_visit() => {}
                EntryKind::Contact(contact) => {
                    counters.contacts += 1;
                    channels.count(&contact.channel);
                    if let Some(ending) = ending(contact, now) {
                        wrap_ups.count(&ending.cloned());
                    }
                    contact.queues.iter().for_each(|name| queues.count(name));
                    contact.agents.iter().for_each(|name| agents.count(name));
                    starts.extend(contact.start);
                }
                EntryKind::Custom(event) => {
                    counters.events += 1;
                    event.tags.iter().for_each(|name| tags.count(name));
                }
                EntryKind::Unreadable(_) => {}
            }
        }
        counters.platforms = platforms.into_iter().filter(|of| of.count > 0).collect();
        counters.channels = channels.ranked().map(|(channel, count)| ChannelCount { channel, count }).collect();
        counters.wrap_ups = wrap_ups.ranked().map(|(code, count)| WrapUpCount { code, count }).collect();
        // "Without a code" goes to the end, however many there are.
        if let Some(place) = counters.wrap_ups.iter().position(|row| row.code.is_none()) {
            let without = counters.wrap_ups.remove(place);
            counters.wrap_ups.push(without);
        }
        let named = |counts: Tally<Arc<str>>| counts.ranked().map(|(name, count)| NamedCount { name, count }).collect();
        (counters.queues, counters.agents, counters.tags) = (named(queues), named(agents), named(tags));
        counters.bars = Bars::of(&starts, (filter.range.since(now), filter.range.until()), now, zone);
        counters
    }
}

/// How a contact ended; `None` while it goes on, and where nobody writes that up.
fn ending(contact: &Contact, now: DateTime<Utc>) -> Option<Option<&WrapUpCode>> {
    let code = contact.wrap_up_code();
    if code.is_none() && !contact.has_wrap_up() {
        return None;
    }
    (code.is_some() || contact.state(now) != ContactState::Ongoing).then_some(code)
}

/// How often each of a few values occurs: one customer meets tens of queues and agents, not thousands.
struct Tally<K>(Vec<(K, usize)>);

impl<K> Default for Tally<K> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Clone + Ord> Tally<K> {
    fn count(&mut self, key: &K) {
        match self.0.iter_mut().find(|(known, _)| known == key) {
            Some((_, count)) => *count += 1,
            None => self.0.push((key.clone(), 1)),
        }
    }

    /// The most frequent first; of the same frequency, in the order of the keys.
    fn ranked(self) -> impl Iterator<Item = (K, usize)> {
        let mut ranked: Vec<(K, usize)> = Vec::with_capacity(self.0.len());
        for (key, count) in self.0 {
            let place = ranked.partition_point(|(other, more)| (Reverse(*more), other) < (Reverse(count), &key));
            ranked.insert(place, (key, count));
        }
        ranked.into_iter()
    }
}

impl Bars {
    fn of(
        starts: &[DateTime<Utc>],
        (since, until): (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
        now: DateTime<Utc>,
        zone: Zone,
    ) -> Option<Self> {
        let mut ends = None;
        for time in starts {
            if (-MOST_AHEAD_S..=OLDEST_S).contains(&(now.timestamp() - time.timestamp())) {
                let (earliest, latest) = ends.unwrap_or((*time, *time));
                ends = Some((earliest.min(*time), latest.max(*time)));
            }
        }
        let (earliest, latest) = ends?;
        let before = until.and_then(|until| until.checked_sub_signed(Duration::milliseconds(1)));
        let latest = latest.max(before.map_or(now, |before| before.min(now)));
        let from = since.unwrap_or(earliest).min(earliest);
        let unit = Unit::for_span(latest - from);
        let (first, last) = (unit.floor(zone.local(from)), unit.floor(zone.local(latest)));
        let mut bars = Vec::new();
        let mut start = last;
        while start >= first && bars.len() < MOST_BARS {
            bars.push(Bar { start, since: unit.instant(start, zone), count: 0 });
            start = unit.floor(start.checked_sub_signed(Duration::milliseconds(1))?);
        }
        bars.reverse();
        // The beginnings are asked for once for each bar; to ask the browser's clock for each contact takes a second.
        for time in starts {
            let after = bars.partition_point(|bar| bar.since <= *time);
            if let Some(bar) = after.checked_sub(1).and_then(|place| bars.get_mut(place)) {
                bar.count += 1;
            }
        }
        Some(Self { unit, bars })
    }

    /// The time from the beginning of one bar to the end of another, in whatever order they are given.
    pub fn span(&self, one: usize, other: usize, zone: Zone) -> Option<Span> {
        let since = self.bars.get(one.min(other))?.since;
        let end = self.unit.next(self.bars.get(one.max(other))?.start)?;
        Some(Span { since: Some(since), until: Some(self.unit.instant(end, zone)) })
    }

    /// The highest bar.
    pub fn highest(&self) -> usize {
        self.bars.iter().map(|bar| bar.count).max().unwrap_or(0)
    }
}

impl Unit {
    /// The smallest unit of which few enough fit.
    fn for_span(span: Duration) -> Self {
        match span.num_days() {
            0..=1 => Self::Hour,
            2..=30 => Self::Day,
            31..=200 => Self::Week,
            201..=900 => Self::Month,
            _ => Self::Year,
        }
    }

    /// When a bar begins. Those of an hour may begin at one that the clock skips; the others begin with their day.
    fn instant(self, start: NaiveDateTime, zone: Zone) -> DateTime<Utc> {
        if self == Self::Hour { zone.instant(start) } else { zone.start_of(start.date()) }
    }

    fn floor(self, time: NaiveDateTime) -> NaiveDateTime {
        let date = time.date();
        let midnight = |date: NaiveDate| date.and_time(chrono::NaiveTime::MIN);
        match self {
            Self::Hour => midnight(date) + Duration::hours(i64::from(time.hour())),
            Self::Day => midnight(date),
            Self::Week => {
                let back = Days::new(u64::from(date.weekday().num_days_from_monday()));
                midnight(date.checked_sub_days(back).unwrap_or(date))
            }
            Self::Month => midnight(date.with_day(1).unwrap_or(date)),
            Self::Year => midnight(date.with_ordinal(1).unwrap_or(date)),
        }
    }

    fn next(self, start: NaiveDateTime) -> Option<NaiveDateTime> {
        match self {
            Self::Hour => start.checked_add_signed(Duration::hours(1)),
            Self::Day => start.checked_add_days(Days::new(1)),
            Self::Week => start.checked_add_days(Days::new(7)),
            Self::Month => start.checked_add_months(Months::new(1)),
            Self::Year => start.checked_add_months(Months::new(12)),
        }
    }
}

#[cfg(test)]
mod tests;
