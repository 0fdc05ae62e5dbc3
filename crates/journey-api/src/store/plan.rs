//! How a filter on events is answered: by which index, between which points in time, and whether that says all that the
//! filter says. It knows no SQL but names of columns; `pages` reads by it.

use chrono::{DateTime, Utc};
use cjds::IdentityType;
use cjds::rsql::{Comparison, Expression, Operand, Operator};

use crate::ids::Lookup;

/// Which index leads to the events. Each has the time behind what it names, so that every way is in order of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Way {
    /// All of the workspace.
    #[default]
    All,
    /// Those of some identities.
    Lookup,
    Id,
    Type,
    Source,
}

impl Way {
    /// The index.
    pub(crate) const fn index(self) -> &'static str {
        match self {
            Self::All => "events_of_a_workspace",
            Self::Lookup => "events_of_an_identity",
            Self::Id => "events_are_stored_once",
            Self::Type => "events_of_a_type",
            Self::Source => "events_of_a_source",
        }
    }

    /// The column that holds one of the plan's values.
    pub(crate) const fn column(self) -> Option<&'static str> {
        match self {
            Self::All => None,
            Self::Lookup => Some("lookup"),
            Self::Id => Some("id"),
            Self::Type => Some("type"),
            Self::Source => Some("source"),
        }
    }
}

/// A way to the events, and what of it is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) way: Way,
    /// The values of the way's column; without any, there is nothing to find.
    pub(crate) values: Vec<String>,
    pub(crate) times: Times,
    /// Whether every event on the way is wanted. Else each is to be held against the filter.
    pub(crate) is_whole: bool,
    /// The milliseconds (since 1970) in which a bound lies. Events between two milliseconds may be on either side of it.
    pub(crate) edges: Vec<i64>,
}

/// Points in time (epoch ms), both included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Times {
    pub(crate) since: Option<i64>,
    pub(crate) until: Option<i64>,
}

/// By which column events are sorted. After it come time and arrival, so that no two pages overlap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SortBy {
    #[default]
    Time,
    Id,
    Type,
    Source,
    Identity,
}

impl SortBy {
    /// Reads the wire's word.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().as_str() {
            "time" | "timestamp" | "createdat" | "createdtime" => Self::Time,
            "id" => Self::Id,
            "type" => Self::Type,
            "source" => Self::Source,
            "identity" => Self::Identity,
            _ => return None,
        })
    }

    pub(crate) const fn column(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Id => "id",
            Self::Type => "type",
            Self::Source => "source",
            Self::Identity => "identity",
        }
    }
}

/// The order of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sorting {
    pub(crate) by: SortBy,
    pub(crate) ascending: bool,
}

impl Plan {
    /// The best way to what `filter` wants of the events of `lookups` (`None`: of all), where no event lies between two
    /// milliseconds near a bound.
    pub(crate) fn new(lookups: Option<&[Lookup]>, filter: Option<&Expression>) -> Self {
        Self::to(lookups, filter, Fineness::Milliseconds)
    }

    /// Likewise, where some do.
    pub(crate) fn fine(lookups: Option<&[Lookup]>, filter: Option<&Expression>) -> Self {
        Self::to(lookups, filter, Fineness::Nanoseconds)
    }

    fn to(lookups: Option<&[Lookup]>, filter: Option<&Expression>, fineness: Fineness) -> Self {
        let mut parts = Vec::new();
        if let Some(filter) = filter {
            flatten(filter, &mut parts);
        }
        let mut plan = Self { is_whole: true, ..Self::default() };
        if let Some(lookups) = lookups {
            (plan.way, plan.values) = (Way::Lookup, lookups.iter().map(|lookup| lookup.as_str().to_owned()).collect());
        }
        let ways = [Way::Lookup, Way::Id, Way::Type, Way::Source];
        let named = |way| parts.iter().position(|part| alternatives(part).is_some_and(|(found, _)| found == way));
        let taken = if lookups.is_none() { ways.into_iter().find_map(named) } else { None };
        for (index, part) in parts.iter().enumerate() {
            if taken == Some(index)
                && let Some((way, values)) = alternatives(part)
            {
                // An identity is looked up in one form and compared in the form in which it was sent.
                plan.is_whole &= way != Way::Lookup;
                (plan.way, plan.values) = (way, values);
            } else if let Expression::Comparison(comparison) = part
                && plan.times.narrow_to("time", comparison, fineness)
            {
                plan.is_whole &= fineness == Fineness::Milliseconds;
                plan.edges.extend(comparison.values.iter().filter_map(moment).map(|moment| moment.down()));
            } else {
                plan.is_whole = false;
            }
        }
        plan
    }
}

