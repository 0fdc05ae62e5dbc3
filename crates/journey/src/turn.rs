//! One turn of a conversation, in whatever shape a platform tells it.

use basics::read_time;
use serde_json::{Map, Value};

use super::values::{first_text, plain_key, shortened, text};
use super::{Sentiment, Speaker, Turn};
use basics::thousandths;

/// Where platforms say who speaks. What they are goes before what they are called: a recording knows its speakers only as
/// the first and the second.
const SPEAKERS: &[&str] = &[
    "participantrole",
    "speakerrole",
    "senderrole",
    "role",
    "participantpurpose",
    "participanttype",
    "sendertype",
    "speaker",
    "participant",
    "from",
    "author",
    "sender",
    "name",
    "direction",
];

/// Where they say what was said.
const WORDS: &[&str] =
    &["utterance", "text", "message", "content", "transcript", "body", "line", "displaytext", "msg", "caption"];

/// Where they say when, in the recording.
const OFFSETS: &[&str] = &["starttime", "start", "offset", "startoffset", "beginoffsetmillis", "startoffsetmillis"];

/// A turn, and at which time of the recording it was said, ms.
pub(super) type Timed = (Turn, Option<i64>);

/// Reads a turn: text, an object with a text and a speaker, or a result of speech recognition.
pub(super) fn turn(value: &Value) -> Option<Timed> {
    let fields = match value {
        Value::Object(fields) => fields,
        Value::String(text) if !text.trim().is_empty() => {
            let (speaker, text) = spoken(text.trim()).unwrap_or((Speaker::Unknown, text.trim()));
            return Some((Turn { speaker, text: text.to_owned(), sentiment: None, time: None }, None));
        }
        _ => return None,
    };
    let result = get(fields, "recognitionresult").and_then(Value::as_object);
    let inner = result.unwrap_or(fields);
    let text = said(inner, 0)?;
    let speaker = speaker(inner, 0).or_else(|| speaker(fields, 0));
    let turn = Turn {
        speaker: speaker.map_or(Speaker::Unknown, |word| Speaker::from_word(&word)),
        text,
        sentiment: first_text(fields, &["sentiment"]).and_then(|word| Sentiment::from_word(&word)),
        time: ["time", "timestamp", "at", "createdTime"].iter().find_map(|key| fields.get(*key).and_then(read_time)),
    };
    Some((turn, started(inner)))
}

/// Whether all of them say when they were said in the recording.
pub(super) fn is_in_time(turns: &[Timed]) -> bool {
    turns.iter().all(|(_, at)| at.is_some())
}

/// Whether something was said there that somebody would miss: more than one word.
pub(super) fn has_words(value: &Value) -> bool {
    match value {
        Value::String(text) => text.split_whitespace().nth(1).is_some(),
        Value::Array(values) => values.iter().any(has_words),
        Value::Object(fields) => {
            fields.iter().any(|(key, value)| !SPEAKERS.contains(&plain_key(key).as_str()) && has_words(value))
        }
        _ => false,
    }
}

/// The words: under one of their keys, in the first alternative that has some, or word by word.
fn said(fields: &Map<String, Value>, depth: usize) -> Option<String> {
    let alternatives = || match get(fields, "alternatives")? {
        Value::Array(values) => values.iter().find_map(|value| words(value, depth + 1)),
        value => words(value, depth + 1),
    };
    let each_word = || match get(fields, "words")? {
        Value::Array(values) => {
            let word = |value: &Value| text(value).or_else(|| text(get(value.as_object()?, "word")?));
            Some(values.iter().filter_map(word).collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty())
        }
        _ => None,
    };
    WORDS.iter().find_map(|key| words(get(fields, key)?, depth + 1)).or_else(alternatives).or_else(each_word)
}

fn words(value: &Value, depth: usize) -> Option<String> {
    match value {
        Value::Object(fields) if depth < 4 => said(fields, depth),
        Value::Array(values) if depth < 4 => {
            let pieces: Vec<_> = values.iter().filter_map(|value| words(value, depth + 1)).collect();
            (!pieces.is_empty()).then(|| pieces.join("\n"))
        }
        value => text(value),
    }
}

fn speaker(fields: &Map<String, Value>, depth: usize) -> Option<String> {
    SPEAKERS.iter().find_map(|key| match get(fields, key)? {
        Value::Object(fields) if depth < 2 => speaker(fields, depth + 1),
        value => text(value),
    })
}

fn started(fields: &Map<String, Value>) -> Option<i64> {
    let of = |value: &Value| {
        let fields = value.as_object()?;
        OFFSETS.iter().find_map(|key| milliseconds(get(fields, key)?))
    };
    let first = |value: &Value| match value {
        Value::Array(values) => values.iter().find_map(of),
        value => of(value),
    };
    let of_alternative = |value: &Value| of(value).or_else(|| first(get(value.as_object()?, "words")?));
    let alternatives = || match get(fields, "alternatives")? {
        Value::Array(values) => values.iter().find_map(of_alternative),
        value => of_alternative(value),
    };
    let here = OFFSETS.iter().find_map(|key| milliseconds(get(fields, key)?));
    here.or_else(|| first(get(fields, "words")?)).or_else(alternatives)
}

/// Seconds into the recording: `1.2`, `"1.200s"`, `"00:01:05"`, `{seconds, nanos}`. They are only compared, so it does
/// not matter if they are something else than seconds.
fn milliseconds(value: &Value) -> Option<i64> {
    if let Value::Object(fields) = value {
        let part = |key: &str| get(fields, key).and_then(text).and_then(|text| text.parse::<i64>().ok());
        return Some(part("seconds").unwrap_or(0) * 1_000 + part("nanos").unwrap_or(0) / 1_000_000);
    }
    let text = text(value)?;
    let parts = text.trim_end_matches(['s', 'S']).split(':');
    let parts = parts.map(|part| thousandths(part.trim()));
    parts.into_iter().try_fold(0_i64, |sum, part| sum.checked_mul(60)?.checked_add(part?))
}

/// A field by its key, however that is spelled.
fn get<'a>(fields: &'a Map<String, Value>, key: &str) -> Option<&'a Value> {
    fields.get(key).or_else(|| fields.iter().find(|(other, _)| plain_key(other) == key).map(|(_, value)| value))
}

/// Lines of `Agent: …`; a line without a speaker goes on with the turn before it. `None` unless two lines have a
/// speaker and the first one has: a sentence with a colon is not a conversation.
pub(super) fn from_lines(text: &str) -> Option<Vec<Turn>> {
    let mut turns: Vec<Turn> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match (spoken(line), turns.last_mut()) {
            (Some((speaker, text)), _) => {
                turns.push(Turn { speaker, text: text.to_owned(), sentiment: None, time: None });
            }
            (None, Some(turn)) => {
                turn.text.push('\n');
                turn.text.push_str(line);
            }
            (None, None) => return None,
        }
    }
    (turns.len() > 1).then_some(turns)
}

fn spoken(line: &str) -> Option<(Speaker, &str)> {
    let (speaker, text) = line.split_once(':')?;
    let is_name = !speaker.is_empty()
        && speaker == shortened(speaker, 32)
        && speaker.split_whitespace().count() <= 3
        && speaker.chars().all(|letter| crate::word::is_word(letter) || matches!(letter, ' ' | '.' | '-' | '\'' | '_'))
        && speaker.chars().any(|letter| crate::word::is_word(letter) && !letter.is_ascii_digit())
        && !text.starts_with("//");
    is_name.then(|| (Speaker::from_word(speaker), text.trim()))
}
