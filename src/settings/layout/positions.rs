//! Line and column of every value of a JSON text, which serde_json does not keep.
//!
//! Reads only text that serde_json has already read, so it never judges: where something is odd it stops early, and
//! what comes after has no position.

use std::collections::HashMap;
use std::iter::Peekable;
use std::str::Chars;

use super::path::{JsonPath, Position};

/// Where each value of the text begins; a member of an object begins at its key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Positions {
    places: HashMap<JsonPath, Position>,
    /// Members that stand twice in one object; the later one counts.
    pub(super) repeated: Vec<JsonPath>,
}

impl Positions {
    /// Goes through the text once.
    pub(super) fn of(text: &str) -> Self {
        Self::from(text, Position { line: 1, column: 1 })
    }

    /// The same for a text whose first letter is one that its file has not.
    pub(super) fn of_bracketed(text: &str) -> Self {
        Self::from(text, Position { line: 1, column: 0 })
    }

    fn from(text: &str, at: Position) -> Self {
        let mut scanner = Scanner { rest: text.chars().peekable(), at, found: Self::default() };
        scanner.value(&JsonPath::root());
        scanner.found
    }

    /// Where the value stands.
    pub(super) fn get(&self, path: &JsonPath) -> Option<Position> {
        self.places.get(path).copied()
    }
}

struct Scanner<'a> {
    rest: Peekable<Chars<'a>>,
    at: Position,
    found: Positions,
}

impl Scanner<'_> {
    fn next(&mut self) -> Option<char> {
        let letter = self.rest.next()?;
        if letter == '\n' {
            self.at = Position { line: self.at.line + 1, column: 1 };
        } else {
            self.at.column += 1;
        }
        Some(letter)
    }

    /// The next letter that is not white space, still to be read.
    fn peek(&mut self) -> Option<char> {
        while self.rest.peek().is_some_and(|letter| letter.is_whitespace()) {
            self.next();
        }
        self.rest.peek().copied()
    }

    /// `None` when the text is not what was promised.
    fn value(&mut self, path: &JsonPath) -> Option<()> {
        let first = self.peek()?;
        let at = self.at;
        self.found.places.entry(path.clone()).or_insert(at);
        match first {
            '{' => self.object(path),
            '[' => self.list(path),
            '"' => self.string().map(drop),
            _ => {
                while self.rest.peek().is_some_and(|letter| !letter.is_whitespace() && !",]}".contains(*letter)) {
                    self.next();
                }
                Some(())
            }
        }
    }

    fn object(&mut self, path: &JsonPath) -> Option<()> {
        self.next();
        let mut keys = Vec::new();
        loop {
            match self.peek()? {
                '}' => return self.next().map(drop),
                ',' => drop(self.next()),
                _ => {
                    let at = self.at;
                    let key = self.string()?;
                    let member = path.key(&key);
                    self.found.places.insert(member.clone(), at);
                    if keys.contains(&key) {
                        self.found.repeated.push(member.clone());
                    }
                    keys.push(key);
                    if self.peek()? != ':' {
                        return None;
                    }
                    self.next();
                    self.value(&member)?;
                }
            }
        }
    }

    fn list(&mut self, path: &JsonPath) -> Option<()> {
        self.next();
        let mut index = 0;
        loop {
            match self.peek()? {
                ']' => return self.next().map(drop),
                ',' => drop(self.next()),
                _ => {
                    self.value(&path.index(index))?;
                    index += 1;
                }
            }
        }
    }

    fn string(&mut self) -> Option<String> {
        if self.next()? != '"' {
            return None;
        }
        let mut raw = String::from('"');
        loop {
            let letter = self.next()?;
            raw.push(letter);
            match letter {
                '\\' => raw.push(self.next()?),
                '"' => return serde_json::from_str(&raw).ok(),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_the_line_and_column_that_an_editor_shows() {
        let text = "{\n  \"agent\": {\n    \"é\\\"\": [1, {\"limit\": \"20\"}]\n  }\n}";
        let positions = Positions::of(text);
        let at = |path: JsonPath| positions.get(&path).map(|at| (at.line, at.column));
        let agent = JsonPath::root().key("agent");
        assert_eq!(at(JsonPath::root()), Some((1, 1)));
        assert_eq!(at(agent.clone()), Some((2, 3)));
        let list = agent.key("é\"");
        assert_eq!(at(list.clone()), Some((3, 5)));
        assert_eq!(at(list.index(0)), Some((3, 13)));
        assert_eq!(at(list.index(1).key("limit")), Some((3, 17)));
        assert_eq!(list.index(1).key("limit").as_str(), "agent[\"é\\\"\"][1].limit");
    }

    #[test]
    fn a_member_that_stands_twice_is_found_where_it_stands_the_second_time() {
        let positions = Positions::of("{\"agent\": 1,\n \"agent\": 2}");
        let agent = JsonPath::root().key("agent");
        assert_eq!(positions.get(&agent), Some(Position { line: 2, column: 2 }));
        assert_eq!(positions.repeated, [agent]);
    }
}
