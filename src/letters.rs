//! Lower and upper case in every script.
//!
//! In the browser the browser does it: Rust's tables for it would be 8 KB of the widget's download. This is the one place
//! below the view where the two differ; everywhere else plain Rust runs.

/// The text in lower case.
#[cfg(target_arch = "wasm32")]
pub(crate) fn lower(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { js_sys::JsString::from(text).to_lower_case().into() }
}

/// The text in upper case.
#[cfg(target_arch = "wasm32")]
pub(crate) fn upper(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_uppercase() } else { js_sys::JsString::from(text).to_upper_case().into() }
}

/// The text in lower case.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn lower(text: &str) -> String {
    text.to_lowercase()
}

/// The text in upper case.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn upper(text: &str) -> String {
    text.to_uppercase()
}

/// Whether a letter is a capital.
pub(crate) fn is_upper(letter: char) -> bool {
    if letter.is_ascii() {
        letter.is_ascii_uppercase()
    } else {
        lower(letter.encode_utf8(&mut [0; 4])) != letter.to_string()
    }
}

/// Whether a letter is a small one.
pub(crate) fn is_lower(letter: char) -> bool {
    if letter.is_ascii() {
        letter.is_ascii_lowercase()
    } else {
        upper(letter.encode_utf8(&mut [0; 4])) != letter.to_string()
    }
}

/// Whether it is a letter or digit of some script: what is not ASCII is one, but for blanks and punctuation.
pub(crate) fn is_word(letter: char) -> bool {
    match letter {
        '\0'..='\x7f' => letter.is_ascii_alphanumeric(),
        '\u{80}'..='\u{bf}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '\u{fe00}'..='\u{fe6f}' => false,
        _ => true,
    }
}
