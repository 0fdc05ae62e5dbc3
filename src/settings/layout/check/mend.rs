//! What people's tools do to JSON: merge conflicts, unusual blanks, quotes of word processors, comments, commas too many.
//! Finds all of it, and gives a text without it, of the same lines and columns, so that the rest can be judged too.
//!
//! Looks only at text that serde_json has refused; what else is wrong with it is `json`'s to explain.

use std::collections::BTreeMap;

use super::fault::{Fault, is_unusual, plain_sign};
use crate::settings::layout::finding::Finding;
use crate::settings::layout::path::Position;

/// Quotes that are none in JSON: those of word processors and of other languages.
const TYPOGRAPHIC: [char; 14] = ['“', '”', '„', '‟', '«', '»', '‘', '’', '‚', '‛', '＂', '″', '‹', '›'];

/// A text with its faults taken out.
pub(super) struct Mended {
    /// As long as the text that was given, letter by letter.
    pub(super) text: String,
    /// One finding for each kind of fault, at its first place.
    pub(super) findings: Vec<Finding>,
    /// Both versions of something stood in the text, of which one was taken.
    pub(super) had_conflict: bool,
}

/// Takes out what can be taken out.
pub(super) fn mend(text: &str) -> Mended {
    let letters: Vec<char> = text.chars().collect();
    let mut mender = Mender { out: letters.clone(), letters, faults: BTreeMap::new(), comma: None };
    mender.conflicts();
    mender.letters.clone_from(&mender.out);
    mender.signs();
    let lines = Lines::of(&mender.letters);
    let had_conflict = mender.faults.keys().any(|fault| matches!(fault, Fault::Conflict { .. }));
    let findings = mender.faults.iter().map(|(fault, places)| {
        let places: Vec<Position> = places.iter().map(|place| lines.position(*place)).collect();
        fault.finding(&places)
    });
    Mended { findings: findings.collect(), text: mender.out.iter().collect(), had_conflict }
}

/// Where lines begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(letters: &[char]) -> Self {
        let ends = letters.iter().enumerate().filter(|(_, letter)| **letter == '\n');
        Self(std::iter::once(0).chain(ends.map(|(index, _)| index + 1)).collect())
    }

    fn position(&self, place: usize) -> Position {
        let line = self.0.partition_point(|start| *start <= place);
        let start = self.0.get(line.saturating_sub(1)).copied().unwrap_or_default();
        Position { line, column: place - start + 1 }
    }
}

struct Mender {
    letters: Vec<char>,
    out: Vec<char>,
    /// Where each kind of fault stands.
    faults: BTreeMap<Fault, Vec<usize>>,
    /// A comma after which nothing came yet.
    comma: Option<usize>,
}

impl Mender {
    fn at(&self, place: usize) -> Option<char> {
        self.letters.get(place).copied()
    }

    fn fault(&mut self, fault: Fault, place: usize) {
        self.faults.entry(fault).or_default().push(place);
    }

    fn put(&mut self, place: usize, letter: char) {
        if let Some(out) = self.out.get_mut(place) {
            *out = letter;
        }
    }

    fn blank(&mut self, from: usize, to: usize) {
        for place in from..to {
            if self.at(place) != Some('\n') {
                self.put(place, ' ');
            }
        }
    }

    fn line_end(&self, from: usize) -> usize {
        let length = self.letters.get(from..).and_then(|rest| rest.iter().position(|letter| *letter == '\n'));
        length.map_or(self.letters.len(), |length| from + length)
    }

    /// Keeps the first version of each conflict.
    fn conflicts(&mut self) {
        let mut open: Option<(usize, usize)> = None; // where it begins, and its line
        let mut is_second = false;
        let mut closed: Vec<(usize, usize, usize)> = Vec::new();
        let (mut start, mut line) = (0, 1);
        while start < self.letters.len() {
            let end = self.line_end(start);
            let text: String = self.letters.get(start..end).unwrap_or_default().iter().collect();
            let indent = text.chars().take_while(|letter| letter.is_whitespace()).count();
            match (marker(text.trim()), open) {
                (Some('<'), _) => {
                    open = Some((start + indent, line));
                    is_second = false;
                    self.blank(start, end);
                }
                (Some('=' | '|'), Some(_)) => {
                    is_second = true;
                    self.blank(start, end);
                }
                (Some('>'), _) => {
                    let (begin, first) = open.take().unwrap_or((start + indent, line));
                    closed.push((begin, first, line));
                    is_second = false;
                    self.blank(start, end);
                    // What somebody wrote behind the mark belongs to the layout.
                    if text.trim_end().ends_with(',') {
                        self.put(start + text.trim_end().chars().count() - 1, ',');
                    }
                }
                (_, Some(_)) if is_second => self.blank(start, end),
                _ => {}
            }
            (start, line) = (end + 1, line + 1);
        }
        closed.extend(open.map(|(begin, first)| (begin, first, line - 1)));
        for (begin, first, last) in closed {
            self.fault(Fault::Conflict { first, last }, begin);
        }
    }

    fn signs(&mut self) {
        let mut place = 0;
        while let Some(letter) = self.at(place) {
            place = self.sign(place, letter);
        }
    }

