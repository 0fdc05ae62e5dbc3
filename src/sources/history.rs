//! One page of a history, as a source answers it.

use journey::Arrival;

use crate::http::Rest;

/// One page. Its events are read when they are asked for: to read a thousand at once would hold up the browser's page.
pub(crate) struct Events {
    elements: Box<dyn ExactSizeIterator<Item = Arrival>>,
    letters: usize,
    rest: Rest,
}

impl Events {
    /// These elements, newest first, of an answer of so many letters.
    pub(super) fn new(elements: impl ExactSizeIterator<Item = Arrival> + 'static, letters: usize) -> Self {
        Self { elements: Box::new(elements), letters, rest: Rest::Unknown }
    }

    /// The same, with what is known of the rest.
    #[allow(dead_code, reason = "CJDS does not say")]
    pub(super) fn followed_by(self, rest: Rest) -> Self {
        Self { rest, ..self }
    }

    /// How many letters the answer had.
    pub(crate) fn letters(&self) -> usize {
        self.letters
    }

    /// What is behind it.
    pub(crate) fn rest(&self) -> Rest {
        self.rest
    }
}

impl Default for Events {
    fn default() -> Self {
        Self::new(std::iter::empty(), 0)
    }
}

impl Iterator for Events {
    type Item = Arrival;

    fn next(&mut self) -> Option<Arrival> {
        self.elements.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.elements.size_hint()
    }
}

impl ExactSizeIterator for Events {}
