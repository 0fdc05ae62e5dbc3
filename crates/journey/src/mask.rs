//! Identities made unrecognizable, for files that leave the desktop. What is left tells two apart, and tells nobody who
//! they are. When in doubt it is masked: a file goes to people whom nobody knows.

use super::mask_numbers::{Glyph, glyph, hide_numbers};
use super::{Identity, Person};

const STARS: &str = "***";
/// An identity with fewer letters and digits is masked only as a word of its own: "4711" is in many a number.
const SHORTEST_KNOWN: usize = 5;
/// With fewer than these it is masked only where nothing else stands: "7" is in every sentence about seven things.
const SHORTEST_WORD: usize = 3;
/// A number shows more of its beginning and end from so many letters on.
const LONG: usize = 7;

/// Masks one identity: `j***@example.com`, `+1***43`, `C***2`.
pub fn masked(identity: &str) -> String {
    if let Some((name, host)) = identity.rsplit_once(['@', '＠']) {
        let first: String = name.chars().take(1).collect();
        return [&first, STARS, "@", host].concat();
    }
    let letters = identity.chars().count();
    let is_number = identity.chars().filter(|letter| matches!(glyph(*letter), Glyph::Digit(_))).count() > 4;
    let (begin, end) = match (is_number && letters >= LONG, letters) {
        (true, _) => (if identity.starts_with(['+', '＋']) { 2 } else { 1 }, 2),
        (false, 4..) => (1, 1),
        (false, _) => (0, 0),
    };
    let head = identity.chars().take(begin);
    let tail = identity.chars().skip(letters.saturating_sub(end));
    head.chain(STARS.chars()).chain(tail).collect()
}

/// Masks what is known of one customer wherever it stands in a text, in whatever spelling, and everything that looks
/// like an e-mail address or could be a telephone number.
#[derive(Clone, Debug, Default)]
pub struct Mask {
    /// The longest first: one may begin with another.
    known: Vec<Known>,
}

/// An identity by its letters and digits alone, in lower case and without what people put between them.
#[derive(Clone, Debug, PartialEq)]
struct Known {
    letters: Vec<char>,
    is_number: bool,
}

/// A letter of a text as it is compared, and the bytes where it stands.
type Letter = (char, usize, usize);

impl Mask {
    /// The mask of a customer with these identities.
    pub fn of<'a>(person: Option<&'a Person>, more: impl IntoIterator<Item = &'a Identity>) -> Self {
        let mut mask = Self::default();
        let of_person = person.into_iter().flat_map(|person| &person.identities).map(|known| &known.identity);
        for identity in of_person.chain(more) {
            // E-mail addresses are masked whosever they are.
            if !identity.as_str().contains('@') {
                mask.add(identity.as_str());
            }
        }
        // A full name is an identity, too.
        if let Some((first, last)) =
            person.and_then(|person| Some((person.first_name.as_ref()?, person.last_name.as_ref()?)))
        {
            mask.add(&[first.as_str(), " ", last].concat());
            mask.add(&[last.as_str(), " ", first].concat());
        }
        mask
    }

    fn add(&mut self, text: &str) {
        let letters: Vec<char> =
            skeleton(text).into_iter().map(|(letter, _, _)| letter).filter(|letter| *letter != BARRIER).collect();
        let known = Known { is_number: letters.iter().all(char::is_ascii_digit), letters };
        if !known.letters.is_empty() && !self.known.contains(&known) {
            let place = self.known.partition_point(|other| other.letters.len() >= known.letters.len());
            self.known.insert(place, known);
        }
    }

    /// The text without anybody's identity in it.
    pub fn text(&self, text: &str) -> String {
        let mut text = hide_emails(text);
        for known in &self.known {
            text = known.hidden_in(text);
        }
        let is_end_of_known = |digits: &str| {
            let is_end = |known: &Known| known.is_number && known.letters.iter().collect::<String>().ends_with(digits);
            digits.len() >= SHORTEST_KNOWN && self.known.iter().any(is_end)
        };
        hide_numbers(&text, is_end_of_known)
    }
}