    /// Takes what begins here, and gives where the next begins.
    fn sign(&mut self, place: usize, letter: char) -> usize {
        let next = self.at(place + 1);
        match letter {
            ' ' | '\t' | '\n' | '\r' => return place + 1,
            '/' if next == Some('/') => return self.comment(place, self.line_end(place)),
            '#' => return self.comment(place, self.line_end(place)),
            '/' if next == Some('*') => return self.comment(place, self.after(place + 2, "*/")),
            '<' if self.is_at(place, "<!--") => return self.comment(place, self.after(place, "-->")),
            letter if is_unusual(letter) => {
                self.fault(Fault::Blank(letter), place);
                self.put(place, ' ');
                return place + 1;
            }
            _ => {}
        }
        let plain = plain_sign(letter);
        if let Some(plain) = plain {
            self.fault(Fault::WideSign(letter), place);
            self.put(place, plain);
        }
        let sign = plain.unwrap_or(letter);
        let before = self.comma.take();
        match sign {
            ',' => self.comma = Some(place),
            '}' | ']' => {
                if let Some(comma) = before {
                    self.fault(Fault::TrailingComma(sign), place);
                    self.put(comma, ' ');
                }
            }
            '"' => return self.plain_text(place),
            '\'' | '`' => return self.quoted(place, Fault::SingleQuote(sign)),
            sign if TYPOGRAPHIC.contains(&sign) => return self.quoted(place, Fault::TypographicQuote),
            _ => {}
        }
        place + 1
    }

    fn comment(&mut self, from: usize, to: usize) -> usize {
        self.fault(Fault::Comment, from);
        self.blank(from, to);
        to
    }

    fn is_at(&self, place: usize, words: &str) -> bool {
        words.chars().enumerate().all(|(index, letter)| self.at(place + index) == Some(letter))
    }

    /// The place after the next occurrence of these words, or the end.
    fn after(&self, from: usize, words: &str) -> usize {
        let found = (from..self.letters.len()).find(|place| self.is_at(*place, words));
        found.map_or(self.letters.len(), |place| place + words.chars().count())
    }

    /// A text in plain quotes; one that only began so is closed by the quote of a word processor.
    fn plain_text(&mut self, open: usize) -> usize {
        let is_plain = |letter: char| letter == '"';
        let is_other = |letter: char| TYPOGRAPHIC.contains(&letter);
        let plain = self.closing(open, is_plain);
        let close = match plain {
            Some(close) if self.ends_here(close) => close,
            _ => match self.closings(open, is_other).into_iter().find(|place| self.ends_here(*place)) {
                Some(close) => {
                    self.fault(Fault::TypographicQuote, close);
                    self.put(close, '"');
                    close
                }
                // Not closed at all, or something else is wrong there: that is for the parser to say.
                None => plain.unwrap_or(self.line_end(open)),
            },
        };
        close + 1
    }

    /// A text in other quotes, which become plain ones.
    fn quoted(&mut self, open: usize, fault: Fault) -> usize {
        let is_closing = |letter: char| match fault {
            Fault::SingleQuote(quote) => letter == quote || letter == '’',
            _ => letter == '"' || TYPOGRAPHIC.contains(&letter),
        };
        self.fault(fault.clone(), open);
        let closings = self.closings(open, is_closing);
        let close = closings.iter().find(|place| self.ends_here(**place)).or(closings.first()).copied();
        self.put(open, '"');
        let Some(close) = close else { return open + 1 };
        for place in open + 1..close {
            match self.at(place) {
                Some('"') => self.put(place, '\''),
                // JSON knows no such escape.
                Some('\\') if self.at(place + 1) == Some('\'') => self.put(place, ' '),
                _ => {}
            }
        }
        self.put(close, '"');
        close + 1
    }

    fn closing(&self, open: usize, is_closing: impl Fn(char) -> bool) -> Option<usize> {
        self.closings(open, is_closing).first().copied()
    }

    /// Where a text that begins here could end: on its own line, not behind a backslash.
    fn closings(&self, open: usize, is_closing: impl Fn(char) -> bool) -> Vec<usize> {
        let mut places = Vec::new();
        let mut place = open + 1;
        while let Some(letter) = self.at(place).filter(|letter| *letter != '\n') {
            if is_closing(letter) {
                places.push(place);
            }
            place += if letter == '\\' { 2 } else { 1 };
        }
        places
    }

    /// Whether what comes after this quote is what comes after a text.
    fn ends_here(&self, close: usize) -> bool {
        let rest = self.letters.get(close + 1..).unwrap_or_default();
        let next = rest.iter().find(|letter| !letter.is_whitespace() && !is_unusual(**letter));
        next.is_none_or(|letter| ":,]}".contains(plain_sign(*letter).unwrap_or(*letter)))
    }
}

/// The sign of a line that git puts where two versions meet.
fn marker(line: &str) -> Option<char> {
    let sign = line.chars().next().filter(|sign| "<=>|".contains(*sign))?;
    let count = line.chars().take_while(|letter| *letter == sign).count();
    let rest = line.get(7..)?;
    (count == 7 && (rest.is_empty() || rest.starts_with([' ', ',', '\t']))).then_some(sign)
}
