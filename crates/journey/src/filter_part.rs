//! A filter taken apart: each thing that is asked for on its own, to show it, to set it and to take it back.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{Channel, Filter, Kind, Platform, Span, TimeRange, WrapUpCode};

/// One thing that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FilterPart {
    /// Words in the text.
    Text(String),
    /// A channel.
    Channel(Channel),
    /// A platform.
    Platform(Platform),
    /// A kind of row.
    Kind(Kind),
    /// A wrap-up code, or none.
    WrapUp(Option<WrapUpCode>),
    /// A queue.
    Queue(Arc<str>),
    /// An agent.
    Agent(Arc<str>),
    /// A time range without a name of its own.
    Span(Span),
}

impl FilterPart {
    /// Tells it from every other part; not for people.
    pub fn key(&self) -> String {
        let (of, name) = match self {
            Self::Text(text) => ("text ", text.as_str()),
            Self::Channel(channel) => ("channel ", channel.word()),
            Self::Platform(platform) => ("platform ", platform.key()),
            Self::Kind(Kind::Contact) => ("contacts", ""),
            Self::Kind(Kind::Event) => ("events", ""),
            Self::Kind(Kind::Tag(name)) => ("tag ", &**name),
            Self::WrapUp(Some(code)) => ("wrap-up ", code.as_str()),
            Self::WrapUp(None) => ("no wrap-up", ""),
            Self::Queue(name) => ("queue ", &**name),
            Self::Agent(name) => ("agent ", &**name),
            Self::Span(span) => {
                let time = |time: Option<DateTime<Utc>>| time.map_or(0, |time| time.timestamp_millis()).to_string();
                return ["span ", &time(span.since), " ", &time(span.until)].concat();
            }
        };
        [of, name].concat()
    }
}

impl Filter {
    /// What is asked for, in the order in which it is shown.
    pub fn parts(&self) -> Vec<FilterPart> {
        let text = self.text.as_str().trim();
        let span = if let TimeRange::Span(span) = self.range { Some(FilterPart::Span(span)) } else { None };
        let text = (!text.is_empty()).then(|| FilterPart::Text(text.to_owned()));
        text.into_iter()
            .chain(self.channels.iter().cloned().map(FilterPart::Channel))
            .chain(self.platforms.iter().copied().map(FilterPart::Platform))
            .chain(self.kinds.iter().cloned().map(FilterPart::Kind))
            .chain(self.wrap_ups.iter().cloned().map(FilterPart::WrapUp))
            .chain(self.queues.iter().cloned().map(FilterPart::Queue))
            .chain(self.agents.iter().cloned().map(FilterPart::Agent))
            .chain(span)
            .collect()
    }

    /// Whether this is asked for.
    pub fn has(&self, part: &FilterPart) -> bool {
        match part {
            FilterPart::Text(text) => self.text.as_str().trim() == text,
            FilterPart::Channel(channel) => self.channels.contains(channel),
            FilterPart::Platform(platform) => self.platforms.contains(platform),
            FilterPart::Kind(kind) => self.kinds.contains(kind),
            FilterPart::WrapUp(code) => self.wrap_ups.contains(code),
            FilterPart::Queue(name) => self.queues.contains(name),
            FilterPart::Agent(name) => self.agents.contains(name),
            FilterPart::Span(span) => self.range == TimeRange::Span(*span),
        }
    }

    /// Asks for it, or no longer.
    pub fn toggle(&mut self, part: FilterPart) {
        match part {
            FilterPart::Text(text) => {
                let text = if self.text.as_str().trim() == text { String::new() } else { text };
                self.text.set(&text);
            }
            FilterPart::Channel(channel) => self.channels.toggle(channel),
            FilterPart::Platform(platform) => self.platforms.toggle(platform),
            FilterPart::Kind(kind) => self.kinds.toggle(kind),
            FilterPart::WrapUp(code) => self.wrap_ups.toggle(code),
            FilterPart::Queue(name) => self.queues.toggle(name),
            FilterPart::Agent(name) => self.agents.toggle(name),
            FilterPart::Span(span) => {
                let span = TimeRange::Span(span);
                self.range = if self.range == span { TimeRange::All } else { span };
            }
        }
    }

    /// Takes back everything that the agent asked for, but a time range that has a name.
    pub fn clear(&mut self) {
        *self = self.widened();
        if matches!(self.range, TimeRange::Span(_)) {
            self.range = TimeRange::All;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TimeRange;

    #[test]
    fn each_part_is_set_and_taken_back_on_its_own() {
        let parts = [
            FilterPart::Text("kettle".into()),
            FilterPart::Channel(Channel::Chat),
            FilterPart::Platform(Platform::Genesys),
            FilterPart::Kind(Kind::Contact),
            FilterPart::WrapUp(None),
            FilterPart::Queue("Web".into()),
            FilterPart::Agent("Ann".into()),
        ];
        let mut filter = Filter { range: TimeRange::Week, ..Filter::default() };
        for part in &parts {
            filter.toggle(part.clone());
            assert!(filter.has(part) && filter.is_narrowed());
        }
        assert_eq!(filter.parts(), parts);
        let keys: std::collections::HashSet<_> = parts.iter().map(FilterPart::key).collect();
        assert_eq!(keys.len(), parts.len(), "each is told from the others");
        for part in &parts {
            filter.toggle(part.clone());
            assert!(!filter.has(part));
        }
        assert_eq!(filter, Filter { range: TimeRange::Week, ..Filter::default() });
    }

    #[test]
    fn clearing_keeps_the_range_and_what_is_not_the_agents_to_choose() {
        let mut filter = Filter {
            range: TimeRange::Week,
            division: Some("Sales".into()),
            text: "x".into(),
            queues: ["Web".into()].into(),
            ..Filter::default()
        };
        filter.clear();
        assert_eq!((filter.range, filter.division.as_deref()), (TimeRange::Week, Some("Sales")));
        assert!(!filter.is_narrowed());
    }
}