impl Times {
    /// Takes over what a comparison says of the time called `name`; `false`: it says something else.
    pub(crate) fn narrow(&mut self, name: &str, comparison: &Comparison) -> bool {
        self.narrow_to(name, comparison, Fineness::Milliseconds)
    }

    fn narrow_to(&mut self, name: &str, comparison: &Comparison, fineness: Fineness) -> bool {
        let values: Option<Vec<Moment>> = comparison.values.iter().map(moment).collect();
        let (true, Some(values)) = (comparison.selector.keys() == [name], values) else { return false };
        if fineness == Fineness::Nanoseconds {
            // All of the millisecond that a bound lies in: the filter itself decides there.
            match (comparison.operator, values.as_slice()) {
                (Operator::Equal, [at]) if at.is_written => self.both(at.down(), at.down()),
                (Operator::Greater | Operator::GreaterOrEqual, [at]) => self.both(at.down(), i64::MAX),
                (Operator::Less | Operator::LessOrEqual, [at]) => self.both(i64::MIN, at.down()),
                (Operator::Between, [from, to]) => self.both(from.down(), to.down()),
                _ => return false,
            }
            return true;
        }
        match (comparison.operator, values.as_slice()) {
            (Operator::Equal, [at]) if at.is_written => self.both(at.up(), at.down()),
            (Operator::Greater, [at]) => self.both(at.down().saturating_add(1), i64::MAX),
            (Operator::GreaterOrEqual, [at]) => self.both(at.up(), i64::MAX),
            (Operator::Less, [at]) => self.both(i64::MIN, at.up().saturating_sub(1)),
            (Operator::LessOrEqual, [at]) => self.both(i64::MIN, at.down()),
            (Operator::Between, [from, to]) => self.both(from.up(), to.down()),
            _ => return false,
        }
        true
    }

    fn both(&mut self, since: i64, until: i64) {
        if since > i64::MIN {
            self.since = Some(self.since.map_or(since, |held| held.max(since)));
        }
        if until < i64::MAX {
            self.until = Some(self.until.map_or(until, |held| held.min(until)));
        }
    }
}

/// How finely the times of the events near a bound are known by their column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fineness {
    Milliseconds,
    Nanoseconds,
}

/// A point in time of a filter. It may lie between two milliseconds, and few events do.
struct Moment {
    time: DateTime<Utc>,
    /// Written as a date or a time, not as a number of milliseconds.
    is_written: bool,
}

impl Moment {
    fn down(&self) -> i64 {
        self.time.timestamp_millis()
    }

    fn up(&self) -> i64 {
        self.down() + i64::from(!self.time.timestamp_subsec_nanos().is_multiple_of(1_000_000))
    }
}

fn moment(operand: &Operand) -> Option<Moment> {
    let text = operand.exact()?;
    let time = cjds::parse_time(text).or_else(|| cjds::parse_time(&format!("{}T00:00:00Z", text.trim())))?;
    Some(Moment { time, is_written: text.contains('-') })
}

/// The parts of a filter that must all hold.
pub(crate) fn flatten<'e>(filter: &'e Expression, parts: &mut Vec<&'e Expression>) {
    match filter {
        Expression::All(all) => all.iter().for_each(|part| flatten(part, parts)),
        part => parts.push(part),
    }
}

/// The values that one field must have one of: `type=='a'`, `type=in=('a','b')`, `type=='a',type=='b'`.
pub(crate) fn one_of(part: &Expression) -> Option<(&str, Vec<&str>)> {
    let comparison = match part {
        Expression::Comparison(comparison) => comparison,
        Expression::Any(parts) => {
            let mut all: Option<(&str, Vec<&str>)> = None;
            for (field, values) in parts.iter().map(one_of).collect::<Option<Vec<_>>>()? {
                match &mut all {
                    None => all = Some((field, values)),
                    Some((first, held)) if *first == field => held.extend(values),
                    Some(_) => return None,
                }
            }
            return all;
        }
        Expression::All(_) => return None,
    };
    let [field] = comparison.selector.keys() else { return None };
    if !matches!(comparison.operator, Operator::Equal | Operator::In) {
        return None;
    }
    let values: Vec<&str> = comparison.values.iter().map(Operand::exact).collect::<Option<_>>()?;
    // Two texts may still be the same point in time: then an index alone would miss one.
    let is_date = |text: &&str| {
        text.contains('-')
            && (cjds::parse_time(text).is_some() || cjds::parse_time(&format!("{}T00:00:00Z", text.trim())).is_some())
    };
    if values.iter().any(is_date) { None } else { Some((field, values)) }
}

