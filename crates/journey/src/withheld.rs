//! Callers whom a tenant knows to be nobody: a trunk's own number, a word of a carrier's.

use basics::identity::{phone, tidy};

/// The tenant's patterns, as `withheld-callers` lists them: words or numbers, `*` for whatever stands there, with `|`, commas
/// or semicolons between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Withheld {
    patterns: Vec<String>,
}

impl Withheld {
    /// Reads the list. What would be everybody (`*`) is left out: no customer would be seen any more.
    pub fn read(list: &str) -> Self {
        let patterns = parts(list).filter(|pattern| says_something(pattern));
        Self { patterns: patterns.map(comparable).collect() }
    }

    /// The first pattern of a list that would be everybody.
    pub fn everybody(list: &str) -> Option<&str> {
        parts(list).find(|pattern| !says_something(pattern))
    }

    /// Whether a pattern means this text.
    pub fn is(&self, text: &str) -> bool {
        if self.patterns.is_empty() {
            return false;
        }
        let text = comparable(text);
        self.patterns.iter().any(|pattern| fits(pattern, &text))
    }
}

fn parts(list: &str) -> impl Iterator<Item = &str> {
    list.split(['|', ',', ';']).map(str::trim).filter(|part| !part.is_empty())
}

fn says_something(pattern: &str) -> bool {
    pattern.chars().any(crate::word::is_word)
}

/// Small letters and single blanks; of a number its digits alone, with and without plus the same.
fn comparable(text: &str) -> String {
    let text = tidy(text);
    // Stars stand where digits may: they are put aside to see whether the rest is a number.
    let (head, stars) = match text.trim_end_matches('*') {
        head if head.len() < text.len() => (head, "*"),
        _ => (text.as_str(), ""),
    };
    if let Ok(number) = phone(head) {
        return [number.digits(), stars].concat();
    }
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the whole text is as the pattern says.
fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenants_patterns_are_words_and_numbers_with_stars() {
        let withheld = Withheld::read(" Kiosk*, +49 (0)30 1234* | *branch line*|4711; Hall\u{a0}B ");
        for text in ["kiosk", "KIOSK 12", "0049 30 123456", "49301234", "our branch line 4", "4711", "hall  b"] {
            assert!(withheld.is(text), "{text}");
        }
        for text in ["a kiosk", "+49 30 123", "branch", "47110", "hall c", ""] {
            assert!(!withheld.is(text), "{text}");
        }
        assert!(Withheld::read("*34*56").is("123456") && !Withheld::read("*34*56").is("123457"));
        assert!(Withheld::read("ab*ba").is("abxba") && !Withheld::read("ab*ba").is("aba"));
    }

    #[test]
    fn no_pattern_is_everybody() {
        for list in ["*", "**, |", " , * |+*", "-"] {
            assert!(!Withheld::read(list).is("+12025550143"), "{list}");
        }
        assert_eq!(Withheld::everybody("Kiosk, * "), Some("*"));
        assert_eq!(Withheld::everybody("Kiosk*, 4711"), None);
        assert_eq!(Withheld::everybody(""), None);
    }
}
