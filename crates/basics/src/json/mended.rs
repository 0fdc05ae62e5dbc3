//! JSON text without what serde_json refuses, or would change, and other parsers and writers do not: texts that end in
//! the middle of a sign, whole numbers beyond 64 bits, and values that lie too deep.

use std::borrow::Cow;

/// Deeper than anything that people wrote; serde_json reads 128 levels.
pub(super) const DEEPEST: usize = 100;
/// So many digits a number of 64 bits always holds.
const SURE_DIGITS: usize = 18;
/// What is put in place of what cannot be kept.
const LOST: &str = r"\ufffd";

/// Whether a text may have something that is to be mended, but for what lies too deep; quick, as most have not.
pub(super) fn may_be_mended(text: &str) -> bool {
    let mut digits = 0;
    let is_long = text.bytes().any(|byte| {
        digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
        digits > SURE_DIGITS
    });
    is_long || text.match_indices("\\u").any(|(at, _)| text.get(at..).and_then(surrogate).is_some())
}

/// The same JSON with these mended; `deepest`: what lies as deep is left out. What is no JSON stays none.
pub(super) fn mended(text: &str, deepest: usize) -> Cow<'_, str> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut depth = 0_usize;
    while let Some(sign) = rest.chars().next() {
        let length = match sign {
            '"' => string_length(rest),
            '-' | '0'..='9' => rest.find(|sign| !is_of_a_number(sign)).unwrap_or(rest.len()),
            sign => sign.len_utf8(),
        };
        let (token, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        rest = after;
        let closes = matches!(sign, '}' | ']');
        if matches!(sign, '{' | '[') {
            depth += 1;
            if depth == deepest {
                out.push_str("\"…\"");
            }
        }
        let is_kept = depth < deepest;
        if closes {
            depth = depth.saturating_sub(1);
        }
        if !is_kept {
            continue;
        }
        match sign {
            '"' => put_string(token, &mut out),
            '-' | '0'..='9' if is_too_long(token) => {
                out.push('"');
                out.push_str(token);
                out.push('"');
            }
            _ => out.push_str(token),
        }
    }
    // What was not closed must not become whole by being left out.
    if depth >= deepest { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

fn is_of_a_number(sign: char) -> bool {
    matches!(sign, '0'..='9' | '-' | '+' | '.' | 'e' | 'E')
}

/// Whether it is a whole number that no number of 64 bits holds.
fn is_too_long(number: &str) -> bool {
    let digits = number.strip_prefix('-').unwrap_or(number);
    let is_whole = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    // Zeros in front are no JSON, and do not become any.
    is_whole && !digits.starts_with('0') && number.parse::<u64>().is_err() && number.parse::<i64>().is_err()
}

/// The length of the string that a text begins with, its quotes included.
fn string_length(text: &str) -> usize {
    let mut is_escaped = false;
    for (place, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return place + 1,
            _ => {}
        }
    }
    text.len()
}

/// Writes a string, and in place of each half of a sign (a surrogate without its other half) a sign for what was lost.
fn put_string(token: &str, out: &mut String) {
    let mut rest = token;
    while let Some(place) = rest.find('\\') {
        let (before, escape) = rest.split_at(place);
        out.push_str(before);
        let length = match surrogate(escape) {
            None => {
                // Never between the escape and what it escapes.
                let length = 1 + escape.chars().nth(1).map_or(0, char::len_utf8);
                out.push_str(escape.get(..length).unwrap_or_default());
                length
            }
            Some(0xD800..=0xDBFF) if matches!(escape.get(6..).and_then(surrogate), Some(0xDC00..=0xDFFF)) => {
                out.push_str(escape.get(..12).unwrap_or_default());
                12
            }
            Some(_) => {
                out.push_str(LOST);
                6
            }
        };
        rest = escape.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// The surrogate that a text begins with, as an escape.
fn surrogate(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u32::from_str_radix(digits, 16).ok().filter(|code| (0xD800..=0xDFFF).contains(code))
}
