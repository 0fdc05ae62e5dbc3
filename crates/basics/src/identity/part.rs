//! A part of an identity, as somebody remembers it: the last digits of a telephone number, the beginning of an e-mail
//! address or its domain, the beginning or the end of a customer number.
//!
//! The journey service finds by [`Part::ways`], which an index leads, and whoever shows what was found says by
//! [`Part::hit`] why it is there. Both read the part alike, or one would find what the other cannot explain.

use std::ops::Range;

use super::phone::phone;
use super::tidy::{digit, tidy};
use super::{IdentityType, nobody};

/// Fewer digits end too many telephone numbers.
const FEWEST_DIGITS: usize = 4;
/// Fewer letters and digits begin too many addresses and customer numbers.
const FEWEST_LETTERS: usize = 3;
/// No part is longer: an e-mail address may have 254 characters, and a part is not all of it.
pub const LONGEST_PART: usize = 100;
/// As many digits may be a number as it is dialled inside its country, with a zero before it.
const FEWEST_NATIONAL: usize = 7;

/// A part of an identity, of which kind it may be is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    text: String,
    /// As the end of a telephone number, where it may be one.
    digits: Option<Digits>,
}

/// The digits of a part, and how they were grouped.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Digits {
    all: String,
    groups: Vec<String>,
}

/// Where in an identity a part stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// At its beginning.
    Beginning,
    /// At its end.
    End,
    /// It is the domain of an e-mail address, or the end of one.
    Domain,
}

/// What an index is asked for: identities of this kind that begin or end so, in lower case; a telephone number by its digits
/// alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// Of which kind.
    pub kind: IdentityType,
    /// [`Place::Domain`] is an end, too.
    pub place: Place,
    /// How they begin or end.
    pub text: String,
}

/// Where the part stands in an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// In which of its places.
    pub place: Place,
    /// The bytes of the identity that were typed, in order; each lies between letters.
    pub marks: Vec<Range<usize>>,
}

impl Place {
    /// The wire's word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Beginning => "beginning",
            Self::End => "end",
            Self::Domain => "domain",
        }
    }
}

impl Part {
    /// Reads what was typed. `None`: it is too short or too long to find somebody by, or a word for callers who are nobody.
    pub fn of(typed: &str) -> Option<Self> {
        let text = tidy(typed);
        let letters = text.chars().filter(|letter| letter.is_alphanumeric()).count();
        if letters < FEWEST_LETTERS || text.chars().count() > LONGEST_PART || text.chars().any(char::is_control) {
            return None;
        }
        let digits = Digits::of(&text);
        // Nobody has the number 0000, and many have one that ends so.
        (digits.is_some() || nobody(&text, None).is_none()).then_some(Self { text, digits })
    }

    /// As it was typed, without what nobody sees.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it is a whole identity by its looks: a telephone number with its country code, an e-mail address.
    pub fn is_whole(&self) -> bool {
        let is_address = self.text.split_once('@').is_some_and(|(name, host)| {
            let ends = host.rsplit_once('.').map_or(0, |(_, last)| last.chars().count());
            !name.is_empty() && ends > 1
        });
        is_address || phone(&self.text).is_ok_and(|phone| phone.is_international())
    }

    /// What identities are asked for, the likeliest first.
    pub fn ways(&self) -> Vec<Way> {
        let mut ways = Vec::new();
        let mut way = |kind, place, text: String| ways.push(Way { kind, place, text });
        if let Some(digits) = &self.digits {
            let last = digits.groups().map(|(last, _)| last);
            for end in digits.ends().chain(last) {
                way(IdentityType::Phone, Place::End, end.to_owned());
            }
        }
        if let Some(address) = self.address() {
            if let Some(domain) = address.strip_prefix('@') {
                way(IdentityType::Email, Place::Domain, ["@", domain].concat());
            } else {
                way(IdentityType::Email, Place::Beginning, address.clone());
                if is_domain(&address) {
                    way(IdentityType::Email, Place::Domain, ["@", &address].concat());
                    way(IdentityType::Email, Place::Domain, [".", &address].concat());
                }
            }
        }
        if let Some(number) = self.customer_number() {
            way(IdentityType::CustomerId, Place::Beginning, number.clone());
            way(IdentityType::CustomerId, Place::End, number);
        }
        ways
    }

    /// Where it stands in an identity of this kind; `None`: nowhere.
    pub fn hit(&self, identity: &str, kind: IdentityType) -> Option<Hit> {
        match kind {
            IdentityType::Phone => {
                let marks = self.digits.as_ref()?.marks(identity)?;
                Some(Hit { place: Place::End, marks })
            }
            IdentityType::Email => {
                let address = self.address()?;
                if begins(identity, &address) {
                    return Some(Hit::one(Place::Beginning, 0..address.len()));
                }
                let domain = address.strip_prefix('@').unwrap_or(&address);
                let start = ending(identity, domain)?;
                let before = identity.get(..start)?;
                let is_domain =
                    before.ends_with('@') || !address.starts_with('@') && is_domain(domain) && before.ends_with('.');
                is_domain.then(|| Hit::one(Place::Domain, start..identity.len()))
            }
            IdentityType::CustomerId => {
                let number = self.customer_number()?;
                if begins(identity, &number) {
                    return Some(Hit::one(Place::Beginning, 0..number.len()));
                }
                let start = ending(identity, &number)?;
                Some(Hit::one(Place::End, start..identity.len()))
            }
            IdentityType::TemporaryId | IdentityType::SocialId => None,
        }
    }

