//! Callers who are nobody: all who have such an "identity" would share one journey and one name.

use super::IdentityType;
use super::phone::{PhoneProblem, phone};
use super::reduced::reduced;
use super::tidy::{self, tidy};
use super::{country, placeholder, words};

/// Why a text is nobody's identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Nobody {
    /// It is empty, or has neither letters nor digits: a plus before an empty variable.
    #[error("it is empty")]
    Empty,
    /// A variable that was not filled in, or a word for "no value".
    #[error("it is a placeholder that nothing was put in for")]
    Placeholder,
    /// The caller withheld the number: words of networks and carriers for that, SIP's anonymous forms, words that were
    /// dialled on a keypad (`+266696687` is ANONYMOUS).
    #[error("it stands for callers who withheld their number")]
    Withheld,
    /// Digits that are nobody's number: zeros, one digit again and again, a row (123456789), too few.
    #[error("no telephone has this number")]
    NoNumber,
}

/// Fewer digits are no number at all; from here on they may be an extension, or a short code of text messages.
const FEWEST_DIGITS: usize = 4;
/// With a country code no number is shorter.
const FEWEST_INTERNATIONAL: usize = 7;
/// So often after a country code the same digit: no number that somebody calls from.
const REPEATED: usize = 7;

/// What switches send for callers without a number: the word as it would be dialled on a keypad.
const KEYPAD: [&str; 8] = [
    "266696687",   // ANONYMOUS
    "7378742833",  // RESTRICTED
    "2562533",     // BLOCKED
    "8656696",     // UNKNOWN
    "86282452253", // UNAVAILABLE
    "7748483",     // PRIVATE
    "94844353",    // WITHHELD
    "6622553743",  // NO CALLER ID
];

/// Why this is nobody's identity; `None`: it may be somebody's.
///
/// What digits say counts only where it is a telephone number: `kind` says so, or where the kind is not known, the way it
/// is written ([`super::Phone::is_unmistakable`]). A customer number `1111111` is one. Numbers without a plus of four to six digits
/// may be extensions and short codes, and are somebody's; with three or fewer they are not, and with a plus below seven.
pub fn nobody(text: &str, kind: Option<IdentityType>) -> Option<Nobody> {
    let text = tidy(text);
    let reduced = reduced(&text);
    if placeholder::is_placeholder(&text) && email_or_number(&reduced.address).is_none() {
        return Some(Nobody::Placeholder);
    }
    if !text.chars().any(words::is_letter) {
        return Some(Nobody::Empty);
    }
    let is_telephony = kind == Some(IdentityType::Phone) || reduced.is_phone;
    let is_said = !text.contains('@') && words::is_withheld(&text);
    if is_said || is_anonymous_address(&reduced.address, is_telephony) {
        return Some(Nobody::Withheld);
    }
    if reduced.is_phone && words::is_withheld(&reduced.user) {
        return Some(Nobody::Withheld);
    }
    let is_number = match phone(&text) {
        Ok(phone) if kind == Some(IdentityType::Phone) || kind.is_none() && phone.is_unmistakable() => {
            return no_number(phone.digits(), phone.is_international());
        }
        // "+10000000000": of which country is not certain, and that it is nobody's is.
        Err(problem) if kind == Some(IdentityType::Phone) && problem != PhoneProblem::Other => {
            return no_number(&digits_of(&text), text.contains(tidy::is_plus));
        }
        Ok(_) => true,
        Err(problem) => problem != PhoneProblem::Other,
    };
    // Nothing but zeros is what programs count from.
    let is_zero = kind.is_none() && is_number && digits_of(&text).bytes().all(|digit| digit == b'0');
    is_zero.then_some(Nobody::NoNumber)
}

fn digits_of(text: &str) -> String {
    text.chars().filter_map(tidy::digit).collect()
}

/// `<ann@example.com>` and `<+12025550143>` are no placeholders.
fn email_or_number(address: &str) -> Option<()> {
    let has_marks = address.contains(['<', '>', '{', '}', '$', '%', '[']);
    (!has_marks && (address.contains('@') || phone(address).is_ok())).then_some(())
}

/// `anonymous@anonymous.invalid`, `unavailable@unknown.invalid`; in telephony such a word before any host.
fn is_anonymous_address(address: &str, is_telephony: bool) -> bool {
    let Some((user, host)) = address.split_once('@') else { return false };
    let host = host.to_lowercase();
    let names_nobody = host.ends_with(".invalid")
        || ["anonymous", "unknown", "unavailable", "restricted", "private", "withheld"]
            .iter()
            .any(|word| host == *word || host.strip_prefix(word).is_some_and(|rest| rest.starts_with('.')));
    words::is_withheld(user) && (is_telephony || names_nobody)
}

fn no_number(digits: &str, is_abroad: bool) -> Option<Nobody> {
    let after_code = country::code(digits).map_or(digits, |code| digits.get(code.len()..).unwrap_or_default());
    let national = digits.strip_prefix('1').unwrap_or(digits);
    if KEYPAD.contains(&digits) || KEYPAD.contains(&national) {
        return Some(Nobody::Withheld);
    }
    let is_short = digits.len() < if is_abroad { FEWEST_INTERNATIONAL } else { FEWEST_DIGITS };
    let is_row = |digits: &str| {
        digits.len() >= REPEATED && ["0123456789", "1234567890", "9876543210"].iter().any(|row| row.starts_with(digits))
    };
    let is_row = is_row(digits) || is_row(after_code);
    let repeats = is_repeated(digits)
        || is_repeated(digits.trim_start_matches('0')) && digits.trim_start_matches('0').len() >= REPEATED
        || is_repeated(after_code) && after_code.len() >= REPEATED;
    (is_short || is_row || repeats).then_some(Nobody::NoNumber)
}

fn is_repeated(digits: &str) -> bool {
    let mut digits = digits.bytes();
    let first = digits.next();
    digits.all(|digit| Some(digit) == first)
}