/// The forms in which an identity of a filter may be stored.
pub(crate) fn lookups(text: &str) -> [Lookup; 2] {
    [Lookup::of_kind(text, IdentityType::CustomerId), Lookup::of_kind(text, IdentityType::Phone)]
}

fn alternatives(part: &Expression) -> Option<(Way, Vec<String>)> {
    let (field, texts) = one_of(part)?;
    let way = match field {
        "identity" => Way::Lookup,
        "id" => Way::Id,
        "type" => Way::Type,
        "source" => Way::Source,
        _ => return None,
    };
    let mut values: Vec<String> = match way {
        Way::Lookup => texts.into_iter().flat_map(lookups).map(|lookup| lookup.as_str().to_owned()).collect(),
        _ => texts.into_iter().map(str::to_owned).collect(),
    };
    // No database stores it: nothing is found by it.
    values.retain(|value| !value.contains('\0'));
    values.sort_unstable();
    values.dedup();
    Some((way, values))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(filter: &str) -> Plan {
        Plan::new(None, Some(&Expression::parse(filter).expect(filter)))
    }

    #[test]
    fn the_index_that_finds_the_fewest_is_taken_and_the_rest_is_compared() {
        let plan = of("source=='wxcc';type=='task:new';data.amount=gt=1");
        assert_eq!((plan.way, plan.values.as_slice(), plan.is_whole), (Way::Type, &["task:new".to_owned()][..], false));
        let plan = of("type==a1;identity=='+1 202 555 0143'".replace("a1", "'a'").as_str());
        assert_eq!((plan.way, plan.is_whole), (Way::Lookup, false));
        assert!(plan.values.contains(&"12025550143".to_owned()), "{plan:?}");
        assert!(of("type=='task:new'").is_whole);
        assert!(!of("type=='task:*'").is_whole);
        assert_eq!(of("type=='task:*'").way, Way::All);
    }

    #[test]
    fn several_values_of_one_field_are_one_way() {
        for filter in ["type=in=('b','a')", "type=='a',type=='b'", "(type=='a',type=='b');time=gt='2026-01-01'"] {
            let plan = of(filter);
            assert_eq!((plan.way, plan.values.join(" ").as_str(), plan.is_whole), (Way::Type, "a b", true), "{filter}");
        }
        assert_eq!(of("type=='a',source=='b'"), Plan::default(), "what need not hold narrows nothing");
        assert_eq!(of("id=='2026-03-01'").way, Way::All, "a date has other forms");
        assert_eq!(of("id=='7'").way, Way::Id);
    }

    #[test]
    fn times_are_bounds_to_the_millisecond() {
        let at = 1_772_359_200_000; // 2026-03-01T10:00:00Z
        for (filter, since, until) in [
            ("time=ge='2026-03-01T10:00:00Z'", Some(at), None),
            ("time=gt='2026-03-01T10:00:00Z'", Some(at + 1), None),
            ("time=gt='2026-03-01T10:00:00.0005Z'", Some(at + 1), None),
            ("time=ge='2026-03-01T10:00:00.0005Z'", Some(at + 1), None),
            ("time=lt='2026-03-01T11:00:00+01:00'", None, Some(at - 1)),
            ("time=lt='2026-03-01T10:00:00.0005Z'", None, Some(at)),
            ("time=le='1772359200000'", None, Some(at)),
            ("time=='2026-03-01T10:00:00Z'", Some(at), Some(at)),
            ("time=gt='2026-02-01';time=le='2026-03-01T10:00:00Z';time=ge='2026-03-01T10:00:00Z'", Some(at), Some(at)),
        ] {
            let plan = of(filter);
            assert_eq!((plan.times, plan.is_whole), (Times { since, until }, true), "{filter}");
        }
        assert!(!of("time=='1772359200000'").is_whole, "a number is not equal to a time");
        assert!(!of("time=gt='soon'").is_whole);
    }
}