impl Known {
    fn hidden_in(&self, text: String) -> String {
        let letters = skeleton(&text);
        let length = self.letters.len();
        if letters.len() < length {
            return text;
        }
        let mut hidden = String::new();
        let (mut at, mut done) = (0, 0);
        while let Some(window) = letters.get(at..at + length) {
            let is_same = window.iter().map(|(letter, _, _)| letter).eq(&self.letters);
            if !is_same || !self.stands_alone(&text, &letters, at) {
                at += 1;
                continue;
            }
            let (start, end) =
                (window.first().map_or(0, |letter| letter.1), window.last().map_or(0, |letter| letter.2));
            hidden.push_str(text.get(done..start).unwrap_or_default());
            hidden.push_str(&masked(text.get(start..end).unwrap_or_default()));
            done = end;
            at += length;
        }
        if done == 0 {
            return text;
        }
        hidden.push_str(text.get(done..).unwrap_or_default());
        hidden
    }

    /// Whether what was found at a place is the identity, and not a piece of something else.
    fn stands_alone(&self, text: &str, letters: &[Letter], at: usize) -> bool {
        let last = at + self.letters.len();
        let start = letters.get(at).map_or(0, |letter| letter.1);
        let end = last.checked_sub(1).and_then(|last| letters.get(last)).map_or(0, |letter| letter.2);
        match self.letters.len() {
            ..SHORTEST_WORD => {
                text.get(..start).is_some_and(|before| before.trim().is_empty())
                    && text.get(end..).is_some_and(|after| after.trim().is_empty())
            }
            SHORTEST_WORD..SHORTEST_KNOWN => {
                let is_part = |letter: Option<char>| letter.is_some_and(crate::word::is_word);
                !is_part(text.get(..start).and_then(|before| before.chars().next_back()))
                    && !is_part(text.get(end..).and_then(|after| after.chars().next()))
            }
            // A number within a number is another one; but for zeros before it.
            _ if self.is_number => {
                let before = text.get(..start).unwrap_or_default().trim_end_matches('0');
                let is_digit =
                    |letter: Option<char>| letter.is_some_and(|letter| matches!(glyph(letter), Glyph::Digit(_)));
                !is_digit(before.chars().next_back())
                    && !is_digit(text.get(end..).and_then(|after| after.chars().next()))
            }
            _ => true,
        }
    }
}

/// Stands for what no identity goes across: the end of a sentence, a quote.
const BARRIER: char = '\0';

/// The letters and digits of a text as they are compared: in lower case, digits of any script as ours.
fn skeleton(text: &str) -> Vec<Letter> {
    let mut letters = Vec::with_capacity(text.len());
    for (start, letter) in text.char_indices() {
        let end = start + letter.len_utf8();
        match glyph(letter) {
            Glyph::Digit(digit) => letters.push((digit, start, end)),
            Glyph::Between => {}
            Glyph::Other if letter == ',' || letter == '#' => {}
            Glyph::Other if crate::word::is_word(letter) => {
                // Full-width letters are ours.
                let plain = match u32::from(letter) {
                    code @ (0xFF21..=0xFF3A | 0xFF41..=0xFF5A) => char::from_u32(code - 0xFEE0).unwrap_or(letter),
                    _ => letter,
                };
                let lower = plain.to_lowercase();
                letters.extend(lower.map(|letter| (letter, start, end)));
            }
            Glyph::Other => letters.push((BARRIER, start, end)),
        }
    }
    letters
}

/// E-mail addresses, whosever they are; also as addresses of pages write them (`jose%40example.com`).
fn hide_emails(text: &str) -> String {
    let is_part = |letter: char| letter.is_alphanumeric() || "._%+-@＠'!#$&*=^`{|}~".contains(letter);
    let mut hidden = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let inside = rest.starts_with(is_part);
        let end = rest.find(|letter| is_part(letter) != inside).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        match inside.then(|| hidden_email(run)).flatten() {
            Some(email) => hidden.push_str(&email),
            None => hidden.push_str(run),
        }
        rest = after;
    }
    hidden
}

