//! Where in a layout something stands: as a JSON path, and as line and column of the text.

use std::fmt;

/// The way from the root to a value: `agent.area.panel.children[3].attributes.limit`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JsonPath(String);

impl JsonPath {
    /// The root.
    pub fn root() -> Self {
        Self::default()
    }

    /// One step into an object.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        let plain = !key.is_empty() && key.chars().all(|letter| letter.is_alphanumeric() || "_$-".contains(letter));
        Self(match (plain, self.0.is_empty()) {
            (true, true) => key.to_owned(),
            (true, false) => format!("{}.{key}", self.0),
            (false, _) => format!("{}[{}]", self.0, serde_json::Value::from(key)),
        })
    }

    /// One step into a list; the first is 0.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}[{index}]", self.0))
    }

    /// The same place seen from elsewhere: what begins with `from` begins with `to` instead. `None` if it is not inside
    /// of `from`.
    pub(super) fn moved(&self, from: &Self, to: &Self) -> Option<Self> {
        let rest = self.0.strip_prefix(&from.0)?;
        let rest = if from.0.is_empty() && !rest.is_empty() && !rest.starts_with('[') {
            format!(".{rest}")
        } else {
            rest.to_owned()
        };
        if !rest.is_empty() && !rest.starts_with(['.', '[']) {
            return None;
        }
        let whole = format!("{}{rest}", to.0);
        Some(Self(whole.strip_prefix('.').map_or(whole.clone(), str::to_owned)))
    }

    /// The path as text; empty for the root.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for JsonPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.0.is_empty() { "the whole file" } else { &self.0 })
    }
}

/// A place in the text, as editors count it: both from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_can_be_told_from_where_a_part_of_it_stands_alone() {
        let path = |text: &str| JsonPath(text.to_owned());
        for (place, from, to, wanted) in [
            ("agent.area.panel", "agent", "", Some("area.panel")),
            ("agent.area.panel.children[0].comp", "agent.area.panel.children", "", Some("[0].comp")),
            ("agent.area", "", "[0]", Some("[0].agent.area")),
            ("agent", "agent", "", Some("")),
            ("agent.areas", "agent.area", "", None),
            ("", "agent", "", None),
        ] {
            assert_eq!(path(place).moved(&path(from), &path(to)), wanted.map(path), "{place}");
        }
    }
}
