//! Numbers in texts that could be somebody's telephone, in any script and with whatever people put between the digits,
//! made unrecognizable. Times and generated ids are left where they cannot be meant.

use super::masked;

/// A number with fewer digits is nobody's telephone.
const SHORTEST: usize = 7;

/// What a character is in a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Glyph {
    /// A digit, as ours.
    Digit(char),
    /// A sign that people put between the digits, or one that nobody sees.
    Between,
    /// Something else.
    Other,
}

/// The zeros of the scripts that have digits of their own.
const ZEROS: &[u32] = &[
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6, 0x0E50,
    0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50,
    0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x11066, 0x110F0, 0x11136, 0x1D7CE,
    0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E950, 0x1FBF0,
];

/// Chinese digits, as numbers are spelled with them.
const HAN: [(char, char); 11] = [
    ('〇', '0'),
    ('零', '0'),
    ('一', '1'),
    ('二', '2'),
    ('三', '3'),
    ('四', '4'),
    ('五', '5'),
    ('六', '6'),
    ('七', '7'),
    ('八', '8'),
    ('九', '9'),
];

/// What a character is.
pub(super) fn glyph(letter: char) -> Glyph {
    match letter {
        '0'..='9' => Glyph::Digit(letter),
        'a'..='z' | 'A'..='Z' => Glyph::Other,
        ' ' | '\t' | '\n' | '\r' | '+' | '-' | '(' | ')' | '[' | ']' | '{' | '}' | '.' | '/' | '\\' | '|' | '_'
        | '~' | '\'' => Glyph::Between,
        '\0'..='\x7f' => Glyph::Other,
        letter => beyond_ascii(letter),
    }
}

fn beyond_ascii(letter: char) -> Glyph {
    let code = u32::from(letter);
    let of_script =
        ZEROS.iter().find_map(|zero| char::from_digit(code.checked_sub(*zero).filter(|digit| *digit < 10)?, 10));
    let of_han = || HAN.iter().find(|(han, _)| *han == letter).map(|(_, digit)| *digit);
    if let Some(digit) = of_script.or_else(of_han) {
        return Glyph::Digit(digit);
    }
    let is_between = letter.is_whitespace()
        || matches!(
            letter,
            // Hyphens, dashes, and signs that are taken for them.
            '\u{AD}' | '\u{58A}' | '\u{5BE}' | '\u{1806}' | '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{207A}'..='\u{207B}' | '\u{2212}'
            | '\u{2E3A}' | '\u{2E3B}' | '\u{30FC}' | '\u{FE58}' | '\u{FE62}' | '\u{FE63}' | '\u{FF0B}' | '\u{FF0D}' | '\u{FF70}' | '\u{2D7}'
            // Dots.
            | '\u{B7}' | '\u{2022}' | '\u{2024}' | '\u{2027}' | '\u{2219}' | '\u{22C5}' | '\u{30FB}' | '\u{3002}' | '\u{FF0E}' | '\u{FF61}' | '\u{FF65}'
            // Slashes, brackets, apostrophes.
            | '\u{2044}' | '\u{2215}' | '\u{FF0F}' | '\u{FF3C}' | '\u{FF5C}' | '\u{FF08}' | '\u{FF09}' | '\u{FF3B}' | '\u{FF3D}' | '\u{3010}' | '\u{3011}'
            | '\u{FE59}' | '\u{FE5A}' | '\u{2018}' | '\u{2019}' | '\u{2BC}' | '\u{B4}' | '\u{301C}' | '\u{FF5E}' | '\u{FF3F}'
            // What nobody sees.
            | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
            | '\u{20E3}'
        );
    match is_between {
        true => Glyph::Between,
        // Superscripts, circled ones …: digits, and it does not matter which.
        false if letter.is_numeric() => Glyph::Digit('0'),
        false => Glyph::Other,
    }
}

/// The text with every number masked that could be a telephone's, and every shorter one that `is_known`, by its digits.
pub(super) fn hide_numbers(text: &str, is_known: impl Fn(&str) -> bool) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut hidden = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(letter) = letters.get(at).copied() {
        let begins = matches!(glyph(letter), Glyph::Digit(_)) || is_plus(letter);
        if let Some(end) = harmless(&letters, at) {
            hidden.extend(letters.get(at..end).into_iter().flatten());
            at = end;
        } else if begins {
            let (end, digits) = number(&letters, at);
            let run: String = letters.get(at..end).into_iter().flatten().collect();
            let is_hidden = digits.len() >= SHORTEST || is_known(&digits);
            hidden.push_str(&if is_hidden { masked(&run) } else { run });
            at = end;
        } else {
            hidden.push(letter);
            at += 1;
        }
    }
    hidden
}