fn hidden_email(run: &str) -> Option<String> {
    let (name, host) = run.rsplit_once(['@', '＠']).or_else(|| run.rsplit_once("%40"))?;
    let is_host = host.starts_with(char::is_alphanumeric);
    (!name.is_empty() && is_host).then(|| masked(&[name, "@", host].concat()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::IdentityType;

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

    fn mask() -> Mask {
        let numbers = ["CUST-4711", "7", "K12", "60301"].map(|number| (Some(IdentityType::CustomerId), number));
        let person = Person::called("", Some("José"), Some("Núñez"))
            .known_by([(Some(IdentityType::Phone), "+12025550143")])
            .known_by(numbers);
        let looked_up = Identity::new("session-99-abc").expect("an identity");
        Mask::of(Some(&person), [&looked_up])
    }

    #[test]
    fn identities_are_masked_wherever_they_stand_in_a_text() {
        for (text, expected) in [
            ("Call 12025550143 back", "Call 1***43 back"),
            ("Order of CUST-4711, 7 items", "Order of C***1, 7 items"),
            ("seen in session-99-abc", "seen in s***c"),
            ("Write to jose@example.com, please.", "Write to j***@example.com, please."),
            ("another number: +44 20 7946 0018.", "another number: +4***18."),
            ("2 + 2 = 4, on 2026-03-01 10:00:00", "2 + 2 = 4, on 2026-03-01 10:00:00"),
            ("josé@mañana.example und Ünïcödé", "j***@mañana.example und Ünïcödé"),
        ] {
            assert_eq!(mask().text(text), expected);
        }
    }

    #[test]
    fn the_customers_own_identities_are_masked_in_any_spelling() {
        for text in [
            "cust-4711",
            "CUST4711",
            "Cust 4711",
            "cust_4711",
            "CUST–4711",
            "ref:xCUST-4711y",
            "ＣＵＳＴ－４７１１",
            "#cust.4711",
            "SESSION-99-ABC",
            "Session 99 abc",
            "202 555 0143",
            "(202)555-0143",
            "5550143",
            "555-0143",
            "550143",
            "55-01-43",
            "tel:+1-202-555-0143",
            "001 202 555 0143",
            "+1 (0) 202 555 0143",
            "k12",
            "(K12)",
            "id=60301",
            "0060301",
            "José Núñez called",
            "NÚÑEZ, JOSÉ",
            "JOSE.N@EXAMPLE.COM",
            "jose%40example.com",
            "mailto:Jose@Example",
        ] {
            let hidden = mask().text(text);
            assert!(hidden.contains("***"), "{text}: {hidden}");
            let left = hidden.to_lowercase();
            for secret in
                ["4711", "４７１１", "99", "abc", "0143", "01-43", "k12", "60301", "núñez", "jose.", "jose@", "jose%"]
            {
                assert!(!left.contains(secret), "{text}: {hidden}");
            }
        }
        assert_eq!(mask().text("7"), "***", "alone it is the identity");
        for text in ["7 items", "Block K123", "K1 2x", "160301", "2026-03-01", "josé", "12 cups, 25 spoons"] {
            assert_eq!(mask().text(text), text);
        }
    }

    #[test]
    fn e_mail_addresses_of_anybody_are_masked() {
        for (text, expected) in [
            ("Ann <ann.lee@example.com>", "Ann <a***@example.com>"),
            ("ANN@EXAMPLE.COM;bob@example.com", "A***@EXAMPLE.COM;b***@example.com"),
            ("https://a.example/?m=ann%40example.com", "https://a.example/?m***@example.com"),
            ("ann＠example.com", "a***@example.com"),
            ("ann@intranet", "a***@intranet"),
            ("用户@例子.广告", "用***@例子.广告"),
            ("@ann said", "@ann said"),
            ("a @ b", "a @ b"),
        ] {
            assert_eq!(mask().text(text), expected, "{text}");
        }
    }

    #[test]
    fn every_text_of_the_case_is_masked() {
        let texts: Vec<String> =
            serde_json::from_str(include_str!("../../../tests/cases/06-masked-export-leaves-phones/texts.json"))
                .expect("JSON");
        for text in texts {
            let hidden = mask().text(&text);
            let digits = hidden.chars().filter(char::is_ascii_digit).count();
            assert!(hidden.contains("***") && digits <= 5, "{text}: {hidden}");
        }
    }
}