    /// As a part of an e-mail address, which has no blanks.
    fn address(&self) -> Option<String> {
        (!self.text.contains(char::is_whitespace)).then(|| self.text.to_lowercase())
    }

    /// As a part of a customer number. Several words without a digit are a name.
    fn customer_number(&self) -> Option<String> {
        let is_name = self.text.contains(char::is_whitespace) && !self.text.contains(char::is_numeric);
        (!is_name && !self.text.contains('@')).then(|| self.text.to_ascii_lowercase())
    }
}

impl Hit {
    fn one(place: Place, mark: Range<usize>) -> Self {
        Self { place, marks: std::iter::once(mark).collect() }
    }
}

impl Digits {
    fn of(text: &str) -> Option<Self> {
        phone(text).ok()?;
        let groups: Vec<String> = text
            .split(|letter| digit(letter).is_none())
            .map(|group| group.chars().filter_map(digit).collect::<String>())
            .filter(|group| !group.is_empty())
            .collect();
        let all = groups.concat();
        (all.len() >= FEWEST_DIGITS).then_some(Self { all, groups })
    }

    /// How numbers may end that this is a part of: with all digits; without the zero that is dialled inside a country only.
    fn ends(&self) -> impl Iterator<Item = &str> {
        let is_national = |rest: &&str| rest.len() + 1 >= FEWEST_NATIONAL && !rest.starts_with('0');
        let national = self.all.strip_prefix('0').filter(is_national);
        std::iter::once(self.all.as_str()).chain(national)
    }

    /// The last group and those before it, where somebody may remember how a number begins and how it ends.
    fn groups(&self) -> Option<(&str, &[String])> {
        let (last, before) = self.groups.split_last()?;
        (!before.is_empty() && last.len() >= FEWEST_DIGITS).then_some((last, before))
    }

    /// Which bytes of a telephone number these digits are.
    fn marks(&self, identity: &str) -> Option<Vec<Range<usize>>> {
        let places: Vec<(usize, char)> =
            identity.char_indices().filter_map(|(at, letter)| Some((at, digit(letter)?))).collect();
        let number: String = places.iter().map(|(_, digit)| *digit).collect();
        let range = |from: usize, length: usize| -> Option<Range<usize>> {
            let start = places.get(from)?.0;
            let (last, _) = places.get(from + length.checked_sub(1)?)?;
            let end = last + identity.get(*last..)?.chars().next()?.len_utf8();
            Some(start..end)
        };
        for end in self.ends() {
            if let Some(before) = number.strip_suffix(end) {
                return range(before.len(), end.len()).map(|mark| std::iter::once(mark).collect());
            }
        }
        let (last, others) = self.groups()?;
        let before = number.strip_suffix(last)?;
        let mut marks = Vec::new();
        let mut from = 0;
        for group in others {
            let at = from + before.get(from..)?.find(group.as_str())?;
            marks.push(range(at, group.len())?);
            from = at + group.len();
        }
        marks.push(range(before.len(), last.len())?);
        Some(marks)
    }
}

/// Whether it is a domain by its looks.
fn is_domain(text: &str) -> bool {
    !text.contains('@') && text.split('.').count() > 1 && text.split('.').all(|label| !label.is_empty())
}

/// Whether an identity begins so, in whatever case.
fn begins(identity: &str, part: &str) -> bool {
    identity.get(..part.len()).is_some_and(|beginning| is_alike(beginning, part))
}

/// From which byte on an identity ends so, in whatever case.
fn ending(identity: &str, part: &str) -> Option<usize> {
    let start = identity.len().checked_sub(part.len()).filter(|_| !part.is_empty())?;
    identity.get(start..).is_some_and(|end| is_alike(end, part)).then_some(start)
}

