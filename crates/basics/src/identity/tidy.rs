//! What nobody sees in a text, and what stands for a digit, a blank or a hyphen in it.

/// The text without marks that nobody sees, with plain blanks, and none around it.
///
/// Copied numbers and addresses carry marks of direction (U+202A to U+202C around a number from a phone book), zero-width
/// blanks, soft hyphens, byte order marks; with them, two texts that look the same are two identities.
pub fn tidy(text: &str) -> String {
    let seen: String = text
        .chars()
        .filter(|letter| !is_invisible(*letter))
        .map(|letter| if is_blank(letter) { ' ' } else { letter })
        .collect();
    seen.trim().to_owned()
}

/// Marks of direction and joining, zero-width blanks, soft hyphens, fillers, selectors of variants, tags.
fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Blanks that do not break, thin and wide ones, separators of lines.
fn is_blank(letter: char) -> bool {
    matches!(
        letter,
        '\u{85}' | '\u{a0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200a}' | '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{2800}' | '\u{3000}'
    )
}

/// Hyphens, dashes, minus signs, and the strokes that stand for them on other keyboards.
pub(super) fn is_hyphen(letter: char) -> bool {
    matches!(
        letter,
        '-' | '\u{58a}' | '\u{5be}' | '\u{1806}' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2043}'
                | '\u{207b}'
                | '\u{2212}'
                | '\u{2500}'
                | '\u{2501}'
                | '\u{2e3a}'
                | '\u{2e3b}'
                | '\u{30fc}'
                | '\u{fe31}'
                | '\u{fe32}'
                | '\u{fe58}'
                | '\u{fe63}'
                | '\u{ff0d}'
                | '\u{ff70}'
    )
}

/// Dots between groups of digits.
pub(super) fn is_dot(letter: char) -> bool {
    matches!(
        letter,
        '.' | '\u{b7}' | '\u{2022}' | '\u{2024}' | '\u{2027}' | '\u{22c5}' | '\u{30fb}' | '\u{ff0e}' | '\u{ff65}'
    )
}

/// The plus, and its full-width, small and raised forms.
pub(super) fn is_plus(letter: char) -> bool {
    matches!(letter, '+' | '\u{207a}' | '\u{fe62}' | '\u{ff0b}')
}

/// The ASCII digit of the same value: full-width ones, and those of every script that counts in tens.
pub(super) fn digit(letter: char) -> Option<char> {
    if letter.is_ascii() {
        return letter.is_ascii_digit().then_some(letter);
    }
    let code = u32::from(letter);
    let before = ZEROS.partition_point(|zero| *zero <= code).checked_sub(1)?;
    let value = code.checked_sub(*ZEROS.get(before)?)?;
    char::from_digit(value, 10)
}

/// The zeros of Unicode (general category Nd) beyond ASCII, in order; each is followed by the other nine digits.
const ZEROS: [u32; 65] = [
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0, 0xF20,
    0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0,
    0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0,
    0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x16A60, 0x16AC0,
    0x16B50, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E950, 0x1FBF0,
];
