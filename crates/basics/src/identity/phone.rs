//! Telephone numbers as people write them, and the one form in which they are kept.

use super::country::{self, Zero};
use super::reduced::reduced;
use super::tidy::{digit, is_dot, is_hyphen, is_plus, tidy};

/// E.164 has no longer number.
const MOST_DIGITS: usize = 15;
/// Fewer make no number of another country.
const FEWEST_INTERNATIONAL: usize = 7;

/// A telephone number: `+` and digits, or digits alone where it does not say of which country it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    number: String,
    is_unmistakable: bool,
}

impl Phone {
    /// The number, in its one form.
    pub fn as_str(&self) -> &str {
        &self.number
    }

    /// Whether it has its country code.
    pub fn is_international(&self) -> bool {
        self.number.starts_with('+')
    }

    /// Whether it was written as only telephone numbers are: with a plus, brackets, or `tel:` before it. What has digits,
    /// blanks and dashes alone may be a customer number.
    pub fn is_unmistakable(&self) -> bool {
        self.is_unmistakable
    }

    /// As it is dialled inside its country, with the zero where one is dialled there. `None` where it does not say of which
    /// country it is, or nobody knows where its country code ends.
    pub fn national(&self) -> Option<String> {
        let digits = self.is_international().then(|| self.digits())?;
        let code = country::code(digits)?;
        let number = digits.strip_prefix(code).filter(|number| !number.is_empty())?;
        let zero = if country::zero_after(code) == Zero::Trunk { "0" } else { "" };
        Some([zero, number].concat())
    }

    /// The digits alone.
    pub fn digits(&self) -> &str {
        self.number.strip_prefix('+').unwrap_or(&self.number)
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.number
    }
}

/// Why a text is no telephone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhoneProblem {
    /// It holds no digit.
    #[error("a telephone number needs digits")]
    NoDigits,
    /// It holds something that no telephone number does.
    #[error("this is no telephone number")]
    Other,
    /// It seems to be several.
    #[error("these seem to be several telephone numbers")]
    Several,
    /// More than 15 digits.
    #[error("a telephone number has 15 digits at the most")]
    TooLong,
    /// It is not certain which number is meant: a zero in brackets where none belongs, a zero after a country code whose
    /// country has none.
    #[error("it is not certain which telephone number is meant")]
    Uncertain,
}

/// Reads a telephone number, and rather refuses than makes a wrong one.
///
/// - Blanks, dots, slashes, brackets and hyphens of all kinds go; digits of every script become ASCII ones.
/// - `00` before a country code is its plus. Other prefixes that dial abroad (011, 0011, 810) are area codes elsewhere, and
///   stay.
/// - A zero that is dialled inside a country only goes: `+44 (0)20`, `+44 020`; it stays where it belongs to the number, as
///   in Italy.
/// - `tel:`, `sip:`, `sips:`, `callto:`, `sms:` and what follows the number there, a name around it, a word before it (`Tel.`)
///   go; and so does an extension, which is a place in somebody's house and not another customer.
///
/// # Errors
/// What is wrong with it.
pub fn phone(text: &str) -> Result<Phone, PhoneProblem> {
    let reduced = reduced(&tidy(text));
    let text = without_extension(&reduced.user);
    let marks = Marks::read(text)?;
    if !marks.digits.bytes().any(|letter| letter.is_ascii_digit()) {
        return Err(PhoneProblem::NoDigits);
    }
    let number = match marks.international() {
        Some(abroad) => abroad?,
        None if marks.digits.len() > MOST_DIGITS => return Err(PhoneProblem::TooLong),
        None if marks.slash.is_some_and(|before| before > 6) => return Err(PhoneProblem::Several),
        None => marks.digits.clone(),
    };
    let has_brackets = !marks.groups.is_empty() && marks.digits.len() >= FEWEST_INTERNATIONAL;
    Ok(Phone { number, is_unmistakable: marks.has_plus || has_brackets || reduced.is_phone })
}

/// Digits, and what stands between them that says something.
#[derive(Default)]
struct Marks {
    digits: String,
    has_plus: bool,
    /// What stands in brackets: from which digit to which.
    groups: Vec<(usize, usize)>,
    /// How many digits stand before a slash.
    slash: Option<usize>,
}

