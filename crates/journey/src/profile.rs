//! The progressive profile: what the administrator's template says of a customer, in a few tiles.

use super::values::{label as plain, line};

/// A value is no longer than this, letters: a tile shows all of it when asked.
const LONGEST_VALUE: usize = 5_000;

/// Where a value went while somebody looked at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// It is a higher number than before.
    Up,
    /// It is a lower number than before.
    Down,
    /// It is something else than before.
    Changed,
}

/// One tile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProfileAttribute {
    /// What it is called.
    pub label: String,
    /// Its values; none if the customer has none.
    pub values: Vec<String>,
    /// Its one value is a number, and no code that only has digits: it is written as the agent's language does.
    pub is_number: bool,
    /// Why it has no value.
    pub error: Option<String>,
    /// Whether the values are words for channels, as the wire has them.
    pub is_channel: bool,
    /// Where it went, and what it was before.
    pub trend: Option<(Trend, String)>,
    /// What was asked for it, by the words of its template: for whoever wonders why it says that.
    pub asked: Vec<(&'static str, String)>,
}

/// The tiles of one customer, in the template's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Those that a widget shows.
    pub attributes: Vec<ProfileAttribute>,
}

impl Profile {
    /// The same profile, with where its values went since `before`, of the same customer. What did not move now keeps
    /// where it went last.
    #[must_use]
    pub fn after(mut self, before: &Self) -> Self {
        let labels: Vec<_> = self.attributes.iter().map(|attribute| attribute.label.clone()).collect();
        for (place, attribute) in self.attributes.iter_mut().enumerate() {
            // Two tiles may bear the same name: the first is compared with the first.
            let earlier = labels.iter().take(place).filter(|label| **label == attribute.label).count();
            let was = before.attributes.iter().filter(|was| was.label == attribute.label).nth(earlier);
            attribute.trend = was.and_then(|was| attribute.trend_since(was));
        }
        self
    }
}

impl ProfileAttribute {
    /// A tile of that name with these values, as people read both. `is_computed`: the platform says that its value is a
    /// number, and no code that only has digits.
    pub fn new(label: &str, values: &[String], is_computed: bool) -> Self {
        let values: Vec<String> = values.iter().map(|value| line(value, LONGEST_VALUE)).collect();
        let is_number = is_computed && matches!(values.as_slice(), [value] if Decimal::read(value).is_some());
        Self { label: plain(label), values, is_number, ..Self::default() }
    }

    fn trend_since(&self, was: &Self) -> Option<(Trend, String)> {
        if self.values == was.values || self.error.is_some() || was.error.is_some() {
            return was.trend.clone();
        }
        let number = |of: &Self| of.values.first().filter(|_| of.is_number).and_then(|value| Decimal::read(value));
        let trend = match (number(was), number(self)) {
            (Some(was), Some(is)) if is.is_more_than(&was) => Trend::Up,
            (Some(was), Some(is)) if was.is_more_than(&is) => Trend::Down,
            _ => Trend::Changed,
        };
        Some((trend, was.values.join(", ")))
    }
}

/// A number as text, compared by its digits: parsing floats would weigh more than the rest of this file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    is_negative: bool,
    whole: String,
    fraction: String,
}

impl Decimal {
    /// A number without an exponent, of at most 15 digits on either side of the point; `None` for anything else.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let bare = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = bare.split_once('.').unwrap_or((bare, "0"));
        let is_digits =
            |text: &str| !text.is_empty() && text.len() <= 15 && text.bytes().all(|byte| byte.is_ascii_digit());
        // "007" is a code.
        let is_number = is_digits(whole) && is_digits(fraction) && (whole.len() == 1 || !whole.starts_with('0'));
        is_number.then(|| Self {
            is_negative: bare.len() < text.len(),
            whole: whole.to_owned(),
            fraction: fraction.trim_end_matches('0').to_owned(),
        })
    }

    /// Whether it is the higher one.
    pub(crate) fn is_more_than(&self, other: &Self) -> bool {
        let size = |number: &Self| (number.whole.len(), number.whole.clone(), number.fraction.clone());
        match (self.is_negative, other.is_negative) {
            (false, false) => size(self) > size(other),
            (true, true) => size(self) < size(other),
            (is, was) => was && !is,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(values: &[(&str, bool, &str)]) -> Profile {
        let tile = |(label, is_computed, value): &(&str, bool, &str)| {
            ProfileAttribute::new(label, &[(*value).to_owned()], *is_computed)
        };
        Profile { attributes: values.iter().map(tile).collect() }
    }

    #[test]
    fn a_value_that_moved_says_where_and_keeps_it() {
        let first = view(&[("Calls", true, "9"), ("Spent", true, "12.5"), ("Plan", false, "Basic")]);
        let second = view(&[("Calls", true, "10"), ("Spent", true, "-3"), ("Plan", false, "Gold")]);
        let moved = second.clone().after(&first);
        let trends: Vec<_> = moved.attributes.iter().map(|tile| tile.trend.clone()).collect();
        let was = |trend, value: &str| Some((trend, value.to_owned()));
        assert_eq!(trends, [was(Trend::Up, "9"), was(Trend::Down, "12.5"), was(Trend::Changed, "Basic")]);
        assert_eq!(second.clone().after(&moved), moved, "nothing new: what moved last is still told");
        assert!(first.attributes.iter().all(|tile| tile.trend.is_none()));
    }

    #[test]
    fn numbers_compare_as_numbers() {
        for (small, large) in [("9", "10"), ("-2", "1"), ("-10", "-9"), ("0", "0.01"), ("1.05", "1.5")] {
            let [small, large] = [small, large].map(|text| Decimal::read(text).expect("a number"));
            assert!(large.is_more_than(&small) && !small.is_more_than(&large));
        }
        let same = [Decimal::read("1.50"), Decimal::read("1.5")].map(|number| number.expect("a number"));
        assert!(!same[0].is_more_than(&same[1]) && !same[1].is_more_than(&same[0]));
    }

    #[test]
    fn a_code_of_digits_is_no_number() {
        for (is_computed, value, is_number) in [
            (true, "1234", true),
            (false, "1234", false),
            (true, "007", false),
            (true, "2.5", true),
            (true, "many", false),
        ] {
            let tile = &view(&[("X", is_computed, value)]).attributes[0];
            assert_eq!(tile.is_number, is_number, "{is_computed} {value}");
        }
    }
}
