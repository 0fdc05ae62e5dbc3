//! What the agent wants to see of a journey.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use chrono::{DateTime, Days, Duration, Months, Utc};

use super::values::{folded, is_same_word};
use super::{Channel, Chosen, Contact, Entry, EntryKind, Platform, Search, Span, WrapUpCode, Zone};

/// How far back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TimeRange {
    /// Everything.
    #[default]
    All,
    /// The last 24 hours.
    Day,
    /// The last 7 days.
    Week,
    /// The last 10 days.
    TenDays,
    /// The last 30 days.
    Month,
    /// The last 6 months of the calendar.
    HalfYear,
    /// The last 12 months of the calendar.
    Year,
    /// From one moment to another.
    Span(Span),
}

impl TimeRange {
    /// Those with a name, as they are offered.
    pub const ALL: [Self; 7] =
        [Self::All, Self::Day, Self::Week, Self::TenDays, Self::Month, Self::HalfYear, Self::Year];

    /// Reads what layouts write (`24-Hours`, `Last 10 Days`, `All Time`), in any case and with any blanks; `None` for
    /// other words.
    pub fn from_words(word: &str) -> Option<Self> {
        let plain: String = word.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        let plain = plain.strip_prefix("last").unwrap_or(&plain);
        Some(match plain.trim_end_matches('s') {
            "all" | "alltime" => Self::All,
            "24hour" | "24h" | "1day" | "day" => Self::Day,
            "7day" | "1week" | "week" => Self::Week,
            "10day" => Self::TenDays,
            "30day" | "1month" | "month" => Self::Month,
            "6month" => Self::HalfYear,
            "12month" | "1year" | "year" => Self::Year,
            _ => return None,
        })
    }

    /// A stable word for it, for keys of words and for what is kept between visits.
    pub fn key(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Day => "24-hours",
            Self::Week => "7-days",
            Self::TenDays => "10-days",
            Self::Month => "30-days",
            Self::HalfYear => "6-months",
            Self::Year => "12-months",
            Self::Span(_) => "dates",
        }
    }

    /// From when on; `None` for everything.
    pub fn since(self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self {
            Self::All => None,
            Self::Day => now.checked_sub_signed(Duration::hours(24)),
            Self::Week => now.checked_sub_days(Days::new(7)),
            Self::TenDays => now.checked_sub_days(Days::new(10)),
            Self::Month => now.checked_sub_days(Days::new(30)),
            Self::HalfYear => now.checked_sub_months(Months::new(6)),
            Self::Year => now.checked_sub_months(Months::new(12)),
            Self::Span(span) => span.since,
        }
    }

    /// The days that it reaches over at `now`.
    pub fn span(self, now: DateTime<Utc>, zone: Zone) -> Span {
        match self {
            Self::Span(span) => span,
            Self::All => Span::default(),
            named => Span::of_dates(named.since(now).map(|since| zone.date(since)), Some(zone.date(now)), zone),
        }
    }

    /// Before when; `None` for what goes on until now.
    pub fn until(self) -> Option<DateTime<Utc>> {
        if let Self::Span(span) = self { span.until } else { None }
    }
}

/// What sort of row.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A contact.
    Contact,
    /// An event that stands for itself.
    Event,
    /// An event with this tag.
    Tag(Arc<str>),
}

/// Tags are typed by hand, in a shop here and in a flow there: two of them are one without regard to case and blanks.
impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Kind {}

impl PartialOrd for Kind {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Kind {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Tag(one), Self::Tag(other)) if one == other => Ordering::Equal,
            (Self::Tag(one), Self::Tag(other)) => folded(one).cmp(&folded(other)),
            (one, other) => one.place().cmp(&other.place()),
        }
    }
}

impl Hash for Kind {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.place().hash(state);
        if let Self::Tag(name) = self {
            folded(name).hash(state);
        }
    }
}

impl Kind {
    fn place(&self) -> u8 {
        match self {
            Self::Contact => 0,
            Self::Event => 1,
            Self::Tag(_) => 2,
        }
    }
}

/// What the agent wants to see. A row must satisfy each part; an empty part asks for nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Words that must all occur, in any case.
    pub text: Search,
    /// One of these channels.
    pub channels: Chosen<Channel>,
    /// Told by one of these platforms.
    pub platforms: Chosen<Platform>,
    /// One of these kinds.
    pub kinds: Chosen<Kind>,
    /// A contact with one of these wrap-up codes; `None` is a contact that is over and has none.
    pub wrap_ups: Chosen<Option<WrapUpCode>>,
    /// A contact that went through one of these queues.
    pub queues: Chosen<Arc<str>>,
    /// A contact that one of these agents had.
    pub agents: Chosen<Arc<str>>,
    /// How far back.
    pub range: TimeRange,
    /// The contact's JDSDivision: custom events of other divisions, or of none, are not for this agent.
    pub division: Option<String>,
    /// Contacts are not shown at all (the attribute `hide-wxcc-events`).
    pub without_contacts: bool,
    /// Contacts that do not say where they come from are not shown (`ignore-undefined-origins`).
    pub with_origin_only: bool,
}