impl Marks {
    fn read(text: &str) -> Result<Self, PhoneProblem> {
        let mut marks = Self::default();
        let mut opened = None;
        for letter in text.chars() {
            let here = marks.digits.len();
            match letter {
                _ if digit(letter).is_some() => marks.digits.extend(digit(letter)),
                _ if is_plus(letter) && marks.has_plus => return Err(PhoneProblem::Several),
                _ if is_plus(letter) && here > 0 => return Err(PhoneProblem::Other),
                _ if is_plus(letter) => marks.has_plus = true,
                '(' | '[' | '\u{ff08}' | '\u{ff3b}' if opened.is_none() => opened = Some(here),
                ')' | ']' | '\u{ff09}' | '\u{ff3d}' => {
                    marks.groups.push((opened.take().ok_or(PhoneProblem::Other)?, here));
                }
                '/' | '\u{ff0f}' | '\u{2215}' => marks.slash = marks.slash.or(Some(here)),
                ' ' => {}
                _ if is_hyphen(letter) || is_dot(letter) => {}
                _ => return Err(PhoneProblem::Other),
            }
        }
        if opened.is_some() { Err(PhoneProblem::Other) } else { Ok(marks) }
    }

    /// The number with its country code; `None`: it was written without.
    fn international(&self) -> Option<Result<String, PhoneProblem>> {
        let prefix = self.digits.bytes().take(2).take_while(|digit| *digit == b'0').count();
        let skipped = match (self.has_plus, prefix) {
            (_, 2) => 2,
            (true, 0) => 0,
            (true, _) => return Some(Err(PhoneProblem::Uncertain)),
            (false, _) => return None,
        };
        let digits = self.digits.get(skipped..)?;
        let Some(code) = country::code(digits) else {
            // "+0…" has no country; "000123" is no number of another country.
            return self.has_plus.then(|| self.short(digits));
        };
        if !self.has_plus && !is_plausible(code, digits) {
            return None;
        }
        if self.slash.is_some_and(|before| before.saturating_sub(skipped) > 9) {
            return Some(Err(PhoneProblem::Several));
        }
        Some(self.without_trunk(code, digits, skipped))
    }

    /// A plus, and digits of which not even a country code can be read.
    fn short(&self, digits: &str) -> Result<String, PhoneProblem> {
        if digits.starts_with('0') || digits.is_empty() {
            return Err(PhoneProblem::Uncertain);
        }
        Ok(["+", digits].concat())
    }

    fn without_trunk(&self, code: &str, digits: &str, skipped: usize) -> Result<String, PhoneProblem> {
        let after = code.len();
        let mut rest = digits.get(after..).unwrap_or_default();
        let mut has_trunk = false;
        let group = |(from, to): &(usize, usize)| {
            let (from, to) = (from.checked_sub(skipped)?, to.checked_sub(skipped)?);
            digits.get(from..to).map(|group| (from, group))
        };
        for (from, group) in self.groups.iter().filter_map(group) {
            if from == after && country::is_trunk(code, group) {
                rest = rest.get(group.len()..).unwrap_or_default();
                has_trunk = true;
            } else if group == "0" && (from != after || country::zero_after(code) != Zero::Kept) {
                return Err(PhoneProblem::Uncertain);
            }
        }
        if rest.starts_with('0') {
            rest = match country::zero_after(code) {
                Zero::Kept => rest,
                Zero::Trunk if !has_trunk => {
                    rest.get(1..).filter(|rest| !rest.starts_with('0')).ok_or(PhoneProblem::Uncertain)?
                }
                Zero::Trunk | Zero::Unknown => return Err(PhoneProblem::Uncertain),
            };
        }
        if code.len() + rest.len() > MOST_DIGITS {
            return Err(PhoneProblem::TooLong);
        }
        Ok(["+", code, rest].concat())
    }
}

/// Whether digits after `00` can be a number of this country: those of North America have ten more. A customer number
/// with zeros before it stays what it is.
fn is_plausible(code: &str, digits: &str) -> bool {
    let rest = digits.len().saturating_sub(code.len());
    digits.len() >= FEWEST_INTERNATIONAL && digits.len() <= MOST_DIGITS + 1 && (code != "1" || rest == 10)
}

/// The number before "ext. 12", "x12", "#12".
fn without_extension(text: &str) -> &str {
    let Some(end) = text.rfind(|letter: char| digit(letter).is_none()) else { return text };
    let (head, tail) =
        text.split_at(end + text.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8));
    if !(1..=7).contains(&tail.chars().count()) {
        return text;
    }
    let mark = head.trim_end_matches([' ', '.', ':', '=']);
    let word = mark.trim_end_matches(|letter: char| letter.is_alphabetic() || letter == '#');
    let mark = mark.get(word.len()..).unwrap_or_default().to_lowercase();
    let number = word.trim_end_matches([' ', ',', ';', '(', '-', '/']);
    let digits = number.chars().filter(|letter| digit(*letter).is_some()).count();
    if EXTENSIONS.contains(&mark.as_str()) && digits >= FEWEST_INTERNATIONAL { number } else { text }
}

/// Words before an extension.
const EXTENSIONS: [&str; 16] = [
    "x",
    "ext",
    "extn",
    "extension",
    "#",
    "ex",
    "durchwahl",
    "dw",
    "nst",
    "poste",
    "int",
    "interno",
    "anexo",
    "ramal",
    "wew",
    "доб",
];
