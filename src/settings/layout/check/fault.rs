//! The faults of a text that is nearly JSON, in words.

use crate::settings::layout::finding::{Finding, Rule};
use crate::settings::layout::path::{JsonPath, Position};

/// So many lines are listed; nobody reads more.
const LISTED: usize = 8;

/// A kind of fault.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fault {
    /// Both versions that git could not merge, from this line to that.
    Conflict {
        /// The line of `<<<<<<<`.
        first: usize,
        /// The line of `>>>>>>>`, or the last one.
        last: usize,
    },
    /// A blank that JSON does not take, or a letter that nobody sees.
    Blank(char),
    /// A bracket, colon or comma as Chinese and Japanese keyboards write it.
    WideSign(char),
    /// A quote of a word processor.
    TypographicQuote,
    /// A text in single quotes, or in backticks.
    SingleQuote(char),
    /// A comment.
    Comment,
    /// A comma before this closing bracket.
    TrailingComma(char),
}

impl Fault {
    /// One finding for all places of this kind, at the first.
    pub(super) fn finding(&self, places: &[Position]) -> Finding {
        let first = places.first().copied().unwrap_or(Position { line: 1, column: 1 });
        let place = format!("line {}, column {}", first.line, first.column);
        let more = more(places);
        let (what, fix) = match self {
            Self::Conflict { first, last } => (
                format!("There is a merge conflict, line {first} to {last}: both versions stand in the file, with git's marks between them."),
                "Keep one of the two, and take the lines with <<<<<<<, ======= and >>>>>>> out. The rest was checked with the first one.".to_owned(),
            ),
            Self::Blank(letter) => (
                format!("There is a {} U+{:04X} at {first}, as web pages and word processors put it{more}.", name(*letter), u32::from(*letter)),
                "Replace it by a plain space, or take it out: between names and values JSON takes spaces, tabs and line breaks alone.".to_owned(),
            ),
            Self::WideSign(letter) => (
                format!("There is a full-width {letter} (U+{:04X}) at {place}{more}.", u32::from(*letter)),
                format!("Write a plain {}.", plain_sign(*letter).unwrap_or(*letter)),
            ),
            Self::TypographicQuote => (
                format!("There is a typographic quote at {place}, as word processors put it{more}."),
                "Use plain double quotes (\").".to_owned(),
            ),
            Self::SingleQuote('`') => {
                (format!("There is a backtick at {place}{more}."), "Use double quotes for names and texts.".to_owned())
            }
            Self::SingleQuote(_) => {
                (format!("There is a single quote at {place}{more}."), "Use double quotes for names and texts.".to_owned())
            }
            Self::Comment => (format!("There is a comment at {place}{more}."), "Take it out: JSON has no comments.".to_owned()),
            Self::TrailingComma(closing) => (
                format!("There is a comma before the closing {closing} at {place}{more}."),
                "Take the comma out: JSON allows none after the last member.".to_owned(),
            ),
        };
        let mut finding = Finding::error(Rule::NotJson, &JsonPath::root(), what, fix);
        finding.position = Some(first);
        finding
    }
}

/// The lines of the others.
fn more(places: &[Position]) -> String {
    let others = places.len().saturating_sub(1);
    if others == 0 {
        return String::new();
    }
    let mut lines: Vec<usize> = places.iter().skip(1).map(|place| place.line).collect();
    lines.dedup();
    let listed: Vec<String> = lines.iter().take(LISTED).map(usize::to_string).collect();
    let rest = if lines.len() > LISTED { " …" } else { "" };
    let word = if lines.len() == 1 { "line" } else { "lines" };
    format!(", and {others} more ({word} {}{rest})", listed.join(", "))
}

/// Whether a letter is a blank that JSON does not take, or one that nobody sees.
pub(super) fn is_unusual(letter: char) -> bool {
    let is_usual = matches!(letter, ' ' | '\t' | '\n' | '\r');
    let is_unseen = matches!(letter, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    !is_usual && (letter.is_whitespace() || letter.is_control() || is_unseen)
}

/// The sign that a full-width one stands for.
pub(super) fn plain_sign(letter: char) -> Option<char> {
    Some(match letter {
        '｛' => '{',
        '｝' => '}',
        '［' => '[',
        '］' => ']',
        '：' => ':',
        '，' => ',',
        _ => return None,
    })
}

fn name(letter: char) -> &'static str {
    match letter {
        '\u{a0}' => "no-break space",
        '\u{202f}' => "narrow no-break space",
        '\u{2002}' => "en space",
        '\u{2003}' => "em space",
        '\u{2007}' => "figure space",
        '\u{2009}' => "thin space",
        '\u{200a}' => "hair space",
        '\u{3000}' => "ideographic space",
        '\u{200b}' => "zero-width space",
        '\u{200c}' | '\u{200d}' => "zero-width joiner",
        '\u{2060}' => "word joiner",
        '\u{feff}' => "byte order mark",
        '\u{ad}' => "soft hyphen",
        '\u{2028}' => "line separator",
        '\u{2029}' => "paragraph separator",
        '\u{85}' => "next-line mark",
        '\u{b}' => "vertical tab",
        '\u{c}' => "form feed",
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "direction mark",
        letter if letter.is_control() => "control character",
        letter if letter.is_whitespace() => "unusual space",
        _ => "character that nobody sees,",
    }
}
