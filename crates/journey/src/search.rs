//! The words that an agent looks for. Typing asks for one text after the other, mostly a longer one: each row remembers
//! what it said last (`entry.rs`), so a row that lacks "ket" is not read again for "kett".
//!
//! A platform's whole name finds what it told of. A part of it does not: "web" is not all that Webex knows.

use std::sync::atomic::{AtomicU32, Ordering};

use super::Platform;

/// The searched words. Each must occur, in any case.
#[derive(Clone, Debug, Default)]
pub struct Search {
    text: String,
    /// In lower case; none: everything is found.
    words: Vec<String>,
    /// Tells searches apart.
    id: u32,
    /// Another search that finds everything that this one finds.
    wider: Option<u32>,
}

/// The same words ask for the same.
impl PartialEq for Search {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Search {
    /// The text as it was typed.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Asks for another text.
    pub fn set(&mut self, text: &str) {
        if text == self.text {
            return;
        }
        let mut next = Self::from(text);
        let is_narrower = self.words.iter().all(|word| next.words.iter().any(|longer| longer.contains(word.as_str())));
        // What lacks "webe" may be told by Webex.
        let is_platform = next.words.iter().any(|word| Platform::from_key(word).is_some());
        if is_narrower && !is_platform && !self.is_empty() {
            next.wider = Some(self.id);
        }
        *self = next;
    }

    /// Whether `text`, which is in lower case, has all words, or is told by the platforms of these names.
    pub(super) fn is_in(&self, text: &str, is_told_by: impl Fn(Platform) -> bool) -> bool {
        self.words.iter().all(|word| text.contains(word.as_str()) || Platform::from_key(word).is_some_and(&is_told_by))
    }

    /// Which search it is.
    pub(super) fn id(&self) -> u32 {
        self.id
    }

    /// Which other one finds everything that this one finds.
    pub(super) fn wider(&self) -> Option<u32> {
        self.wider
    }
}

impl From<&str> for Search {
    fn from(text: &str) -> Self {
        static LAST: AtomicU32 = AtomicU32::new(0);
        let words: Vec<String> = text.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let id = if words.is_empty() { 0 } else { LAST.fetch_add(1, Ordering::Relaxed).wrapping_add(1) };
        Self { text: text.to_owned(), words, id, wider: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_text_is_known_to_find_less() {
        let mut search = Search::from("blue ket");
        let first = search.id();
        search.set("blue kettle red");
        assert_eq!(search.wider(), Some(first));
        search.set("kettle");
        assert_eq!(search.wider(), None, "what lacks “blue” may have a kettle");
    }

    #[test]
    fn blanks_ask_for_nothing() {
        let mut search = Search::from("  ");
        assert!(search.is_empty() && search.is_in("anything", |_| false));
        search.set("x");
        assert_eq!(search.wider(), None);
    }
}
