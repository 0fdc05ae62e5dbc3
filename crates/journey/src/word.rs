//! Which characters make words, in every script.

/// Whether it is a letter or digit of some script: what is not ASCII is one, but for blanks and punctuation.
pub(crate) fn is_word(letter: char) -> bool {
    match letter {
        '\0'..='\x7f' => letter.is_ascii_alphanumeric(),
        '\u{80}'..='\u{bf}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '\u{fe00}'..='\u{fe6f}' => false,
        _ => true,
    }
}