fn is_plus(letter: char) -> bool {
    matches!(letter, '+' | '\u{FF0B}' | '\u{FE62}' | '\u{207A}')
}

/// Where the number that begins here ends, and its digits; where there are none, the end of the signs.
fn number(letters: &[char], start: usize) -> (usize, String) {
    let (mut digits, mut end, mut seen) = (String::new(), start, start);
    let mut is_phone = false;
    let rest = letters.iter().enumerate().skip(start);
    for (at, letter) in rest {
        let is_date = || at > start && !is_phone && harmless(letters, at).is_some();
        match glyph(*letter) {
            // After a plus or a bracket it is a number, and no date.
            Glyph::Digit(_) if is_date() => break,
            Glyph::Digit(digit) => {
                digits.push(digit);
                end = at + 1;
            }
            Glyph::Between => is_phone |= is_plus(*letter) || matches!(letter, '(' | '\u{FF08}'),
            Glyph::Other => break,
        }
        seen = at + 1;
    }
    (if digits.is_empty() { seen } else { end }, digits)
}

/// Where a time as machines write it, or a generated id, ends if one begins here.
fn harmless(letters: &[char], at: usize) -> Option<usize> {
    let before = at.checked_sub(1).and_then(|before| letters.get(before));
    if before.is_some_and(|before| before.is_ascii_digit() || is_plus(*before)) || !letters.get(at)?.is_ascii_hexdigit()
    {
        return None;
    }
    let rest = letters.get(at..)?;
    let length = uuid(rest, before.copied()).or_else(|| moment(rest)).or_else(|| time_of_day(rest))?;
    Some(at + length)
}

/// `1b2c3d4e-1234-5678-9012-abcdef012345`, with a letter in it: of digits alone it could be anything.
fn uuid(rest: &[char], before: Option<char>) -> Option<usize> {
    const LENGTH: usize = 36;
    let id = rest.get(..LENGTH)?;
    let is_shaped = id.iter().enumerate().all(|(place, letter)| match place {
        8 | 13 | 18 | 23 => *letter == '-',
        _ => letter.is_ascii_hexdigit(),
    });
    let is_part = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '-');
    let has_letter = id.iter().any(char::is_ascii_alphabetic);
    (is_shaped && has_letter && !is_part(before) && !is_part(rest.get(LENGTH).copied())).then_some(LENGTH)
}

/// `2026-03-01`, `2026-03-01T10:00:00.5+01:00`, `20260301T100000Z`.
fn moment(rest: &[char]) -> Option<usize> {
    let in_range = |from, to, least, most| (least..=most).contains(&digits(rest, from, to).unwrap_or(0));
    let is = |place, wanted: &[char]| rest.get(place).is_some_and(|letter| wanted.contains(letter));
    if in_range(0, 4, 1_900, 2_099) && is(8, &['T']) && digits(rest, 4, 8).is_some() && digits(rest, 9, 15).is_some() {
        return Some(fraction_and_zone(rest, 15)).filter(|end| !goes_on(rest, *end));
    }
    let is_date = in_range(0, 4, 1_900, 2_099)
        && is(4, &['-'])
        && in_range(5, 7, 1, 12)
        && is(7, &['-'])
        && in_range(8, 10, 1, 31);
    if !is_date || goes_on(rest, 10) {
        return None;
    }
    let time = is(10, &['T', ' ', 't']).then(|| time_of_day(rest.get(11..)?)).flatten();
    Some(time.map_or(10, |length| 11 + length))
}

/// `10:00`, `10:00:00.123+01:00`.
fn time_of_day(rest: &[char]) -> Option<usize> {
    let pair = |at: usize| digits(rest, at, at + 2).is_some_and(|number| number < 60);
    let is_colon = |at: usize| rest.get(at) == Some(&':');
    if !(pair(0) && is_colon(2) && pair(3)) {
        return None;
    }
    let end = if is_colon(5) && pair(6) { fraction_and_zone(rest, 8) } else { 5 };
    (!goes_on(rest, end)).then_some(end)
}

fn fraction_and_zone(rest: &[char], mut end: usize) -> usize {
    if matches!(rest.get(end), Some('.' | ',')) {
        let digits = rest.iter().skip(end + 1).take_while(|letter| letter.is_ascii_digit()).count();
        if (1..=9).contains(&digits) {
            end += 1 + digits;
        }
    }
    match rest.get(end) {
        Some('Z' | 'z') => end + 1,
        Some('+' | '-') if digits(rest, end + 1, end + 3).is_some() => match rest.get(end + 3) {
            Some(':') if digits(rest, end + 4, end + 6).is_some() => end + 6,
            _ if digits(rest, end + 3, end + 5).is_some() => end + 5,
            _ => end,
        },
        _ => end,
    }
}