impl Filter {
    /// The filter of a contact that carries JDSDefaultFilter: a tag, or the name of a channel.
    pub fn preset(&mut self, word: &str) {
        let word = word.trim();
        if word.is_empty() || word.to_ascii_lowercase().starts_with("all") {
            return;
        }
        match Channel::named(word) {
            None => self.kinds.insert(Kind::Tag(word.into())),
            Some(channel) => self.channels.insert(channel),
        };
    }

    /// Whether anything is asked for by the agent, but for the time range.
    pub fn is_narrowed(&self) -> bool {
        !(self.text.is_empty()
            && self.channels.is_empty()
            && self.platforms.is_empty()
            && self.kinds.is_empty()
            && self.wrap_ups.is_empty()
            && self.queues.is_empty()
            && self.agents.is_empty())
    }

    /// The same filter, for everything in its time range that is for this agent.
    #[must_use]
    pub fn widened(&self) -> Self {
        Self {
            range: self.range,
            division: self.division.clone(),
            without_contacts: self.without_contacts,
            with_origin_only: self.with_origin_only,
            ..Self::default()
        }
    }

    /// The filter at a moment, ready for many rows.
    pub fn at(&self, now: DateTime<Utc>) -> FilterAt<'_> {
        FilterAt { filter: self, now, since: self.range.since(now), until: self.range.until() }
    }

    /// Whether a row is wanted at `now`.
    pub fn matches(&self, entry: &Entry, now: DateTime<Utc>) -> bool {
        self.at(now).matches(entry)
    }

    fn is_for_this_agent(&self, entry: &Entry) -> bool {
        let is_left_out =
            |contact: &Contact| self.without_contacts || (self.with_origin_only && contact.origin.is_none());
        if entry.contact().is_some_and(is_left_out) {
            return false;
        }
        let Some(division) = &self.division else { return true };
        match &entry.kind {
            EntryKind::Contact(contact) => contact.division.as_ref().is_none_or(|of| is_same_word(of, division)),
            EntryKind::Custom(event) => event.division.as_ref().is_some_and(|of| is_same_word(of, division)),
            EntryKind::Unreadable(_) => true,
        }
    }

    fn matches_kind(&self, entry: &Entry) -> bool {
        let channel = match &entry.kind {
            EntryKind::Contact(contact) => contact.channel.as_ref(),
            EntryKind::Custom(event) => event.channel.as_ref(),
            EntryKind::Unreadable(_) => None,
        };
        let is_channel = self.channels.is_empty() || channel.is_some_and(|channel| self.channels.contains(channel));
        let is_kind = self.kinds.is_empty()
            || match &entry.kind {
                EntryKind::Contact(_) => self.kinds.contains(&Kind::Contact),
                EntryKind::Custom(event) => {
                    self.kinds.contains(&Kind::Event)
                        || event.tags.iter().any(|tag| self.kinds.contains(&Kind::Tag(tag.clone())))
                }
                EntryKind::Unreadable(_) => false,
            };
        let is_platform =
            self.platforms.is_empty() || self.platforms.iter().any(|platform| entry.is_told_by(*platform));
        is_channel && is_kind && is_platform
    }

    fn matches_contact(&self, entry: &Entry, now: DateTime<Utc>) -> bool {
        if self.wrap_ups.is_empty() && self.queues.is_empty() && self.agents.is_empty() {
            return true;
        }
        let Some(contact) = entry.contact() else { return false };
        let is_wrap_up = self.wrap_ups.is_empty()
            || match contact.wrap_up_code() {
                None => {
                    let is_over = contact.state(now) != super::ContactState::Ongoing;
                    self.wrap_ups.contains(&None) && is_over && contact.has_wrap_up()
                }
                Some(code) => self.wrap_ups.contains(&Some(code.clone())),
            };
        let one_of = |wanted: &Chosen<Arc<str>>, has: &[Arc<str>]| {
            wanted.is_empty() || has.iter().any(|name| wanted.contains(name))
        };
        is_wrap_up && one_of(&self.queues, &contact.queues) && one_of(&self.agents, &contact.agents)
    }
}

/// A filter at a moment: what follows from the moment is worked out once and not for each row.
#[derive(Clone, Copy, Debug)]
pub struct FilterAt<'a> {
    filter: &'a Filter,
    now: DateTime<Utc>,
    since: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
}

impl FilterAt<'_> {
    /// Whether a row is wanted.
    pub fn matches(&self, entry: &Entry) -> bool {
        self.matches_time(entry) && self.matches_content(entry)
    }

    /// Whether a row lies in the time range, or reaches into it. A row without a time is in every range: nobody knows
    /// that it is not.
    pub fn matches_time(&self, entry: &Entry) -> bool {
        let begins_in_time = || match (self.until, entry.time) {
            (Some(until), Some(time)) => time < until,
            _ => true,
        };
        match (self.since, entry.last_at(self.now)) {
            (Some(since), Some(last)) => last >= since && begins_in_time(),
            _ => begins_in_time(),
        }
    }

    /// Whether a row is wanted whenever it happened.
    pub fn matches_content(&self, entry: &Entry) -> bool {
        let filter = self.filter;
        filter.is_for_this_agent(entry)
            && filter.matches_kind(entry)
            && filter.matches_contact(entry, self.now)
            && entry.has(&filter.text)
    }
}

#[cfg(test)]
mod tests;
