//! What was wrong with one value that arrived, and where it stood.

use std::fmt;

/// A value that did not fit the contract. The rest of what it came with is still good.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Problem {
    /// Where the value stands, as a dotted path from the document it came in: `data.uiData.filterTags`.
    pub place: String,
    /// What was found there, in words for the person who looks after the data.
    pub found: String,
}

impl Problem {
    /// A problem at `place`, with what was `found` there.
    pub fn new(place: impl Into<String>, found: impl Into<String>) -> Self {
        Self { place: place.into(), found: found.into() }
    }

    /// The same problem, seen from the document that holds this one under `outer`.
    #[must_use]
    pub fn within(mut self, outer: &str) -> Self {
        self.place = if self.place.is_empty() { outer.to_owned() } else { format!("{outer}.{}", self.place) };
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() { f.write_str(&self.found) } else { write!(f, "{}: {}", self.place, self.found) }
    }
}
