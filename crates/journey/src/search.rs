//! The words that an agent looks for. Typing asks for one text after the other, mostly a longer one: each row remembers
//! what it said last (`entry.rs`), so a row that lacks "ket" is not read again for "kett".

use std::sync::atomic::{AtomicU32, Ordering};

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
        if is_narrower && !self.is_empty() {
            next.wider = Some(self.id);
        }
        *self = next;
    }

    /// Whether `text`, which is in lower case, has all words.
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.words.iter().all(|word| text.contains(word.as_str()))
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
        assert!(search.is_empty() && search.is_in("anything"));
        search.set("x");
        assert_eq!(search.wider(), None);
    }
}
