//! Identities made unrecognizable, for files that leave the desktop. What is left tells two apart, and tells nobody who
//! they are.

use super::{Identity, Person};

const STARS: &str = "***";
/// A shorter identity is no text that could be looked for in others: "7" is in every time.
const SHORTEST_KNOWN: usize = 5;
/// A number in a text is a telephone number from so many digits on, if it begins with a plus.
const SHORTEST_PHONE: usize = 7;

/// Masks one identity: `j***@example.com`, `+1***43`, `C***2`.
pub fn masked(identity: &str) -> String {
    if let Some((name, host)) = identity.rsplit_once('@') {
        let first: String = name.chars().take(1).collect();
        return [&first, STARS, "@", host].concat();
    }
    let letters = identity.chars().count();
    let is_number = identity.chars().filter(char::is_ascii_digit).count() > 4;
    let (begin, end) = match (is_number && letters >= SHORTEST_PHONE, letters) {
        (true, _) => (if identity.starts_with('+') { 2 } else { 1 }, 2),
        (false, 4..) => (1, 1),
        (false, _) => (0, 0),
    };
    let head = identity.chars().take(begin);
    let tail = identity.chars().skip(letters.saturating_sub(end));
    head.chain(STARS.chars()).chain(tail).collect()
}

/// Masks what is known of one customer wherever it stands in a text, and everything that looks like an e-mail address
/// or a telephone number.
#[derive(Clone, Debug, Default)]
pub struct Mask {
    /// The longest first: one may begin with another.
    known: Vec<String>,
}

impl Mask {
    /// The mask of a customer with these identities.
    pub fn of<'a>(person: Option<&'a Person>, more: impl IntoIterator<Item = &'a Identity>) -> Self {
        let mut mask = Self::default();
        let of_person = person.into_iter().flat_map(|person| &person.identities).map(|known| &known.identity);
        for identity in of_person.chain(more) {
            let text = identity.as_str();
            // A number is found with and without its plus.
            let text = text.strip_prefix('+').unwrap_or(text);
            if text.chars().count() >= SHORTEST_KNOWN && !mask.known.iter().any(|known| known == text) {
                let place = mask.known.partition_point(|known| known.len() > text.len());
                mask.known.insert(place, text.to_owned());
            }
        }
        mask
    }

    /// The text without anybody's identity in it.
    pub fn text(&self, text: &str) -> String {
        let mut text = phones(&emails(text));
        for known in &self.known {
            if text.contains(known.as_str()) {
                text = text.replace(known.as_str(), &masked(known));
            }
        }
        text
    }
}

fn emails(text: &str) -> String {
    let is_part = |letter: char| letter.is_alphanumeric() || "._%+-@'".contains(letter);
    by_runs(text, is_part, |run| {
        let (name, host) = run.rsplit_once('@')?;
        (!name.is_empty() && host.contains('.')).then(|| masked(run))
    })
}

fn phones(text: &str) -> String {
    let is_part = |letter: char| letter.is_ascii_digit() || "+ -().\u{a0}".contains(letter);
    by_runs(text, is_part, |run| {
        let (before, number) = run.split_once('+')?;
        let bare = number.trim_end_matches(|letter: char| !letter.is_ascii_digit());
        let digits = bare.chars().filter(char::is_ascii_digit).count();
        let rest = number.get(bare.len()..)?;
        (digits >= SHORTEST_PHONE).then(|| [before, &masked(&["+", bare].concat()), rest].concat())
    })
}

/// The text with each run of such letters as `change` says; `None`: as it was.
fn by_runs(text: &str, is_part: impl Fn(char) -> bool, change: impl Fn(&str) -> Option<String>) -> String {
    let mut changed = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let inside = rest.starts_with(&is_part);
        let end = rest.find(|letter| is_part(letter) != inside).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        match inside.then(|| change(run)).flatten() {
            Some(other) => changed.push_str(&other),
            None => changed.push_str(run),
        }
        rest = after;
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_identity_tells_nobody_who_it_is() {
        for (identity, expected) in [
            ("jose@example.com", "j***@example.com"),
            ("+12025550143", "+1***43"),
            ("12025550143", "1***43"),
            ("C-17-42", "C***2"),
            ("李小龙传", "李***传"),
            ("abc", "***"),
            ("", "***"),
        ] {
            assert_eq!(masked(identity), expected, "{identity}");
        }
    }

    #[test]
    fn identities_are_masked_wherever_they_stand_in_a_text() {
        let person = Person::read(&cjds::Person {
            phone: vec!["+12025550143".into()],
            customer_id: vec!["CUST-4711".into(), "7".into()],
            ..cjds::Person::default()
        });
        let looked_up = Identity::new("session-99-abc").expect("an identity");
        let mask = Mask::of(Some(&person), [&looked_up]);
        for (text, expected) in [
            ("Call 12025550143 back", "Call 1***43 back"),
            ("Order of CUST-4711, 7 items", "Order of C***1, 7 items"),
            ("seen in session-99-abc", "seen in s***c"),
            ("Write to jose@example.com, please.", "Write to j***@example.com, please."),
            ("another number: +44 20 7946 0018.", "another number: +4***18."),
            ("2 + 2 = 4, on 2026-03-01 10:00:00", "2 + 2 = 4, on 2026-03-01 10:00:00"),
            ("josé@mañana.example und Ünïcödé", "j***@mañana.example und Ünïcödé"),
        ] {
            assert_eq!(mask.text(text), expected);
        }
    }
}