fn is_alike(one: &str, lower: &str) -> bool {
    one.eq_ignore_ascii_case(lower) || one.to_lowercase() == lower
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use IdentityType::{CustomerId, Email, Phone, SocialId};

    /// The identity with what was typed in square brackets.
    fn hit(typed: &str, identity: &str, kind: IdentityType) -> Option<(Place, String)> {
        let part = Part::of(typed)?;
        let hit = part.hit(identity, kind)?;
        let (mut marked, mut from) = (String::new(), 0);
        for mark in &hit.marks {
            marked += &format!("{}[{}]", &identity[from..mark.start], &identity[mark.clone()]);
            from = mark.end;
        }
        Some((hit.place, marked + &identity[from..]))
    }

    fn marked(typed: &str, identity: &str, kind: IdentityType) -> Option<String> {
        hit(typed, identity, kind).map(|(_, marked)| marked)
    }

    #[test]
    fn the_last_digits_find_a_number_however_they_are_written() {
        for typed in ["0123", " 01 23 ", "01-23", "\u{660}\u{661}\u{662}\u{663}"] {
            assert_eq!(marked(typed, "+15550100123", Phone).as_deref(), Some("+1555010[0123]"), "{typed}");
        }
        assert_eq!(marked("010 0123", "+15550100123", Phone).as_deref(), Some("+1555[0100123]"));
        // Somebody remembers how it begins and how it ends.
        assert_eq!(marked("555 0123", "+15550100123", Phone).as_deref(), Some("+1[555]010[0123]"));
        assert_eq!(marked("555 0123", "+15550123", Phone).as_deref(), Some("+1[5550123]"));
        // As it is dialled at home.
        assert_eq!(marked("020 7946 0018", "+442079460018", Phone).as_deref(), Some("+44[2079460018]"));
        assert_eq!(marked("0123", "555-010-0123", Phone).as_deref(), Some("555-010-[0123]"));
        assert_eq!(marked("01 23", "555 010-01 23", Phone).as_deref(), Some("555 010-[01 23]"));
        for (typed, identity) in [
            ("123", "+15550100123"),
            ("0124", "+15550100123"),
            ("777 0123", "+15550100123"),
            ("7 0123", "+15550100123"),
        ] {
            assert_eq!(marked(typed, identity, Phone), None, "{typed}");
        }
        assert_eq!(marked("0123", "+15550100123", SocialId), None);
    }

    #[test]
    fn an_address_is_found_by_its_beginning_and_by_its_domain() {
        assert_eq!(
            hit("Ann", "ann.smith@example.com", Email),
            Some((Place::Beginning, "[ann].smith@example.com".into()))
        );
        assert_eq!(hit("ann", "Ann@Example.com", Email), Some((Place::Beginning, "[Ann]@Example.com".into())));
        for typed in ["@example.com", "example.com", "EXAMPLE.com"] {
            assert_eq!(
                hit(typed, "ann@example.com", Email),
                Some((Place::Domain, "ann@[example.com]".into())),
                "{typed}"
            );
        }
        assert_eq!(marked("example.com", "ann@mail.example.com", Email).as_deref(), Some("ann@mail.[example.com]"));
        for typed in ["@mail.com", "ample.com", "smith", "ann smith", "com"] {
            assert_eq!(marked(typed, "ann.smith@example.com", Email), None, "{typed}");
        }
    }

    #[test]
    fn a_customer_number_is_found_by_its_beginning_and_by_its_end_in_whatever_case() {
        assert_eq!(hit("c-10", "C-1001", CustomerId), Some((Place::Beginning, "[C-10]01".into())));
        assert_eq!(hit("001", "C-1001", CustomerId), Some((Place::End, "C-1[001]".into())));
        for typed in ["1001", "C-1001"] {
            assert!(hit(typed, "C-1001", CustomerId).is_some(), "{typed}");
        }
        assert_eq!(hit("-100", "C-1001", CustomerId), None);
    }

    #[test]
    fn what_is_too_short_or_too_long_or_nobody_finds_nobody() {
        let long = "1".repeat(LONGEST_PART + 1);
        for typed in ["", "  ", "an", "12", "--0-", "anonymous", &long, "a\u{7}bcd"] {
            assert_eq!(Part::of(typed), None, "{typed}");
        }
        assert!(Part::of("0000").is_some_and(|part| !part.ways().is_empty()), "many numbers end so");
        assert!(Part::of("Ann Smith").is_some_and(|part| part.ways().is_empty()), "this is a name");
    }

    #[test]
    fn what_is_whole_is_told_from_a_part() {
        for (typed, is_whole) in [
            ("+1 555 010 0123", true),
            ("0044 20 7946 0018", true),
            ("ann@example.com", true),
            ("ann@example", false),
            ("@example.com", false),
            ("5550100123", false),
            ("C-1001", false),
        ] {
            assert_eq!(Part::of(typed).map(|part| part.is_whole()), Some(is_whole), "{typed}");
        }
    }

    #[test]
    fn whatever_a_way_leads_to_is_a_hit_or_was_meant_otherwise() {
        for (typed, identity, kind) in [
            ("0123", "+15550100123", Phone),
            ("020 7946 0018", "+442079460018", Phone),
            ("555 0123", "+15550100123", Phone),
            ("ann", "ann@example.com", Email),
            ("example.com", "ann@mail.example.com", Email),
            ("@example.com", "ann@example.com", Email),
            ("C-10", "C-1001", CustomerId),
            ("1001", "C-1001", CustomerId),
        ] {
            let part = Part::of(typed).expect("a part");
            assert!(part.hit(identity, kind).is_some(), "{typed}");
            let form = identity.trim_start_matches('+').to_lowercase();
            let leads = |way: &Way| {
                way.kind == kind
                    && if way.place == Place::Beginning {
                        form.starts_with(&way.text)
                    } else {
                        form.ends_with(&way.text)
                    }
            };
            assert!(part.ways().iter().any(leads), "{typed}: {:?}", part.ways());
        }
    }
}