/// Whether a digit follows, with nothing or one sign between: then it was a piece of something longer.
fn goes_on(rest: &[char], end: usize) -> bool {
    let is_digit = |at: usize| rest.get(at).is_some_and(|letter| matches!(glyph(*letter), Glyph::Digit(_)));
    let is_sign = rest.get(end).is_some_and(|letter| !letter.is_whitespace() && glyph(*letter) == Glyph::Between);
    is_digit(end) || (is_sign && is_digit(end + 1))
}

fn digits(rest: &[char], from: usize, to: usize) -> Option<u32> {
    let digits = rest.get(from..to)?;
    digits.iter().try_fold(0_u32, |sum, digit| Some(sum * 10 + digit.to_digit(10)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(text: &str) -> String {
        hide_numbers(text, |_| false)
    }

    #[test]
    fn a_number_is_masked_in_any_spelling_and_script() {
        for text in [
            "18005550199",
            "(202) 555-0177",
            "2025550143",
            "+1‑202‑555‑0177",
            "tel 0049 30 1234567",
            "+1 202 555 0177",
            "202.555.0177",
            "202/555/0177",
            "202\u{a0}555\u{a0}0177",
            "202\u{202f}555\u{2009}0177",
            "202\u{2013}555\u{2014}0177",
            "202 – 555 – 0177",
            "202\u{2212}555\u{ad}0177",
            "\u{202a}+1 202 555 0177\u{202c}",
            "2\u{200b}0\u{200b}2\u{2060}5550177",
            "+44 (0)20 7946 0018",
            "+44 [0] 20 7946 0018",
            "0044.20.7946.0018",
            "２０２５５５０１７７",
            "＋１（２０２）５５５－０１７７",
            "٢٠٢٥٥٥٠١٧٧",
            "۰۹۱۲ ۳۴۵ ۶۷۸۹",
            "+९१ ९८७६५ ४३२१०",
            "০১৭১১-২৩৪৫৬৭",
            "๐๘๑ ๒๓๔ ๕๖๗๘",
            "𝟐𝟎𝟐𝟓𝟓𝟓𝟎𝟏𝟕𝟕",
            "2️⃣0️⃣2️⃣5️⃣5️⃣5️⃣0️⃣",
            "①②③④⑤⑥⑦⑧",
            "一三八〇〇一三八〇〇〇",
            "044’668’18’00",
            "202_555_0177",
            "202 555\n0177",
            "5550177",
            "x2025550177y",
            "%2B12025550177",
            "1999-12-3155",
            "+2026-03-01",
            "2026-03-01-5550",
            "12345678-1234-1234-1234-123456789012",
        ] {
            let masked = hidden(text);
            let left = masked.chars().filter(|letter| matches!(glyph(*letter), Glyph::Digit(_))).count();
            assert!(masked.contains("***") && left < SHORTEST, "{text}: {masked}");
        }
    }

    #[test]
    fn times_and_generated_ids_stay() {
        for text in [
            "2026-03-01",
            "on 2026-03-01 10:00:00, then",
            "2026-03-01T10:00:00Z",
            "2026-03-01T10:00:00.123456789+05:30",
            "2026-03-01T10:00:00-0800",
            "20260301T100000Z",
            "from 2026-03-01 to 2026-03-05",
            "3 2026-03-01 4",
            "2026-03-01\n2026-03-02",
            "10:00:00.123456",
            "1b2c3d4e-1234-5678-9012-abcdef012345",
            "id 1b2c3d4e-1234-5678-9012-123456789012.",
            "42 EUR, 3 of 12",
            "12 (34) 56",
            "",
        ] {
            assert_eq!(hidden(text), text);
        }
    }

    #[test]
    fn what_stands_around_a_number_stays() {
        assert_eq!(hidden("Call (202) 555-0177, please."), "Call (2***77, please.");
        assert_eq!(hidden("a 2025550177; b 2025550178."), "a 2***77; b 2***78.");
        assert_eq!(hidden("+12025550177 on 2026-03-01"), "+1***77 on 2026-03-01");
        assert_eq!(hidden("10:00:00.2025550177"), "10:00:0***77", "no clock is that exact");
    }

    #[test]
    fn a_megabyte_of_digits_takes_no_square_time() {
        let started = std::time::Instant::now();
        for unit in ["1", "1 ", "+", "2026-03-01 ", "1b2c3d4e-", "(", "10:00 "] {
            hidden(&unit.repeat(1_000_000 / unit.len()));
        }
        assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
    }
}
