//! One page of a history, as a source answers it.

use journey::Arrival;

/// One page. Its events are read when they are asked for: to read a thousand at once would hold up the browser's page.
pub(crate) struct Events {
    elements: Box<dyn ExactSizeIterator<Item = Arrival>>,
    letters: usize,
}

impl Events {
    /// These elements, newest first, of an answer of so many letters.
    pub(super) fn new(elements: impl ExactSizeIterator<Item = Arrival> + 'static, letters: usize) -> Self {
        Self { elements: Box::new(elements), letters }
    }

    /// How many letters the answer had.
    pub(crate) fn letters(&self) -> usize {
        self.letters
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
